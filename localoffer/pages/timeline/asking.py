"""Whom to ask for an EHC needs assessment here: the council's own services that take requests."""

from django.db.models import QuerySet

from localoffer.directory.models import Listing
from localoffer.directory.models.base import YesNo
from localoffer.places.models import Authority

MOST = 2


def ways_to_ask(authority: Authority) -> QuerySet[Listing]:
    """The services whom families ask for an assessment, with their phones and links.

    One that is only for people who have a plan looks after plans, and takes no requests. What is not about learning
    gives advice when the council asks for it.
    """
    return (
        Listing.objects.of(authority)
        .shown()
        .running()
        .filter(service__kinds__code="ehc-plans", service__strands__code="education")
        .exclude(service__plan_required=YesNo.YES)
        .exclude(service__application_process="")
        .select_related("service")
        .prefetch_related("service__phones", "service__links")
        .order_by("service__name", "pk")[:MOST]
    )
