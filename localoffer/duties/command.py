"""`localoffer duties check | list | show`: the law as data, from the command line. Needs no Django."""

import argparse
import json
import sys
import textwrap
from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from . import codes, key_dates, loading, time_limits
from .ehc import command as timeline
from .law import Criterion, Evidence, ServicesWanted, Version

FINE, PROBLEMS, NOT_UNDERSTOOD = 0, 1, 2


def main(arguments: Sequence[str]) -> int:
    """Do what is asked. Returns 0 when all is well, 1 when files have faults, 2 for what was not understood."""
    parser = argparse.ArgumentParser(
        prog="localoffer duties",
        description="What the law asks of a Local Offer, from when, and what shows it.",
    )
    verbs = parser.add_subparsers(dest="verb", metavar="VERB", required=True)
    checking = verbs.add_parser("check", help="read every file, and say everything that is wrong")
    checking.add_argument(
        "folder",
        nargs="?",
        type=Path,
        default=loading.HERE,
        metavar="DIR",
        help="with criteria/ in it (ours)",
    )
    checking.set_defaults(do=_check)
    listing = verbs.add_parser("list", help="one line for each duty in force")
    listing.add_argument("--section", metavar="S", help="of one section only, such as health")
    listing.set_defaults(do=_list)
    showing = verbs.add_parser("show", help="everything about one duty")
    showing.add_argument("slug", metavar="SLUG", help="such as sendiass")
    showing.set_defaults(do=_show)
    timeline.add_to(verbs)
    for verb in (listing, showing):
        verb.add_argument(
            "--on", type=_day, metavar="DATE", help="as it stands on a day, such as 2026-09-01 (today)"
        )
        verb.add_argument("--json", action="store_true", help="for a program to read")
    options = parser.parse_args(arguments)
    do: Callable[[argparse.Namespace], int] = options.do
    try:
        return do(options)
    except loading.DutiesError as error:
        count = len(error.faults)
        print(error, file=sys.stderr)
        print(f"{count} {'fault' if count == 1 else 'faults'}. Nothing was changed.", file=sys.stderr)
        return PROBLEMS


def _day(said: str) -> date:
    try:
        return date.fromisoformat(said)
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{said}” is not a day; write year-month-day, such as 2026-09-01")


def _check(options: argparse.Namespace) -> int:
    found: dict[str, Any] = {}
    faults = []
    for name, read, path in (
        ("law", loading.read, options.folder),
        ("limits", time_limits.read, options.folder / time_limits.FILE.name),
        ("dates", key_dates.read, options.folder / key_dates.FILE.name),
    ):
        try:
            # A folder of one's own need not have time limits and key dates
            if name == "law" or path.is_file():
                found[name] = read(path)
        except loading.DutiesError as error:
            faults += error.faults
    if faults:
        raise loading.DutiesError(faults)
    law = found["law"]
    versions = sum(len(criterion.versions) for criterion in law.criteria)
    said = (
        f"All is well: {len(law.criteria)} criteria ({versions} versions) in {len(law.sections)} sections, "
        f"{len(law.rights)} rights, {len(law.school_report)} items of a school's report"
    )
    if "limits" in found:
        said += f", {len(found['limits'].limits)} time limits"
    if "dates" in found:
        said += f", {len(found['dates'])} key dates"
    print(f"{said}.")
    return FINE


def _list(options: argparse.Namespace) -> int:
    day = options.on or date.today()  # noqa: DTZ011 - a day as the reader's own clock has it
    sections = {section.slug: section for section in loading.sections()}
    if options.section and options.section not in sections:
        print(f"There is no section “{options.section}”. There are {', '.join(sections)}.", file=sys.stderr)
        return NOT_UNDERSTOOD
    rows = [
        (criterion, version)
        for criterion, version in loading.in_force(day)
        if options.section in (None, criterion.section)
    ]
    if options.json:
        _print_json([_whole(criterion, version) for criterion, version in rows])
        return FINE
    title = ""
    for criterion, version in rows:
        if title != (title := sections[criterion.section].title):
            print(f"\n{title}")
        doubt = "" if version.is_confirmed else " [not yet checked against the text]"
        print(f"  {criterion.slug:<36} {version.strength:<6} {version.title}{doubt}")
    print(f"\n{len(rows)} in force on {day}.")
    return FINE


