"""What a family can expect anywhere in England, how sure we are of it, and what its own council has."""

import re
from datetime import date

import pytest
from bs4 import BeautifulSoup
from django.core.cache import cache
from wagtail.models import PageViewRestriction

from localoffer.cms.models import DutyServed
from localoffer.directory.vocabulary import load_vocabulary
from localoffer.duties import loading
from localoffer.pages import starter
from localoffer.pages.entitlements import duties, rights
from localoffer.pages.entitlements.serving import pages_serving
from localoffer.pages.models import HomePage
from tests.factories.directory import ServiceFactory
from tests.reading import reading_age, words_of

PAGE = "/your-rights/"
HERE, THERE = "fenbridge.localhost", "saltmere.localhost"
TODAY = date(2026, 11, 26)


def served(name: str, host: str):
    council = starter.create_demonstration(slug=name.lower(), name=name, official_name=f"{name} Council")
    starter.create_site(council, host=host)
    return council


@pytest.fixture
def fen(db):
    cache.clear()
    load_vocabulary()
    return served("Fenbridge", HERE)


@pytest.fixture
def salt(fen):
    return served("Saltmere", THERE)


def write(council, title: str, duty: str, *, live: bool = True):
    """A page of a council that claims a duty."""
    root = council.sites.get().site.root_page
    page = HomePage(title=title, slug=title.lower().replace(" ", "-"), live=live)
    page.duties_served = [DutyServed(criterion=duty)]
    return root.add_child(instance=page)


@pytest.fixture
def read(client):
    def get(host=HERE, **headers):
        return client.get(PAGE, headers={"host": host, **headers})

    return get


def about(page: str, slug: str) -> str:
    """What the page says of one duty, or of a right: “right-appeal”."""
    part = page.split(f'id="{slug}"')[1].split("</li>\n                  ")[0]
    part = re.split('<li class="entry"|<details', part)[0]
    return re.sub(r"\s+", " ", part)


def entries(page: str) -> list[str]:
    return re.findall(r'<(?:li class="entry"|details class="unfold") id="([a-z0-9-]+)">', page)


def test_the_page_begins_with_what_a_parent_can_ask_for(fen, read):
    page = read().content.decode()

    asked = [f"right-{right.slug}" for right in loading.rights(date.today())]
    assert entries(page)[: len(asked)] == asked
    first = about(page, "right-school-does-its-best")
    assert (
        "<strong>The law says:</strong> If your child has special educational needs, the school must" in first
    )
    assert "<strong>Who must do it:</strong> Mainstream schools" in first
    assert "<strong>What you can do:</strong> Ask to meet the SENCO, who leads on this in a school." in first
    assert "Source: Children and Families Act 2014, section 66." in first


def test_folded_a_right_is_its_gist_with_a_mark_where_nobody_has_checked_the_law(fen, read):
    page = BeautifulSoup(read().content, "html.parser")

    folded = {
        right.slug: page.select_one(f"#right-{right.slug} > summary")
        for right in loading.rights(date.today())
    }

    for right in loading.rights(date.today()):
        words = folded[right.slug].get_text(" ", strip=True)
        assert words.startswith(f"{right.title} {right.in_short}")
        assert words.endswith("Law not yet checked") is not right.is_confirmed


def test_a_parent_reads_what_nobody_has_checked_first_and_then_that_it_is_only_what_we_think(fen, read):
    page = read().content.decode()

    school = about(page, "right-draft-plan-and-school")
    assert "<strong>The law says:</strong> The council must send you a draft of the EHC plan." in school
    assert re.search(
        r'<div class="unsure"> <p>The council must then name that school\..+?</p> <p class="unsure__doubt">'
        r"We think the law says this, too: from a summary, not yet checked against the text\.</p> </div>",
        school,
    )
    assert "section 39 (we read a summary, not the text itself)" in school
    travel = about(page, "right-travel-to-school")
    assert "We think the law says this: from a summary, not yet checked against the text." in travel
    assert travel.index("Some children cannot be asked to walk") < travel.index("We think")
    assert "<strong>The law says:" not in travel


def test_a_right_leads_to_this_councils_pages_and_services_and_no_other_councils(
    fen, salt, read, django_capture_on_commit_callbacks
):
    write(fen, "Ask here", "request-ehc-assessment")
    write(fen, "How long it takes", "ehc-decision-and-timescales")
    write(salt, "Ask there", "request-ehc-assessment")
    with django_capture_on_commit_callbacks(execute=True):
        ServiceFactory(owner=fen, kinds=["ehc-plans"])

    here, there = (
        about(read(host).content.decode(), "right-ask-for-an-assessment") for host in (HERE, THERE)
    )

    assert re.findall(r'<a href="([^"]+)">', here) == [
        "/ask-here/",
        "/how-long-it-takes/",
        "/kinds/ehc-plans/",
    ]
    assert re.findall(r'<a href="([^"]+)">', there) == ["/ask-there/"]
    assert "Saltmere has no page on it yet." in about(read(THERE).content.decode(), "right-appeal")


