"""A council's own words, as its officers type them, into the shape of the vocabulary that is shipped. Plain Python."""

from collections.abc import Iterable

from ..words import STOP_WORDS, split
from . import LONGEST_PHRASE, Meaning, done_to, phrase_of


def lines_of(text: str) -> list[str]:
    """What stands on each line, without the empty ones."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def faults_of(say: str) -> list[str]:
    """What is wrong with the phrases that somebody typed, in sentences that say what to do."""
    faults = []
    for line in lines_of(say):
        words = split(line)
        if not words:
            faults.append(f"“{line}” has no word in it.")
        elif len(words) > LONGEST_PHRASE:
            faults.append(f"“{line}” is longer than {LONGEST_PHRASE} words. Keep only the words that matter.")
        elif len(words) == 1 and words[0] in STOP_WORDS:
            faults.append(f"“{line}” alone is in every other question. Add a word to it.")
    if not lines_of(say):
        faults.append("Type at least one phrase.")
    return faults


def meaning_of(say: str, tokens: Iterable[str], words: str) -> Meaning | None:
    """What an officer wrote as an entry of the vocabulary; None when there is no phrase in it."""
    phrases = [phrase for line in lines_of(say) if (phrase := phrase_of(line))]
    if not phrases:
        return None
    alike = {stems: (stems, line) for line in lines_of(words) if (stems := phrase_of(line))}
    return Meaning(
        name=lines_of(say)[0],
        phrases=tuple(dict.fromkeys(phrases)),
        tokens=tuple(dict.fromkeys(tokens)),
        words=tuple(alike.values()),
        where="the council’s own words",
        spellings=frozenset(split(f"{say} {words}")),
        done_to=done_to(lines_of(say)),
    )
