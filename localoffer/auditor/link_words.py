"""Words of links that say nothing of where they lead. Plain Python."""

import re
from typing import Final

_SAYS_NOTHING: Final = frozenset(
    {
        "click here", "click", "here", "read more", "more", "link", "this link", "this", "this page", "find out more",
        "learn more", "more info", "more information", "see more", "see here", "download", "download here", "website",
        "continue", "go", "details", "follow this link", "click this link", "press here", "tap here", "on this page",
        "view", "visit", "see", "open",
    }
)  # fmt: skip


def says_nothing(words: str) -> bool:
    """Whether these words of a link do not say where it leads: “click here”."""
    return re.sub(r"[^\w ]", "", words).strip().casefold() in _SAYS_NOTHING
