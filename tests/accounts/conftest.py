"""Two councils with an installation in common, and their people."""

from dataclasses import dataclass

import pytest
from django.test import Client
from wagtail.models import Site

from localoffer.accounts.models import Role
from localoffer.pages.starter import create_demonstration, create_site
from localoffer.places.models import Authority
from tests.factories.accounts import officer


@dataclass
class Council:
    """A council, the site its officers work on, and a way to sign somebody in there."""

    authority: Authority
    site: Site

    @property
    def host(self) -> str:
        return self.site.hostname

    def officer(self, role=Role.PUBLISHER, **kwargs):
        return officer(self.authority, role, **kwargs)

    def client(self, user=None, **kwargs) -> Client:
        client = Client(headers={"host": self.host}, **kwargs)
        if user is not None:
            client.force_login(user)
        return client


def council(slug: str) -> Council:
    authority = create_demonstration(slug=slug, name=slug.capitalize())
    return Council(authority, create_site(authority, host=f"{slug}.test"))


@pytest.fixture
def fenbridge(db, kept_fenbridge) -> Council:
    return kept_fenbridge()


@pytest.fixture
def saltmere(db, kept_saltmere) -> Council:
    return kept_saltmere()
