"""Ctrl-C while the auditor is still being loaded: it ends there and then, with a sentence and its code."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

STOPPED = 130


@contextmanager
def while_loading() -> Iterator[None]:
    """Ctrl-C ends the program here.

    Not by an interruption: one that comes while a module is made leaves Python 3.11 ending as if killed, whatever code
    is returned.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, _end)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _end(*_: object) -> None:
    sys.stderr.write("Stopped before anything was read.\n")
    sys.exit(STOPPED)
