"""A table of text cells from a file, be it CSV or XLSX: what the readers of sheets have in common."""

from __future__ import annotations

import io
from collections.abc import Container, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Protocol

from . import csv_rows, progress, xlsx_rows
from .reading import Reading
from .records import UnreadableSourceError

LARGEST_FILE = 200 * 1024 * 1024
MOST_ROWS = 200_000


class Table(Protocol):
    """Rows of cells; ``number`` is what a spreadsheet calls the last one read."""

    number: int

    def heading(self) -> list[str]:
        """The first row that holds anything."""

    def fill_down(self, place: int) -> None:
        """Let an id in this column stand for all the rows it covers, where cells are merged."""

    def __iter__(self) -> Iterator[list[str]]: ...


@contextmanager
def opened(raw: Path | bytes, reading: Reading, known: Container[str]) -> Iterator[Table]:
    """The table in a file; ``known`` are headings as `spelled`, by which sheet and separator are found out.

    :raises UnreadableSourceError: when there is none, in words for the person importing
    """
    if isinstance(raw, bytes):
        with _table(io.BytesIO(raw), reading, known) as table:
            yield table
        return
    if raw.stat().st_size > LARGEST_FILE:
        raise UnreadableSourceError(
            f"{raw.name} is larger than {LARGEST_FILE // 1024**2} MB. Import it in parts."
        )
    with raw.open("rb") as file, _table(file, reading, known) as table:
        yield table


@contextmanager
def _table(file: BinaryIO, reading: Reading, known: Container[str]) -> Iterator[Table]:
    start = file.read(len(xlsx_rows.ZIP))
    file.seek(0)
    if start == xlsx_rows.ZIP:
        with xlsx_rows.opened(file, reading, known) as rows:
            yield rows
        return
    text = io.TextIOWrapper(file, encoding=csv_rows.encoding_of(file, reading), newline="")
    try:
        yield csv_rows.Rows(text, reading, known)
    finally:
        text.detach()


def numbered(table: Table, reading: Reading) -> Iterator[list[str]]:
    """Every row below the heading, while there are not too many."""
    for cells in table:
        reading.row = table.number
        progress.tell("reading", table.number)
        if table.number > MOST_ROWS:
            reading.is_complete = False
            reading.row = 0
            reading.warn(
                "", f"Only the first {MOST_ROWS:,} rows were read. Import the rest as another sheet."
            )
            return
        yield cells