def _show(options: argparse.Namespace) -> int:
    try:
        criterion = loading.criterion(options.slug)
    except loading.UnknownCriterionError as error:
        print(error, file=sys.stderr)
        return NOT_UNDERSTOOD
    day = options.on or date.today()  # noqa: DTZ011 - as above
    version = criterion.on(day)
    if version is None:
        print(
            f"“{options.slug}” is not in force on {day}. It stands {_spans(criterion)}; ask with --on.",
            file=sys.stderr,
        )
        return NOT_UNDERSTOOD
    if options.json:
        _print_json(_whole(criterion, version))
    else:
        print("\n".join(_lines(criterion, version)))
    return FINE


def _whole(criterion: Criterion, version: Version) -> dict[str, Any]:
    """A criterion and one version of it, with what follows from them, for a program."""
    return {
        "slug": criterion.slug,
        "section": criterion.section,
        "kind": criterion.kind,
        **asdict(version),
        "is_confirmed": version.is_confirmed,
        "says": version.says,
        "caution": version.caution,
    }


def _print_json(value: Any) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=2, default=date.isoformat))


def _spans(criterion: Criterion) -> str:
    return ", ".join(
        f"from {version.valid_from}" + (f" until {version.valid_until}" if version.valid_until else "")
        for version in criterion.versions
    )


def _lines(criterion: Criterion, version: Version) -> list[str]:
    lists = {
        "It is met when": version.met_when,
        "Not enough": version.not_enough,
        "Evidence": tuple(evidence_lines(version.evidence)),
        "Sources": tuple(f"{source.ref} ({source.in_words})" for source in version.sources),
        "Not to be confused with": version.confusable_with,
    }
    lines = [
        version.title,
        " · ".join(
            [
                criterion.slug,
                criterion.section,
                criterion.kind,
                version.strength,
                _spans(criterion),
                f"looked at {version.reviewed_on}",
            ]
        ),
        "",
        *textwrap.wrap(f"{version.says}: {version.entitlement}", 100),
        *([version.caution] if version.caution else []),
        *textwrap.wrap(f"This council adds: {version.local}.", 100),
        *textwrap.wrap(f"Why it matters: {version.why_it_matters}", 100),
    ]
    for title, items in lists.items():
        if items:
            lines += ["", title]
            for item in items:
                lines += textwrap.wrap(item, 100, initial_indent="  - ", subsequent_indent="    ")
    return lines


def evidence_lines(evidence: Evidence) -> list[str]:
    """What shows that a duty is met, a sentence each."""
    lines = [
        f"{each.at_least} published {'page' if each.at_least == 1 else 'pages'} ({' or '.join(each.kinds)}): "
        f"{each.about}; checked within {each.checked_within} months"
        for each in evidence.pages
    ]
    lines += [_services(each) for each in evidence.services]
    lines += [each.about + (f": {each.share} % of them" if each.share else "") for each in evidence.site]
    lines += [
        each.about + (f", within {each.within} months" if each.within else "") for each in evidence.comments
    ]
    lines += [f"{codes.PARTS[each.part]} (a later part): {each.about}" for each in evidence.later]
    return lines


def _services(wanted: ServicesWanted) -> str:
    filters = [
        " or ".join(chosen)
        for chosen in (wanted.kinds, wanted.strands, wanted.needs, wanted.stages, wanted.reach)
        if chosen
    ]
    found = f"{wanted.at_least} live {'service' if wanted.at_least == 1 else 'services'}"
    if filters:
        found += f" ({'; '.join(filters)})"
    found += f": {wanted.about}"
    if wanted.stating:
        found += f"; stating {', '.join(codes.STATED[code] for code in wanted.stating)}"
    if wanted.share:
        found += f"; {wanted.share} % of them"
    return found
