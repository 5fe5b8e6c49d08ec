"""Reads the law from its files, and says everything that is wrong in them. Plain Python.

A folder of the law holds `criteria/<slug>.yaml`, `sections.yaml` and, where there are such, `rights.yaml` and
`school-report.yaml`; see docs/reference/duties.md. Ours is beside this file.
"""

import re
from collections.abc import Container
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path

import yaml

from . import codes
from .law import (
    CommentsWanted,
    Criterion,
    Evidence,
    Later,
    PagesWanted,
    Right,
    SchoolItem,
    Section,
    ServicesWanted,
    SiteFact,
    Source,
    Version,
)
from .yaml_lines import Fault, NotYamlError, Page, below, did_you_mean, read_text, shown

HERE = Path(__file__).parent
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\Z")
MOST_MONTHS = 24
MOST_SERVICES = 1000

_VERSION = (
    "valid_from title strength reviewed_on sources why_it_matters entitlement local met_when not_enough evidence cues"
).split()
_RIGHT = "slug section title strength valid_from reviewed_on who in_short entitlement you_can sources criteria".split()
_SCHOOL_ITEM = (
    "slug title strength kind sources why_it_matters met_when not_enough cues valid_from reviewed_on"
).split()
# Each filter of services, and what it may name
_FILTERS = {
    "kinds": codes.SERVICE_KINDS,
    "strands": codes.STRANDS,
    "needs": codes.NEEDS,
    "stages": codes.STAGES,
    "reach": codes.REACHES,
    "stating": codes.STATED,
}


class DutiesError(ValueError):
    """Files of the law that cannot be used: `faults` has everything wrong in them, as text a line each."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = sorted(faults)
        super().__init__("\n".join(map(str, self.faults)))


class UnknownCriterionError(LookupError):
    """There is no criterion of that slug. Its message names the nearest."""


@dataclass(frozen=True, slots=True)
class Law:
    """All that one folder holds."""

    criteria: tuple[Criterion, ...]  # in the order of sections, then by slug
    sections: tuple[Section, ...]
    school_report: tuple[SchoolItem, ...]
    rights: tuple[Right, ...]

    def criterion(self, slug: str) -> Criterion:
        """The criterion of a slug. Raises UnknownCriterionError, which names the nearest, for one that is not there."""
        for found in self.criteria:
            if found.slug == slug:
                return found
        hint = did_you_mean(slug, [found.slug for found in self.criteria])
        raise UnknownCriterionError(f"There is no criterion {shown(slug)}. {hint}")

    def in_force(self, day: date) -> tuple[tuple[Criterion, Version], ...]:
        """Every criterion that stands on a day, each with the version that does, in the order of sections."""
        return tuple((found, version) for found in self.criteria if (version := found.on(day)))


@cache
def shipped() -> Law:
    """The law that comes with the project. Raises DutiesError if somebody broke a file of it."""
    return read(HERE)


def criteria() -> tuple[Criterion, ...]:
    """Every criterion, in the order of sections."""
    return shipped().criteria


def criterion(slug: str) -> Criterion:
    """The criterion of a slug. Raises UnknownCriterionError, which names the nearest, for one that is not there."""
    return shipped().criterion(slug)


def sections() -> tuple[Section, ...]:
    """The sections, in order."""
    return shipped().sections


def school_report() -> tuple[SchoolItem, ...]:
    """What a school's SEN information report has to hold (SEND Regulations 2014, Schedule 1)."""
    return shipped().school_report


def rights(day: date) -> tuple[Right, ...]:
    """What families can ask for by the law of a day, in the order in which they read it."""
    return tuple(right for right in shipped().rights if right.is_in_force(day))


def in_force(day: date) -> tuple[tuple[Criterion, Version], ...]:
    """Every criterion that stands on a day, each with the version that does, in the order of sections."""
    return shipped().in_force(day)


def read(folder: Path) -> Law:
    """Read a folder of the law. Raises DutiesError with every fault of every file."""
    faults: list[Fault] = []
    if not folder.is_dir():
        raise DutiesError([Fault(str(folder), 1, "", "there is no such folder.")])
    sections = _sections(folder, faults)
    files = sorted((folder / "criteria").glob("*.yaml"))
    if not files:
        faults.append(
            Fault("criteria", 1, "", f"there is no file in {folder / 'criteria'}, such as sendiass.yaml.")
        )
    known = _Known(frozenset(section.slug for section in sections), frozenset(file.stem for file in files))
    found = [criterion for file in files if (criterion := _criterion(file, known, faults))]
    report, claims = folder / "school-report.yaml", folder / "rights.yaml"
    items = _school_report(report, faults) if report.exists() else ()
    rights = _rights(claims, known, faults) if claims.exists() else ()
    if faults:
        raise DutiesError(faults)
    order = {section.slug: number for number, section in enumerate(sections)}
    found.sort(key=lambda criterion: (order[criterion.section], criterion.slug))
    return Law(tuple(found), sections, items, rights)


