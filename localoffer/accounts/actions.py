"""Deeds: giving somebody a role for a council, and taking it."""

import secrets

from django.core.exceptions import ValidationError
from django.db import transaction
from wagtail.log_actions import log

from localoffer.places.models import Authority

from . import groups
from .models import Membership, Role, User


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
    user = User(username=email[:150], email=email, first_name=first_name, last_name=last_name)
    # One that nobody knows: with none at all, Django would mail no link for choosing one
    user.set_password(secrets.token_urlsafe(32))
    user.save()
    return user
