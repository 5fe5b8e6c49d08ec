"""Telephone numbers and mailboxes in the words of a page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from ..values import Contact, quoted

MOST: Final = 100
"""Kept of those that a page links, and of those among its words."""

# Each way to begin starts with a letter of its own, and what may not stand before it is asked after: so most of a text
# is passed over at once
_PHONE: Final = re.compile(
    r"(?:\+(?<![\d/.-]\+)44 ?(?:\(0\) ?)?|\((?<![\d/.-]\()0|0(?<![\d/.-]0))\d(?:[ ().-]{0,2}\d){7,10}(?![\d/])"
)
_EMAIL: Final = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")


def contacts_in(lines: Iterable[str], known: list[Contact]) -> list[Contact]:
    """Numbers and addresses in the words of a page, beside those it links."""
    seen = {_same(contact.value) for contact in known}
    found: list[Contact] = []
    text = "\n".join(lines)
    for kind, matches in (("phone", _PHONE.finditer(text)), ("email", _emails(text))):
        for match in matches:
            if (same := _same(match[0])) not in seen and len(found) < MOST:
                seen.add(same)
                start, end = text.rfind("\n", 0, match.start()) + 1, text.find("\n", match.end())
                line = text[max(start, match.start() - 200) : end if end > 0 else None]
                found.append(Contact(kind, match[0].strip(), quoted(line)))
    return found


def unknown(found: Iterable[Contact], known: Iterable[Contact]) -> list[Contact]:
    """Of those that were found the ones that are not among the known, however they are written."""
    seen = {_same(contact.value) for contact in known}
    return [contact for contact in found if _same(contact.value) not in seen]


def _emails(text: str) -> Iterator[re.Match[str]]:
    """Mailboxes, found by their @: most of a text has none."""
    begin = 0
    while (at := text.find("@", begin)) >= 0:
        match = _EMAIL.search(text, max(begin, at - 65), at + 400)
        if match:
            yield match
        begin = max(at + 1, match.end() if match else 0)


def _same(value: str) -> str:
    digits = "".join(letter for letter in value if letter.isdigit())
    return value.lower() if "@" in value else digits.removeprefix("44").lstrip("0")