def test_a_page_that_serves_two_duties_of_a_right_is_named_once(fen):
    both = {"appeals": [("Appeals", "/appeals/")], "which-route": [("Appeals", "/appeals/")]}

    parts = rights.by_part(date.today(), pages=both, services_of=lambda kind: None)

    appeal = next(each for part in parts for each in part.rights if each.right.slug == "appeal")
    assert appeal.pages == [("Appeals", "/appeals/")]


def test_of_what_the_council_has_written_the_pages_that_serve_most_of_a_part_are_listed(fen, read):
    for title in ("One", "Two", "Three"):
        write(fen, title, "mediation")
    page = write(fen, "Appeals and mediation", "mediation")
    page.duties_served.add(DutyServed(criterion="appeals"))
    page.save()

    page = BeautifulSoup(read().content, "html.parser")
    [begin] = [each.parent for each in page.find_all("strong", string="To begin with:")]

    assert begin.parent["id"] == "disagreements"
    assert [link["href"] for link in begin.find_next("ul").find_all("a")] == [
        "/appeals-and-mediation/",
        "/one/",
        "/two/",
    ]


def test_a_council_that_has_written_nothing_has_no_empty_list(fen, read):
    assert "To begin with" not in read().content.decode()


def test_every_duty_in_force_is_there_in_the_order_of_the_sections(fen, read):
    page = read().content.decode()

    asked = [criterion.slug for criterion, _ in loading.in_force(date.today())]
    assert entries(page.split('id="everything"')[1]) == asked
    assert len(asked) == 76


def test_what_was_read_is_said_as_law_and_what_was_not_never_is(fen, read):
    page = read().content.decode()

    ask = about(page, "request-ehc-assessment")
    assert "<strong>The law says:</strong> You can ask the council yourself" in ask
    assert "Source: Children and Families Act 2014, section 36;" in ask
    assert "Schedule 2" not in ask, "a source that nobody has read proves nothing"
    reports = about(page, "setting-sen-reports")
    assert "We think the law says this: from a summary, not yet checked against the text." in reports
    assert "Children and Families Act 2014, section 69 (not yet checked against the text)" in reports


def test_a_family_finds_its_own_councils_page_on_a_duty_and_no_other_councils(fen, salt, read):
    write(fen, "How to ask in Fenbridge", "request-ehc-assessment")
    write(salt, "How to ask in Saltmere", "request-ehc-assessment")

    here, there = read().content.decode(), read(THERE).content.decode()

    assert '<a href="/how-to-ask-in-fenbridge/">How to ask in Fenbridge</a>' in about(
        here, "request-ehc-assessment"
    )
    assert "How to ask in Saltmere" not in here
    assert '<a href="/how-to-ask-in-saltmere/">How to ask in Saltmere</a>' in there
    assert "How to ask in Fenbridge" not in there


def test_a_page_that_families_cannot_read_serves_no_duty(fen):
    write(fen, "Open", "mediation")
    write(fen, "Draft", "mediation", live=False)
    PageViewRestriction.objects.create(
        page=write(fen, "Private", "mediation"), restriction_type=PageViewRestriction.LOGIN
    )

    assert pages_serving(fen) == {"mediation": [("Open", "/open/")]}


def test_where_there_is_no_page_a_family_is_told_what_to_ask_for(fen, read):
    text = about(read().content.decode(), "mediation")

    assert "Ask Fenbridge for:</strong> who runs it for this area, and how to reach them." in text
    assert "This site has no page on it yet." in text


def test_kinds_of_service_are_shown_where_the_council_has_some(
    fen, salt, read, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        ServiceFactory(owner=fen, kinds=["short-breaks"])

    here, there = read().content.decode(), read(THERE).content.decode()

    assert "/kinds/short-breaks/" in about(here, "short-breaks")
    assert "/kinds/short-breaks/" not in there


def test_a_duty_that_was_not_yet_law_on_a_day_is_not_there():
    shown = duties.by_section(date(2012, 1, 1), pages={}, services_of=lambda kind: None)

    assert [(each.section.slug, [duty.slug for duty in each.duties]) for each in shown] == [
        ("social-care", ["short-breaks"])
    ]


def test_the_page_says_when_it_was_last_held_against_the_law(fen, read):
    assert duties.law_as_at(date(2010, 1, 1)).startswith("on ")
    assert f"against the law and the guidance {duties.law_as_at(date.today())}" in re.sub(
        r"\s+", " ", read().content.decode()
    )


def test_the_page_is_not_sent_again_until_something_changes(fen, read):
    tag = read().headers["ETag"]
    assert read(**{"if-none-match": tag}).status_code == 304

    write(fen, "New page", "mediation")

    assert read(**{"if-none-match": tag}).status_code == 200


def test_the_page_asks_the_database_as_much_for_three_pages_as_for_one(fen, read, django_assert_num_queries):
    write(fen, "One", "mediation")
    read()  # the vocabulary and the council's entries are read once
    with django_assert_num_queries(10):
        read()
    for title in ("Two", "Three"):
        write(fen, title, "appeals")

    with django_assert_num_queries(10):
        read()


def test_its_own_words_read_at_eleven(fen, read):
    page = re.sub(r'<p class="quiet">Source:.*?</p>', "", read().content.decode(), flags=re.DOTALL)

    assert reading_age(words_of(page)) <= 11
