"""The directory of a town's Local Offer: its records, and the lists that lead to them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from html import escape
from itertools import count
from random import Random
from urllib.parse import parse_qsl, urlencode, urlsplit

from tests.auditor.serving import Asked

from . import texts
from .words import Words, written

A_PAGE = 20
AGES = ("0-4", "5-10", "11-15", "16-25")
NEEDS = ("autism", "hearing", "learning", "physical", "sight", "speech")


@dataclass(frozen=True, slots=True)
class Entry:
    """A record: one service."""

    number: int
    kind: str
    name: str
    text: str
    checked: date
    sector: str


def entries(how_many: int, seed: int, words: Words, today: date, is_new: bool) -> list[Entry]:
    """Records put together from a few words, each its own. `is_new`: all are open about who may come, and how."""
    chance = Random(f"entries {seed}")
    data = texts.read("directory")
    kinds = list(data["kinds"])
    made = []
    for number in range(1, how_many + 1):
        kind = kinds[number % len(kinds)]
        of_kind = data["kinds"][kind]
        place = chance.choice(data["places"])
        name = chance.choice(of_kind["names"]).format(who=place, saint=chance.choice(data["saints"]))
        who = f"Who for: ages {chance.choice(of_kind['ages'])}" if is_new else "Who for: contact provider"
        cost = f"Cost: {chance.choice(of_kind['costs'])}"
        how = chance.choice(("ring or e-mail", "turn up", "ask your GP, school or health visitor"))
        desk = f"entry{number}"
        text = "\n".join(
            [
                " ".join(chance.sample(of_kind["says"], 3)),
                f"- {who}",
                f"- {cost}",
                f"- How to get it: {how}",
                f"- Telephone: {{phone.{desk}}}" if number < 400 else "- Telephone: {phone.localoffer}",
                f"- Email: {{email.{desk}}}",
                f"- Where: {chance.randint(1, 90)} {place} Road, {{town}}",
            ]
        )
        checked = today - timedelta(days=chance.randint(5, 330))
        made.append(
            Entry(
                number,
                kind,
                f"{name} ({number})",
                words.fill(text),
                checked,
                chance.choice(of_kind["sectors"]),
            )
        )
    return made


class Lists:
    """Pages of listing, narrowed by what the query says; with `traps`, by far more than anybody needs."""

    def __init__(self, path: str, of: list[tuple[Entry, str]], *, traps: bool) -> None:
        self._path, self._of, self._traps = path, of, traps
        self._session = count(1000)

    def html(self, asked: Asked) -> str:
        """One page of listing."""
        query = dict(parse_qsl(urlsplit(asked.target).query))
        query.pop("sid", None)
        kind = query.get("type", "all")
        found = [(entry, url) for entry, url in self._of if kind in ("all", entry.kind)]
        if words := query.get("q", "").lower().split():
            found = [
                one for one in found if all(word in f"{one[0].name} {one[0].text}".lower() for word in words)
            ]
        page = int(query["page"]) if query.get("page", "").isdigit() else 1
        shown = found[(page - 1) * A_PAGE : page * A_PAGE]
        body = f"<p>{len(found)} services</p><ul>"
        for entry, url in shown:
            body += f'<li><a href="{escape(url)}">{escape(entry.name)}</a></li>'
        body += "</ul>"
        if page * A_PAGE < len(found):
            body += f'<p><a rel="next" href="{self._to(query, page=page + 1)}">Next</a></p>'
        return body + (self._facets(query) if self._traps else "")

    def _facets(self, query: dict[str, str]) -> str:
        body = '<h2>Narrow by</h2><ul class="filters">'
        for name, values in (
            ("age", AGES),
            ("need", NEEDS),
            ("sort", ("name", "near", "new")),
            ("view", ("map", "list")),
        ):
            for value in values:
                chosen = [*filter(None, query.get(name, "").split(","))]
                both = ",".join(sorted({*chosen, value}))
                body += f'<li><a href="{self._to(query, **{name: both})}">{value}</a></li>'
        again = self._to(query, sid=next(self._session))
        return body + f'</ul><p><a href="{again}">Clear filters</a></p>'

    def _to(self, query: dict[str, str], **more: object) -> str:
        return escape(f"{self._path}?{urlencode({**query, **more})}")


def checked_line(day: date) -> str:
    """When somebody last looked at a record."""
    return f"Last checked: {written(day)}"
