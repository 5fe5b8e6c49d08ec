"""The rows of an XLSX workbook as text, whatever is in it: nothing is calculated, run or unpacked without end.

Cells are read one row at a time, as a spreadsheet shows them: a day as 2026-09-30, a formula as the result that
was saved with it.
"""

from __future__ import annotations

import re
import warnings
import zipfile
from collections.abc import Container, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import IO, Any

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter, range_boundaries

from .csv_rows import LONGEST_CELL, LONGEST_ROW, MOST_COLUMNS
from .reading import Reading
from .records import UnreadableSourceError
from .rich_text import clean
from .sheet_columns import spelled

ZIP = b"PK\x03\x04"

LARGEST_UNPACKED = 400 * 1024 * 1024
LARGEST_TEXTS = 150 * 1024 * 1024
"""Bytes of the whole workbook, and of the table of its texts, which is kept in the memory."""
MOST_PARTS = 5_000
MOST_SHEETS = 20
MOST_MERGED = 20_000
MOST_BLANK = 10_000
"""Blank rows one after another: what comes below is not looked for."""
FIRST_ROWS = 20

_NOT_XLSX = (
    "This is no workbook that can be read. In your spreadsheet choose Save as, then “Excel workbook (.xlsx)” or "
    "“CSV UTF-8”."
)
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})"')
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
# What a spreadsheet shows where a formula went wrong
_ERRORS = {"#REF!", "#N/A", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!", "#SPILL!", "#GETTING_DATA"}


@contextmanager
def opened(file: IO[bytes], reading: Reading, known: Container[str]) -> Iterator[Rows]:
    """The sheet of a workbook that holds our columns, or else its first.

    :raises UnreadableSourceError: for what is no workbook, or one that is too large, in words for whoever imports
    """
    names = _parts(file)
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        reading.warn("", "The workbook holds macros. They were not run, and nothing of them was read.")
    book: Any = None
    try:
        # openpyxl tells of pictures and the like that it leaves out
        warnings.filterwarnings("ignore", category=UserWarning, module="openpyxl")
        file.seek(0)
        book = load_workbook(file, read_only=True, data_only=True, keep_links=False, keep_vba=False)
        sheets = [each for each in book.worksheets if each.sheet_state == "visible"][:MOST_SHEETS]
        if not sheets:
            raise UnreadableSourceError(
                "The workbook has no sheet that can be seen. Show one, and save it again."
            )
        for each in sheets:
            # What the file says of its size may be anything
            each.reset_dimensions()
        sheet = max(sheets, key=lambda each: _familiar(each, known))  # the first, where none is more so
        if len(sheets) > 1:
            others = ", ".join(f"“{each.title[:40]}”" for each in sheets if each is not sheet)
            reading.warn("", f"Only the sheet “{sheet.title[:40]}” was read, and not {others[:300]}.")
        has_formulas, merged = _looked_through(file, sheet)
        yield Rows(file, sheet, reading, has_formulas=has_formulas, merged=merged)
    except UnreadableSourceError:
        raise
    except Exception as error:  # whatever a damaged workbook makes openpyxl, zipfile or expat trip over
        if isinstance(error, MemoryError | OSError) and not isinstance(error, zipfile.BadZipFile):
            raise
        raise UnreadableSourceError(_NOT_XLSX) from error
    finally:
        if book is not None:
            book.close()


def _parts(file: IO[bytes]) -> list[str]:
    """The names of what a workbook is made of, when none of it is a trap."""
    try:
        with zipfile.ZipFile(file) as packed:
            parts = packed.infolist()
            names = [part.filename for part in parts]
            # zipfile stops where a part says it ends, so that what it says can be believed
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
                raise UnreadableSourceError(
                    f"Unpacked, this workbook is larger than {LARGEST_UNPACKED // 1024**2} MB. Save the sheet as "
                    "“CSV UTF-8”, or import it in parts."
                )
            if any(
                part.file_size > LARGEST_TEXTS for part in parts if "sharedstrings" in part.filename.lower()
            ):
                raise UnreadableSourceError(
                    "This workbook holds too much text. Save the sheet as “CSV UTF-8”, or import it in parts."
                )
            if any(part.flag_bits & 1 for part in parts):
                raise UnreadableSourceError("This workbook has a password. Save it without one.")
            if "[Content_Types].xml" not in names or not any(name.startswith("xl/") for name in names):
                raise UnreadableSourceError(_NOT_XLSX)
            return names
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, ValueError, EOFError) as error:
        raise UnreadableSourceError(_NOT_XLSX) from error


def _familiar(sheet: Any, known: Container[str]) -> int:
    for row in islice(
        sheet.iter_rows(max_row=FIRST_ROWS, max_col=MOST_COLUMNS, values_only=True), FIRST_ROWS
    ):
        if any(value is not None for value in row):
            return sum(spelled(str(value)[:100]) in known for value in row if value is not None)
    return -1


