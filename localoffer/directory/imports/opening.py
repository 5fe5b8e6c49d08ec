"""From a file or an address to records: fetches a feed, tells what a file is, and hands it to its reader."""

import datetime as dt
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone

from ..sources import oruk_feed, sheet
from ..sources.records import ReadResult, UnreadableSourceError
from ..vocabulary import terms_by_words

READERS = {"csv": sheet.ingest, "oruk": oruk_feed.ingest}
KEPT_FOR = dt.timedelta(days=30)


def open_source(what: str, *, format: str | None = None, today: dt.date | None = None) -> ReadResult:
    """Read a file (our CSV sheet or Open Referral UK JSON) or a live feed, with our own terms.

    A feed's raw replies are kept for 30 days under the data folder, so that they can be read again.
    Raises UnreadableSourceError, in words for the person importing.
    """
    forget_old_replies()
    if urlsplit(what).scheme in ("http", "https"):
        # Whoever runs the command line may reach their own network anyway
        path = oruk_feed.fetch(what, replies_folder(), allow_private=True)
        format = "oruk"
    else:
        path = Path(what)
    if not path.is_file():
        raise UnreadableSourceError(f"There is no file {what}. Check the name, or give an address that begins with https://")
    reader = READERS[format or format_of(path)]
    return reader(path, terms=terms_by_words(), today=today or timezone.localdate())


def format_of(path: Path) -> str:
    """What a file is, by its first character: JSON begins with a bracket, and no heading of a sheet does."""
    if path.name.endswith(".jsonl.gz"):
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
    for file in replies_folder().glob("*.jsonl.gz"):
        if file.stat().st_mtime < oldest:
            file.unlink(missing_ok=True)


def default_source(what: str) -> str:
    """What to call a source nobody named: the feed's host and path, or the file's name, at most 100 characters."""
    parts = urlsplit(what)
    if parts.scheme in ("http", "https"):
        return f"{parts.netloc}{parts.path}".rstrip("/")[:100]
    return Path(what).name.split(".")[0][:100]
