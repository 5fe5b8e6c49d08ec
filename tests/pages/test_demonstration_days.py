"""Days of the demonstration are said from the day of loading. No database needed."""

from datetime import date, timedelta

import pytest

from localoffer.pages.demonstration.days import settled

SUNDAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ({"days_ago": 0}, date(2026, 11, 22)),
        ({"days_ago": 12}, date(2026, 11, 10)),
        ({"days_ahead": 30}, date(2026, 12, 22)),
        ({"days_ahead": 0, "weekday": "MO"}, date(2026, 11, 23)),
        ({"days_ahead": 1, "weekday": "MO"}, date(2026, 11, 23)),
        ({"days_ahead": 2, "weekday": "MO"}, date(2026, 11, 30)),
        ({"days_ago": 0, "weekday": "MO"}, date(2026, 11, 16)),
        ({"days_ago": 6, "weekday": "MO"}, date(2026, 11, 16)),
    ],
)
def test_a_day_is_worked_out_wherever_it_is_said(said, day):
    assert settled({"checks": [{"on": said, "how": "rang"}]}, today=SUNDAY) == {
        "checks": [{"on": day, "how": "rang"}]
    }


def test_a_text_says_the_day_as_a_family_would():
    text = "Closed on [day -10]. It opens in [month +40], or in [month alone +40]; it began in [year -800]."

    assert settled(text, today=SUNDAY) == (
        "Closed on 12 November 2026. It opens in January 2027, or in January; it began in 2024."
    )


def test_other_words_in_brackets_and_fixed_days_stay_as_they_are():
    said = {"words": "[sic] [day] [day 4]", "on": date(2026, 9, 7), "weeks": 4, "needs": ["ASD"]}

    assert settled(said, today=SUNDAY) == said


def test_two_days_of_one_week_stay_in_one_week_whatever_day_it_is_loaded():
    for later in range(14):
        first, last = (
            settled({"days_ahead": days, "weekday": weekday}, today=SUNDAY + timedelta(days=later))
            for days, weekday in ((29, "MO"), (31, "WE"))
        )
        assert last - first == timedelta(days=2)


@pytest.mark.parametrize("said", [{"days_ago": 1, "days_ahead": 1}, {"days_ago": None}])
def test_a_day_said_twice_or_not_at_all_is_refused(said):
    with pytest.raises(ValueError, match="days_ago or as days_ahead"):
        settled(said, today=SUNDAY)


def test_a_day_of_the_year_is_the_next_there_is():
    assert settled({"next": "05-31"}, today=date(2026, 11, 22)) == date(2027, 5, 31)
    assert settled({"next": "05-31"}, today=date(2027, 5, 31)) == date(2027, 5, 31)
