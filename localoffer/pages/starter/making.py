"""Puts written pages into a site: as drafts, or published. What it is given has been read and found right."""

import json
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import uuid4

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import Page, ReferenceIndex, Revision
from wagtail.signal_handlers import disable_reference_index_auto_update
from wagtail.signals import page_published

from localoffer.cms.models import DutyServed, PageCare
from localoffer.places.models import Authority, AuthoritySite

from .. import pictures, tree
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
    `services` are the keys of those that `service:ID` stands for. `publish` asks nobody whether they are ready.
    """
    pages = list(pages)
    council = AuthoritySite.objects.get(site__root_page=home).authority
    made: dict[str, Page] = {}
    # Pages name each other, and have a key only once they are there: what could not be said at first is said then
    incomplete: list[WrittenPage] = []
    with disable_reference_index_auto_update():
        for written in pages:
            page = _begun(written, by, council)
            if not _write(page, written, known, services or {}):
                incomplete.append(written)
            parent = known[written.below] if written.below else home
            parent.add_child(instance=page)
            known[written.key] = made[written.key] = page
    for written in incomplete:
        page = made[written.key]
        _write(page, written, known, services or {})
        changed = {name: getattr(page, name) for name in written.blocks}
        changed |= {f"{name}_id": getattr(page, f"{name}_id") for name in written.points_at}
        type(page).objects.filter(pk=page.pk).update(**changed)
    for written in pages:
        if written.names_others or written.picture:
            ReferenceIndex.create_or_update_for_object(made[written.key])
    _keep_revisions(list(made.values()), publish=publish, by=by)
    tree.draw_version(home.path)  # no signal tells of what was said in one go
    return made


def _begun(written: WrittenPage, by, council: Authority) -> Page:
    """The page with all but its blocks."""
    page = written.model(
        **{name: value for name, value in written.fields.items() if name not in written.blocks},
        slug=written.slug,
        show_in_menus=written.in_menu,
        live=False,
        has_unpublished_changes=True,
        owner=by,
    )
    if written.picture:
        page.image, page.image_alt = (
            pictures.add_ours(council, written.picture),
            pictures.OURS[written.picture][0],
        )
    page.care = [PageCare(owner=written.owner, review_every=written.review_every)]
    page.duties_served = [DutyServed(criterion=slug) for slug in written.duties]
    return page


def _write(page: Page, written: WrittenPage, known: Mapping[str, Page], services: Mapping[str, str]) -> bool:
    """Give a page its blocks. False while a page that it names is not there: that link is left out."""
    is_whole = True
    for name in written.blocks:
        settled = _Settling(known, services)
        setattr(page, name, as_json(settled.of(written.fields[name])))
        is_whole = is_whole and settled.is_whole
    for name, key in written.points_at.items():
        if key in known:
            setattr(page, f"{name}_id", known[key].pk)
        else:
            is_whole = False
    return is_whole


def _keep_revisions(pages: list[Page], *, publish: bool, by) -> None:
    """The first revision of each page, and whether families see it: what Wagtail does with two saves for each."""
    now = timezone.now()
    base = ContentType.objects.get_for_model(Page)
    revisions = Revision.objects.bulk_create(
        Revision(
            content_type=page.cached_content_type,
            base_content_type=base,
            object_id=str(page.pk),
            object_str=str(page),
            content=page.serializable_data(),
            created_at=now,
            user=by,
        )
        for page in pages
    )
    for page, revision in zip(pages, revisions, strict=True):
        page.latest_revision, page.latest_revision_created_at = revision, now
        if publish:
            page.live, page.has_unpublished_changes, page.live_revision = True, False, revision
            page.first_published_at = page.last_published_at = now
        if by is not None:
            log(page, "wagtail.create", user=by, revision=revision, content_changed=True)
    Page.objects.bulk_update(
        pages,
        [
            "latest_revision",
            "latest_revision_created_at",
            "live",
            "has_unpublished_changes",
            "live_revision",
            "first_published_at",
            "last_published_at",
        ],
        batch_size=50,
    )
    if publish:
        for page in pages:
            _ = (
                getattr(page, "image_id", None) and page.lead_picture
            )  # drawn in its widths now, not for the first family that looks
            page_published.send(sender=type(page), instance=page, revision=page.live_revision)


def as_json(blocks: list) -> str:
    """Blocks as a field takes them."""
    return json.dumps(blocks)


class _Settling:
    """Makes every page:KEY and service:ID the key of its record. An entry of a list that names none is left out."""

    def __init__(self, known: Mapping[str, Page], services: Mapping[str, str]) -> None:
        self.known = known
        self.services = services
        self.is_whole = True

    def of(self, blocks: list) -> list:
        try:
            return self._settled(blocks)
        except _NotThereError:
            return []

    def _settled(self, value: Any) -> Any:
        if isinstance(value, list):
            kept = []
            for each in value:
                try:
                    kept.append(self._settled(each))
                except _NotThereError:
                    self.is_whole = False
            if value and not kept:
                raise _NotThereError
            return kept
        if isinstance(value, dict):
            settled = {name: self._settled(each) for name, each in value.items()}
            if settled.keys() == {"type", "value"}:
                settled["id"] = str(uuid4())  # by which the editor tells one block from another
            return settled
        if isinstance(value, str) and value.startswith(PAGE):
            if (key := value.removeprefix(PAGE)) not in self.known:
                raise _NotThereError
            return self.known[key].pk
        if isinstance(value, str) and value.startswith(SERVICE):
            if (key := value.removeprefix(SERVICE)) not in self.services:
                raise _NotThereError
            return self.services[key]
        return value
