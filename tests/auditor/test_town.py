"""The invented council that the auditor is tried on is what it says of itself."""

from __future__ import annotations

import http.client
import io
import re
from collections.abc import Callable
from datetime import date
from email.message import Message
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

import pytest
from pypdf import PdfReader
from selectolax.lexbor import LexborHTMLParser

from localoffer.duties import loading
from tests.auditor.town import Plan, Town, texts
from tests.auditor.town.pdfs import pdf
from tests.auditor.town.plan import FAULTS, STATES
from tests.auditor.town.words import Words

DAY = date(2026, 11, 2)


class Answer(NamedTuple):
    status: int
    headers: Message
    body: bytes


def get(url: str, method: str = "GET", **headers: str) -> Answer:
    """Ask once, follow nothing."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port or 80, timeout=5)
    target = parts.path + (f"?{parts.query}" if parts.query else "")
    connection.request(
        method, target, headers={name.replace("_", "-"): value for name, value in headers.items()}
    )
    came = connection.getresponse()
    answer = Answer(came.status, came.headers, came.read())
    connection.close()
    return answer


def words_of(url: str) -> str:
    answer = get(url)
    if answer.status in (429, 503):
        answer = get(url)
    if answer.headers.get_content_type() == "application/pdf":
        return " ".join(
            " ".join(sheet.extract_text() for sheet in PdfReader(io.BytesIO(answer.body)).pages).split()
        )
    charset = answer.headers.get_content_charset() or "utf-8"
    return LexborHTMLParser(answer.body.decode(charset)).text(separator=" ")


def test_a_page_is_written_for_every_criterion_that_is_read_or_done():
    wanted = {duty.slug for duty in loading.criteria() if duty.kind in ("content", "process")}

    assert wanted <= set(texts.criteria())
    for told in texts.criteria().values():
        assert {"title", "met", "partly", "recital"} <= set(told)


def test_every_page_is_written_in_a_second_manner():
    plain, formal = texts.told("plain"), texts.told("formal")

    assert all(plain[name]["met"] != formal[name]["met"] for name in plain)


def test_every_text_can_be_filled_with_any_towns_words():
    for seed in range(4):
        words = Words(seed, DAY, "offer.example.org")
        for told in (*texts.told("plain").values(), *texts.told("formal").values()):
            for state in ("met", "partly", "recital"):
                assert "{" not in words.fill(told[state], contents="")


def test_whoever_clicks_the_words_of_the_path_comes_to_the_local_offer(found_town: Callable[[Plan], Town]):
    for clicks in (1, 3, 6):
        truth = found_town(Plan(clicks=clicks, entries=20)).truth

        at = truth.council_home
        for step in truth.path:
            page = LexborHTMLParser(get(at).body)
            at = next(
                urljoin(at, link.attributes["href"])
                for link in page.css("main a")
                if link.text().strip() == step
            )

        assert at == truth.offer_home
        assert len(truth.path) == clicks


@pytest.mark.parametrize("addresses", ["words", "numbers", "query"])
@pytest.mark.parametrize("own_host", [True, False])
def test_every_page_that_the_truth_names_is_there(
    addresses: str, own_host: bool, found_town: Callable[[Plan], Town]
):
    town = found_town(Plan(addresses=addresses, own_host=own_host, entries=20, awkward=False))

    for url in town.truth.pages:
        assert get(url).status == 200, url


def test_pages_that_show_a_criterion_say_its_text(town: Town):
    words = Words(town.plan.seed, town.plan.today, "")
    for name, truth in town.truth.criteria.items():
        if truth.needs_browser:
            continue
        first = re.split(
            r"[\[*{|]",
            texts.criteria()[name]["met"].strip().split("\n")[0].removeprefix("## ").removeprefix("- "),
        )[0]

        assert any(words.fill(first).strip() in words_of(page) for page in truth.pages), name


def test_a_criterion_may_be_kept_in_a_pdf_or_on_the_site_of_a_charity(found_town: Callable[[Plan], Town]):
    town = found_town(Plan(in_pdfs=3, off_site=True, scripted=0, entries=20, awkward=False))

    in_pdfs = [truth for truth in town.truth.criteria.values() if truth.in_pdf]
    sendiass = town.truth.criteria["sendiass"]

    assert len(in_pdfs) == 3
    for truth in in_pdfs:
        page, file = truth.pages
        assert file.endswith(".pdf")
        assert len(words_of(file)) > 300
        assert "(PDF)" in words_of(page)
    assert sendiass.off_site
    assert all(page.startswith(town.bases["advice"]) for page in sendiass.pages)


def test_nobody_is_wrong_to_call_partly_met_what_other_pages_touch_on(found_town: Callable[[Plan], Town]):
    states = {"mediation": "missing", "work-and-internships": "missing", "preparing-for-adulthood": "missing"}
    truth = found_town(Plan(states=states, entries=20)).truth.criteria

    assert truth["mediation"].allowed == {"not-found", "partly"}  # the page on which route to take names it
    assert truth["preparing-for-adulthood"].allowed == {"not-found"}
    assert truth["appeals"].allowed == {"met"}
    assert truth["real-local-offer"].allowed == {"met", "partly"}


def test_links_do_what_the_truth_says_of_them(found_town: Callable[[Plan], Town]):
    town = found_town(Plan(entries=20, awkward=False))
    for url, state in town.truth.links.items():
        answer = get(url)
        hops = 0
        while answer.status in (301, 302) and hops < 5:
            url = urljoin(url, answer.headers["Location"])
            answer, hops = get(url), hops + 1

        if state == "working":
            assert answer.status in (200, 500), url  # 500: the one that is well at the second try
        elif state == "broken":
            gone_soft = re.search(rb"not found|cannot (be found|find)|does not exist", answer.body)
            at_start = urlsplit(url).path in ("/", "/send/")
            assert answer.status in (301, 302, 404, 410, 500) or gone_soft or at_start, url
        else:
            assert answer.status in (401, 403, 429, 503), url


def test_no_link_is_broken_but_those_that_were_planted(found_town: Callable[[Plan], Town]):
    for seed in range(3):
        truth = found_town(Plan.varied(seed, entries=20)).truth

        broken = {url for url, state in truth.links.items() if state == "broken"}

        assert broken == {fault.target for fault in truth.of_links()}


def test_every_fault_is_planted_as_often_as_was_asked(town: Town):
    for kind, how_many in FAULTS.items():
        assert len(town.truth.of(kind)) == how_many, kind


def test_what_is_planted_stands_on_its_page(town: Town):
    scripted = {url for truth in town.truth.criteria.values() if truth.needs_browser for url in truth.pages}
    for fault in [*town.truth.faults, *town.truth.innocent]:
        if fault.page in scripted or town.truth.pages[fault.page] == "entry":
            continue
        assert fault.quote in words_of(fault.page), fault


def test_no_innocent_sentence_shares_its_page_with_a_fault_of_its_kind(town: Town):
    guilty = {(fault.kind, fault.page) for fault in town.truth.faults}

    assert not [fault for fault in town.truth.innocent if (fault.kind, fault.page) in guilty]


@pytest.mark.parametrize("presence", ["none", "holding", "basic", "directory"])
def test_a_council_without_a_whole_offer_says_no_more_than_its_kind(
    presence: str, found_town: Callable[[Plan], Town]
):
    town = found_town(Plan(presence=presence, entries=20))

    kinds = set(town.truth.pages.values())

    assert "topic" not in kinds
    assert ("entry" in kinds) == (presence == "directory")
    assert bool(town.truth.offer_home) == (presence != "none")


def test_a_hollow_offer_has_a_page_for_everything_and_says_nothing(found_town: Callable[[Plan], Town]):
    truth = found_town(Plan(presence="holding", is_hollow=True)).truth

    assert list(truth.pages.values()).count("topic") > 50
    assert {criterion.state for criterion in truth.criteria.values()} == {"recital"}


def test_a_varied_town_meets_some_criteria_and_leaves_out_others():
    states = set(Plan.varied(3).states.values())

    assert states == set(STATES)


def test_the_same_plan_builds_the_same_town_but_for_its_ports(found_town: Callable[[Plan], Town]):
    def told(town: Town) -> str:
        return re.sub(r":\d{4,5}\b", "", town.truth.as_json())

    plan = Plan.varied(5, today=DAY, entries=20)

    assert told(found_town(plan)) == told(found_town(plan))
    assert told(found_town(plan)) != told(found_town(Plan.varied(6, today=DAY, entries=20)))


def test_a_page_that_has_not_changed_is_not_sent_twice(town: Town):
    first = get(town.truth.offer_home)

    again = get(town.truth.offer_home, If_None_Match=first.headers["ETag"])

    assert (again.status, again.body) == (304, b"")
    assert get(town.truth.offer_home, If_Modified_Since=first.headers["Last-Modified"]).status == 304


def test_every_request_is_noted_and_only_reading_is_answered(found_town: Callable[[Plan], Town]):
    town = found_town(Plan(entries=20))

    get(town.truth.council_home, User_Agent="A visitor")
    refused = get(town.truth.council_home, "POST")

    assert [(asked.method, asked.path) for asked in town.asked] == [("GET", "/"), ("POST", "/")]
    assert town.asked[0].headers["user-agent"] == "A visitor"
    assert refused.status == 405


def test_a_busy_page_asks_to_wait_and_is_then_itself(found_town: Callable[[Plan], Town]):
    town = found_town(Plan(entries=20))
    busy = [url for url in town.truth.pages if town.sites["council"].first.get(urlsplit(url).path)]

    for url in busy:
        first, second = get(url), get(url)

        assert first.status in (429, 503)
        assert first.headers["Retry-After"] == "1"
        assert second.status == 200
    assert len(busy) == 2


def test_the_calendar_and_the_filters_have_no_end(town: Town):
    url = f"{town.truth.offer_home}events/2026-11"
    for _ in range(30):
        page = LexborHTMLParser(get(url).body)
        url = urljoin(url, next(a.attributes["href"] for a in page.css("a") if a.text() == "Next month"))

    assert url.endswith("2029-05")


def test_what_robots_txt_forbids_and_what_would_do_something_is_linked_to(town: Town):
    linked = set()
    for url in town.truth.pages:
        answer = get(url)
        if answer.status == 200:
            linked |= {
                urljoin(url, a.attributes["href"] or "") for a in LexborHTMLParser(answer.body).css("a[href]")
            }

    assert set(town.truth.forbidden) <= linked
    assert set(town.truth.never) <= linked
    assert set(town.truth.canaries) <= linked


def test_nothing_but_the_canary_is_left_out_of_what_may_be_reached(town: Town):
    assert urlsplit(town.bases["canary"]).netloc not in town.allowed
    assert len(town.allowed) == len(town.bases) - 1


def test_the_sites_own_search_finds_words_as_they_are_typed(town: Town):
    found = words_of(f"{town.truth.council_home}search?q=short+breaks+for+families")
    missed = words_of(f"{town.truth.council_home}search?q=shrot+braeks")

    assert "Short breaks for families" in found
    assert "0 results" in missed


def test_a_pdf_says_whether_it_has_a_title_and_tags():
    good = PdfReader(io.BytesIO(pdf("Short breaks\n" * 60, title="Statement")))
    bad = PdfReader(io.BytesIO(pdf("A leaflet (of ours)", is_tagged=False)))

    assert len(good.pages) == 2
    assert good.metadata is not None
    assert good.metadata.title == "Statement"
    assert "/MarkInfo" in good.trailer["/Root"]
    assert "/MarkInfo" not in bad.trailer["/Root"]
    assert "A leaflet (of ours)" in bad.pages[0].extract_text()


def test_records_of_the_directory_can_be_read_page_by_page(found_town: Callable[[Plan], Town]):
    town = found_town(Plan(entries=45))
    url, seen = f"{town.truth.offer_home}directory?type=all", set()
    while url:
        page = LexborHTMLParser(get(url).body)
        seen |= {
            a.attributes["href"]
            for a in page.css("main li a")
            if re.search(r"/directory/\d", a.attributes["href"])
        }
        following = page.css_first("a[rel=next]")
        url = urljoin(url, following.attributes["href"]) if following else ""

    assert len(seen) == 45
