"""Someone finds a mistake on a service's page, and says so in two presses."""

import datetime as dt
from html import unescape

import pytest
from django.core import mail
from django.core.cache import cache

from localoffer.directory import merging
from localoffer.directory.models import FormerAddress, Listing
from localoffer.finder.models import IndexState, StaleService
from localoffer.places import limits
from localoffer.voice.models import Kind, ProblemReport
from localoffer.voice.views import MOST_IN_A_QUARTER_HOUR
from tests.factories.directory import ServiceFactory, checked, closed
from tests.voice.said import HOST, OFFICERS, PROVIDER, words_on

FORM, THANKS = "/services/wriggle-club/report/", "/services/wriggle-club/report/thanks/"


@pytest.fixture
def get(client, listing):
    return lambda path=FORM, host=HOST: client.get(path, headers={"host": host})


def test_every_service_page_has_a_way_to_the_form_and_says_when_it_was_checked(get, service):
    checked(service, dt.date(2026, 11, 12))

    page = get("/services/wriggle-club/").content.decode()

    assert f'href="{FORM}"' in page
    assert "Last checked</dt><dd>12 November 2026" in page
    assert "Last checked on 12 November 2026" in words_on(get())


def test_a_closed_service_can_be_reported_too(get, service):
    closed(service, dt.date(2026, 7, 17))

    assert f'href="{FORM}"' in get("/services/wriggle-club/").content.decode()
    assert "this service closed on 17 July 2026" in words_on(get())


def test_one_press_reaches_officers_and_provider(send, service, council):
    answer = send(kind="phone")

    assert answer.status_code == 302
    assert answer["Location"] == THANKS
    report = ProblemReport.objects.get()
    assert (report.service, report.authority, report.kind) == (service, council, Kind.PHONE)
    assert {letter.to[0] for letter in mail.outbox} == {OFFICERS, PROVIDER}


def test_who_says_more_and_asks_for_an_answer_has_it_kept(send):
    send(
        kind="times",
        words="It is on Tuesdays now.\r\nNot Mondays.",
        email="mum@example.org",
        may_pass_on="yes",
    )

    report = ProblemReport.objects.get()
    assert report.words == "It is on Tuesdays now.\nNot Mondays."
    assert report.reporter_email == "mum@example.org"
    assert report.may_pass_on


def test_the_page_after_says_what_happens_next_and_when(get):
    said = words_on(get(THANKS))

    assert "Thank you. We have it." in said
    assert "We look into it by" in said
    assert "We delete your words and your e-mail address 30 days after" in said


def test_no_page_of_it_sets_a_cookie_or_is_kept_by_a_cache(get, send):
    for answer in (get(), get(THANKS), send(kind="phone"), send(kind="nonsense")):
        assert not answer.cookies
        assert "private" in answer["Cache-Control"]


def test_the_same_press_twice_is_one_report_and_the_second_is_told_so(send, open_form, get):
    form = open_form()

    first, second = send(**form, kind="cost", words="It is £4"), send(**form, kind="cost", words="It is £4")

    assert ProblemReport.objects.count() == 1
    assert first["Location"] == THANKS
    assert "We already have this" in words_on(get(second["Location"]))
    assert len(mail.outbox) == 2


def test_whoever_goes_back_and_presses_something_else_tells_something_new(send, open_form):
    form = open_form()

    send(**form, kind="cost")
    send(**form, kind="times")

    assert ProblemReport.objects.count() == 2


def test_something_else_needs_a_word(send):
    answer = send(kind="other")

    assert answer.status_code == 422
    assert "Say in a few words what is wrong." in words_on(answer)
    assert '<details class="govuk-details" open>' in answer.content.decode()
    assert not ProblemReport.objects.exists()


@pytest.mark.parametrize("kind", ["", "nonsense", "\x00", "phone' OR 1=1"])
def test_without_a_press_that_we_know_it_says_what_to_press_and_keeps_the_words(send, kind):
    answer = send(kind=kind, words="Sie ist umgezogen")

    assert answer.status_code == 422
    assert "Press what is wrong." in words_on(answer)
    assert "Sie ist umgezogen" in answer.content.decode()