@dataclass(frozen=True, slots=True)
class _Known:
    """What a criterion or a right may refer to."""

    sections: frozenset[str]
    slugs: frozenset[str]


def _open(file: Path, faults: list[Fault]) -> tuple[Page, yaml.Node | None]:
    page = Page(f"criteria/{file.name}" if file.parent.name == "criteria" else file.name, faults)
    try:
        return page, page.top(read_text(file))
    except NotYamlError as error:
        page.wrong(error.line, "", error.what)
        return page, None


def _sections(folder: Path, faults: list[Fault]) -> tuple[Section, ...]:
    page, top = _open(folder / "sections.yaml", faults)
    found: dict[str, Section] = {}
    for node, field in page.items(top, ""):
        row = page.fields(node, field, needed=("slug", "title", "description"))
        slug = _slug(page, row.get("slug"), below(field, "slug"), found)
        section = Section(
            slug,
            page.text(row.get("title"), below(field, "title")),
            page.text(row.get("description"), below(field, "description")),
        )
        if slug:
            found[slug] = section
    return tuple(found.values())


def _slug(page: Page, node: yaml.Node | None, field: str, taken: Container[str]) -> str:
    slug = page.text(node, field)
    if slug and not SLUG.match(slug):
        page.wrong(node, field, f"{shown(slug)} should be small letters, figures and single hyphens.")
        return ""
    if slug in taken:
        page.wrong(node, field, f"there is a {shown(slug)} already. Give this one another.")
        return ""
    return slug


def _criterion(file: Path, known: _Known, faults: list[Fault]) -> Criterion | None:
    page, top = _open(file, faults)
    if not SLUG.match(file.stem):
        page.wrong(
            1, "", "name the file in small letters, figures and single hyphens: it is the criterion's slug."
        )
    if top is None:
        return None
    row = page.fields(top, "", needed=("section", "kind", "versions"))
    section = page.one_of(row.get("section"), "section", known.sections) if known.sections else ""
    kind = page.one_of(row.get("kind"), "kind", codes.CRITERION_KINDS)
    versions: list[tuple[yaml.Node, Version]] = []
    for node, field in page.items(row.get("versions"), "versions"):
        version = _version(page, node, field, file.stem, known)
        if version is not None:
            versions.append((node, version))
    _follow_each_other(page, versions)
    return Criterion(file.stem, section, kind, tuple(version for _, version in versions))


def _follow_each_other(page: Page, versions: list[tuple[yaml.Node, Version]]) -> None:
    """The oldest first, each from the day after the one before it ended."""
    for number, ((_, before), (node, after)) in enumerate(pairwise(versions), 2):
        field = f"versions[{number}].valid_from"
        if after.valid_from <= before.valid_from:
            page.wrong(
                node, field, f"{after.valid_from} is not after {before.valid_from}. Put the oldest first."
            )
        elif before.valid_until is None:
            until = after.valid_from - timedelta(days=1)
            page.wrong(
                node, field, f"the version before it still stands. Give that one a valid_until: {until}."
            )
        elif after.valid_from <= before.valid_until:
            page.wrong(
                node,
                field,
                f"the version before it stands until {before.valid_until}: two would be in force at once.",
            )
        elif after.valid_from != before.valid_until + timedelta(days=1):
            page.wrong(
                node,
                field,
                f"nothing is in force from {before.valid_until + timedelta(days=1)} until then. "
                "Let one version end the day before the next begins.",
            )


def _version(page: Page, node: yaml.Node, field: str, slug: str, known: _Known) -> Version | None:
    row = page.fields(node, field, needed=_VERSION, optional=("valid_until", "confusable_with"))
    if not row:
        return None

    def name(part: str) -> str:
        return below(field, part)

    valid_from, valid_until = _days(page, row, field)
    confusable = page.some_of(row.get("confusable_with"), name("confusable_with"), known.slugs - {slug})
    found = Version(
        valid_from=valid_from or date.min,
        valid_until=valid_until,
        title=page.text(row.get("title"), name("title")),
        strength=page.one_of(row.get("strength"), name("strength"), codes.STRENGTHS),
        reviewed_on=page.day(row.get("reviewed_on"), name("reviewed_on")) or date.min,
        sources=_sources(page, row.get("sources"), name("sources")),
        why_it_matters=page.text(row.get("why_it_matters"), name("why_it_matters")),
        entitlement=page.text(row.get("entitlement"), name("entitlement")),
        local=page.text(row.get("local"), name("local")),
        met_when=page.texts(row.get("met_when"), name("met_when")),
        not_enough=page.texts(row.get("not_enough"), name("not_enough")),
        evidence=_evidence(page, row.get("evidence"), name("evidence")),
        cues=page.texts(row.get("cues"), name("cues")),
        confusable_with=confusable,
    )
    # Without its first day it has no place among the others
    return found if valid_from else None


