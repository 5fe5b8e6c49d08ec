"""Ten working days from a report to when it is overdue."""

import datetime as dt

import pytest
from django.utils import timezone

from localoffer.voice import working_days
from localoffer.voice.models import ProblemReport
from tests.factories.voice import ProblemReportFactory


@pytest.mark.parametrize(
    ("day", "number", "then"),
    [
        ("2026-11-26", 10, "2026-12-10"),  # a Thursday
        ("2026-11-27", 1, "2026-11-30"),  # a Friday
        ("2026-11-28", 1, "2026-11-30"),  # a Saturday
        ("2026-11-29", 10, "2026-12-11"),  # a Sunday
        ("2026-11-26", 0, "2026-11-26"),
    ],
)
def test_weekends_do_not_count(day, number, then):
    assert working_days.after(dt.date.fromisoformat(day), number) == dt.date.fromisoformat(then)


@pytest.mark.parametrize("offset", range(14))
def test_the_queue_and_the_report_agree_on_what_is_overdue(db, offset):
    today = timezone.localdate()
    for ago in range(30):
        created = timezone.make_aware(dt.datetime.combine(today - dt.timedelta(days=ago), dt.time(12)))
        ProblemReportFactory(created_at=created)
    on = today + dt.timedelta(days=offset)

    late = set(ProblemReport.objects.overdue(on))

    assert late == {report for report in ProblemReport.objects.all() if report.due_on < on}
    assert 0 < len(late) < 31
