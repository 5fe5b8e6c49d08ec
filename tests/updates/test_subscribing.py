"""Somebody asks for news by e-mail, says yes, changes what she gets, and ends it; and nobody can find out who did."""

import datetime as dt
import logging

import pytest
from django.core import mail
from django.utils import timezone

from localoffer.updates import actions, keys
from localoffer.updates.models import MOST_ASKED, Asked, Letter, Subscriber, Subscription

from .conftest import ELSEWHERE, MUM, key_in, links_in, subscribe

SOON = dt.timedelta(hours=1)


def everything_kept():
    return [model.objects.count() for model in (Asked, Subscriber, Subscription, Letter)]


def confirmed(press, link):
    return press("/updates/confirm/", key=key_in(link))


def test_she_ticks_what_she_wants_and_gets_it_only_after_she_has_said_yes(ask, press, get, news):
    answer = ask(wants=["news", "newsletter"])

    assert answer.headers["Location"] == "/updates/asked/"
    [letter] = mail.outbox
    assert letter.to == [MUM]
    assert letter.from_email.startswith("Fenbridge Council Local Offer <")
    assert "- News\n- The newsletter\n" in letter.body
    assert Subscriber.objects.count() == 0
    [link] = [each for each in links_in(letter) if each.startswith("/updates/confirm/")]

    page = get(link)
    assert "Yes, send me these" in page.content.decode()
    assert Subscriber.objects.count() == 0, "a program that looks at mail opens links, and presses nothing"
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert "no-store" in page.headers["Cache-Control"]

    then = confirmed(press, link)
    assert "You will hear from us" in get(then.headers["Location"]).content.decode()
    subscriber = Subscriber.objects.get()
    assert (subscriber.email, subscriber.rhythm) == (MUM, "weekly")
    assert sorted(each.key for each in subscriber.subscriptions.all()) == ["news", "newsletter"]
    assert Asked.objects.count() == 0, "what was asked is not kept twice"
    assert "all is well" in get(link).content.decode(), "the link is used up"


def test_nobody_learns_from_the_answer_whether_an_address_is_known(ask, news, council):
    stranger = ask()
    subscribe(council, "news", email="known@example.org")
    known = ask(email="KNOWN@example.org ")

    assert (stranger.status_code, stranger.headers["Location"]) == (
        known.status_code,
        known.headers["Location"],
    )
    first, second = mail.outbox
    assert first.subject == second.subject
    assert len(first.body) == len(second.body)
    assert Subscriber.objects.count() == 1


def test_whoever_gets_letters_already_adds_to_them_by_saying_yes_again(ask, press, news, council):
    before = subscribe(council, "news")

    ask(wants=["newsletter"], rhythm="at-once")
    confirmed(press, next(each for each in links_in(mail.outbox[0]) if "confirm" in each))

    after = Subscriber.objects.get()
    assert after.pk == before.pk
    assert [each.key for each in after.subscriptions.all()] == ["news", "newsletter"]
    assert after.rhythm == "at-once"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"email": "mum@"}, "not a whole e-mail address"),
        ({"email": ""}, "Type your e-mail address."),
        ({"wants": []}, "Tick at least one thing"),
        ({"wants": ["page:999"]}, "Tick at least one thing"),
        ({"rhythm": ""}, "Say how often."),
        ({"seal": "forged"}, "Nothing is lost."),
        ({"website": "https://spam.example"}, "Nothing is lost."),
    ],
)
def test_a_slip_costs_her_nothing(ask, news, typed, said):
    answer = ask(**typed)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert said in page
    assert f'value="{typed.get("email", MUM)}"' in page
    assert everything_kept() == [0, 0, 0, 0]
    assert mail.outbox == []


def test_another_site_cannot_send_the_form(ask, news):
    answer = ask(headers={"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"})

    assert answer.status_code == 422
    assert mail.outbox == []


def test_nobody_can_flood_an_address_not_even_from_council_to_council(ask, news, saltmere):
    answers = [ask() for _ in range(MOST_ASKED + 2)]
    ask(of=saltmere, host=ELSEWHERE, wants=["newsletter"])

    assert {answer.headers["Location"] for answer in answers} == {"/updates/asked/"}
    assert len(mail.outbox) == MOST_ASKED


