"""Pages in an officer's week: which are due for a check, and which families read though they are not ready."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.core.cache import cache
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, get_page_models

from localoffer.accounts.wagtail_doors import pages_of
from localoffer.accounts.week import Heading, Line
from localoffer.cms.languages import in_english
from localoffer.cms.models import BasePage, PageCare, PageCheck
from localoffer.cms.page_care import ReviewEvery
from localoffer.cms.readiness import gate
from localoffer.duties.ehc.counting import months_after

SOON: Final = timedelta(days=28)
SHOWN: Final = 5
#: Seconds that a page's readiness is remembered. That it was published anew is seen at once.
KEPT_FOR: Final = 3600


@dataclass(frozen=True)
class Due:
    """A published page, who looks after it, and the day by which to check it: None if nobody ever has."""

    page: Page
    owner: str
    by: date | None

    @property
    def line(self) -> Line:
        by = f"by {self.by:%-d %B %Y}" if self.by else ""
        return Line(
            self.page.title,
            href=reverse("page_readiness", args=[self.page.pk]),
            detail=", ".join(filter(None, [by, self.owner])),
        )


@dataclass(frozen=True)
class Part:
    """Pages that have the same to be done to them."""

    anchor: str
    title: str
    lines: list[Line]
    nothing: str
    one: str  # its title after the number 1
    is_pressing: bool = False


def parts(pages: list[Page], *, today: date) -> list[Part]:
    """What is to be done, each with its pages."""
    every = due(pages)
    return [
        Part(
            "overdue",
            "pages overdue for a check",
            [each.line for each in every if each.by is not None and each.by < today],
            "No page is overdue.",
            "page overdue for a check",
            is_pressing=True,
        ),
        Part(
            "soon",
            "pages to check in the next four weeks",
            [each.line for each in every if each.by is not None and today <= each.by <= today + SOON],
            "No page is due soon.",
            "page to check in the next four weeks",
        ),
        Part(
            "never",
            "pages that nobody has checked yet",
            [each.line for each in every if each.by is None],
            "Every page has been checked at least once.",
            "page that nobody has checked yet",
        ),
        Part(
            "unready",
            "published pages that are not ready",
            [
                Line(page.title, reverse("page_readiness", args=[page.pk]), things_to_put_right(count))
                for page, count in published_unready(pages)
            ],
            "Every published page is ready.",
            "published page that is not ready",
        ),
    ]


def headings(request: HttpRequest) -> list[Heading]:
    """What her week holds of pages."""
    return [
        Heading(
            part.one if len(part.lines) == 1 else part.title,
            len(part.lines),
            part.lines[:SHOWN],
            href=f"{reverse('pages_to_check')}#{part.anchor}",
            order=60 + number,
            is_pressing=part.is_pressing,
        )
        for number, part in enumerate(parts(published(request), today=timezone.localdate()))
    ]


def published(request: HttpRequest) -> list[Page]:
    """The published pages of this council that the person may explore, in the order of the site. Without translations,
    which are checked with the page they were made from."""
    ours = [model for model in get_page_models() if issubclass(model, BasePage)]
    return list(in_english(pages_of(request).exact_type(*ours).live()).order_by("path"))


def due(pages: list[Page]) -> list[Due]:
    """When each of these pages is to be checked, the longest overdue first, those never checked last. Two queries."""
    cares = {care.page_id: care for care in PageCare.objects.filter(page__in=pages)}
    checks = PageCheck.objects.last(pages)
    found = []
    for page in pages:
        care, last = cares.get(page.pk), checks.get(page.pk)
        months = care.review_every if care else ReviewEvery.YEAR
        by = months_after(last.checked_on, months) if last else None
        found.append(Due(page, care.owner if care else "", by))
    return sorted(found, key=lambda each: each.by or date.max)


def published_unready(pages: list[Page]) -> list[tuple[Page, int]]:
    """Those of these published pages that could not be published today, each with how much is wrong."""
    keys = [f"pages:unready:{page.pk}:{page.live_revision_id}" for page in pages]
    known = cache.get_many(keys)
    found = []
    for page, key in zip(pages, keys, strict=True):
        if key not in known:
            known[key] = len(gate.what_stops(page.specific))
            cache.set(key, known[key], KEPT_FOR)
        if known[key]:
            found.append((page, known[key]))
    return found


def things_to_put_right(count: int) -> str:
    return f"{count} thing{'' if count == 1 else 's'} to put right"
