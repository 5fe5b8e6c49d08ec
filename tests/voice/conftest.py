"""A council with a mailbox, a service with a provider, and somebody who found a mistake on its page."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.utils import timezone

from localoffer.cms.models import CouncilSettings
from localoffer.places import sealed
from tests.factories.directory import OrganizationFactory, ServiceFactory
from tests.factories.places import DemonstrationFactory, served_on
from tests.voice.said import HOST, OFFICERS, PROVIDER


def serve(name: str, host: str, mailbox: str) -> Any:
    council = DemonstrationFactory(name=name, official_name=f"{name} Council", slug=name.lower())
    settings = CouncilSettings.for_site(served_on(council, host))
    settings.problems_email, settings.contact_phone = mailbox, "01632 960140"
    settings.safeguarding_email = f"safe@{name.lower()}.example.org"
    settings.save()
    return council


@pytest.fixture(autouse=True)
def nobody_has_sent_anything() -> None:
    cache.clear()


@pytest.fixture
def council(db) -> Any:
    return serve("Fenbridge", HOST, OFFICERS)


@pytest.fixture
def saltmere(council) -> Any:
    return serve("Saltmere", "saltmere.localhost", "officers@saltmere.example.org")


@pytest.fixture
def service(council) -> Any:
    organization = OrganizationFactory(owner=council, name="Wriggle Ltd")
    return ServiceFactory(owner=council, name="Wriggle Club", organization=organization, email=PROVIDER)


@pytest.fixture
def listing(service) -> Any:
    return service.listings.get()


@pytest.fixture
def open_form(listing) -> Callable[..., dict[str, str]]:
    """What a form holds that was opened a while ago (ten seconds unless given)."""

    def opened(**ago: float) -> dict[str, str]:
        then = timezone.now() - dt.timedelta(**(ago or {"seconds": 10}))
        return {"seal": sealed.seal(listing.pk, now=then), "website": ""}

    return opened


@pytest.fixture
def send(client, django_capture_on_commit_callbacks, open_form) -> Callable[..., Any]:
    """Press a button of the form: `send(kind="phone", words="It rings out")`; what follows a commit is done."""

    def press(path: str = "/services/wriggle-club/report/", *, host: str = HOST, headers=None, **typed: str):
        with django_capture_on_commit_callbacks(execute=True):
            return client.post(path, open_form() | typed, headers={"host": host, **(headers or {})})

    return press
