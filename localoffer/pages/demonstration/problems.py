"""Problems that families reported, as they may lie in the councils' queues (problems.yaml).

Written as rows, past the deed of reporting: that would date them today and write to officers and providers. Again on
a later day, what nobody has dealt with is as old as it was, so that the queue does not rot.
"""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone

from localoffer.accounts.models import User
from localoffer.directory.models import Service
from localoffer.places.models import Authority
from localoffer.voice.models import ProblemReport, State

from .loading import HERE, SOURCE, read_yaml

_MOMENTS = {
    "came": "created_at",
    "answered": "answered_at",
    "closed": "closed_at",
    "forgotten": "forgotten_at",
}


@transaction.atomic
def load(councils: Iterable[Authority], *, now: dt.datetime | None = None) -> None:
    """Put the reports into the queues of these councils. Safe to run again."""
    now = now or timezone.now()
    ours = {council.slug: council for council in councils if council.is_demonstration}
    officers = {user.username: user for user in User.objects.filter(username__contains="-")}
    for row in read_yaml(HERE.joinpath("problems.yaml")):
        if council := ours.get(row["council"]):
            _put(row, council, by=officers.get(row.get("by")), now=now)


def _put(row: dict[str, Any], council: Authority, *, by: User | None, now: dt.datetime) -> None:
    once = f"demonstration-{row['key']}"
    moments = {
        field: now - dt.timedelta(days=row[name], hours=1) for name, field in _MOMENTS.items() if name in row
    }
    state = State.CLOSED if "closed" in row else State.ANSWERED if "answered" in row else State.OPEN
    if ProblemReport.objects.filter(once=once).exists():
        ProblemReport.objects.filter(once=once, state=state, by=by).update(**moments)
        return
    service = Service.objects.get(source=SOURCE, source_id=row["service"])
    said = {
        name: row[name]
        for name in ("kind", "words", "may_pass_on", "is_worry", "reporter_email", "answer", "outcome")
        if name in row
    }
    if "forgotten" in row:
        said |= {"words": "", "reporter_email": "", "answer": ""}
    report = ProblemReport(
        **said,
        **moments,
        authority=council,
        service=service,
        service_name=service.name,
        state=state,
        by=by,
        once=once,
    )
    report.full_clean()
    report.save()
