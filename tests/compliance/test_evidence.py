"""What is seen of a council in the database, and what it takes for it to be seen no longer."""

from datetime import timedelta

import pytest
from django.http import QueryDict
from wagtail.models import Page, PageViewRestriction

from localoffer.cms.models import DutyServed, PageCheck
from localoffer.compliance import evidence, statement
from localoffer.compliance.judging import GAP, MET, NOT_ASSESSED, PARTLY
from localoffer.directory.models import Contact, CostOption, Link, Listing, Phone, ProviderAnswer, Schedule
from localoffer.duties import codes, loading
from localoffer.finder.results import find
from localoffer.finder.search import Search
from localoffer.pages.models import YoungPeopleHubPage
from tests.compliance.building import a_page, a_service, indexed, services_for
from tests.factories.directory import ServiceFactory, closed

DUTY = "short-breaks"  # a guide or document checked within 12 months, and three services


def stands(council, today, slug=DUTY) -> statement.Duty:
    return statement.make(evidence.gather(council.authority, day=today), {}).duty(slug)


@pytest.fixture
def page(fenbridge, today):
    return a_page(fenbridge, DUTY, on=today)


@pytest.fixture
def services(fenbridge, today):
    made = [
        a_service(fenbridge, on=today, name=f"Break {number}", kinds=["short-breaks"]) for number in range(3)
    ]
    indexed()
    return made


def test_a_duty_is_met_by_a_checked_page_and_services_that_say_enough(fenbridge, page, services, today):
    duty = stands(fenbridge, today)

    assert duty.status == MET, duty.reasons
    assert [(where.title, where.href, where.checked_on) for where in duty.pages] == [
        ("Short breaks", "/short-breaks/", today)
    ]
    assert [(each.count, each.at_least, each.href) for each in duty.services] == [
        (3, 3, "/find/?kind=short-breaks")
    ]
    assert (duty.owner, duty.last_reviewed_on) == ("SEND information officer", today)


def test_the_link_to_services_finds_those_that_were_counted(fenbridge, today):
    """A place after 16 is what is meant for that stage: what takes a 17-year-old is more than that."""
    a_service(fenbridge, on=today, name="Sixth form", kinds=["special-schools"], age_stages=["post-16"])
    a_service(fenbridge, on=today, name="College", kinds=["college"], age_stages=["post-16", "young-adult"])
    a_service(fenbridge, on=today, name="All through", kinds=["special-schools"], maximum_age=19)
    a_service(fenbridge, on=today, name="Infants", kinds=["special-schools"], age_stages=["primary"])
    indexed()

    listed = stands(fenbridge, today, "special-schools-and-colleges").services
    [after_16] = [each for each in listed if each.about == "a specialist place after 16"]
    asked = Search.from_params(QueryDict(after_16.href.partition("?")[2]))
    found = find(asked, authority=fenbridge.authority)

    assert after_16.href == "/find/?kind=college&kind=special-schools&stage=post-16&stage=young-adult"
    assert sorted(each.entry.name for each in found.first(10)) == ["College", "Sixth form"]
    assert after_16.count == len(found) == 2


def test_a_table_says_how_many_services_there_are_and_how_many_are_wanted(fenbridge, page, services, today):
    facts = evidence.gather(fenbridge.authority, day=today)

    [row] = [row for row in statement.as_table(statement.make(facts, {})) if row[1] == DUTY]

    assert "3 (3 wanted)" in row[statement.COLUMNS.index("Services")]


def test_nothing_published_leaves_no_duty_met(fenbridge, today):
    facts = evidence.gather(fenbridge.authority, day=today)

    found = {duty.slug: duty.status for duty in statement.make(facts, {}).duties}

    assert len(found) == 76
    assert MET not in found.values()
    wanting_parts = {
        criterion.slug for criterion, version in loading.in_force(today) if version.evidence.parts
    }
    assert all(found[slug] == NOT_ASSESSED for slug in wanting_parts)


def test_a_page_taken_down_or_never_published_shows_nothing(fenbridge, page, today):
    assert stands(fenbridge, today).pages
    page.unpublish()

    duty = stands(fenbridge, today)

    assert (duty.status, duty.pages) == (GAP, ())
    assert any("“Short breaks” is meant for this, but is not published" in reason for reason in duty.reasons)


