"""Sharing a page: plain links with its own address, and nothing of whoever looks at it."""

from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from bs4 import BeautifulSoup

JOURNEY = "/asking-for-an-ehc-assessment/"
HOST = "http://fenbridge.localhost"


def shared(page) -> dict[str, str]:
    """The links by their site."""
    nav = BeautifulSoup(page.content, "html.parser").find("nav", attrs={"aria-label": "Share this page"})
    return {urlsplit(link["href"]).netloc or "mail": link["href"] for link in nav.find_all("a")} | {
        "copy": nav.button["data-copy"]
    }


@pytest.mark.parametrize(
    ("address", "own"),
    [
        (JOURNEY, JOURNEY),
        (f"{JOURNEY}all/", JOURNEY),
        (f"{JOURNEY}yes-or-no/", f"{JOURNEY}yes-or-no/"),
        ("/care-and-breaks/short-breaks/", "/care-and-breaks/short-breaks/"),
        ("/news/speech-therapy-drop-in/", "/news/speech-therapy-drop-in/"),
        ("/events/parents-coffee-morning/", "/events/parents-coffee-morning/"),
    ],
)
def test_a_page_is_shared_by_its_own_address(visit, address, own):
    links = shared(visit(address, near="LN1 3JF", age="9"))

    assert links["copy"] == f"{HOST}{own}"
    assert parse_qs(urlsplit(links["mail"]).query)["body"] == [f"{HOST}{own}"]
    assert parse_qs(urlsplit(links["wa.me"]).query)["text"][0].endswith(f" {HOST}{own}")
    assert parse_qs(urlsplit(links["www.facebook.com"]).query)["u"] == [f"{HOST}{own}"]
    assert "LN1" not in unquote(str(links))


def test_a_service_is_shared_without_the_search_that_led_to_it(visit, client):
    href = (
        BeautifulSoup(visit("/find/", q="toddler group").content, "html.parser")
        .find(class_="result__title")
        .a["href"]
    )

    page = client.get(
        f"{href}?instead-of=x&near=LN1+3JF",
        headers={"host": "fenbridge.localhost", "referer": f"{HOST}/find/?q=toddler+group&near=LN1+3JF"},
    )

    assert shared(page)["copy"] == f"{HOST}{urlsplit(href).path}"
    assert "LN1" not in unquote(str(shared(page)))
