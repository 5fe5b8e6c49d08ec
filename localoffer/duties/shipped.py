"""Reads every file of the law that comes with the project, so that no site starts on a broken one. Plain Python."""

from . import key_dates, loading, time_limits, working_days
from .yaml_lines import Fault


def read_all() -> None:
    """Read criteria, time limits, key dates and bank holidays, once; what was read is kept for those who ask later.

    Raises DutiesError with what is wrong in all of them together.
    """
    faults: list[Fault] = []
    for read in (loading.shipped, time_limits.time_limits, key_dates.key_dates, working_days.published):
        try:
            read()
        except loading.DutiesError as error:
            faults += error.faults
    if faults:
        raise loading.DutiesError(faults)
