"""Links to other networks are told by host; buttons to share a page are not the council's own."""

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


def test_a_button_to_share_is_no_account():
    page = a_page("x", links=(Link("https://www.facebook.com/sharer/sharer.php?u=x", "Share"),))

    assert list(social.of_site(a_site(page, crawled=Crawled(is_complete=True)))) == [
        Feature("social", has=False)
    ]
