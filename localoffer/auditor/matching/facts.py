"""Facts that only somebody who knows the place can state: a telephone number, a price, a day, an age.

What recites the law, or sends everybody to the same national websites, has none of them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

MONTHS: Final = (
    "january february march april may june july august september october november december jan feb mar apr jun jul aug "
    "sept oct nov dec"
).split()
_COUNTED: Final = (
    "parents|families|people|children|young people|comments|providers|members|carers|schools|places|students|pupils|"
    "settings|responses|nurseries|staff|services"
).split("|")
#: Facts that are told by words, matched as those of topics.yaml: `#` is any number.
WORDS: Final[Mapping[str, tuple[str, ...]]] = {
    "time": tuple(f"{day}day" for day in ("mon", "tues", "wednes", "thurs", "fri", "satur", "sun")),
    "date": tuple(
        said for month in MONTHS for said in (f"# {month}", f"#th {month}", f"{month} #")
    ),
    "age": tuple(
        "age #|aged #|ages #|age range #|age of #|aged from #|aged between #|# year old|# years old|"
        "year #|# month old|# and over|# plus|from birth|# to # year|over the age of #|under the age of #|"
        "age birth".split("|")
    ),
    "person": ("mr", "mrs", "ms", "miss", "dr", "cllr"),
    "count": tuple(
        f"# {those}"
        for those in _COUNTED
    ),
    "you": ("you", "your"),
}  # fmt: skip
#: Facts that are told by figures and signs.
_FIGURES = re.compile(
    r"(?P<phone>(?<![\w.])(?:\+44[ \d()]|\(?0)\d{2,4}\)?(?:[ -]?\d){6,8}(?!\d))"
    r"|(?P<price>£\s?\d[\d,.]*|\b\d{1,3}p\b)"
    r"|(?P<date>\b\d{1,2}[/.]\d{1,2}[/.](?:20)?\d\d\b)"
    r"|(?P<time>\b\d{1,2}(?:[.:]\d\d)? ?[ap]\.?m\b|\b\d{1,2}[.:]\d\d(?= ?(?:to|-|–|until)))"
    r"|(?P<count>\b\d{1,3}(?:\.\d+)? ?(?:%|per cent))"
    r"|(?P<age>\b\d{1,2} ?(?:to|-|–) ?\d{1,2}(?:s\b| ?(?:years?|yrs?)\b)|\b\d{1,2}\+)"
    r"|(?P<year>\b20[0-4]\d\b)"
)
#: Where such a fact may begin. It is looked for there alone: most of a text is letters.
_START = re.compile(r"[\d£+(](?:(?<=[£+(])|(?<!\w.))")
#: What every page on the Local Offer says (for those from birth to 25, all in one place, since September 2014), and
#: on a supported internship (from 16 to 24, seven parts in ten of it at work).
_SAID_EVERYWHERE: Final = {
    "age": r"\b(?:(?:from )?birth|0|zero)(?: years)? ?(?:to|until|up to|-|–)(?: the)?(?: age(?: of)?)? ?25\b"
    r"|\b(?:age[ds]? )?(?:between )?16 ?(?:to|and|-|–) ?2[45]\b(?:[- ]years?[- ]olds?)?",
    "count": r"\b(?:one|1) place\b|\b70 ?(?:%|per cent)",
    "date": r"\b(?:\d+ )?september 2014\b",
}
_OTHER_AGE: Final = (
    r"\b(?:age[ds]?|under|over|year|from)(?: (?:of|from|between))? (?:\d|birth)"
    r"|\b\d{1,2}(?: ?(?:to|-|–) ?\d{1,2})? (?:years?|months?|and over|plus)\b"
)
NUMBER: Final = (
    r"(?:\d[\d,]*|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty)"
)
#: What else is a fact of its kind.
_OTHER: Final = {
    "age": _OTHER_AGE,
    "count": rf"\b{NUMBER} (?:{'|'.join(_COUNTED)})\b",
    "date": rf"\b(?:{'|'.join(MONTHS)})\b",
}
_EVERYWHERE: Final = {
    kind: (re.compile(said, re.IGNORECASE), re.compile(_OTHER[kind], re.IGNORECASE))
    for kind, said in _SAID_EVERYWHERE.items()
}
#: Kinds of fact that may be no more than what every page says.
COMMON: Final = frozenset(_EVERYWHERE)
_POSTCODE = re.compile(r"[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}\b")
_EMAIL = re.compile(r"[\w.+'-]{1,64}@[\w-]{1,64}\.[\w.-]*\w")
_STREET = re.compile(r"[A-Z][a-z]+ (?:Road|Street|Lane|Avenue)\b|\bFREEPOST\b")
_WEB = re.compile(r"https?://|www\.|\w\.(?:org|gov|nhs|co|ac|sch)\.uk\b")
#: What each kind of fact says of a passage's being local. One telephone number is enough; two lesser ones are.
WEIGHTS: Final[Mapping[str, int]] = {
    "phone": 2, "email": 2, "address": 2, "price": 1, "date": 1, "time": 1, "age": 1, "count": 1, "person": 1,
    "year": 0, "web": 0, "you": 0,
}  # fmt: skip
KINDS: Final = tuple(WEIGHTS)
ENOUGH: Final = 2
#: Telephone numbers that are the same all over England, without spaces.
NATIONAL: Final = frozenset(
    "111 999 101 105 116123 116000 08001111 08088083555 08088025544 08088004104 01904550055 03000610614 03450154033 "
    "08088000082 08088087777 08088081111 08088002222 08001214600 08007310297 08001214433 03001000607 08088005000 "
    "08088022000 03003305485 08088004444 08001448848".split()
)


def found_in(text: str) -> dict[str, int]:
    """How often each kind of fact that figures tell is in a text. Telephone numbers of all England are not counted."""
    found: dict[str, int] = {}
    end = 0
    for start in _START.finditer(text):
        if start.start() < end or not (match := _FIGURES.match(text, start.start())):
            continue
        end = match.end()
        kind = match.lastgroup or ""
        if kind != "phone" or _figures(match.group()) not in NATIONAL:
            found[kind] = found.get(kind, 0) + 1
    if _POSTCODE.search(text):
        found["address"] = 1
    if "@" in text and (emails := len(_EMAIL.findall(text))):
        found["email"] = emails
    if (
        " Road" in text or " Street" in text or " Lane" in text or " Avenue" in text or "FREEPOST" in text
    ) and _STREET.search(text):
        found["address"] = found.get("address", 0) + 1
    if ("www." in text or "http" in text or ".uk" in text) and _WEB.search(text):
        found["web"] = 1
    return found


def is_said_everywhere(kind: str, text: str) -> bool:
    """Whether a text tells a fact of this kind only in words that stand on every page on the Local Offer."""
    said, other = _EVERYWHERE[kind]
    rest, often = said.subn("", text)
    return bool(often) and not other.search(rest)


def without_common(text: str) -> str:
    """A text without what every page says."""
    for said, _ in _EVERYWHERE.values():
        text = said.sub("", text)
    return text


def _figures(text: str) -> str:
    return "".join(character for character in text if character.isdigit())


def weight(found: Mapping[str, int]) -> int:
    """How much a passage with these facts has to say of its own place. `ENOUGH` and more is local."""
    total = sum(WEIGHTS[kind] for kind in found)
    return total + (1 if total and found.get("you", 0) >= 2 else 0)