def test_a_page_that_only_some_can_open_shows_nothing(fenbridge, page, today):
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)

    assert stands(fenbridge, today).pages == ()


def test_a_draft_that_drops_the_duty_changes_nothing_until_it_is_published(fenbridge, page, services, today):
    page.duties_served.clear()
    draft = page.save_revision()
    assert stands(fenbridge, today).status == MET

    draft.publish()
    assert stands(fenbridge, today).pages == ()


def test_a_check_that_is_too_old_makes_it_partly(fenbridge, services, today):
    page = a_page(fenbridge, DUTY, on=today - timedelta(days=400))
    duty = stands(fenbridge, today)
    assert (duty.status, duty.is_overdue) == (PARTLY, True)
    assert any("more than 12 months ago" in reason for reason in duty.reasons)

    PageCheck.objects.create(page=page, checked_on=today, by_name="Bo")
    assert stands(fenbridge, today).status == MET


def test_a_page_nobody_has_checked_makes_it_partly_however_often_it_is_saved(fenbridge, services, today):
    page = a_page(fenbridge, DUTY, on=None)
    page.save_revision().publish()

    duty = stands(fenbridge, today)

    assert duty.status == PARTLY
    assert any("has never been checked" in reason for reason in duty.reasons)


def test_a_service_that_closes_or_is_taken_off_the_list_counts_no_more(fenbridge, page, services, today):
    closed(services[0], today)
    indexed()
    duty = stands(fenbridge, today)
    assert duty.status == PARTLY
    assert any("2 of 3 services listed" in reason for reason in duty.reasons)

    Listing.objects.filter(service__in=services).delete()
    indexed()
    assert stands(fenbridge, today).services[0].count == 0


def test_a_service_that_is_no_longer_published_counts_no_more(fenbridge, page, services, today):
    services[1].unpublish()
    indexed()

    assert stands(fenbridge, today).services[0].count == 2


def test_nothing_of_another_councils_counts(fenbridge, saltmere, page, services, today):
    duty = stands(saltmere, today)

    assert (duty.status, duty.pages, duty.services[0].count) == (GAP, (), 0)


def test_a_kind_stands_for_those_below_it(fenbridge, today):
    a_service(fenbridge, on=today, kinds=["sport"])
    indexed()

    leisure = stands(fenbridge, today, "leisure-activities")

    assert leisure.services[0].count == 1


@pytest.mark.parametrize(
    ("code", "fields"),
    [
        ("who", {"eligibility_description": "Children of 5 to 11"}),
        ("how", {"referral": "self"}),
        ("how", {"application_process": "Ring us."}),
        ("how", {"application_url": "https://club.example.org/join"}),
        ("who-decides", {"who_decides": "The panel"}),
        ("cost", {"cost": "free"}),
        ("cost", {"fees_description": "£2 a time"}),
        ("cost", {"cost_options": [CostOption(option="A child")]}),
        ("times", {"running": "term-time"}),
        ("times", {"schedules": [Schedule(description="Tuesdays")]}),
        ("contact", {"email": "club@example.org"}),
        ("contact", {"phones": [Phone(number="01632 960001")]}),
        ("contact", {"contacts": [Contact(title="The manager")]}),
        ("no-plan", {"plan_required": "no"}),
        ("no-diagnosis", {"diagnosis_required": "no"}),
        ("answers", {"answers": [ProviderAnswer(question="Who?", answer="We.")]}),
        (
            "sen-report",
            {"links": [Link(label="SEN information report", url="https://school.example.org/sen")]},
        ),
        ("sen-report", {"links": [Link(label="Our SEND report 2026", url="https://school.example.org/s")]}),
    ],
)
def test_what_a_service_states_is_seen(fenbridge, today, code, fields):
    service = ServiceFactory(owner=fenbridge.authority)
    assert evidence._stated(fenbridge.authority) == {service.pk: set()}

    for name, value in fields.items():
        setattr(service, name, value)
    service.save()
    indexed()

    [fact] = evidence._services(fenbridge.authority, today)
    assert fact.states == {code}


