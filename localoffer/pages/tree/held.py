"""Reading a site's pages, and holding them until one changes."""

import copy
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple
from urllib.parse import quote

from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.http import HttpRequest
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction, Site

from localoffer.cms.blocks import BlocksField
from localoffer.cms.context import VERSION
from localoffer.cms.council_state import CouncilState
from localoffer.cms.models import PageCare, PageCheck
from localoffer.ui.cards import way_on
from localoffer.ui.held import Held

from .models import TreeState

# Sites held at once in each process, and whole pages of all of them; what was not asked for the longest goes first
MOST_SITES, MOST_PAGES = 64, 1_000
# A change that no signal told of (SQL by hand) is seen after this
SECONDS_HELD = 60


@dataclass(frozen=True, slots=True)
class Row:
    """A page as others show it."""

    pk: int
    path: str
    depth: int
    title: str
    href: str  # on its own site
    in_short: str
    model: type[Page] | None
    live: bool
    language: str  # "en-gb"
    image_id: int | None  # of the picture on top, for news, events and topics

    def card(self) -> dict[str, Any]:
        """As components/cards.html takes each; `image` is for pictures.onto."""
        image = {"image": self.image_id} if self.image_id else {}
        return way_on(self.title, self.href, self.in_short, **image)


@dataclass(frozen=True, slots=True)
class News:
    row: Row
    date: date
    topics: frozenset[int]  # keys of the pages it belongs to


@dataclass(frozen=True, slots=True)
class Event:
    row: Row
    start: datetime
    end: datetime
    place: str


class Care(NamedTuple):
    """Who looks after a page, how often in months, and when somebody last found it right."""

    owner: str
    review_every: int
    checked_on: date | None


@dataclass
class Tree:
    """The pages of one site, drafts included, in the order of Wagtail's paths."""

    version: int
    root: Row
    rows: dict[int, Row] = field(default_factory=dict)  # by key
    news: list[News] = field(default_factory=list)  # published, in the site's language, the newest first
    events: list[Event] = field(default_factory=list)  # the same, the first to begin first
    _by_href: dict[str, Row] = field(default_factory=dict)
    _paths: dict[str, Row] = field(default_factory=dict)
    _below: dict[str, list[Row]] = field(default_factory=dict)  # by the path of the page above
    _care: dict[int, Care] = field(default_factory=dict)
    _twins: dict[int, Row] = field(
        default_factory=dict
    )  # published easy-read twins, by the key of what they are of
    _restricted: tuple[str, ...] = ()  # paths

    def way_to(self, href: str) -> list[Row]:
        """The pages on the way to an address, the first page first: as far as there are pages."""
        found, at = [self.root], self.root.href
        for part in href.removeprefix(self.root.href).strip("/").split("/"):
            at = f"{at}{part}/"
            row = self._by_href.get(at)
            if row is None:
                break
            found.append(row)
        return found

    def above(self, path: str) -> list[Row]:
        """The pages above the one at a path, the first page first. A page that was never saved has none."""
        lengths = range(len(self.root.path), len(path or ""), Page.steplen)
        found = (self._paths.get(path[:length]) for length in lengths)
        return [row for row in found if row is not None]

    def children(self, row: "Row | Page") -> Iterator[Row]:
        """The published pages just below one, in the order an editor gave them, in any language."""
        return (each for each in self._below.get(row.path, ()) if each.live)

    def shown(self, key: int | None) -> Row | None:
        """The page with this key, if it is one of this site and published."""
        row = self.rows.get(key) if key else None
        return row if row is not None and row.live else None

    def news_of(self, page: Page) -> Iterator[News]:
        """The news that belongs to a topic, the newest first."""
        return (each for each in self.news if page.pk in each.topics)

    def coming(self) -> list[Event]:
        """The events that are not over, the next first."""
        now = timezone.now()
        return [each for each in self.events if each.end >= now]

    def care(self, key: int | None) -> Care | None:
        return self._care.get(key) if key else None

    def twin_of(self, key: int | None) -> Row | None:
        return self._twins.get(key) if key else None

    def is_open(self, row: Row) -> bool:
        """Whether anybody may read it: neither it nor a page above it asks for a password or to sign in."""
        return not row.path.startswith(self._restricted) if self._restricted else True

    def page(self, row: Row) -> Page:
        """The page itself, the reader's own to change: nothing done to it is seen by another."""
        page, raw = _pages.get(row.pk, self.version, lambda: _whole(row))
        mine = copy.copy(page)
        for name, value in raw.items():
            setattr(mine, name, value)
        return mine


_trees: Held[str, Tree] = Held(most=MOST_SITES, seconds=SECONDS_HELD)
_pages: Held[int, tuple[Page, dict[str, list]]] = Held(most=MOST_PAGES)


