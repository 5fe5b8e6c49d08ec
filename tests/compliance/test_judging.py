"""Where each duty stands, from plain facts: what shows it, and what its loss does. Most of it over all 76."""

from dataclasses import replace
from datetime import timedelta

import pytest

from localoffer.compliance.judging import (
    GAP,
    MET,
    NO_MORE_THAN,
    NOT_ASSESSED,
    PARTLY,
    STATUSES,
    Facts,
    PageFact,
    ServiceFact,
    Services,
    Share,
    judge,
)
from localoffer.duties import codes, loading
from tests.compliance.showing import (
    ALL_WELL,
    DAY,
    EVERY_PART,
    LONG_AGO,
    SLUGS,
    facts_for,
    pages_for,
    services_for,
    version_of,
)

WITH_PAGES = [slug for slug in SLUGS if version_of(slug).evidence.pages]
WITH_SERVICES = [slug for slug in SLUGS if version_of(slug).evidence.services]
WITH_SITE_FACTS = [slug for slug in SLUGS if version_of(slug).evidence.site]
WITH_PARTS = [slug for slug in SLUGS if version_of(slug).evidence.parts]


def judged(slug, facts):
    return judge(loading.criterion(slug), version_of(slug), facts)


def test_there_are_76_duties_to_judge():
    assert len(SLUGS) == 76


@pytest.mark.parametrize("slug", SLUGS)
def test_a_duty_with_all_its_evidence_is_met(slug):
    found = judged(slug, facts_for(slug))

    assert found.status == MET, found.reasons


@pytest.mark.parametrize("slug", SLUGS)
def test_a_duty_that_wants_a_part_which_is_not_there_is_not_assessed_and_every_other_is_met(slug):
    found = judged(slug, facts_for(slug, parts={}))

    assert found.status == (NOT_ASSESSED if version_of(slug).evidence.parts else MET), found.reasons


@pytest.mark.parametrize("slug", SLUGS)
def test_nothing_at_all_meets_nothing(slug):
    nothing = judged(slug, Facts(day=DAY, site={fact: Share(0, 20) for fact in codes.SITE_FACTS}))

    assert nothing.status == (NOT_ASSESSED if version_of(slug).evidence.parts else GAP), nothing.reasons
    assert (nothing.pages, nothing.owner, nothing.last_reviewed_on) == ((), "", None)


@pytest.mark.parametrize("slug", SLUGS)
@pytest.mark.parametrize("status", ["with everything", "with nothing", "without parts"])
def test_every_judgement_says_why_in_sentences(slug, status):
    facts = {
        "with everything": facts_for(slug),
        "with nothing": Facts(day=DAY),
        "without parts": facts_for(slug, parts={}),
    }[status]

    reasons = judged(slug, facts).reasons

    assert reasons
    assert all(reason[0].isupper() or reason[0] in "“0123456789" for reason in reasons), reasons
    assert all(reason.endswith((".", ").")) and "None" not in reason for reason in reasons), reasons


@pytest.mark.parametrize("slug", WITH_PAGES)
def test_a_page_taken_down_takes_the_status_with_it(slug):
    found = judged(slug, facts_for(slug, pages=pages_for(slug, is_published=False)))

    assert found.status in (GAP, PARTLY), found.reasons
    assert found.pages == (), "what cannot be read is shown nowhere"
    only_pages = not (WITH_SERVICES.count(slug) or WITH_SITE_FACTS.count(slug) or WITH_PARTS.count(slug))
    assert found.status == GAP or not only_pages, "a claim without a published page is a gap"


