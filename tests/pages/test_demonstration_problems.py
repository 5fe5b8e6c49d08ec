"""What families reported waits in the demonstration's queues, in every state."""

import datetime as dt

import pytest
from django.core import mail
from django.utils import timezone

from localoffer.pages.demonstration import problems
from localoffer.voice.models import Notice, Outcome, ProblemReport, State
from tests.factories.accounts import UserFactory
from tests.factories.directory import ServiceFactory
from tests.factories.places import AuthorityFactory, DemonstrationFactory

from .test_demonstration_content import FOLDER, read

pytestmark = pytest.mark.django_db

# Read strictly, and in Python: libyaml lets more pass
ROWS = read(FOLDER / "problems.yaml")


@pytest.fixture
def councils():
    """Two demonstration councils with the services and officers that the reports name, and nothing more."""
    found = [DemonstrationFactory(slug=slug) for slug in ("fenbridge", "saltmere")]
    for source_id in {row["service"] for row in ROWS}:
        ServiceFactory(owner=found[0], source=problems.SOURCE, source_id=source_id)
    for username in {row["by"] for row in ROWS if "by" in row}:
        UserFactory(username=username)
    return found


def test_there_are_open_overdue_answered_and_closed_ones_and_one_that_speaks_of_danger(councils):
    problems.load(councils)

    fenbridge = ProblemReport.objects.of(councils[0])
    assert fenbridge.filter(state=State.OPEN).count() >= 6
    assert fenbridge.overdue().count() >= 2
    assert fenbridge.filter(state=State.ANSWERED).exclude(answer="").exists()
    ended = set(fenbridge.filter(state=State.CLOSED).values_list("outcome", flat=True))
    assert ended >= {Outcome.PUT_RIGHT, Outcome.WAS_RIGHT, Outcome.SPAM}
    assert fenbridge.filter(is_worry=True, state=State.OPEN).exists()
    forgotten = fenbridge.exclude(forgotten_at=None).get()
    assert (forgotten.words, forgotten.reporter_email) == ("", "")
    assert ProblemReport.objects.of(councils[1]).filter(state=State.OPEN).count() == 2


def test_nobody_is_written_to(councils, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        problems.load(councils)

    assert mail.outbox == []
    assert not Notice.objects.exists()
    assert all(
        address.endswith("@example.org")
        for address in ProblemReport.objects.exclude(reporter_email="").values_list(
            "reporter_email", flat=True
        )
    )


def test_a_month_later_what_nobody_dealt_with_is_as_fresh_and_what_somebody_did_stays(councils):
    a_month_ago = timezone.now() - dt.timedelta(days=30)
    problems.load(councils, now=a_month_ago)
    dealt_with = ProblemReport.objects.get(once="demonstration-kite-twice")
    dealt_with.state, dealt_with.outcome, dealt_with.closed_at = (
        State.CLOSED,
        Outcome.ELSEWHERE,
        timezone.now(),
    )
    dealt_with.by = UserFactory()
    dealt_with.save()
    count = ProblemReport.objects.count()

    problems.load(councils)

    assert ProblemReport.objects.count() == count == len(ROWS)
    fresh = ProblemReport.objects.get(once="demonstration-quiet-hour")
    assert timezone.now() - fresh.created_at < dt.timedelta(days=2)
    stayed = ProblemReport.objects.get(once="demonstration-kite-twice")
    assert stayed.outcome == Outcome.ELSEWHERE
    assert timezone.now() - stayed.created_at > dt.timedelta(days=30)


def test_a_real_council_gets_none(councils):
    problems.load([AuthorityFactory(slug="fenbridge-again")])

    assert not ProblemReport.objects.exists()


def test_whoever_answered_is_an_officer_of_the_demonstration():
    named = {row["username"] for row in read(FOLDER / "officers.yaml")["officers"]}

    assert {row["by"] for row in ROWS if "by" in row} <= named