def test_ten_thousand_letters_are_too_many_and_are_all_still_there(send):
    words = "Lorem ipsum " * 833 + "end."

    answer = send(kind="other", words=words)

    assert answer.status_code == 422
    assert "You wrote 10,000 letters. We can take 2,000" in words_on(answer)
    assert words in answer.content.decode()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Клуб переехал на другую улицу", "Клуб переехал на другую улицу"),
        ("النادي مغلق", "النادي مغلق"),
        ("俱乐部搬家了 👨‍👩‍👧", "俱乐部搬家了 👨‍👩‍👧"),
        ("nul\x00 bell\x07 esc\x1b[31m", "nul bell esc[31m"),
        ("turned \u202eround\u202c", "turned round"),
        ("  only   spaces around  ", "only   spaces around"),
    ],
)
def test_words_in_any_script_are_kept_and_what_cannot_be_seen_is_not(send, typed, kept):
    send(kind="other", words=typed)

    assert ProblemReport.objects.get().words == kept


def test_bytes_that_are_no_text_are_no_error(client, open_form):
    body = b"kind=other&words=%ff%fe%00ok&seal=" + open_form()["seal"].encode()

    answer = client.post(FORM, body, content_type="application/x-www-form-urlencoded", headers={"host": HOST})

    assert answer.status_code == 302
    assert ProblemReport.objects.get().words.endswith("ok")


@pytest.mark.parametrize(
    "email",
    [
        "mum@",
        "mum example.org",
        "mum@example.org\nBcc: all@example.org",
        "a" * 250 + "@example.org",
        "<mum@example.org>",
    ],
)
def test_what_is_no_address_is_asked_for_again_and_nothing_is_lost(send, email):
    answer = send(kind="phone", words="It rings out", email=email)

    assert answer.status_code == 422
    assert "e-mail address" in words_on(answer)
    assert "It rings out" in answer.content.decode()
    assert unescape(answer.content.decode()).count(email.splitlines()[0]) >= 1
    assert mail.outbox == []


def test_what_is_typed_cannot_become_markup(send):
    answer = send(kind="other", words="<script>alert(1)</script>" * 100, email='"><script>alert(2)</script>')

    assert answer.status_code == 422
    assert "<script>alert" not in answer.content.decode()


def test_a_form_that_was_open_for_days_asks_for_one_more_press_and_keeps_the_words(send, open_form):
    answer = send(**open_form(days=2), kind="phone", words="It rings out")

    assert answer.status_code == 422
    assert "Nothing is lost. Please press once more" in words_on(answer)
    assert "It rings out" in answer.content.decode()
    assert not ProblemReport.objects.exists()


def test_that_page_has_a_seal_that_works(send, open_form, client):
    html = send(**open_form(days=2), kind="phone").content.decode()
    seal = html.partition('name="seal" value="')[2].partition('"')[0]

    again = client.post(FORM, {"seal": unescape(seal), "kind": "phone"}, headers={"host": HOST})

    assert "Please press once more" in words_on(again), "two seconds have not gone by"
    assert f'value="{seal}"' in again.content.decode(), "so the same seal stays good"


@pytest.mark.parametrize("seal", ["", "nonsense", "a:b:c", "x" * 5000, "\x00"])
def test_a_form_that_nobody_opened_is_not_taken(send, seal):
    assert send(seal=seal, kind="phone").status_code == 422
    assert not ProblemReport.objects.exists()


def test_the_seal_of_another_page_is_not_taken(send, council, listing, open_form):
    ServiceFactory(owner=council, name="Other")

    answer = send("/services/other/report/", **open_form(), kind="phone")

    assert answer.status_code == 422
    assert not ProblemReport.objects.exists()


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example.org"},
        {"origin": "http://["},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
)
def test_a_form_on_another_site_sends_nothing(send, headers):
    assert send(kind="phone", headers=headers).status_code == 422
    assert not ProblemReport.objects.exists()


def test_a_program_that_fills_in_everything_is_asked_once_more(send):
    answer = send(kind="phone", website="https://spam.example.org", words="Buy")

    assert answer.status_code == 422
    assert "Please press once more" in words_on(answer)
    assert "spam.example.org" not in answer.content.decode(), "a person's second press goes through"


def test_one_network_can_send_so_many_and_then_sees_a_phone_number_and_keeps_the_words(send):
    for number in range(MOST_IN_A_QUARTER_HOUR):
        assert send(kind="phone", words=f"{number}").status_code == 302

    answer = send(kind="phone", words="One more")

    assert answer.status_code == 429
    assert "Please press again in 15 minutes, or ring 01632 960140" in words_on(answer)
    assert "One more" in answer.content.decode()
    assert ProblemReport.objects.count() == MOST_IN_A_QUARTER_HOUR


