"""The pages of the demonstration councils (fenbridge-pages.yaml): one of each type, about invented facts.

A page that is there stays as it is, with whatever somebody has tried out on it; only days said from the day of loading
(news, events) move along. In the YAML `page:KEY` and `service:SOURCE_ID` stand for the keys of records in the database.
"""

import datetime as dt
import json
from importlib.resources import files
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone
from wagtail.documents import get_document_model
from wagtail.models import Page, Site

from localoffer.accounts.models import CouncilGroup
from localoffer.cms.blocks import BlocksField
from localoffer.cms.models import BasePage, DutyServed, PageCare, PageCheck
from localoffer.directory.models import Service
from localoffer.places.models import Authority

from .. import models, pictures

HERE = files(__package__)
DAYS = ("date", "start", "end")


def load(authority: Authority, rows: list[dict[str, Any]], *, source: str) -> None:
    """Put these pages below the council's first page, each with its owner, duties and checks. Safe to run again."""
    home = Site.objects.get(authority_site__authority=authority).root_page.specific
    services = {
        service.source_id: str(service.pk)
        for service in Service.objects.kept_by(authority).filter(source=source)
    }
    pages: dict[str, Page] = {}
    new: list[tuple[Page, dict]] = []
    for row in rows:
        parent = pages[row["below"]] if "below" in row else home
        page = parent.get_children().filter(slug=row["slug"]).first()
        if page is None:
            page = _model(row)(**_plain(row), slug=row["slug"], live=False)
            parent.add_child(instance=page)
            new.append((page, row))
        else:
            page = page.specific
            _move_along(page, row)
        pages[row["key"]] = page
        # Whoever has children must know of them before the next is added
        page.refresh_from_db()
    for page, row in new:
        _fill(page, row, pages, services)
        _illustrate(page.specific, row, authority)
    for row in rows:
        _check(pages[row["key"]], row)


def _model(row: dict) -> type[BasePage]:
    return getattr(models, row["type"])


def _plain(row: dict) -> dict[str, Any]:
    """The fields that are no blocks and name no other page."""
    named = {
        "key",
        "type",
        "slug",
        "below",
        "care",
        "duties",
        "checks",
        "in_short",
        "menu",
        "twin_of",
        "redirect_page",
        "picture",
        "file",
    }
    model = _model(row)
    made = {
        name: _moment(value) if name in ("start", "end") else value
        for name, value in row.items()
        if name not in named and not isinstance(model._meta.get_field(name), BlocksField)
    }
    return made | {"search_description": row.get("in_short", ""), "show_in_menus": row.get("menu", False)}


def _moment(said: list) -> dt.datetime:
    """[day, "10:00"] as a moment here."""
    day, clock = said
    return timezone.make_aware(dt.datetime.combine(day, dt.time.fromisoformat(clock)))


def _fill(page: Page, row: dict, pages: dict[str, Page], services: dict[str, str]) -> None:
    page = page.specific
    for name, value in row.items():
        field = next((each for each in page._meta.get_fields() if each.name == name), None)
        if isinstance(field, BlocksField):
            known = _known(value, pages, services)
            if name in ("related", "links"):
                known = [{"type": "link", "value": {"page": pages[key].pk, "label": ""}} for key in value]
            setattr(page, name, json.dumps(known))
    for name in ("twin_of", "redirect_page"):
        if name in row:
            setattr(page, f"{name}_id", pages[row[name]].pk)
    if "care" in row:
        page.care = [PageCare(owner=row["care"]["owner"], review_every=row["care"]["review_every"])]
    for slug in row.get("duties", []):
        page.duties_served.add(DutyServed(criterion=slug))
    page.full_clean()
    page.save_revision().publish()


def _illustrate(page: Page, row: dict, authority: Authority) -> None:
    """Give a page one of our drawings, or its file: {name, title}."""
    if "picture" in row:
        page.image = pictures.add_ours(authority, row["picture"])
        page.image_alt = pictures.OURS[row["picture"]][0]
    if "file" in row:
        page.document = get_document_model().objects.create(
            title=row["file"]["title"],
            file=ContentFile(HERE.joinpath(row["file"]["name"]).read_bytes(), name=row["file"]["name"]),
            collection=CouncilGroup.objects.filter(authority=authority).first().collection,
        )
        page.document.get_file_size()  # which Wagtail would write down for the first family that looks
    if row.keys() & {"picture", "file"}:
        page.save_revision().publish()
        _ = page.lead_picture  # drawn in its widths now, and not for the first family that looks


def _known(value: Any, pages: dict[str, Page], services: dict[str, str]) -> Any:
    """The same with every page:KEY and service:ID made the key of its record."""
    if isinstance(value, list):
        return [_known(each, pages, services) for each in value]
    if isinstance(value, dict):
        return {name: _known(each, pages, services) for name, each in value.items()}
    if isinstance(value, str) and value.startswith("page:"):
        return pages[value.removeprefix("page:")].pk
    if isinstance(value, str) and value.startswith("service:"):
        return services[value.removeprefix("service:")]
    return value


def _move_along(page: Page, row: dict) -> None:
    days = {name: value for name, value in _plain(row).items() if name in DAYS}
    if any(getattr(page, name) != value for name, value in days.items()):
        for name, value in days.items():
            setattr(page, name, value)
        page.save_revision().publish()


def _check(page: Page, row: dict) -> None:
    for check in row.get("checks", []):
        if not PageCheck.objects.filter(page=page, checked_on=check["on"]).exists():
            PageCheck.objects.create(page=page, checked_on=check["on"], by_name=check["by"])
