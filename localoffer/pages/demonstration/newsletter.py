"""Issues of the demonstration's newsletter that were sent (fenbridge-newsletter.yaml).

Written as rows, past the deed of sending, which would date them today. Nobody subscribed, so nobody was written to.
"""

import datetime as dt
import json
from typing import Any

from django.utils import timezone
from wagtail.models import Page, Site

from localoffer.directory.models import Service
from localoffer.places.models import Authority
from localoffer.updates.models import Issue

NOON = dt.time(12)


def load(authority: Authority, rows: list[dict[str, Any]], *, source: str) -> None:
    """Put these issues into the archive of a council's newsletter. Safe to run again."""
    root = Site.objects.get(authority_site__authority=authority).root_page
    for row in rows:
        sent_at = timezone.make_aware(dt.datetime.combine(row["sent"], NOON))
        issue, _ = Issue.objects.get_or_create(
            owner=authority,
            slug=row["slug"],
            defaults={
                "title": row["title"],
                "opening": row["opening"],
                "body": json.dumps([_block(block, root, source) for block in row["body"]]),
                "sent_at": sent_at,
                "sent_to": 0,
            },
        )
        if issue.sent_at != sent_at:  # loaded on a later day
            Issue.objects.filter(pk=issue.pk).update(sent_at=sent_at)


def _block(block: dict[str, Any], root: Page, source: str) -> dict[str, Any]:
    """A block as it is kept: with the keys of its page or service."""
    value = dict(block["value"])
    if "page" in value:
        value["page"] = Page.objects.get(url_path=f"{root.url_path}{value['page']}/").pk
    if "service" in value:
        value["service"] = str(Service.objects.get(source=source, source_id=value["service"]).pk)
    return {"type": block["type"], "value": value}
