"""How far a council is with the starter pack: which pages are there, which blanks are open in their newest drafts."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any, Final

from django.core.cache import cache
from wagtail.models import Page, Revision, Site

from localoffer.cms.blocks import BlocksField
from localoffer.cms.models import BasePage
from localoffer.cms.readiness import gate
from localoffer.places.models import Authority

from ..models.starter import StarterFact, StarterPage
from . import blanks, reading
from .reading import WrittenPage
from .texts import place_of_field

#: Seconds that what stops a draft is remembered. A newer draft is seen at once.
KEPT_FOR: Final = 3600


class Step(StrEnum):
    """How far a page is."""

    NOT_STARTED = "not-started"
    BLANKS = "blanks"  # a draft with blanks
    UNREADY = "unready"  # a draft without blanks that something else stops
    READY = "ready"
    PUBLISHED = "published"


@dataclass(frozen=True)
class Draft:
    """A page of a council as its newest draft has it, without making the page of it."""

    page: Page
    fields: dict[str, Any]
    revision: Revision | None

    @property
    def model(self) -> type[BasePage]:
        return self.page.specific_class

    @cached_property
    def blanks(self) -> tuple[str, ...]:
        return reading.blanks_of(self.model, self.fields)

    def as_page(self) -> BasePage:
        return self.revision.as_object() if self.revision else self.page.specific


@dataclass(frozen=True)
class Standing:
    """One page of the pack in one council."""

    written: WrittenPage
    draft: Draft | None = None

    @property
    def page(self) -> Page | None:
        return self.draft.page if self.draft else None

    @property
    def title(self) -> str:
        return self.draft.fields["title"] if self.draft else self.written.title

    @property
    def blanks(self) -> tuple[str, ...]:
        return self.draft.blanks if self.draft else ()

    @cached_property
    def step(self) -> Step:
        if self.draft is None:
            return Step.NOT_STARTED
        if self.draft.page.live:
            return Step.PUBLISHED
        if self.draft.blanks:
            return Step.BLANKS
        return Step.UNREADY if self.what_stops else Step.READY

    @cached_property
    def what_stops(self) -> list[str]:
        """What keeps the draft from being published, in sentences."""
        if self.draft is None:
            return []
        key = f"pages:starter-stops:{self.draft.page.pk}:{self.draft.page.latest_revision_id}"
        known = cache.get(key)
        if known is None:
            known = [
                f"{problem.words} ({problem.quote})" if problem.quote else problem.words
                for problem in gate.what_stops(self.draft.as_page())
            ]
            cache.set(key, known, KEPT_FOR)
        return known


def home_of(authority: Authority) -> Page | None:
    """The first page of a council's first site; None while it has no site."""
    site = Site.objects.filter(authority_site__authority=authority).order_by("pk").first()
    return site.root_page if site else None


def standings(authority: Authority, pack: reading.Pack | None = None) -> list[Standing]:
    """Every page of the pack, in its order. A handful of queries, however many there are."""
    pack = pack or reading.shipped()
    pages = known_pages(authority, pack)
    drafts = {draft.page.pk: draft for draft in drafts_of(pages.values())}
    return [
        Standing(written, drafts[pages[written.key].pk] if written.key in pages else None)
        for written in pack.pages
    ]


def known_pages(authority: Authority, pack: reading.Pack) -> dict[str, Page]:
    """The pages of the pack that a council has, by their keys."""
    keys = {written.key for written in pack.pages}
    rows = StarterPage.objects.filter(authority=authority, key__in=keys).select_related("page")
    return {row.key: row.page for row in rows}


def drafts_of(pages: Iterable[Page]) -> Iterator[Draft]:
    """The newest draft of each of these pages. One query."""
    pages = list(pages)
    revisions = Revision.objects.in_bulk([page.latest_revision_id for page in pages])
    for page in pages:
        if revision := revisions.get(page.latest_revision_id):
            yield Draft(page, fields_of(page.specific_class, revision.content), revision)
        else:
            specific = page.specific
            yield Draft(page, fields_of(type(specific), specific.serializable_data()), None)


def fields_of(model: type[BasePage], content: dict[str, Any]) -> dict[str, Any]:
    """The words of a page as a revision keeps them, with its blocks as plain lists."""
    found = {name: content.get(name) or "" for name in ("title", "search_description")}
    for each in model._meta.get_fields():
        if each.model is Page or each.auto_created or each.name not in content:
            continue
        if isinstance(each, BlocksField):
            value = content[each.name]
            found[each.name] = json.loads(value) if isinstance(value, str) else value or []
        elif place_of_field(model, each.name) and isinstance(content[each.name], str):
            found[each.name] = content[each.name]
    return found


def facts_of(authority: Authority) -> dict[str, str]:
    """What is known for each blank, by `blanks.key_of`: what is known of the council, and what it said."""
    said = StarterFact.objects.filter(authority=authority).values_list("blank", "value")
    return {
        blanks.key_of(blanks.COUNCIL): authority.official_name or authority.name,
        blanks.key_of(blanks.AREA): authority.name,
        **dict(said),
    }
