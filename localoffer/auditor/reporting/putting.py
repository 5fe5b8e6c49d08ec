"""Writes one file, as a whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path


def put(path: Path, content: bytes) -> None:
    """Write a file beside its place and move it there, so that a kill leaves the old one or the new one.

    What is no plain file stays what it is, and is written to: /dev/stdout, a pipe, a link.
    """
    if path.is_symlink() or (path.exists() and not path.is_file()):
        path.write_bytes(content)
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.new")
    try:
        beside.write_bytes(content)
        beside.replace(path)
    except OSError:
        beside.unlink(missing_ok=True)
        raise


def why_not(path: Path) -> str:
    """Why a file could not be put there, in words; "" where it seems that it can. Makes and changes nothing."""
    if path.is_dir():
        return "it is a folder"
    if path.is_symlink() or (path.exists() and not path.is_file()):
        return "" if os.access(path, os.W_OK) or not path.exists() else "you may not write to it"
    folder = path.parent
    while not (folder.exists() or folder.is_symlink()) and folder != folder.parent:
        folder = folder.parent  # what is missing is made
    if not folder.is_dir():
        return f"{folder} is no folder"
    return "" if os.access(folder, os.W_OK | os.X_OK) else f"you may not write into {folder}"
