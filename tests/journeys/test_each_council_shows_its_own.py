"""Two councils are served by one installation, and the families of each see their own."""

import pytest

from localoffer.finder.models import Entry
from localoffer.places.models import Authority
from tests.demonstration import FENBRIDGE, SALTMERE

pytestmark = pytest.mark.usefixtures("demonstration")


def test_a_family_of_saltmere_finds_saltmeres_services(page, address, without_fault):
    page.goto(address("/", host=SALTMERE))
    assert page.locator("header").inner_text().startswith("Saltmere Council")
    without_fault(page)

    page.get_by_label("What do you need help with?").fill("mental health")
    page.get_by_role("button", name="Find help").click()

    assert "Young people’s mental health team" in page.locator(".result__title").all_inner_texts()
    hrefs = [link.get_attribute("href") for link in page.locator(".result__title a").all()]
    assert {href.split("/")[2] for href in hrefs} <= slugs("saltmere")


def slugs(council):
    return set(Entry.objects.filter(authority__slug=council).values_list("slug", flat=True))


def test_a_service_of_one_council_is_not_at_the_others_address(visit):
    only_saltmeres = slugs("saltmere") - slugs("fenbridge")
    assert len(only_saltmeres) > 10

    for slug in only_saltmeres:
        assert visit(f"/services/{slug}/", host=SALTMERE).status_code == 200
        assert visit(f"/services/{slug}/", host=FENBRIDGE).status_code == 404


def test_each_page_is_made_of_one_councils_services(visit):
    for path in ("/find/", "/a-z/s/", "/kinds/health/"):
        theirs = {link for link in links(visit(path, host=SALTMERE)) if link.startswith("/services/")}
        assert theirs
        assert {link.split("/")[2] for link in theirs} <= slugs("saltmere")


def links(answer):
    return [part.split('"')[0] for part in answer.content.decode().split('href="')[1:]]


def test_a_national_service_is_shown_by_both(visit):
    shared = slugs("fenbridge") & slugs("saltmere")
    assert shared, "one record, listed twice"

    for slug in shared:
        for host in (FENBRIDGE, SALTMERE):
            assert visit(f"/services/{slug}/", host=host).status_code == 200


def test_an_unknown_host_is_nobodys_site(visit):
    for path in ("/", "/find/", "/a-z/", "/services/wriggle-and-sign/"):
        answer = visit(path, host="lincolnshire.example.org")
        assert answer.status_code == 404
        assert "Fenbridge" not in answer.content.decode()
        assert "Saltmere" not in answer.content.decode()


@pytest.mark.parametrize("host", [FENBRIDGE, SALTMERE])
def test_every_footer_says_that_it_is_a_demonstration(visit, host):
    for path in (
        "/",
        "/find/?q=school",
        "/kinds/",
        "/kinds/care/",
        "/ages/5-10/",
        "/needs/ASD/",
        "/a-z/s/",
        "/nowhere/",
    ):
        footer = visit(path, host=host).content.decode().partition("<footer")[2]
        assert "This is a demonstration." in footer, path


def test_demonstrations_are_in_no_national_list(visit):
    assert not Authority.objects.in_england().filter(slug__in=["fenbridge", "saltmere"]).exists()