def _days(page: Page, row: dict[str, yaml.Node], field: str) -> tuple[date | None, date | None]:
    valid_from = page.day(row.get("valid_from"), below(field, "valid_from"))
    valid_until = page.day(row.get("valid_until"), below(field, "valid_until"))
    if valid_from and valid_until and valid_until < valid_from:
        page.wrong(
            row["valid_until"],
            below(field, "valid_until"),
            f"{valid_until} is before {valid_from}, when it begins.",
        )
    return valid_from, valid_until


def _sources(page: Page, node: yaml.Node | None, field: str) -> tuple[Source, ...]:
    found: list[Source] = []
    for item, name in page.items(node, field):
        row = page.fields(item, name, needed=("ref", "kind", "confidence"))
        source = Source(
            page.text(row.get("ref"), below(name, "ref")),
            page.one_of(row.get("kind"), below(name, "kind"), codes.SOURCE_KINDS),
            page.one_of(row.get("confidence"), below(name, "confidence"), codes.CONFIDENCES),
        )
        if any(source.ref == other.ref for other in found):
            page.wrong(row.get("ref", item), below(name, "ref"), f"{shown(source.ref)} is there already.")
        found.append(source)
    return tuple(found)


def _evidence(page: Page, node: yaml.Node | None, field: str) -> Evidence:
    row = page.fields(node, field, optional=("pages", "services", "site", "comments", "later"))
    if isinstance(node, yaml.MappingNode) and not node.value:
        page.wrong(node, field, "say what shows that this is met: pages, services, site, comments or later.")
    return Evidence(
        tuple(_pages(page, row.get("pages"), below(field, "pages"))),
        tuple(
            _services(page, item, name)
            for item, name in page.items(row.get("services"), below(field, "services"))
        ),
        tuple(_site(page, item, name) for item, name in page.items(row.get("site"), below(field, "site"))),
        tuple(
            _comments(page, item, name)
            for item, name in page.items(row.get("comments"), below(field, "comments"))
        ),
        tuple(_later(page, item, name) for item, name in page.items(row.get("later"), below(field, "later"))),
    )


def _pages(page: Page, node: yaml.Node | None, field: str) -> list[PagesWanted]:
    found: list[PagesWanted] = []
    for item, name in page.items(node, field):
        row = page.fields(item, name, needed=("about", "kinds", "checked_within"), optional=("at_least",))
        wanted = PagesWanted(
            page.text(row.get("about"), below(name, "about")),
            page.some_of(row.get("kinds"), below(name, "kinds"), codes.PAGE_KINDS),
            _months(page, row.get("checked_within"), below(name, "checked_within")) or MOST_MONTHS,
            page.whole_number(row.get("at_least"), below(name, "at_least"), least=1, most=100) or 1,
        )
        # A page says which criteria it serves, not which part of one: by its kind alone can it be told which this is
        for kind in wanted.kinds:
            if any(kind in other.kinds for other in found):
                page.wrong(
                    row["kinds"],
                    below(name, "kinds"),
                    f"{shown(kind)} is asked for above already. Make one of them.",
                )
        found.append(wanted)
    return found


def _services(page: Page, node: yaml.Node, field: str) -> ServicesWanted:
    row = page.fields(node, field, needed=("about",), optional=(*_FILTERS, "at_least", "share"))
    chosen = {
        name: page.some_of(row.get(name), below(field, name), allowed) for name, allowed in _FILTERS.items()
    }
    if row and not any(name in row for name in _FILTERS):
        page.wrong(node, field, f"say which services: {', '.join(_FILTERS)}.")
    if "share" in row and "stating" not in row:
        page.wrong(
            row["share"], below(field, "share"), "a share is of those that state something: add stating."
        )
    return ServicesWanted(
        about=page.text(row.get("about"), below(field, "about")),
        **chosen,
        at_least=page.whole_number(row.get("at_least"), below(field, "at_least"), least=1, most=MOST_SERVICES)
        or 1,
        share=page.whole_number(row.get("share"), below(field, "share"), least=1, most=100),
    )


