"""Marks the first place where a text names each term of the glossary. Plain Python.

A term becomes a link to its place in the glossary, with its explanation beside it for a script to show. Nothing else of
the text changes by a character. It takes HTML that has been made safe already, and makes nothing safe.
"""

import re
from collections.abc import MutableSet
from functools import lru_cache
from html import escape
from html.parser import HTMLParser
from typing import Final

from ..readiness.html import HEADINGS, VOID
from .shipped import Term

#: Nothing is marked in these: they are pressed, named or typed already, or are no sentence
LEFT_ALONE: Final = HEADINGS | frozenset(
    "a abbr button code dfn iframe label legend math nav option pre script select style summary svg template textarea "
    "th title".split()
)


def marked(html: str, terms: tuple[Term, ...], *, glossary: str, done: MutableSet[str] | None = None) -> str:
    """The text with its terms marked. `glossary` is the address of the glossary's page.

    `done` holds the terms that the page has marked already, and is added to: each is marked once on a page.
    """
    if not terms or not html:
        return html
    before = frozenset(done or ())
    text, after = _marked(html, known(terms), glossary, before)
    if done is not None:
        done |= after
    return text


class Known:
    """Terms, and how they are found in a text. Told apart as objects: to compare them takes longer than to mark."""

    def __init__(self, terms: tuple[Term, ...]) -> None:
        self.terms = terms
        self.pattern, self.known = _compiled(terms)


_held: dict[int, Known] = {}
#: Councils whose own terms are held, and texts that were marked: a page's texts are the same for each who reads it
MOST_HELD: Final = 64
MOST_TEXTS: Final = 4_000


def known(terms: tuple[Term, ...]) -> Known:
    """The one object that stands for these terms, wherever something made with them is held."""
    found = _held.get(id(terms))
    if found is None or found.terms is not terms:
        if len(_held) >= MOST_HELD:
            _held.clear()
        found = _held[id(terms)] = Known(terms)
    return found


@lru_cache(maxsize=MOST_TEXTS)
def _marked(html: str, known: Known, glossary: str, before: frozenset[str]) -> tuple[str, frozenset[str]]:
    done = set(before)
    marker = _Marker(known, glossary, done)
    marker.feed(html)
    marker.close()
    return "".join(marker.parts), frozenset(done)


class _Marker(HTMLParser):
    """Writes down again what it reads, and marks terms in its texts."""

    def __init__(self, known: Known, glossary: str, done: MutableSet[str]) -> None:
        super().__init__(convert_charrefs=False)
        self.pattern, self.known = known.pattern, known.known
        self.glossary = glossary
        self.done = done
        self.parts: list[str] = []
        self.left_alone: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.parts.append(self.get_starttag_text() or "")
        if tag in LEFT_ALONE and tag not in VOID:
            self.left_alone.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.parts.append(self.get_starttag_text() or "")

    def handle_endtag(self, tag: str) -> None:
        self.parts.append(f"</{tag}>")
        if tag in self.left_alone:
            del self.left_alone[len(self.left_alone) - 1 - self.left_alone[::-1].index(tag) :]

    def handle_data(self, data: str) -> None:
        self.parts.append(data if self.left_alone else self.pattern.sub(self._mark, data))

    def handle_entityref(self, name: str) -> None:
        self.parts.append(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.parts.append(f"&#{name};")

    def handle_comment(self, data: str) -> None:
        self.parts.append(f"<!--{data}-->")

    def handle_decl(self, decl: str) -> None:
        self.parts.append(f"<!{decl}>")

    def _mark(self, found: re.Match[str]) -> str:
        words = found[0]
        term = self.known.get(words) or self.known.get(words.casefold())
        if term is None or term.slug in self.done:
            return words
        self.done.add(term.slug)
        return (
            f'<a class="term" href="{escape(self.glossary)}#{term.slug}" '
            f'data-term="{escape(term.short)}">{words}</a>'
        )


def _compiled(terms: tuple[Term, ...]) -> tuple[re.Pattern[str], dict[str, Term]]:
    """One pattern for every form, the longest first. Initials are told from words by their capitals."""
    known: dict[str, Term] = {}
    ways: dict[str, str] = {}
    for term in terms:
        for form in term.forms:
            is_initials = sum(map(str.isupper, form)) > 1 and " " not in form
            for spelt in {form, form.replace("’", "'"), form.replace("'", "’")}:
                known.setdefault(spelt if is_initials else spelt.casefold(), term)
                ways[spelt] = re.escape(spelt) if is_initials else f"(?i:{re.escape(spelt)})"
    longest_first = [ways[form] for form in sorted(ways, key=len, reverse=True)]
    return re.compile(rf"(?<![\w&#’'-])(?:{'|'.join(longest_first)})(?![\w-])"), known
