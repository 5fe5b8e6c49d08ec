"""Services of Outpost's API, said in Open Referral UK's words, so that one reader reads both.

What is taken, and what is not:

- Stand-ins are read as not stated: addresses at example.com, email@email.com, “Example sentence” and telephone numbers
  of one digit over and over.
- A place whose exact address Outpost masks is secret here.
- What Outpost's directories are, and which of them show a service, is not read.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from localoffer.oruk import read as oruk

# Keys that no Open Referral service has. (They come in snake_case, whatever the feed wrote.)
_OURS = ("regular_schedules", "send_needs", "local_offer", "target_directories", "needs_referral")
_STAND_INS = ("email@email.com",)
_EXAMPLES = ("example.com", "example.org", "example.net")

# Outpost's names of needs and features, as our codes
NEEDS = {
    "autism": ("ASD",),
    "social, emotional and mental health difficulties": ("SEMH",),
    "hearing": ("HI",),
    "hearing impairment": ("HI",),
    "visual": ("VI",),
    "visual impairment": ("VI",),
    "communication and interaction": ("communication-and-interaction",),
    "sensory and physical needs": ("sensory-and-or-physical-needs",),
    "cognition and learning": ("cognition-and-learning",),
    "cognitive": ("cognition-and-learning",),
    "mobility": ("PD",),
    "learning difficulties": ("cognition-and-learning",),
    "physical disabilities": ("PD",),
    "visual and/or hearing impediment": ("HI", "VI"),
    "mental health/acquired brain injury": ("SEMH",),
}
ACCESS = {
    "accessible toilet facilities": "accessible-toilet",
    "wheelchair accessible entrance": "step-free",
    "disabled car parking space": "parking",
    "building has lift": "lift",
    "bus stop nearby": "public-transport",
}
SUPPORT = "What support is there for children and young people with SEND?"


def is_outposts(service: dict[str, Any]) -> bool:
    """Whether this is a service as Outpost gives it."""
    return "service_at_locations" not in service and sum(key in service for key in _OURS) >= 2


def as_open_referral(service: dict[str, Any]) -> dict[str, Any]:
    """The same service with Open Referral's names. Takes whatever JSON stands there, of whatever type."""
    offer = next(iter(oruk.objects(service, "local_offer")), {})
    return {
        "id": oruk.text(service, "id"),
        "name": oruk.text(service, "name"),
        "description": oruk.text(service, "description"),
        "url": _address(oruk.text(service, "url")),
        "email": _email(oruk.text(service, "email")),
        "minimum_age": service.get("min_age"),
        "maximum_age": service.get("max_age"),
        "status": "temporarily closed" if oruk.flag(service, "temporarily_closed") else "active",
        "referral": _said(service.get("needs_referral"), yes="referral", no="self"),
        "cost": _said(service.get("free"), yes="free", no="charge"),
        "organization": [
            _organization(each) for each in oruk.objects(service, "organisation", "organization")
        ],
        "service_at_locations": [
            {"location": _location(each)} for each in oruk.objects(service, "locations")
        ],
        "contacts": [_contact(each) for each in oruk.objects(service, "contacts")],
        "schedules": [
            {
                "freq": "WEEKLY",
                "byday": oruk.text(each, "weekday"),
                "opens_at": oruk.text(each, "opens_at"),
                "closes_at": oruk.text(each, "closes_at"),
            }
            for each in oruk.objects(service, "regular_schedules")
        ],
        "cost_options": [
            {
                "option": oruk.text(each, "option"),
                "amount": oruk.text(each, "amount"),
                "amount_description": oruk.text(each, "cost_type", "amount_description"),
            }
            for each in oruk.objects(service, "cost_options")
        ],
        "links": [
            {"label": oruk.text(each, "label"), "url": url}
            for each in (
                *oruk.objects(service, "links"),
                {"label": "More about support for SEND", "url": oruk.text(offer, "link")},
            )
            if (url := _address(oruk.text(each, "url")))
        ],
        "attributes": [*_needs(service), *_kinds(service), *_answers(offer)],
    }


