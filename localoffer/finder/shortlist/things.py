"""What stands in lists, as families see it today: for each kind a reader that reads many at once."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID

from django.urls import reverse

from localoffer.directory import in_words
from localoffer.directory.models import Service
from localoffer.directory.models.service import Phone
from localoffer.finder.cards import tags
from localoffer.finder.labels import label
from localoffer.finder.models import Entry
from localoffer.ui.pictograms import KINDS

from .models import Kind

FURTHEST_ON = 10  # one that was merged into one that was merged into one …


@dataclass(frozen=True)
class Thing:
    """Something in a list.

    `is_follower`: what was kept has become part of it. `is_only_hers`: no link and no letter shows it.
    """

    title: str
    href: str
    meta: str = ""
    tags: list[dict] = field(default_factory=list)
    place: str = ""
    text: str = ""
    when: str = ""
    phones: list[Phone] = field(default_factory=list)
    pictogram: str = ""
    is_follower: bool = False
    is_only_hers: bool = False


def read(kept: Iterable[tuple[str, str]], *, authority, today: date) -> dict[tuple[str, str], Thing]:
    """What families of a council can see of what was kept, by (kind, key). What has gone is not in it."""
    keys: dict[str, set[str]] = {}
    for kind, key in kept:
        keys.setdefault(kind, set()).add(key)
    return {
        (kind, key): thing
        for kind, these in keys.items()
        if kind in READERS
        for key, thing in READERS[kind](authority, these, today).items()
    }


def services(authority, keys: set[str], today: date) -> dict[str, Thing]:
    """Services by their keys; one that was merged into another is that other."""
    ids = {key: pk for key in keys if (pk := _as_uuid(key))}
    found = _listed(authority, set(ids.values()), today)
    gone = set(ids.values()) - found.keys()
    merged = _merged_into(gone) if gone else {}
    followers = _listed(authority, set(merged.values()) - found.keys(), today) if merged else {}
    for pk, kept in merged.items():
        if thing := found.get(kept) or followers.get(kept):
            found[pk] = replace(thing, is_follower=True)
    return {key: found[pk] for key, pk in ids.items() if pk in found}


def questions(authority, keys: set[str], today: date) -> dict[str, Thing]:
    """Questions to ask, by the codes of the kinds of help that they are about."""
    found = {}
    for key in keys:
        if (kind := label("kind", key, authority.pk)) is not None:
            found[key] = Thing(
                title=f"Questions to ask: {kind.name}",
                href=reverse("finder:questions", args=[kind.code]),
                meta="To print, and take to a meeting or a call",
                pictogram=picture if (picture := kind.parent or kind.code) in KINDS else "advice",
            )
    return found


READERS: dict[str, Callable[..., dict[str, Thing]]] = {Kind.SERVICE: services, Kind.QUESTIONS: questions}


def _listed(authority, ids: set[UUID], today: date) -> dict[UUID, Thing]:
    phones: dict[UUID, list[Phone]] = {}
    for phone in Phone.objects.filter(service__in=ids):
        phones.setdefault(phone.service_id, []).append(phone)
    return {
        entry.service_id: _thing(entry, phones.get(entry.service_id, []), today)
        for entry in Entry.objects.filter(authority=authority, service_id__in=ids).prefetch_related("points")
    }


def _thing(entry: Entry, phones: list[Phone], today: date) -> Thing:
    place = next((point.label for point in entry.points.all() if point.label), "")
    return Thing(
        title=entry.name,
        href=entry.get_absolute_url(),
        meta=f"{entry.provider} · {in_words.ages(entry.minimum_age, entry.maximum_age)}",
        tags=tags(entry, today),
        place=". ".join(part for part in (entry.when, place) if part),
        text=entry.summary,
        when=in_words.checked(entry.checked_on, today),
        phones=phones,
        pictogram=entry.kind or "advice",
    )


def _merged_into(gone: set[UUID]) -> dict[UUID, UUID]:
    """Into which services these were merged, to the last."""
    last = {pk: pk for pk in gone}
    for _ in range(FURTHEST_ON):
        steps = dict(
            Service.with_binned.filter(pk__in=set(last.values()), merged_into__isnull=False).values_list(
                "pk", "merged_into"
            )
        )
        if not steps:
            break
        last = {pk: steps.get(kept, kept) for pk, kept in last.items()}
    return {pk: kept for pk, kept in last.items() if kept != pk}


def _as_uuid(key: str) -> UUID | None:
    try:
        return UUID(key)
    except ValueError:
        return None
