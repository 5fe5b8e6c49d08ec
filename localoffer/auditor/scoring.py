"""Six bars, each a band and never a decimal, with the sum by which it came about.

    taken by a rule = its weight × the least share of faulty pages that is likely ÷ the share that takes all of it

The share is the lower end of Wilson's interval (E. B. Wilson, “Probable inference, the law of succession, and
statistical inference”, Journal of the American Statistical Association, 1927): three faults in four pages prove less
than three hundred in four hundred, and a large site is not judged by having more of everything. No rule takes more than
its weight. What could not be looked at is left out and said.

The bar of coverage is another sum: the share of the *musts* that were met, where *partly* counts half, of those that
could be told. Each rule of this bar counts as much as one must beside them, and is worth what its faults leave; what a
rule and a must say alike counts once (`SAME_AS`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import sqrt
from typing import Final

from .checking import Counted
from .checks.rules import BARS, Rule
from .values import CANNOT_TELL, MET, PARTLY, CriterionFound, Value

RULESETS: Final = {
    "2026.5": "What a page tells all of, but for one point at most, is not put aside by other words of which it tells "
    "less. Pages that go through the duties one by one meet none of them, nor do questions without an answer, "
    "nor what a page says is nowhere. The columns of a table are no labels of a record. A page that was to be looked "
    "at again by a day that is past is out of date, though the same sentence says when it was looked at last. Whether "
    "a site works by keyboard and with a screen reader, and whether a search that nobody tried finds the right page, "
    "nobody can tell. What is out of date is counted over pages of their own, without filters, copies and forms about "
    "a record. A statement may say in its own words how far a site meets the standard. Initials are told once a "
    "sentence. What is named only in a glossary or on a page of the law or of rights is neither there nor missing.",
    "2026.4": "What unfolds a part and a line in bold are headings. A page of many parts that tells all of one topic "
    "meets it whatever its headings say, and so does all of it below a heading beside what is told at greater "
    "length. With two of its points wanting nothing is met. A short breaks statement of three years ago, and "
    "a travel policy of a year past, are met partly. The record of a service that is asked for alone "
    "(SENDIASS, the mediator) may meet it, and one sentence that names such a service with its number is a "
    "part. Half of what is looked for is no gap, though no heading names it, nor is what one sentence names "
    "and tells two points of. More of what a criterion asks for is essential to it, and may stand on another "
    "page under a heading that names it. Care leavers under one heading among others do not make their offer "
    "of a page.",
    "2026.3": "What a must and a rule of coverage say alike counts once, and so does what the pages of one record say. "
    "A local education authority told of today is a fault. Without a dated statement, short breaks are met partly; "
    "four ways to disagree that are only named are not met. Buttons and frames without a name are faults; a paragraph "
    "may meet a must by itself. A heading without a name and a table of data without header cells are faults. Who "
    "leads on SEND in the NHS is a part of health services; a short breaks statement has to have a date of its own. "
    "A page of few words that names what there is, whatever its heading calls it, meets it in part; a national body "
    "that is named there does not. Of fewer than 50 words under its own heading it has to tell a point more to "
    "meet it, unless it tells all that is essential. Nothing is met without what is essential to it, such as how to "
    "reach who runs it; comments are published within a year. A page with one service after the other is no record of "
    "one; what the parts of a page tell of the same counts together.",
    "2026.2": "Each rule of the bar of coverage counts in it.",
    "2026.1": "The first.",
}
"""Of the rules, the weights and the bands, the newest first, each with what is otherwise since. A new one comes when a
mark can be another by it, so that one figure is not held against another that was come by differently; an older audit
can be marked again, from the pages it kept."""

RULESET: Final = next(iter(RULESETS))

SAME_AS: Final = {"no-out-of-area": "out-of-area-provision"}
"""A rule of coverage that says of the whole site what a must says: where the must could be told, it alone counts."""

WEIGHTS: Final = {"critical": 60.0, "serious": 40.0, "moderate": 20.0, "minor": 8.0}
"""Points of a hundred that a rule takes at most, by its severity; more where a bar's rules together have less than a
hundred, so that a site with every fault there is has none left."""

TAKES_ALL: Final = {"critical": 0.1, "serious": 0.2, "moderate": 0.35, "minor": 0.5}
"""The share of faulty pages or links at which all its weight is taken."""

LIKELY_COUNTS: Final = 0.5
"""What is only likely counts half, what is only possible not at all."""

BANDS: Final = ((90, "strong"), (75, "good"), (50, "mixed"), (25, "weak"), (0, "poor"))
NOT_KNOWN: Final = "not known"
_Z: Final = 1.96  # 95 per cent


class Part(Value, frozen=True):
    """What one rule, or one duty, has to do with a bar."""

    slug: str
    title: str
    faults: float
    of: int
    share: float  # at least; of a duty: what it is worth, 0 to 1
    weight: float
    taken: float


class Bar(Value, frozen=True):
    """One bar. `points` are for the sum's sake; what is shown is the band."""

    slug: str
    title: str
    band: str
    points: float | None
    parts: tuple[Part, ...] = ()
    not_known: tuple[str, ...] = ()  # titles of what was left out


class Duty(Value, frozen=True):
    """What scoring needs to know of a criterion."""

    title: str
    strength: str


