"""An officer sees which pages to check, says that one is right, and sees what families read though it is not ready."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from wagtail.models import Page, PageLogEntry

from localoffer.accounts.models import Role
from localoffer.cms import page_care
from localoffer.cms.models import PageCare, PageCheck
from localoffer.pages.models import HomePage
from localoffer.pages.officers import checking
from tests.accounts.conftest import council

TODAY = date(2026, 11, 26)


@pytest.fixture
def fenbridge(db, kept_fenbridge):
    return kept_fenbridge()


def page_of(fenbridge, title, *, about="<p>You can ask for help.</p>", checked_on=None, every=12, live=True):
    page = HomePage(title=title, slug=title.lower().replace(" ", "-"), about=about, live=live)
    page.care = [PageCare(owner="SEND team", review_every=every)]
    Page.objects.get(pk=fenbridge.site.root_page_id).add_child(instance=page)
    if checked_on:
        PageCheck.objects.create(page=page, checked_on=checked_on, by_name="Amara")
    return page


def titles(part):
    return [line.words for line in part.lines]


def test_pages_are_sorted_into_what_is_to_be_done_to_them(fenbridge, django_assert_num_queries):
    page_of(fenbridge, "Overdue", checked_on=TODAY - timedelta(days=400))
    page_of(fenbridge, "Long overdue", checked_on=TODAY - timedelta(days=800))
    page_of(fenbridge, "Soon", checked_on=TODAY - timedelta(days=80), every=3)
    page_of(fenbridge, "Fine", checked_on=TODAY)
    page_of(fenbridge, "Never")
    page_of(fenbridge, "Blank", about="<p>[[name]]</p>", checked_on=TODAY)
    page_of(fenbridge, "Draft", live=False)
    pages = list(Page.objects.filter(title__in="Overdue,Long overdue,Soon,Fine,Never,Blank".split(",")))

    with django_assert_num_queries(2):
        checking.due(pages)
    overdue, soon, never, unready = checking.parts(pages, today=TODAY)

    assert titles(overdue) == ["Long overdue", "Overdue"]
    assert titles(soon) == ["Soon"]
    assert titles(never) == ["Never"]
    assert titles(unready) == ["Blank"]
    assert unready.lines[0].detail == "1 thing to put right"


def test_her_week_leads_to_the_pages_and_to_no_draft(fenbridge):
    page_of(fenbridge, "Never seen")
    page_of(fenbridge, "Only a draft", live=False)
    hers = fenbridge.client(fenbridge.officer())

    week = hers.get("/admin/").content.decode()
    listing = hers.get("/admin/page-readiness/").content.decode()

    assert "pages that nobody has checked yet" in week
    assert "Never seen" in week
    assert "Never seen" in listing
    assert "Only a draft" not in week + listing


def test_her_week_names_the_page_that_the_clock_will_publish_and_no_other_councils(fenbridge):
    soon = timezone.now() + timedelta(days=2)
    for home, title in ((fenbridge, "Comes by itself"), (council("saltmere"), "Theirs comes")):
        page = page_of(home, title, live=False)
        page.save_revision(approved_go_live_at=soon)

    week = " ".join(fenbridge.client(fenbridge.officer()).get("/admin/").content.decode().split())

    assert '<span class="week__count">1</span> page will be published by the clock' in week
    assert (
        f'Comes by itself</a> <span class="week__detail">on {timezone.localtime(soon):%-d %B at %H:%M}'
        in week
    )
    assert "Theirs comes" not in week


def test_an_officer_sees_no_page_of_another_council(fenbridge):
    saltmere = council("saltmere")
    theirs = page_of(saltmere, "Harbour page", about="<p>[[name]]</p>")
    hers = fenbridge.client(fenbridge.officer())

    assert (
        "Harbour page" in saltmere.client(saltmere.officer()).get("/admin/page-readiness/").content.decode()
    )
    assert "Harbour page" not in hers.get("/admin/page-readiness/").content.decode()
    assert "Harbour page" not in hers.get("/admin/").content.decode()
    assert hers.get(f"/admin/page-readiness/{theirs.pk}/").status_code == 404
    assert hers.post(f"/admin/page-readiness/{theirs.pk}/found-right/").status_code == 404
    assert not PageCheck.objects.filter(page=theirs).exists()


def test_an_officer_says_that_a_page_is_right(fenbridge):
    page = page_of(fenbridge, "Short breaks", every=3)
    amara = fenbridge.officer(Role.EDITOR, first_name="Amara", last_name="Bell")

    answer = fenbridge.client(amara).post(
        f"/admin/page-readiness/{page.pk}/found-right/", {"note": "Rang the team."}, follow=True
    )

    check = PageCheck.objects.get(page=page)
    assert (check.checked_on, check.by_name) == (timezone.localdate(), "Amara Bell")
    assert check.note == "Rang the team."
    told = answer.content.decode()
    assert "you found “Short breaks” right today" in told
    assert "Rang the team." in told
    assert PageLogEntry.objects.filter(page=page.pk, action="localoffer.check_page", user=amara).count() == 1


def test_a_page_that_families_do_not_see_cannot_be_found_right(fenbridge):
    page = page_of(fenbridge, "Draft", live=False)

    with pytest.raises(ValidationError, match="not published"):
        page_care.check(page, by=fenbridge.officer())


def test_somebody_who_may_not_edit_a_page_cannot_say_that_it_is_right(fenbridge):
    saltmere = council("saltmere")
    page = page_of(fenbridge, "Short breaks")

    with pytest.raises(PermissionDenied):
        page_care.check(page, by=saltmere.officer())


def test_looking_at_the_address_of_a_check_records_none(fenbridge):
    page = page_of(fenbridge, "Short breaks")

    answer = fenbridge.client(fenbridge.officer()).get(f"/admin/page-readiness/{page.pk}/found-right/")

    assert answer.status_code == 405
    assert not PageCheck.objects.exists()


def test_an_editor_sees_in_the_editor_what_keeps_her_page_back(fenbridge):
    page = page_of(fenbridge, "Short breaks", about="<p>Ask [[name]].</p>", live=False)

    shown = (
        fenbridge.client(fenbridge.officer(Role.EDITOR)).get(f"/admin/pages/{page.pk}/edit/").content.decode()
    )

    assert "How ready is this page?" in shown
    assert "Fill in this blank" in shown
    assert f"/admin/page-readiness/{page.pk}/" in shown


def test_wagtails_accessibility_checker_is_in_an_editors_preview_and_on_no_page_of_a_family(fenbridge):
    hers = fenbridge.client(fenbridge.officer(Role.EDITOR))
    preview = hers.get(f"/admin/pages/{fenbridge.site.root_page_id}/view_draft/")

    assert "wagtail-userbar" in preview.content.decode()
    # She herself, and anybody else, sees the page without it
    for client in (hers, fenbridge.client()):
        page = client.get("/")
        assert "userbar" not in page.content.decode()
        assert "'unsafe-inline'" not in page.headers["Content-Security-Policy"]
