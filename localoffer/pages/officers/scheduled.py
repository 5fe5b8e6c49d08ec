"""Pages that the clock will publish, in an officer's week."""

from operator import itemgetter
from typing import Final

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Revision

from localoffer.accounts.wagtail_doors import pages_of
from localoffer.accounts.week import Heading, Line

SHOWN: Final = 5


def headings(request: HttpRequest) -> list[Heading]:
    """The next of them first, each with its moment."""
    coming = Revision.page_revisions.filter(approved_go_live_at__gt=timezone.now())
    moments = dict(coming.values_list("object_id", "approved_go_live_at"))
    if not moments:
        return []
    pages = [(moments[str(page.pk)], page) for page in pages_of(request).filter(pk__in=moments)]
    return [
        Heading(
            f"page{'' if len(pages) == 1 else 's'} will be published by the clock",
            len(pages),
            [
                Line(
                    page.get_admin_display_title(),
                    reverse("wagtailadmin_pages:edit", args=[page.pk]),
                    f"on {timezone.localtime(at):%-d %B at %H:%M}",
                )
                for at, page in sorted(pages, key=itemgetter(0))[:SHOWN]
            ],
            order=32,
        )
    ]
