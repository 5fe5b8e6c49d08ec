"""A few of our terms, as the import passes them to a reader, and a day that is today."""

from datetime import date
from importlib.resources import files

import pytest
import yaml

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


@pytest.fixture(scope="session")
def vocabulary() -> dict[str, dict[str, str]]:
    """All the terms a new installation starts with, as the import passes them to a reader."""
    text = files("localoffer.directory").joinpath("data/vocabulary.yaml").read_text("utf-8")
    return {
        taxonomy["code"]: {
            **{term["name"].lower(): term["code"] for term in taxonomy["terms"]},
            **{term["code"].lower(): term["code"] for term in taxonomy["terms"]},
        }
        for taxonomy in yaml.safe_load(text)["taxonomies"]
    }
