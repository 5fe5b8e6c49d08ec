"""What invented councils write, as data beside this file, in our own words."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent


@cache
def read(name: str) -> dict[str, Any]:
    """A file of this folder."""
    return yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))


@cache
def criteria() -> dict[str, dict[str, Any]]:
    """For each criterion its page: title, and the text that meets it, meets part of it, or only recites it."""
    names = sorted(path.stem for path in (FOLDER / "criteria").glob("*.yaml"))
    return {slug: page for name in names for slug, page in read(f"criteria/{name}").items()}


@cache
def told(manner: str) -> dict[str, dict[str, Any]]:
    """The same, where the pages that meet a criterion are written in a manner: "plain" or "formal"."""
    if manner == "plain":
        return criteria()
    return {slug: page | read("formal").get(slug, {}) for slug, page in criteria().items()}
