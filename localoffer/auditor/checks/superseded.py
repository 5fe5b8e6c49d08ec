"""What is no more, and what stands instead: read from `data/superseded.yaml` and `data/abolished-councils.yaml`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import NamedTuple

import yaml

from localoffer.duties.yaml_lines import Fault, NotYamlError, Page, below, read_text

from ..values import CONFIDENCES

WORD = re.compile(r"[a-z0-9]+")
DATA = Path(__file__).parent / "data"
_OF_RULES = ("repealed-law", "abolished-body", "old-name")


class SupersededError(ValueError):
    """A file that cannot be used. Its message has everything wrong in it, a line each."""


class LooksFor(NamedTuple):
    """How to find it: its first word and its first words have to be on the page, in small letters; then the pattern."""

    word: str
    near: str
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Superseded:
    """A law, body or name that is no more."""

    rule: str
    what: str
    looks_for: tuple[LooksFor, ...]
    since: date
    now: str
    source: str
    having: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    initials: str = ""
    confidence: str = ""


@cache
def shipped() -> tuple[Superseded, ...]:
    """All that comes with the auditor. Raises SupersededError if somebody broke a file of it."""
    return laws_and_bodies(DATA / "superseded.yaml") + councils(DATA / "abolished-councils.yaml")


def laws_and_bodies(path: Path) -> tuple[Superseded, ...]:
    """Read a file such as `superseded.yaml`. Raises SupersededError."""
    page, top, faults = _opened(path)
    found = []
    for node, field in page.items(top, ""):
        row = page.fields(
            node,
            field,
            needed=("rule", "what", "since", "now", "source"),
            optional=("words", "patterns", "with", "unless", "initials", "confidence"),
        )
        looks_for = [_phrase(words) for words in page.texts(row.get("words"), below(field, "words"))]
        looks_for += _patterns(page, row.get("patterns"), below(field, "patterns"))
        if not looks_for:
            page.wrong(node, field, "say what it looks for: words, patterns or both.")
        found.append(
            Superseded(
                rule=page.one_of(row.get("rule"), below(field, "rule"), _OF_RULES),
                what=page.text(row.get("what"), below(field, "what")),
                looks_for=tuple(looks_for),
                since=page.day(row.get("since"), below(field, "since")) or date.min,
                now=page.text(row.get("now"), below(field, "now")),
                source=page.text(row.get("source"), below(field, "source")),
                having=page.texts(row.get("with"), below(field, "with")),
                unless=page.texts(row.get("unless"), below(field, "unless")),
                initials=page.text(row.get("initials"), below(field, "initials")),
                confidence=page.one_of(row.get("confidence"), below(field, "confidence"), CONFIDENCES),
            )
        )
    return _usable(found, faults)


def councils(path: Path) -> tuple[Superseded, ...]:
    """Read a file such as `abolished-councils.yaml`. Raises SupersededError."""
    page, top, faults = _opened(path)
    found = []
    for node, field in page.items(top, ""):
        row = page.fields(node, field, needed=("since", "source", "now", "councils"))
        since = page.day(row.get("since"), below(field, "since")) or date.min
        now = page.text(row.get("now"), below(field, "now"))
        source = page.text(row.get("source"), below(field, "source"))
        found += [
            Superseded("abolished-body", name, (_phrase(name),), since, now, source)
            for name in page.texts(row.get("councils"), below(field, "councils"))
        ]
    return _usable(found, faults)


def _opened(path: Path) -> tuple[Page, yaml.Node | None, list[Fault]]:
    faults: list[Fault] = []
    page = Page(path.name, faults)
    try:
        return page, page.top(read_text(path)), faults
    except NotYamlError as error:
        page.wrong(error.line, "", error.what)
        return page, None, faults


def _usable(found: list[Superseded], faults: list[Fault]) -> tuple[Superseded, ...]:
    if faults:
        raise SupersededError("\n".join(map(str, sorted(faults))))
    return tuple(found)


def _phrase(words: str) -> LooksFor:
    whole = re.escape(words).replace(r"\ ", r"\s+").replace("'", "['’]")
    end = r"(?:['’]?s)?\b" if words[-1].isalnum() else ""
    flags = re.RegexFlag(0) if any(letter.isupper() for letter in words) else re.IGNORECASE
    return _looks_for(words.split("'")[0].casefold(), re.compile(rf"\b{whole}{end}", flags))


def _looks_for(near: str, pattern: re.Pattern[str]) -> LooksFor:
    return LooksFor(WORD.findall(near)[0], near, pattern)


def _patterns(page: Page, node: yaml.Node | None, field: str) -> list[LooksFor]:
    found = []
    for item, name in page.items(node, field):
        row = page.fields(item, name, needed=("near", "pattern"))
        near = page.text(row.get("near"), below(name, "near")).casefold()
        try:
            pattern = re.compile(page.text(row.get("pattern"), below(name, "pattern")), re.IGNORECASE)
        except re.error as error:
            page.wrong(item, below(name, "pattern"), f"this is no regular expression: {error}.")
            continue
        found.append(_looks_for(near, pattern))
    return found
