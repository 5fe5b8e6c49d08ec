"""What of a council's pages can be followed by e-mail: its news, its events, and each topic."""

import datetime as dt
from collections.abc import Iterable

from django.urls import reverse
from wagtail.models import Page, Site

from localoffer.finder.shortlist.letters import can_be_sent
from localoffer.places.models import Authority
from localoffer.updates.models import PageChange
from localoffer.updates.topics import Item, Topic

from . import in_words
from .models import (
    EventIndexPage,
    EventPage,
    NewsIndexPage,
    NewsPage,
    PractitionerHubPage,
    RedirectPage,
    TopicHubPage,
    YoungPeopleHubPage,
)

HUBS = (TopicHubPage, YoungPeopleHubPage, PractitionerHubPage)
NEWS, EVENTS = "news", "events"


def topics(authority: Authority) -> list[Topic]:
    """News, events and every published hub of a council's site, in the order of the pages. One query for the pages."""
    site = (
        Site.objects.filter(authority_site__authority=authority)
        .select_related("root_page")
        .order_by("pk")
        .first()
    )
    if site is None or site.root_page.depth == 1:  # the root of all pages is every council's
        return []
    pages = (
        Page.objects.live()
        .descendant_of(site.root_page)
        .type(NewsIndexPage, EventIndexPage, *HUBS)
        .order_by("path")
    )
    made: dict[str, Topic] = {}
    for page in pages:
        topic = _topic(page, site)
        made.setdefault(topic.key, topic)  # a second list of news is of the same topic
    return list(made.values())


def key_of(page: Page) -> str:
    """What people who follow a page are subscribed to."""
    if issubclass(page.specific_class, NewsIndexPage):
        return NEWS
    return EVENTS if issubclass(page.specific_class, EventIndexPage) else f"page:{page.pk}"


def follow_href(page: Page) -> str:
    """Where somebody asks for news of a page by e-mail; "" where this installation sends none."""
    return f"{reverse('updates:subscribe')}?topic={key_of(page)}" if can_be_sent() else ""


def _topic(page: Page, site: Site) -> Topic:
    key = key_of(page)
    items = {NEWS: _news, EVENTS: _events}.get(key, _below)
    return Topic(
        key=key,
        title=page.title,
        href=page.get_url(current_site=site),
        text="" if key in (NEWS, EVENTS) else page.search_description,
        is_general=key in (NEWS, EVENTS),
        items=lambda since, until: items(page, site, since, until),
    )


def _news(page: Page, site: Site, since: dt.datetime, until: dt.datetime) -> Iterable[Item]:
    news = _new(NewsPage.objects.live().descendant_of(site.root_page), since, until)
    return [_item(each, site, meta=in_words.day(each.date)) for each in news]


def _events(page: Page, site: Site, since: dt.datetime, until: dt.datetime) -> Iterable[Item]:
    events = _new(EventPage.objects.coming().descendant_of(site.root_page), since, until)
    return [
        _item(each, site, meta=f"{each.when_in_words} · {each.place}") for each in events.order_by("start")
    ]


def _below(page: Page, site: Site, since: dt.datetime, until: dt.datetime) -> Iterable[Item]:
    """News of a hub, new pages below it, and what officers said has changed on others and on the hub itself."""
    news = [
        each
        for each in _new(NewsPage.objects.live().descendant_of(site.root_page), since, until)
        if each.is_of(page)
    ]
    below = Page.objects.live().descendant_of(page, inclusive=True).not_type(RedirectPage)
    new = list(_new(below.exclude(pk=page.pk), since, until))
    changed = PageChange.objects.filter(page__in=below, said_at__gt=since, said_at__lte=until)
    changed = changed.exclude(page__in=new).select_related("page")
    return [
        *(_item(each, site, meta=in_words.day(each.date)) for each in news),
        *(_item(each, site) for each in new),
        *(
            Item(said.page.title, said.page.get_url(current_site=site), said.words, "Changed")
            for said in changed
        ),
    ]


def _new(pages, since: dt.datetime, until: dt.datetime):
    return pages.filter(first_published_at__gt=since, first_published_at__lte=until).order_by(
        "-first_published_at", "-pk"
    )


def _item(page: Page, site: Site, *, meta: str = "") -> Item:
    return Item(page.title, page.get_url(current_site=site), page.search_description, meta)
