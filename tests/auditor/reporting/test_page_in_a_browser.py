"""The report opened from a disk: on a phone and a desk, by day and in the dark, on paper, and filled in by hand."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from typing import Any

import msgspec
import pypdf
import pytest

from localoffer.auditor import checks
from localoffer.auditor.checking import Counted
from localoffer.auditor.reporting import by_hand, diffing
from localoffer.auditor.reporting.page import page as as_page
from localoffer.auditor.reporting.values import Report
from localoffer.auditor.values import CriterionFound
from tests.auditor.reporting.a_report import a_checklist, a_hostile_report, a_report, a_school_page
from tests.browsers import CONTRAST, SIZES, assert_no_violations


@pytest.fixture
def opened(browser, tmp_path) -> Iterator[Callable[..., Any]]:
    """Open a report from the disk, with what is folded in view. It fails where a page asks for anything or errs."""
    contexts, problems = [], []

    def open_one(report: Report | str, size: str = "desktop", *, folded: bool = False, **options: Any) -> Any:
        file = tmp_path / "report.html"
        file.write_text(report if isinstance(report, str) else as_page(report), encoding="utf-8")
        context = browser.new_context(**{"viewport": SIZES[size], "locale": "en-GB"} | options)
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda asked: problems.append(asked.url) if asked.url != file.as_uri() else None)
        page.on("console", lambda message: problems.append(message.text))
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.goto(file.as_uri())
        if not folded:
            page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true; })")
        return page

    yield open_one
    for context in contexts:
        context.close()
    # The file that somebody saves is a page's own
    assert [each for each in problems if not each.startswith("blob:")] == []


SHOWN = frozenset({"sendiass", "mediation", "travel-training", "further-contacts"})


def few_duties(report: Report) -> Report:
    """A report of four duties, each with another mark: the others would only take axe's time."""
    criteria = tuple(each for each in report.criteria if each.slug in SHOWN)
    assert len(criteria) == len(SHOWN)
    return msgspec.structs.replace(report, criteria=criteria)


def a_report_with_all() -> Report:
    """A report that has each part that one may have."""
    counts = (Counted("broken-link", 3, 1, 20), Counted("sector-missing", 0, 1, 1))
    report = few_duties(a_report(counts=counts))
    change = diffing.change(a_hostile_report(), report, checks.rules(), looked_at=(), untold=())
    return msgspec.structs.replace(report, change=change)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(
    "report",
    [a_report_with_all(), few_duties(a_hostile_report()), a_school_page()],
    ids=["plain", "hostile", "school"],
)
def test_axe_finds_nothing_wrong_by_day_or_in_the_dark_and_nothing_is_too_wide(opened, report, size):
    page = opened(report, size)

    wide, room = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    assert wide <= room
    assert_no_violations(page)
    page.emulate_media(color_scheme="dark")
    assert_no_violations(page, CONTRAST)


@pytest.mark.parametrize("size", SIZES)
def test_no_figure_of_a_table_is_broken_in_two_lines(opened, size):
    page = opened(few_duties(a_report()), size)

    for cell in page.locator("#how ~ table tbody td").all():
        lines = cell.evaluate(
            "each => { const of = document.createRange(); of.selectNodeContents(each);"
            " return of.getClientRects().length; }"
        )
        assert lines == 1, cell.inner_text()


def test_a_hostile_site_runs_nothing(opened):
    page = opened(few_duties(a_hostile_report()))

    page.keyboard.press("Tab")
    assert page.evaluate("window.harmed") is None
    assert page.locator("script").count() == 1


def test_on_paper_all_duties_are_open_and_the_form_can_be_filled_by_pen(opened):
    page = opened(a_report_with_all(), folded=True, java_script_enabled=True)
    page.emulate_media(media="print")

    assert page.locator("#duty-sendiass blockquote").first.is_visible()
    assert page.locator("#duty-sendiass fieldset").is_visible()
    assert page.locator(".pen").is_visible()
    for left_out in ("nav", "#by-hand-save", ".more", ".no-mark"):
        assert not page.locator(left_out).first.is_visible(), left_out
    wide, room = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    assert wide <= room


@pytest.mark.parametrize("has_script", [True, False])
@pytest.mark.parametrize("size", SIZES)
def test_whoever_follows_a_link_to_a_duty_sees_its_title_and_what_is_inside(opened, size, has_script):
    page = opened(few_duties(a_report()), size, folded=True, java_script_enabled=has_script)
    duty = page.locator(".duty:has(#duty-travel-training)")
    assert not duty.locator("fieldset").is_visible()

    page.locator("a[href='#duty-travel-training']").first.click()

    duty.locator("fieldset").wait_for(state="visible")
    top = duty.locator("summary").bounding_box()["y"]
    assert 0 <= top < SIZES[size]["height"] / 3


