"""From text to words that can be compared: the same for what is indexed and what is asked.

Both databases are given these words ready-made, so that they match alike. Plain Python.
"""

import re
import threading
import unicodedata
from functools import lru_cache

from snowballstemmer import stemmer

LONGEST_TEXT = 1_000  # characters of a question that are read
LONGEST_WORD = 40
MOST_TERMS = 15  # words of one question that are searched for: 15 words in 4 fields fit a 64-bit mask

_WORD = re.compile(r"[^\W_]+")
_APOSTROPHES = dict.fromkeys(map(ord, "'’‘`´ʼ"))
_local = threading.local()

# Words that say nothing about which help is wanted. "help" and "support" are not here: they are
# common in every record, so they weigh next to nothing by themselves.
STOP_WORDS = frozenset(
    """
    a about after again all also am an and any anyone anything are as at be because been before being but by can
    cannot cant come could did do does doesnt doing dont each else ever every for from get gets getting give go goes
    going got had has have havent having he her here hers him his how i if ill im in into is isnt it its ive just know
    like little lot make many may me might mine more most much must my near need needs no nor not now of off on one
    only or other our ours out over own please really she should so some someone something still such than that the
    their them then there these they thing things this those to too up us use very want wants was way we well were
    what whats when where which while who whom whos whose why will with without wont would yes yet you your yours
    age aged daughter kid kids month months old son year years
    """.split()
)


def fold(text: str) -> str:
    """Lower case, without accents, apostrophes or control characters: "Zoë’s" becomes "zoes"."""
    plain = unicodedata.normalize("NFKD", text.translate(_APOSTROPHES))
    return "".join(c for c in plain if not unicodedata.combining(c)).casefold()


def split(text: str) -> list[str]:
    """The words of a text, folded, in order: letters and digits of any script, at most 40 characters each."""
    return [word[:LONGEST_WORD] for word in _WORD.findall(fold(text))]


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """The stem of one folded word (Porter's second English stemmer): "swimming" becomes "swim"."""
    # The stemmer keeps its place in itself while it works, so each thread has its own.
    if not hasattr(_local, "stemmer"):
        _local.stemmer = stemmer("english")
    return _local.stemmer.stemWord(word)


def stems(text: str) -> list[str]:
    """The stems of a text, in order, stop words included."""
    return [stem(word) for word in split(text)]


def terms(question: str) -> dict[str, str]:
    """What to search for in a question: stem → the word as typed (folded), at most 15, in the order typed.

    Stop words are left out, unless the question holds nothing else.
    """
    typed = split(question[:LONGEST_TEXT])
    # A number by itself ("3 year old") says nothing that a record's words answer; its ages do
    wanted = [word for word in typed if word not in STOP_WORDS and not word.isdecimal()] or typed
    found: dict[str, str] = {}
    for word in wanted:
        if len(found) == MOST_TERMS:
            break
        found.setdefault(stem(word), word)
    return found
