"""A result as families read it: what components/result.html takes."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from localoffer.cms.maps import Pin
from localoffer.directory import in_words, waiting
from localoffer.directory.models.facts import ListStatus
from localoffer.directory.models.listing import Reach
from localoffer.places import distance
from localoffer.ui import languages
from localoffer.ui.cards import way_on
from localoffer.ui.pictograms import KINDS
from localoffer.ui.templatetags.lists import escaped

from .found_pages.answers import PageHit
from .index import NO_WAIT
from .labels import label, labels
from .models import STATUS_CLOSED, STATUS_PAUSED, Entry
from .results import Found, Results
from .snapshot import UNSTATED
from .words import split, stem

_COST = {"free": "Free", "charge": "There is a charge", "varies": "Free for some"}
_REFERRAL = {
    "self": "Ask yourself",
    "either": "Ask yourself or be referred",
    "referral": "Someone refers you",
}
_LIST = {ListStatus.CLOSED: "Waiting list closed", ListStatus.PAUSED: "Waiting list paused"}
_REACH = {
    Reach.NEIGHBOURING: "Outside the area",
    Reach.REGIONAL: "Outside the area",
    Reach.NATIONAL: "All of England",
}
_MATCHED = {
    "name": "{} in its name",
    "other": "{} in another name for it",
    "terms": "it is listed for {}",
    "text": "it mentions {}",
    "rest": "it mentions {}",
}


def card(found: Found, today: date, age: tuple[int, int] | None = None) -> dict:
    """One result: title, href, meta, tags, text, why, when, pictogram. `age` is the one searched for."""
    entry = found.entry
    return {
        "title": entry.name,
        "href": entry.get_absolute_url(),
        "meta": f"{entry.provider} · {in_words.ages(entry.minimum_age, entry.maximum_age)}",
        "place": where_and_when(found),
        "tags": tags(entry, today, found.hit.metres, age),
        "text": entry.summary,
        "why": why(found),
        "when": in_words.checked(entry.checked_on, today),
        "pictogram": entry.kind or "advice",
    }


def pins(found: Results, *, first: int) -> Iterator[Pin]:
    """The places of a page of results, each with the number that its service has in the list."""
    for number, each in enumerate(found.found, start=first):
        for easting, northing, where in each.places:
            far = distance.metres(easting, northing, *found.point) if found.point else None
            yield Pin(
                point=(easting, northing),
                name=each.entry.name,
                href=each.entry.get_absolute_url(),
                number=number,
                where=where,
                distance="" if far is None else distance.in_words(far),
            )


def facet_cards(
    facet: str, counts, *, parent: str = "", council: int | None = None, is_deep: bool = False
) -> list[dict]:
    """Kinds of help, needs or ages below one (the top ones without a parent), as components/cards.html takes them.

    `is_deep`: those further down, too. A top kind of help is there though it has nothing yet; an age or a need that
    no service says is not: its page would list only those that do not say.
    """
    made = []
    for each in labels(council)[facet]:
        number = counts[f"{facet}:{each.code}"]
        is_wanted = number or not each.parent and facet not in UNSTATED
        if (is_deep or each.parent == parent) and is_wanted:
            made.append(
                way_on(
                    each.name,
                    reverse(f"finder:{facet}", args=[each.code]),
                    each.description,
                    meta=f"{number} service{'' if number == 1 else 's'}",
                    pictogram=each.code if each.code in KINDS else "",
                )
            )
    return made


def tags(
    entry: Entry, today: date, metres: int | None = None, age: tuple[int, int] | None = None
) -> list[dict]:
    """Facts at a glance, the ones that decide first. A wait comes with when it was said: waits grow."""
    made = [_state(entry)]
    if metres is not None:
        made.append({"text": _upper_first(distance.in_words(metres)), "tone": ""})
    if entry.status != STATUS_CLOSED:
        if entry.wait:
            said = f" (said {in_words.ago(entry.wait_said_on, today)})" if entry.wait_said_on else ""
            made.append(
                {"text": f"No wait{said}", "tone": "good"}
                if entry.wait == NO_WAIT
                else {"text": f"{in_words.waiting(entry.wait)}{said}", "tone": "wait"}
            )
        if age and (warning := _too_old(entry, today, age)):
            made.append({"text": warning.in_short, "tone": "wait"})
        made.append({"text": _COST.get(entry.cost, "Cost not stated"), "tone": ""})
        if entry.referral:
            made.append({"text": _REFERRAL[entry.referral], "tone": ""})
    if entry.reach in _REACH:
        made.append({"text": _REACH[entry.reach], "tone": "far"})
    return made


def _too_old(entry: Entry, today: date, age: tuple[int, int]) -> waiting.TooOld | None:
    return waiting.too_old(
        weeks=entry.wait_weeks,
        said_on=entry.wait_said_on,
        maximum_age=entry.maximum_age,
        list_status=entry.list_status,
        today=today,
        age=age,
    )


def where_and_when(found: Found) -> str:
    """Its nearest place and its times, in one line: "Tuesdays, 10am to noon. Minster Family Hub, LN1 3JF"."""
    return ". ".join(part for part in (found.entry.when, found.where) if part)


def _state(entry: Entry) -> dict:
    if entry.status == STATUS_CLOSED:
        return {"text": "Closed", "tone": "stop"}
    if entry.status == STATUS_PAUSED:
        return {"text": "Paused for now", "tone": "stop"}
    if entry.list_status in _LIST:
        return {"text": _LIST[entry.list_status], "tone": "stop"}
    return {"text": "Open", "tone": "good"}


def why(found: Found) -> SafeString | str:
    """Why this was found, in a sentence with the family's own words marked; "" when they typed none."""
    said: dict[str, dict[str, None]] = {}
    shown = {stem(word) for word in found.entry.sort_name.split()}
    for field, _, words in found.reasons:
        if field == "meant" and words.startswith("language:"):
            pattern, marked = "it is offered in {}", _language(words.partition(":")[2])
        elif field == "close":
            pattern, marked = "none of it has your words, but it is close to {}", words
        elif field == "gist":
            pattern, marked = "what you write sounds like {}", _token_in_words(words, found)
        elif field == "meant":
            pattern, marked = "it is listed for {}", _token_in_words(words, found)
        else:
            # The finder reads other names as it reads the name, but a family sees only the one
            is_other = field == "name" and not shown & {stem(word) for word in split(words)}
            pattern, marked = _MATCHED["other" if is_other else field], words
        said.setdefault(pattern, {})[marked] = None
    parts = [
        pattern.format(", ".join(f"<mark>{escaped(word)}</mark>" for word in words))
        for pattern, words in said.items()
    ]
    return mark_safe("; ".join(parts) + ".") if parts else ""  # every word is escaped above


def _language(code: str) -> SafeString:
    """A language in English, and in its own words, marked as such for whoever listens to the page."""
    english, own = languages.names(code)
    return (
        format_html('{} (<span lang="{}">{}</span>)', english, code, own)
        if own
        else format_html("{}", english)
    )


def _token_in_words(token: str, found: Found) -> str:
    facet, _, code = token.partition(":")
    known = label(facet, code, found.entry.authority_id)
    return known.name if known else code


def why_plain(found: Found) -> list[str]:
    """The reasons without markup, for the command line: ["name: dyslexia", "meant: school-attendance"]."""
    reasons = [
        f"{field}: {typed}" if said == typed else f"{field}: {typed} → {said}"
        for field, typed, said in found.reasons
    ]
    if found.miles is not None:
        reasons.append(f"distance: {found.miles:.1f} miles")
    return reasons


def _upper_first(text: str) -> str:
    return text[:1].upper() + text[1:]


def page_card(hit: PageHit) -> dict:
    """What components/cards.html takes for a page that was found, or for a part of one."""
    row = hit.row
    above = ": ".join(filter(None, (row.what, row.above)))
    return way_on(row.title, row.href, row.summary, above=above, lang=row.language)
