"""Families that know any mixture of dates, for tests that hold for all of them."""

from datetime import date, timedelta

from hypothesis import strategies as st

from localoffer.duties.ehc import WhatIKnow
from localoffer.duties.time_limits import time_limits

TODAY = date(2027, 3, 10)
EVENTS = time_limits().events
NEAR = st.dates(TODAY - timedelta(days=2000), TODAY + timedelta(days=1000))


def value_for(event, days):
    return st.integers(2020, 2035) if event.kind == "year" else days


def known(days=NEAR, years=None):
    return st.builds(
        WhatIKnow,
        **{
            event.field: st.none()
            | (years if years is not None and event.kind == "year" else value_for(event, days))
            for event in EVENTS.values()
        },
    )
