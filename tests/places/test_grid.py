"""Degrees to metres and back."""

import subprocess
import sys

import pytest

from localoffer.places import grid


def test_lincoln_cathedral_is_where_the_ordnance_survey_has_it():
    easting, northing = grid.from_wgs84(53.23440, -0.53640)

    assert easting == pytest.approx(497_800, abs=100)
    assert northing == pytest.approx(371_800, abs=100)


def test_a_point_comes_back_within_a_few_metres():
    for point in [(530_000, 180_000), (495_532, 369_287), (180_000, 30_000), (400_009, 652_862)]:
        back = grid.from_wgs84(*grid.to_wgs84(*point))
        assert back == pytest.approx(point, abs=3)


@pytest.mark.parametrize(
    "point",
    [(-0.5364, 53.2344), (0, 0), (48.85, 2.35), (1000, 1000), (float("nan"), 0.0), (float("inf"), 0.0)],
)
def test_a_point_that_is_not_in_great_britain_is_refused(point):
    with pytest.raises(ValueError, match="not in Great Britain"):
        grid.from_wgs84(*point)


def test_importing_the_grid_does_not_load_the_projections():
    code = "import sys, localoffer.places.grid; sys.exit('pyproj' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
