"""Sites without an end, each new page of which looks like any other."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from itertools import count
from urllib.parse import parse_qsl, urlencode, urlsplit

from tests.auditor.serving import Asked, Reply

from .perils import Peril, page


def _linking(title: str, addresses: Iterator[str]) -> Reply:
    links = "".join(f'<p><a href="{address}">{number}</a></p>' for number, address in enumerate(addresses))
    return Reply(page(f"<p>{title}</p>{links}").encode())


def calendar(asked: Asked) -> Reply:
    """A day, and the days beside it."""
    last = asked.path.rsplit("/", 1)[-1]
    day = int(last) if last.isdigit() else 0
    return _linking(f"Day {day}", (f"/trap/calendar/{day + step}" for step in (1, 7, 30)))


def facets(asked: Asked) -> Reply:
    """Filters in every order and mixture."""
    chosen = parse_qsl(urlsplit(asked.target).query)
    more = ((name, value) for name in ("age", "need", "area", "sort") for value in "abcdef")
    return _linking("All services", ("/trap/facets?" + urlencode([*chosen, one]) for one in more))


def repeated(asked: Asked) -> Reply:
    """A link that is relative by mistake, and so makes each address longer."""
    return _linking("More", iter(("more/", "../more/more/")))


class Sessions:
    """Gives every visitor a new number at every page, in the address."""

    def __init__(self) -> None:
        self._numbers = count(10**9)

    def __call__(self, asked: Asked) -> Reply:
        number = next(self._numbers)
        session = f"PHPSESSID={number:x}"
        return _linking(
            "Welcome",
            iter(
                (
                    f"/trap/sessions?{session}",
                    f"/trap/sessions;jsessionid={number:X}",
                    f"/trap/sessions?page=2&{session}",
                )
            ),
        )


def maze(asked: Asked) -> Reply:
    """Ten new addresses on each page, of words that mean nothing."""
    seed = sha256(asked.target.encode()).hexdigest()
    return _linking(f"About {seed[:8]}", (f"/trap/maze/{seed[at : at + 6]}" for at in range(0, 60, 6)))


def letters(asked: Asked) -> Reply:
    """The same page under ever other spellings of its address."""
    name = asked.path.rsplit("/", 1)[-1]
    spelt = (
        name.swapcase(),
        f"{name}/",
        f"{name}?a",
        f"{name}//",
        f"./{name}",
        name.replace("a", "%61", 1) + "&",
    )
    return _linking("The same", (f"/trap/letters/{one}" for one in spelt))


PERILS = (
    Peril("/trap/calendar/", "is a calendar without an end", "cut short", calendar),
    Peril("/trap/facets", "has filters in every order and mixture", "cut short", facets),
    Peril("/trap/more/", "makes its own address longer with each link", "cut short", repeated),
    Peril("/trap/sessions", "gives out a new session with each page", "cut short", Sessions()),
    Peril("/trap/maze/", "makes up ten new addresses on each page", "cut short", maze),
    Peril("/trap/letters/a", "spells its own address in ever other ways", "cut short", letters),
)
