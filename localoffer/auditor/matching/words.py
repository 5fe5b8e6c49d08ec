"""Words as they are compared: small letters, no plurals, no “’s”, one word for what has many names."""

from __future__ import annotations

import re
from collections.abc import Sequence

_TOKEN = re.compile(r"[a-z0-9]+")
#: What has many names, under one. In this order: the longest first.
_ONE_NAME = (
    ("’", "'"),
    ("special educational needs and/or disabilit", "send "),
    ("special educational needs and disabilities", "send"),
    ("special educational needs and disability", "send"),
    ("special educational needs", "sen"),
    ("education, health and care", "ehc"),
    ("education health and care", "ehc"),
    ("education, health, and care", "ehc"),
    ("ehcna", "ehc needs assessment"),
    ("ehcps", "ehc plans"),
    ("ehcp", "ehc plan "),
    ("sendco", "senco"),
    ("sencos", "senco"),
    ("co-ordinat", "coordinat"),
    ("co-produc", "coproduc"),
    ("pre-school", "preschool"),
    ("on-line", "online"),
    ("\u00a0", " "),
    ("£", " £"),
    (",000", "000"),
)
_NUMBERS = {
    word: str(number)
    for number, word in enumerate(
        "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
        "eighteen nineteen twenty".split(),
        1,
    )
}
_AS_THEY_ARE = frozenset("this is was has as us its plus bus pals sibs dads gps eps".split())
#: “Classes”, “boxes”, “coaches”
_LONG_PLURALS = ("sses", "xes", "shes", "ches")


class _Stems(dict[str, str]):
    """A word -> what it is compared as. It remembers, and forgets all when it has grown large."""

    MOST = 100_000

    def __missing__(self, word: str) -> str:
        if len(self) > self.MOST:
            self.clear()
        self[word] = stem = _stem(word)
        return stem


def _stem(word: str) -> str:
    if word in _NUMBERS:
        return _NUMBERS[word]
    if word in _AS_THEY_ARE or not word.endswith("s") or word.endswith("ss") or len(word) < 4:
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(_LONG_PLURALS):
        return word[:-2]
    return word[:-1]


_stems = _Stems()


def simple(text: str) -> str:
    """A text in small letters, with one name for what has many."""
    text = text.lower()
    for many, one in _ONE_NAME:
        if many in text:
            text = text.replace(many, one)
    return text


def words(text: str) -> list[str]:
    """The words of a text, as they are compared."""
    stems = _stems
    # “Children’s” is as often written “childrens”
    return [stems[word] for word in _TOKEN.findall(simple(text)) if word != "s"]


class _Node:
    __slots__ = ("keys", "next")

    def __init__(self) -> None:
        self.next: dict[str, _Node] = {}
        self.keys: tuple[int, ...] = ()


class Phrases:
    """Many phrases, looked for at once: one walk through the words, not one search for each phrase."""

    def __init__(self) -> None:
        self._root = _Node()

    def add(self, phrase: str, key: int) -> None:
        """Look for a phrase; `#` in it is any number. A sight of it tells its key."""
        node = self._root
        for piece in phrase.split():
            for word in ["#"] if piece == "#" else words(piece):
                node = node.next.setdefault(word, _Node())
        if key not in node.keys:
            node.keys = (*node.keys, key)

    def seen(self, among: Sequence[str]) -> list[tuple[int, int]]:
        """What is seen among words: (key, how many words the phrase has), each time it is there."""
        found: list[tuple[int, int]] = []
        begin = self._root.next
        for at, word in enumerate(among):
            node = begin.get(word)
            if node is not None:
                _follow(node, among, at + 1, 1, found)
            if word[0] <= "9" and (node := begin.get("#")) is not None:
                _follow(node, among, at + 1, 1, found)
        return found


def _follow(node: _Node, among: Sequence[str], at: int, length: int, found: list[tuple[int, int]]) -> None:
    last = len(among)
    while True:
        for key in node.keys:
            found.append((key, length))
        then = node.next
        if at >= last or not then:
            return
        word = among[at]
        at += 1
        length += 1
        if word[0] <= "9" and (number := then.get("#")) is not None:
            _follow(number, among, at, length, found)
        following = then.get(word)
        if following is None:
            return
        node = following
