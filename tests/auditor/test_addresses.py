"""Addresses hold nothing that a terminal obeys, and none that would change something is asked for."""

import pytest

from localoffer.auditor import addresses

HERE = "https://town.example/send/"


@pytest.mark.parametrize("order", ["\x1b]0;yours\x07", "\x9b31m", "\x7f", "\u202e", "\x1b[2J"])
@pytest.mark.parametrize("place", ["/a{}b", "/a?q={}b", "/a?{}=b"])
def test_whoever_watches_the_audit_is_shown_no_orders_to_their_terminal(place: str, order: str):
    found = addresses.whole(HERE, place.format(order))

    assert found
    assert found[0].isascii()
    assert found[0].isprintable()


def test_a_host_with_orders_to_a_terminal_is_no_host():
    assert addresses.whole(HERE, "//t\x9bown.example/") is None


@pytest.mark.parametrize(
    "path",
    [
        "/logout", "/account/log%6Fut", "/%64elete/3", "/?%61ction=%64elete", "/DeleteItem.aspx?id=3", "/RemoveEntry",
        "/shortlist/add/4/", "/favourites/clear", "/wp-%61dmin/",
    ],
)  # fmt: skip
def test_a_link_that_would_change_something_is_not_asked_for_however_it_is_written(path: str):
    assert addresses.why_not(f"https://town.example{path}")


@pytest.mark.parametrize(
    "path",
    ["/removing-barriers", "/services/remove-sensory-barriers", "/events/cancelled", "/shortlist/", "/?q=50%25"],
)  # fmt: skip
def test_a_page_whose_name_only_sounds_like_it_is_read(path: str):
    assert addresses.why_not(f"https://town.example{path}") == ""
