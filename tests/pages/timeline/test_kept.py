"""She keeps single deadlines in her own list: the step and its day, for nobody's eyes but hers."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.utils import timezone

from localoffer.finder.shortlist.models import Shortlist, ShortlistItem
from localoffer.pages.timeline import kept
from tests.factories.directory import ServiceFactory
from tests.pages.two_councils import HOST

KEEP, LIST = "/my-list/keep/", "/my-list/"


@pytest.fixture
def press(fenbridge, client):
    def post(*keys, path=KEEP, **more):
        headers = {"host": HOST, "referer": f"http://{HOST}/ehc-timeline/"}
        return client.post(path, {"keep": keys, **more}, headers=headers)

    return post


def key(limit: str, on: date) -> str:
    return f"date:{limit}:{on}"


@pytest.fixture
def soon() -> date:
    return timezone.localdate() + timedelta(weeks=4)


def test_the_page_offers_what_is_still_to_come_and_ticks_nothing(fenbridge, client):
    asked = timezone.localdate() - timedelta(weeks=8)
    typed = {"requested-day": asked.day, "requested-month": asked.month, "requested-year": asked.year}

    page = client.post("/ehc-timeline/", typed, headers={"host": HOST}).content.decode()

    assert f'value="date:final-plan:{asked + timedelta(weeks=20)}"' in page
    assert "date:assess-decision:" not in page, "that day has passed"
    assert " checked>" not in page


def test_what_she_ticked_is_in_her_list_and_nothing_of_it_in_an_address(press, client, soon):
    answer = press(key("assess-decision", soon), key("final-plan", soon + timedelta(weeks=14)))

    assert answer.headers["Location"] == LIST
    assert list(ShortlistItem.objects.values_list("kind", "key", "note")) == [
        ("date", f"assess-decision:{soon}", ""),
        ("date", f"final-plan:{soon + timedelta(weeks=14)}", ""),
    ]
    page = client.get(LIST, headers={"host": HOST}).content.decode()
    assert "2 dates, in the order you kept them" in page
    assert f"By {soon:%-d %B %Y}: the council tells you if it will assess" in page
    assert "Only for you: it is not in what you send or share." in page


def test_her_link_and_her_letter_show_services_and_no_date(
    press, client, fenbridge, soon, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        service = ServiceFactory(owner=fenbridge, name="Wriggle Club")
    press(key("assess-decision", soon), f"service:{service.pk}")
    press(path=f"{LIST}share/")
    mine = client.get(LIST, headers={"host": HOST}).content.decode()
    assert "1 service and 1 date, in the order" in mine
    link = mine.split('class="own-link" href="http://')[1].split('"')[0].removeprefix(HOST)

    shared = client.get(link, headers={"host": HOST}).content.decode()
    press(path=f"{LIST}send/", email="gran@example.org")

    assert "Wriggle Club" in shared
    assert "if it will assess" not in shared
    assert "Wriggle Club" in mail.outbox[0].body
    assert "if it will assess" not in mail.outbox[0].body


def test_a_list_of_dates_alone_has_nothing_to_send(press, client, soon):
    press(key("assess-decision", soon))

    press(path=f"{LIST}send/", email="gran@example.org")

    assert mail.outbox == []


@pytest.mark.parametrize(
    "made_up",
    [
        "date:no-such-limit:2027-01-01",
        "date:secure-provision:2027-01-01",  # unconfirmed: it has no date
        "date:final-plan:soon",
        "date:final-plan:2027-02-30",
        "date:final-plan:20270101",
        "date:final-plan:9999-01-01",
        "date:final-plan:2027-01-01:My son Max",
        "date:",
        "nothing",
    ],
)
def test_nothing_else_can_be_put_into_a_list(press, made_up):
    press(made_up)

    assert not Shortlist.objects.exists()


def test_a_kept_day_that_is_over_says_what_to_do():
    found = kept.read(None, {"final-plan:2027-04-15", "phase-transfer-general:2027-02-15"}, date(2027, 4, 16))

    assert found["final-plan:2027-04-15"].text.startswith("Is it late? Complain to the council")
    assert found["phase-transfer-general:2027-02-15"].title.startswith("Before 15 February 2027: ")
    assert not kept.read(None, {"final-plan:2027-04-15"}, date(2027, 4, 15))["final-plan:2027-04-15"].tags
