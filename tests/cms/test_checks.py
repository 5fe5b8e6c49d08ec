"""A site does not start on a law that it cannot read."""

import subprocess
import sys

import pytest

from localoffer.cms.checks import law_can_be_read
from localoffer.duties import loading, time_limits
from tests.duties.a_law import LawFolder


@pytest.fixture
def broken_law(tmp_path, monkeypatch):
    law_folder = LawFolder(tmp_path)
    law_folder.change("strength: must", "strength: mst")
    monkeypatch.setattr(loading, "HERE", law_folder.path)
    loading.shipped.cache_clear()
    yield
    loading.shipped.cache_clear()


def test_an_operator_is_told_the_file_and_line_before_the_site_starts(broken_law):
    [error] = law_can_be_read(None)

    assert error.id == "localoffer.E002"
    assert "criteria/sendiass.yaml, line 6, versions[1].strength: “mst”" in error.msg
    assert "localoffer duties check" in error.hint


def test_an_operator_is_told_of_a_broken_time_limit_beside_a_broken_duty(broken_law, tmp_path, monkeypatch):
    file = tmp_path / "time-limits.yaml"
    file.write_text(
        time_limits.FILE.read_text("utf-8").replace("strength: must", "strength: mst", 1), "utf-8"
    )
    monkeypatch.setattr(time_limits, "FILE", file)
    time_limits.time_limits.cache_clear()

    errors = law_can_be_read(None)

    time_limits.time_limits.cache_clear()
    assert len(errors) == 2
    assert "time-limits.yaml, line" in errors[1].msg
    assert "limits[1].strength: “mst” is not known here. Did you mean “must”?" in errors[1].msg


def test_a_law_that_can_be_read_stops_nobody():
    assert law_can_be_read(None) == []


def test_the_check_is_one_of_djangos(broken_law):
    from django.core.checks import run_checks

    assert "localoffer.E002" in {error.id for error in run_checks()}


def test_a_web_server_does_not_start_on_a_broken_law_and_says_file_and_line(tmp_path):
    LawFolder(tmp_path).change("strength: must", "strength: mst")
    program = (
        "import sys; from pathlib import Path; from localoffer.duties import loading\n"
        "loading.HERE = Path(sys.argv[1])\n"
        "import localoffer.config.wsgi"
    )

    started = subprocess.run([sys.executable, "-c", program, str(tmp_path)], capture_output=True, text=True)

    assert started.returncode != 0
    assert "DutiesError: criteria/sendiass.yaml, line 6, versions[1].strength" in started.stderr
