"""From what someone typed to plain words: tired thumbs, text-speak and disguises taken off. Plain Python."""

import re
import unicodedata
from collections.abc import Mapping

LONGEST_TEXT = 20_000  # characters that are read

_LETTERS = str.maketrans(
    {
        "ł": "l", "Ł": "l", "ß": "ss", "ø": "o", "æ": "ae", "đ": "d", "ı": "i",
        # Arabic and Urdu write the same letter in several ways
        "ى": "ي", "ی": "ي", "ئ": "ي", "ة": "ه", "ۃ": "ه", "ہ": "ه", "ھ": "ه", "ک": "ك", "ـ": None,
        # Left out: marks that part a word in two, and what cannot be seen
        **dict.fromkeys("'’‘`´ʼ＇\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\ufe0f", None),
        "🔪": " knife ", "🗡": " knife ", "🔫": " gun ", "💀": " die ", "☠": " die ", "⚰": " die ", "💊": " pills ",
        "🩸": " blood ", "🪢": " rope ",
    }
)  # fmt: skip
# A mask or a sign inside a word ("k*ll", "$uicide", "r@pe") belongs to it; anywhere else it parts words.
_WORD = re.compile(r"[$@]?[^\W_]+(?:[*#@$!|]+[^\W_]+)*")
_SIGNS = str.maketrans({"@": "a", "$": "s", "!": "i", "|": "i", "#": "*"})
_FIGURES = str.maketrans({"0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t"})
_DISGUISED = re.compile(r"(?=\w*[a-z])(?=\w*[013457])[a-z013457*]{3,}\Z")
_AGE = re.compile(r"\d+[a-z]{1,4}\Z")  # 14yo, 3rd, 10mg
_LONG_DRAWN = re.compile(r"(.)\1{2,}")
_COUNTED = frozenset(
    "am children day days girls boys hours kids months month pm sons weeks week year years yo yr yrs".split()
)


def plain(text: str) -> list[str]:
    """The words of a text: folded, without accents, apostrophes and disguises ("K1LL mys*lf" keeps its star)."""
    text = (
        unicodedata.normalize("NFKD", text[:LONGEST_TEXT].translate(_LETTERS)).casefold().translate(_LETTERS)
    )
    text = "".join(c for c in text if not unicodedata.combining(c)) if not text.isascii() else text
    words = [_undisguised(word) for word in _WORD.findall(text)]
    return _spelt_out(words)


def _undisguised(word: str) -> str:
    word = word.translate(_SIGNS)
    if _DISGUISED.match(word) and not _AGE.match(word):
        word = word.translate(_FIGURES)
    return word


def _spelt_out(words: list[str]) -> list[str]:
    """Letters that stand alone, three or more in a row, are a word: "s u i c i d e"."""
    found: list[str] = []
    row: list[str] = []
    for word in [*words, "--"]:
        if len(word) == 1 and word.isalpha():
            row.append(word)
            continue
        found += ["".join(row)] if len(row) >= 3 else row
        row = []
        found.append(word)
    return found[:-1]


def same(words: list[str], meaning: Mapping[tuple[str, ...], list[str]], longest: int) -> list[str]:
    """Words and pairs of words that mean the same become the same: "wanna" and "want to", "cannot" and "cant"."""
    found: list[str] = []
    at = 0
    while at < len(words):
        for length in range(min(longest, len(words) - at), 0, -1):
            if instead := meaning.get(tuple(words[at : at + length])):
                found += instead
                at += length
                break
        else:
            word = words[at]
            if word == "2" and (at + 1 == len(words) or words[at + 1] not in _COUNTED):
                word = "to"
            found.append(word)
            at += 1
    return found


def shortened(word: str) -> list[str]:
    """A word with a letter held down ("dieeee") with that letter once, and twice."""
    return [_LONG_DRAWN.sub(r"\1", word), _LONG_DRAWN.sub(r"\1\1", word)] if _LONG_DRAWN.search(word) else []


def is_one_slip(typed: str, word: str) -> bool:
    """Whether one letter left out, put in, changed or swapped with its neighbour turns one into the other."""
    if typed == word:
        return True
    if abs(len(typed) - len(word)) > 1:
        return False
    start = 0
    while start < min(len(typed), len(word)) and typed[start] == word[start]:
        start += 1
    a, b = typed[start:], word[start:]
    if len(a) == len(b):
        return a[1:] == b[1:] or (len(a) > 1 and a[0] == b[1] and a[1] == b[0] and a[2:] == b[2:])
    return a[1:] == b or a == b[1:]
