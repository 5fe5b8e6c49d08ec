"""The real postcodes of `tests/samples/places`, as files and in the database."""

import csv
from collections import defaultdict
from pathlib import Path

import brotli
import msgpack
import pytest

from localoffer.places import loading

SAMPLE = Path(__file__).parent.parent / "samples" / "places" / "postcodes.csv"


@pytest.fixture
def postcode_files(tmp_path):
    """The sample in files like those of the package: one for each first letter."""
    by_letter = defaultdict(list)
    with SAMPLE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            by_letter[row["pcd"][0]].append(row)
    for letter, rows in by_letter.items():
        write_postcode_file(tmp_path, letter, rows)
    return tmp_path


@pytest.fixture
def england(db, postcode_files):
    """The 153 councils, and the sample's postcodes."""
    loading.load_authorities()
    loading.load_postcodes(folder=postcode_files, edition="sample")


def write_postcode_file(folder, letter, rows):
    data = {
        "pcd": [row["pcd"] for row in rows],
        "laua": [row["laua"] or float("nan") for row in rows],
        "oseast1m": [float(row["oseast1m"] or "nan") for row in rows],
        "osnrth1m": [float(row["osnrth1m"] or "nan") for row in rows],
    }
    packed = msgpack.packb({"columns": list(data), "data": data})
    (folder / f"postcodes_{letter}.msgpack.br").write_bytes(brotli.compress(packed, quality=1))
