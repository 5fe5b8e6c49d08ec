"""What happens because time passes: scheduled publishing each minute, upkeep each night.

A small installation has no cron: this loop, and a worker for slow work, run beside the web server.
"""

import logging
import threading
import time
from collections.abc import Callable
from datetime import date, datetime, timedelta

from django.core.management import CommandError, call_command
from django.db import connections
from django.utils import timezone

logger = logging.getLogger(__name__)

NIGHT_HOUR = 3


class Clock:
    """Does what is due. The time is passed in, and the doing may be, so that a test can be any time it likes."""

    def __init__(self, *, started_at: datetime, do: Callable[..., object] = call_command) -> None:
        self._do = do
        self._night_done_on = night_of(started_at)

    def tick(self, now: datetime) -> None:
        """Do everything due at `now` (an aware moment); one failure never stops the rest, nor the clock."""
        self._attempt("publish_scheduled")
        self._attempt("index", "finish")
        self._attempt("send_worries")
        self._attempt("send_notices")
        self._attempt("send_updates")
        if night_of(now) != self._night_done_on:
            self._night_done_on = night_of(now)
            self._attempt("clearsessions")
            self._attempt("prune_db_task_results")
            self._attempt("forget_old_imports")
            self._attempt("empty_bin")
            self._attempt("forget_old_reports")
            self._attempt("forget_old_searches")
            self._attempt("forget_unused_lists")
            if not self._attempt("index", "check"):
                self._attempt("index", "rebuild")
            self._attempt("look_over_pages")
            # After the index, from which it counts services, and after the look over pages
            self._attempt("keep_compliance")

    def _attempt(self, *command: str) -> bool:
        try:
            self._do(*command)
        except CommandError as problem:
            logger.warning("%s: %s", " ".join(command), problem)
            return False
        except Exception:
            logger.exception("%s failed; the clock goes on.", " ".join(command))
            return False
        finally:
            connections.close_all()
        return True


def night_of(moment: datetime) -> date:
    """Return the day to which a moment's night work belongs: a new one begins at NIGHT_HOUR, local time."""
    local = timezone.localtime(moment)
    return local.date() if local.hour >= NIGHT_HOUR else local.date() - timedelta(days=1)


def run_forever(stop: threading.Event) -> None:
    """Tick at the start of every minute until `stop` is set."""
    clock = Clock(started_at=timezone.localtime())
    while not stop.wait(60 - time.time() % 60):
        clock.tick(timezone.localtime())
