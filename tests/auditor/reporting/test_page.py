"""The report as a page: what it says, and that no site can make it do anything."""

from __future__ import annotations

import re
from base64 import b64encode
from datetime import UTC, datetime
from hashlib import sha256

import msgspec
import pytest
from selectolax.lexbor import LexborHTMLParser

from localoffer.auditor import checks
from localoffer.auditor.checking import Counted
from localoffer.auditor.matching.school import SchoolReport
from localoffer.auditor.reporting import by_hand, diffing
from localoffer.auditor.reporting.layout import BAND_WORDS, FOLDED, SHOWN
from localoffer.auditor.reporting.page import page, school_page
from localoffer.auditor.values import CriterionFound, Finding, Page
from localoffer.duties import loading
from tests.auditor.reporting.a_report import (
    ADVICE,
    FINDINGS,
    HOME,
    HOSTILE,
    TODAY,
    a_checklist,
    a_hostile_report,
    a_report,
    a_school_page,
)

MUSTS = sorted(criterion.slug for criterion, version in loading.in_force(TODAY) if version.strength == "must")


def opened(report) -> LexborHTMLParser:
    return LexborHTMLParser(page(report))


def words(html: LexborHTMLParser, selector: str) -> str:
    """The words of the first that a selector finds."""
    return " ".join(html.css_first(selector).text(separator=" ").split())


# --- What it says -----------------------------------------------------------------------------------------------------


def test_the_first_screen_says_what_was_looked_at_and_that_a_person_has_to_confirm_it():
    html = opened(a_report(changes={"made_at": datetime(2026, 11, 26, 9, tzinfo=UTC)}))
    first = words(html, "main")[:900]

    assert words(html, "header") == (
        "Audit of a Local Offer Local Offer localoffer.example There is a full Local Offer As found on 26 November 2026"
    )
    assert first.startswith("A machine’s draft, for a person to confirm.")
    for said in (
        "It has real local content.",
        "Ring us.",
        "26 November 2026",
        "Was all read? Yes, but for 1 address",
    ):
        assert said in first


@pytest.mark.parametrize(
    ("title", "heading"),
    [
        ("Local Offer for families | Fenbridge Council", "Fenbridge Council"),
        ("SEND Local Offer, Saltmere Council", "Saltmere Council"),
        ("Offer | Bath, Wells and Hill Council", "Bath, Wells and Hill Council"),
        ("Stoke-on-Trent City Council – SEND Local Offer", "Stoke-on-Trent City Council"),
        ("SEND Local Offer: London Borough of Saltmere", "London Borough of Saltmere"),
        ("Find help from your council", "Find help from your council"),
        ("Local Offer | The Council", "Local Offer | The Council"),
        ("", "localoffer.example"),
    ],
)
def test_the_heading_is_the_councils_name_or_else_what_the_site_calls_itself(title, heading):
    html = opened(a_report(pages=[Page(url=HOME, status=200, type="html", title=title)]))

    assert html.css_first("h1").text() == heading
    assert "localoffer.example" in html.css_first("header").text()


def test_a_duty_shows_its_mark_what_shows_it_who_says_so_and_what_is_looked_for():
    html = opened(a_report())

    met = words(html, ".duty:has(#duty-sendiass)")
    assert "✓ met" in met
    assert "Ring Saltmere SENDIASS on 01632 960 310." in met
    assert "Other pages that speak of it SENDIASS is free." in met
    assert "What is looked for Names the local SENDIASS with phone" in met
    assert (
        "We think the law says (from a summary, not yet checked against the text): a Local Offer must have this."
        in met
    )
    assert html.css_first(f'#duty-sendiass a[href="{ADVICE}"]') is not None


def test_a_gap_names_the_nearest_pages():
    assert "Nearest, but not enough Bus passes." in words(opened(a_report()), "#duty-travel-training")


def test_a_bar_is_a_band_in_words_with_its_sum():
    report = a_report()
    html = opened(report)
    band = next(bar.band for bar in report.bars if bar.slug == "links")
    bars = {each.css_first("h3").text(): each for each in html.css(".bars > li")}

    assert len(bars) == 6
    links = " ".join(bars["Links work"].text(separator=" ").split())
    assert f"{band.capitalize()}: {BAND_WORDS[band]} in what could be looked at" in links
    assert "A link leads nowhere 3½ of 20 " in links
    assert (
        "Of 3 musts that could be told, 1 were met, 1 in part, which counts half, and 1 were not found"
        in " ".join(bars["What the law asks for is there"].text(separator=" ").split())
    )
    assert "Not known: too little could be looked at" in " ".join(
        bars["Families are heard"].text(separator=" ").split()
    )


