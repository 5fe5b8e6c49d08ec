"""Slow work: a letter waits for a mail server, and nobody should wait with it."""

from django_tasks import task


@task()
def send_asked(asked_id: int) -> None:
    """Ask an address whether its owner wants letters. Only its number is queued: a queue keeps what it was given."""
    from . import letters
    from .models import Asked

    asked = Asked.objects.select_related("authority").filter(pk=asked_id).first()
    if asked is not None:
        letters.send_asked(asked)