def _said(value: Any, *, yes: str, no: str) -> str:
    if isinstance(value, str):
        value = {"true": True, "false": False}.get(value.strip().casefold())
    return yes if value is True else no if value is False else ""


def _organization(found: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": oruk.text(found, "id"),
        "name": oruk.text(found, "name"),
        "description": oruk.text(found, "description"),
        "email": _email(oruk.text(found, "email")),
        "website": _address(oruk.text(found, "url")),
    }


def _location(found: dict[str, Any]) -> dict[str, Any]:
    point = next(iter(oruk.objects(found, "geometry")), {}).get("coordinates")
    longitude, latitude = point[:2] if isinstance(point, list) and len(point) >= 2 else (None, None)
    features = [oruk.text(each, "name", "label") for each in oruk.objects(found, "accessibilities")]
    return {
        "id": oruk.text(found, "id"),
        "name": oruk.text(found, "name"),
        "latitude": latitude,
        "longitude": longitude,
        # Neither masked nor hidden is what null means
        "is_private": oruk.flag(found, "mask_exact_address", "is_private") or found.get("visible") is False,
        "addresses": [
            {
                "address_1": oruk.text(found, "address_1"),
                "city": oruk.text(found, "city"),
                "state_province": oruk.text(found, "state_province"),
                "postal_code": oruk.text(found, "postal_code"),
                "country": oruk.text(found, "country"),
            }
        ],
        "accessibility": [{"accessibility": ACCESS.get(_folded(each), each)} for each in features if each],
    }


def _contact(found: dict[str, Any]) -> dict[str, Any]:
    if found.get("visible") is False:
        return {}
    return {
        "name": oruk.text(found, "name"),
        "title": oruk.text(found, "title"),
        "email": _email(oruk.text(found, "email")),
        "phones": [{"number": number}] if (number := _number(oruk.text(found, "phone"))) else [],
    }


def _number(value: str) -> str:
    # A number such as 0777 777 7777 may ring at a stranger's
    digits = {digit for digit in value if digit.isdigit()}
    return "" if len(digits - {"0"}) == 1 and len(value) > 8 else value.strip()


def _needs(service: dict[str, Any]) -> list[dict[str, Any]]:
    said = [
        oruk.text(each, "name", "label")
        for each in (*oruk.objects(service, "send_needs"), *oruk.objects(service, "suitabilities"))
    ]
    codes = (code for word in said if word for code in NEEDS.get(_folded(word), (word,)))
    return [_term("need", code) for code in dict.fromkeys(codes)]


def _kinds(service: dict[str, Any]) -> list[dict[str, Any]]:
    said = (oruk.text(each, "name", "label") for each in oruk.objects(service, "taxonomies"))
    return [_term("kind", word) for word in dict.fromkeys(said) if word]


def _answers(offer: dict[str, Any]) -> list[dict[str, Any]]:
    said = oruk.text(offer, "description")
    found = [{"label": SUPPORT, "value": "" if said.strip().casefold() == "example sentence" else said}]
    for each in oruk.objects(offer, "survey_answers"):
        found.append({"label": oruk.text(each, "question"), "value": oruk.text(each, "answer")})
    return [each for each in found if each["label"].strip() and each["value"].strip()]


def _term(taxonomy: str, word: str) -> dict[str, Any]:
    return {"taxonomy_term": {"name": word, "taxonomy": taxonomy}}


def _address(value: str) -> str:
    try:
        host = (urlsplit(value.strip()).hostname or "").casefold()
    except ValueError:
        return value
    return "" if host.removeprefix("www.") in _EXAMPLES else value


def _email(value: str) -> str:
    domain = value.strip().casefold().rpartition("@")[2]
    return "" if value.strip().casefold() in _STAND_INS or domain in _EXAMPLES else value


def _folded(word: str) -> str:
    return " ".join(word.casefold().split())
