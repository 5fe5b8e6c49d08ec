"""Puts right what was mistyped, with words that this council's services and the vocabulary have.

Good English is never “corrected”, though no service has the word; nor is a word that any service has.
"""

import re
from collections.abc import Mapping
from functools import cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

#: Words that every council's families mean, whatever its services are called
ALWAYS_KNOWN = frozenset(
    "daughter daughters brother brothers sister sisters child children mother father parent parents family grandson "
    "granddaughter school schools college annual".split()
)
# Slips that are further from the word than the letters allow
_KNOWN_SLIPS = {"dawter": "daughter", "dorter": "daughter", "doughter": "daughter"}
# No slip becomes one of these: "my danger has autism" frightens who wrote "dauter". Whoever is in danger is heard by
# cms/crisis, which reads what was typed, and has a spelling of its own; its phrases are mostly of ordinary words, so
# that no list of alarming ones can be had from them.
_ALARM = re.compile(
    r"(?:danger|kill|hurt|abus|suicid|neglect|violen|murder|assault|molest|strangl|overdos|poison|attack|threat"
    r"|selfharm|drown)[a-z]*|die[ds]?|dying|dead|deaths?|deadly|rap(?:e[ds]?|ing|ists?)|hit(?:s|ting)?|harm(?:s|ed|ing|ful)?"
    r"|stab(?:s|bed|bing)?|beat(?:s|en|ing)?|blood|bleed(?:s|ing)?|kni(?:fe|ves)|guns?|weapons?|gangs?"
)
# Good English that is another word misspelt when these stand in the same text
_MEANT_BESIDE = {
    "collage": (
        "college",
        re.compile(
            r"\b(?:transport|travel\w*|bus|taxi|courses?|16|17|18|19|post|sixth|apply\w*|students?"
            r"|(?:to|at|after|from|leav\w*|start\w*)(?: a)? collage)\b"
        ),
    ),
}

SHORTEST = 4  # letters; in shorter ones every second slip is another word
_LETTERS = re.compile(r"[a-z]+\Z")
# American spellings, which the list of English words has, of British ones that it has not
_BRITISH = (
    ("our", "or"), ("ise", "ize"), ("isa", "iza"), ("isi", "izi"), ("yse", "yze"), ("ll", "l"), ("ae", "e"),
    ("oe", "e"), ("re", "er"), ("ence", "ense"), ("ogue", "og"), ("mme", "m"), ("l", "ll"), ("pp", "p"), ("tt", "t"),
)  # fmt: skip


@cache
def _english() -> frozenset[str]:
    # Half a second and 20 megabytes, for the first word that neither services nor vocabulary know
    from spellchecker import SpellChecker

    return frozenset(SpellChecker().word_frequency.dictionary)


def is_english(word: str) -> bool:
    """Whether a folded word is good English, British spellings included."""
    english = _english()
    if word in english or (word.endswith("s") and word[:-1] in english):
        return True
    return any(
        word[: found.start()] + american + word[found.end() :] in english
        for british, american in _BRITISH
        for found in re.finditer(british, word)
    )


def correction(word: str, lexicon: Mapping[str, int]) -> str | None:
    """The likeliest word that was meant, or None when it may be right, or nothing is like it.

    `lexicon` holds the words that may be meant, with how often each occurs. Two words that were typed as one come
    back with a space between.
    """
    if len(word) < SHORTEST or not _LETTERS.match(word) or word in lexicon or is_english(word):
        return None
    meant = _KNOWN_SLIPS.get(word) or _likeliest(word, lexicon)
    return None if meant is None or any(map(_ALARM.fullmatch, meant.split())) else meant


def meant_beside(folded: str) -> dict[str, str]:
    """Good English in a folded text that is another word misspelt, to judge by the words beside it: {typed: meant}."""
    return {
        typed: meant
        for typed, (meant, beside) in _MEANT_BESIDE.items()
        if typed in folded and beside.search(folded)
    }


def _likeliest(word: str, lexicon: Mapping[str, int]) -> str | None:
    if parted := _parted(word, lexicon):
        return parted
    slips = 1 if len(word) < 6 else 2 if len(word) < 9 else 3
    near = process.extract(word, lexicon.keys(), scorer=OSA.distance, score_cutoff=slips, limit=12)
    if not near:
        return None

    def cost(found: tuple[str, float, int]) -> tuple[float, int, str]:
        other, distance, _ = found
        # People get the first letter right, and slip on vowels and doubled letters
        penalty = (
            (other[0] != word[0]) * 1.5
            + (_bones(other) != _bones(word)) * 0.75
            + (other[-1] != word[-1]) * 0.25
        )
        return distance + penalty, -lexicon[other], other

    best = min(near, key=cost)
    return best[0] if cost(best)[0] <= slips + 1 else None


def _bones(word: str) -> str:
    """What is heard of a word: consonants, without doubling, those that sound alike made one."""
    heard = (
        word.replace("gh", "")
        .replace("ph", "f")
        .replace("ck", "k")
        .replace("c", "k")
        .replace("z", "s")
        .replace("q", "k")
    )
    bones = re.sub(r"[aeiouyhw]", "", heard)
    return re.sub(r"(.)\1+", r"\1", bones)


def _parted(word: str, lexicon: Mapping[str, int]) -> str | None:
    halves = [
        (word[:place], word[place:])
        for place in range(SHORTEST, len(word) - SHORTEST + 1)
        if word[:place] in lexicon and word[place:] in lexicon
    ]
    return " ".join(max(halves, key=lambda pair: min(map(lexicon.__getitem__, pair)))) if halves else None
