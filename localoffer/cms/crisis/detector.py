"""Reads a text for words of danger. Plain Python: no Django, nothing kept, nothing logged.

Words are made plain first (`reading.py`), misspelt ones put right where they can only mean one thing, then every
word that may begin a phrase is tried. What is known not to be danger ("suicide prevention training") silences the
phrases inside it and no others.
"""

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache

from . import phrases, reading

SHORTEST_STEM = 3
SHORTEST_MISSPELT = 6


@dataclass(frozen=True)
class Danger:
    """Which kinds of danger a text speaks of, the most urgent first. No word of the text itself."""

    kinds: tuple[str, ...]


def danger_in(text: str) -> Danger | None:
    """Return the kinds of danger that a text speaks of, or None."""
    return detector().danger_in(text)


@cache
def detector() -> "Detector":
    """The detector of the phrases that come with us, made when first asked for."""
    return Detector(phrases.known())


def make_ready() -> None:
    """Read the phrases and compile their patterns, which would else happen when each is first needed."""
    for phrase in detector().known.phrases:
        phrase.compiled  # noqa: B018 - it is kept once it has been asked for


class Detector:
    """Finds the phrases of one file in texts."""

    def __init__(self, known: phrases.Phrases) -> None:
        self.known = known
        self.begins: dict[str, list[phrases.Phrase]] = defaultdict(list)
        self.stems: dict[str, list[phrases.Phrase]] = defaultdict(list)
        for phrase in known.phrases:
            for word in phrase.begins:
                if word.endswith("*"):
                    self.stems[word[:-1]].append(phrase)
                elif word == "#":
                    self.stems["#"].append(phrase)
                else:
                    self.begins[word].append(phrase)
        self.longest_stem = max(map(len, self.stems), default=0)
        self.words = (
            set(known.misspelt)
            | set(self.begins)
            | {word for phrase in known.phrases for word in re.findall(r"[^\W\d_]+", phrase.pattern)}
        )
        self.slips: dict[str, list[str]] = defaultdict(list)
        for word in known.misspelt:
            # A shorter word is one slip away from too many ordinary ones: "raped" from "rated"
            for key in _without_one(word) if len(word) >= SHORTEST_MISSPELT else ():
                self.slips[key].append(word)

    def danger_in(self, text: str) -> Danger | None:
        found = {phrase.kind for phrase, _words in self.matches(text)}
        return Danger(tuple(kind for kind in self.known.kinds if kind in found)) if found else None

    def matches(self, text: str) -> list[tuple[phrases.Phrase, str]]:
        """The phrases found and the words they were found in; for the evaluation, and for nothing that is kept."""
        words = [self._spelt(word) for word in reading.plain(text)]
        words = reading.same(words, self.known.meaning, self.known.longest)
        line = " ".join(words)
        danger: list[tuple[phrases.Phrase, int, int]] = []
        harmless: list[tuple[phrases.Phrase, int, int]] = []
        at = 0
        for word in words:
            for phrase in self._beginning_with(word):
                if phrase.is_whole and at and not re.fullmatch(rf"(?:{phrases.POLITE} )+", line[:at]):
                    continue
                if match := phrase.compiled.match(line, at):
                    (danger if phrase.kind else harmless).append((phrase, at, match.end()))
            at += len(word) + 1
        return [
            (phrase, line[start:end])
            for phrase, start, end in danger
            if not any(since <= start and end <= until for _phrase, since, until in harmless)
        ]

    def _beginning_with(self, word: str) -> list[phrases.Phrase]:
        found = self.begins.get(word, [])
        for length in range(SHORTEST_STEM, min(len(word), self.longest_stem) + 1):
            if stemmed := self.stems.get(word[:length]):
                found = found + stemmed
        return found + self.stems["#"] if word.isdecimal() else found

    def _spelt(self, word: str) -> str:
        """The word that was meant, where it was disguised, held down or mistyped; else the word itself."""
        if word in self.words or word in self.known.well_spelt or len(word) < 3:
            return word
        if "*" in word:
            masked = re.compile(re.escape(word).replace(r"\*", ".{1,2}") + r"\Z")
            return next(
                (known for known in self.known.misspelt if masked.match(known)), word.replace("*", "")
            )
        for shorter in reading.shortened(word):
            if shorter in self.words:
                return shorter
        if len(word) < SHORTEST_MISSPELT - 1:
            return word
        for key in _without_one(word):
            for known in self.slips.get(key, ()):
                if known[0] == word[0] and reading.is_one_slip(word, known):
                    return known
        return word


def _without_one(word: str) -> set[str]:
    return {word, *(word[:place] + word[place + 1 :] for place in range(len(word)))}
