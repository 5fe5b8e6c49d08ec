"""How often a host is asked: one request at a time, so many seconds apart, and less often when it says so."""

from __future__ import annotations

import asyncio
import time
from collections import defaultdict
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final

FIRST_BACK_OFF: Final = 5.0
LONGEST_WAIT: Final = 60.0
"""Seconds. A host that wants more is left for this time."""


class Pace:
    """Gives each host's requests their turn.

    :param delay: seconds between the starts of two requests to one host, when its robots.txt does not ask for more
    """

    def __init__(self, delay: float = 1.0) -> None:
        self._delay = delay
        self._next: dict[str, float] = defaultdict(float)
        self._back_off: dict[str, float] = {}

    async def turn(self, host: str, wanted: float = 0.0) -> None:
        """Wait for a host's turn, and take it. `wanted`: the seconds its robots.txt asks for."""
        while (wait := self.ready_in(host)) > 0:
            # Others may have taken the turn meanwhile, and a sleep is never shorter than asked, but may be longer
            await asyncio.sleep(wait)
        self._next[host] = time.monotonic() + max(self._delay, wanted)

    def ready_in(self, host: str) -> float:
        """Seconds until the next turn."""
        return max(0.0, self._next[host] - time.monotonic())

    def slow_down(self, host: str, retry_after: str = "") -> float:
        """After 429 or 503. Returns the seconds the host is to be left: what it says, else twice the last time."""
        wait = seconds_asked(retry_after)
        if wait is None:
            wait = self._back_off.get(host, FIRST_BACK_OFF / 2) * 2
        self._back_off[host] = wait
        self._next[host] = max(self._next[host], time.monotonic() + min(wait, LONGEST_WAIT))
        return wait

    def went_well(self, host: str) -> None:
        """After an answer: the next trouble starts from the shortest wait again."""
        self._back_off.pop(host, None)


def seconds_asked(retry_after: str) -> float | None:
    """The seconds of a Retry-After header, which is a number or a date; None where it is neither."""
    said = retry_after.strip()
    if said.isdigit() and len(said) < 9:
        return float(said)
    try:
        at = parsedate_to_datetime(said)
    except (TypeError, ValueError):
        return None
    if at.tzinfo is None:
        at = at.replace(tzinfo=UTC)
    return max(0.0, (at - datetime.now(UTC)).total_seconds())