def bars(
    counts: Iterable[Counted],
    rules: Mapping[str, Rule],
    criteria: Iterable[CriterionFound],
    duties: Mapping[str, Duty],
) -> tuple[Bar, ...]:
    """All six, in order."""
    told = {each.rule: each for each in counts}
    made = []
    for slug, title in BARS.items():
        if slug == "coverage":
            own = [rule for rule in rules.values() if rule.bar == slug]
            made.append(coverage(criteria, duties, *_beside(own, told)))
        else:
            own = [rule for rule in rules.values() if rule.bar == slug]
            made.append(_bar(slug, title, own, told))
    return tuple(made)


def at_least(faults: float, of: int) -> float:
    """The lower end of Wilson's interval for a share, at 95 per cent: 0 to 1.

    >>> round(at_least(3, 4), 2), round(at_least(300, 400), 2)
    (0.3, 0.71)
    """
    if of <= 0 or faults <= 0:
        return 0.0
    share = faults / of
    middle = share + _Z**2 / (2 * of)
    spread = _Z * sqrt(share * (1 - share) / of + _Z**2 / (4 * of**2))
    return max(0.0, (middle - spread) / (1 + _Z**2 / of))


def band(points: float) -> str:
    """The band of so many points."""
    return next(name for least, name in BANDS if points >= least)


def _bar(slug: str, title: str, rules: Iterable[Rule], told: Mapping[str, Counted]) -> Bar:
    looked_at, not_known = _looked_at(rules, told)
    parts = []
    told_of = [(rule, count.of, *_taken(rule, count)) for rule, count in looked_at]
    scale = max(1.0, 100 / (sum(WEIGHTS[rule.severity] for rule, *_ in told_of) or 100))
    for rule, of, faults, share, part in told_of:
        weight = WEIGHTS[rule.severity] * scale
        parts.append(
            Part(
                rule.slug, rule.title, faults, of, round(share, 4), round(weight, 1), round(weight * part, 1)
            )
        )
    parts.sort(key=lambda part: -part.taken)
    if not parts:
        return Bar(slug, title, NOT_KNOWN, None, not_known=tuple(not_known))
    points = round(max(0.0, 100 - sum(part.taken for part in parts)), 1)
    return Bar(slug, title, band(points), points, tuple(parts), tuple(not_known))


def _taken(rule: Rule, count: Counted) -> tuple[float, float, float]:
    """A rule's faults, the least share of them that is likely, and how much of the rule's weight that takes."""
    faults = count.certain + LIKELY_COUNTS * count.likely
    if rule.over == "site":  # a thing that a site has or has not is no sample of anything
        share = min(1.0, faults)
        return faults, share, share
    share = at_least(faults, count.of)
    return faults, share, min(1.0, share / TAKES_ALL[rule.severity])


def _beside(rules: Iterable[Rule], told: Mapping[str, Counted]) -> tuple[list[Part], list[str]]:
    """What rules have to do with coverage, and the titles of those that were not looked at."""
    looked_at, not_known = _looked_at(rules, told)
    parts = []
    for rule, count in looked_at:
        faults, _, part = _taken(rule, count)
        parts.append(Part(rule.slug, rule.title, faults, count.of, round(1 - part, 4), 1.0, part))
    return parts, not_known


def _looked_at(
    rules: Iterable[Rule], told: Mapping[str, Counted]
) -> tuple[list[tuple[Rule, Counted]], list[str]]:
    """Rules with what they were held against, and the titles of those that were held against nothing."""
    looked_at, not_known = [], []
    for rule in rules:
        count = told.get(rule.slug)
        if count is None or not count.of:
            not_known.append(rule.title)
        else:
            looked_at.append((rule, count))
    return looked_at, not_known


def coverage(
    criteria: Iterable[CriterionFound],
    duties: Mapping[str, Duty],
    beside: Iterable[Part] = (),
    beside_not_known: Iterable[str] = (),
) -> Bar:
    """The bar of coverage: what there is of the *musts* that could be told.

    `beside`: the parts of the bar's rules, as they are or as they stand in a bar that was made before.
    """
    title = BARS["coverage"]
    parts: list[Part] = []
    not_known: list[str] = []
    for each in criteria:
        duty = duties.get(each.slug)
        if duty is None or duty.strength != "must":
            continue
        if each.status == CANNOT_TELL:
            not_known.append(duty.title)
            continue
        worth = {MET: 1.0, PARTLY: 0.5}.get(each.status, 0.0)
        parts.append(Part(each.slug, duty.title, 1 - worth, 1, worth, 1.0, 1 - worth))
    not_known += beside_not_known
    if not parts:
        return Bar("coverage", title, NOT_KNOWN, None, not_known=tuple(not_known))
    told = {part.slug for part in parts}
    parts += [part for part in beside if SAME_AS.get(part.slug) not in told]
    weight = 100 / len(parts)
    parts = [
        Part(
            part.slug,
            part.title,
            part.faults,
            part.of,
            part.share,
            round(weight, 2),
            round(weight * (1 - part.share), 2),
        )
        for part in sorted(parts, key=lambda part: part.share)
    ]
    points = round(max(0.0, 100 - sum(part.taken for part in parts)), 1)
    return Bar("coverage", title, band(points), points, tuple(parts), tuple(not_known))
