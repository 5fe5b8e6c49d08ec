"""A broken link is told once a page; what could not be checked is no fault."""

from localoffer.auditor.checks import broken_links
from localoffer.auditor.values import Link, Outcome

from .a_page import HOME, a_page, a_site

GONE = Outcome("https://gone.example/", "broken", 404)
BLOCKED = Outcome("https://shy.example/", "could-not-check", 403)
WORKS = Outcome("https://works.example/", "working", 200)
OUTCOMES = {outcome.url: outcome for outcome in (GONE, BLOCKED, WORKS)}


def page_with(*links: Link, **also):
    return a_page("Words.", links=links, shown_characters=5000, **also)


def found(*pages):
    return list(broken_links.of_site(a_site(*pages, outcomes=OUTCOMES)))


def test_a_broken_link_is_told_once_a_page_with_its_words_and_why():
    page = page_with(Link(GONE.url, "Autism group"), Link(GONE.url, "here"), Link(WORKS.url, "Music"))

    (finding,) = found(page)

    assert (finding.rule, finding.target, finding.quote) == ("broken-link", GONE.url, "Autism group")
    assert finding.detail == "It answers 404."


def test_the_same_link_on_two_pages_is_two_things_to_mend():
    pages = [page_with(Link(GONE.url, "Group"), url=f"{HOME}{name}") for name in "ab"]

    assert len(found(*pages)) == 2


def test_what_could_not_be_checked_or_was_not_tried_is_no_fault():
    assert not found(page_with(Link(BLOCKED.url, "a"), Link("https://untried.example/", "b")))


def test_why_it_is_broken_is_told_where_it_is_known():
    loop = Outcome(GONE.url, "broken", 302, why="It leads in a circle.")
    site = a_site(page_with(Link(GONE.url, "Group")), outcomes={GONE.url: loop})

    assert [each.detail for each in broken_links.of_site(site)] == ["It leads in a circle."]


def test_a_link_to_a_part_that_is_not_there_is_found():
    target = page_with(url=f"{HOME}guide", anchors=("apply", "Costs"))
    page = page_with(Link(target.url, "Apply", fragment="apply"), Link(target.url, "Pay", fragment="pay"))

    assert [(each.rule, each.target) for each in found(page, target)] == [
        ("broken-anchor", f"{HOME}guide#pay")
    ]


def test_a_fragment_is_not_judged_where_nobody_can_tell():
    made = a_page("", url=f"{HOME}app", scripts=9, shown_characters=20)
    target = page_with(url=f"{HOME}guide", anchors=("Costs",))
    links = [
        Link(target.url, "Top", fragment="top"),
        Link(target.url, "Costs", fragment="costs"),
        Link(target.url, "Search", fragment="/search"),
        Link(made.url, "Made by scripts", fragment="x"),
        Link("https://elsewhere.example/", "Not read", fragment="x"),
    ]

    assert not found(page_with(*links), made, target)


def test_links_of_pages_beside_the_offer_are_not_counted():
    assert not found(page_with(Link(GONE.url, "Group"), is_within=False))
