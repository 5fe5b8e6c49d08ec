"""Finds one phone, e-mail, address or name in a text, however it is written there, and puts another in its place.

Plain Python: what is searched is a text, or simple HTML.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from html import escape

from localoffer.ui.phones import dialled

_TAG = re.compile(r"(<[^>]*>)")
_HREF = re.compile(r"""(?P<before>\bhref\s*=\s*)(?P<quote>["'])(?P<value>.*?)(?P=quote)""", re.IGNORECASE)
_POSTCODE = re.compile(r"[A-Z]{1,2}[0-9][0-9A-Z]?\s*[0-9][A-Z]{2}", re.IGNORECASE)
_GAP = r"[\s\u00a0().\-\u2010-\u2013/]{0,3}"
LEAST_DIGITS = 5


class Kind(StrEnum):
    PHONE = "phone"
    EMAIL = "email"
    WEB = "web"
    POSTCODE = "postcode"
    WORDS = "words"  # a name, or a line of an address


@dataclass(frozen=True)
class Wanted:
    """One thing to find, and what to write instead. Raises ValueError, in words, for what cannot be looked for."""

    kind: Kind
    old: str
    new: str

    def __post_init__(self) -> None:
        for name in ("old", "new"):
            object.__setattr__(self, name, " ".join(getattr(self, name).split()))
        if not self.old:
            raise ValueError("Say what to find.")
        if not self.new:
            raise ValueError("Say what to put in its place. To take something out, edit each record.")
        if self.old == self.new:
            raise ValueError("Both are the same.")
        if self.kind is Kind.PHONE and len(_national(self.old)) < LEAST_DIGITS:
            raise ValueError("That is too short for a telephone number.")
        if self.kind is Kind.EMAIL and "@" not in self.old:
            raise ValueError("An e-mail address has an @ in it.")
        if self.kind is Kind.WEB and "." not in self.old:
            raise ValueError("A web address has a dot in it, such as example.org.")
        if self.kind is Kind.EMAIL and "@" not in self.new:
            raise ValueError("The new e-mail address has no @ in it.")
        if self.kind is Kind.POSTCODE:
            for postcode in (self.old, self.new):
                if not _POSTCODE.fullmatch(postcode):
                    raise ValueError(f"“{postcode}” is no whole postcode, such as LN1 1AA.")
        if self.kind is Kind.WORDS and len(self.old) < 3:
            raise ValueError("Write at least three letters: shorter words are everywhere.")

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        return re.compile(_PATTERNS[self.kind](self.old), re.IGNORECASE)

    def is_in(self, text: str) -> bool:
        return bool(text) and self.in_text(text) != text

    def in_text(self, text: str) -> str:
        """The text with the one replaced by the other, wherever it stands."""
        return self.pattern.sub(lambda found: self._written(found[0]), text)

    def in_html(self, html: str) -> str:
        """The same for simple HTML: its words, and where its links lead."""
        if self.kind is Kind.WORDS:
            pattern, new = (
                re.compile(_words(escape(self.old, quote=False)), re.IGNORECASE),
                escape(self.new, quote=False),
            )
            parts = _TAG.split(html)
            return "".join(
                part if part.startswith("<") else pattern.sub(lambda _: new, part) for part in parts
            )
        return "".join(
            _HREF.sub(self._in_link, part) if part.startswith("<") else self.in_text(part)
            for part in _TAG.split(html)
        )

    def _in_link(self, found: re.Match[str]) -> str:
        value = found["value"]
        if self.kind is Kind.PHONE and value.lower().startswith("tel:"):
            rung = self.in_text(value[4:])
            value = value if rung == value[4:] else f"tel:{dialled(rung)}"
        elif self.kind in (Kind.EMAIL, Kind.WEB):
            value = escape(self.in_text(value.replace("&amp;", "&")))
        return f"{found['before']}{found['quote']}{value}{found['quote']}"

    def _written(self, found: str) -> str:
        if self.kind is Kind.PHONE:
            # A bracket around the whole, not one around the code: (01632 960001)
            is_open = found.startswith("(") and ")" not in found
            return f"({self.new}" if is_open else self.new
        if self.kind is not Kind.WEB:
            return self.new
        # As it stood there: with or without https://, as a column for addresses needs it
        scheme = re.match(r"https?://", found, re.IGNORECASE)
        bare = re.sub(r"^https?://", "", self.new, flags=re.IGNORECASE)
        if scheme is None:
            return bare
        return self.new if bare != self.new else f"{scheme[0]}{bare}"


def _national(number: str) -> str:
    """The digits of a number without 0, +44 or 0044 before them."""
    digits = re.sub(r"\D", "", number)
    if number.strip().startswith("+44"):
        digits = digits[2:]
    elif digits.startswith("0044"):
        digits = digits[4:]
    return digits.lstrip("0")


def _phone(number: str) -> str:
    digits = _GAP.join(_national(number))
    return rf"(?<![\d+])(?:(?:\+|00)44{_GAP}(?:\(?0\)?{_GAP})?|\(?0{_GAP}|\(?){digits}(?!\d)"


def _email(address: str) -> str:
    return rf"(?<![\w.+%-]){re.escape(address)}(?![\w-]|\.\w)"


def _web(address: str) -> str:
    bare = re.sub(r"^https?://", "", address, flags=re.IGNORECASE).rstrip("/")
    return rf"(?<![\w@.-])(?:https?://)?{re.escape(bare)}/?(?![\w/?#=&%@-]|\.\w)"


def _postcode(postcode: str) -> str:
    letters = re.sub(r"\s", "", postcode)
    return rf"(?<![A-Z0-9]){re.escape(letters[:-3])}\s*{re.escape(letters[-3:])}(?![A-Z0-9])"


def _words(words: str) -> str:
    inner = r"\s+".join(_letters(word) for word in words.split())
    return rf"(?<!\w){inner}(?!\w)"


def _letters(word: str) -> str:
    # Whoever types an apostrophe types a straight one; whoever wrote the text may have used either
    return re.sub(r"\\?['’]", "['’]", re.escape(word))


_PATTERNS: dict[Kind, Callable[[str], str]] = {
    Kind.PHONE: _phone,
    Kind.EMAIL: _email,
    Kind.WEB: _web,
    Kind.POSTCODE: _postcode,
    Kind.WORDS: _words,
}
