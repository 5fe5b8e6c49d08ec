"""What a site wrote, for a terminal, a table or a page: without what either would obey instead of showing."""

from __future__ import annotations

import re
from typing import Final

#: Characters that no text shows, that a terminal obeys, or that hide or turn round what stands beside them.
_OBEYED: Final = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def printable(text: str) -> str:
    """A text without characters that are not for reading; white space stays.

    >>> printable("Short breaks\\x1b[2J")
    'Short breaks[2J'
    """
    return _OBEYED.sub("", text)
