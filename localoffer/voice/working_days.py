"""Working days: Monday to Friday. Bank holidays are not known here, so that over Christmas a mark comes early."""

import datetime as dt
from typing import Final

ONE: Final = dt.timedelta(days=1)


def after(day: dt.date, number: int) -> dt.date:
    """The day that many working days after this one: after a Friday, 1 is Monday."""
    while number > 0:
        day += ONE
        number -= day.weekday() < 5
    return day


def first_day_within(number: int, *, on: dt.date) -> dt.date:
    """The earliest day from which that many working days are not over yet."""
    day = on
    while after(day - ONE, number) >= on:
        day -= ONE
    return day
