"""What happens because time passes."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.core.management import CommandError

from localoffer.config.clock import Clock

LONDON = ZoneInfo("Europe/London")


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


class Diary:
    """Notes down what was done; `refusing` what cannot be."""

    def __init__(self, refusing=None):
        self.done, self.refusing = [], refusing or {}

    def __call__(self, *command):
        self.done.append(" ".join(command))
        if error := self.refusing.get(" ".join(command)):
            raise error


def test_what_is_scheduled_goes_live_every_minute():
    diary = Diary()
    clock = Clock(started_at=at("2026-11-22 10:00"), do=diary)

    clock.tick(at("2026-11-22 10:01"))
    clock.tick(at("2026-11-22 10:02"))

    assert (
        diary.done
        == ["publish_scheduled", "index finish", "send_worries", "send_notices", "send_updates"] * 2
    )


def test_each_night_old_sessions_go_and_the_index_is_looked_over_once():
    diary = Diary()
    clock = Clock(started_at=at("2026-11-22 23:59"), do=diary)

    clock.tick(at("2026-11-23 00:01"))
    assert "clearsessions" not in diary.done
    clock.tick(at("2026-11-23 03:00"))
    clock.tick(at("2026-11-23 03:01"))

    assert diary.done.count("clearsessions") == 1
    assert diary.done.count("index check") == 1
    assert "index rebuild" not in diary.done


def test_an_index_that_is_not_what_it_should_be_is_made_anew():
    diary = Diary(refusing={"index check": CommandError("3 entries differ")})
    clock = Clock(started_at=at("2026-11-22 12:00"), do=diary)

    clock.tick(at("2026-11-23 04:00"))

    checked = diary.done.index("index check")
    assert diary.done[checked + 1] == "index rebuild"


def test_one_thing_that_fails_does_not_stop_the_clock():
    diary = Diary(refusing={"publish_scheduled": RuntimeError("database is locked")})
    clock = Clock(started_at=at("2026-11-22 12:00"), do=diary)

    clock.tick(at("2026-11-23 04:00"))
    clock.tick(at("2026-11-23 04:01"))

    assert diary.done.count("publish_scheduled") == 2
    assert "clearsessions" in diary.done
