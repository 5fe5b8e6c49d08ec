"""Find one phone, e-mail, address or name in everything a person may edit, and replace it where she says so.

`find()` only reads: it says for each place what stands there and what would. `replace()` writes the places that were
chosen, in one transaction, and refuses when any of them has changed in between. What families see is published
again; what is a draft stays one; what is locked or in moderation is left alone and said. Nothing of it is a check.
"""

import hashlib
from collections.abc import Callable, Collection, Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from modelcluster.models import ClusterableModel, get_all_child_relations
from wagtail import blocks
from wagtail.fields import RichTextField, StreamField
from wagtail.log_actions import log
from wagtail.models import Page, WorkflowState

from localoffer.cms.readiness import gate

from .matching import Wanted
from .models import Listing, Location, Organization, Schedule, Service, ServiceAtLocation

AROUND = 60  # characters shown on either side


class ChangedMeanwhileError(Exception):
    """Somebody changed one of the chosen places after they were shown. Look again, and choose anew."""


@dataclass(frozen=True, slots=True)
class Within:
    """Where somebody may replace: start from what she may edit. A QuerySet that is None is left out.

    `publishes`: whether she may publish; else her changes wait as drafts.
    """

    services: models.QuerySet | None = None
    organizations: models.QuerySet | None = None
    locations: models.QuerySet | None = None
    listings: models.QuerySet | None = None
    pages: models.QuerySet | None = None
    publishes: bool = True


class Version(StrEnum):
    PUBLISHED = "published"
    DRAFT = "draft"


@dataclass(frozen=True, slots=True)
class Spot:
    """One text in which it stands: the field in words, and the text before and after, cut to what matters.

    `key` names the place and its text, so that a choice made of it holds for nothing else.
    """

    key: str
    path: str
    label: str
    before: str
    after: str
    problem: str = ""  # why it cannot be replaced here


@dataclass(slots=True)
class Found:
    """One record, the places in it, and why nothing can be done there ("" when it can)."""

    record: models.Model
    kind: str
    name: str
    state: str
    spots: list[Spot] = field(default_factory=list)
    left_because: str = ""


@dataclass(slots=True)
class Replaced:
    """What became of one record: how many places, and in words what was done or why not."""

    record: models.Model
    name: str
    places: int
    outcome: str
    is_done: bool = True


def find(wanted: Wanted, within: Within) -> list[Found]:
    """Every place in which it stands, record by record. Reads only."""
    found = []
    for record in _records(within):
        each = _find_in(record, wanted, within)
        if each.spots:
            found.append(each)
    return found


@transaction.atomic
def replace(wanted: Wanted, within: Within, *, chosen: Collection[str], by=None) -> list[Replaced]:
    """Replace it in the places whose keys were chosen from what `find()` gave. Returns what became of each record.

    Raises ChangedMeanwhileError, having written nothing, when one of them is no longer as it was shown.
    """
    chosen = set(chosen)
    done, seen = [], set()
    for found in find(wanted, within):
        keys = {spot.key for spot in found.spots} & chosen
        if not keys:
            continue
        record = _lock(found.record)
        again = _find_in(record, wanted, within)
        keys_now = {spot.key for spot in again.spots if not spot.problem}
        seen |= keys & {spot.key for spot in again.spots}
        if again.left_because:
            done.append(Replaced(record, again.name, 0, again.left_because, is_done=False))
            continue
        keys &= keys_now
        if not keys:
            continue
        outcome = _write(record, wanted, within, keys, by)
        # Not what was replaced: it may be somebody's number, and this line is kept
        about = record.service if isinstance(record, Listing) else record
        log(about, "localoffer.replace", user=by, data={"what": str(wanted.kind), "places": len(keys)})
        done.append(Replaced(record, again.name, len(keys), outcome))
    if chosen - seen:
        raise ChangedMeanwhileError(
            "Somebody has changed some of these since they were shown. Nothing was replaced: look again."
        )
    return done


def _records(within: Within) -> Iterator[models.Model]:
    if within.services is not None:
        in_moderation = models.Prefetch(
            "workflow_states",
            queryset=WorkflowState.objects.active(),
            to_attr="_current_workflow_states",  # where Wagtail looks first
        )
        # Each with its place, joined: fetched by their keys, thousands of places are too much for SQLite
        at_places = {
            name: models.Prefetch(name, queryset=model.objects.select_related("location"))
            for name, model in (("service_at_locations", ServiceAtLocation), ("schedules", Schedule))
        }
        rows = (at_places.get(name, name) for name in _rows_inside(Service))
        yield from within.services.order_by("name", "pk").prefetch_related(*rows, in_moderation)
    if within.organizations is not None:
        yield from within.organizations.order_by("name", "pk").prefetch_related(*_rows_inside(Organization))
    if within.locations is not None:
        yield from within.locations.order_by("name", "pk")
    if within.listings is not None:
        yield from within.listings.select_related("service", "authority").order_by("slug")
    if within.pages is not None:
        yield from within.pages.order_by("path").specific(defer=False)


