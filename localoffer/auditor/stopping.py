"""Ctrl-C before the auditor has read anything: it ends there and then, with a sentence and its code.

It imports nothing that Python has not loaded by itself, so that it is there first. What comes before it is Python's own
start.
"""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    import signal
    from types import FrameType, TracebackType
    from typing import Any
else:
    # What `signal` is made of, without the enumerations around it, which take as long as Python's own start
    import _signal as signal

STOPPED = 130


class _Hearing:
    """What Ctrl-C does while something is done; before and after, it does what it did."""

    def __init__(self, handler: Any) -> None:
        self._handler = handler
        self._before: Any = None

    def __enter__(self) -> None:
        try:
            self._before = signal.signal(signal.SIGINT, self._handler)
        except ValueError:
            self._handler = None  # only a program's main thread hears it

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._handler:
            signal.signal(signal.SIGINT, self._before)


def while_loading() -> _Hearing:
    """Ctrl-C ends the program here.

    Not by an interruption: one that comes while a module is made leaves Python 3.11 ending as if killed, whatever code
    is returned.
    """
    return _Hearing(_end)


def while_reading() -> _Hearing:
    """Ctrl-C interrupts, and whoever reads says what is kept."""
    return _Hearing(signal.default_int_handler)


def _end(number: int, frame: FrameType | None) -> None:
    sys.stderr.write("Stopped before anything was read.\n")
    sys.exit(STOPPED)
