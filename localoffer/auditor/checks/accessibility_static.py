"""Can disabled people use it? What the source of every page shows, without a browser."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import Final

from ..link_words import says_nothing
from ..sites import Site
from ..values import Finding, Page, quoted
from .own_pages import bare
from .rules import Rule

_CRITERION: Final = "accessible-website"
_BAR: Final = "accessibility"

RULES: Final = (
    Rule(
        slug="no-language",
        title="A page does not say what language it is in",
        criterion=_CRITERION,
        bar=_BAR,
        severity="serious",
        fix='Give the page\'s html element a lang, such as lang="en-GB": a screen reader chooses its voice by it.',
    ),
    Rule(
        slug="no-title",
        title="A page has no title",
        criterion=_CRITERION,
        bar=_BAR,
        severity="serious",
        fix="Give it a title that says what the page is about and whose it is.",
    ),
    Rule(
        slug="vague-title",
        title="A title does not say what the page is about",
        criterion=_CRITERION,
        bar=_BAR,
        severity="moderate",
        fix="Say in the title what the page is about.",
    ),
    Rule(
        slug="same-title",
        title="Pages about different things have the same title",
        criterion=_CRITERION,
        bar=_BAR,
        severity="minor",
        confidence="likely",
        fix="Begin each title with what this page alone is about.",
    ),
    Rule(
        slug="picture-without-words",
        title="A picture has no alternative text",
        criterion=_CRITERION,
        bar=_BAR,
        severity="serious",
        fix='Say in its alt what the picture shows. If it is there for looks alone, give it alt="".',
    ),
    Rule(
        slug="file-name-for-a-picture",
        title="A picture has a file's name for its alternative text",
        criterion=_CRITERION,
        bar=_BAR,
        severity="moderate",
        fix="Say what the picture shows.",
    ),
    Rule(
        slug="no-main-heading",
        title="A page has no main heading",
        criterion=_CRITERION,
        bar=_BAR,
        severity="moderate",
        fix="Give it one heading of level 1.",
    ),
    Rule(
        slug="skipped-heading",
        title="A heading skips a level",
        criterion=_CRITERION,
        bar=_BAR,
        severity="moderate",
        fix="Let each heading be at most one level below the one before it. Choose levels for order, not for size.",
    ),
    Rule(
        slug="empty-heading",
        title="A heading has no words",
        criterion=_CRITERION,
        bar=_BAR,
        severity="moderate",
        confidence="likely",  # a script may write it
        fix="Take it out, or write the heading.",
    ),
    Rule(
        slug="unlabelled-field",
        title="A field of a form has no label",
        criterion=_CRITERION,
        bar=_BAR,
        severity="serious",
        fix="Give it a label that stays there while somebody types.",
    ),
    Rule(
        slug="nameless-button",
        title="A button has no name",
        criterion=_CRITERION,
        bar=_BAR,
        severity="serious",
        fix="Give it words, or an aria-label that says what it does.",
    ),
    Rule(
        slug="nameless-frame",
        title="A frame has no title",
        criterion=_CRITERION,
        bar=_BAR,
        severity="serious",
        fix="Give the iframe a title that says what is in it.",
    ),
    Rule(
        slug="table-without-headers",
        title="A table of data has no header cells",
        criterion=_CRITERION,
        bar=_BAR,
        severity="moderate",
        confidence="likely",
        fix="Make the cells that name a column or a row header cells (th): a screen reader says them with each cell.",
    ),
    Rule(
        slug="vague-link",
        title="A link does not say where it leads",
        criterion=_CRITERION,
        bar=_BAR,
        severity="moderate",
        fix="Say where it leads: “Apply for a short break”, and not “click here”.",
    ),
    Rule(
        slug="empty-link",
        title="A link has no words",
        criterion=_CRITERION,
        bar=_BAR,
        severity="serious",
        fix="Give it words, or its picture alternative text, or take it out.",
    ),
    Rule(
        slug="zoom-forbidden",
        title="People cannot make the page larger on a phone",
        criterion=_CRITERION,
        bar=_BAR,
        severity="serious",
        fix="Take user-scalable=no and maximum-scale out of the viewport.",
    ),
)

_VAGUE_TITLE: Final = re.compile(
    r"(?:home|home ?page|untitled(?: document| page)?|page|new page|document|index|default|welcome|title|test"
    r"|website)\s*\d*",
    re.IGNORECASE,
)
_FILE_NAME: Final = re.compile(
    r"\S+\.(?:jpe?g|png|gif|svg|webp|bmp|tiff?)|(?:img|dsc|dscn|image|photo|picture"
    r"|screenshot)[_\s-]?\d[\w-]*",
    re.IGNORECASE,
)
_NO_ZOOM: Final = re.compile(
    r"user-scalable\s*=\s*(?:no|0)\b|maximum-scale\s*=\s*(?:0?\.\d+|1(?:\.\d+)?)(?![\d.])", re.IGNORECASE
)
_NAMELESS: Final = {
    "button": "nameless-button",
    "frame": "nameless-frame",
    "heading": "empty-heading",
    "table": "table-without-headers",
}
_NO_LABEL_NEEDED: Final = frozenset({"hidden", "submit", "button", "reset", "image"})


def of_page(page: Page, today: date) -> Iterator[Finding]:
    """What the source of one page shows."""
    if not page.language:
        yield Finding("no-language", page.url)
    yield from _title(page)
    yield from _pictures(page)
    yield from _headings(page)
    yield from _fields(page)
    yield from _links(page)
    for each in page.nameless:
        yield Finding(_NAMELESS[each.what], page.url, quote=each.said, selector=each.selector)
    if page.viewport and _NO_ZOOM.search(page.viewport):
        yield Finding("zoom-forbidden", page.url, quote=quoted(page.viewport))


def of_site(site: Site) -> Iterator[Finding]:
    """Titles that several pages share, though each says something else."""
    alike: dict[str, dict[str, str]] = defaultdict(dict)
    told: set[tuple[str, str]] = set()
    for page in site.within():
        title = page.title.strip().casefold()
        if title and not _VAGUE_TITLE.fullmatch(title) and bare(page.url) == page.url:
            # The same page at two addresses is another matter, whether it says so or one reads it
            if (title, page.text) not in told:
                alike[title].setdefault(page.canonical or page.url, page.url)
            told.add((title, page.text))
    for title, pages in alike.items():
        # Whatever its filters are called: they stand below the address of the page that they narrow
        known = {*pages.values()}
        first, *others = [
            url for url in pages.values() if "?" not in url or url.partition("?")[0] not in known
        ]
        for other in others:
            yield Finding("same-title", other, quote=quoted(title), target=first)


def _title(page: Page) -> Iterator[Finding]:
    title = page.title.strip()
    if not title:
        yield Finding("no-title", page.url)
    elif _VAGUE_TITLE.fullmatch(title):
        yield Finding("vague-title", page.url, quote=quoted(title))


def _pictures(page: Page) -> Iterator[Finding]:
    for image in page.images:
        if image.alt is None:
            yield Finding("picture-without-words", page.url, target=image.src, selector=image.selector)
        elif _FILE_NAME.fullmatch(image.alt.strip()):
            yield Finding(
                "file-name-for-a-picture",
                page.url,
                quote=quoted(image.alt),
                target=image.src,
                selector=image.selector,
            )


def _headings(page: Page) -> Iterator[Finding]:
    if not any(heading.level == 1 for heading in page.headings):
        yield Finding("no-main-heading", page.url)
    level = 1
    for heading in page.headings:
        if heading.in_main:
            if heading.level > level + 1:
                yield Finding(
                    "skipped-heading",
                    page.url,
                    quote=quoted(heading.text),
                    detail=f"It is of level {heading.level}, and level {level} comes before it.",
                )
            level = heading.level


def _fields(page: Page) -> Iterator[Finding]:
    for form in page.forms:
        for field in form.fields:
            if not field.label.strip() and field.type not in _NO_LABEL_NEEDED:
                yield Finding(
                    "unlabelled-field",
                    page.url,
                    target=field.name or form.action,
                    selector=field.selector,
                    detail=f"Nothing names the field “{field.name or field.type}”.",
                )


def _links(page: Page) -> Iterator[Finding]:
    for link in page.links:
        words = link.text.strip()
        if not words:
            yield Finding("empty-link", page.url, target=link.url, selector=link.selector)
        elif link.where == "main" and says_nothing(words):
            yield Finding(
                "vague-link", page.url, quote=quoted(words), target=link.url, selector=link.selector
            )
