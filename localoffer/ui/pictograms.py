"""The drawings that exist, by code, for anything that lets a person choose one.

A page shows one with `components/pictogram.html` (a coloured tile) or `components/icon.html` (a
small line drawing beside words). Both point into `static/ui/pictograms.svg`; a test holds this
list equal to that file.
"""

from typing import Final

#: Kinds of help: each has a colour of its own (`--lo-kind-<code>` in `scss/_tokens.scss`).
KINDS: Final = ("learning", "health", "care", "fun", "travel", "money", "adult", "advice")

#: What you can do on a page.
DOING: Final = ("home", "search", "filters", "print", "save", "share", "back", "next", "close")

#: What a fact is about.
FACTS: Final = (
    "phone", "email", "clock", "calendar", "pin", "people", "door",
    "check", "warning", "info", "decide", "letters",
)  # fmt: skip

PICTOGRAMS: Final = KINDS + DOING + FACTS
