"""What is in a letter, when it is written, and that it goes once whatever happens to whoever sends it."""

import datetime as dt
import email
import email.policy
import smtplib

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from localoffer.pages.models import EventIndexPage, EventPage, QuestionPage, RedirectPage
from localoffer.updates import actions, keys, letters
from localoffer.updates.models import Asked, Letter, PageChange, Subscriber, next_after

from .conftest import MUM, aged, go_round, home_of, links_in, publish, subscribe

HOUR = dt.timedelta(hours=1)


def test_she_reads_what_is_new_and_the_next_letter_does_not_say_it_again(council, write_news):
    her = subscribe(council, "news")
    write_news("A new park")
    write_news("Old news", days=9)

    [letter] = go_round()

    assert letter.to == [MUM]
    assert letter.subject == "New: A new park"
    assert "All about A new park." in letter.body
    assert "Old news" not in letter.body
    assert "http://fenbridge.localhost/news/a-new-park/" in letter.body
    assert links_in(letter)[-3:] == [keys.to_change(her), keys.to_stop(her), "/"]
    write_news("Another park", minutes=-60)
    [letter] = go_round(timezone.now() + 26 * HOUR)
    assert "Another park" in letter.body
    assert "A new park" not in letter.body
    assert go_round(timezone.now() + 52 * HOUR) == [], "nothing is new, so nobody is written to"


def test_a_letter_is_plain_words_and_simple_html_and_asks_no_server_for_anything(council, write_news):
    subscribe(council, "news")
    write_news("Rock & roll <b>")

    [letter] = go_round()

    [(html, kind)] = [(each.content, each.mimetype) for each in letter.alternatives]
    assert kind == "text/html"
    assert "Rock &amp; roll &lt;b&gt;" in html
    assert "Rock & roll <b>" in letter.body
    for asks in ("<img", "<link", "<script", "url(", "src="):
        assert asks not in html


