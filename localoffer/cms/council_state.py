"""Which state a council's frame is in: its settings, menu and alerts, which every page of its site shows.

Each process holds what it has read of it (cms/context.py) for as long as the version is the same. Whatever changes
something draws another: docs/decisions/0027-the-frame-in-memory.md.
"""

import secrets
from collections.abc import Iterable

from django.db import connection, models
from wagtail.models import Page, Site


class CouncilState(models.Model):
    """The state of one site, as a number that is drawn anew with every change of what stands on all its pages."""

    site = models.OneToOneField(
        "wagtailcore.Site", on_delete=models.CASCADE, primary_key=True, related_name="+", db_constraint=False
    )
    version = models.BigIntegerField()

    def __str__(self) -> str:
        return f"{self.site_id}: {self.version}"


def draw_version(site_ids: Iterable[int]) -> None:
    """Say that the frames of these sites are in another state now. For SQL that no signal tells of."""
    # Random, not counted up: a number that was rolled back must never come again for another state
    CouncilState.objects.bulk_create(
        [CouncilState(site_id=pk, version=secrets.randbits(62) + 1) for pk in sorted(site_ids)],
        update_conflicts=True,
        unique_fields=["site"],
        update_fields=["version"],
    )


def version_of(site_id: int) -> int:
    """The version of a site's frame; 0 before any was drawn."""
    # Asked for many pages, so without the model layer: putting the question together takes longer than the answer
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT version FROM {CouncilState._meta.db_table} WHERE site_id = %s", [site_id])
        return (cursor.fetchone() or (0,))[0]


def sites_of_page(path: str) -> list[int]:
    """The sites on which a page of this path stands."""
    above = [path[:length] for length in range(Page.steplen, len(path) + 1, Page.steplen)]
    return list(Site.objects.filter(root_page__path__in=above).values_list("pk", flat=True))
