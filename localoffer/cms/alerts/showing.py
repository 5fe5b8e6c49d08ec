"""Which alerts stand on a page at a moment. Plain Python.

What is kept of a council holds those that wait, too. Whether one has begun or is over is asked anew for each page, so
that it ends on time however long it was kept.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Shown:
    """One alert, as components/alerts.html takes it."""

    title: str
    starts_at: datetime
    ends_at: datetime
    words: str = ""
    href: str = ""
    link_text: str = ""
    is_urgent: bool = False

    def is_on(self, now: datetime) -> bool:
        """Whether families see it at this moment."""
        return self.starts_at <= now < self.ends_at


def at(now: datetime, alerts: Iterable[Shown]) -> list[Shown]:
    """Those to show at this moment: urgent ones first, and then what began last."""
    shown = [alert for alert in alerts if alert.is_on(now)]
    return sorted(shown, key=lambda alert: (not alert.is_urgent, -alert.starts_at.timestamp()))
