"""Questions to ask: what a family may want to know of each kind of help, for a parent and for a young person.

Those that come with the project are in data/questions-to-ask.yaml; a council adds its own or puts them in their place.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from localoffer.duties.yaml_lines import Fault, NotYamlError, Page, plain_values, read_text, shown

DATA: Final = Path(__file__).with_name("data")
FILE: Final = DATA / "questions-to-ask.yaml"
LONGEST: Final = 110  # letters: one line on paper
PARENT_ASKS, YOUNG_ASK = (4, 6), (3, 4)  # how many there are for each


class QuestionsError(ValueError):
    """A file of questions cannot be used. Its text holds every fault, each with file, line and what is allowed."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("\n".join(map(str, sorted(faults))))
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Questions:
    """What can be asked about one kind of help: by a parent or carer, and by a young person."""

    parent: tuple[str, ...] = ()
    young: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.parent or self.young)


@cache
def shipped() -> dict[str, Questions]:
    """The questions that come with the project, by the code of their kind."""
    vocabulary = plain_values((DATA / "vocabulary.yaml").read_text("utf-8"))["taxonomies"]
    terms = next(each["terms"] for each in vocabulary if each["code"] == "kind")
    return read(FILE, {term["code"]: term.get("parent", "") for term in terms})


def read(file: Path, kinds: dict[str, str]) -> dict[str, Questions]:
    """Read a file of questions for kinds, {code: code of the one above}. Raises QuestionsError with every fault."""
    faults: list[Fault] = []
    page = Page(file.name, faults)
    try:
        top = page.top(read_text(file))
    except NotYamlError as error:
        raise QuestionsError([Fault(file.name, error.line, "", error.what)])
    found: dict[str, Questions] = {}
    for node, field in page.items(page.fields(top, "", needed=("kinds",)).get("kinds"), "kinds"):
        row = page.fields(node, field, needed=("kind",), optional=("parent", "young", "same_as"))
        code = page.one_of(row.get("kind"), f"{field}.kind", kinds)
        if code in found:
            page.wrong(node, field, f"{shown(code)} is there already. Leave one out.")
        elif "same_as" in row:
            above = page.one_of(row["same_as"], f"{field}.same_as", [kinds.get(code) or "none"])
            if "parent" in row or "young" in row:
                page.wrong(node, field, "it has questions and “same_as”. Leave one of them out.")
            if above and above not in found:
                page.wrong(node, field, f"{shown(above)} must stand above it, with questions.")
            found[code] = found.get(above, Questions())
        else:
            found[code] = Questions(
                tuple(_questions(page, node, row, field, "parent", PARENT_ASKS)),
                tuple(_questions(page, node, row, field, "young", YOUNG_ASK)),
            )
    if missing := [code for code in kinds if code not in found]:
        page.wrong(1, "kinds", f"there are no questions for {', '.join(missing)}. Add them.")
    if faults:
        raise QuestionsError(faults)
    return found


def _questions(page: Page, node, row, field: str, name: str, how_many: tuple[int, int]) -> Iterator[str]:
    field, least_most = f"{field}.{name}", how_many
    asked = page.texts(row.get(name), field)
    if not least_most[0] <= len(asked) <= least_most[1]:
        page.wrong(
            row.get(name, node),
            field,
            f"there are {len(asked)}. Write {least_most[0]} to {least_most[1]} questions.",
        )
    for text in asked:
        if not text.endswith("?"):
            page.wrong(row[name], field, f"{shown(text)} is no question. End it with a question mark.")
        if len(text) > LONGEST:
            page.wrong(row[name], field, f"{shown(text)} is {len(text)} letters long. Ask it in {LONGEST}.")
        yield text


def of_kinds(kinds: Iterable[tuple[str, str]], *, authority) -> dict[str, Questions]:
    """What families of a council can ask about these kinds, (code, code of the one above): {code: Questions}.

    A kind that has none of its own, such as a council's own term, has those of the one above it. One query.
    """
    from .models import OwnQuestions

    kinds = [(code, above) for code, above in kinds]
    codes = {code for each in kinds for code in each if code}
    own = {each.code: each for each in OwnQuestions.objects.kept_by(authority).for_codes(codes)}

    def asked(code: str) -> Questions:
        ours = shipped().get(code, Questions())
        return own[code].beside(ours) if code in own else ours

    return {code: asked(code) or asked(above) for code, above in kinds}
