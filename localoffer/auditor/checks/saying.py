"""Where a site says something, and whether it can be said that it does not."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import islice
from typing import Final, NamedTuple
from urllib.parse import urlsplit

from ..sites import Site
from ..values import LONGEST_QUOTE, Feature, Page, quoted
from .telling import sentences

MOST_MATCHES: Final = 12
"""Places of a page that are looked at in search of a sentence."""
MOST_ASKED: Final = 30
BEFORE: Final = 100
"""Characters of a long sentence that are quoted before the words it is quoted for."""


#: What every council has to do, which says nothing of what this one does.
DUTY: Final = re.compile(
    r"\b(?:local authorit(?:y|ies)|(?:every |all |the )?councils?|they|we)\b[^.\n]{0,20}"
    r"\b(?:must|shall|(?:is|are) (?:not )?(?:required|expected|obliged)"
    r"|ha(?:s|ve) (?:a )?(?:legal|statutory) dut(?:y|ies))\b",
    re.IGNORECASE,
)


#: A page that says what words mean, or what the law asks of every council: what it names need not be there.
_EXPLAINS: Final = re.compile(
    r"\b(?:jargon|glossary|abbreviations?|acronyms?|(?:what|which) (?:\w+ )?words mean|words (?:we use|explained)"
    r"|terms (?:explained|used)|how (?:we|the council) meets? the law|what the law (?:says|asks)"
    r"|(?:our|legal|statutory|the council['’]s) duties|(?:your|my|our) (?:legal )?rights)\b",
    re.IGNORECASE,
)


class Said(NamedTuple):
    """A page that says something, and its words. `is_shown`: they show that it is there, not only what it is."""

    page: Page
    quote: str
    is_shown: bool = True


def first_saying(
    pages: Iterable[Page],
    patterns: Mapping[str, re.Pattern[str]],
    *,
    accepts: Callable[[str, Page], bool] = lambda name, page: True,
    shows: Callable[[str, Said], bool] = lambda name, said: True,
    unless: re.Pattern[str] | None = None,
) -> dict[str, Said]:
    """The first page that says each of those things; `accepts` may turn a page down for one of them.

    `shows`: whether the words show that it is there. Where none do, it is found and not shown: nobody can tell.
    `unless`: what a sentence is passed over for that says it.

    What stands in a heading or a menu is quoted only where the next pages have no sentence of it.
    """
    found: dict[str, Said] = {}
    poor: dict[str, int] = {}  # what has no sentence yet -> how many more pages are asked for one
    for page in pages:
        if len(found) == len(patterns) and not poor and all(said.is_shown for said in found.values()):
            break
        for name, pattern in patterns.items():
            is_shown = name in found and found[name].is_shown
            if is_shown and name not in poor:
                continue
            if (
                (quote := said_on(page, pattern, unless))
                and accepts(name, page)
                and (not is_shown or _is_sentence(quote))
            ):
                said = Said(page, quote)
                if shows(name, said) and not explains(page):
                    found[name] = said
                    poor[name] = MOST_ASKED
                else:
                    found.setdefault(name, said._replace(is_shown=False))
            if name in poor:
                poor[name] -= 1
                if not poor[name] or _is_sentence(found[name].quote):
                    del poor[name]
    return found


def explains(page: Page) -> bool:
    """Whether a page says what words mean, or what the law asks of every council."""
    first = next((heading.text for heading in page.headings if heading.level == 1), "")
    return any(_EXPLAINS.search(words) for words in (page.title, first, _words_of(page.url)))


def is_bare_heading(said: Said, *, or_shorter_than: int = 0) -> bool:
    """Whether the words are a heading's alone, or a label of few words, which no link and no title has as well."""
    page = said.page
    heads = {quoted(heading.text) for heading in page.headings if heading.in_main} | set(
        map(quoted, page.heads)
    )
    is_bare = said.quote in heads or said.quote.count(" ") + 1 < or_shorter_than
    return (
        is_bare
        and said.quote != quoted(page.title)
        and all(quoted(link.text) != said.quote for link in page.links)
    )


def _words_of(url: str) -> str:
    return urlsplit(url).path.replace("-", " ").replace("_", " ")


def said_on(page: Page, pattern: re.Pattern[str], unless: re.Pattern[str] | None = None) -> str:
    """The words of a page's text, title or links in which a pattern is found, or "". A sentence before a heading.

    `unless`: what a sentence of the text is passed over for.
    """
    text, best = page.text, ""
    for match in islice(pattern.finditer(text), MOST_MATCHES):
        start = text.rfind("\n", 0, match.start()) + 1
        end = text.find("\n", match.end())
        line = text[start : end if end >= 0 else None]
        if unless and unless.search(_sentence_at(line, match.start() - start)):
            continue
        quote = quote_at(line, match.start() - start)
        if _is_sentence(line):
            return quote
        best = best or quote
    if best:
        return best
    if pattern.search(page.title):
        return quoted(page.title)
    return next((quoted(link.text) for link in page.links if _is_said_in(link.text, pattern)), "")


@lru_cache(maxsize=100_000)
def _is_said_in(words: str, pattern: re.Pattern[str]) -> bool:
    """Whether the words of a link say something: most stand in a menu, and so on every page."""
    return bool(pattern.search(words))


def _sentence_at(line: str, at: int) -> str:
    end = 0
    for sentence in sentences(line):
        end = line.index(sentence, end) + len(sentence)
        if at < end:
            return sentence
    return line


def quote_at(line: str, at: int) -> str:
    """A line as a quotation, or where it is long the sentence at that place of it; never a part of a word."""
    if len(line) <= LONGEST_QUOTE:
        return quoted(line)
    end = 0
    for sentence in sentences(line):
        begin = line.index(sentence, end)
        end = begin + len(sentence)
        if at < end:
            if len(sentence) <= LONGEST_QUOTE or at - begin <= BEFORE:
                return quoted(sentence)
            first = sentence.find(" ", at - begin - BEFORE) + 1
            return quoted(f"…{sentence[first:]}")
    return quoted(line)


def _is_sentence(line: str) -> bool:
    return line.rstrip()[-1:] in ".!?…" and line.count(" ") >= 3


def is_surely_missing(site: Site, pattern: re.Pattern[str]) -> bool:
    """Whether what was not found is not there: all was read, or no link that was left unread sounds like it."""
    if site.crawled.is_complete:
        return True
    if site.crawled.too_little:
        return False
    waiting = site.crawled.waiting
    return bool(waiting) and not any(
        pattern.search(link.text) or pattern.search(link.url) for link in waiting
    )


def features(
    site: Site, patterns: Mapping[str, re.Pattern[str]], found: Mapping[str, Said]
) -> Iterator[Feature]:
    """What a site has of those things: yes with its words, no where that is sure, else nobody can tell."""
    for name, pattern in patterns.items():
        if said := found.get(name):
            if said.is_shown:
                yield Feature(name, has=True, url=said.page.url, quote=said.quote)
            else:
                yield Feature(name, has=None)
        else:
            yield Feature(name, has=False if is_surely_missing(site, pattern) else None)