def _lock(record: models.Model) -> models.Model:
    if isinstance(record, Page):
        Page.objects.select_for_update().get(pk=record.pk)
        return Page.objects.get(pk=record.pk).specific
    return type(record)._default_manager.select_for_update().get(pk=record.pk)


# --- Finding --------------------------------------------------------------------------------------


def _find_in(record: models.Model, wanted: Wanted, within: Within) -> Found:
    found = Found(
        record,
        record._meta.verbose_name.capitalize(),
        record.service.name if isinstance(record, Listing) else str(record),
        _state(record),
    )
    if isinstance(record, Location) and record.is_private:
        return found  # what could lead to a secret place is kept nowhere, and its name is for officers only
    spots = {}
    for version in _versions(record).values():
        for text in _texts(version):
            after = text.replaced(wanted)
            if after == text.value:
                continue
            key = _key(record, text)
            before_shown, after_shown = _shown(text, wanted)
            problem = _problem(text, after)
            spots.setdefault(key, Spot(key, text.path, text.label, before_shown, after_shown, problem))
    found.spots = list(spots.values())
    if found.spots:
        found.left_because = _held(record)
    return found


def _state(record: models.Model) -> str:
    if not hasattr(record, "live"):
        return ""
    if not record.live:
        return "Draft"
    return "Published, with a draft" if record.has_unpublished_changes else "Published"


def _held(record: models.Model) -> str:
    if getattr(record, "alias_of_id", None):
        return "It mirrors another page: change that one."
    if getattr(record, "locked", False):
        return "It is locked, so it was left as it is. Unlock it first."
    if getattr(record, "current_workflow_state", None):
        return "It is in moderation, so it was left as it is. Finish that first."
    return ""


def _versions(record: models.Model) -> dict[Version, models.Model]:
    """What there is of a record: what families see, and what waits as a draft."""
    if not hasattr(record, "live"):
        return {Version.PUBLISHED: record}
    if record.live and not record.has_unpublished_changes:
        return {Version.PUBLISHED: record}
    draft = record.get_latest_revision_as_object()
    return {Version.PUBLISHED: record, Version.DRAFT: draft} if record.live else {Version.DRAFT: draft}


@dataclass(slots=True)
class _Text:
    """One text of a record: where it is, what it says, and how to change it."""

    path: str
    label: str
    value: str
    is_html: bool
    put: Callable[[str], None]
    column: models.Field | None = None

    def replaced(self, wanted: Wanted) -> str:
        return wanted.in_html(self.value) if self.is_html else wanted.in_text(self.value)


# Fields of Wagtail's pages and mixins that are no words of anybody's
_NO_WORDS = {
    "slug",
    "url_path",
    "path",
    "draft_title",
    "content_type",
    "translation_key",
    "expire_at",
    "go_live_at",
}


def _texts(record: models.Model) -> Iterator[_Text]:
    """Every text of a record and of the rows inside it that a person can write."""
    yield from _texts_of_row(record, "", "")
    for name in _rows_inside(type(record)):
        # Held by the record from here on, so that a changed row is saved with it
        for number, row in enumerate(getattr(record, name).get_object_list(), start=1):
            if _is_beside_a_secret(row):
                continue
            what = row._meta.verbose_name.capitalize()
            yield from _texts_of_row(row, f"{name}/{row.pk or number}/", f"{what}: ")


@cache
def _rows_inside(model: type[models.Model]) -> list[str]:
    """The names of a cluster's rows; Wagtail's own (an editor's comments) are no part of what a record says."""
    if not issubclass(model, ClusterableModel):
        return []
    relations = get_all_child_relations(model)
    ours = (each for each in relations if not each.related_model.__module__.startswith("wagtail."))
    return [each.get_accessor_name() for each in ours]


def _texts_of_row(row: models.Model, path: str, before: str) -> Iterator[_Text]:
    for column in _columns(type(row)):
        label = f"{before}{column.verbose_name}" if before else str(column.verbose_name).capitalize()
        if isinstance(column, StreamField):
            yield from _texts_of_stream(row, column, f"{path}{column.name}", label)
        else:
            value = getattr(row, column.attname)
            if isinstance(value, str) and value:
                put = _putter(row, column)
                is_html = isinstance(column, RichTextField)
                yield _Text(f"{path}{column.name}", label, value, is_html, put, column)


@cache
def _columns(model: type[models.Model]) -> list[models.Field]:
    """The columns in which a person writes words."""
    return [
        column
        for column in model._meta.concrete_fields
        if isinstance(column, (models.CharField, models.TextField, StreamField))
        and column.editable
        and not column.choices
        and not column.primary_key
        and column.name not in _NO_WORDS
    ]


def _putter(row: models.Model, column: models.Field) -> Callable[[str], None]:
    return lambda value: setattr(row, column.attname, value)


def _is_beside_a_secret(row: models.Model) -> bool:
    if isinstance(row, (ServiceAtLocation, Schedule)) and row.location_id:
        return row.location.is_private
    return False


