"""Reports for tests, made as an audit makes them: say what matters, the rest is plain."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime

import msgspec

from localoffer.auditor import schools
from localoffer.auditor.checking import Checked, Counted
from localoffer.auditor.matching.school import SchoolReport
from localoffer.auditor.reporting import making
from localoffer.auditor.reporting.by_hand import SCHEMA, Checklist, Mark
from localoffer.auditor.reporting.page import school_page
from localoffer.auditor.reporting.values import Report
from localoffer.auditor.sites import Site
from localoffer.auditor.values import (
    Crawled,
    CriterionFound,
    Evidence,
    Feature,
    Finding,
    Outcome,
    Page,
    Presence,
    SearchTried,
    Unfetched,
    WayIn,
)

TODAY = date(2026, 11, 26)
HOME = "https://localoffer.example/"
ADVICE = f"{HOME}advice"

FOUND = (
    CriterionFound(
        "sendiass",
        "met",
        "The site says so, with facts of its own place.",
        (
            Evidence(ADVICE, "Ring Saltmere SENDIASS on 01632 960 310.", 0.9, "Free advice"),
            Evidence(f"{HOME}help", "SENDIASS is free.", 0.7),
        ),
        confidence="certain",
    ),
    CriterionFound(
        "mediation", "partly", "There is something about it.", (Evidence(HOME, "Mediation is free."),)
    ),
    CriterionFound(
        "travel-training",
        "not-found",
        "No page tells of it.",
        near=(Evidence(f"{HOME}buses", "Bus passes."),),
    ),
)
FINDINGS = (
    Finding(
        "broken-link",
        ADVICE,
        quote="Our leaflet",
        target=f"{HOME}leaflet",
        selector="a",
        detail="it answers 404",
    ),
    Finding("no-title", f"{HOME}help"),
)


def a_site(**also) -> Site:
    """A site of one page, all of which was read."""
    return Site(
        **(
            {
                "url": HOME,
                "today": TODAY,
                "pages": [Page(url=HOME, status=200, type="html", title="Local Offer")],
                "crawled": Crawled(
                    fetched=3, is_complete=True, waiting=(Unfetched(f"{HOME}x", "More", "pattern"),)
                ),
                "presence": Presence(
                    "full", "local-content", "It has real local content.", ADVICE, "Ring us."
                ),
                "outcomes": {
                    f"{HOME}leaflet": Outcome(f"{HOME}leaflet", "broken", 404),
                    "https://shy.example/": Outcome("https://shy.example/", "could-not-check", 403),
                },
                "ways_in": (WayIn("https://council.example/", "clicks", 2, ("Families", "SEND")),),
                "searches": (SearchTried("autism", f"{HOME}?q=autism", 7, 2, ADVICE),),
                "council_url": "https://council.example/",
            }
            | also
        )
    )


def a_report(
    *,
    found: Iterable[CriterionFound] = FOUND,
    findings: tuple[Finding, ...] = FINDINGS,
    features: tuple[Feature, ...] = (Feature("easy-read", True, f"{HOME}easy"), Feature("news", None)),
    counts: tuple[Counted, ...] = (Counted("broken-link", 3, 1, 20), Counted("no-title", 1, 0, 30)),
    state: str = "done",
    why: str = "",
    changes: dict | None = None,
    **site,
) -> Report:
    """A report of `a_site`; `changes` replaces what an audit would have said."""
    report = making.made(
        a_site(**site),
        Checked(findings, features, counts),
        {each.slug: each for each in found},
        state=state,
        why=why,
        auditor="0.1.0",
        axe="",
        had_browser=False,
    )
    return msgspec.structs.replace(report, **(changes or {}))


def a_checklist(marks: dict[str, tuple[str, str]], **also) -> Checklist:
    """A checklist that Ann filled in: of each duty its mark and her note."""
    return Checklist(
        **(
            {
                "schema": SCHEMA,
                "site": HOME,
                "report_made_at": datetime(2026, 11, 26, 9, tzinfo=UTC),
                "by": "Ann Reed",
                "on": date(2026, 11, 27),
                "marks": tuple(Mark(slug, *told) for slug, told in marks.items()),
            }
            | also
        )
    )


#: What a site may say to do harm: each has to stay words.
HOSTILE = (
    "</style></script><script>window.harmed = true</script>",
    '<img src=x onerror="window.harmed = true">',
    '"><svg onload=alert(1)>',
    "{{ 7 * 7 }} {% include '/etc/passwd' %}",
    "'; window.harmed = true; //",
    "\u202egnp.exe\u202c \x00\x1b[31m",
)
SCRIPT_URL = "javascript:window.harmed=true"


def a_hostile_report() -> Report:
    """A report of a site whose every word means harm."""
    words = " ".join(HOSTILE)
    bad = Evidence(SCRIPT_URL, words, title=words)
    return a_report(
        found=(
            CriterionFound("sendiass", "met", words, (bad, bad)),
            CriterionFound("mediation", "not-found", words, near=(bad,)),
        ),
        findings=tuple(
            Finding("broken-link", f"{SCRIPT_URL}//{number}", words, SCRIPT_URL, words, words)
            for number in range(40)
        ),
        features=(Feature("easy-read", True, SCRIPT_URL, words),),
        presence=Presence("full", words, words, SCRIPT_URL, words),
        ways_in=(WayIn(SCRIPT_URL, "clicks", 1, (words,), words),),
        searches=(SearchTried(words, SCRIPT_URL, 1),),
        council_name=words,
        council_url="data:text/html,<script>1</script>",
        state="partial",
        why=words,
    )


def a_school_page(quote: str = "Our SENCO is Mrs Hart.") -> str:
    """The page of a school's report that tells one thing of two."""
    first, second = schools.items(TODAY)[:2]
    shown = Evidence("https://school.example/sen-report", quote, title=quote)
    report = SchoolReport(
        True,
        "It tells 1 of the 2 things that such a report has to tell.",
        "2026 to 2027",
        True,
        shown.url,
        (
            CriterionFound(first.slug, "met", "The report tells it.", (shown,)),
            CriterionFound(second.slug, "not-found", "We did not find it in the report."),
        ),
    )
    return school_page("https://school.example/", report, (first, second), TODAY)