def test_the_last_that_was_taken_and_was_pressed_twice_is_not_refused(send, open_form):
    form = open_form()
    for number in range(MOST_IN_A_QUARTER_HOUR):
        send(**form, kind="phone", words=f"{number}")

    assert send(**form, kind="phone", words="9")["Location"] == f"{THANKS}?again=1"


def test_somebody_elsewhere_is_not_held_up(send, client, open_form):
    for number in range(MOST_IN_A_QUARTER_HOUR):
        send(kind="phone", words=f"{number}")

    answer = client.post(
        FORM, open_form() | {"kind": "phone"}, headers={"host": HOST}, REMOTE_ADDR="198.51.100.7"
    )

    assert answer.status_code == 302


def test_no_address_of_a_device_is_kept_in_clear(send, client, open_form):
    client.post(FORM, open_form() | {"kind": "phone"}, headers={"host": HOST}, REMOTE_ADDR="198.51.100.77")

    kept = " ".join(map(repr, [*cache._cache.items(), *ProblemReport.objects.values()]))
    assert "198.51.100" not in kept
    assert "limits:reports:" in kept


@pytest.mark.parametrize(
    ("proxy", "remote", "forwarded", "network"),
    [
        (False, "198.51.100.77", "203.0.113.9", "198.51.100.0/24"),
        (True, "127.0.0.1", "203.0.113.9, 198.51.100.77", "198.51.100.0/24"),
        (True, "198.51.100.77", "", "198.51.100.0/24"),
        (False, "2001:db8:1:22ff::1", "", "2001:db8:1:2200::/56"),
        (False, "::ffff:198.51.100.77", "", "198.51.100.0/24"),
        (False, "", "", ""),
        (True, "127.0.0.1", "nonsense", ""),
    ],
)
def test_a_network_is_read_from_where_nobody_can_make_it_up(rf, settings, proxy, remote, forwarded, network):
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if proxy else None

    request = rf.get("/", REMOTE_ADDR=remote, HTTP_X_FORWARDED_FOR=forwarded)

    assert limits.network_of(request) == network


def test_a_withdrawn_service_has_a_page_that_helps(get, send, service):
    service.first_published_at = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    service.save()
    service.unpublish()

    for answer in (get(), send(kind="phone")):
        assert answer.status_code == 410
        assert "This page has been taken down" in words_on(answer)
        assert "01632 960140" in words_on(answer)
        assert "Wriggle" not in words_on(answer), "a withdrawn record is nobody's to read"
    assert not ProblemReport.objects.exists()


def test_a_service_that_was_merged_leads_to_the_one_that_was_kept(get, council, service):
    service.first_published_at = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    service.save()
    merging.merge(keep=ServiceFactory(owner=council, name="Wriggle and Sign"), drop=service)

    answer = get()

    assert answer.status_code == 410
    assert "Instead, see Wriggle and Sign" in words_on(answer)


def test_a_former_address_still_takes_a_report(send, listing):
    FormerAddress.objects.create(authority=listing.authority, slug="old-club", listing=listing)

    assert send("/services/old-club/report/", kind="phone")["Location"] == THANKS
    assert ProblemReport.objects.get().service == listing.service


def test_a_draft_that_families_never_saw_is_not_told_of(get, council):
    ServiceFactory(owner=council, name="Secret plan", live=False)

    assert get("/services/secret-plan/report/").status_code == 404
    assert get("/services/secret-plan/report/thanks/").status_code == 404


def test_a_made_up_address_and_another_councils_are_not_found(get, send, council, saltmere, listing):
    ServiceFactory(owner=saltmere, name="Elsewhere")
    assert Listing.objects.of(saltmere).filter(slug="elsewhere").exists()

    for slug in ("nope", "elsewhere"):
        assert get(f"/services/{slug}/report/").status_code == 404
        assert send(f"/services/{slug}/report/", kind="phone").status_code == 404
    assert not ProblemReport.objects.exists()


def test_a_report_changes_nothing_that_searches_read(send, council):
    before = list(IndexState.objects.values())
    StaleService.objects.all().delete()

    send(kind="closed", words="It shut in May")

    assert list(IndexState.objects.values()) == before
    assert not StaleService.objects.exists()
