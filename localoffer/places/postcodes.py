"""Postcodes as text: reading what a person typed, and the number a postcode is stored under.

Plain Python, no database: these functions know what a postcode looks like, not whether it exists. The shape
is that of BS 7666: an *outcode* of an area of one or two letters and a district ("LN6", "SW1A"), and an
*incode* of a digit (with the outcode, the *sector*: "LN6 7") and two letters.
"""

import re
import unicodedata
from functools import lru_cache

# Nothing a person types as a postcode is longer; whatever is longer is refused before anything looks at it.
LONGEST_TYPED = 40

_OUTCODE = r"[A-Z]{1,2}[0-9][0-9A-HJ-NP-Z]?"  # no district ends in I or O
_FULL = re.compile(rf"({_OUTCODE})([0-9][A-Z]{{2}})")
_OUTCODE_ONLY = re.compile(_OUTCODE)
_SPACING = re.compile(r"[\s.,\-_/'\"\u2010-\u2015\u200b-\u200f\u2060\ufeff]+")
_LETTER_FOR = str.maketrans("01", "OI")
_DIGIT_FOR = str.maketrans("OI", "01")


def normalise(text: str) -> str:
    """Return a full postcode in its usual form, "LN6 7QX", or "" when the text is not one.

    Any case and spacing will do ("ln67qx", " LN6-7QX."), and full-width letters. The letter O for a nought, I
    for a one and the reverse are put right where only one of the two can stand: the area ("0X1 2AB" is OX1
    2AB), the incode ("LN6 7OX" stays, its last two are letters, but "LN6 OQX" is LN6 0QX).
    """
    compact = _compact(text)
    if not 5 <= len(compact) <= 7:
        return ""
    outcode_typed, incode_typed = compact[:-3], compact[-3:]
    incode = incode_typed[0].translate(_DIGIT_FOR) + incode_typed[1:].translate(_LETTER_FOR)
    match = _FULL.fullmatch(_mended_outcode(outcode_typed) + incode)
    return f"{match[1]} {match[2]}" if match else ""


def is_full(text: str) -> bool:
    """Say whether the text reads as a full postcode, whether or not such a postcode exists."""
    return bool(normalise(text))


def outcode(text: str) -> str:
    """Return the outcode of a full or half-typed postcode ("LN6 7QX", "LN6 7", "LN6" → "LN6"), or ""."""
    full = normalise(text)
    if full:
        return full.split()[0]
    readings = partial(text)
    return readings[0].split()[0] if readings else ""


def sector(text: str) -> str:
    """Return the sector of a full or half-typed postcode ("ln6 7qx", "LN6 7" → "LN6 7"), or ""."""
    full = normalise(text)
    if full:
        return full[:-2]
    return next((reading for reading in partial(text) if " " in reading), "")


def area(text: str) -> str:
    """Return the letters that a full or half-typed postcode begins with ("LN6 7QX" → "LN"), or ""."""
    return re.match("[A-Z]*", outcode(text))[0]


def partial(text: str) -> list[str]:
    """Return the ways to read a half-typed postcode, the likeliest first: outcodes "LN6" and sectors "LN6 7".

    "LN6 7" can only be a sector; "n19" may be the outcode N19 or the sector N1 9, and only a list of real
    outcodes can tell. A full postcode, or what is not the start of one, gives an empty list.
    """
    compact = _compact(text)
    if not 2 <= len(compact) <= 6 or normalise(text):
        return []
    words = text.split()
    if len(words) == 2 and (spaced := _as_sector(_compact(words[0]), _compact(words[1]))):
        return [spaced]
    sectors = [_as_sector(compact[:-typed], compact[-typed:]) for typed in (1, 2)]
    # Mended, "n19a" would be NI9A: what needs no mending comes first.
    whole = compact if any(sectors) else _mended_outcode(compact)
    readings = [whole if _OUTCODE_ONLY.fullmatch(whole) else "", *sectors]
    return [reading for reading in dict.fromkeys(readings) if reading]


def is_outside_england(postcode: str) -> bool:
    """Say whether a postcode or outcode is of Wales, Scotland, Northern Ireland or the islands.

    A few postcodes of some of these areas are in England (TD15 is Berwick): ask only about one that was not
    found.
    """
    return bool(_OUTSIDE_ENGLAND.fullmatch(outcode(postcode)))


