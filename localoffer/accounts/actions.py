"""Deeds: giving somebody a role for a council, and taking it."""

import secrets

from django.core.exceptions import ValidationError
from django.db import transaction
from wagtail.log_actions import log
from wagtail.models import WorkflowState

from localoffer.places.models import Authority

from . import groups
from .models import Membership, Role, User
from .moderation import council_of


@transaction.atomic
def give_role(user, *, authority: Authority, role: str, by=None) -> Membership:
    """Let somebody serve a council in a role, in place of the one held before. Returns the Membership.

    Raises ValidationError when it would leave the council without an administrator of its own.
    """
    role = Role(role)
    _keep_an_administrator(user, authority, role, by)
    membership, _ = Membership.objects.update_or_create(
        user=user, authority=authority, defaults={"role": role}
    )
    user.__dict__.pop("_roles", None)
    groups.put_in_group(user, authority, role)
    log(user, "localoffer.role", user=by, data={"council": authority.slug, "role": role.value})
    return membership


@transaction.atomic
def take_role(user, *, authority: Authority, by=None) -> None:
    """Let somebody serve a council no longer. What they wrote stays, in their name.

    Raises ValidationError when it would leave the council without an administrator of its own.
    """
    _keep_an_administrator(user, authority, None, by)
    Membership.objects.filter(user=user, authority=authority).delete()
    user.__dict__.pop("_roles", None)
    groups.put_in_group(user, authority, None)
    # Wagtail writes to whoever handed a draft in when it is approved or sent back
    for state in WorkflowState.objects.active().filter(requested_by=user):
        if council_of(state.content_object) == authority:
            WorkflowState.objects.filter(pk=state.pk).update(requested_by=None)
    log(user, "localoffer.role", user=by, data={"council": authority.slug, "role": None})


def _keep_an_administrator(user, authority: Authority, role: Role | None, by) -> None:
    if role is Role.ADMINISTRATOR or (by is not None and by.is_superuser):
        return
    # Locked, so that two administrators cannot each take the other's role at the same moment
    Authority.objects.select_for_update(no_key=True).get(pk=authority.pk)
    administrators = Membership.objects.filter(authority=authority, role=Role.ADMINISTRATOR)
    if administrators.filter(user=user).exists() and not administrators.exclude(user=user).exists():
        raise ValidationError(
            f"{authority} would have no administrator left. Make somebody else one first, then try again."
        )


@transaction.atomic
def person_with(*, email: str, first_name: str = "", last_name: str = "") -> User:
    """The person who signs in with this e-mail address, made if there is none."""
    found = User.objects.filter(email__iexact=email).order_by("pk").first()
    if found is not None:
        return found
    user = User(username=_free_username(email), email=email, first_name=first_name, last_name=last_name)
    # One that nobody knows: with none at all, Django would mail no link for choosing one
    user.set_password(secrets.token_urlsafe(32))
    user.save()
    return user


def _free_username(email: str) -> str:
    """The address itself; with something behind it when it is too long, or somebody signs in by that name."""
    if len(email) <= 150 and not User.objects.filter(username__iexact=email).exists():
        return email
    return f"{email[:120]}-{secrets.token_hex(8)}"
