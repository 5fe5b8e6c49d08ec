"""Two councils with people to ring, each on its own host."""

from typing import Any

import pytest
from django.core.cache import cache

from localoffer.cms.models import CouncilSettings
from tests.factories.places import DemonstrationFactory, served_on

HOST = "fenbridge.localhost"
ELSEWHERE = "saltmere.localhost"


def serve(name: str, host: str) -> Any:
    council = DemonstrationFactory(name=name, official_name=f"{name} Council", slug=name.lower())
    settings = CouncilSettings.for_site(served_on(council, host))
    settings.person_name, settings.person_phone = f"{name} SENDIASS", "0808 157 0160"
    settings.contact_phone, settings.contact_address = "01632 960140", f"1 Guild Square, {name} LN2 1LD"
    settings.save()
    return council


@pytest.fixture
def fenbridge(db) -> Any:
    cache.clear()
    return serve("Fenbridge", HOST)


@pytest.fixture
def saltmere(fenbridge) -> Any:
    return serve("Saltmere", ELSEWHERE)