def test_whoever_opens_it_is_led_to_what_is_missing_and_what_weighs_most():
    html = opened(a_report())
    first = html.css_first("section[aria-labelledby=first]")

    assert "Musts that were not found Learning to travel" in words(html, "section[aria-labelledby=first]")
    assert [each.attributes["href"] for each in first.css("a")] == [
        "#duty-travel-training",
        "#rule-broken-link",
        "#rule-no-title",
    ]
    for each in first.css("a"):
        # Within what is folded: so a browser opens it, without a script
        folded = "details " if each.attributes["href"].startswith("#duty") else ""
        assert html.css_first(f"{folded}{each.attributes['href']}") is not None


def test_where_no_must_is_missing_those_that_are_met_in_part_come_first():
    many = tuple(CriterionFound(slug, "partly", "There is something.") for slug in MUSTS[:7])
    html = opened(a_report(found=many, findings=()))

    said = words(html, "section[aria-labelledby=first]")
    assert said.startswith("Look at these first Musts that are met only in part")
    assert said.endswith("And 2 more, marked so below.")
    assert opened(a_report(found=(), findings=())).css_first("#first") is None


def test_a_report_of_a_part_says_so_beside_its_bars():
    said = words(opened(a_report(state="partial", why="The time was up.")), "section[aria-labelledby=bars]")

    assert "Only a part of the site was read." in said


def test_no_figure_has_decimals_and_none_is_per_cent():
    html = opened(a_report())
    # Versions of rules and programs have points, and so has the name of a standard
    for other in html.css("dl, style, script, .duty__told"):
        other.decompose()

    text = html.body.text(separator=" ")
    assert not re.search(r"\d\.\d|%", text)


def test_faults_are_grouped_by_rule_worst_first_and_only_some_are_shown_at_once():
    many = tuple(Finding("broken-link", f"{HOME}{number}", target=f"{HOME}gone") for number in range(40))
    wrong = Finding("repealed-law", ADVICE, quote="Ask for a statement of SEN.")
    rules = checks.rules()
    critical = next(slug for slug, rule in rules.items() if rule.severity == "critical")
    html = opened(a_report(findings=(*many, msgspec.structs.replace(wrong, rule=critical))))

    assert [each.id for each in html.css(".rule h3")] == [f"rule-{critical}", "rule-broken-link"]
    links = html.css(".rule")[1]
    assert "40 places on 40 pages" in links.text()
    assert "Find where it has moved to" in links.text()
    assert len(links.css_first("ul").css("li")) == SHOWN
    assert len(links.css("details li")) == FOLDED
    assert "And 15 beyond those, in the table." in links.text()


def test_a_fault_tells_its_words_what_they_are_about_and_then_what_is_wrong():
    wrong = Finding(
        "repealed-law",
        ADVICE,
        quote="Ask for a statement of SEN.",
        target="statement of special educational needs",
        detail="Since 1 September 2014 it is an EHC plan.",
    )
    html = opened(a_report(findings=(*FINDINGS, wrong)))

    told = [" ".join(each.text(separator=" ").split()) for each in html.css(".rule li")]
    assert told[0].endswith(
        "Ask for a statement of SEN. About: statement of special educational needs "
        "Since 1 September 2014 it is an EHC plan."
    )
    assert "Our leaflet Leads to https://localoffer.example/leaflet It answers 404." in told[1]


def test_how_sure_a_rule_is_is_said_once_where_it_is_the_same_of_all_its_faults():
    likely = "Likely: a person should look before acting."
    alike = tuple(Finding("past-event", f"{HOME}{number}", quote="Join us.") for number in range(3))
    unlike = (msgspec.structs.replace(alike[0], confidence="certain"), *alike[1:])

    assert [words(opened(a_report(findings=each)), ".rule").count(likely) for each in (alike, unlike)] == [
        1,
        2,
    ]


def test_what_could_not_be_checked_is_said_with_why():
    said = words(opened(a_report()), "section[aria-labelledby=not-checked]")

    assert "1 address was seen and not read: many more of the same kind had been read." in said
    assert "No browser looked at the site." in said
    assert "1 link could not be tried" in said
    assert "no program can see that" in said


def test_why_nobody_can_tell_is_said_once_of_all_duties_of_which_it_is_so():
    why = "Only 80 pages were read."
    found = [CriterionFound(slug, "cannot-tell", why) for slug in ("sendiass", "mediation")]
    said = words(opened(a_report(found=found)), "section[aria-labelledby=not-checked]")

    assert said.count("Duties of which nobody can tell (") == 1
    assert said.count(why) == 1


def test_ways_in_and_features_are_told():
    html = opened(a_report())

    assert ", by links: 2 clicks Families → SEND" in words(html, "section[aria-labelledby=ways]")
    assert (
        words(html, "section[aria-labelledby=features]")
        == "What the site has It has Easy read We cannot tell News of this year"
    )


def test_of_a_site_that_could_not_be_audited_nothing_is_said_against_it():
    html = opened(
        a_report(
            state="could-not-audit", why="It did not answer.", presence=None, found=(), findings=(), counts=()
        )
    )

    assert words(html, "header .lead") == "This site could not be audited"
    assert "It did not answer. So nothing can be said of it, good or bad." in words(html, "main")
    assert not html.css(".bars, .chip--not-found, .rule")