@pytest.mark.parametrize("slug", WITH_PAGES)
def test_a_page_that_nobody_has_checked_in_time_makes_it_partly(slug):
    late = pages_for(slug, checked_on=LONG_AGO, published_on=LONG_AGO, ends_on=None)
    never = pages_for(slug, checked_on=None, published_on=LONG_AGO)

    if all("event" in page.kinds for page in late):
        pytest.skip("An event counts until it is over")
    for pages in (late, never):
        found = judged(slug, facts_for(slug, pages=pages))
        assert (found.status, found.is_overdue) == (PARTLY, True), found.reasons
        assert any("ago" in reason or "never" in reason for reason in found.reasons)


@pytest.mark.parametrize("slug", WITH_PAGES)
def test_a_page_of_another_kind_does_not_count(slug):
    found = judged(slug, facts_for(slug, pages=pages_for(slug, kinds=frozenset({"home"}))))

    assert found.status in (GAP, PARTLY)
    assert any("names this duty, but only a page of this kind counts" in reason for reason in found.reasons)


@pytest.mark.parametrize("slug", WITH_SERVICES)
def test_services_closed_or_taken_off_the_list_take_the_status_with_them(slug):
    found = judged(slug, facts_for(slug, services=Services(())))

    assert found.status in (GAP, PARTLY), found.reasons
    assert any("no service is listed" in reason for reason in found.reasons)


@pytest.mark.parametrize("slug", WITH_SERVICES)
def test_one_service_fewer_than_is_wanted_is_not_enough(slug):
    services = services_for(slug)
    for place in range(len(services)):
        fewer = Services(services[:place] + services[place + 1 :])
        found = judged(slug, facts_for(slug, services=fewer))
        # One may stand for another that was lost: then all that is wanted is still there
        enough = all(
            fewer.answering(wanted)[1] >= wanted.at_least for wanted in version_of(slug).evidence.services
        )
        assert (found.status == MET) is enough, found.reasons


@pytest.mark.parametrize("slug", [slug for slug in WITH_SERVICES if any(
    wanted.stating for wanted in version_of(slug).evidence.services
)])  # fmt: skip
def test_services_that_do_not_state_what_families_need_to_know_do_not_count(slug):
    silent = [replace(service, states=frozenset()) for service in services_for(slug)]

    found = judged(slug, facts_for(slug, services=Services(silent)))

    assert found.status in (GAP, PARTLY)
    assert any("but none states" in reason for reason in found.reasons), found.reasons


@pytest.mark.parametrize("slug", WITH_SITE_FACTS)
def test_what_is_no_longer_so_of_the_site_takes_the_status_with_it(slug):
    for wanted in version_of(slug).evidence.site:
        found = judged(slug, facts_for(slug, site=ALL_WELL | {wanted.fact: Share(0, 20)}))
        assert found.status in (GAP, PARTLY), found.reasons


@pytest.mark.parametrize("slug", WITH_SITE_FACTS)
def test_what_cannot_be_seen_of_the_site_is_no_failing(slug):
    assert judged(slug, facts_for(slug, site={})).status == NOT_ASSESSED


@pytest.mark.parametrize("slug", WITH_PARTS)
def test_what_a_part_finds_missing_takes_the_status_with_it(slug):
    parts = {code: (lambda wanted: (GAP, f"{wanted.about}: not seen.")) for code in codes.PARTS}

    assert judged(slug, facts_for(slug, parts=parts)).status in (GAP, PARTLY)


def test_reasons_say_what_an_officer_has_to_do_next():
    pages = pages_for("short-breaks", title="Short breaks", checked_on=DAY.replace(year=2025, month=3, day=3))
    services = Services(services_for("short-breaks")[:2])

    found = judged("short-breaks", facts_for("short-breaks", pages=pages, services=services))

    assert found.status == PARTLY
    assert found.reasons == (
        (
            "The short breaks statement, with its date: the page “Short breaks” was last checked on 3 March 2025, "
            "more than 12 months ago."
        ),
        "Short breaks that say who can have them and how to ask: 2 of 3 services listed.",
    )
    assert (found.owner, found.last_reviewed_on) == ("SEND information officer", DAY.replace(2025, 3, 3))


