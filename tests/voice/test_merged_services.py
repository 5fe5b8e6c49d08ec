"""Two services were one: what was reported of the one that went is about the one that stays."""

import pytest

from localoffer.directory import bin, merging
from localoffer.directory.models import Service
from localoffer.voice.models import ProblemReport
from tests.factories.directory import ServiceFactory
from tests.factories.places import DemonstrationFactory
from tests.factories.voice import ProblemReportFactory

pytestmark = pytest.mark.django_db


def about(*reports):
    return [ProblemReport.objects.get(pk=report.pk).service_now for report in reports]


def test_a_report_is_about_the_one_that_stays_and_after_undoing_about_its_own_also_when_both_bear_one_name():
    council = DemonstrationFactory()
    keep, drop = (ServiceFactory(owner=council, name="Sleep clinic") for _ in range(2))
    others, own = ProblemReportFactory(service=drop), ProblemReportFactory(service=keep)

    merging.merge(keep=keep, drop=drop)

    assert about(others, own) == [keep, keep]
    assert set(ProblemReport.objects.about(keep)) == {others, own}

    bin.restore(Service.with_binned.get(pk=drop.pk))

    assert about(others, own) == [drop, keep]


def test_one_that_was_merged_twice_is_followed_to_the_end():
    council = DemonstrationFactory()
    first, second, third = (
        ServiceFactory(owner=council, name=name) for name in ("A club", "B club", "C club")
    )
    report = ProblemReportFactory(service=first)

    merging.merge(keep=second, drop=first)
    merging.merge(keep=third, drop=second)

    assert about(report) == [third]
    assert set(ProblemReport.objects.about(third)) == {report}


def test_what_is_in_the_bin_is_no_longer_to_be_put_right():
    report = ProblemReportFactory()

    bin.put_in_bin(report.service)

    assert about(report) == [None]
