"""Slow work: other sites take their time to answer, and the clock should not wait with us."""

from django.utils import timezone
from django_tasks import task

from localoffer.places.models import Authority

from .looking_over import actions, trying


@task()
def look_over(authority_id: int) -> None:
    """Look over one council's pages and links, then try the addresses of other sites."""
    actions.look_over(Authority.objects.get(pk=authority_id), now=timezone.now())
    try_links.enqueue()


@task()
def try_links() -> None:
    """Try other sites' addresses for two minutes; what is left waits behind whatever else there is to do."""
    if trying.try_due():
        try_links.enqueue()
