"""J14. An inspector: for every duty where it is met, by whom, last reviewed when, or that it is a gap; and a table."""

import csv
import io
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from localoffer.compliance import actions
from localoffer.compliance.models import ComplianceSnapshot
from localoffer.duties import loading
from localoffer.pages.starter import create_demonstration, create_site
from tests.accounts.conftest import Council
from tests.browsers import SIZES
from tests.compliance.building import a_page, a_service, indexed

PAGE = "/how-we-meet-the-law/"
DUTY = "#duty-short-breaks"


@pytest.fixture(autouse=True)
def fenbridge(transactional_db):
    """A council that meets one duty, says of it that it could be better, and has gaps."""
    cache.clear()
    authority = create_demonstration(slug="fenbridge", name="Fenbridge", official_name="Fenbridge Council")
    council = Council(authority, create_site(authority, host="fenbridge.localhost"))
    today = timezone.localdate()
    a_page(council, "short-breaks", on=today)
    for number in range(3):
        a_service(council, on=today, name=f"Break {number}", kinds=["short-breaks"])
    indexed()
    actions.confirm(
        authority=authority,
        criterion="short-breaks",
        status="partly",
        note="Nothing at weekends yet.",
        planned="Saturday clubs.",
        planned_by=today + timedelta(days=90),
        by=council.officer(),
    )
    return council


def test_every_duty_says_where_it_is_met_by_whom_and_since_when_or_that_it_is_a_gap(page, without_fault):
    page.goto("/")
    page.get_by_role("link", name="How we meet the law").click()

    duties = page.locator("article.standing")
    assert duties.count() == len(loading.in_force(timezone.localdate())) == 76
    for row in duties.all_inner_texts():
        assert any(label in row for label in ("Met", "Partly met", "Gap", "Not assessed"))
        assert "Where" in row
        assert "Who" in row
        assert "Last reviewed" in row
    mine = page.locator(DUTY).inner_text()
    assert "The evidence shows “Met”. An officer said “Partly met”." in mine
    assert "SEND information officer" in mine
    assert "Nothing at weekends yet." in mine
    assert "Saturday clubs. By" in mine
    without_fault(page)

    page.locator(DUTY).get_by_role("link", name="3 services").click()
    assert page.locator(".result").count() == 3
    page.go_back()
    page.locator(DUTY).get_by_role("link", name="Short breaks").click()
    assert page.url.endswith("/short-breaks/")


def test_she_looks_at_the_gaps_alone_and_takes_a_table_away(page, without_fault):
    page.goto(PAGE)
    page.get_by_role("navigation", name="Show duties that are").get_by_role("link", name="Gap").click()

    gaps = page.locator("article.standing")
    shown = gaps.count()
    assert shown
    assert all("Gap" in row for row in gaps.all_inner_texts())
    without_fault(page)
    with page.expect_download() as taken:
        page.get_by_role("link", name="For a spreadsheet").click()
    text = taken.value.path().read_text(encoding="utf-8-sig")
    assert len(list(csv.DictReader(io.StringIO(text)))) == shown


def test_she_asks_for_a_day_and_is_told_the_nearest(page, fenbridge, without_fault):
    kept = ComplianceSnapshot.objects.get()
    then = kept.day - timedelta(days=9)
    ComplianceSnapshot.objects.create(
        authority=fenbridge.authority,
        day=then,
        made_at=kept.made_at,
        packed=ComplianceSnapshot.pack(kept.said | {"day": then.isoformat()}),
        gaps=0,
        overdue=0,
    )

    page.goto(f"{PAGE}?on={(then + timedelta(days=1)).isoformat()}")
    assert "Nothing was kept on" in page.inner_text("main")
    without_fault(page)
    page.get_by_role("link", name=f"{then.day} {then:%B %Y}").click()

    assert f"As things stood on {then.day} {then:%B %Y}" in page.inner_text("main")


def test_a_forum_fills_in_the_same_list_by_hand_and_prints_it(page, without_fault):
    page.goto(PAGE)
    page.get_by_role("link", name="Check it yourself").click()
    without_fault(page)

    duty = page.locator(".by-hand__duty").first
    duty.get_by_role("checkbox").first.check()
    duty.get_by_role("radio", name="Gap").check()
    duty.get_by_role("textbox").fill("Not on the school’s page.")
    page.emulate_media(media="print")

    assert duty.get_by_role("radio", name="Gap").is_checked()
    assert duty.get_by_role("textbox").input_value() == "Not on the school’s page."
    assert not page.get_by_role("navigation", name="Main").is_visible()
    assert page.context.cookies() == []


def test_on_paper_the_law_behind_each_duty_is_there(open_page):
    printed = open_page("desktop", viewport=SIZES["desktop"])
    printed.goto(PAGE)
    assert not printed.locator(f"{DUTY} .govuk-details__text").is_visible()

    printed.emulate_media(media="print")

    assert printed.locator(f"{DUTY} .govuk-details__text").is_visible()
    assert printed.locator(f"{DUTY} .standing__status").is_visible()
