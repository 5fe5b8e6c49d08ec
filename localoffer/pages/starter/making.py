"""Puts written pages into a site: as drafts, or published. What it is given has been read and found right."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from wagtail.models import Page

from localoffer.cms.blocks import BlocksField
from localoffer.cms.models import DutyServed, PageCare

from .reading import PAGE, WrittenPage

SERVICE = "service:"


class _NotThereError(Exception):
    """A page that is named has not been made."""


def make(
    pages: Iterable[WrittenPage],
    *,
    home: Page,
    known: dict[str, Page],
    services: Mapping[str, str] | None = None,
    publish: bool = False,
    by=None,
) -> dict[str, Page]:
    """Make these pages, what is above before what is below; returns them by their keys, and adds them to `known`.

    `known` are the pages that are there already. A link to a page that is neither there nor made now is left out.
    `services` are the keys of those that `service:ID` stands for.
    """
    pages = list(pages)
    made: dict[str, Page] = {}
    for written in pages:
        parent = known[written.below] if written.below else home
        page = _begun(written, by)
        parent.add_child(instance=page)
        known[written.key] = made[written.key] = page
    for written in pages:
        page = made[written.key]
        _write(page, written, known, services or {})
        revision = page.save_revision(user=by, clean=False, log_action=by is not None)
        if publish:
            revision.publish(log_action=False)
    return made


def _begun(written: WrittenPage, by) -> Page:
    """The page with all but what may name another page."""
    fields = {
        name: value
        for name, value in written.fields.items()
        if not isinstance(_field(written, name), BlocksField)
    }
    page = written.model(
        **fields,
        slug=written.slug,
        show_in_menus=written.in_menu,
        live=False,
        has_unpublished_changes=True,
        owner=by,
    )
    page.care = [PageCare(owner=written.owner, review_every=written.review_every)]
    page.duties_served = [DutyServed(criterion=slug) for slug in written.duties]
    return page


def _write(page: Page, written: WrittenPage, known: Mapping[str, Page], services: Mapping[str, str]) -> None:
    for name, value in written.fields.items():
        if isinstance(_field(written, name), BlocksField):
            try:
                settled = _settled(value, known, services)
            except _NotThereError:
                settled = []
            setattr(page, name, as_json(settled))
    for name, key in written.points_at.items():
        setattr(page, f"{name}_id", known[key].pk)


def as_json(blocks: list) -> str:
    """Blocks as a field takes them."""
    return json.dumps(blocks)


def _field(written: WrittenPage, name: str) -> Any:
    return written.model._meta.get_field(name)


def _settled(value: Any, known: Mapping[str, Page], services: Mapping[str, str]) -> Any:
    """The same with every page:KEY and service:ID made the key of its record; what names none is left out."""
    if isinstance(value, list):
        kept = []
        for each in value:
            try:
                kept.append(_settled(each, known, services))
            except _NotThereError:
                continue
        if value and not kept:
            raise _NotThereError
        return kept
    if isinstance(value, dict):
        return {name: _settled(each, known, services) for name, each in value.items()}
    if isinstance(value, str) and value.startswith(PAGE):
        key = value.removeprefix(PAGE)
        if key not in known:
            raise _NotThereError
        return known[key].pk
    if isinstance(value, str) and value.startswith(SERVICE):
        if value.removeprefix(SERVICE) not in services:
            raise _NotThereError
        return services[value.removeprefix(SERVICE)]
    return value