@pytest.mark.parametrize(
    "fields",
    [
        {"plan_required": "yes"},
        {"diagnosis_required": "yes"},
        {"eligibility_description": "  "},
        {"links": [Link(label="Annual report", url="https://school.example.org/a")]},
    ],
)
def test_what_says_something_else_states_nothing(fenbridge, today, fields):
    service = ServiceFactory(owner=fenbridge.authority)
    for name, value in fields.items():
        setattr(service, name, value)
    service.save()
    indexed()

    [fact] = evidence._services(fenbridge.authority, today)

    assert fact.states == set()


def test_a_service_that_says_all_states_all_and_its_check_counts_for_a_year(fenbridge, today):
    a_service(fenbridge, on=today - timedelta(days=300))
    indexed()
    [fact] = evidence._services(fenbridge.authority, today)
    assert fact.states == set(codes.STATED)

    [later] = evidence._services(fenbridge.authority, today + timedelta(days=90))
    assert later.states == set(codes.STATED) - {"checked"}


@pytest.mark.once
def test_a_directory_with_what_each_duty_asks_answers_every_want_of_services(fenbridge, today):
    wants = {wanted for _, version in loading.in_force(today) for wanted in version.evidence.services}
    for wanted in sorted(wants, key=str):
        services_for(fenbridge, wanted, on=today)
    indexed()
    facts = evidence.gather(fenbridge.authority, day=today)

    short = [wanted.about for wanted in wants if facts.services.answering(wanted)[1] < wanted.at_least]

    assert short == []


def test_facts_of_the_site_follow_its_pages(fenbridge, today):
    facts = evidence.gather(fenbridge.authority, day=today).site
    assert facts["home-page-live"].of == 1
    assert facts["search-live"].of == 0, "there is nothing to find"
    assert (facts["pages-checked"].of, facts["pages-checked"].among) == (0, 1)
    assert facts["every-section-has-pages"].of == 0
    assert not {"reading-age", "acronyms-explained", "links-work"} & set(facts), "nobody has looked yet"

    a_service(fenbridge, on=today)
    indexed()
    by_section = {criterion.section: criterion.slug for criterion, _ in loading.in_force(today)}
    for section, slug in by_section.items():
        a_page(fenbridge, slug, on=today, title=section)
    facts = evidence.gather(fenbridge.authority, day=today).site
    assert facts["search-live"].of == 1
    assert facts["every-section-has-pages"].of == facts["every-section-has-pages"].among == len(by_section)
    assert (facts["pages-checked"].of, facts["pages-checked"].among) == (len(by_section), len(by_section) + 1)

    fenbridge.site.root_page.specific.unpublish()
    assert evidence.gather(fenbridge.authority, day=today).site["home-page-live"].of == 0


def test_the_questions_asked_of_the_database_are_as_many_for_one_as_for_thirty(
    fenbridge, today, django_assert_num_queries
):
    a_page(fenbridge, DUTY, on=today)
    a_service(fenbridge, on=today)
    indexed()
    with django_assert_num_queries(12):
        evidence.gather(fenbridge.authority, day=today)

    for number in range(30):
        a_page(fenbridge, DUTY, on=today, title=f"Page {number}")
        a_service(fenbridge, on=today, name=f"Service {number}")
    indexed()
    with django_assert_num_queries(12):
        evidence.gather(fenbridge.authority, day=today)


def test_a_page_below_the_young_peoples_hub_is_one_of_the_hubs(fenbridge, today):
    def kinds():
        return {page.title: page.kinds for page in evidence.gather(fenbridge.authority, day=today).pages}

    hub = fenbridge.site.root_page.add_child(instance=YoungPeopleHubPage(title="You"))
    below = hub.add_child(instance=Page(title="Have your say", slug="say"))
    DutyServed.objects.create(page=below, criterion="young-people-engaged")
    assert kinds() == {"Have your say": frozenset({"young-people"})}

    hub.unpublish()
    assert kinds() == {"Have your say": frozenset()}, "a hub that nobody can read has no pages"


def test_a_council_without_a_site_of_its_own_shows_no_pages(fenbridge, today):
    a_page(fenbridge, DUTY, on=today)
    fenbridge.site.root_page = Page.get_first_root_node()
    fenbridge.site.save()

    assert stands(fenbridge, today).pages == ()
