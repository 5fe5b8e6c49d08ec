"""Writes a report: HTML to read, CSV to sort, JSON for programs; and a few lines for whoever waited."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import msgspec

from ..values import STATUSES
from .values import Report


def summary(report: Report) -> list[str]:
    """The report in a few lines."""
    statuses = Counter(each.status for each in report.criteria)
    severities = Counter(each.severity for each in report.findings)
    lines = [
        f"{report.site.url}: {report.site.presence.why}",
        f"{report.site.pages} pages read. {report.why}".strip(),
    ]
    lines += [f"  {bar.title:<36} {bar.band}" for bar in report.bars]
    lines.append("Duties: " + ", ".join(f"{statuses[status]} {words}" for status, words in STATUSES.items()))
    lines.append(
        "Faults: " + (", ".join(f"{count} {name}" for name, count in severities.items()) or "none found")
    )
    lines.append(report.note)
    return lines


def write(report: Report, *, html: Path, csv: Path, json: Path | None, json_made: Path) -> list[Path]:
    """Write the report's files. Returns where they are."""
    written = [json_made]
    if json:
        json.parent.mkdir(parents=True, exist_ok=True)
        json.write_bytes(msgspec.json.format(msgspec.json.encode(report), indent=1))
        written.append(json)
    return written
