"""Every variable that an operator can set is described, and nothing is described that cannot be set."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def variables_read() -> set[str]:
    settings = (ROOT / "localoffer" / "config" / "settings.py").read_text(encoding="utf-8")
    return set(re.findall(r"""environ(?:\.get\(|\[)\s*["']([A-Z_]+)["']""", settings))


def variables_described() -> set[str]:
    page = (ROOT / "docs" / "reference" / "settings.md").read_text(encoding="utf-8")
    return set(re.findall(r"^### `([A-Z_]+)`", page, re.MULTILINE))


def test_every_setting_is_described():
    assert variables_read() - variables_described() == set()


def test_nothing_is_described_that_cannot_be_set():
    assert variables_described() - variables_read() == set()
