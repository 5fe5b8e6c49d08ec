"""The EHC timeline: from the dates a family knows to every later legal deadline. Plain Python, no Django.

    known = WhatIKnow(requested_on=date(2027, 3, 3))
    timeline(known, today=date(2027, 3, 10)).steps

What a limit is: ../time-limits.yaml. How it is counted: rules.py. See docs/reference/time-limits.md.
"""

from .calendar_file import calendar_file
from .known import Problem, WhatIKnow
from .rules import RULES, Deadline
from .timeline import Step, Stopped, Timeline, timeline

__all__ = [
    "RULES",
    "Deadline",
    "Problem",
    "Step",
    "Stopped",
    "Timeline",
    "WhatIKnow",
    "calendar_file",
    "timeline",
]