def test_a_check_stands_to_the_day_twelve_months_on_and_no_longer():
    on_the_day = pages_for("short-breaks", checked_on=DAY.replace(year=2025))
    the_day_before = pages_for("short-breaks", checked_on=DAY.replace(year=2025) - timedelta(days=1))

    assert judged("short-breaks", facts_for("short-breaks", pages=on_the_day)).status == MET
    assert judged("short-breaks", facts_for("short-breaks", pages=the_day_before)).status == PARTLY


def test_news_counts_from_the_day_it_was_published_and_an_event_until_it_is_over():
    news = pages_for("well-publicised", checked_on=None, published_on=DAY - timedelta(days=80))
    assert judged("well-publicised", facts_for("well-publicised", pages=news)).status == MET
    old = pages_for("well-publicised", checked_on=DAY, published_on=DAY - timedelta(days=100))
    assert judged("well-publicised", facts_for("well-publicised", pages=old)).status == PARTLY

    with_event = next(
        slug for slug in WITH_PAGES if any("event" in each.kinds for each in version_of(slug).evidence.pages)
    )
    pages = pages_for(with_event)
    over = tuple(
        replace(page, ends_on=DAY - timedelta(days=1)) if "event" in page.kinds else page for page in pages
    )
    assert judged(with_event, facts_for(with_event, pages=over)).status in (GAP, PARTLY)


def a_page_beside(kind: str, when: str) -> PageFact:
    return PageFact(
        999, "Old one", "/old/", frozenset({kind}), frozenset({"short-breaks"}), **{when: LONG_AGO}
    )


def test_a_late_page_makes_it_partly_however_many_are_in_time_and_is_named():
    late = a_page_beside("guide", "checked_on")

    found = judged("short-breaks", facts_for("short-breaks", pages=(*pages_for("short-breaks"), late)))

    assert (found.status, found.is_overdue) == (PARTLY, True)
    assert late in found.pages
    assert (
        "1 of 2 pages that say this are in time; the page “Old one” was last checked on" in found.missing[0]
    )


def test_old_news_beside_newer_changes_nothing():
    wanted = replace(version_of("short-breaks").evidence.pages[0], kinds=("document", "guide", "news"))
    version = replace(
        version_of("short-breaks"), evidence=replace(version_of("short-breaks").evidence, pages=(wanted,))
    )
    old = a_page_beside("news", "published_on")

    facts = facts_for("short-breaks", pages=(*pages_for("short-breaks"), old))
    found = judge(loading.criterion("short-breaks"), version, facts)

    assert (found.status, found.is_overdue) == (MET, False)


def test_services_are_counted_by_any_of_a_filter_and_all_of_the_filters():
    services = Services(
        [
            ServiceFact(frozenset({"kind:fun", "kind:sport"}), frozenset({"times", "cost"})),
            ServiceFact(frozenset({"kind:fun"}), frozenset({"times"})),
            ServiceFact(frozenset({"kind:care"}), frozenset({"times", "cost"})),
        ]
    )
    fun = replace(version_of("leisure-activities").evidence.services[0], kinds=("fun", "sport"))

    assert services.answering(fun) == (2, 1)
    assert services.answering(replace(fun, reach=("national",))) == (0, 0)


def test_an_officer_can_say_less_than_the_evidence_and_never_more():
    order = [GAP, PARTLY, MET]
    assert set(NO_MORE_THAN) == set(STATUSES)
    for computed, allowed in NO_MORE_THAN.items():
        assert computed in allowed
        if computed in order:
            assert all(order.index(each) <= order.index(computed) for each in allowed)
    assert NO_MORE_THAN[NOT_ASSESSED] == (NOT_ASSESSED, GAP)


def test_every_part_that_the_law_names_can_say_what_it_shows():
    assert {part for slug in WITH_PARTS for part in version_of(slug).evidence.parts} <= set(EVERY_PART)
