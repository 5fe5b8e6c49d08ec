"""A source's words for needs, kinds and the like, matched with the terms we have.

>>> Matcher({"need": {"asd": "ASD", "autism": "ASD"}}).find("Autism", taxonomy="need")
('need', 'ASD')
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from .records import Terms

FIELD = {
    "need": "needs",
    "kind": "kinds",
    "strand": "strands",
    "age-stage": "age_stages",
    "communication": "communication",
    "delivery": "delivery",
    "tier": "tier",
    "access": "access",
}
"""Taxonomy code → the field of a record that holds its terms."""

MOST_SUGGESTIONS = 1_000

# What other people call these taxonomies
_OTHER_NAMES = {
    "need": (
        "needs",
        "send need",
        "send needs",
        "sen need",
        "sen needs",
        "sen primary need",
        "special needs",
    ),
    "kind": ("kinds", "kind of help", "service category", "service categories", "service type"),
    "strand": ("strands", "part of life", "local offer section", "local offer sections"),
    "age-stage": ("age stage", "age stages", "age group", "age or stage", "life stage"),
    "communication": ("ways to communicate", "communication support"),
    "delivery": ("where it happens", "delivery mode", "attending type", "how it is delivered"),
    "tier": ("tiers", "who it is meant for", "level of need"),
    "access": ("accessibility", "accessibility features", "getting in and around", "accessibilities"),
}
_OURS = {
    name: code for code, names in _OTHER_NAMES.items() for name in (code, code.replace("-", " "), *names)
}

# A term of a taxonomy that is not ours is matched by its words only where the same words mean the same thing:
# somebody else's "home" is as likely a care home as a visit at home.
_BY_WORDS = ("need", "kind", "communication", "access", "strand")


class Matcher:
    """Finds our term for someone else's words. ``terms`` is as in `records.Terms`."""

    def __init__(self, terms: Terms) -> None:
        self._terms = {
            taxonomy: {_key(word): code for word, code in words.items()} for taxonomy, words in terms.items()
        }
        self._suggested: dict[tuple[str, str], str] = {}

    def find(self, *words: str, taxonomy: str = "") -> tuple[str, str] | None:
        """(taxonomy code, term code) for the first of the words that is a code or name of ours, or None."""
        named = _OURS.get(_key(taxonomy))
        among: Iterable[str] = (named,) if named in self._terms else _BY_WORDS
        for word in words:
            for each in among:
                code = self._terms.get(each, {}).get(_key(word))
                if code:
                    return each, code
        return None

    def suggest(self, word: str, taxonomy: str) -> str:
        """The word of ours that is spelled most like it, or ""."""
        asked = (taxonomy, _key(word)[:80])
        # The same few words come on every row; a sheet of ever new ones gets no more suggestions
        if asked not in self._suggested and len(self._suggested) < MOST_SUGGESTIONS:
            near = difflib.get_close_matches(asked[1], self._terms.get(taxonomy, {}), 1, 0.7)
            self._suggested[asked] = near[0] if near else ""
        return self._suggested.get(asked, "")


def _key(word: str) -> str:
    return " ".join(word.casefold().split())
