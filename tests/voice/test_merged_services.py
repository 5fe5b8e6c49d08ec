"""Two services were one: what was reported of the one that went is about the one that stays."""

import pytest
from django.utils import timezone

from localoffer.directory import bin, merging
from localoffer.directory.models import Service
from localoffer.voice.models import Outcome, ProblemReport, State
from tests.factories.directory import ServiceFactory
from tests.factories.places import DemonstrationFactory
from tests.factories.voice import ProblemReportFactory

pytestmark = pytest.mark.django_db


def test_an_open_report_goes_along_and_comes_back_and_a_settled_one_stays():
    council = DemonstrationFactory()
    keep, drop = (ServiceFactory(owner=council, name=name) for name in ("Sleep clinic", "Sleep advice"))
    waiting, own = ProblemReportFactory(service=drop), ProblemReportFactory(service=keep)
    settled = ProblemReportFactory(
        service=drop, state=State.CLOSED, closed_at=timezone.now(), outcome=Outcome.values[0]
    )

    merging.merge(keep=keep, drop=drop)

    about = dict(ProblemReport.objects.values_list("pk", "service"))
    assert about == {waiting.pk: keep.pk, own.pk: keep.pk, settled.pk: drop.pk}

    bin.restore(Service.with_binned.get(pk=drop.pk))

    about = dict(ProblemReport.objects.values_list("pk", "service"))
    assert about == {waiting.pk: drop.pk, own.pk: keep.pk, settled.pk: drop.pk}