def of(site: Site) -> Tree:
    """The site's pages: those held if none has changed, else read anew. One query when warm."""
    path, version, _ = _state(site)
    return _held(path, version)


def for_request(request: HttpRequest) -> Tree | None:
    """The pages of the site that a request is for; None on a host that is nobody's. Asked for once in a request."""
    if not hasattr(request, "_tree"):
        site = Site.find_for_request(request)
        if site is None:
            request._tree = None
        else:
            path, version, of_frame = _state(site)
            setattr(request, VERSION, of_frame)
            request._tree = _held(path, version)
    return request._tree


def _held(path: str, version: int) -> Tree:
    return _trees.get(path, version, lambda: _read(path, version))


def forget() -> None:
    """Drop all that is held."""
    _trees.forget()
    _pages.forget()


def _state(site: Site) -> tuple[str, int, int]:
    """The path of a site's first page, the version of the pages below it, and that of what stands on all of them.

    A version is 0 before any was drawn.
    """
    # Asked for every page, so without the model layer: putting the question together took longer than the answer
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT page.path, state.version, frame.version FROM {Page._meta.db_table} page "
            f"LEFT JOIN {TreeState._meta.db_table} state ON state.root_path = page.path "
            f"LEFT JOIN {CouncilState._meta.db_table} frame ON frame.site_id = %s WHERE page.id = %s",
            [site.pk, site.root_page_id],
        )
        path, version, of_frame = cursor.fetchone()
    return path, version or 0, of_frame or 0


def _whole(row: Row) -> tuple[Page, dict[str, list]]:
    """A page, and its blocks as the database has them: what they lead to is looked up by each reader."""
    page = (row.model or Page)._default_manager.get(pk=row.pk)
    blocks = [each.name for each in page._meta.get_fields() if isinstance(each, BlocksField)]
    return page, {name: list(getattr(page, name).raw_data) for name in blocks}


def _read(path: str, version: int) -> Tree:
    from ..blocks.links import keys_of
    from ..models import EasyReadPage, EventPage, NewsPage, TopicHubPage  # page types use this module

    found = (
        Page.objects.filter(path__startswith=path)
        .order_by("path")
        .values_list(
            "pk",
            "path",
            "depth",
            "title",
            "url_path",
            "search_description",
            "content_type_id",
            "live",
            "locale__language_code",
        )
    )
    listed = list(found)
    models = {kind: ContentType.objects.get_for_id(kind).model_class() for kind in {row[6] for row in listed}}
    images: dict[int, int] = {}
    for model in (NewsPage, EventPage, TopicHubPage):
        with_one = model.objects.filter(path__startswith=path, live=True, image__isnull=False)
        images.update(with_one.values_list("pk", "image_id"))
    start = len(listed[0][4]) - 1  # of the first page's own address, without the last stroke
    rows = [
        Row(pk, at, depth, title, quote(url_path[start:]), in_short, models[kind], *rest, images.get(pk))
        for pk, at, depth, title, url_path, in_short, kind, *rest in listed
    ]
    tree = Tree(version=version, root=rows[0], rows={row.pk: row for row in rows})
    below: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        below[row.path[: -Page.steplen]].append(row)
    tree._below = dict(below)
    tree._paths = {row.path: row for row in rows}
    tree._by_href = {row.href: row for row in rows}
    within: dict[str, Any] = {"path__startswith": path, "live": True}
    said_here = within | {"locale__language_code": tree.root.language}
    tree.news = [
        News(tree.rows[pk], day, keys_of(topics.raw_data))
        for pk, day, topics in NewsPage.objects.filter(**said_here)
        .order_by("-date", "-pk")
        .values_list("pk", "date", "topics")
    ]
    tree.events = [
        Event(tree.rows[pk], *said)
        for pk, *said in EventPage.objects.filter(**said_here)
        .order_by("start", "pk")
        .values_list("pk", "start", "end", "place")
    ]
    twins = EasyReadPage.objects.filter(**within, twin_of__isnull=False).order_by("-path")
    tree._twins = {of: tree.rows[pk] for pk, of in twins.values_list("pk", "twin_of_id")}
    of_these = {"page__path__startswith": path}
    checks = dict(
        PageCheck.objects.filter(**of_these).order_by("checked_on", "pk").values_list("page_id", "checked_on")
    )
    cares = {
        pk: said
        for pk, *said in PageCare.objects.filter(**of_these).values_list("page_id", "owner", "review_every")
    }
    usual = PageCare._meta.get_field("review_every").default
    tree._care = {
        pk: Care(*cares.get(pk, ("", usual)), checks.get(pk)) for pk in cares.keys() | checks.keys()
    }
    above = [path[:length] for length in range(Page.steplen, len(path), Page.steplen)]
    tree._restricted = tuple(
        restricted
        for restricted in PageViewRestriction.objects.values_list("page__path", flat=True)
        if restricted.startswith(path) or restricted in above
    )
    return tree
