"""What was searched for, without who asked: the raw material for what is missing.

Kept: the words (without e-mail addresses, telephone numbers, whole postcodes and long numbers), the filters, how many
results there were, the day, and how often. Not kept: who, where from, when in the day. Words of danger are not kept at
all. A search is noted in memory and written a few seconds later by a thread of its own, so that no family ever waits
for it: not while an import writes, not on a day when nothing can be saved.
"""

import atexit
import logging
import re
import threading
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.db.models import Count, F, Max, Min, QuerySet, Sum
from django.utils import timezone

from . import vocabulary
from .models import SearchDay
from .results import Results
from .words import STOP_WORDS, split, stem

logger = logging.getLogger(__name__)

KEPT = timedelta(days=396)  # 13 months: this month can be compared with the same one last year
MOST_WAITING = 2_000  # searches that wait to be written; past these, new ones are not noted
LONGEST_WORDS, LONGEST_FILTERS = 200, 300
#: On so many days somebody must have asked before an officer sees words that the vocabulary does not know
DAYS_BEFORE_SHOWN = 3

_EMAIL = re.compile(r"\S+@\S+")
_PHONE = re.compile(r"\+?\d[\d\s().-]{6,}\d")
_POSTCODE = re.compile(r"\b([a-z]{1,2}\d[a-z\d]?)\s*\d[a-z]{2}\b", re.IGNORECASE)
_LONG_NUMBER = re.compile(r"\d{5,}")


@dataclass(frozen=True, slots=True)
class _Noted:
    authority_id: int
    day: date
    words: str
    filters: str
    found: int


_waiting: Counter[_Noted] = Counter()
_lock = threading.Lock()
_writer: threading.Thread | None = None


def note(found: Results, *, answered: bool = False) -> None:
    """Note a search that somebody made. Never fails, and never waits for the database.

    `answered`: a page of the site answers it, so that it is no gap though there is no service.
    """
    words = without_traces(found.asked.text)
    filters = "&".join(
        f"{name}={value}"
        for name, value in found.search.to_params()
        if name not in ("q", "near", "page", "sort", "plain", "as")
    )
    if found.near.place:
        filters = "&".join(filter(None, (f"near={found.near.place.shared.partition(' ')[0]}", filters)))
    if not words and not filters:
        return
    noted = _Noted(
        found.entries.authority_id,
        timezone.localdate(),
        words,
        filters[:LONGEST_FILTERS],
        len(found) or int(answered),
    )
    with _lock:
        if len(_waiting) < MOST_WAITING:
            _waiting[noted] += 1
    if settings.SEARCHES_WRITTEN_AFTER:
        _start_writing()


def without_traces(text: str) -> str:
    """A question as it is kept: folded, without what could lead to somebody."""
    text = _EMAIL.sub(" ", text)
    text = _POSTCODE.sub(r"\1", text)
    text = _LONG_NUMBER.sub(" ", _PHONE.sub(" ", text))
    return " ".join(split(text))[:LONGEST_WORDS]


def write() -> int:
    """Write what waits to be written. Returns how many different searches; what cannot be written waits on."""
    with _lock:
        taken = dict(_waiting)
        _waiting.clear()
    try:
        with transaction.atomic():
            for noted, times in taken.items():
                _add(noted, times)
    except DatabaseError:
        with _lock:
            for noted, times in taken.items():
                _waiting[noted] += times
        return 0
    return len(taken)


def _add(noted: _Noted, times: int) -> None:
    row, is_new = SearchDay.objects.get_or_create(
        authority_id=noted.authority_id,
        day=noted.day,
        words=noted.words,
        filters=noted.filters,
        defaults={"times": times, "found": noted.found},
    )
    if not is_new:
        SearchDay.objects.filter(pk=row.pk).update(times=F("times") + times, found=noted.found)


def forget_waiting() -> None:
    """Drop what waits to be written."""
    with _lock:
        _waiting.clear()


def _start_writing() -> None:
    global _writer
    with _lock:
        if _writer is None or not _writer.is_alive():
            _writer = threading.Thread(target=_write_now_and_then, name="searches", daemon=True)
            _writer.start()


_stop = threading.Event()


def _write_now_and_then() -> None:
    while not _stop.wait(settings.SEARCHES_WRITTEN_AFTER):
        _write_and_let_go()


def _write_and_let_go() -> None:
    try:
        if _waiting:
            write()
    except Exception:
        logger.exception("Searches could not be written.")
    finally:
        connection.close()


@atexit.register
def _write_the_last() -> None:
    if _writer is not None:
        _stop.set()
        _write_and_let_go()


def forget_old() -> int:
    """Delete what is older than 13 months. Returns how many rows."""
    return SearchDay.objects.filter(day__lt=timezone.localdate() - KEPT).delete()[0]


# --- For officers -----------------------------------------------------------------------------------


def asked(authority, *, since: date, in_vain: bool = False) -> QuerySet:
    """What families of a council searched for since a day, by words, the most asked first.

    Rows have `words`, `total` (times), `days`, `fewest` and `most` (results found).
    """
    rows = SearchDay.objects.filter(authority=authority, day__gte=since).exclude(words="")
    rows = rows.values("words").annotate(
        total=Sum("times"), days=Count("day", distinct=True), fewest=Min("found"), most=Max("found")
    )
    return (rows.filter(fewest=0) if in_vain else rows).order_by("-total", "words")


def may_be_shown(words: str, days: int, known: vocabulary.Vocabulary) -> bool:
    """Whether officers may read these words: asked on three days, or made of words that the vocabulary has.

    A name slips through any filter; one that nobody else types is seen by nobody.
    """
    if days >= DAYS_BEFORE_SHOWN:
        return True
    return all(_is_common(word, known) for word in words.split())


def _is_common(word: str, known: vocabulary.Vocabulary) -> bool:
    if word in STOP_WORDS or word in known.spellings or (word.isdecimal() and len(word) <= 2):
        return True
    return stem(word) in known.stems


def shown(rows: Sequence[dict], known: vocabulary.Vocabulary) -> tuple[list[dict], int]:
    """The rows that officers may read, and how many are kept back."""
    fit = [row for row in rows if may_be_shown(row["words"], row["days"], known)]
    return fit, len(rows) - len(fit)
