"""The report as a table for a spreadsheet: each duty a row, then each fault."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Final

from ..printable import printable
from ..values import STATUSES
from .values import CriterionTold, FindingTold, Report

COLUMNS: Final = (
    "kind",  # duty, fault
    "slug",
    "title",
    "belongs to",  # a duty's section, a fault's bar
    "weight",  # must or should; critical to minor
    "status",  # a duty's
    "confidence",
    "page",
    "quote",
    "detail",
    "what to do",  # what is looked for, how to mend it
    "target",
    "selector",
    "since last audit",  # new, still there; a duty's status then
    "by hand",
    "note by hand",
    "by",
    "on",
    "fingerprint",
)
#: The wide forms as well, which a spreadsheet set for Japanese takes for the narrow ones.
_STARTS_A_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def table(report: Report) -> bytes:
    """The table, with the mark by which Excel knows UTF-8."""
    written = io.StringIO()
    rows = csv.DictWriter(written, COLUMNS, restval="", lineterminator="\r\n")
    rows.writeheader()
    for row in (*_duties(report), *_faults(report)):
        rows.writerow({column: harmless(text) for column, text in row.items()})
    return written.getvalue().encode("utf-8-sig")


def harmless(text: str) -> str:
    """A text as a cell: one line, and no formula to any spreadsheet.

    >>> harmless("=1+1"), harmless(" two\\nlines ")
    ("'=1+1", 'two lines')
    """
    # The first character is asked before blanks are taken away and after, as spreadsheets differ
    line = " ".join(printable(text).split())
    return f"'{line}" if text.startswith(_STARTS_A_FORMULA) or line.startswith(_STARTS_A_FORMULA) else line


def _duties(report: Report) -> Iterator[dict[str, str]]:
    return (_duty(each, report) for each in report.criteria)


def _duty(told: CriterionTold, report: Report) -> dict[str, str]:
    # Where there is nothing that shows it, the nearest page
    best = next(iter(told.evidence or told.near), None)
    then = report.change.criteria.get(told.slug) if report.change else None
    row = {
        "kind": "duty",
        "slug": told.slug,
        "title": told.title,
        "belongs to": told.section,
        "weight": told.strength,
        "status": STATUSES[told.status],
        "confidence": told.confidence,
        "page": best.url if best else "",
        "quote": best.quote if best else "",
        "detail": told.why,
        "what to do": "; ".join(told.met_when),
        "since last audit": f"was: {STATUSES[then[0]]}" if then else "",
    }
    if told.by_hand:
        row |= {
            "by hand": STATUSES[told.by_hand.status],
            "note by hand": told.by_hand.note,
            "by": told.by_hand.by,
            "on": told.by_hand.on.isoformat(),
        }
    return row


def _faults(report: Report) -> Iterator[dict[str, str]]:
    new = frozenset(report.change.new) if report.change else frozenset()
    for each in report.findings:
        yield _fault(each) | {
            "since last audit": ("new" if each.fingerprint in new else "still there") if report.change else ""
        }


def _fault(told: FindingTold) -> dict[str, str]:
    return {
        "kind": "fault",
        "slug": told.rule,
        "title": told.title,
        "belongs to": told.bar,
        "weight": told.severity,
        "confidence": told.confidence,
        "page": told.page,
        "quote": told.quote,
        "detail": told.detail,
        "what to do": told.fix,
        "target": told.target,
        "selector": told.selector,
        "fingerprint": told.fingerprint,
    }
