"""Wagtail's index of what refers to what, which is kept for tests that ask it, and for those that really commit.

Keeping it is a quarter of the work of a save, and it is asked only before something is taken away that a page may
show. Where there is a worker it is written a while after the save, so nothing may count on finding it there at once.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from wagtail import signal_handlers

from .databases import commits

_as_usual = signal_handlers.reference_index_auto_update_disabled


class _Off:
    """Stands for what Wagtail sets while it is told to leave the index alone: always, and not in this thread alone."""

    value = True


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    if commits(item) or item.get_closest_marker("references"):
        return (yield)
    with _replaced_by(_Off()):
        return (yield)


def kept():
    """For something that outlives the test that is the first to ask for it: `with references.kept():`."""
    return _replaced_by(_as_usual)


@contextmanager
def _replaced_by(switch: object) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(signal_handlers, "reference_index_auto_update_disabled", switch)
        yield
