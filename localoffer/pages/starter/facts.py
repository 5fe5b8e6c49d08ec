"""Reads what a council says for its blanks, from a sheet or from YAML; every fault is said, with its line."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from localoffer.directory.sources import tables
from localoffer.directory.sources.reading import Reading
from localoffer.directory.sources.records import UnreadableSourceError
from localoffer.directory.sources.sheet_columns import spelled
from localoffer.duties.yaml_lines import Fault, NotYamlError, Page, compose, line_of, read_text, shown

from . import blanks

BLANK, VALUE, PAGES = "blank", "value", "pages"
LARGEST_FILE = 2 * 1024 * 1024
# What a spreadsheet would work out stands behind a quote in the sheet that we write
FORMULA = ("=", "+", "-", "@", "\t", "\r")


class FactsError(ValueError):
    """Facts that cannot be used: `faults` has everything that is wrong. Nothing was changed."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = sorted(faults)
        super().__init__("\n".join(map(str, self.faults)))


@dataclass(frozen=True, slots=True)
class Fact:
    """What somebody said for one blank, and where."""

    blank: str
    value: str
    file: str = ""
    line: int = 0

    def wrong(self, what: str) -> Fault:
        return Fault(self.file, self.line, self.blank, what)


def read(raw: Path | bytes, *, name: str = "") -> list[Fact]:
    """The facts of a CSV, XLSX or YAML file. Rows without a value are left out. Raises FactsError."""
    name = name or getattr(raw, "name", "the sheet")
    faults: list[Fault] = []
    if isinstance(raw, Path):
        try:
            size = raw.stat().st_size
        except OSError as error:
            raise FactsError([Fault(name, 1, "", f"it cannot be opened ({error.strerror or error}).")])
        if size > LARGEST_FILE:
            raise FactsError([Fault(name, 1, "", "it is larger than 2 MB, which no sheet of blanks is.")])
    said = (
        _from_yaml(raw, name, faults)
        if isinstance(raw, Path) and raw.suffix.lower() in (".yaml", ".yml")
        else _from_sheet(raw, name, faults)
    )
    found: dict[str, Fact] = {}
    for fact in said:
        if not fact.value:
            continue
        key = blanks.key_of(fact.blank)
        if what := blanks.what_is_wrong(fact.value):
            faults.append(fact.wrong(what))
        elif len(key) > blanks.LONGEST_BLANK:
            faults.append(fact.wrong(f"a blank has {blanks.LONGEST_BLANK} characters at most."))
        elif key in found and found[key].value != fact.value:
            faults.append(
                fact.wrong(
                    f"line {found[key].line} says something else for this blank. Leave one of them out."
                )
            )
        else:
            found[key] = fact
    if faults:
        raise FactsError(faults)
    return list(found.values())


def _from_yaml(path: Path, name: str, faults: list[Fault]) -> list[Fact]:
    page = Page(name, faults)
    try:
        node = compose(read_text(path))
    except NotYamlError as error:
        page.wrong(error.line, "", error.what)
        return []
    if node is None:
        return []
    if not isinstance(node, yaml.MappingNode):
        page.wrong(node, "", "write a line for each blank: its words, a colon, and what to put there.")
        return []
    found = []
    for key, value in node.value:
        if isinstance(key, yaml.ScalarNode) and isinstance(value, yaml.ScalarNode):
            is_nothing = value.tag == "tag:yaml.org,2002:null"
            said = "" if is_nothing else value.value.strip()
            found.append(Fact(_without_brackets(key.value), said, name, line_of(key)))
        else:
            page.wrong(key, "", "write the words of one blank, a colon, and one text. Put both into quotes.")
    return found


def _from_sheet(raw: Path | bytes, name: str, faults: list[Fault]) -> list[Fact]:
    reading = Reading()
    found = []
    try:
        with tables.opened(raw, reading, {BLANK, VALUE, PAGES}) as table:
            heading = [spelled(cell) for cell in table.heading()]
            missing = [column for column in (BLANK, VALUE) if column not in heading]
            if missing:
                what = f"there is no column “{missing[0]}”. The first row names the columns: blank, value."
                raise FactsError([Fault(name, 1, "", what)])
            blank_at, value_at = heading.index(BLANK), heading.index(VALUE)
            for cells in tables.numbered(table, reading):
                cell = cells + [""] * (len(heading) - len(cells))
                said, value = _without_brackets(cell[blank_at]), _without_quote(cell[value_at].strip())
                if said:
                    found.append(Fact(said, value, name, table.number))
                elif value:
                    faults.append(
                        Fault(name, table.number, BLANK, f"nothing says which blank {shown(value)} is for.")
                    )
    except UnreadableSourceError as error:
        raise FactsError([Fault(name, 1, "", str(error))])
    faults += [
        Fault(name, problem.row if isinstance(problem.row, int) else 1, problem.field, problem.message)
        for problem in reading.problems
        if problem.severity == "refused"
    ]
    return found


def _without_brackets(said: str) -> str:
    said = _without_quote(said.strip())
    return blanks.name_of(said.removeprefix("[[").removesuffix("]]"))


def _without_quote(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(FORMULA) else cell


def by_key(facts: Iterable[Fact]) -> Mapping[str, str]:
    """What fills each blank, as `blanks.filled` takes it."""
    return {blanks.key_of(fact.blank): fact.value for fact in facts}


def cell(words: str) -> str:
    """A cell of the sheet, which no spreadsheet takes for something to work out."""
    return f"'{words}" if words.startswith(FORMULA) else words
