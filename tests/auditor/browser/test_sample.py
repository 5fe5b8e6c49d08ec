"""Which pages of a site a browser looks at."""

import random
from collections import Counter
from datetime import date

from localoffer.auditor.browser.sample import choose
from localoffer.auditor.sites import Site
from localoffer.auditor.values import Contact, Field, Form, Link, Page, SearchTried

HOME = "https://send.fenbridge.example/"
WORDS = "Fenbridge helps families of children with special educational needs. " * 10
SEARCH = Form("/search", "get", (Field("q", "search"),), is_search=True, where="header")


def page(path: str, title: str = "", **more) -> Page:
    more = {"type": "html", "status": 200, "text": WORDS, "forms": (SEARCH,)} | more
    return Page(url=HOME + path, title=title or path.rsplit("/", 1)[-1], **more)


def links(number: int) -> tuple[Link, ...]:
    return tuple(Link(f"{HOME}to/{each}", f"Link {each}") for each in range(number))


def fenbridge(**more) -> Site:
    pages = [
        page("", "SEND Local Offer", links=links(30)),
        page("contact-us", "Contact us", contacts=(Contact("phone", "01632 960000"),)),
        page("contact-lenses", "Contact lenses for children"),
        page("search?q=autism", "Results"),
        page("feedback", "Tell us", forms=(SEARCH, Form("/feedback", "post", (Field("a", "text"),) * 4))),
        page("money/", "Money", text="Money", links=links(12)),
        page("education/", "Education", text="Education", links=links(12)),
        page("health/", "Health", text="Health", links=links(12)),
        page("leisure/", "Leisure", text="Leisure", links=links(9)),
        *(page(f"education/topic-{name}") for name in "abcdefghijklmnopqrst"),
        *(page(f"health/topic-{name}") for name in "abcd"),
        *(page(f"money/topic-{name}") for name in "ab"),
        *(page(f"directory/service-{number}") for number in range(40)),
        page("leaving-care/local-offer", "Local offer for care leavers"),
        page("short", text="Coming soon"),
        page("gone", error="it answers 404", status=404),
        page("leaflet", type="pdf"),
        page("elsewhere", is_within=False),
    ]
    kinds = {each.url: "directory-entry" for each in pages if "/directory/" in each.url}
    kinds[f"{HOME}leaving-care/local-offer"] = "wrong-offer"
    return Site(HOME, date(2026, 11, 26), pages=more.pop("pages", pages), kinds=kinds, **more)


def of_part(part: str, site: Site) -> list[str]:
    return [each.url.removeprefix(HOME) for each in choose(site) if each.part == part]


def test_it_has_the_core_pages_and_some_of_each_sort():
    chosen = choose(fenbridge())

    assert Counter(each.part for each in chosen) == {
        "home": 1,
        "contact": 1,
        "search": 1,
        "form": 1,
        "landing": 3,
        "topic": 10,
        "entry": 5,
    }
    assert len({each.url for each in chosen}) == len(chosen)


def test_each_core_page_is_the_one_that_a_person_would_take():
    site = fenbridge()

    assert of_part("home", site) == [""]
    assert of_part("contact", site) == ["contact-us"]
    assert of_part("search", site) == ["search?q=autism"]
    assert of_part("form", site) == ["feedback"]


def test_topics_come_from_each_section_and_not_from_the_largest_alone():
    sections = Counter(url.split("/")[0] for url in of_part("topic", fenbridge()))

    assert sections["health"] >= 3
    assert sections["money"] == 2
    assert sections["education"] >= 3


def test_what_cannot_be_looked_at_or_is_not_theirs_is_left_out():
    chosen = {each.url.removeprefix(HOME) for each in choose(fenbridge())}

    assert not chosen & {"leaving-care/local-offer", "gone", "leaflet", "elsewhere", "short"}


def test_the_order_in_which_pages_were_read_changes_nothing():
    site = fenbridge()
    pages = list(site.pages)
    random.Random(1).shuffle(pages)

    assert choose(fenbridge(pages=pages)) == choose(site)


def test_a_page_more_changes_little():
    site = fenbridge()
    before = set(choose(site))

    after = set(
        choose(fenbridge(pages=[*site.pages, page("education/topic-new"), page("education/topic-newer")]))
    )

    assert len(before - after) <= 1


def test_where_the_sites_own_search_was_tried_its_results_are_looked_at():
    asked = f"{HOME}find?words=autism"
    site = fenbridge(searches=(SearchTried("autism", asked, 3),))
    site.pages = [*site.pages, page("find?words=autism", "Services")]

    assert of_part("search", site) == ["find?words=autism"]


def test_a_site_of_one_page_is_that_page():
    assert [each.url for each in choose(fenbridge(pages=[page("", "Local Offer")]))] == [HOME]


def test_a_site_that_could_not_be_read_has_no_sample():
    assert choose(fenbridge(pages=[])) == ()