def _site(page: Page, node: yaml.Node, field: str) -> SiteFact:
    row = page.fields(node, field, needed=("fact",), optional=("share",))
    fact = page.one_of(row.get("fact"), below(field, "fact"), codes.SITE_FACTS)
    share = page.whole_number(row.get("share"), below(field, "share"), least=1, most=100)
    if fact and (fact in codes.SHARED_FACTS) != ("share" in row):
        what = (
            "say of how many per cent: share: 90."
            if fact in codes.SHARED_FACTS
            else "it is so or not: no share."
        )
        page.wrong(node, below(field, "share"), what)
    return SiteFact(fact, share)


def _comments(page: Page, node: yaml.Node, field: str) -> CommentsWanted:
    row = page.fields(node, field, needed=("what",), optional=("within",))
    what = page.one_of(row.get("what"), below(field, "what"), codes.COMMENTS)
    return CommentsWanted(what, _months(page, row.get("within"), below(field, "within")))


def _later(page: Page, node: yaml.Node, field: str) -> Later:
    row = page.fields(node, field, needed=("part", "what"))
    return Later(
        page.one_of(row.get("part"), below(field, "part"), codes.PARTS),
        page.text(row.get("what"), below(field, "what")),
    )


def _months(page: Page, node: yaml.Node | None, field: str) -> int | None:
    return page.whole_number(node, field, least=1, most=MOST_MONTHS)


def _school_report(file: Path, faults: list[Fault]) -> tuple[SchoolItem, ...]:
    page, top = _open(file, faults)
    found: dict[str, SchoolItem] = {}
    for node, field in page.items(top, ""):
        row = page.fields(node, field, needed=_SCHOOL_ITEM, optional=("valid_until",))
        slug = _slug(page, row.get("slug"), below(field, "slug"), found)
        valid_from, valid_until = _days(page, row, field)
        item = SchoolItem(
            slug=slug,
            title=page.text(row.get("title"), below(field, "title")),
            strength=page.one_of(row.get("strength"), below(field, "strength"), codes.STRENGTHS),
            kind=page.one_of(row.get("kind"), below(field, "kind"), codes.CRITERION_KINDS),
            valid_from=valid_from or date.min,
            valid_until=valid_until,
            reviewed_on=page.day(row.get("reviewed_on"), below(field, "reviewed_on")) or date.min,
            sources=_sources(page, row.get("sources"), below(field, "sources")),
            why_it_matters=page.text(row.get("why_it_matters"), below(field, "why_it_matters")),
            met_when=page.texts(row.get("met_when"), below(field, "met_when")),
            not_enough=page.texts(row.get("not_enough"), below(field, "not_enough")),
            cues=page.texts(row.get("cues"), below(field, "cues")),
        )
        if slug:
            found[slug] = item
    return tuple(found.values())


def _rights(file: Path, known: _Known, faults: list[Fault]) -> tuple[Right, ...]:
    page, top = _open(file, faults)
    found: dict[str, Right] = {}
    for node, field in page.items(top, ""):
        right = _right(page, node, field, known, found)
        if right.slug:
            found[right.slug] = right
    return tuple(found.values())


def _right(page: Page, node: yaml.Node, field: str, known: _Known, taken: Container[str]) -> Right:
    row = page.fields(node, field, needed=_RIGHT, optional=("valid_until", "we_think", "services"))

    def text(part: str) -> str:
        return page.text(row.get(part), below(field, part))

    valid_from, valid_until = _days(page, row, field)
    right = Right(
        slug=_slug(page, row.get("slug"), below(field, "slug"), taken),
        section=page.one_of(row.get("section"), below(field, "section"), known.sections),
        title=text("title"),
        strength=page.one_of(row.get("strength"), below(field, "strength"), codes.STRENGTHS),
        valid_from=valid_from or date.min,
        valid_until=valid_until,
        reviewed_on=page.day(row.get("reviewed_on"), below(field, "reviewed_on")) or date.min,
        sources=_sources(page, row.get("sources"), below(field, "sources")),
        who=text("who"),
        in_short=text("in_short"),
        entitlement=text("entitlement"),
        we_think=text("we_think"),
        you_can=text("you_can"),
        criteria=page.some_of(row.get("criteria"), below(field, "criteria"), known.slugs),
        services=page.some_of(row.get("services"), below(field, "services"), codes.SERVICE_KINDS),
    )
    # A text that nobody has read must not borrow the certainty of one that somebody has
    is_mixed = len({source.is_confirmed for source in right.sources}) > 1
    if is_mixed and not right.we_think:
        page.wrong(
            row["sources"],
            below(field, "we_think"),
            "some of its sources were read and some were not: say here what rests on those that were not.",
        )
    elif right.we_think and not is_mixed:
        page.wrong(
            row["we_think"],
            below(field, "we_think"),
            "it is for what rests on sources that were not read, beside some that were. Add one, or take this out.",
        )
    return right
