"""A whole search as one value, shared by page, command line, download and feed."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from .words import LONGEST_TEXT

# Filters of which any number may be chosen, in the order they are shown. Their names are the
# names in the address, too.
CHOICES = (
    "need",
    "kind",
    "strand",
    "stage",
    "cost",
    "referral",
    "plan",
    "delivery",
    "sector",
    "when",
    "wait",
    "access",
    "communication",
    "language",
)
# Weeks: a service whose wait is 3 weeks is within each of these but the first
WAITS = (0, 4, 12, 26)
AGE_BANDS = {"0-4": (0, 4), "5-10": (5, 10), "11-15": (11, 15), "16-18": (16, 18), "19-25": (19, 25)}
RADII = (1, 3, 5, 10, 20)  # miles
SORTS = ("best", "near", "checked", "name")
LAST_PAGE = 10_000

ANY_AGE = "any"
GIST = "gist"  # the key of what a question is about as a whole, among those not to be understood
_PART = re.compile(r"[^\W_]+(-[^\W_]+){0,11}\Z")
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,79}\Z")
_AGE = re.compile(r"(\d{1,3})(?:-(\d{1,3}))?\Z")


@dataclass(frozen=True)
class Search:
    """What someone is looking for. `Search.from_params(search.to_params())` is the same search.

    `age` is the youngest and oldest year of life asked for, both included. `within` is in miles and
    counts only together with a place. `chosen` holds a tuple of codes for each filter in CHOICES.
    """

    text: str = ""
    near: str = ""
    age: tuple[int, int] | None = None
    within: int | None = None
    is_open: bool = False
    sort: str = "best"
    page: int = 1
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    # What in the question is not to be understood: "age", "near", GIST, or keys of its parts (question.Part.key)
    plain: tuple[str, ...] = ()
    as_typed: bool = False  # no spelling is put right

    @classmethod
    def from_params(cls, params) -> "Search":
        """Read a search from a QueryDict, or a mapping of names to texts or lists of texts.

        Never fails: what makes no sense (an age of "blue", page −4, a code with a quote in it) is
        left out, so that an address cut short by a chat app still finds something.
        """
        return cls(
            text=_clean(_last(params, "q"))[:LONGEST_TEXT].strip(),
            near=_clean(_last(params, "near"))[:20].strip(),
            age=_read_age(_last(params, "age")),
            plain=_read_plain(params),
            as_typed=_last(params, "as") == "typed",
            within=_read_number(_last(params, "within"), among=RADII),
            is_open=_last(params, "open") == "yes",
            sort=_last(params, "sort") if _last(params, "sort") in SORTS else "best",
            page=_read_number(_last(params, "page"), between=(1, LAST_PAGE)) or 1,
            chosen={name: codes for name in CHOICES if (codes := _read_codes(_all(params, name)))},
        )

    def to_params(self) -> list[tuple[str, str]]:
        """The search as name–value pairs for an address, always in the same order, without defaults."""
        pairs = [("q", self.text), ("near", self.near)]
        if self.age:
            pairs.append(("age", age_code(self.age)))
        for name in CHOICES:
            pairs += [(name, code) for code in self.chosen.get(name, ())]
        pairs += [("plain", key) for key in self.plain]
        pairs += [
            ("as", "typed" if self.as_typed else ""),
            ("within", str(self.within or "")),
            ("open", "yes" if self.is_open else ""),
            ("sort", "" if self.sort == "best" else self.sort),
            ("page", "" if self.page == 1 else str(self.page)),
        ]
        return [(name, value) for name, value in pairs if value]

    def query_string(self) -> str:
        """The search as the part of an address after its question mark; "" for an empty search."""
        return urlencode(self.to_params())

    def but(self, **changes) -> "Search":
        """This search with changes, back on its first page unless `page` is among them."""
        return replace(self, **{"page": 1, **changes})

    def with_choice(self, name: str, codes: Iterable[str]) -> "Search":
        """This search with exactly these codes chosen in one filter."""
        chosen = {**self.chosen, name: tuple(sorted(set(codes)))}
        return self.but(chosen={key: value for key, value in chosen.items() if value})

    def without_choice(self, name: str, code: str) -> "Search":
        return self.with_choice(name, (kept for kept in self.chosen.get(name, ()) if kept != code))

    def taking_literally(self, key: str) -> "Search":
        """This search without understanding a part of its question: "age", "near", or a part's key."""
        return self.but(plain=tuple(sorted({*self.plain, key})))

    def unfiltered(self) -> "Search":
        """Only the words and the place: what "Clear all" leaves."""
        return Search(
            text=self.text, near=self.near, sort=self.sort, as_typed=self.as_typed, plain=self.plain
        )

    def words_only(self) -> "Search":
        """What was typed, and nothing else: pages have no age and no place."""
        return Search(text=self.text, as_typed=self.as_typed, plain=self.plain)

    @property
    def is_filtered(self) -> bool:
        return bool(self.age or self.within or self.is_open or self.chosen)


def age_code(age: tuple[int, int]) -> str:
    """Ages as an address has them: "7", "5-10"."""
    low, high = age
    return f"{low}" if low == high else f"{low}-{high}"


def _all(params, name: str) -> list[str]:
    values = params.getlist(name) if hasattr(params, "getlist") else params.get(name, [])
    return [str(value) for value in ([values] if isinstance(values, str) else values)]


def _last(params, name: str) -> str:
    values = _all(params, name)
    return values[-1].strip() if values else ""


def _clean(text: str) -> str:
    """Without null bytes and other control characters, which databases refuse; one space between words."""
    return " ".join("".join(c if c.isprintable() else " " for c in text[: LONGEST_TEXT * 4]).split())


def _read_codes(values: list[str]) -> tuple[str, ...]:
    return tuple(sorted({value for value in values[:100] if _CODE.match(value)}))


def _read_plain(params) -> tuple[str, ...]:
    """Keys of what is not to be understood. “Any age” says so of an age, too."""
    keys = {key for key in _all(params, "plain")[:20] if _PART.match(key)}
    return tuple(sorted(keys | ({"age"} if _last(params, "age") == ANY_AGE else set())))


def _read_age(text: str) -> tuple[int, int] | None:
    found = _AGE.match(text)
    if not found:
        return None
    low = int(found[1])
    high = int(found[2]) if found[2] else low
    return (low, high) if low <= high <= 130 else None


def _read_number(text: str, *, among=None, between=None) -> int | None:
    if not text.isascii() or not text.isdigit() or len(text) > 9:
        return None
    number = int(text)
    if among is not None:
        return number if number in among else None
    return number if between[0] <= number <= between[1] else None
