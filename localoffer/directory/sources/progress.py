"""How far an import is, for whoever listens: readers, comparing and writing say it as they go."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

EVERY = 250

Listener = Callable[[str, int, int], None]
"""Called with the stage (reading, comparing, writing), how many are done, and of how many (0: not known)."""

_listener: ContextVar[Listener | None] = ContextVar("listener", default=None)


def tell(stage: str, done: int, total: int = 0) -> None:
    """Say how far it is; heard only now and then, so that it may be said for each row."""
    listener = _listener.get()
    if listener is not None and (done % EVERY == 0 or done == total):
        listener(stage, done, total)


@contextmanager
def heard_by(listener: Listener) -> Iterator[None]:
    """Let somebody hear what is said inside."""
    token = _listener.set(listener)
    try:
        yield
    finally:
        _listener.reset(token)