def _looked_through(file: IO[bytes], sheet: Any) -> tuple[bool, list[str]]:
    """Whether a sheet has formulas, and which of its cells are merged, which reading by rows does not tell."""
    has_formulas = False
    merged: list[str] = []
    with zipfile.ZipFile(file) as packed, packed.open(sheet._worksheet_path) as part:
        tail = b""
        while chunk := part.read(1024 * 1024):
            text = tail + chunk
            has_formulas = has_formulas or bool(_FORMULA.search(text))
            for found in _MERGED.finditer(text):
                if len(merged) < MOST_MERGED:
                    merged.append(found[1].decode())
            tail = text[text.rfind(b"<") :][-4096:]
    return has_formulas, list(dict.fromkeys(merged))


class Rows:
    """The rows of one sheet, with the number a spreadsheet gives each."""

    def __init__(
        self, file: IO[bytes], sheet: Any, reading: Reading, *, has_formulas: bool, merged: list[str]
    ) -> None:
        self.number = 0
        self._reading = reading
        self._rows = enumerate(sheet.iter_rows(max_col=MOST_COLUMNS + 1, values_only=True), start=1)
        self._formulas = _formulas(file, sheet.title) if has_formulas else None
        self._merged = merged
        self._width = MOST_COLUMNS + 1  # every row comes that wide, whatever is in it
        self._id_place = -1
        self._id = ""
        self._goes_on: set[int] = set()  # rows that an id merged downwards covers

    def heading(self) -> list[str]:
        """The first row that holds anything."""
        found = next(self, None)
        if found is None:
            raise UnreadableSourceError("The sheet is empty.")
        while not found[-1]:
            found.pop()
        self._width = len(found)
        self._reading.row = self.number
        if self._merged:
            more = f" and {len(self._merged) - 5:,} more" if len(self._merged) > 5 else ""
            self._reading.warn(
                "",
                f"Cells are merged ({', '.join(self._merged[:5])}{more}). What stands in them is read for their "
                "first row and column only, but an id for all its rows. If it means more, unmerge them.",
            )
        return found

    def fill_down(self, place: int) -> None:
        """Let an id in this column (counted from 0) stand for all the rows that its merged cell covers."""
        self._id_place = place
        for each in self._merged:
            first, top, last, bottom = range_boundaries(each)
            if first <= place + 1 <= last and bottom - top < MOST_BLANK:
                self._goes_on.update(range(top + 1, bottom + 1))

    def __iter__(self) -> Iterator[list[str]]:
        return self

    def __next__(self) -> list[str]:
        blank = 0
        for number, values in self._rows:
            self.number = self._reading.row = number
            row = [_text(value) for value in values[: self._width]]
            formulas = next(self._formulas, frozenset()) if self._formulas else frozenset()
            if not any(row) and not formulas:
                blank += 1
                if blank > MOST_BLANK:
                    break
                continue
            if sum(map(len, row)) > LONGEST_ROW:
                self._reading.refuse("", f"This row is longer than {LONGEST_ROW:,} characters. Shorten it.")
                self._reading.is_complete = False
                continue
            self._say_what_is_missing(row, formulas)
            if 0 <= self._id_place < len(row):
                if number in self._goes_on:
                    row[self._id_place] = row[self._id_place] or self._id
                self._id = row[self._id_place]
            if any(row):
                return row
        raise StopIteration

    def _say_what_is_missing(self, row: list[str], formulas: frozenset[int]) -> None:
        wrong = [place for place, cell in enumerate(row) if cell in _ERRORS]
        for place in wrong:
            self._reading.warn(
                get_column_letter(place + 1),
                f"The formula here shows {row[place]}. Put it right, or write the value.",
            )
            row[place] = ""
        without = [
            place for place in sorted(formulas) if place < len(row) and not row[place] and place not in wrong
        ]
        for place in without[:5]:
            self._reading.warn(
                get_column_letter(place + 1),
                "The formula here was saved without its result, and nothing is calculated. Open the workbook in "
                "your spreadsheet and save it, or write the value.",
            )


def _formulas(file: IO[bytes], title: str) -> Iterator[frozenset[int]]:
    """For each row, the places (from 0) where a formula stands."""
    book = load_workbook(file, read_only=True, data_only=False, keep_links=False)
    try:
        sheet = book[title]
        sheet.reset_dimensions()
        for row in sheet.iter_rows(max_col=MOST_COLUMNS + 1):
            yield frozenset(place for place, cell in enumerate(row) if getattr(cell, "data_type", "") == "f")
    finally:
        book.close()


def _text(value: Any) -> str:
    """A cell as a spreadsheet would show it, days and times in one way."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value if len(value) <= 2 * LONGEST_CELL else value[: 2 * LONGEST_CELL]
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int):
        return str(value) if abs(value) < 10**30 else ""
    if isinstance(value, float):
        return format(value, ".15g")
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if isinstance(value, timedelta):
        minutes = round(value.total_seconds() / 60)
        return f"{minutes // 60}:{minutes % 60:02}"
    return clean(str(value))