def test_a_printed_bar_is_filled_though_printers_leave_backgrounds_out(opened):
    page = opened(few_duties(a_report()))
    page.emulate_media(media="print")

    for meter in page.locator(".meter").all():
        filled = meter.evaluate(
            "each => [...each.children].map(box => parseFloat(getComputedStyle(box).borderTopWidth)"
            " >= box.getBoundingClientRect().height - 1)"
        )
        level = int(meter.get_attribute("class").rpartition("-")[2])
        assert filled == [True] * level + [False] * (5 - level)


def test_on_paper_the_bars_begin_under_their_heading_and_no_duty_is_torn_from_its_title(opened):
    report = a_report(
        found=[CriterionFound(each.slug, "met", "It says so.") for each in a_report().criteria],
        counts=[Counted(slug, 1, 0, 40) for slug in checks.rules()],
    )
    printed = opened(report, folded=True).pdf(format="A4", prefer_css_page_size=True)

    pages = [" ".join(each.extract_text().split()) for each in pypdf.PdfReader(io.BytesIO(printed)).pages]
    first = next(each for each in pages if "At a glance" in each)
    assert f"How “{report.bars[0].title.lower()}” was marked" in first.replace("ﬀ", "ff").replace("ﬁ", "fi")
    for each in pages:
        # A duty's row ends with who says so, and its title with its mark
        assert not each.endswith(("must ✓ met", "should ✓ met"))


def test_without_javascript_the_page_says_how_it_can_be_filled_in(opened):
    page = opened(few_duties(a_report()), folded=True, java_script_enabled=False)

    assert page.locator("[data-without-script]").is_visible()
    assert not page.locator("#by-hand-save").is_visible()
    page.locator(".duty:has(#duty-sendiass) summary").click()
    assert page.locator("#duty-sendiass fieldset").is_visible()


def test_what_was_marked_is_saved_as_a_file_that_can_be_taken_in(opened, tmp_path):
    report = few_duties(a_report())
    page = opened(report, "phone", folded=True)
    duty = page.locator(".duty:has(#duty-mediation)")
    duty.locator("summary").click()
    duty.get_by_label("met", exact=True).check()
    duty.get_by_label("Note").fill("On the “disagree” page.")

    page.get_by_role("button", name="Save my marks").click()
    assert page.get_by_role("status").inner_text() == "Say who looked, then save again."
    page.get_by_label("Who looked").fill("Ann Reed")
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save my marks").click()

    assert saved.value.suggested_filename == "checked-by-hand.json"
    saved.value.save_as(tmp_path / "checked.json")
    checklist = by_hand.read(tmp_path / "checked.json")
    assert [mark.criterion for mark in checklist.marks] == ["mediation"]
    merged = by_hand.merge(report, checklist, "checked.json")
    told = next(each for each in merged.criteria if each.slug == "mediation")
    assert (told.stands, told.by_hand.by, told.by_hand.note) == ("met", "Ann Reed", "On the “disagree” page.")
    assert page.get_by_role("status").inner_text() == "Saved 1 mark as checked-by-hand.json."


def test_what_another_marked_before_is_not_saved_as_ones_own(opened, tmp_path):
    report = few_duties(a_report())
    anns = a_checklist({"sendiass": ("met", "")}, report_made_at=report.made_at, on=report.made_at.date())
    page = opened(by_hand.merge(report, anns, "ann.json"))
    page.get_by_label("Who looked").fill("Bo Hill")

    page.get_by_role("button", name="Save my marks").click()
    assert page.get_by_role("status").inner_text().startswith("You have marked nothing new yet.")
    page.locator("#duty-mediation").get_by_label("partly").check()
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save my marks").click()

    saved.value.save_as(tmp_path / "bo.json")
    assert [mark.criterion for mark in by_hand.read(tmp_path / "bo.json").marks] == ["mediation"]


def test_a_note_without_a_mark_is_not_lost_unseen(opened):
    page = opened(few_duties(a_report()), folded=True)
    duty = page.locator(".duty:has(#duty-mediation)")
    duty.locator("summary").click()
    duty.get_by_label("Note").fill("Look again.")

    page.get_by_role("button", name="Save my marks").click()

    assert "did not mark it" in page.get_by_role("status").inner_text()
    assert page.evaluate("document.activeElement.id") == "note-mediation"