def test_many_from_one_network_are_asked_to_wait_and_lose_nothing_they_typed(ask, news):
    for number in range(20):
        ask(email=f"pupil-{number}@example.org")

    answer = ask()

    assert answer.status_code == 429
    assert "Please press again in 15 minutes" in answer.content.decode()
    assert f'value="{MUM}"' in answer.content.decode()


def test_an_address_that_nobody_confirmed_is_deleted_after_three_days(ask, get, news):
    ask()
    link = next(each for each in links_in(mail.outbox[0]) if "confirm" in each)
    now = timezone.now()

    assert actions.forget_unconfirmed(now=now + dt.timedelta(days=3) - SOON) == 0
    assert actions.forget_unconfirmed(now=now + dt.timedelta(days=3) + SOON) == 1
    assert everything_kept() == [0, 0, 0, 0]
    assert get(link).status_code == 410


def test_an_address_at_two_councils_is_two_rows_and_no_link_opens_the_others(get, press, council, saltmere):
    here, there = subscribe(council, "newsletter"), subscribe(saltmere, "newsletter")

    assert get(keys.to_change(here)).status_code == 200
    assert get(keys.to_change(here), host=ELSEWHERE).status_code == 410
    press("/updates/stop/", host=ELSEWHERE, key=keys.key_of(here))
    press("/updates/stop/", key=keys.key_of(here))

    assert list(Subscriber.objects.all()) == [there]


def test_she_changes_what_she_gets_and_how_often(get, press, council, topic, news):
    her = subscribe(council, "news", "search:q=swimming")
    page = get(keys.to_change(her)).content.decode()
    assert "“swimming”" in page
    assert MUM not in page, "a letter that was passed on tells nobody her address"

    press("/updates/mine/", key=keys.key_of(her), wants=[f"page:{topic.pk}"], rhythm="at-once")

    her.refresh_from_db()
    assert [each.key for each in her.subscriptions.all()] == [f"page:{topic.pk}"]
    assert her.rhythm == "at-once"


def test_who_unticks_everything_is_forgotten(press, council, news):
    her = subscribe(council, "news")

    answer = press("/updates/mine/", key=keys.key_of(her), rhythm="weekly")

    assert "You get no more letters" in answer.content.decode()
    assert everything_kept() == [0, 0, 0, 0]


def test_one_press_in_the_mail_program_ends_all_letters_and_opening_the_link_does_not(client, council, news):
    her = subscribe(council, "news")
    link = keys.to_stop(her)

    assert "One press" in client.get(link, headers={"host": "fenbridge.localhost"}).content.decode()
    assert Subscriber.objects.count() == 1
    answer = client.post(link, {"List-Unsubscribe": "One-Click"}, headers={"host": "fenbridge.localhost"})

    assert answer.status_code == 200, "RFC 8058 wants no page to go on to"
    assert everything_kept() == [0, 0, 0, 0]
    again = client.post(link, {"List-Unsubscribe": "One-Click"}, headers={"host": "fenbridge.localhost"})
    assert again.content == answer.content


@pytest.mark.parametrize("key", ["", "forged", "ImEi:1abc:xyz"])
def test_a_link_that_somebody_made_up_does_nothing(get, press, council, news, key):
    subscribe(council, "news")

    assert get(f"/updates/mine/?key={key}").status_code == 410
    assert get(f"/updates/confirm/?key={key}").status_code == 410
    assert press("/updates/stop/", key=key).status_code == 200
    assert Subscriber.objects.count() == 1


def test_no_log_holds_an_address_or_a_key(ask, press, news, caplog):
    caplog.set_level(logging.DEBUG)

    ask()
    link = next(each for each in links_in(mail.outbox[0]) if "confirm" in each)
    confirmed(press, link)

    assert MUM not in caplog.text
    assert key_in(link)[:20] not in caplog.text


def test_the_page_says_what_is_kept_and_until_when(get, council):
    page = get("/updates/").content.decode()

    assert "Your e-mail address, what you ticked, how often" in page
    assert "We keep this until you stop the letters." in page
    assert "We do not see who opens a letter" in page


def test_where_no_email_is_sent_nothing_offers_it(get, council, news, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"

    assert "does not send e-mail yet" in get("/updates/").content.decode()
    assert "Get news of this by e-mail" not in get("/news/").content.decode()
    assert "Get news of this by e-mail" not in get("/find/", q="swimming").content.decode()
