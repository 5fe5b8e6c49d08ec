"""Deeds: keep what the page says on a day, and confirm a duty."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.utils import timezone

from localoffer.duties import loading
from localoffer.places.models import Authority

from . import evidence, statement
from .judging import NO_MORE_THAN, STATUSES, Facts, judge
from .models import ComplianceSnapshot, Confirmation


def keep(*, authority: Authority, day: date | None = None) -> ComplianceSnapshot:
    """Work out where a council stands and keep it as what its page says today. Returns the snapshot.

    `day` is today unless a test says otherwise: a past day's evidence cannot be looked at any more.
    """
    return _keep(authority, evidence.gather(authority, day=day or evidence.today()))


def keep_if_possible(*, authority: Authority) -> ComplianceSnapshot:
    """The same for a visitor who is the first to ask. Where nothing can be saved she still reads it, unsaved."""
    facts = evidence.gather(authority, day=evidence.today())
    try:
        return _keep(authority, facts)
    except DatabaseError:
        return ComplianceSnapshot(authority=authority, day=facts.day, **_said(authority, facts))


def _keep(authority: Authority, facts: Facts) -> ComplianceSnapshot:
    snapshot, _ = ComplianceSnapshot.objects.update_or_create(
        authority=authority, day=facts.day, defaults=_said(authority, facts)
    )
    return snapshot


def _said(authority: Authority, facts: Facts) -> dict[str, Any]:
    made = statement.make(facts, Confirmation.objects.of(authority).latest())
    return {
        "made_at": timezone.now(),
        "packed": ComplianceSnapshot.pack(made.as_json()),
        "gaps": made.counts["gap"],
        "overdue": made.overdue,
    }


@transaction.atomic
def confirm(
    *,
    authority: Authority,
    criterion: str,
    status: str,
    note: str,
    planned: str = "",
    planned_by: date | None = None,
    owner: str = "",
    by,
) -> Confirmation:
    """Say, for a council, where it stands on a duty, and show it at once. Returns the confirmation.

    The evidence is looked at afresh. Raises ValidationError for a status above what it shows, or without a note.
    """
    facts = evidence.gather(authority, day=evidence.today())
    found = loading.criterion(criterion)
    version = found.on(facts.day)
    if version is None:
        raise ValidationError("This duty is not in force today.")
    computed = judge(found, version, facts).status
    if status not in NO_MORE_THAN[computed]:
        allowed = " or ".join(f"“{STATUSES[each].lower()}”" for each in NO_MORE_THAN[computed])
        raise ValidationError(
            {
                "status": f"The evidence shows “{STATUSES[computed].lower()}”, so you can say {allowed}. "
                "To say more, publish or check what is missing."
            }
        )
    said = Confirmation(
        authority=authority,
        criterion=criterion,
        computed=computed,
        status=status,
        note=note.strip(),
        planned=planned.strip(),
        planned_by=planned_by,
        owner=owner.strip(),
        by=by,
        by_name=str(by),
    )
    said.full_clean()
    said.save()
    _keep(authority, facts)
    return said
