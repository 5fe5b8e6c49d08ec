"""Three short questions for those who do not know what to ask. They end as a Search like any other.

The answers are carried in the address: there is no session and no cookie, and nobody keeps what was answered.
"""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from urllib.parse import urlencode

from .labels import Label, labels
from .search import AGE_BANDS, Search

ANY = "any"  # an answer that narrows nothing


@dataclass(frozen=True, slots=True)
class Choice:
    """An everyday answer to “What is hard?”, and the needs it stands for; none for one that narrows nothing."""

    code: str
    name: str
    hint: str
    needs: tuple[str, ...]


# A service that says a broad need is found by those within it, and the other way about (index.py): one code is enough
HARD = (
    Choice("talking", "Talking and being understood", "Or understanding what others say.", ("SLCN",)),
    Choice("autism", "Being autistic, or waiting to find out", "No diagnosis is needed to look.", ("ASD",)),
    Choice(
        "others",
        "Being with other people",
        "Making friends or joining in.",
        ("communication-and-interaction",),
    ),
    Choice(
        "learning", "Learning", "Taking longer to learn than others of that age.", ("cognition-and-learning",)
    ),
    Choice("reading", "Reading, writing or numbers", "Such as dyslexia.", ("SPLD",)),
    Choice("feelings", "Feelings and worries", "Feeling worried, sad or angry a lot.", ("SEMH",)),
    Choice("attention", "Sitting still or paying attention", "Such as ADHD.", ("SEMH",)),
    Choice("senses", "Seeing or hearing", "", ("HI", "MSI", "VI")),
    Choice("moving", "Moving about", "Walking, sitting or holding things.", ("PD",)),
    Choice(
        "everyday",
        "Everyday life",
        "Needing a lot of help to eat, wash, dress or stay safe.",
        ("PMLD", "SLD"),
    ),
    # Not “not yet assessed” (NSA): that would hide the very services that find out what it is
    Choice("unknown", "We do not know yet", "Nobody has found out what it is.", ()),
)
_NEEDS = {choice.code: choice.needs for choice in HARD}


@dataclass(frozen=True, slots=True)
class Answers:
    """What was answered so far; "" where nothing was. The names are those in the address."""

    age: str = ""  # an age band
    hard: str = ""  # the code of a Choice
    help: str = ""  # the code of a kind of help

    @classmethod
    def from_params(cls, params, *, council: int | None = None) -> "Answers":
        """Read the answers from a QueryDict or a mapping. What is no answer of ours is left out."""
        allowed = {
            "age": {ANY, *AGE_BANDS},
            "hard": set(_NEEDS),
            "help": {ANY, *(kind.code for kind in top_kinds(council))},
        }
        given = {name: params.get(name, "") for name in allowed}
        return cls(**{name: value for name, value in given.items() if value in allowed[name]})

    def to_params(self, *, leaving_out: str = "") -> list[tuple[str, str]]:
        """Return the answers as name–value pairs for an address."""
        pairs = [(each.name, getattr(self, each.name)) for each in fields(self)]
        return [(name, value) for name, value in pairs if value and name != leaving_out]

    def query_string(self, *, leaving_out: str = "") -> str:
        return urlencode(self.to_params(leaving_out=leaving_out))

    def search(self) -> Search:
        """Return what to search for."""
        found = Search(age=AGE_BANDS.get(self.age)).with_choice("need", _NEEDS.get(self.hard, ()))
        return found.with_choice("kind", {self.help} - {"", ANY})


def top_kinds(council: int | None = None) -> list[Label]:
    return [each for each in labels(council)["kind"] if not each.parent]


@dataclass(frozen=True, slots=True)
class Question:
    """One page of the guide: its name in the address, its words, and the last answer, which narrows nothing."""

    name: str
    words: str
    hint: str
    any_of_them: str = ""


QUESTIONS = (
    Question(
        "age",
        "How old is the person who needs help?",
        "There are three short questions. Skip any you like. We keep no note of your answers.",
        "I would rather not say",
    ),
    Question("hard", "What is hard?", "Choose what comes closest. You can add more later."),
    Question("help", "What kind of help would you like?", "", "Show me everything"),
)


def options(question: Question, answers: Answers, *, counts, council: int | None = None) -> list[dict]:
    """The answers to choose from, as components/choices.html takes them.

    `counts` are those of a search with the other answers: kinds of help that have something come first.
    """
    made = [
        {"value": code, "label": name, "hint": hint, "checked": getattr(answers, question.name) == code}
        for code, name, hint in _choices(question, counts, council)
    ]
    if question.any_of_them:
        checked = getattr(answers, question.name) == ANY
        made.append({"value": ANY, "label": question.any_of_them, "hint": "", "checked": checked})
    return made


def _choices(question: Question, counts, council: int | None) -> Iterable[tuple[str, str, str]]:
    if question.name == "age":
        return [(each.code, each.name, each.description) for each in labels(council)["age"]]
    if question.name == "hard":
        return [(each.code, each.name, each.hint) for each in HARD]
    kinds = sorted(top_kinds(council), key=lambda kind: not counts[f"kind:{kind.code}"])
    return [
        (
            kind.code,
            kind.name,
            kind.description if counts[f"kind:{kind.code}"] else "We know of none for your other answers.",
        )
        for kind in kinds
    ]
