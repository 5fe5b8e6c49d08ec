"""A few of our terms, as the import passes them to a reader, and a day that is today."""

from datetime import date

import pytest

from .feed_server import serving


@pytest.fixture(scope="session")
def terms() -> dict[str, dict[str, str]]:
    """Taxonomy → {lower-case code or name: code}."""
    return {
        "need": {"asd": "ASD", "autism": "ASD", "slcn": "SLCN", "hi": "HI"},
        "kind": {
            "toddler-groups": "toddler-groups",
            "baby and toddler groups": "toddler-groups",
            "health": "health",
        },
        "strand": {"leisure": "leisure", "health": "health"},
        "age-stage": {"early-years": "early-years"},
        "communication": {"makaton": "makaton", "bsl": "bsl"},
        "delivery": {"venue": "venue", "online": "online", "home": "home"},
        "tier": {"universal": "universal"},
        "access": {"step-free": "step-free", "step-free way in": "step-free", "parking": "parking"},
    }


@pytest.fixture(scope="session")
def today() -> date:
    return date(2026, 11, 22)


@pytest.fixture
def feed():
    """A feed served on loopback."""
    with serving() as feed:
        yield feed
