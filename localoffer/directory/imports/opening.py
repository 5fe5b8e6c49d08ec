"""From a file or an address to records: fetches a feed, tells what a file is, and hands it to its reader."""

import datetime as dt
import gzip
import json
import re
import tempfile
from pathlib import Path
from urllib.parse import SplitResult
from urllib.request import getproxies

from django.conf import settings
from django.utils import timezone

from ..sources import mapped, mapping, oruk_feed, sheet, web, xlsx_rows
from ..sources.records import ReadResult, Terms, UnreadableSourceError
from ..vocabulary import terms_by_words


def _outposts_sheet(raw: Path | bytes, *, terms: Terms, today: dt.date) -> ReadResult:
    return mapped.ingest(
        raw, mapping=mapping.parse(mapping.shipped("outpost-sheet")), terms=terms, today=today
    )


READERS = {
    "csv": sheet.ingest,
    "xlsx": sheet.ingest,
    "oruk": oruk_feed.ingest,
    "outpost": oruk_feed.ingest,
    "outpost-sheet": _outposts_sheet,
}
IN_WORDS = {
    "csv": "our sheet (CSV)",
    "xlsx": "our sheet (XLSX)",
    "oruk": "Open Referral UK",
    "outpost": "a page of Outpost’s API",
    "outpost-sheet": "Outpost’s sheet",
}
SHEETS = ("csv", "xlsx", "outpost-sheet")
# What tells the one from the other, near the beginning
_OUTPOSTS_COLUMN = b"import_id_reference"
_OUTPOSTS_KEYS = (b'"regular_schedules"', b'"target_directories"', b'"needs_referral"')
_LOOKED_AT = 256 * 1024
KEPT_FOR = dt.timedelta(days=30)
KEPT_REPLIES = ".jsonl.gz"
LONGEST_NAME = 100


def open_source(
    what: str,
    *,
    format: str | None = None,
    mapped_by: mapping.SheetMapping | None = None,
    today: dt.date | None = None,
    keep: bool = True,
    council=None,
) -> ReadResult:
    """Read a file or a live feed, with our own terms (the shared ones, and those that are the council's own).

    See READERS for what it may be. `mapped_by` says what the columns of somebody else's sheet are.

    A feed's raw replies are kept for 30 days under the data folder, so that they can be read again; without
    `keep` nothing is left behind. Raises UnreadableSourceError, in words for the person importing.
    """
    today = today or timezone.localdate()
    try:
        if not is_address(what):
            path = Path(what)
            found, terms = format_of(path), terms_by_words(council)
            if mapped_by is not None:
                if found not in SHEETS:
                    raise UnreadableSourceError("A mapping is for a sheet (CSV or XLSX), and this is none.")
                return mapped.ingest(path, mapping=mapped_by, terms=terms, today=today)
            return READERS[format or found](path, terms=terms, today=today)
        if format not in (None, "oruk", "outpost") or mapped_by is not None:
            raise UnreadableSourceError(
                "Only a feed (Open Referral UK, or Outpost’s API) is read from an address. Download the sheet first."
            )
        terms = terms_by_words(council)
        if keep:
            forget_old_replies()
            return oruk_feed.ingest(fetch_feed(what, into=replies_folder()), terms=terms, today=today)
        with tempfile.TemporaryDirectory() as folder:
            return oruk_feed.ingest(fetch_feed(what, into=Path(folder)), terms=terms, today=today)
    except OSError as error:
        raise UnreadableSourceError(f"{what} cannot be read: {error.strerror or error}.") from error


def fetch_feed(address: str, *, into: Path, may_be_inside: bool = True) -> Path:
    """Every reply of a live feed, kept as a file in a folder.

    A feed inside one's own network is one's own to read, for whoever runs the command; a public one must not lead us
    in there. Behind a proxy, what can be reached is the proxy's to say. `may_be_inside=False` is for addresses that
    somebody typed into a form.
    """
    inside = may_be_inside and (web.is_inside(address) or bool(getproxies()))
    return oruk_feed.fetch(address, into, allow_private=inside)


def is_address(what: str) -> bool:
    """Whether this names a feed on the web, rather than a file."""
    return what[:8].casefold().startswith(("http://", "https://"))


def format_of(path: Path) -> str:
    """What a file is, by its beginning: a key of READERS.

    JSON begins with a bracket, which no heading of a sheet does, and a workbook is a ZIP. Raises
    UnreadableSourceError when there is no such file.
    """
    if "\x00" in str(path) or not path.is_file():
        raise UnreadableSourceError(
            f"There is no file {str(path)!r}. Check the name, or give a feed's address, which begins with https://"
        )
    if path.name.endswith(KEPT_REPLIES):
        return "oruk"
    with path.open("rb") as file:
        start = file.read(_LOOKED_AT)
    if start.startswith(xlsx_rows.ZIP):
        return "outpost-sheet" if _is_outposts(path) else "xlsx"
    # In UTF-16 every other byte is null
    text = start.removeprefix(b"\xef\xbb\xbf").lstrip()
    if text[:1] in (b"{", b"["):
        is_outposts = (
            b'"service_at_locations"' not in text and sum(key in text for key in _OUTPOSTS_KEYS) >= 2
        )
        return "outpost" if is_outposts else "oruk"
    heading = re.split(rb"[\r\n]\0?", start.lstrip(), maxsplit=1)[0].replace(b"\0", b"")
    return "outpost-sheet" if _OUTPOSTS_COLUMN in heading else "csv"


def _is_outposts(path: Path) -> bool:
    try:
        return _OUTPOSTS_COLUMN.decode() in mapped.look(path, rows=0).heading
    except UnreadableSourceError:
        return False  # its reader will say why


def replies_folder() -> Path:
    """Where raw replies of feeds are kept."""
    return Path(settings.DATA_DIR) / "imports"


def forget_old_replies() -> None:
    """Delete raw replies older than 30 days: a feed may hold more about people than we keep."""
    oldest = (timezone.now() - KEPT_FOR).timestamp()
    for file in replies_folder().glob(f"*{KEPT_REPLIES}"):
        if file.stat().st_mtime < oldest:
            file.unlink(missing_ok=True)


def default_source(what: str) -> str:
    """What to call a source nobody named: the feed's host and path, or the file's name. 1 to 100 characters.

    However the same feed is given (its base address, its list of services, replies of it that were kept), it is
    called the same, so that its records are known again. Who signs in at it is never part of its name.
    """
    address = what if is_address(what) else ""
    if what.endswith(KEPT_REPLIES):
        address = _address_of_replies(Path(what))
    if address and (parts := web.urlsplit_or_none(address)):
        return _name_of_feed(parts)
    return Path(what).name.split(".")[0][:LONGEST_NAME] or "file"


def _name_of_feed(parts: SplitResult) -> str:
    path = parts.path.rstrip("/").removesuffix("/services")
    host = parts.netloc.rpartition("@")[2].casefold().removesuffix(":443").removesuffix(":80")
    return f"{host}{path}"[:LONGEST_NAME] or "feed"


def _address_of_replies(path: Path) -> str:
    """The address that the first of the kept replies came from; "" when that cannot be told."""
    try:
        with gzip.open(path, "rt", encoding="utf-8") as file:
            return str(json.loads(file.readline()).get("url", ""))
    except (OSError, EOFError, ValueError, AttributeError):
        return ""
