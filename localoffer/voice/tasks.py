"""Slow work: a letter waits for a mail server, and nobody should wait with it."""

from django.utils import timezone
from django_tasks import task

from . import letters
from .models import Notice


@task()
def send_notice(notice_id: int) -> None:
    notice = Notice.objects.filter(pk=notice_id).first()
    if notice is not None:
        letters.send(notice)


def send_waiting() -> int:
    """Send every letter that is due, also those a stopped process left. Returns how many went."""
    waiting = Notice.objects.waiting(timezone.now())[:100]
    return sum(letters.send(notice) for notice in waiting)
