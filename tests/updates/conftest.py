"""A council with a site of pages, somebody who wants to hear from it, and a day to begin with."""

import datetime as dt
import re
from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from django.core import mail
from django.core.cache import cache
from django.utils import timezone

from localoffer.cms.models import CouncilSettings, PageCare
from localoffer.directory.vocabulary import load_vocabulary
from localoffer.pages.models import NewsIndexPage, NewsPage, QuestionPage, TopicHubPage
from localoffer.pages.starter import create_demonstration, create_site
from localoffer.places import sealed
from localoffer.updates import actions, letters
from localoffer.updates.models import Rhythm, Subscriber, Subscription
from tests.factories.places import OutcodeFactory, PostcodeFactory

HOST, ELSEWHERE = "fenbridge.localhost", "saltmere.localhost"
MUM = "mum@example.org"


def serve(name: str, host: str) -> Any:
    council = create_demonstration(slug=name.lower(), name=name, official_name=f"{name} Council")
    settings = CouncilSettings.for_site(create_site(council, host=host))
    settings.contact_email = f"offer@{name.lower()}.example.org"
    settings.save()
    return council


@pytest.fixture(scope="module")
def kept_council(keep) -> Any:
    return keep(fenbridge_with_a_postcode)


@pytest.fixture
def council(db, kept_council) -> Any:
    return kept_council()


def fenbridge_with_a_postcode() -> Any:
    cache.clear()
    load_vocabulary()
    found = serve("Fenbridge", HOST)
    PostcodeFactory(authority=found)
    OutcodeFactory()
    return found


@pytest.fixture
def saltmere(council) -> Any:
    return serve("Saltmere", ELSEWHERE)


def home_of(council: Any) -> Any:
    return council.sites.get().site.root_page.specific


def publish(below: Any, kind: type, title: str, **fields: Any) -> Any:
    """A published page, with somebody who looks after it."""
    if kind is QuestionPage:
        fields.setdefault("answer", "Yes.")
    page = kind(title=title, care=[PageCare(owner="Local Offer team")], **fields)
    below.add_child(instance=page)
    page.save_revision().publish()
    page.refresh_from_db()
    return page


@pytest.fixture
def news(council) -> Any:
    """The council's list of news."""
    return publish(home_of(council), NewsIndexPage, "News", slug="news")


@pytest.fixture
def write_news(news) -> Callable[..., Any]:
    """Publish a piece of news that is `ago` old: `write_news("New park", hours=2)`."""

    def write(title: str, *, below: Any = None, topics: Sequence[Any] = (), **ago: float) -> Any:
        tagged = [("topic", {"page": topic}) for topic in topics]
        page = publish(
            below or news, NewsPage, title, search_description=f"All about {title}.", topics=tagged
        )
        return aged(page, **ago)

    return write


def aged(page: Any, **ago: float) -> Any:
    """Let it have been published a while ago."""
    then = timezone.now() - dt.timedelta(**(ago or {"hours": 1}))
    type(page).objects.filter(pk=page.pk).update(first_published_at=then)
    page.refresh_from_db()
    return page


@pytest.fixture
def topic(council) -> Any:
    """A topic, with one page that was published long ago."""
    hub = publish(home_of(council), TopicHubPage, "Short breaks", slug="breaks")
    aged(publish(hub, QuestionPage, "Who can get a break?", slug="who"), days=90)
    return hub


def subscribe(
    council: Any, *wants: str, email: str = MUM, rhythm: str = Rhythm.DAILY, **ago: float
) -> Subscriber:
    """Somebody who said yes a while ago (two days unless given), and is due for a letter."""
    then = timezone.now() - dt.timedelta(**(ago or {"days": 2}))
    subscriber = Subscriber.objects.create(
        authority=council, email=email, rhythm=rhythm, confirmed_on=then.date(), due_at=then
    )
    for want in wants:
        query = want.removeprefix("search:") if want.startswith("search:") else ""
        key = actions.search_key(query) if query else want
        Subscription.objects.create(subscriber=subscriber, key=key, query=query, told_until=then)
    return subscriber


def go_round(now: dt.datetime | None = None) -> list[Any]:
    """What the clock does each minute; gives the letters that it sent."""
    mail.outbox.clear()
    actions.write_due(now=now or timezone.now())
    letters.send_waiting()
    return list(mail.outbox)


@pytest.fixture
def get(client) -> Callable[..., Any]:
    def visit(address: str, *, host: str = HOST, **query: Any) -> Any:
        return client.get(address, query or None, headers={"host": host})

    return visit


@pytest.fixture
def press(client, django_capture_on_commit_callbacks) -> Callable[..., Any]:
    """Send a form: `press("/updates/", email=…)`; what follows a commit is done."""

    def send(address: str, *, host: str = HOST, headers: Any = None, **typed: Any) -> Any:
        with django_capture_on_commit_callbacks(execute=True):
            return client.post(address, typed, headers={"host": host, **(headers or {})})

    return send


@pytest.fixture
def ask(council, press) -> Callable[..., Any]:
    """Fill in the form that was opened ten seconds ago: `ask(wants=["news"])`."""

    def fill_in(*, of: Any = None, host: str = HOST, **typed: Any) -> Any:
        opened = timezone.now() - dt.timedelta(seconds=10)
        seal = sealed.seal(f"updates of {(of or council).pk}", now=opened)
        return press(
            "/updates/",
            host=host,
            **({"email": MUM, "wants": ["news"], "rhythm": "weekly", "seal": seal} | typed),
        )

    return fill_in


def links_in(letter: Any) -> list[str]:
    """The paths that a letter leads to, as its plain words have them."""
    found = re.findall(r"http://\S+", letter.body)
    return [f"{parts.path}?{parts.query}" if parts.query else parts.path for parts in map(urlsplit, found)]


def key_in(address: str) -> str:
    return unquote(address.partition("?key=")[2])
