"""Blanks in texts, such as [[the phone number of SENDIASS]]: which there are, and filling them with facts. No database.

The words of a blank are its name: the same words are one blank, wherever they stand and however an editor has changed
their apostrophes, capitals or spaces.
"""

import html
import re
from collections.abc import Callable, Iterator, Mapping

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.utils.html import escape, strip_tags

from localoffer.cms.blocks import rings
from localoffer.cms.readiness.checks import BLANK_CLOSES, BLANK_OPENS, is_blank

from .texts import Kind, Place

#: Filled by what is known of the council
COUNCIL = "the council's name"
AREA = "the place's name"
LONGEST_BLANK = 300
LONGEST_FACT = 4000

_BLANK = re.compile(r"\[\[(.+?)\]\]", re.DOTALL)
_STOP_BEHIND = re.compile(r"(?:</\w+>)*\.")
_ALONE = re.compile(r"<p\b[^>]*>\s*\[\[((?:(?!\]\]).)+)\]\]\s*</p>", re.DOTALL)
#: What a fact may be made of, if it is written in HTML
_TAGS = frozenset("p ul ol li b strong i em a br".split())
_TAG = re.compile(r"</?([a-zA-Z][a-zA-Z0-9]*)([^<>]*)/?>")
_LINK = re.compile(r'\s*(?:href="(?:https://|http://|/|mailto:|tel:)[^"<>]*")?\s*/?\Z')
_IS_HTML = re.compile(r"</?(?:p|ul|ol|li|b|strong|i|em|a|br)\b", re.IGNORECASE)
_LIST_LINE = re.compile(r"^[-*•]\s+")


def name_of(words: str) -> str:
    """The name of a blank, from whatever stands between its brackets."""
    return " ".join(html.unescape(strip_tags(words)).replace("’", "'").replace("‘", "'").split())


def key_of(words: str) -> str:
    """What two spellings of one blank have in common."""
    return name_of(words).casefold()


def blanks_in(text: str) -> Iterator[str]:
    """The name of each blank of a text, as often as it is there."""
    if BLANK_OPENS not in text:
        return
    for found in _BLANK.finditer(text):
        if name := name_of(found[1]):
            yield name


def filled(text: str, place: Place, facts: Mapping[str, str]) -> str:
    """The text with every blank filled for which there is a fact (by `key_of` its name); other blanks stay."""
    if BLANK_OPENS not in text:
        return text

    def with_facts(blank: re.Pattern[str], text: str, written: Callable[[str], str]) -> str:
        def fill(found: re.Match[str]) -> str:
            fact = facts.get(key_of(found[1]))
            return found[0] if fact is None else _in_its_sentence(written(fact), found)

        return blank.sub(fill, text)

    if place.kind is Kind.RICH:
        text = with_facts(_ALONE, text, as_paragraphs)
        return with_facts(_BLANK, text, lambda fact: escape(as_words(fact)))
    lines = place.kind is Kind.LINES and is_blank(text)
    return with_facts(_BLANK, text, lambda fact: as_words(fact, lines=lines))


def _in_its_sentence(words: str, blank: re.Match[str]) -> str:
    """The words for a blank, without a full stop of their own where one stands behind the blank."""
    return words.removesuffix(".") if _STOP_BEHIND.match(blank.string, blank.end()) else words


def is_html(fact: str) -> bool:
    """Whether somebody wrote a fact in HTML."""
    return bool(_IS_HTML.search(fact))


def as_words(fact: str, *, lines: bool = False) -> str:
    """A fact as plain words: in one line, unless it may have several."""
    if is_html(fact):
        fact = html.unescape(strip_tags(re.sub(r"</(?:p|li)>|<br\s*/?>", "\n", fact)))
    parts = [" ".join(part.split()) for part in fact.splitlines() if part.strip()]
    return "\n".join(parts) if lines else " ".join(parts)


def as_paragraphs(fact: str) -> str:
    """A fact as HTML: a paragraph for each line, and a list of lines that begin with a dash."""
    if is_html(fact):
        return fact if fact.lstrip().startswith("<") else f"<p>{fact}</p>"
    made: list[str] = []
    items: list[str] = []
    for line in [*(part.strip() for part in fact.splitlines()), ""]:
        if _LIST_LINE.match(line):
            items.append(f"<li>{escape(_LIST_LINE.sub('', line))}</li>")
            continue
        if items:
            made.append(f"<ul>{''.join(items)}</ul>")
            items = []
        if line:
            made.append(f"<p>{escape(line)}</p>")
    return "".join(made)


def what_is_wrong(fact: str) -> str:
    """Why a fact can stand nowhere, in a sentence; "" if it can."""
    if len(fact) > LONGEST_FACT:
        return f"it is longer than {LONGEST_FACT:,} characters. Write a page about it instead."
    if BLANK_OPENS in fact or BLANK_CLOSES in fact:
        return "it holds a blank itself. Take the double brackets out."
    if not is_html(fact):
        return ""
    for tag in _TAG.finditer(fact):
        if tag[1].lower() not in _TAGS:
            return f"<{tag[1]}> is not allowed in a fact. Use {', '.join(sorted(_TAGS))}, or plain words."
        if tag[2].strip(" /") and not (tag[1].lower() == "a" and _LINK.match(tag[2])):
            return f"“{tag[2].strip()}” is not allowed in <{tag[1]}>. A link has an href alone."
    if "<" in _TAG.sub("", fact):
        return "it has a < that begins no tag. Write &lt; in its place."
    return ""


def does_not_fit(text: str, place: Place) -> str:
    """Why a text, once it is filled, cannot stand in its place, in a sentence; "" if it can or has blanks still."""
    if BLANK_OPENS in text:
        return ""
    try:
        if place.kind is Kind.EMAIL and text:
            validate_email(text)
        elif place.kind is Kind.WEB and text:
            URLValidator(schemes=["http", "https"])(text)
        elif place.kind is Kind.PHONE and text:
            rings(text)
    except ValidationError as error:
        if place.kind is Kind.EMAIL:
            return f"“{text[:60]}” is no e-mail address."
        if place.kind is Kind.WEB:
            return f"“{text[:60]}” is no web address. Begin with https://."
        return " ".join(error.messages)
    if place.most and len(text) > place.most:
        return (
            f"it makes the text {len(text)} characters long; {place.most} is the most here: “{text[:40]}…”."
        )
    return ""
