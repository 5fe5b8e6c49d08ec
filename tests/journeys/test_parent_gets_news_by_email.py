"""A parent asks for news of a search by e-mail, says yes, and ends it by one press; no script, no account."""

import re
from urllib.parse import urlsplit

import pytest
from django.core import mail
from django.core.cache import cache

from localoffer.cms.models import CouncilSettings
from localoffer.directory.vocabulary import load_vocabulary
from localoffer.updates.models import Asked, Subscriber
from tests.factories.places import DemonstrationFactory, served_on

A_LITTLE_WHILE = 2_100  # nobody reads a form in less


@pytest.fixture(autouse=True)
def council(transactional_db):
    cache.clear()
    load_vocabulary()
    council = DemonstrationFactory(name="Fenbridge", official_name="Fenbridge Council", slug="fenbridge")
    CouncilSettings.for_site(served_on(council, "fenbridge.localhost")).save()
    return council


def link_in(letter, what):
    found = urlsplit(re.search(rf"http://\S+/updates/{what}/\S+", letter.body)[0])
    return f"{found.path}?{found.query}"


def test_she_follows_a_search_says_yes_and_stops_again(open_page, without_fault):
    page = open_page("phone")
    page.goto("/find/?q=swimming")
    page.get_by_role("link", name="Get news of this by e-mail").click()
    assert page.get_by_label("New services: “swimming”").is_checked()
    without_fault(page)

    page.wait_for_timeout(A_LITTLE_WHILE)
    page.get_by_label("The newsletter").check()
    page.get_by_label("Your e-mail address").fill("mum@")
    page.get_by_role("button", name="Send me an e-mail to confirm").click()
    assert "not a whole e-mail address" in page.inner_text(".govuk-error-summary")
    assert page.get_by_label("The newsletter").is_checked()
    page.get_by_label("Your e-mail address").fill("mum@example.org")
    page.get_by_role("button", name="Send me an e-mail to confirm").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Now look in your e-mail"

    [letter] = mail.outbox
    page.goto(link_in(letter, "confirm"))
    assert "New services: “swimming”" in page.inner_text("main")
    without_fault(page)
    page.get_by_role("button", name="Yes, send me these").click()
    assert "Thank you." in page.inner_text("main")
    without_fault(page)
    assert (Asked.objects.count(), Subscriber.objects.count()) == (0, 1)

    page.get_by_role("button", name="Stop all letters").click()
    assert page.get_by_role("heading", level=1).inner_text() == "You get no more letters"
    assert Subscriber.objects.count() == 0
    assert page.context.cookies() == []
