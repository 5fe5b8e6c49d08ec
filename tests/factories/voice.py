"""Reports of problems: plain and unsurprising."""

import factory
from factory.django import DjangoModelFactory

from localoffer.voice import models

from .directory import ServiceFactory


class ProblemReportFactory(DjangoModelFactory):
    """Somebody pressed "It has closed or moved" on the page of a service, and nothing more."""

    class Meta:
        model = models.ProblemReport

    service = factory.SubFactory(ServiceFactory)
    authority = factory.LazyAttribute(lambda report: report.service.owner)
    service_name = factory.LazyAttribute(lambda report: report.service.name)
    kind = models.Kind.CLOSED