def _texts_of_stream(row: models.Model, column: StreamField, path: str, label: str) -> Iterator[_Text]:
    stream = getattr(row, column.attname)
    raw = deepcopy(list(stream.raw_data)) if stream else []

    def keep() -> None:
        setattr(row, column.attname, column.stream_block.to_python(raw))

    yield from _in_block(column.stream_block, raw, path, label, keep)


def _in_block(block, value: Any, path: str, label: str, keep: Callable[[], None]) -> Iterator[_Text]:
    """The texts inside a block's raw value. `keep` puts the whole stream back after one was changed."""
    if isinstance(block, blocks.StreamBlock):
        for number, child in enumerate(value or []):
            kind = block.child_blocks.get(child.get("type"))
            if kind is not None:
                yield from _in_member(kind, child, "value", f"{path}/{number}", label, keep)
    elif isinstance(block, blocks.ListBlock):
        for number, child in enumerate(value or []):
            if isinstance(child, dict) and child.get("type") == "item":
                yield from _in_member(block.child_block, child, "value", f"{path}/{number}", label, keep)
            else:
                yield from _in_member(block.child_block, value, number, f"{path}/{number}", label, keep)
    elif isinstance(block, blocks.StructBlock):
        for name, child in block.child_blocks.items():
            if isinstance(value, dict) and name in value:
                yield from _in_member(child, value, name, f"{path}/{name}", label, keep)


_TEXT_BLOCKS = (blocks.CharBlock, blocks.TextBlock, blocks.URLBlock, blocks.EmailBlock, blocks.RichTextBlock)
_HTML_BLOCKS = (blocks.RichTextBlock, blocks.RawHTMLBlock)


def _in_member(
    block, holder: Any, name: Any, path: str, label: str, keep: Callable[[], None]
) -> Iterator[_Text]:
    value = holder[name]
    if isinstance(block, (*_TEXT_BLOCKS, *_HTML_BLOCKS)):
        if isinstance(value, str) and value:

            def put(text: str) -> None:
                holder[name] = text
                keep()

            yield _Text(path, label, value, isinstance(block, _HTML_BLOCKS), put)
    else:
        yield from _in_block(block, value, path, label, keep)


def _key(record: models.Model, text: _Text) -> str:
    said = hashlib.sha256(text.value.encode()).hexdigest()[:16]
    return f"{record._meta.label_lower}|{record.pk}|{text.path}|{said}"


def _problem(text: _Text, after: str) -> str:
    """Why the new text cannot stand there."""
    if text.column is None:
        return ""
    try:
        text.column.clean(after, None)
    except ValidationError as error:
        return " ".join(error.messages)
    return ""


def _shown(text: _Text, wanted: Wanted) -> tuple[str, str]:
    """The text around the first place, before and after: enough to judge by."""
    before, after = text.value, text.replaced(wanted)
    start = next(
        (n for n, (a, b) in enumerate(zip(before, after, strict=False)) if a != b),
        min(len(before), len(after)),
    )
    first = max(start - AROUND, 0)

    def cut(words: str) -> str:
        last = start + len(wanted.new) + len(wanted.old) + AROUND
        return f"{'…' if first else ''}{words[first:last]}{'…' if last < len(words) else ''}"

    return cut(before), cut(after)


# --- Writing --------------------------------------------------------------------------------------


def _write(record: models.Model, wanted: Wanted, within: Within, keys: set[str], by) -> str:
    """Change the chosen texts of one record. Returns what was done, in words."""
    if not hasattr(record, "live"):
        _change(record, record, wanted, keys)
        record.save()
        return "Changed."
    versions = _versions(record)
    published, draft = versions.get(Version.PUBLISHED), versions.get(Version.DRAFT)
    said = []
    if published is not None and _has(record, published, wanted, keys):
        if within.publishes:
            _change(record, published, wanted, keys)
            _find_point_again(published)
            revision = published.save_revision(user=by, clean=False)
            with gate.not_asked():
                revision.publish(user=by, skip_permission_checks=True)
            said.append("Published.")
        elif draft is None:
            draft = published
        else:
            said.append("What families see stays until somebody publishes it.")
    if draft is not None and (_has(record, draft, wanted, keys) or (said and within.publishes)):
        # Again on top of what was published, so that the draft is still what comes next
        _change(record, draft, wanted, keys)
        _find_point_again(draft)
        draft.save_revision(user=by, clean=False)
        said.append("Saved as a draft.")
    return " ".join(said)


def _has(record: models.Model, version: models.Model, wanted: Wanted, keys: set[str]) -> bool:
    return any(_key(record, text) in keys and text.replaced(wanted) != text.value for text in _texts(version))


def _change(record: models.Model, version: models.Model, wanted: Wanted, keys: set[str]) -> None:
    for text in _texts(version):
        if _key(record, text) in keys:
            text.put(text.replaced(wanted))


def _find_point_again(place: models.Model) -> None:
    if not isinstance(place, Location):
        return
    before = Location.objects.get(pk=place.pk)
    if before.postal_code != place.postal_code:
        place.latitude = place.longitude = None  # they were of the other postcode
        place.find_point()
