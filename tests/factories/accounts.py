"""People who sign in."""

import factory
from factory.django import DjangoModelFactory

from localoffer.accounts import actions
from localoffer.accounts.models import Role, User


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User

    username = factory.Sequence(lambda n: f"officer-{n}")
    email = factory.LazyAttribute(lambda user: f"{user.username}@example.org")


def officer(authority, role=Role.PUBLISHER, **kwargs) -> User:
    """Somebody who serves a council in a role."""
    user = UserFactory(**kwargs)
    actions.give_role(user, authority=authority, role=role)
    return user
