"""Workbooks for tests: as a spreadsheet saves them, and as somebody who means harm makes them."""

import io
import zipfile
from collections.abc import Callable

from openpyxl import Workbook


def workbook(*rows: list, prepare: Callable | None = None) -> bytes:
    """A workbook with these rows; `prepare` may change it (a function of the book) before it is saved."""
    book = Workbook()
    for row in rows:
        book.active.append(row)
    if prepare:
        prepare(book)
    return saved(book)


def saved(book: Workbook) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def changed(raw: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """The workbook with one of its parts changed, or added when it has none of that name."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            new.writestr(part, change(old.read(part)) if part == name else old.read(part))
        if name not in old.namelist():
            new.writestr(name, change(b""))
    return made.getvalue()
