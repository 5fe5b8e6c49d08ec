"""People who sign in."""

from django.contrib.auth.models import AbstractUser


class User(AbstractUser):
    """Someone who signs in: an officer, a provider, an administrator of the installation.

    Families need no account and have none. The model is ours from the first migration, because
    Django cannot swap it later.
    """

    def __str__(self) -> str:
        return self.get_full_name() or self.username
