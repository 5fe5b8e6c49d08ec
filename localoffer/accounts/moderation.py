"""Moderation by the record's own council.

Wagtail ties one workflow to a model, for everyone. So ours has one task, and the task asks whose the record is.
"""

from django.db.models import Model
from wagtail.models import Page, Site, Workflow

from localoffer.places.models import Authority

WORKFLOW = "A moderator of the council looks at it"


def workflow() -> Workflow | None:
    """The workflow that every record and page of a council goes through; None when an administrator has disabled it."""
    return Workflow.objects.active().filter(name=WORKFLOW).first()


def council_of(record: Model) -> Authority | None:
    """The council that keeps a record, or whose site a page is in."""
    if isinstance(record, Page):
        roots = Site.objects.filter(authority_site__isnull=False, root_page__depth__gt=1)
        for site in roots.select_related("root_page", "authority_site__authority"):
            if record.path.startswith(site.root_page.path):
                return site.authority_site.authority
        return None
    return getattr(record, "owner", None)
