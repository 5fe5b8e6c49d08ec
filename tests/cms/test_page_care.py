"""Who looks after a page, which duties it serves, and when somebody last found it right."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from wagtail.models import Page

from localoffer.cms.models import DutyServed, PageCare, PageCheck
from localoffer.cms.page_care import criterion_choices
from localoffer.duties.ehc.counting import months_after
from localoffer.pages.models import HomePage
from tests.accounts.conftest import council


@pytest.fixture
def page(db):
    return Page.objects.get(depth=1).add_child(instance=HomePage(title="Home", slug="cared-for"))


def test_a_page_names_its_owner_and_its_duties_and_they_travel_with_its_draft(page):
    page.care.add(PageCare(owner="SEND information officer", review_every=6))
    page.duties_served.add(DutyServed(criterion="appeals"))
    draft = page.save_revision()

    assert not DutyServed.objects.exists(), "a draft claims nothing"

    draft.publish()
    assert [str(duty) for duty in DutyServed.objects.filter(page=page)] == ["appeals"]
    assert (
        HomePage.objects.get(pk=page.pk).looked_after_by,
        HomePage.objects.get(pk=page.pk).review_every,
    ) == (
        "SEND information officer",
        6,
    )


def test_who_looks_after_a_page_is_another_matter_than_who_made_it(db):
    """A page with its care can be made at once: Wagtail writes into its log who made it, and that is a person."""
    page = HomePage(title="Home", slug="made-with-care")
    page.care.add(PageCare(owner="SEND information officer"))

    Page.objects.get(depth=1).add_child(instance=page)

    assert (page.looked_after_by, page.owner) == ("SEND information officer", None)


def test_publishing_says_nothing_about_whether_somebody_found_it_right(page):
    page.save_revision().publish()

    assert page.last_check() is None
    assert page.next_check_on() is None


def test_a_check_stands_as_long_as_the_page_says(page):
    page.care.add(PageCare(owner="SEND information officer", review_every=3))
    page.save()
    PageCheck.objects.create(page=page, checked_on=date(2026, 1, 2), by_name="Amara")
    PageCheck.objects.create(page=page, checked_on=date(2026, 11, 30), by_name="Bo")

    assert str(page.last_check()) == "30 November 2026, Bo"
    assert page.next_check_on() == date(2027, 2, 28)
    assert PageCheck.objects.last([page]) == {page.pk: page.last_check()}


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2027, 11, 30), 3, date(2028, 2, 29)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2026, 3, 31), 6, date(2026, 9, 30)),
        (date(2026, 12, 1), 24, date(2028, 12, 1)),
    ],
)
def test_months_end_where_a_shorter_month_does(day, months, then):
    assert months_after(day, months) == then


def test_a_page_serves_a_duty_once(page):
    DutyServed.objects.create(page=page, criterion="appeals")
    with pytest.raises(IntegrityError), transaction.atomic():
        DutyServed.objects.create(page=page, criterion="appeals")


def test_every_duty_in_force_can_be_chosen_by_its_title():
    assert len(criterion_choices()) == 76
    assert ("appeals", "How to appeal to the SEND Tribunal, and the time limits") in criterion_choices()


def test_an_editor_finds_owner_and_duties_on_a_tab_of_their_own(db):
    fenbridge = council("fenbridge")
    hers = fenbridge.client(fenbridge.officer())

    shown = hers.get(f"/admin/pages/{fenbridge.site.root_page_id}/edit/").content.decode()

    assert "Which duties it serves" in shown
    assert "How to appeal to the SEND Tribunal, and the time limits" in shown
