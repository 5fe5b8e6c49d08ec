"""The pages of the demonstration councils: those of the starter pack, filled in, and those of fenbridge-pages.yaml.

A page that is there stays as it is, with whatever somebody has tried out on it; only days said from the day of loading
(news, events) move along. In the YAML `page:KEY` and `service:SOURCE_ID` stand for the keys of records in the database.
"""

import datetime as dt
from dataclasses import replace
from importlib.resources import as_file, files
from importlib.resources.abc import Traversable
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone
from wagtail.documents import get_document_model
from wagtail.models import Page, Site

from localoffer.accounts.models import CouncilGroup
from localoffer.cms.models import BasePage, PageCheck
from localoffer.directory.models import Service
from localoffer.places.models import Authority

from .. import models, tree
from ..starter import actions, facts, making, reading
from ..starter.reading import PAGE, WrittenPage
from ..starter.standing import known_pages
from .days import settled

HERE = files(__package__)
DAYS = ("date", "start", "end")
# What is no field of a page
_APART = {
    "key",
    "type",
    "slug",
    "below",
    "care",
    "duties",
    "checks",
    "in_short",
    "menu",
    "related",
    "links",
    "topics",
}
_POINTS_AT = {"twin_of", "redirect_page"}
# Every so many pages, one whose check is overdue, and one that nobody has checked
OVERDUE, NEVER = 13, 29


def load(authority: Authority, rows: list[dict[str, Any]], *, source: str) -> None:
    """Put these pages below the council's first page, each with its owner, duties and checks. Safe to run again."""
    home = Site.objects.get(authority_site__authority=authority).root_page.specific
    services = {
        service.source_id: str(service.pk)
        for service in Service.objects.kept_by(authority).filter(source=source)
    }
    pages: dict[str, Page] = known_pages(authority, reading.shipped())
    known = {page.url_path: page for page in home.get_descendants()}
    new = []
    paths = {key: page.url_path for key, page in pages.items()}
    for row in rows:
        parent = paths[row["below"]] if "below" in row else home.url_path
        path = paths[row["key"]] = f"{parent}{row['slug']}/"
        if path in known:
            pages[row["key"]] = known[path].specific
            _move_along(pages[row["key"]], row)
        else:
            new.append(_written(row))
    making.make(new, home=home, known=pages, services=services, publish=True)
    _check({pages[row["key"]]: row.get("checks", []) for row in rows})


def load_starter(authority: Authority, files: Traversable, *, today: dt.date) -> None:
    """Every page of the starter pack, filled with what these files say, published, and checked. Safe to run again.

    Days are said in facts as in every text of the demonstration: [month -40].
    """
    said = []
    for file in sorted(files.iterdir(), key=lambda each: each.name):
        if file.name.endswith(".yaml"):
            with as_file(file) as path:
                said += [replace(fact, value=settled(fact.value, today=today)) for fact in facts.read(path)]
    begun = actions.begin(authority, said=said, publish=True)
    _check(
        {
            standing.page: [{"on": on, "by": standing.written.owner}]
            for number, standing in enumerate(begun.standings, 1)
            if standing.page and (on := _checked_on(number, standing.written, today))
        }
    )


def attach(authority: Authority, rows: list[dict[str, str]]) -> None:
    """Give pages of documents their files: {page: a key of the starter pack, name, title}. Safe to run again."""
    pages = known_pages(authority, reading.shipped())
    collection = CouncilGroup.objects.filter(authority=authority).first().collection
    for row in rows:
        page = pages[row["page"]].specific
        if page.document_id:
            continue
        file = ContentFile(HERE.joinpath(row["name"]).read_bytes(), name=row["name"])
        page.document = get_document_model().objects.create(
            title=row["title"], file=file, collection=collection
        )
        # Which Wagtail would write down for the first family that looks
        page.document.get_file_size()
        page.document.get_file_hash()
        page.save_revision().publish()


def _checked_on(number: int, written: WrittenPage, today: dt.date) -> dt.date | None:
    """Most were checked in time, a few longer ago than that, and one or two never."""
    if number % NEVER == 0:
        return None
    stands = written.review_every * 30
    if written.model is models.DocumentPage:
        return today - dt.timedelta(days=3 + number % 20)  # since the day that its text says it is from
    days = stands + 12 + number if number % OVERDUE == 0 else 3 + number * 17 % (stands - 20)
    return today - dt.timedelta(days=days)


def _written(row: dict[str, Any]) -> WrittenPage:
    """A page of the demonstration, as it is read from its file. Days have been settled."""
    fields = {
        name: _moment(value) if name in ("start", "end") else value
        for name, value in row.items()
        if name not in _APART | _POINTS_AT
    }
    for name in ("related", "links"):
        if name in row:
            fields[name] = [
                {"type": "link", "value": {"page": f"{PAGE}{key}", "label": ""}} for key in row[name]
            ]
    if "topics" in row:
        fields["topics"] = [{"type": "topic", "value": {"page": f"{PAGE}{key}"}} for key in row["topics"]]
    model: type[BasePage] = getattr(models, row["type"])
    return WrittenPage(
        key=row["key"],
        model=model,
        slug=row["slug"],
        fields={**fields, "search_description": row.get("in_short", "")},
        owner=row["care"]["owner"],
        review_every=row["care"]["review_every"],
        below=row.get("below", ""),
        duties=tuple(row.get("duties", ())),
        in_menu=row.get("menu", False),
        points_at={name: row[name] for name in _POINTS_AT & row.keys()},
    )


def _moment(said: list) -> dt.datetime:
    """[day, "10:00"] as a moment here."""
    day, clock = said
    return timezone.make_aware(dt.datetime.combine(day, dt.time.fromisoformat(clock)))


def _move_along(page: Page, row: dict) -> None:
    days = {name: value for name, value in _written(row).fields.items() if name in DAYS}
    if any(getattr(page, name) != value for name, value in days.items()):
        for name, value in days.items():
            setattr(page, name, value)
        page.save_revision().publish()


def _check(checks: dict[Page, list[dict]]) -> None:
    there = set(PageCheck.objects.filter(page__in=checks).values_list("page_id", "checked_on"))
    PageCheck.objects.bulk_create(
        PageCheck(page_id=page.pk, checked_on=check["on"], by_name=check["by"])
        for page, rows in checks.items()
        for check in rows
        if (page.pk, check["on"]) not in there
    )
    for page in list(checks)[:1]:
        tree.draw_version(page.path)