# As the ONS Postcode Directory of November 2025 has them: areas mostly or wholly outside England, and the
# outcodes wholly in Wales of two areas that are mostly English.
_OUTSIDE_ENGLAND = re.compile(
    r"(AB|BT|CF|DD|DG|EH|FK|G|GY|HS|IM|IV|JE|KA|KW|KY|LD|LL|ML|NP|PA|PH|SA|TD|ZE)[0-9].?"
    r"|CH[5678]|SY(1[6789]|2[0345])"
)


# --- The number a postcode is stored under -------------------------------------------------------
#
# The outcode, padded to four characters, is read as a number in base 37 (space, digits, letters) and the
# incode in base 36. Numbers keep the order of the text, so that all postcodes of a sector or an outcode lie
# side by side: a half-typed postcode is one range of the primary key on any database, whatever its collation.

_SYMBOLS = " 0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
INCODES = 36**3


def key(postcode: str) -> int:
    """Return the number that stands for a full postcode in its usual form ("LN6 7QX").

    Raises ValueError for anything else.
    """
    if not _FULL.fullmatch(postcode.replace(" ", "", 1)) or postcode[-4] != " ":
        raise ValueError(f"{postcode!r} is not a full postcode such as 'LN6 7QX'.")
    return outcode_number(postcode[:-4]) * INCODES + int(postcode[-3:], 36)


def from_key(number: int) -> str:
    """Return the postcode that a number stands for: the reverse of `key`."""
    rest, incode = divmod(number, INCODES)
    letters = []
    for _ in range(4):
        rest, symbol = divmod(rest, 37)
        letters.append(_SYMBOLS[symbol])
    first, incode = divmod(incode, 36 * 36)
    tail = "".join(_SYMBOLS[digit + 1] for digit in (first, *divmod(incode, 36)))
    return f"{''.join(reversed(letters)).strip()} {tail}"


def key_range(prefix: str) -> tuple[int, int]:
    """Return the first and the last number of an outcode ("LN6") or of a sector ("LN6 7")."""
    district, _, digit = prefix.partition(" ")
    start = outcode_number(district) * INCODES
    if not digit:
        return start, start + INCODES - 1
    start += int(digit, 36) * 36 * 36
    return start, start + 36 * 36 - 1


@lru_cache(maxsize=4096)
def outcode_number(outcode: str) -> int:
    """Return an outcode ("LN6") as a number in base 37; outcodes keep their alphabetical order."""
    number = 0
    for symbol in outcode.ljust(4):
        number = number * 37 + _SYMBOLS.index(symbol)
    return number


def _compact(text: str) -> str:
    """Return what was typed in capitals without spacing, or "" when it holds anything no postcode could."""
    if len(text) > LONGEST_TYPED:
        return ""
    plain = _SPACING.sub("", unicodedata.normalize("NFKC", text))
    return plain.upper() if plain.isascii() and plain.isalnum() else ""


def _as_sector(outcode_typed: str, rest: str) -> str:
    """Return "LN6 7" for an outcode and the first one or two characters of an incode, or ""."""
    if not 1 <= len(rest) <= 2:
        return ""
    outcode, digit = _mended_outcode(outcode_typed), rest[0].translate(_DIGIT_FOR)
    letter = rest[1:].translate(_LETTER_FOR)
    is_one = _OUTCODE_ONLY.fullmatch(outcode) and digit.isdigit() and (not letter or letter.isalpha())
    return f"{outcode} {digit}" if is_one else ""


def _mended_outcode(typed: str) -> str:
    """Return an outcode with noughts and ones put right where only a letter, or only a digit, can stand."""
    if not 2 <= len(typed) <= 4:
        return typed
    first, rest = typed[0].translate(_LETTER_FOR), typed[1:]
    if len(rest) == 2 and rest[0] == "0" and rest[1].isdigit():
        return f"{first}O{rest[1]}"  # S01 is SO1: no district is written with a nought in front
    for letters in (1, 2):
        mended = first + rest[: letters - 1].translate(_LETTER_FOR) + rest[letters - 1 :]
        if _OUTCODE_ONLY.fullmatch(mended):
            return mended
    for letters in (1, 2):
        mended = (
            first + rest[: letters - 1].translate(_LETTER_FOR) + rest[letters - 1 :].translate(_DIGIT_FOR)
        )
        if _OUTCODE_ONLY.fullmatch(mended):
            return mended
    return typed
