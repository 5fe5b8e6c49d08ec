"""Trying addresses of other sites: with care where it goes, once a second at most for each host, never for ever.

Each answer is kept as soon as it is there, and each address is taken by one process at a time: whoever is stopped in
the middle loses nothing, and another goes on.
"""

import time
from collections import defaultdict, deque
from collections.abc import Callable
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.utils import timezone

from localoffer.directory.sources.web import Browser, FetchError

from .models import Address

PAUSE = 1.0  # seconds between two requests to one host
TAKEN_FOR = timedelta(minutes=10)
AT_ONCE = 200
#: Statuses that say that there is nothing. Others of 400 and more may only mean that a program may not look.
_GONE = frozenset({404, 410})
_HIDDEN = frozenset(
    {400, 401, 402, 403, 405, 406, 407, 408, 409, 418, 421, 423, 425, 429, 451, 503, 504, 520, 999}
)
_INVENTED = (".example", ".test", ".invalid", ".localhost", "example.org", "example.com", "example.net")


def try_due(
    *,
    for_seconds: float = 120,
    browser: Browser | None = None,
    now: Callable[[], datetime] = timezone.now,
    sleep: Callable[[float], None] = time.sleep,
) -> int:
    """Try addresses that are due, for so long. Returns how many are still due."""
    browser = browser or Browser(waits=())
    until = time.monotonic() + for_seconds
    waiting: dict[str, deque[Address]] = defaultdict(deque)
    for address in Address.objects.due(now())[:AT_ONCE]:
        waiting[_host(address.address)].append(address)
    free_at = dict.fromkeys(waiting, 0.0)
    while waiting and time.monotonic() < until:
        host = min(waiting, key=free_at.__getitem__)
        if (wait := free_at[host] - time.monotonic()) > 0:
            sleep(wait)
        address = waiting[host].popleft()
        if not waiting[host]:
            del waiting[host]
        if _take(address, now()):
            look_at(address, browser=browser, now=now())
        free_at[host] = time.monotonic() + PAUSE
    return Address.objects.due(now()).count()


def look_at(address: Address, *, browser: Browser, now: datetime) -> None:
    """Ask one address for its page, and keep what came of it."""
    if _host(address.address).endswith(_INVENTED):
        address.cannot_be_told(now, "This is an invented address.")
    else:
        try:
            status = browser.status(address.address)
        except FetchError as problem:
            if problem.is_final:
                address.leads_nowhere(now, str(problem))
            else:
                address.cannot_be_told(now, str(problem))
        else:
            _judge(address, status, now)
    address.keep()


def _judge(address: Address, status: int, now: datetime) -> None:
    if status < 300:
        address.works(now)
    elif status in _GONE or (status >= 500 and status not in _HIDDEN):
        said = "says that there is no such page" if status in _GONE else "says that something is broken there"
        address.leads_nowhere(now, f"The other site {said} ({status}).")
    else:
        address.cannot_be_told(
            now, f"The other site does not let a program look ({status}). Open it yourself."
        )


def _take(address: Address, now: datetime) -> bool:
    """Whether this process may try it. One that is stopped leaves it to another, a little later."""
    mine = Address.objects.filter(pk=address.pk, next_try_at=address.next_try_at)
    address.next_try_at = now + TAKEN_FOR
    return bool(mine.update(next_try_at=address.next_try_at))


def _host(address: str) -> str:
    try:
        return (urlsplit(address).hostname or "").casefold()
    except ValueError:
        return ""
