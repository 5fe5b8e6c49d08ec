"""A source's words for needs, kinds and the like, matched with the terms we have.

>>> Matcher({"need": {"asd": "ASD", "autism": "ASD"}}).find("Autism", taxonomy="need")
('need', 'ASD')
"""

from __future__ import annotations

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

    def knows(self, taxonomy: str) -> bool:
        """Whether this is one of our taxonomies, by its code or one of its usual names."""
        return _OURS.get(_key(taxonomy), "") in self._terms

    def find(self, *words: str, taxonomy: str = "") -> tuple[str, str] | None:
        """(taxonomy code, term code) for the first of the words that is a code or name of ours; None if none
        is.
        """
        named = _OURS.get(_key(taxonomy))
        among: Iterable[str] = (named,) if named in self._terms else _BY_WORDS
        for word in words:
            for each in among:
                code = self._terms.get(each, {}).get(_key(word))
                if code:
                    return each, code
        return None

    def near(self, taxonomy: str) -> list[str]:
        """Every word that would match in a taxonomy, for a suggestion."""
        return list(self._terms.get(taxonomy, {}))


def _key(word: str) -> str:
    return " ".join(word.casefold().split())
