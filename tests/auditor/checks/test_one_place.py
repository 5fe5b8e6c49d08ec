"""A page that is only a way out is found; one that says something of its own may link where it likes."""

from localoffer.auditor.checks import one_place
from localoffer.auditor.values import Contact, CriterionFound, Evidence, Feature, Link

from .a_page import HOME, TODAY, a_page, a_site, rules_of

OUT = (Link("https://charity.example/autism", "The Autism Charity"), Link("https://nhs.example/", "NHS"))


def of_page(*lines, **also):
    return rules_of(one_place.of_page(a_page(*lines, **also), TODAY))


def of_site(url, *, council="", council_url="", words="Local Offer"):
    page = a_page("x", url=url, first_words=words, links=OUT)
    site = a_site(page, council_name=council, council_url=council_url)
    site.url = url
    found = list(one_place.of_site(site))
    return [each.rule for each in found if not isinstance(each, Feature)]


def test_a_page_that_only_sends_elsewhere_is_found():
    assert of_page("Autism", "Please see these sites.", links=OUT) == ["sent-elsewhere"]


def test_a_page_that_says_something_or_names_somebody_is_not():
    assert of_page("We help autistic children. " * 20, links=OUT) == []
    assert of_page("Autism", links=OUT, contacts=(Contact("phone", "01234 567890"),)) == []
    assert of_page("Autism", links=(*OUT, *[Link(f"{HOME}{each}", each) for each in "abc"])) == []


def shown_on(*urls):
    found = tuple(
        CriterionFound(str(number), "met", "", (Evidence(url, ""),)) for number, url in enumerate(urls)
    )
    nothing = CriterionFound("mediation", "not-found", "", near=(Evidence("https://charity.example/", ""),))
    site = a_site(a_page("x", links=OUT * 9), found=(*found, nothing))
    return next(each for each in one_place.of_site(site) if each.slug == "one-place")


def test_it_is_in_one_place_where_most_of_what_shows_the_duties_is_whatever_links_there_are():
    here, there = f"{HOME}mediation", "https://charity.example/forum"

    whole, scattered, nothing = shown_on(here, here, there), shown_on(here, there), shown_on()

    assert (whole.has, whole.quote) == (True, "1 of 3 duties are shown on somebody else's website.")
    assert (scattered.has, scattered.url) == (False, there)
    assert nothing.has is None


def test_a_host_that_is_not_the_councils_has_to_name_it():
    assert of_site("https://sendinfo.example/") == ["host-not-the-councils"]
    assert of_site("https://sendinfo.example/", words="Fenbridge Council Local Offer") == []
    assert of_site("https://sendinfo.example/", council="Fenbridge Council") == ["host-not-the-councils"]


def test_a_host_of_government_or_of_the_council_needs_no_saying():
    assert of_site("https://www.fenbridge.gov.uk/send") == []
    assert of_site("https://fenbridge.example/send", council_url="https://www.fenbridge.example/") == []
