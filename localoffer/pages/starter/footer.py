"""The link to the accessibility statement on every page: there from the day that page of the pack is published.

Regulations of 2018 ask public bodies for a statement; the Government Digital Service asks that every page leads to it.
An officer who has given another address in the settings keeps it.
"""

from typing import Any

from wagtail.models import Page
from wagtail.signals import page_published

from localoffer.cms.models import CouncilSettings
from localoffer.places.models import Authority

from ..models.starter import StarterPage

STATEMENT = "accessibility"


def connect() -> None:
    """Hear of pages that are published."""
    page_published.connect(_published, dispatch_uid="starter-accessibility")


def _published(sender: type[Page], instance: Page, **signal: Any) -> None:
    row = (
        StarterPage.objects.filter(page=instance.pk, key=STATEMENT, page__live=True)
        .select_related("authority")
        .first()
    )
    if row is not None:
        link_statement(row.authority, instance)


def link_statement(authority: Authority, page: Page) -> None:
    """Have every page of the council lead to its accessibility statement, unless it leads to one already."""
    settings = CouncilSettings.of(authority)
    parts = page.get_url_parts()
    if settings is not None and parts and not settings.accessibility_url:
        settings.accessibility_url = parts[2]
        settings.save()
