"""The report as one page of HTML that asks for nothing: to open from a disk, send by e-mail, print, and fill in."""

from __future__ import annotations

import re
from base64 import b64encode
from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from localoffer.duties.law import SchoolItem

from .. import scoring
from ..checks.rules import BARS
from ..matching.school import SchoolReport
from ..printable import printable
from ..values import CONFIDENCES, SEVERITIES, STATUSES
from . import by_hand, layout
from .values import Report

HERE: Final = Path(__file__).parent


def page(report: Report) -> str:
    """The whole page."""
    return (
        _environment()
        .get_template("page.html.jinja")
        .render(
            report=report,
            site=report.site,
            headline=layout.headline(report),
            could_not=report.state == "could-not-audit",
            bars=layout.bars(report),
            sections=layout.sections(report),
            duties_in_words=layout.in_words(report.criteria),
            rules=layout.rules(report),
            first=layout.first(report),
            severities_in_words=layout.severities(report),
            new=frozenset(report.change.new if report.change else ()),
            change=layout.change(report),
            features=layout.features(report),
            not_checked=layout.not_checked(report),
            cannot_tell=layout.cannot_tell(report),
            people=sorted({each.by_hand.by for each in report.criteria if each.by_hand}),
        )
    )


def school_page(asked: str, report: SchoolReport, items: Iterable[SchoolItem], on: date) -> str:
    """The page of a school's report that was found at, or from, the address asked for."""
    told = {each.slug: each for each in report.items}
    if report.is_report:
        headline = "There is a SEN information report"
    else:
        headline = "No SEN information report was found" if report.url else "It could not be checked"
    return (
        _environment()
        .get_template("school.html.jinja")
        .render(
            asked=asked,
            report=report,
            items=[(item, told[item.slug]) for item in items if item.slug in told],
            counts=layout.counted(Counter(each.status for each in report.items)),
            headline=headline,
            on=on,
        )
    )


@cache
def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(HERE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_seen,
    )
    made.filters |= {
        "about": layout.about,
        "address": _address,
        "day": _day,
        "moment": _moment,
        "sentence": layout.sentence,
        "whole": layout.whole,
    }
    made.tests["web"] = _is_web
    # Ours, from beside this file, and so the only texts that the template does not escape
    style, script = ((HERE / name).read_text(encoding="utf-8") for name in ("page.css", "page.js"))
    made.globals |= {
        "style": style,
        "script": script,
        "policy": "; ".join(
            [
                "default-src 'none'",
                f"style-src '{_hash(style)}'",
                f"script-src '{_hash(script)}'",
                "img-src data:",
                "base-uri 'none'",
                "form-action 'none'",
            ]
        ),
        "statuses": STATUSES,
        "signs": layout.SIGNS,
        "by_hand_words": layout.BY_HAND,
        "severity_words": SEVERITIES,
        "confidence_words": CONFIDENCES,
        "ways": layout.WAYS,
        "weights": scoring.WEIGHTS,
        "takes_all": scoring.TAKES_ALL,
        "bands": scoring.BANDS,
        "coverage_title": BARS["coverage"],
        "checklist_schema": by_hand.SCHEMA,
        "longest_note": by_hand.LONGEST_NOTE,
        "longest_name": by_hand.LONGEST_NAME,
    }
    return made


def _hash(text: str) -> str:
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"


def _seen(value: Any) -> Any:
    """A text without characters that nobody sees."""
    return printable(value) if type(value) is str else value


def _is_web(url: str) -> bool:
    """Whether an address may be a link: a site can write any, such as one that is a script."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)


def _address(url: str) -> str:
    """An address as people write it.

    >>> _address("https://www.example.org/send/")
    'www.example.org/send'
    """
    return re.sub(r"^https?://", "", url).rstrip("/")


def _day(on: date) -> str:
    return f"{on.day} {on:%B %Y}"


def _moment(at: datetime | str) -> str:
    return _day(datetime.fromisoformat(at) if isinstance(at, str) else at)
