"""What a whole question is about, learned from sentences as families type them. Plain Python.

The vocabulary (finder/vocabulary) knows phrases. Families tell stories, and no list of phrases holds them all: “I think
she’s throwing up after her tea”. The YAML files beside this one hold sentences for each kind of help, and from those,
and from the phrases of the vocabulary, `Gist` learns which words and pairs of words speak for which kind: naive Bayes
(Maron, 1961; Manning, Raghavan and Schütze, 2008, chapter 13), smoothed towards how often a word occurs at all
(Jelinek and Mercer, 1980).

It only ever adds to what the words themselves find: how much is in ranking.py.
"""

import logging
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from math import exp, log
from pathlib import Path

from localoffer.duties.yaml_lines import Fault, NotYamlError, Page, read_text

from .. import vocabulary
from ..vocabulary import SMALL_STEMS, Vocabulary
from ..words import stems as stems_of

logger = logging.getLogger(__name__)

HERE = Path(__file__).parent
# What a phrase of the vocabulary counts for the first kinds of help it names, a sentence counting one
PHRASE_COUNTS = (0.5, 0.3, 0.15)
# How much of a word's share is taken from all kinds together
SMOOTHING = 0.2
# Words of one sentence are not independent of each other, as the formula has it: it is too sure by about this much
SURENESS = 0.6
# What two words side by side count, a word by itself counting one
PAIR_COUNTS = 0.6
# The kinds at the top are made of those below them
TOP_KINDS = frozenset(("learning", "health", "care", "fun", "travel", "money", "adult", "advice"))


@dataclass(frozen=True)
class Said:
    """Sentences that families type who want one kind of help: its token ("kind:continence"), and each one's stems."""

    token: str
    sentences: tuple[tuple[str, ...], ...]


class SentencesError(ValueError):
    """What is wrong in files of sentences: `faults` name file, line and field."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = list(faults)


class Gist:
    """Knows which kinds of help a question is about."""

    def __init__(self, said: Iterable[Said], words: Vocabulary) -> None:
        having: dict[str, Counter[str]] = defaultdict(Counter)  # by feature: how often, by token
        sizes: Counter[str] = Counter()

        def learn(token: str, stems: Sequence[str], counts: float) -> None:
            sizes[token] += counts
            for feature in _features(stems):
                having[feature][token] += counts

        for each in said:
            for sentence in each.sentences:
                learn(each.token, sentence, 1.0)
        for meaning in words.meanings:
            kinds = [t for t in meaning.tokens if t.startswith("kind:") and t[5:] not in TOP_KINDS]
            for token, counts in zip(kinds, PHRASE_COUNTS, strict=False):
                for phrase in meaning.phrases:
                    learn(token, phrase, counts)
        self.tokens = sorted(sizes)
        place = {token: number for number, token in enumerate(self.tokens)}
        total = sizes.total()
        # By feature: how much more than not having it speaks for a token, by the token's place
        self._speaks: dict[str, tuple[tuple[int, float], ...]] = {
            feature: tuple(
                (
                    place[token],
                    (PAIR_COUNTS if " " in feature else 1.0)
                    * log(1 + (1 - SMOOTHING) * times / sizes[token] * total / (SMOOTHING * found.total())),
                )
                for token, times in found.items()
            )
            for feature, found in having.items()
        }

    def of(self, stems: Sequence[str]) -> dict[str, float]:
        """The kinds of help these words are about, and how sure that is: {token: 0 to 1}, together 1.

        {} where no word is known.
        """
        spoken = [0.0] * len(self.tokens)
        is_known = False
        for feature in _features(stems):
            for place, much in self._speaks.get(feature, ()):
                spoken[place] += much
                is_known = True
        if not is_known:
            return {}
        most = max(spoken)
        sure = [exp(SURENESS * (much - most)) for much in spoken]
        total = sum(sure)
        return {token: each / total for token, each in zip(self.tokens, sure, strict=True)}


def _features(stems: Sequence[str]) -> list[str]:
    """What is counted of a sentence, each once: its words but for small ones, and every two side by side."""
    words = [stem for stem in stems if stem not in SMALL_STEMS]
    return list(dict.fromkeys([*words, *(f"{one} {two}" for one, two in pairwise(stems))]))


@cache
def shipped() -> Gist:
    """What is learned from the sentences and phrases that come with the project.

    A file that cannot be read is left out, and said in the log: families search on.
    """
    said, faults = _read(sorted(HERE.glob("*.yaml")))
    for fault in faults:
        logger.error("In the sentences: %s", fault)
    return Gist(said, vocabulary.shipped())


def read(files: Iterable[Path]) -> list[Said]:
    """Read files of sentences. Raises SentencesError with every fault there is, not only the first."""
    said, faults = _read(files)
    if faults:
        raise SentencesError(faults)
    return said


def _read(files: Iterable[Path]) -> tuple[list[Said], list[Fault]]:
    said: list[Said] = []
    faults: list[Fault] = []
    for file in files:
        before = len(faults)
        page = Page(file.name, faults)
        try:
            fields = page.fields(page.top(read_text(file)), "", needed=("kind", "say"))
        except NotYamlError as error:
            page.wrong(error.line, "", error.what)
            continue
        kind, sentences = page.text(fields.get("kind"), "kind"), page.texts(fields.get("say"), "say")
        if len(faults) == before:
            said.append(Said(f"kind:{kind}", tuple(tuple(stems_of(each)) for each in sentences)))
    return said, faults
