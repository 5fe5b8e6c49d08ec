"""Slow work: an e-mail waits for a mail server, and nobody in danger should wait with it."""

from django_tasks import task


@task()
def send_worry(worry_id: int) -> None:
    """Send one worry. Only its number is queued: a queue keeps what it was given."""
    from . import actions
    from .models import Worry

    worry = Worry.objects.filter(pk=worry_id).first()
    if worry is not None:
        actions.send_worry(worry)
