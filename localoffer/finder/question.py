"""What somebody asks for: the words of a question, and what they mean. Plain Python.

`understand` takes a question apart into parts. A part is a word, or a phrase of the vocabulary ("refuses to go to
school"), with what it stands for. Ages, postcodes and the like become filters, which the page shows and anybody can
take off again.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

from .spelling import meant_beside
from .vocabulary import Meaning, Vocabulary
from .words import LONGEST_TEXT, STOP_WORDS, WEAK_STEMS, fold, stem

MOST_PARTS = 12
GRIEF = "kind:bereavement"
# Small words that may stand between the words of a phrase, and one other word
LONGEST_GAP = 5
_WORD = re.compile(r"[^\W_]+")

OLDEST = 25
# Ages as they are said. Both ends included; years of life.
_ONE = r"\b(\d{1,2})"
_TWO = rf"{_ONE}\s*(?:-|–|to|and|or)\s*(\d{{1,2}})"
_OLD = r"\s*-?\s*(?:years?|yrs?)\s*-?\s*olds?\b"
_YEARS = r"\s*(?:years?|yrs?|yo|y/o)\b(?!\s*(?:wait|ago|waiting|later|now))"
_NO_SPAN = (
    r"\b(?!\s*(?:weeks?|months?|hours?|days?|miles?|minutes?|of|floors?|degrees|foot|feet|ft|stones?|st|kg|pounds?"
    r"|%))"
)
_BEFORE = r"\b(?:aged?|turn(?:s|ed|ing)?|he is|she is|hes|shes|im|i am|is)\s+(\d{1,2})"
_AGES: tuple[tuple[str, Callable[[int, int], tuple[int, int]]], ...] = (
    (rf"{_TWO}(?:{_OLD}|{_YEARS})", lambda low, high: (low, high)),
    (rf"\bage[ds]?\s*{_TWO}{_NO_SPAN}", lambda low, high: (low, high)),
    (rf"{_ONE}(?:{_OLD}|{_YEARS})", lambda age, _: (age, age)),
    (rf"{_BEFORE}{_NO_SPAN}", lambda age, _: (age, age)),
    # Year 1 begins at five and ends at six (school years in England run from September)
    (r"\b(?:year|yr)\s*(\d{1,2})\b", lambda year, _: (year + 4, year + 5)),
    (rf"\bunder\s*(\d{{1,2}})s?{_NO_SPAN}", lambda age, _: (0, max(age - 1, 0))),
    (rf"\bover\s*(\d{{1,2}})s?{_NO_SPAN}", lambda age, _: (age, 25)),
    (rf"{_ONE}\s*(?:\+|plus\b)", lambda age, _: (age, OLDEST)),
    (r"\bpost\s*-?\s*(1[689])\b", lambda age, _: (age, OLDEST)),
    (rf"{_ONE}\s*months?\s*old\b", lambda months, _: (months // 12, months // 12)),
)
_AGES_SAID = [(re.compile(pattern), ages) for pattern, ages in _AGES]
# “Special schools after 16”: beside something that is wanted it is an age. Alone, it is what the vocabulary says of it
_AFTER = re.compile(rf"\b(?:after|beyond|past)\s+(1[689]){_NO_SPAN}")
# Before a number of years these make it a time, not an age
_HOW_LONG = re.compile(r"\b(?:wait\w*|for|in|last|past|after|within|been|next|every|took|nearly|over)\s*$")
# Words for an age: the filter is wider, and the word itself is still looked for
_STAGES = {
    "newborn": (0, 0), "baby": (0, 1), "babies": (0, 1), "toddler": (1, 3), "toddlers": (1, 3), "preschooler": (2, 4),
    "preschool": (2, 4), "teen": (13, 18), "teens": (13, 18), "teenager": (13, 18), "teenagers": (13, 18),
    "teenage": (13, 18),
}  # fmt: skip
# An outcode, or a whole postcode, as it is typed
_POSTCODE = re.compile(r"\b([a-z]{1,2}\d[a-z\d]?)(?:\s*(\d[a-z]{2}))?\b")
# After these, an outcode alone is a place and not, say, a road or a pill
_NEAR = re.compile(r"\b(?:near|nr|in|around|at|to|from|of|close to|by|within|postcode)\s*$")


@dataclass(frozen=True)
class Part:
    """One part of a question. `typed` is as it was typed; `stems` are the words of it that say something.

    `is_phrase` says that the vocabulary knows it, and `meanings` are what it stands for there.
    """

    typed: str
    stems: tuple[str, ...]
    meanings: tuple[Meaning, ...] = ()

    @property
    def is_phrase(self) -> bool:
        return bool(self.meanings)

    @property
    def is_weak(self) -> bool:
        """Whether it is an everyday word that tells no service from another."""
        return not self.is_phrase and self.stems[0] in WEAK_STEMS

    @property
    def tokens(self) -> list[str]:
        """All that its meanings stand for."""
        return list(dict.fromkeys(token for meaning in self.meanings for token in meaning.tokens))

    @property
    def key(self) -> str:
        """What names this part in an address: its stems, joined."""
        return "-".join(self.stems)


@dataclass(frozen=True)
class Question:
    """A question, understood. `age` and `near` were typed in the box, each with the words that said so."""

    parts: tuple[Part, ...] = ()
    age: tuple[int, int] | None = None
    age_said: str = ""
    near: str = ""
    near_said: str = ""
    corrected: tuple[tuple[str, str], ...] = ()  # (as typed, as looked for)
    stems: tuple[
        str, ...
    ] = ()  # of all its words, small ones too, but for those that say an age or a postcode

    @property
    def words(self) -> tuple[str, ...]:
        """Every stem that must be looked up, in order, each once."""
        found: dict[str, None] = {}
        for part in self.parts:
            found |= dict.fromkeys(part.stems)
            for meaning in part.meanings:
                for stems, _ in meaning.words:
                    found |= dict.fromkeys(stems)
        return tuple(found)


@dataclass
class _Token:
    word: str  # folded
    start: int
    end: int
    stem: str = ""
    used: bool = field(default=False)

    @property
    def is_small(self) -> bool:
        return self.word in STOP_WORDS


def understand(
    text: str,
    vocabulary: Vocabulary,
    *,
    plain: Iterable[str] = (),
    correct: Callable[[str], str | None] | None = None,
) -> Question:
    """Take a question apart. Never fails.

    `plain` are keys of what is not to be understood: "age", "near", or a part's. `correct` gives the right spelling
    of a word, or None for one that is right.
    """
    folded = fold(text[:LONGEST_TEXT])
    plain = set(plain)
    tokens = [_Token(found[0], *found.span()) for found in _WORD.finditer(folded)]
    corrected: list[tuple[str, str]] = []
    age, age_said = (None, "") if "age" in plain else _age(folded, tokens)
    near, near_said = ("", "") if "near" in plain else _near(folded, tokens)
    if correct is not None:
        asked = [token for token in tokens if not token.used and not token.is_small]
        beside = meant_beside(folded)
        wrong = [
            (token, right) for token in asked if (right := beside.get(token.word) or correct(token.word))
        ]
        # Most words wrong is no slip: it is another language
        if len(wrong) <= 2 or len(wrong) * 2 <= len(asked):
            for token, right in wrong:
                corrected.append((token.word, right))
                token.word = right
        tokens = [
            replace(token, word=word) for token in tokens for word in (token.word.split() or [token.word])
        ]
    for token in tokens:
        token.stem = stem(token.word[:40])
    if age is None and "age" not in plain and (later := _AFTER.search(folded)):
        others = [token for token in tokens if not later.start() <= token.start < later.end()]
        if any(not part.is_weak for part in _parts(others, vocabulary, plain)):
            age, age_said, tokens = (int(later[1]), OLDEST), later[0], others
    parts = _parts(tokens, vocabulary, plain)
    if age_said in _STAGES and any(GRIEF in part.tokens or "die" in part.stems for part in parts):
        age, age_said = None, ""  # the baby who died is not whom help is for
    if not parts and (spare := [token for token in tokens if not token.used]):
        # Nothing but small words: then they are what is asked for
        parts = [Part(token.word, (token.stem,)) for token in spare]
    distinct = {part.stems: part for part in reversed(parts)}
    kept = sorted(distinct.values(), key=parts.index)[:MOST_PARTS]
    said = tuple(token.stem for token in tokens if not token.used)
    return Question(tuple(kept), age, age_said, near, near_said, tuple(corrected), said)


def _parts(tokens: list[_Token], vocabulary: Vocabulary, plain: set[str]) -> list[Part]:
    """Phrases of the vocabulary, the longest first, and the words between them, in the order typed."""
    at: dict[int, Part] = {}
    taken: set[int] = set()
    found: list[tuple[list[int], tuple[str, ...], Meaning]] = []
    for start, token in enumerate(tokens):
        for phrase, meaning in vocabulary.starting_with(token.stem):
            places = _match(tokens, start, phrase)
            done_to = phrase in meaning.done_to
            if places and not (done_to and any(tokens[place].word.endswith("ing") for place in places)):
                found.append((places, phrase, meaning))
    # The most words first; of equals the ones closest together
    found.sort(key=lambda each: (-len(each[0]), each[0][-1] - each[0][0], each[0][0]))
    meant: dict[tuple[int, ...], list[Meaning]] = {}
    whole: set[tuple[int, ...]] = set()  # those of which the small words say as much as the others
    for places, phrase, meaning in found:
        key = tuple(places)
        if phrase in meaning.done_to:
            whole.add(key)
        if key in meant:
            meant[key].append(meaning)
        elif _says_more(places, taken, tokens):
            meant[key] = [meaning]
            taken |= set(places)
    for places, meanings in meant.items():
        said = [tokens[place] for place in places]
        every = tuple(each.stem for each in said)
        stems = every if places in whole else tuple(each.stem for each in said if not each.is_small) or every
        part = Part(" ".join(each.word for each in said), stems, tuple(meanings))
        if part.key in plain:
            for place in places:
                at[place] = Part(tokens[place].word, (tokens[place].stem,))
                if tokens[place].is_small:
                    del at[place]
        else:
            at[places[0]] = part
    for place, token in enumerate(tokens):
        if place not in taken and not token.used and not token.is_small and not token.word.isdecimal():
            at[place] = Part(token.word, (token.stem,))
    return [at[place] for place in sorted(at)]


def _says_more(places: list[int], taken: set[int], tokens: list[_Token]) -> bool:
    """Whether a phrase may stand beside those found: “autism holiday” and “holiday club” share one word."""
    new = [place for place in places if place not in taken]
    shared = len(places) - len(new)
    return not shared or (shared == 1 and len(places) == 2 and not tokens[new[0]].is_small)


def _match(tokens: list[_Token], start: int, phrase: tuple[str, ...]) -> list[int]:
    """Where a phrase stands that begins at a word; empty when it does not.

    Small words may come between, and one other.
    """
    places, others = [start], 0
    for wanted in phrase[1:]:
        place = places[-1] + 1
        while place < len(tokens) and place - places[-1] <= LONGEST_GAP and tokens[place].stem != wanted:
            if not tokens[place].is_small:
                others += 1
            place += 1
        if place >= len(tokens) or tokens[place].stem != wanted or others > 1:
            return []
        places.append(place)
    return places


def _age(folded: str, tokens: list[_Token]) -> tuple[tuple[int, int] | None, str]:
    for pattern, ages in _AGES_SAID:
        for found in pattern.finditer(folded):
            numbers = [int(each) for each in found.groups()]
            low, high = ages(numbers[0], numbers[-1])
            is_time = "old" not in found[0] and _HOW_LONG.search(folded[: found.start()])
            if low <= high <= OLDEST and not is_time:
                _use(tokens, *found.span())
                return (low, high), found[0].strip()
    for token in tokens:
        if token.word in _STAGES:
            return _STAGES[token.word], token.word
    return None, ""


def _near(folded: str, tokens: list[_Token]) -> tuple[str, str]:
    for found in _POSTCODE.finditer(folded):
        if (
            found[2] is None
            and not _NEAR.search(folded[: found.start()])
            and found.span() != (0, len(folded.strip()))
        ):
            continue
        _use(tokens, *found.span())
        return " ".join(filter(None, found.groups())).upper(), found[0]
    return "", ""


def _use(tokens: list[_Token], start: int, end: int) -> None:
    for token in tokens:
        if start <= token.start and token.end <= end:
            token.used = True
