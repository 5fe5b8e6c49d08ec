"""From a file or an address to records: fetches a feed, tells what a file is, and hands it to its reader."""

import datetime as dt
import gzip
import json
import tempfile
from pathlib import Path
from urllib.parse import SplitResult
from urllib.request import getproxies

from django.conf import settings
from django.utils import timezone

from ..sources import oruk_feed, sheet, web
from ..sources.records import ReadResult, UnreadableSourceError
from ..vocabulary import terms_by_words

READERS = {"csv": sheet.ingest, "oruk": oruk_feed.ingest}
KEPT_FOR = dt.timedelta(days=30)
KEPT_REPLIES = ".jsonl.gz"
LONGEST_NAME = 100


def open_source(
    what: str, *, format: str | None = None, today: dt.date | None = None, keep: bool = True, council=None
) -> ReadResult:
    """Read a file (our CSV sheet or Open Referral UK JSON) or a live feed, with our own terms: the shared ones, and those
    that are the council's own.

    A feed's raw replies are kept for 30 days under the data folder, so that they can be read again; without
    `keep` nothing is left behind. Raises UnreadableSourceError, in words for the person importing.
    """
    today = today or timezone.localdate()
    try:
        if not is_address(what):
            path = Path(what)
            found = format_of(path)
            return READERS[format or found](path, terms=terms_by_words(council), today=today)
        if format not in (None, "oruk"):
            raise UnreadableSourceError(
                "Only an Open Referral UK feed is read from an address. Download the sheet first."
            )
        # A feed inside one's own network is one's own to read; a public one must not lead us in there. Behind a
        # proxy, what can be reached is the proxy's to say.
        inside = web.is_inside(what) or bool(getproxies())
        if keep:
            forget_old_replies()
            path = oruk_feed.fetch(what, replies_folder(), allow_private=inside)
            return oruk_feed.ingest(path, terms=terms_by_words(council), today=today)
        with tempfile.TemporaryDirectory() as folder:
            path = oruk_feed.fetch(what, Path(folder), allow_private=inside)
            return oruk_feed.ingest(path, terms=terms_by_words(council), today=today)
    except OSError as error:
        raise UnreadableSourceError(f"{what} cannot be read: {error.strerror or error}.") from error


def is_address(what: str) -> bool:
    """Whether this names a feed on the web, rather than a file."""
    return what[:8].casefold().startswith(("http://", "https://"))


def format_of(path: Path) -> str:
    """What a file is, by its first character: JSON begins with a bracket, and no heading of a sheet does.

    Raises UnreadableSourceError when there is no such file.
    """
    if "\x00" in str(path) or not path.is_file():
        raise UnreadableSourceError(
            f"There is no file {str(path)!r}. Check the name, or give a feed's address, which begins with https://"
        )
    if path.name.endswith(KEPT_REPLIES):
        return "oruk"
    with path.open("rb") as file:
        start = file.read(64).removeprefix(b"\xef\xbb\xbf").lstrip()
    return "oruk" if start[:1] in (b"{", b"[") else "csv"


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