def test_what_has_changed_since_the_last_audit_is_told():
    old = Finding("no-title", f"{HOME}old")
    before = a_report(found=[CriterionFound("sendiass", "partly", "")], findings=(old,))
    now = a_report()
    change = diffing.change(before, now, checks.rules(), looked_at=(old.page,), untold=())
    html = opened(msgspec.structs.replace(now, change=msgspec.structs.replace(change, ruleset="2025.1")))

    told = words(html, "section[aria-labelledby=change]")
    assert "2 new 1 fixed 0 still there 0 not checked again" in told
    assert "was “partly”, is “met”" in told
    assert "Faults that are fixed (1) A page has no title: localoffer.example/old" in told
    assert "The rules have changed since" in told
    assert len(html.css(".rule .chip--new")) == 2


def test_a_persons_mark_stands_beside_the_machines_and_fills_the_form_again():
    report = a_report()
    marks = a_checklist({"sendiass": ("partly", "No hours.")}, on=report.made_at.date())
    html = opened(
        by_hand.merge(report, msgspec.structs.replace(marks, report_made_at=report.made_at), "a.json")
    )

    duty = html.css_first("#duty-sendiass")
    assert "Ann Reed" in duty.text()
    assert "The machine: met." in duty.text()
    assert duty.css_first("input[checked]").attributes["value"] == "partly"
    assert duty.css_first("textarea").text() == "No hours."
    assert "by Ann Reed" in words(html, ".first")


def test_each_duty_can_be_marked_by_hand():
    report = a_report()
    html = opened(report)

    for criterion in report.criteria:
        fieldset = html.css_first(f'fieldset[data-criterion="{criterion.slug}"]')
        values = [each.attributes["value"] for each in fieldset.css("input")]
        assert values == ["met", "partly", "not-found", "cannot-tell", ""]
        assert criterion.title in fieldset.css_first("legend").text()


# --- That it does nothing ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("report", [a_report(), a_hostile_report()], ids=["plain", "hostile"])
def test_it_asks_for_nothing_and_runs_one_script_of_its_own(report):
    html = opened(report)

    assert len(html.css("script")) == len(html.css("style")) == 1
    assert not html.css("img, svg, iframe, object, embed, base, [src], [style]")
    assert [each.attributes["href"] for each in html.css("link")] == ["data:,"]
    assert not [name for node in html.css("*") for name in node.attributes if name.startswith("on")]
    policy = html.css_first("meta[http-equiv=Content-Security-Policy]").attributes["content"]
    assert policy.startswith("default-src 'none'; ")
    for kind in ("script", "style"):
        found = b64encode(sha256(html.css_first(kind).text().encode()).digest()).decode()
        assert f"{kind}-src 'sha256-{found}'" in policy


def test_words_of_a_hostile_site_stay_words():
    html = opened(a_hostile_report())

    said = words(html, "#duty-sendiass blockquote")
    for text in HOSTILE[:-1]:
        assert " ".join(text.split()) in said
    assert "\u202e" not in page(a_hostile_report())
    assert "\x1b" not in page(a_hostile_report())


def test_an_address_that_is_no_page_is_no_link():
    html = opened(a_hostile_report())

    addresses = {link.attributes["href"] for link in html.css("a")}
    assert {address for address in addresses if not address.startswith("#")} == {HOME}
    assert "javascript:window.harmed=true" in html.css_first(".rule").text()


def test_what_rules_take_from_coverage_stands_beside_the_musts():
    counts = (Counted("sector-missing", 0, 1, 1), Counted("no-out-of-area", 0, 0, 1))
    html = opened(a_report(counts=counts))

    rows = [" ".join(row.text(separator=" ").split()) for row in html.css(".bars li:first-child .sum tr")]
    assert "Charities or private providers are not listed ½ of 1" in rows[1]
    assert rows[-1].startswith("Points of 100, all together")


# --- Of a school ------------------------------------------------------------------------------------------------------


def test_a_schools_page_says_of_each_thing_whether_its_report_tells_it():
    html = LexborHTMLParser(a_school_page())

    assert words(html, "h1") == "school.example"
    assert words(html, ".lead") == "There is a SEN information report"
    assert words(html, "#items + p").startswith("1 met, 1 not found.")
    assert "Our SENCO is Mrs Hart." in words(html, "details blockquote")
    assert len(html.css("details")) == 2


def test_a_school_that_could_not_be_read_is_said_nothing_against():
    html = LexborHTMLParser(school_page(HOME, SchoolReport(False, "No page of it could be read."), (), TODAY))

    assert words(html, ".lead") == "It could not be checked"
    assert not html.css("details")


def test_words_of_a_hostile_school_stay_words():
    shown = a_school_page(quote=" ".join(HOSTILE))

    assert "<img src=x" not in shown
    assert "<script" not in shown
