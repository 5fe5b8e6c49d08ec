"""Writes a report: HTML to read, CSV to sort, JSON for programs; and a few lines for whoever waited."""

from __future__ import annotations

from pathlib import Path

import msgspec

from . import layout
from .page import page
from .putting import put
from .table import table
from .values import Report


def summary(report: Report) -> list[str]:
    """The report in a few lines."""
    site = report.site
    lines = [site.url, f"{layout.headline(report)}. {layout.sentence(report.why or site.presence.why)}"]
    if report.state != "could-not-audit":
        beside = f", and {site.pages_beside} beside it" if site.pages_beside else ""
        lines += [
            f"Read: {site.pages} {'page' if site.pages == 1 else 'pages'} of the offer{beside}.",
            "",
            *(f"  {bar.title:<36} {bar.band}" for bar in report.bars),
            "",
            f"Duties: {layout.in_words(report.criteria)}.",
            f"Faults: {layout.severities(report)}.",
        ]
    if report.change:
        change = report.change
        lines.append(
            f"Since the last audit: {len(change.new)} new, {len(change.fixed)} fixed, {len(change.still)} still there, "
            f"{len(change.not_checked)} not checked again."
        )
    marked = [each for each in report.criteria if each.by_hand]
    if marked:
        apart = sum(each.status != each.stands for each in marked)
        duties = "1 duty" if len(marked) == 1 else f"{len(marked)} duties"
        lines.append(f"By hand: {duties} marked, {apart} otherwise than by the machine.")
    return [*lines, "", report.note]


def write(report: Report, *, html: Path, csv: Path, json: Path | None, json_made: Path) -> list[Path]:
    """Write the report's files, each as a whole or not at all. Returns where they are, the page first."""
    written = {html: page(report).encode(), csv: table(report), json_made: as_json(report)}
    if json:
        written[json] = written[json_made]
    for path, content in written.items():
        put(path, content)
    return list(written)


def as_json(report: Report) -> bytes:
    """The report as JSON, set for reading."""
    return msgspec.json.format(msgspec.json.encode(report), indent=1) + b"\n"
