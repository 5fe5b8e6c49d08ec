"""Links to other networks are told by host; buttons to share a page are not the council's own."""

import pytest

from localoffer.auditor.checks import social
from localoffer.auditor.values import Crawled, Feature, Link

from .a_page import a_page, a_site


def test_each_network_is_told_once():
    page = a_page(
        "x",
        links=(
            Link("https://www.facebook.com/FenbridgeSEND", "Facebook"),
            Link("https://twitter.com/fenbridge", "X"),
            Link("https://x.com/fenbridge", "X"),
            Link("https://www.facebook.com/sharer/sharer.php?u=x", "Share"),
        ),
    )

    assert list(social.of_site(a_site(page))) == [
        Feature("social-facebook", has=True, url="https://www.facebook.com/FenbridgeSEND"),
        Feature("social-x", has=True, url="https://twitter.com/fenbridge"),
        Feature("social", has=True),
    ]


@pytest.mark.parametrize(
    "address",
    [
        "https://www.facebook.com/sharer/sharer.php?u=x",
        "https://www.facebook.com/share.php?u=x",
        "https://www.facebook.com/dialog/share?href=x",
        "https://wa.me/?text=Otters%20https://localoffer.example/otters",
        "https://api.whatsapp.com/send?text=x",
        "https://twitter.com/intent/tweet?text=x",
        "https://twitter.com/home?status=x",
        "https://www.linkedin.com/shareArticle?mini=true&url=x",
        "https://www.linkedin.com/sharing/share-offsite/?url=x",
        "https://www.facebook.com/",
        "mailto:?subject=Otters",
    ],
)
def test_a_button_to_share_is_no_account(address):
    page = a_page("x", links=(Link(address, "Share"),))

    assert list(social.of_site(a_site(page, crawled=Crawled(is_complete=True)))) == [
        Feature("social", has=False)
    ]


def test_a_number_to_write_to_and_a_channel_are_where_the_council_speaks():
    page = a_page(
        "x",
        links=(
            Link("https://wa.me/441632960000", "WhatsApp us"),
            Link("https://whatsapp.com/channel/otters", "Our channel"),
        ),
    )

    assert next(iter(social.of_site(a_site(page)))).slug == "social-whatsapp"
