"""The bytes of a CSV file as rows, whatever saved it.

Which letters the bytes stand for, what stands between cells, and what to do with rows that are broken.
Everything is bounded: a sheet is no longer in the memory than its longest row.
"""

from __future__ import annotations

import codecs
import csv
import re
from collections import deque
from collections.abc import Container, Iterator
from typing import BinaryIO, TextIO

from .reading import Reading
from .records import UnreadableSourceError
from .rich_text import clean
from .sheet_columns import spelled

MOST_COLUMNS = 500
LONGEST_CELL = 100_000
LONGEST_ROW = 400_000
"""Characters."""
MOST_LINES_IN_A_ROW = 2_000
MOST_BROKEN_ROWS = 1_000

_LETTER_IN_UTF8 = re.compile(rb"[\xc3-\xf4][\x80-\xbf]{1,3}|\xc2[\xa0-\xbf]")

_OTHER_FORMATS = (
    (
        b"\xd0\xcf\x11\xe0",
        "This is an older workbook, or one with a password. Save it as “Excel workbook (.xlsx)”, without one.",
    ),
    (
        b"%PDF",
        "This is a PDF, not a CSV sheet. Copy its table into a spreadsheet and save that as “CSV UTF-8”.",
    ),
    (b"\x1f\x8b", "This file is packed (gzip). Unpack it first."),
)


def _refuse_other_formats(start: bytes) -> None:
    for mark, words in _OTHER_FORMATS:
        if start.startswith(mark):
            raise UnreadableSourceError(words)
    first = start.removeprefix(codecs.BOM_UTF8).lstrip()[:1]
    if first in (b"{", b"["):
        raise UnreadableSourceError("This is JSON, not a CSV sheet. Import it as an Open Referral UK feed.")
    if first == b"<":
        raise UnreadableSourceError("This is a web page or XML, not a CSV sheet.")


