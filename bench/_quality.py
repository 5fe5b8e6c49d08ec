"""How well the finder answers: questions with graded answers, and the usual figures of the field. Plain Python.

nDCG@10 (Järvelin and Kekäläinen, 2002, with gains 2^grade − 1), success@3 (something graded 2 or 3 among the first
three), and the share of questions that find nothing at all.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import log2
from pathlib import Path

import yaml


@dataclass(frozen=True)
class Graded:
    """One question: its class, and what deserves to be found, {name of a service: 1 to 3}."""

    ask: str
    kind: str
    right: Mapping[str, int]
    near: str = ""


@dataclass
class Figures:
    """Figures of some questions: sums, and means as properties."""

    gains: list[float] = field(default_factory=list)
    successes: list[bool] = field(default_factory=list)
    nothing: int = 0

    @property
    def ndcg(self) -> float:
        return sum(self.gains) / len(self.gains) if self.gains else 0.0

    @property
    def success(self) -> float:
        return sum(self.successes) / len(self.successes) if self.successes else 0.0

    @property
    def nothing_found(self) -> float:
        return self.nothing / len(self.gains) if self.gains else 0.0


def read(file: Path) -> list[Graded]:
    """Read graded questions from YAML: a list of {ask, class, right, near}. Raises KeyError for one without them."""
    content = yaml.safe_load(file.read_text("utf-8"))
    rows = content["questions"] if isinstance(content, dict) else content
    return [
        Graded(row["ask"], row["class"], row["right"], row.get("near", "")) for row in rows if "right" in row
    ]


def ndcg(names: Sequence[str], right: Mapping[str, int], among: int = 10) -> float:
    """How near the order found is to the best there could be, from 0 to 1."""

    def gain(grades: Sequence[int]) -> float:
        return sum((2**grade - 1) / log2(place + 2) for place, grade in enumerate(grades[:among]))

    best = gain(sorted(right.values(), reverse=True))
    return gain([right.get(name, 0) for name in names]) / best if best else 0.0


def measure(answers: Sequence[tuple[Graded, Sequence[str]]]) -> dict[str, Figures]:
    """The figures of each class and of all together, under "": `answers` are questions with the names found."""
    found: dict[str, Figures] = defaultdict(Figures)
    for graded, names in answers:
        for key in (graded.kind, ""):
            figures = found[key]
            figures.gains.append(ndcg(names, graded.right))
            figures.successes.append(any(graded.right.get(name, 0) >= 2 for name in names[:3]))
            figures.nothing += not names
    return dict(found)
