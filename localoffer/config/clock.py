"""What happens because time passes: scheduled publishing each minute, upkeep each night.

A small installation has no cron and no queue. Tasks run at once, where they are enqueued (django-tasks'
ImmediateBackend), so there is no worker to start: this loop is all that must run beside the web server.
"""

import logging
import threading
import time
from collections.abc import Callable
from datetime import date, datetime, timedelta

from django.core.management import call_command, get_commands
from django.db import connections
from django.utils import timezone

logger = logging.getLogger(__name__)

# A Django command and its arguments.
EVERY_MINUTE = [("publish_scheduled",)]
EVERY_NIGHT = [("clearsessions",), ("index", "check", "--repair")]
NIGHT_HOUR = 3


class Clock:
    """Does what is due. The time is passed in, so that a test can be any time it likes."""

    def __init__(
        self, do: Callable[..., object] = call_command, *, started_at: datetime | None = None
    ) -> None:
        self._do = do
        # Starting after three in the morning does not mean that last night's work was missed by us.
        self._night_done_on = night_of(started_at or timezone.localtime())

    def tick(self, now: datetime) -> None:
        """Do everything due at `now` (an aware moment, in local time); one failure never stops the rest."""
        for command in EVERY_MINUTE:
            self._attempt(*command)
        if night_of(now) != self._night_done_on:
            self._night_done_on = night_of(now)
            for command in EVERY_NIGHT:
                self._attempt(*command)

    def _attempt(self, name: str, *args: str) -> None:
        if name not in get_commands():
            return
        try:
            self._do(name, *args)
        except Exception:
            logger.exception("%s failed; the clock goes on.", " ".join((name, *args)))
        finally:
            connections.close_all()


def night_of(moment: datetime) -> date:
    """Return the day to which a moment's night work belongs: a new one begins at NIGHT_HOUR."""
    local = timezone.localtime(moment)
    return local.date() if local.hour >= NIGHT_HOUR else local.date() - timedelta(days=1)


def run_forever(stop: threading.Event) -> None:
    """Tick at the start of every minute until `stop` is set."""
    clock = Clock()
    while not stop.wait(60 - time.time() % 60):
        clock.tick(timezone.localtime())
