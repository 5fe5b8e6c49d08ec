"""Times of an event, as people say them. Plain Python."""

from datetime import date, datetime


def day(on: date) -> str:
    """
    >>> day(datetime(2027, 3, 1).date())
    '1 March 2027'
    """
    return f"{on:%-d %B %Y}"


def clock(moment: datetime) -> str:
    """
    >>> clock(datetime(2027, 3, 1, 9, 30)), clock(datetime(2027, 3, 1, 12)), clock(datetime(2027, 3, 1, 18))
    ('9.30am', 'noon', '6pm')
    """
    if (moment.hour, moment.minute) in ((0, 0), (12, 0)):
        return "noon" if moment.hour else "midnight"
    minutes = f".{moment:%M}" if moment.minute else ""
    return f"{moment.hour % 12 or 12}{minutes}{'am' if moment.hour < 12 else 'pm'}"


def span(start: datetime, end: datetime) -> str:
    """
    >>> span(datetime(2027, 3, 1, 10), datetime(2027, 3, 1, 12))
    'Monday 1 March 2027, 10am to noon'
    >>> span(datetime(2027, 3, 1, 10), datetime(2027, 3, 2, 15, 15))
    'Monday 1 March 2027, 10am, to Tuesday 2 March 2027, 3.15pm'
    """
    begins = f"{start:%A %-d %B %Y}, {clock(start)}"
    if start.date() == end.date():
        return f"{begins} to {clock(end)}"
    return f"{begins}, to {end:%A %-d %B %Y}, {clock(end)}"
