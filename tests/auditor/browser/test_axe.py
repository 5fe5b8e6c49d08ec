"""axe-core, as the auditor has it."""

import json
from pathlib import Path

from localoffer.auditor.browser import axe_version

ROOT = Path(__file__).resolve().parents[3]


def test_the_version_that_a_report_names_is_the_one_that_the_lock_brings():
    locked = json.loads((ROOT / "package-lock.json").read_text())["packages"]["node_modules/axe-core"]

    assert axe_version() == locked["version"]
