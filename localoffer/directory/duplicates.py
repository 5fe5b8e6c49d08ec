"""Which records may be one and the same: suggested by name, phone, place and web address, with the reasons.

Only pairs that have something in common are compared (one phone, one postcode, nearly one name), so that three
thousand services take a second or two. What an officer has found to be two is not suggested again.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any
from uuid import UUID

from django.db import models, transaction
from rapidfuzz import fuzz
from wagtail.log_actions import log

from .models import NotDuplicates, Phone, ServiceAtLocation

# Points for what two have in common, and how many make a suggestion
POINTS = {
    "name": 55,
    "like": 40,
    "resembling": 25,
    "phone": 25,
    "email": 20,
    "web": 20,
    "place": 20,
    "provider": 10,
}
ENOUGH = 60
LIKE, RESEMBLING = 90, 78  # per cent
# A switchboard, a school's hall: what so many have in common says nothing about any two of them
MOST_IN_COMMON = 40
NEIGHBOURS = 4  # in the order of names
# Words that many names have and that tell nobody apart
_COMMON = {"the", "a", "and", "of", "for", "in", "at", "ltd", "limited", "cic", "cio", "service", "services"}


@dataclass(slots=True)
class Traits:
    """What is compared of one record."""

    key: UUID
    name: str
    spoken: str = ""  # the name without what tells nobody apart, its words in order
    phones: dict[str, str] = field(default_factory=dict)  # digits: as written
    emails: set[str] = field(default_factory=set)
    webs: set[str] = field(default_factory=set)
    places: dict[str, str] = field(default_factory=dict)  # postcode or key: in words
    provider: Any = None

    def __post_init__(self) -> None:
        self.spoken = spoken(self.name)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Two records that may be one, how likely (0 to 100), and why, in words. The first has the smaller key."""

    first: UUID
    second: UUID
    score: int
    reasons: tuple[str, ...]


def spoken(name: str) -> str:
    """A name as it is compared: small letters, without accents of form: "The Sleep Clinic Ltd" is "clinic sleep"."""
    words = re.findall(r"\w+", name.casefold().replace("&", " and ").replace("’", "").replace("'", ""))
    kept = [word for word in words if word not in _COMMON] or words
    return " ".join(sorted(kept))


def among_services(services: models.QuerySet) -> list[Suggestion]:
    """Services that may be one, the likeliest first. Start from those a person may edit."""
    return suggestions(_of_services(services))


def among_organizations(organizations: models.QuerySet) -> list[Suggestion]:
    rows = organizations.values_list("pk", "name", "email", "website")
    return suggestions(
        Traits(pk, name, emails=_some(email.lower()), webs=_some(_web(website)))
        for pk, name, email, website in rows
    )


def among_locations(locations: models.QuerySet) -> list[Suggestion]:
    """Places that may be one. Secret ones are left out: nothing of them may be compared."""
    rows = locations.filter(is_private=False).values_list("pk", "name", "address_1", "postal_code")
    return suggestions(
        Traits(pk, name or address, places={_postcode(code): code} if code else {})
        for pk, name, address, code in rows
    )


def suggestions(several: Iterable[Traits]) -> list[Suggestion]:
    """Pairs that may be one, the likeliest first."""
    by_key = {each.key: each for each in several}
    said = set(NotDuplicates.objects.values_list("first", "second"))
    found = []
    for first, second in _pairs(by_key.values()):
        pair = (first, second) if first < second else (second, first)
        if pair in said:
            continue
        score, reasons = _compare(by_key[pair[0]], by_key[pair[1]])
        if score >= ENOUGH:
            found.append(Suggestion(*pair, min(score, 100), tuple(reasons)))
    return sorted(found, key=lambda each: (-each.score, by_key[each.first].name, each.first))


@transaction.atomic
def say_not_duplicates(one: models.Model, other: models.Model, *, by=None) -> NotDuplicates:
    """Remember that two records are two, so that they are not suggested again."""
    first, second = sorted([one, other], key=lambda each: each.pk)
    said, is_new = NotDuplicates.objects.get_or_create(
        first=first.pk, second=second.pk, defaults={"said_by": by}
    )
    if is_new:
        log(one, "localoffer.not_duplicates", user=by, data={"other": str(other.pk), "name": str(other)})
    return said