def test_mail_programs_can_end_it_in_one_press(council, write_news):
    her = subscribe(council, "news")
    write_news("A new park")

    [sent] = go_round()

    read = email.message_from_bytes(sent.message().as_bytes(), policy=email.policy.default)
    assert read["List-Unsubscribe"].strip() == f"<http://fenbridge.localhost{keys.to_stop(her)}>"
    assert read["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert read["List-Id"] == "<updates.fenbridge.localhost>"
    assert read["Auto-Submitted"] == "auto-generated"
    assert read["Reply-To"] == "offer@fenbridge.example.org"


def test_a_topic_has_pages_that_are_new_and_what_an_officer_said_has_changed(council, topic):
    subscribe(council, f"page:{topic.pk}")
    old = topic.get_children().get()
    aged(publish(topic, QuestionPage, "How do I pay?", slug="pay", search_description="With a card."))
    aged(publish(topic, RedirectPage, "Elsewhere", slug="elsewhere", address="https://example.org/"))
    aged(publish(home_of(council), QuestionPage, "Not below it", slug="not-below"))
    said = PageChange.objects.create(page=old, words="It is for under-fives too.", by_name="Ola")
    PageChange.objects.filter(pk=said.pk).update(said_at=timezone.now() - HOUR)

    [letter] = go_round()

    [part] = [part.split("\n\n--")[0] for part in letter.body.split("SHORT BREAKS")[1:]]
    assert part.split("\n\n")[1:] == [
        "How do I pay?\nWith a card.\nhttp://fenbridge.localhost/breaks/pay/",
        "Who can get a break?\nChanged\nIt is for under-fives too.\nhttp://fenbridge.localhost/breaks/who/",
    ]


def test_an_event_says_when_and_where_and_one_that_is_over_is_not_in_a_letter(council):
    events = publish(home_of(council), EventIndexPage, "Events", slug="events")
    subscribe(council, "events")
    day = timezone.now()
    aged(publish(events, EventPage, "Coffee", start=day + 30 * HOUR, end=day + 31 * HOUR, place="Guildhall"))
    aged(publish(events, EventPage, "Gone", start=day - 9 * HOUR, end=day - 8 * HOUR, place="Guildhall"))

    [letter] = go_round()

    assert "· Guildhall\n" in letter.body
    assert "Gone" not in letter.body


def test_news_that_belongs_to_a_topic_is_told_to_whoever_follows_the_topic(council, topic, write_news):
    subscribe(council, f"page:{topic.pk}")
    write_news("More nights away", topics=[topic])
    write_news("A new park")

    [letter] = go_round()

    assert "More nights away" in letter.body
    assert "A new park" not in letter.body


def test_whoever_follows_news_and_its_topic_is_told_once(council, topic, write_news):
    subscribe(council, "news", f"page:{topic.pk}")
    write_news("More nights away", topics=[topic])

    [letter] = go_round()

    assert letter.body.count("/news/more-nights-away/") == 1


def test_a_topics_page_shows_its_latest_news_and_no_other(topic, write_news, get):
    for number in range(5):
        write_news(f"Nights away {number}", topics=[topic])
    write_news("A new park")

    page = BeautifulSoup(get("/breaks/").content, "html.parser").main

    shown = [link["href"] for link in page.find_all("a") if link["href"].startswith("/news/")]
    assert shown == [f"/news/nights-away-{number}/" for number in (4, 3, 2)]


def test_one_thing_that_is_new_in_two_topics_is_told_once(council, topic):
    below = publish(topic, type(topic), "Overnight", slug="overnight")
    aged(below, days=90)
    aged(publish(below, QuestionPage, "How do I pay?", slug="pay"))
    subscribe(council, f"page:{topic.pk}", f"page:{below.pk}")

    [letter] = go_round()

    assert letter.body.count("How do I pay?") == 1


def test_news_of_another_council_is_in_no_letter(council, saltmere, write_news):
    subscribe(saltmere, "news", "newsletter")
    write_news("A new park")

    assert go_round() == []


def test_what_was_unpublished_or_published_just_now_is_not_told_yet(council, write_news):
    subscribe(council, "news")
    write_news("Withdrawn").unpublish()
    write_news("Just now", minutes=5)

    assert go_round() == []
    [letter] = go_round(timezone.now() + 26 * HOUR)
    assert "Just now" in letter.body


@pytest.mark.parametrize(
    ("rhythm", "now", "then"),
    [
        ("daily", "2026-11-26 06:59", "2026-11-26 07:00"),
        ("daily", "2026-11-26 07:00", "2026-11-27 07:00"),
        ("weekly", "2026-11-26 12:00", "2026-11-30 07:00"),
        ("weekly", "2026-11-30 07:00", "2026-12-07 07:00"),
        ("weekly", "2026-03-23 07:00", "2026-03-30 07:00"),  # the clocks go forward on the 29th
        ("at-once", "2026-11-26 12:00", "2026-11-26 13:00"),
    ],
)
def test_letters_are_written_in_the_morning_or_when_it_happens(rhythm, now, then):
    def at(text):
        return timezone.make_aware(dt.datetime.fromisoformat(text))

    assert next_after(at(now), rhythm) == at(then)


def test_two_processes_that_look_at_the_same_moment_write_one_letter(council, write_news, monkeypatch):
    subscribe(council, "news")
    write_news("A new park")
    now, of_one = timezone.now(), actions._parts

    def meanwhile(*args):
        parts = of_one(*args)
        monkeypatch.setattr(actions, "_parts", of_one)
        assert actions.write_due(now=now) == 1, "the other process was quicker"
        return parts

    monkeypatch.setattr(actions, "_parts", meanwhile)

    assert actions.write_due(now=now) == 0
    assert Letter.objects.count() == 1


def test_two_processes_that_hold_the_same_letter_send_it_once(council, write_news):
    subscribe(council, "news")
    write_news("A new park")
    actions.write_due(now=timezone.now())
    one, other = Letter.objects.get(), Letter.objects.get()

    assert letters.send_letter(one)
    assert not letters.send_letter(other)
    assert len(mail.outbox) == 1
    assert Letter.objects.count() == 0, "nothing is kept of what went"


class KilledError(BaseException):
    """The process ends here."""


def test_a_process_that_is_killed_loses_no_letter_and_a_repeat_is_known_by_its_number(
    council, write_news, monkeypatch
):
    subscribe(council, "news")
    write_news("A new park")
    send = EmailBackend.send_messages

    def killed_after_sending(self, messages):
        send(self, messages)
        raise KilledError

    monkeypatch.setattr(EmailBackend, "send_messages", killed_after_sending)
    with pytest.raises(KilledError):
        go_round()
    [first] = mail.outbox
    monkeypatch.setattr(EmailBackend, "send_messages", send)

    assert go_round() == [], "somebody may be sending it"
    Letter.objects.update(tried_at=timezone.now() - HOUR)
    [second] = go_round()
    assert second.extra_headers["Message-ID"] == first.extra_headers["Message-ID"]
    assert Letter.objects.count() == 0


def test_a_server_that_takes_nothing_for_a_while_delays_it_and_no_log_holds_the_address(
    council, write_news, monkeypatch, caplog
):
    subscribe(council, "news")
    write_news("A new park")

    def refuse(self, messages):
        raise smtplib.SMTPRecipientsRefused({MUM: (451, b"later")})

    with monkeypatch.context() as patched:
        patched.setattr(EmailBackend, "send_messages", refuse)
        assert go_round() == []
    assert "SMTPRecipientsRefused" in caplog.text
    assert MUM not in caplog.text
    Letter.objects.update(tried_at=timezone.now() - HOUR)

    [letter] = go_round()
    assert "A new park" in letter.body


def test_one_topic_that_breaks_keeps_nobody_else_waiting(council, saltmere, write_news, monkeypatch):
    from localoffer.pages import followed

    subscribe(council, "events", email="first@example.org", days=3)
    publish(home_of(council), EventIndexPage, "Events", slug="events")
    subscribe(council, "news")
    write_news("A new park")

    def broken(*args):
        raise RuntimeError

    monkeypatch.setattr(followed, "_events", broken)

    assert [letter.to for letter in go_round()] == [[MUM]]


def test_a_letter_to_confirm_that_did_not_go_is_sent_by_the_clock(ask, news, monkeypatch):
    def refuse(self, messages):
        raise OSError

    with monkeypatch.context() as patched:
        patched.setattr(EmailBackend, "send_messages", refuse)
        ask()
    Asked.objects.update(tried_at=timezone.now() - HOUR)

    [letter] = go_round()

    assert letter.to == [MUM]
    assert go_round() == []


def test_a_letter_that_nobody_takes_for_days_is_deleted(council, write_news):
    her = subscribe(council, "news")
    Letter.objects.create(subscriber=her, parts=[], tries=6)

    assert actions.forget_given_up() == 1
    assert Subscriber.objects.count() == 1


def test_twenty_who_follow_the_same_cost_a_few_questions_each(council, write_news):
    write_news("A new park")
    for number in range(20):
        subscribe(council, "news", email=f"{number}@example.org")
    same = timezone.now() - dt.timedelta(days=2)
    Subscriber.objects.first().subscriptions.model.objects.update(told_until=same)

    with CaptureQueriesContext(connection) as captured:
        assert actions.write_due(now=timezone.now()) == 20

    looks = [query for query in captured if "pages_newspage" in query["sql"]]
    assert len(looks) == 1
    assert len(captured) <= 20 * 6 + 12


def test_a_mail_server_that_is_away_delays_letters_and_brings_none_nearer_to_being_given_up(
    council, write_news, monkeypatch, caplog
):
    subscribe(council, "news")
    write_news("A new park")

    def away(self):
        raise ConnectionRefusedError

    with monkeypatch.context() as patched:
        patched.setattr(EmailBackend, "open", away)
        assert go_round() == []
    assert "Letters wait" in caplog.text

    assert Letter.objects.get().tries == 0
    assert len(go_round()) == 1
