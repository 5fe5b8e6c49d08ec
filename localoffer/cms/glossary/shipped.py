"""Terms, and those that come with the project (terms.yaml). Plain Python."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from localoffer.duties.yaml_lines import Fault, NotYamlError, Page, read_text, shown

FILE: Final = Path(__file__).with_name("terms.yaml")
LONGEST_SHORT: Final = 200
LONGEST_TERM: Final = 60


class GlossaryError(ValueError):
    """A file of terms cannot be used. Its text holds every fault, each with file, line and what is allowed."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("\n".join(map(str, sorted(faults))))
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Term:
    """A word and what it means. `also` are other forms of it, initials among them."""

    term: str
    short: str
    also: tuple[str, ...] = ()
    url: str = ""

    @property
    def slug(self) -> str:
        """Its place on the glossary's page."""
        plain = unicodedata.normalize("NFKD", self.term).encode("ascii", "ignore").decode().casefold()
        return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")

    @property
    def forms(self) -> tuple[str, ...]:
        return (self.term, *self.also)

    @property
    def letter(self) -> str:
        """Under which letter of the alphabet it stands; "#" for none."""
        first = self.slug[:1].upper()
        return first if first.isalpha() else "#"


@cache
def shipped() -> tuple[Term, ...]:
    """The terms that come with the project, from A to Z."""
    return read(FILE)


def together(own: Iterable[Term], others: Iterable[Term]) -> tuple[Term, ...]:
    """One glossary from two, A to Z: a form that a council explains itself means what the council says."""
    own = tuple(own)
    taken = {_plain(form) for term in own for form in term.forms}
    kept = [
        Term(term.term, term.short, tuple(form for form in term.also if _plain(form) not in taken), term.url)
        for term in others
        if _plain(term.term) not in taken
    ]
    slugs = {term.slug for term in own}
    return _in_order([*own, *(term for term in kept if term.slug not in slugs)])


def read(file: Path) -> tuple[Term, ...]:
    """Read a file of terms. Raises GlossaryError with every fault."""
    faults: list[Fault] = []
    page = Page(file.name, faults)
    found: list[Term] = []
    forms: dict[str, str] = {}
    try:
        top = page.top(read_text(file))
    except NotYamlError as error:
        raise GlossaryError([Fault(file.name, error.line, "", error.what)])
    for node, field in page.items(top, ""):
        row = page.fields(node, field, needed=("term", "short"), optional=("also", "url"))
        term = Term(
            page.text(row.get("term"), f"{field}.term"),
            page.text(row.get("short"), f"{field}.short"),
            page.texts(row.get("also"), f"{field}.also"),
            page.text(row.get("url"), f"{field}.url"),
        )
        if len(term.short) > LONGEST_SHORT:
            page.wrong(
                row["short"],
                f"{field}.short",
                f"it is {len(term.short)} characters long. Say it in {LONGEST_SHORT}.",
            )
        for form in term.forms:
            if (other := forms.setdefault(_plain(form), term.term)) != term.term:
                page.wrong(node, field, f"{shown(form)} stands under {shown(other)} already. Leave one out.")
        found.append(term)
    if faults:
        raise GlossaryError(faults)
    return _in_order(found)


def _in_order(terms: Iterable[Term]) -> tuple[Term, ...]:
    return tuple(sorted(terms, key=lambda term: (term.slug, term.term)))


def _plain(form: str) -> str:
    return form if form.isupper() else form.casefold()
