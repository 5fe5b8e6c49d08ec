"""Whether a child may be too old for a service before a place comes up. Plain Python.

An upper age takes in its whole year, as everywhere here: "up to 11" is until the twelfth birthday. Of a child we
know at most the age in years, so we go by the oldest child of that age: it says "may".
"""

from dataclasses import dataclass
from datetime import date
from math import floor

WEEKS_IN_A_YEAR = 365.25 / 7
# Ages above this are nobody's upper age: feeds write 100 or 120 for "no upper age"
NO_UPPER_AGE = 100


@dataclass(frozen=True, slots=True)
class TooOld:
    """A warning. `from_age` is the youngest age it holds for; None: for the very child that was asked about."""

    from_age: int | None = None

    def __str__(self) -> str:
        if self.from_age is None:
            return "Your child may be too old before a place comes up."
        if self.from_age <= 0:
            return "A child of any age may be too old before a place comes up."
        return f"If your child is {self.from_age} or older now, they may be too old before a place comes up."

    @property
    def in_short(self) -> str:
        """For a list, where there is little room."""
        if self.from_age is None:
            return "May be too old by then"
        return f"From age {self.from_age}: may be too old by then"


def too_old(
    *,
    weeks: int | None,
    said_on: date | None,
    maximum_age: float | None,
    today: date,
    age: tuple[int, int] | None = None,
    list_status: str = "",
) -> TooOld | None:
    """The warning for a wait of so many weeks, said on a day; None when there is nothing to warn of.

    `age` holds the youngest and oldest year that was searched for. The wait counts from the day it was said.
    Nothing can be said of a wait in words only, without an upper age, or when the list is closed: then no place
    comes up at all, and that is said beside it.
    """
    if not weeks or maximum_age is None or maximum_age >= NO_UPPER_AGE or list_status == "closed":
        return None
    left = remaining(weeks, said_on, today)
    if left <= 0:
        return None
    if age is None:
        return TooOld(_first_age(left, maximum_age))
    youngest, oldest = age
    if youngest > maximum_age:
        return None  # it is not for them anyway
    if left > _weeks_left(youngest, maximum_age):
        return TooOld()
    if left > _weeks_left(oldest, maximum_age):
        return TooOld(_first_age(left, maximum_age))
    return None


def remaining(weeks: int, said_on: date | None, today: date) -> float:
    """Weeks of a wait that are left, counted from the day it was said."""
    gone = max((today - said_on).days, 0) / 7 if said_on else 0
    return max(weeks - gone, 0)


def _ends(maximum_age: float) -> float:
    """The age at which one no longer fits: 12 for "up to 11", 1.5 for "up to 18 months"."""
    return maximum_age + 1 if maximum_age == int(maximum_age) else maximum_age


def _weeks_left(age: int, maximum_age: float) -> float:
    """Weeks until the oldest child of an age no longer fits; nought when that may be any day."""
    return max(_ends(maximum_age) - (age + 1), 0) * WEEKS_IN_A_YEAR


def _first_age(left: float, maximum_age: float) -> int:
    """The youngest age whose oldest child no longer fits after so many weeks."""
    return max(min(floor(_ends(maximum_age) - 1 - left / WEEKS_IN_A_YEAR) + 1, floor(maximum_age)), 0)
