"""How old a reader must be to follow a text: the Flesch-Kincaid grade, and five years. Plain Python.

    grade = 0.39 × words in a sentence + 11.8 × syllables in a word − 15.59

From J. P. Kincaid, R. P. Fishburne, R. L. Rogers and B. S. Chissom, “Derivation of new readability formulas for Navy
enlisted personnel”, Naval Technical Training Command, 1975. A pupil of the first American grade is six years old,
hence the five years.

It measures the length of words and sentences, and nothing else: not whether they are true, or in a good order. So only
prose is measured, and only when there is enough of it. Names and the terms of the glossary are left out: nobody can
call an EHC plan anything shorter. Each stands in its sentence as one word of one syllable.
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

#: With fewer words a single name or a single long sentence decides.
ENOUGH_WORDS: Final = 100
HARDEST: Final = 3

_WORD: Final = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
# A colon and a semicolon end a sentence as a full stop does: what stands on each side can stand alone.
_END: Final = re.compile(r"(?<=[.!?:;])[\"”’)]*\s+")
_SHORTENED: Final = re.compile(r"\b(e\.g|i\.e|etc|a\.m|p\.m|mr|mrs|ms|dr|st|no|vs)\.(?=\s)", re.IGNORECASE)
_NAME: Final = re.compile(
    r"(?<=[^\W\d_] |[,)\d] )(?!I\b|I['’])[A-Z][\w’'&-]*(?: (?:of |and |the )?[A-Z][\w’'&-]*)*"
)
_LEFT_OUT: Final = "x"


@dataclass(frozen=True, slots=True)
class ReadingAge:
    """What was measured. `age` is None where there are too few words to say."""

    age: float | None
    words: int
    hardest: tuple[str, ...] = ()  # sentences, the hardest first


def measured(
    paragraphs: Iterable[str], *, left_out: Collection[str] = (), at_least: int = ENOUGH_WORDS
) -> ReadingAge:
    """Measure prose: its paragraphs, none of them a heading. `left_out` are terms that are explained elsewhere."""
    sentences = [sentence for paragraph in paragraphs for sentence in sentences_of(paragraph)]
    counted = [(sentence, *_counted(sentence, left_out)) for sentence in sentences]
    counted = [each for each in counted if each[1]]
    words = sum(count for _, count, _ in counted)
    if not words or words < at_least:
        return ReadingAge(None, words)
    syllables = sum(count for _, _, count in counted)
    hardest = sorted(counted, key=lambda each: _age(each[1], 1, each[2]), reverse=True)
    return ReadingAge(
        round(_age(words, len(counted), syllables), 1),
        words,
        tuple(sentence for sentence, _, _ in hardest[:HARDEST]),
    )


def age_of(text: str, *, left_out: Collection[str] = ()) -> float:
    """The reading age of a text, however short. 0 for one without words."""
    return measured([text], left_out=left_out, at_least=1).age or 0.0


def sentences_of(paragraph: str) -> list[str]:
    """The sentences of a paragraph."""
    whole = _SHORTENED.sub(lambda found: found[0].replace(".", ""), " ".join(paragraph.split()))
    return [sentence for sentence in _END.split(whole) if _WORD.search(sentence)]


def _age(words: int, sentences: int, syllables: int) -> float:
    return 0.39 * words / sentences + 11.8 * syllables / words - 15.59 + 5


def _counted(sentence: str, left_out: Collection[str]) -> tuple[int, int]:
    """Words and syllables of a sentence."""
    if left_out:
        sentence = _pattern(frozenset(left_out)).sub(_LEFT_OUT, sentence)
    words = _WORD.findall(_NAME.sub(_LEFT_OUT, sentence))
    return len(words), sum(map(syllables_of, words))


@lru_cache(maxsize=32)
def _pattern(terms: frozenset[str]) -> re.Pattern[str]:
    # Initials are initials in capitals only: “send” is a word of its own
    ways = [re.escape(term) if term.isupper() else f"(?i:{re.escape(term)})" for term in terms]
    return re.compile(rf"\b(?:{'|'.join(sorted(ways, key=len, reverse=True))})(?:['’]?s)?\b")


# --- Syllables ------------------------------------------------------------------------------------------

_KNOWN: Final = {
    "area": 3, "areas": 3, "idea": 3, "ideas": 3, "eye": 1, "eyes": 1, "business": 2, "businesses": 3, "evening": 2,
    "evenings": 2, "wednesday": 2, "recipe": 3, "recipes": 3, "science": 2, "sciences": 3, "tier": 1, "tiers": 1,
    "colleague": 2, "colleagues": 2, "aged": 1, "friend": 1, "friends": 1, "parliament": 3, "sometimes": 2,
    "someone": 2, "everyone": 3, "anyone": 3, "queue": 1, "queues": 1, "juice": 1, "physio": 3, "coordinator": 5,
    "cooperate": 4, "violence": 3, "react": 2, "society": 4, "chaos": 2, "maybe": 2, "wheelchair": 2, "wheelchairs": 2,
    "behaviour": 3, "behaviours": 3, "naive": 2, "reality": 4, "sue": 1, "theatre": 2, "theatres": 2,
    "therefore": 2, "whereas": 2,
}  # fmt: skip
# Two vowels beside each other that are spoken as two
_APART: Final = re.compile(
    r"(?<![ctsx])ia(?!ge)|(?<![ctsgx])io(?!u)|(?<![ctgx])iou(?!r)|(?<![ct])ien(?!d)|iet|[^aeiou]ie(?:r|st)$|(?<![qg])ua[lt]"
    r"|eo(?:s|n)?$|[aeou]ing|[^aeiou]ying|^crea(?=t)|cia(?=t)|tia(?=t)|ius|eum|uou|(?<=[^aeiou])[bcdfghjklmnpr]sm$|tism$|[^l]ism$"
)
_SILENT_E_WITHIN: Final = re.compile(
    r"(?<=[^aeiouyl])e(?=(?:ment|ful|fully|less|ly|ness|ty|thing|times?|body|where|one|guard|line|work|maker|giver)(?:s|ed|ing)?$)"
)
_SILENT_END: Final = re.compile(
    r"[^aeiouyl]e$|[aeiouy]le$|[aeiouyl]led$|[^aeiouytdl]ed$|[^aeiouysxzcghl]es$|[aeiouy]les$|th?es$"
)


@lru_cache(maxsize=20_000)
def syllables_of(word: str) -> int:
    """How many syllables an English word has, or the parts of one with hyphens. Right for most, near for the rest."""
    if "-" in word:
        return sum(syllables_of(part) for part in word.split("-"))
    plain = re.sub("[^a-z]", "", word.casefold())
    if plain in _KNOWN:
        return _KNOWN[plain]
    within = _SILENT_E_WITHIN.sub("", plain.replace("every", "evry"))
    # Between two vowels a y is a consonant: pla-yer
    within = re.sub(r"(?<=[aeiou])y(?=[aeiou])", "j", within)
    count = len(re.findall("[aeiouy]+", within)) + len(_APART.findall(within))
    if _SILENT_END.search(within):
        count -= 1
    if re.search(r"[ds]n['’]t$", word.casefold()):
        count += 1  # did-n’t, and not don’t
    return max(count, 1)
