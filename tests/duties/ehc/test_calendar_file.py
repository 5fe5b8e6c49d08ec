"""A family puts its timeline into the calendar of a phone; the file says nothing of who it is about."""

from datetime import date

from hypothesis import given, settings
from icalendar import Calendar

from localoffer.duties.ehc import WhatIKnow, calendar_file, timeline
from tests.duties.ehc.families import TODAY, known


def events(made: bytes) -> list:
    return Calendar.from_ical(made).walk("VEVENT")


def test_a_calendar_reads_every_step_as_a_whole_day_with_its_law():
    made = events(calendar_file(timeline(WhatIKnow(requested_on=date(2027, 3, 3)), TODAY)))

    assert [event.decoded("dtstart") for event in made] == [
        date(2027, 4, 14),
        date(2027, 6, 23),
        date(2027, 7, 21),
    ]
    assert [event.decoded("dtend") for event in made] == [
        date(2027, 4, 15),
        date(2027, 6, 24),
        date(2027, 7, 22),
    ]
    assert made[0]["summary"] == "The council tells you if it will assess (by 14 April 2027)"
    assert "6 weeks from the request, 3 March 2027." in made[0]["description"]
    assert "The law: SEND Regulations 2014, regulation 5(1)" in made[0]["description"]


def test_what_must_be_done_before_a_day_stands_on_the_day_before():
    (event,) = events(calendar_file(timeline(WhatIKnow(school_move_year=2028), TODAY)))

    assert event.decoded("dtstart") == date(2028, 2, 14)
    assert "before 15 February 2028" in event["summary"]


def test_a_family_that_takes_the_file_again_sees_nothing_twice():
    first = calendar_file(timeline(WhatIKnow(requested_on=date(2027, 3, 3)), TODAY))
    later = WhatIKnow(requested_on=date(2027, 3, 3), will_assess_on=date(2027, 4, 1))
    again = calendar_file(timeline(later, date(2027, 4, 2)))

    assert [event["uid"] for event in events(first)] == [event["uid"] for event in events(again)]


def test_two_families_cannot_be_told_apart_by_what_they_entered_besides():
    one = calendar_file(timeline(WhatIKnow(requested_on=date(2027, 3, 3), moved_on=date(2027, 3, 1)), TODAY))
    other = calendar_file(timeline(WhatIKnow(requested_on=date(2027, 3, 3)), TODAY))

    assert {event["uid"] for event in events(other)} < {event["uid"] for event in events(one)}


def test_lines_are_as_the_standard_wants_them():
    made = calendar_file(timeline(WhatIKnow(requested_on=date(2027, 3, 3)), TODAY))

    assert made.startswith(b"BEGIN:VCALENDAR\r\n")
    assert made.endswith(b"END:VCALENDAR\r\n")
    assert all(len(line) <= 75 for line in made.split(b"\r\n"))
    assert b"\n" not in made.replace(b"\r\n", b"")


def test_an_empty_timeline_is_an_empty_calendar():
    assert events(calendar_file(timeline(WhatIKnow(), TODAY))) == []


@settings(max_examples=40)
@given(known())
def test_nothing_unconfirmed_is_ever_in_a_calendar(anything):
    whole = timeline(anything, TODAY)
    made = calendar_file(whole)

    assert len(events(made)) == len(whole.steps)
    assert b"nconfirmed" not in made