def encoding_of(file: BinaryIO, reading: Reading) -> str:
    """How the file spells its letters. It is read through once, so that none turns out wrong half-way."""
    start = file.read(4096)
    if not start.strip(b"\0 \t\r\n"):
        raise UnreadableSourceError("The sheet is empty.")
    _refuse_other_formats(start)
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF32_LE, "utf-32"),
        (codecs.BOM_UTF32_BE, "utf-32"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if start.startswith(mark):
            return _proved(file, name)
    head = start[:200]
    # Latin letters in UTF-16 have a null byte on one side
    if head[1::2].count(0) > len(head) // 4 and head[::2].count(0) == 0:
        return _proved(file, "utf-16-le")
    if head[::2].count(0) > len(head) // 4 and head[1::2].count(0) == 0:
        return _proved(file, "utf-16-be")
    try:
        return _proved(file, "utf-8")
    except UnreadableSourceError:
        return _windows(file, reading)


def _proved(file: BinaryIO, encoding: str) -> str:
    file.seek(0)
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        while chunk := file.read(1024 * 1024):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        raise UnreadableSourceError(
            "The letters of this file cannot be read: it is damaged, or mixes two ways of spelling them. "
            "Open it in your spreadsheet and save it as “CSV UTF-8”."
        ) from error
    finally:
        file.seek(0)
    return encoding


def _windows(file: BinaryIO, reading: Reading) -> str:
    """cp1252, the older Excel's, if that is what it is; some of the bytes must not be UTF-8."""
    file.seek(0)
    tail = b""
    while chunk := file.read(1024 * 1024):
        if _LETTER_IN_UTF8.search(tail + chunk):
            file.seek(0)
            return _proved(file, "utf-8")
        tail = chunk[-4:]
    encoding = _proved(file, "cp1252")
    reading.warn(
        "",
        "The sheet was saved in the older Windows way, and read so. Look whether é, £ and ’ came out right; "
        "next time save it as “CSV UTF-8”.",
    )
    return encoding


class Rows:
    """The rows of a sheet, with the number a spreadsheet gives each; broken ones are refused, one by one.

    A quotation mark that is never closed would swallow everything after it: then only its own line is
    refused, and reading goes on with the next.
    """

    def __init__(self, text: TextIO, reading: Reading, known: Container[str]) -> None:
        self._text = text
        self._reading = reading
        self._known = known
        self._put_back: deque[str] = deque()
        self._delimiter = ","
        self._broken = 0
        self.number = 0

    def heading(self) -> list[str]:
        """The first row that holds anything; finds out what stands between the cells."""
        first = self._line()
        while first is not None and not clean(first):
            first = self._line()
        if first is None:
            raise UnreadableSourceError("The sheet is empty.")
        said = re.fullmatch(r'"?sep=(.)"?\s*', first, re.IGNORECASE)
        if said:
            first = self._line() or ""
        self._put_back.appendleft(first)
        found: list[list[str]] = []
        for delimiter in dict.fromkeys((said[1] if said else ",", ",", ";", "\t", "|")):
            try:
                cells = next(csv.reader([first], delimiter=delimiter), [])
            except (csv.Error, TypeError):
                continue
            if not found or self._familiar(cells) > self._familiar(found[0]):
                found = [cells]
                self._delimiter = delimiter
        # A heading may itself hold line breaks inside quotation marks
        heading = next(self, None)
        if heading is None:
            raise UnreadableSourceError(
                "The first row cannot be read. It must hold the names of the columns; "
                "`localoffer import --template sheet.csv` writes a sheet to start from."
            )
        self.number = 1
        return heading

    def fill_down(self, place: int) -> None:
        """A CSV sheet has no merged cells."""

    def _familiar(self, cells: list[str]) -> int:
        return sum(spelled(cell) in self._known for cell in cells[: MOST_COLUMNS * 2])

    def __iter__(self) -> Iterator[list[str]]:
        return self

    def __next__(self) -> list[str]:
        while True:
            taken: list[str] = []
            self.number += 1
            try:
                return next(csv.reader(self._lines(taken), delimiter=self._delimiter, strict=True))
            except StopIteration:
                raise
            except (csv.Error, _TooLongError) as error:
                self._broken += 1
                self._reading.row = self.number
                if self._broken > MOST_BROKEN_ROWS:
                    self._reading.is_complete = False
                    self._reading.refuse("", "Too many rows are broken. The rest of the sheet was not read.")
                    raise StopIteration from error
                cells = self._generously(taken)
                if cells is not None:
                    return cells
                self._put_back.extendleft(reversed(taken[1:]))

    def _generously(self, taken: list[str]) -> list[str] | None:
        """A row of one line with quotation marks in odd places; None when it cannot be made out."""
        first = taken[0] if taken else ""
        if len(first) > LONGEST_ROW or first.endswith(_CUT):
            self._reading.refuse("", f"This row is longer than {LONGEST_ROW:,} characters. Shorten it.")
            self._reading.is_complete = False
            return None
        # An even number of marks: whatever they mean, the row ends where the line does
        if first.count('"') % 2 == 0:
            try:
                cells = next(csv.reader([first], delimiter=self._delimiter), [])
            except csv.Error:
                cells = []
            if cells:
                self._reading.warn(
                    "", 'Quotation marks stand oddly in this row. Look at it; write " inside a cell as "".'
                )
                self._put_back.extendleft(reversed(taken[1:]))
                return cells
        self._reading.refuse(
            "",
            'A quotation mark opens in this row and does not close, or a cell is too long. Write " inside '
            'a cell as "".',
        )
        self._reading.is_complete = False
        return None

    def _lines(self, taken: list[str]) -> Iterator[str]:
        length = 0
        while (found := self._line()) is not None:
            taken.append(found)
            length += len(found)
            if length > LONGEST_ROW or len(taken) > MOST_LINES_IN_A_ROW:
                raise _TooLongError
            yield found

    def _line(self) -> str | None:
        if self._put_back:
            return self._put_back.popleft()
        found = self._text.readline(LONGEST_ROW + 1)
        if len(found) > LONGEST_ROW:
            while (rest := self._text.readline(LONGEST_ROW)) and not rest.endswith(("\n", "\r")):
                pass
            return found[:LONGEST_ROW] + _CUT
        return found or None


# Marks a line whose end was thrown away; no text of a file can hold it (a lone surrogate)
_CUT = "\udc80"


class _TooLongError(Exception):
    """One row goes on and on."""
