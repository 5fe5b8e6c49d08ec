"""Is everybody listed? Public, charity and private providers; and schools and colleges beyond the area."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from ..sites import Site
from ..values import Feature, Finding
from .rules import Rule
from .saying import Said, features, first_saying, is_bare_heading, is_surely_missing

RULES: Final = (
    Rule(
        slug="sector-missing",
        title="Charities or private providers are not listed",
        criterion="whole-picture",
        bar="coverage",
        severity="moderate",
        confidence="likely",
        over="site",
        fix="List what charities, parents' groups and private providers offer beside what the council and the NHS do.",
    ),
    Rule(
        slug="no-out-of-area",
        title="Nothing is said of schools, colleges and services outside the area",
        criterion="out-of-area-provision",
        bar="coverage",
        severity="moderate",
        confidence="likely",
        over="site",
        fix="List those outside the area that local children are likely to use, and independent specialist ones.",
    ),
)

_SECTORS: Final = {
    name: re.compile(pattern, re.IGNORECASE)
    for name, pattern in {
        "sector-public": r"\b(?:council|NHS|hospital|local authority)\b",
        "sector-charity": r"\b(?:charit(?:y|ies|able)|voluntary|CIC\b|CIO\b|not[\s-]for[\s-]profit"
        r"|community interest|parent[\s-]led|volunteer[\s-](?:led|run)|support group"
        r"|(?-i:Mencap|Barnardo['’]?s|National Autistic Society|Family Fund|Action for Children|Scope|Sense|KIDS))\b",
        "sector-private": r"\b(?:(?-i:[A-Z]\w+ (?:Ltd|Limited|PLC|plc))"
        r"|private(?:ly)?[\s-](?:run|owned|paid|providers?|compan(?:y|ies)|(?:day )?nurser\w+|child ?care|childmind\w+"
        r"|therap\w+|tutor\w*|business(?:es)?|schools?|clinics?|practices?|sector|hospitals?|organi[sz]ations?"
        r"|(?!advice|information|help|talk|chat|and)(?:\w+ ){1,3}"
        r"(?:providers?|therap\w+|clinics?|practices?|tutors?|nurser\w+|schools?))"
        r"|private(?:,| and| or)(?: the)? (?:voluntary|charit\w+|independent)"
        r"|independent (?:providers?|therap\w+|schools?|nurser\w+|compan(?:y|ies)))\b",
    }.items()
}
_BEYOND: Final = {
    name: re.compile(pattern, re.IGNORECASE)
    for name, pattern in {
        "out-of-area": r"\bout[\s-]of[\s-](?:area|county|borough|city|authority)\b|\b(?:outside|beyond"
        r"|neighbouring|nearby|other) (?:the |our |of )?(?:area|county|borough|city|council|authorit"
        r"|local authorit)\w*"
        r"|\bneighbouring\b",
        "independent-schools": r"\bindependent (?:special |specialist )?(?:schools?|colleges?)\b"
        r"|\bnon-?\s?maintained\b|\bsection 41\b",
        "specialist-colleges": r"\b(?:independent )?specialist (?:post-?\s?16 |further education "
        r"|FE )?(?:colleges?|institutions?)\b|\bNatspec\b",
    }.items()
}
_PUPILS: Final = (
    r"for (?:children|pupils|students|young people) with (?:autism|severe|profound|moderate|physical|sensory|hearing"
    r"|visual|social|speech|complex|learning)|for (?:autistic|deaf|blind) (?:children|pupils|students|young people)"
)
_SPECIALISES: Final = r"speciali[sz](?:es?|ing|ms?|ed) (?:in|for)"
_SCHOOL: Final = (
    r"(?:schools?|colleges?|academ(?:y|ies)|units?|(?:resource )?bases?"
    r"|specialist (?:class(?:es)?|provision))"
)
_SPECIALISMS: Final = re.compile(
    rf"\b{_SCHOOL}\b[^.\n]{{0,80}}\b(?:{_SPECIALISES}|{_PUPILS})\b|\b{_SPECIALISES}\b[^.\n]{{0,80}}\b{_SCHOOL}\b",
    re.IGNORECASE,
)
#: What is wanting is not there.
_WANTING: Final = re.compile(
    r"\b(?:too (?:few|little)|not enough|no (?:places|school)|lack(?:s|ing)?|shortage|gaps?|we need|(?:is|are) needed"
    r"|need(?:s)? (?:more|new)|more places)\b",
    re.IGNORECASE,
)
#: What only sounds like it: no feature, and no ground to say that it is missing either.
_HINTS: Final = {
    "sector-private": re.compile(r"\b(?:private(?:ly)?|independent company)\b", re.IGNORECASE),
    "specialisms": re.compile(rf"\b(?:{_SPECIALISES}|{_PUPILS})\b", re.IGNORECASE),
}


#: “Outside the area” is a label of something.
FEWEST_WORDS: Final = 4


def of_site(site: Site) -> Iterator[Finding | Feature]:
    """Whom a site lists, and whether it looks beyond its own borders."""
    looked_for = _SECTORS | _BEYOND | {"specialisms": _SPECIALISMS}
    found = first_saying(site.within(), looked_for, shows=_shows)
    hinted = {name: pattern for name, pattern in _HINTS.items() if name not in found}
    for name, said in first_saying(site.within(), hinted).items() if hinted else ():
        found[name] = said._replace(is_shown=False)
    yield from features(site, looked_for, found)
    missing = [
        what
        for name, what in (("sector-charity", "charities"), ("sector-private", "private providers"))
        if name not in found and is_surely_missing(site, _SECTORS[name])
    ]
    if missing:
        yield Finding("sector-missing", site.url, detail=f"Nothing names {' or '.join(missing)}.")
    if not found.keys() & _BEYOND.keys() and all(
        is_surely_missing(site, pattern) for pattern in _BEYOND.values()
    ):
        yield Finding("no-out-of-area", site.url)


def _shows(name: str, said: Said) -> bool:
    if name in _BEYOND:
        return not is_bare_heading(said, or_shorter_than=FEWEST_WORDS)
    return name != "specialisms" or not (is_bare_heading(said) or _WANTING.search(said.quote))
