"""What is looked for in a page before families see it. Plain Python: texts in, problems out.

A problem either *stops* a page, or *warns*: then a person may publish it all the same, once she has said why. What
stops is what leaves somebody out whoever reads, or what nobody can have meant. What warns is a matter of judgement.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from localoffer.auditor import initials
from localoffer.auditor.link_words import says_nothing
from localoffer.auditor.reading_age import ReadingAge, measured, sentences_of

from .html import HEADINGS, Element, elements
from .prose import prose_of

#: How a blank is marked that somebody has still to fill in: [[the phone number of your advice service]]
BLANK_OPENS: Final = "[["
BLANK_CLOSES: Final = "]]"
_ONE_BLANK: Final = re.compile(r"\[\[(?=[^\[\]]*[^\[\]\s])[^\[\]]+\]\]\Z")
LONGEST_QUOTE: Final = 120
MOST_OF_A_KIND: Final = 20


class Severity(StrEnum):
    STOPS = "stops"
    WARNS = "warns"


@dataclass(frozen=True, slots=True)
class Text:
    """One text of a page: where it stands, in an editor's words, and its HTML."""

    where: str
    html: str


@dataclass(frozen=True, slots=True)
class Draft:
    """All that is judged of a page."""

    texts: tuple[Text, ...]
    owner: str = ""
    may_be_empty: bool = False  # a page made of its subpages says nothing itself
    is_for_families: bool = True
    age_limit: int = 11
    known_terms: frozenset[str] = field(default_factory=frozenset)  # which the glossary explains
    untranslated: int = 0  # sentences of a translation that are still in English


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong. `words` tell an officer what to do; `quote` is what it is about, `where` the text it is in."""

    code: str
    severity: Severity
    words: str
    where: str = ""
    quote: str = ""
    measure: float = 0  # the reading age; nothing else is more or less wrong

    @property
    def stops(self) -> bool:
        return self.severity is Severity.STOPS

    def is_no_worse_than(self, other: "Problem") -> bool:
        """Whether somebody who accepted the other has accepted this one too."""
        if self.code != other.code:
            return False
        return self.measure <= other.measure if self.measure else self.quote == other.quote


def blank(what: str) -> str:
    """A blank for somebody to fill in."""
    return f"{BLANK_OPENS}{what}{BLANK_CLOSES}"


def is_blank(value: object) -> bool:
    """Whether a value is one blank and nothing else."""
    return isinstance(value, str) and bool(_ONE_BLANK.match(value.strip()))


def problems_of(draft: Draft) -> list[Problem]:
    """Everything wrong with a page: what stops it first."""
    found = [
        *_empty(draft),
        *_owner(draft),
        *_of_each_text(draft),
        *_untranslated(draft),
        *_initials(draft),
        *_reading_age(draft),
    ]
    return sorted(found, key=lambda problem: not problem.stops)


# --- What stops -----------------------------------------------------------------------------------------


def _empty(draft: Draft) -> Iterator[Problem]:
    if draft.may_be_empty:
        return
    if not any(_says_something(element) for text in draft.texts for element in elements(text.html)):
        yield Problem("empty", Severity.STOPS, "Write something: this page has no text beyond its headings.")


def _says_something(element: Element) -> bool:
    if HEADINGS & {element.tag, *element.within}:
        return False  # a name alone says nothing
    return bool(element.words) or element.tag in ("img", "embed", "iframe", "video")


def _owner(draft: Draft) -> Iterator[Problem]:
    if not draft.owner.strip():
        yield Problem(
            "owner",
            Severity.STOPS,
            "Say who looks after this page: a role or a team, on the tab “Care”.",
            where="Care",
        )


def _of_each_text(draft: Draft) -> Iterator[Problem]:
    for text in draft.texts:
        found = list(elements(text.html))
        yield from _blanks(text, found)
        yield from _alternative_texts(text, found)
        yield from _headings(text, found)
        yield from _links(text, found)


_INLINE: Final = re.compile(r"</?(?:a|b|em|i|mark|s|small|span|strong|sub|sup|u)\b[^>]*>", re.IGNORECASE)
_BLANK: Final = re.compile(r"\[\[(.*?)(?:\]\]|$)", re.DOTALL)


def _blanks(text: Text, found: list[Element]) -> Iterator[Problem]:
    whole = " ".join(re.sub(r"<[^>]*>", " ", _INLINE.sub("", text.html)).split())
    for blank_left in list(_BLANK.finditer(whole))[:MOST_OF_A_KIND]:
        yield Problem(
            "blank",
            Severity.STOPS,
            "Fill in this blank, or take the sentence out.",
            text.where,
            _short(blank_left[0]),
        )


_FILE_NAME: Final = re.compile(
    r"^\S+\.(jpe?g|png|gif|webp|avif|svg|heic)$|^(img|dsc|image|photo)[-_ ]?\d+$", re.IGNORECASE
)


def _alternative_texts(text: Text, found: list[Element]) -> Iterator[Problem]:
    for element in found:
        is_picture = element.tag == "img" or (
            element.tag == "embed" and element.attributes.get("embedtype") == "image"
        )
        if not is_picture:
            continue
        words = element.attributes.get("alt")
        name = element.attributes.get("title") or element.attributes.get("src") or "a picture"
        if words is None:
            yield Problem(
                "alternative-text",
                Severity.STOPS,
                "Say what this picture shows, for people who cannot see it. If it shows nothing that the text does "
                "not say, tick that it is only decoration.",
                text.where,
                _short(name),
            )
        elif _FILE_NAME.match(words.strip()):
            yield Problem(
                "alternative-text",
                Severity.STOPS,
                "This is the name of a file. Say what the picture shows.",
                text.where,
                _short(words),
            )


def _headings(text: Text, found: list[Element]) -> Iterator[Problem]:
    # What stands above the first heading of a text is the page's own: a text may begin with a second or a third level
    level = 2
    for element in found:
        if element.tag not in HEADINGS:
            continue
        this = int(element.tag[1])
        if not element.words:
            yield Problem(
                "heading",
                Severity.STOPS,
                "This heading is empty. Take it out.",
                text.where,
                f"(level {this})",
            )
        elif this > level + 1:
            yield Problem(
                "heading",
                Severity.STOPS,
                f"This heading skips a level: it is a level {this}, and level {level} comes before it. "
                f"Make it a level {level + 1}.",
                text.where,
                _short(element.words),
            )
        level = this


_ADDRESS: Final = re.compile(r"^(https?://|www\.)\S*$", re.IGNORECASE)


def _links(text: Text, found: list[Element]) -> Iterator[Problem]:
    for number, element in enumerate(found):
        if element.tag != "a" or not (element.attributes.keys() & {"href", "linktype"}):
            continue
        words = element.words
        if not words:
            has_picture = number + 1 < len(found) and found[number + 1].attributes.get("alt")
            if not has_picture:
                where_to = element.attributes.get("href") or "a page"
                yield Problem(
                    "link-text",
                    Severity.STOPS,
                    "This link has no words. Take it out.",
                    text.where,
                    _short(where_to),
                )
        elif says_nothing(words):
            yield Problem(
                "link-text",
                Severity.STOPS,
                "Say where this link leads. Some people hear links read out without the words around them.",
                text.where,
                _short(words),
            )
        elif _ADDRESS.match(words):
            yield Problem(
                "link-text",
                Severity.STOPS,
                "Put the name of the page here in place of its address: a screen reader spells an address out.",
                text.where,
                _short(words),
            )


# --- What warns -----------------------------------------------------------------------------------------


def _untranslated(draft: Draft) -> Iterator[Problem]:
    if draft.untranslated:
        yield Problem(
            "untranslated",
            Severity.WARNS,
            f"Translate the rest: {draft.untranslated} "
            f"{'text is' if draft.untranslated == 1 else 'texts are'} still in English, and a screen reader would read "
            "them as if they were not.",
            measure=draft.untranslated,
        )


def _initials(draft: Draft) -> Iterator[Problem]:
    known = initials.KNOWN | {part for term in draft.known_terms for part in initials.found_in(term)}
    whole = [(text.where, sentence) for text in draft.texts for sentence in _sentences(text)]
    known |= initials.explained_in("\n".join(sentence for _, sentence in whole))
    for letters, where in _first_of_each(whole):
        if letters in known or letters in draft.known_terms:
            continue
        yield Problem(
            "initials",
            Severity.WARNS,
            f"Explain {letters} where it comes first, such as “education, health and care (EHC)”, or add it to the "
            "glossary. If it is a word, write it in small letters.",
            where,
            letters,
        )


def _sentences(text: Text) -> Iterator[str]:
    for element in elements(text.html):
        if element.words:
            yield from sentences_of(element.words)


def _first_of_each(whole: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    seen: set[str] = set()
    for where, sentence in whole:
        for letters in initials.found_in(sentence):
            if letters not in seen:
                seen.add(letters)
                yield letters, where


def reading_age_of(draft: Draft) -> ReadingAge:
    """How old a reader of a page must be, its glossary's terms left out."""
    prose = [paragraph for text in draft.texts for paragraph in prose_of(text.html)]
    return measured(prose, left_out=draft.known_terms)


def _reading_age(draft: Draft) -> Iterator[Problem]:
    if not draft.is_for_families:
        return
    found = reading_age_of(draft)
    if found.age is not None and found.age > draft.age_limit:
        yield Problem(
            "reading-age",
            Severity.WARNS,
            f"This page reads at age {found.age:g}; the limit here is {draft.age_limit}. Make sentences and words "
            "shorter, this one first.",
            quote=_short(found.hardest[0], 300),
            measure=found.age,
        )


def _short(words: str, most: int = LONGEST_QUOTE) -> str:
    words = " ".join(words.split())
    return words if len(words) <= most else f"{words[: most - 1]}…"


def in_words(problems: Collection[Problem]) -> str:
    """Problems in one line, for a message."""
    kinds = list(
        dict.fromkeys(
            f"{problem.words}{f' ({problem.quote})' if problem.quote else ''}" for problem in problems
        )
    )
    rest = f" And {len(kinds) - 3} more." if len(kinds) > 3 else ""
    return " ".join(kinds[:3]) + rest
