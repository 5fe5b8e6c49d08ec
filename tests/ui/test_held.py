"""What is held is what would be read now, and no more of it than was agreed."""

import pytest

from localoffer.ui.held import Held


class Shelf:
    """Something to read, which counts how often that is done."""

    def __init__(self):
        self.reads = 0

    def read(self):
        self.reads += 1
        return f"reading {self.reads}"


@pytest.fixture
def shelf():
    return Shelf()


def test_what_has_not_changed_is_read_once(shelf):
    held = Held(most=2)

    assert [held.get("a", 1, shelf.read) for _ in range(3)] == ["reading 1"] * 3


def test_another_version_is_read_anew_and_the_old_one_is_gone(shelf):
    held = Held(most=2)
    held.get("a", 1, shelf.read)

    assert held.get("a", 2, shelf.read) == "reading 2"
    assert held.get("a", 1, shelf.read) == "reading 3"


def test_what_was_not_asked_for_the_longest_goes_first(shelf):
    held = Held(most=2)
    for key in ("a", "b", "a", "c"):
        held.get(key, 1, shelf.read)

    assert held.get("a", 1, shelf.read) == "reading 1"
    assert held.get("b", 1, shelf.read) == "reading 4", "it had to go for c"


def test_what_no_version_tells_of_is_seen_after_its_time(shelf, monkeypatch):
    held = Held(most=2, seconds=60)

    def at(second):
        monkeypatch.setattr("localoffer.ui.held.monotonic", lambda: second)
        return held.get("a", 1, shelf.read)

    assert [at(1_000), at(1_059), at(1_060)] == ["reading 1", "reading 1", "reading 2"]


def test_what_could_not_be_read_is_not_held(shelf):
    held = Held(most=2)

    def fail():
        raise OSError

    with pytest.raises(OSError):
        held.get("a", 1, fail)
    assert held.get("a", 1, shelf.read) == "reading 1"


def test_what_is_forgotten_is_read_anew(shelf):
    held = Held(most=2)
    held.get("a", 1, shelf.read)
    held.forget()

    assert held.get("a", 1, shelf.read) == "reading 2"
