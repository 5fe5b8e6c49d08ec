"""axe-core, which finds faults of accessibility: a script of Deque's (MPL 2.0), copied here from npm by `./dev css`."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Final

_SCRIPT: Final = Path(__file__).with_name("axe.min.js")
_VERSION: Final = re.compile(r"/\*! axe v(\d+\.\d+\.\d+)")


@cache
def axe_script() -> str:
    """The script itself."""
    return _SCRIPT.read_text(encoding="utf-8")


def axe_version() -> str:
    """The version that finds what a report says, such as "4.14.1": its first line says so."""
    found = _VERSION.match(axe_script())
    if not found:
        raise ValueError(f"{_SCRIPT.name} does not begin with axe's version; say ./dev css")
    return found[1]
