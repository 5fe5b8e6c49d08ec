"""A service closes: why, what took its place, and what its old address says."""

import datetime as dt
import re
from threading import Barrier, Thread

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone

from localoffer.cms.models import CouncilSettings
from localoffer.directory import actions
from localoffer.directory.models import FormerAddress, Service, StatusChange
from tests.factories.directory import ServiceFactory
from tests.factories.places import DemonstrationFactory, served_on

HOST = {"host": "fenbridge.localhost"}
TODAY = timezone.localdate()
LONG_AGO = TODAY - dt.timedelta(days=61)
LATELY = TODAY - dt.timedelta(days=5)


@pytest.fixture
def council(db):
    council = DemonstrationFactory(name="Fenbridge", official_name="Fenbridge Council")
    served_on(council, "fenbridge.localhost")
    return council


@pytest.fixture
def old(council):
    return ServiceFactory(owner=council, name="Old club", kinds=["sport"])


@pytest.fixture
def new(council):
    return ServiceFactory(owner=council, name="New club")


@pytest.fixture
def visit(client):
    def get(address):
        answer = client.get(address, headers=HOST)
        answer.said = " ".join(re.sub(r"<[^>]*>", " ", answer.content.decode().partition("<main")[2]).split())
        return answer

    return get


def test_its_page_says_when_and_why_and_names_what_took_its_place(old, new, visit):
    actions.close(old, on=LATELY, why="funding-ended", words="We are sorry.", successor=new)

    said = visit("/services/old-club/").said

    assert "This service has closed" in said
    assert "The money for it ended. We are sorry. Instead, see New club" in said


def test_without_a_successor_it_offers_the_kinds_of_help_it_was(old, visit):
    actions.close(old, on=LATELY, why="stopped")

    page = visit("/services/old-club/")

    assert "Look for something like it:" in page.said
    assert 'href="/kinds/sport/"' in page.content.decode()


def test_after_sixty_days_its_address_leads_on_and_the_other_page_explains(old, new, visit):
    actions.close(old, on=LONG_AGO, why="replaced", words="The pool was rebuilt.", successor=new)

    moved = visit("/services/old-club/")

    assert (moved.status_code, moved.url) == (301, "/services/new-club/?instead-of=old-club")
    assert "no-cache" in moved["Cache-Control"]  # it may open again
    said = visit(moved.url).said
    assert (
        f"You were looking for Old club It closed on {LONG_AGO:%-d %B %Y}. Another service took its place."
        in said
    )
    assert "The pool was rebuilt." in said
    assert "You were looking for" not in visit("/services/new-club/").said


def test_it_leads_on_at_once_when_asked_to(old, new, visit):
    actions.close(old, on=TODAY, why="moved", successor=new, redirect_at_once=True)

    assert visit("/services/old-club/").status_code == 301


def test_the_council_says_for_how_long_it_explains(council, old, new, visit):
    settings = CouncilSettings.for_site(council.sites.get().site)
    settings.closed_pages_stay_for = 90
    settings.save()
    actions.close(old, on=LONG_AGO, why="moved", successor=new)

    assert visit("/services/old-club/").status_code == 200


def test_a_chain_is_followed_to_what_runs_today(council, old, new, visit):
    newest = ServiceFactory(owner=council, name="Newest club")
    actions.close(old, on=LONG_AGO, why="replaced", successor=new)
    actions.close(new, on=LONG_AGO, why="moved", successor=newest)

    assert visit("/services/old-club/").url == "/services/newest-club/?instead-of=old-club"
    assert "You were looking for Old club" in visit("/services/newest-club/?instead-of=old-club").said


def test_nobody_is_led_to_what_this_council_does_not_show(old, visit):
    elsewhere = ServiceFactory(owner=DemonstrationFactory(), name="Club of another council")
    actions.close(old, on=LONG_AGO, why="replaced", successor=elsewhere)

    page = visit("/services/old-club/")

    assert page.status_code == 200
    assert "Club of another council" not in page.said


def test_what_stands_behind_the_question_mark_cannot_tell_of_a_draft(council, old, new, visit):
    draft = ServiceFactory(owner=council, name="Secret plan", live=False)
    actions.change_status(draft, status="defunct", on=LATELY, successor=new)

    for slug in ("secret-plan", "old-club", "no-such-club", "x" * 300, "%00"):
        said = visit(f"/services/new-club/?instead-of={slug}").said
        assert "You were looking for" not in said


def test_a_service_that_opens_again_has_its_address_back(old, new, visit):
    actions.close(old, on=LONG_AGO, why="stopped", successor=new)
    actions.reopen(old, on=LATELY)

    assert "This service has closed" not in visit("/services/old-club/").said


@pytest.mark.parametrize(
    "said", [{"why": ""}, {"why": "other"}, {"why": "boredom"}, {"why": "other", "words": " "}]
)
def test_closing_needs_a_reason_that_families_can_read(old, said):
    with pytest.raises(ValidationError):
        actions.close(old, on=TODAY, **said)

    assert not StatusChange.objects.exists()


def test_a_circle_is_refused_with_words(old, new):
    actions.close(old, on=LONG_AGO, why="replaced", successor=new)

    with pytest.raises(ValidationError, match="was itself closed in favour"):
        actions.close(new, on=TODAY, why="replaced", successor=old)


@pytest.mark.django_db(transaction=True)
def test_of_two_officers_who_close_each_for_the_other_at_once_one_is_refused():
    pair = [ServiceFactory(name="One"), ServiceFactory(name="Other")]
    start, refused = Barrier(2), []

    def close(this, other):
        start.wait()
        try:
            actions.close(this, on=TODAY, why="replaced", successor=other)
        except ValidationError as error:
            refused.append(error)
        finally:
            connection.close()

    both = [Thread(target=close, args=order) for order in (pair, pair[::-1])]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()

    assert len(refused) == 1
    assert sum(Service.objects.get(pk=each.pk).is_closed for each in pair) == 1


def test_a_new_address_is_led_to_from_the_old_one(old, new, visit):
    listing = actions.change_address(old.listings.get(), slug="club-for-all")

    assert visit("/services/old-club/").url == listing.get_absolute_url() == "/services/club-for-all/"
    assert visit("/services/club-for-all/").status_code == 200


def test_nobody_gets_an_address_that_another_service_had(council, old, new):
    actions.change_address(old.listings.get(), slug="club-for-all")

    assert ServiceFactory(owner=council, name="Old club").listings.get().slug == "old-club-2"
    with pytest.raises(ValidationError, match="is, or was, the address of another"):
        actions.change_address(new.listings.get(), slug="old-club")


def test_a_service_takes_its_own_old_address_back(old):
    actions.change_address(old.listings.get(), slug="club-for-all")
    actions.change_address(old.listings.get(), slug="old-club")

    assert FormerAddress.objects.get().slug == "club-for-all"


def test_another_council_may_have_the_same_address(old):
    actions.change_address(old.listings.get(), slug="club-for-all")

    assert ServiceFactory(owner=DemonstrationFactory(), name="Old club").listings.get().slug == "old-club"


def test_a_draft_cannot_be_found_by_an_address_it_had(old, visit):
    actions.change_address(old.listings.get(), slug="club-for-all")
    Service.objects.get(pk=old.pk).unpublish()

    assert visit("/services/old-club/").status_code == 404