def _of_services(services: models.QuerySet) -> Iterator[Traits]:
    traits = {
        pk: Traits(pk, name, emails=_some(email.lower()), webs=_some(_web(url)), provider=provider)
        for pk, name, email, url, provider in services.values_list(
            "pk", "name", "email", "url", "organization_id"
        )
    }
    ours = services.order_by().values("pk")
    for pk, number in Phone.objects.filter(service__in=ours).values_list("service_id", "number"):
        if pk in traits and len(digits := _digits(number)) > 5:
            traits[pk].phones[digits] = number
    at = ServiceAtLocation.objects.filter(service__in=ours, location__is_private=False)
    for pk, place, postcode, name in at.values_list(
        "service_id", "location_id", "location__postal_code", "location__name"
    ):
        if pk in traits:
            traits[pk].places[_postcode(postcode) or str(place)] = postcode or name
    yield from traits.values()


def _pairs(several: Iterable[Traits]) -> set[tuple[UUID, UUID]]:
    """Pairs worth comparing: those with something in common, and neighbours in the order of names."""
    several = list(several)
    together: dict[tuple[str, str], list[UUID]] = defaultdict(list)
    for each in several:
        together["name", each.spoken].append(each.key)
        for kind, values in (
            ("phone", each.phones),
            ("email", each.emails),
            ("web", each.webs),
            ("place", each.places),
        ):
            for value in values:
                together[kind, value].append(each.key)
    found = set()
    for (kind, value), keys in together.items():
        if value and (len(keys) <= MOST_IN_COMMON or kind == "name"):
            found |= set(combinations(sorted(keys[: MOST_IN_COMMON * 3]), 2))
    # A letter wrong at the front, or in the middle: two orders find either
    for order in (
        lambda each: each.spoken,
        lambda each: each.spoken[::-1],
        lambda each: each.name.casefold(),
    ):
        keys = [each.key for each in sorted(several, key=order)]
        for apart in range(1, NEIGHBOURS + 1):
            found |= {tuple(sorted(pair)) for pair in zip(keys, keys[apart:], strict=False)}
    return found


def _compare(one: Traits, other: Traits) -> tuple[int, list[str]]:
    alike = fuzz.ratio(one.spoken, other.spoken)
    alike = max(alike, fuzz.token_set_ratio(one.spoken, other.spoken) - 10)
    if alike < RESEMBLING:
        return 0, []
    score, reasons = 0, []

    def add(what: str, words: str) -> None:
        nonlocal score
        score += POINTS[what]
        reasons.append(words)

    if one.spoken == other.spoken:
        add("name", "The same name")
    elif alike >= LIKE:
        add("like", "Nearly the same name")
    else:
        add("resembling", "A similar name")
    for digits in sorted(one.phones.keys() & other.phones.keys())[:1]:
        add("phone", f"The same phone, {_plainer(one.phones[digits], other.phones[digits])}")
    for email in sorted(one.emails & other.emails)[:1]:
        add("email", f"The same e-mail, {email}")
    for web in sorted(one.webs & other.webs)[:1]:
        add("web", f"The same web address, {web}")
    for place in sorted(one.places.keys() & other.places.keys())[:1]:
        add("place", f"The same place, {_plainer(one.places[place], other.places[place])}")
    if one.provider is not None and one.provider == other.provider:
        add("provider", "The same organisation")
    return score, reasons


def _plainer(*spellings: str) -> str:
    """Of two spellings the one with fewer signs in it."""
    return min(spellings, key=lambda words: (sum(not c.isalnum() and c != " " for c in words), words))


def _some(value: str) -> set[str]:
    return {value} if value else set()


def _digits(number: str) -> str:
    return re.sub(r"\D", "", number)[-10:]


def _web(address: str) -> str:
    return re.sub(r"^https?://(www\.)?", "", address.strip().casefold()).rstrip("/")


def _postcode(postcode: str) -> str:
    return postcode.replace(" ", "").upper()
