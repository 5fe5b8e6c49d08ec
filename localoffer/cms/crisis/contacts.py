"""Who to ring in a crisis: the national ones, and in what order a council shows them with its own. Plain Python."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final

from localoffer.duties.yaml_lines import plain_values
from localoffer.ui.phones import dialled

NATIONAL: Final = Path(__file__).with_name("contacts.yaml")

#: Never left out and always first: nothing comes before it when somebody is hurt.
FIRST: Final = "999"

#: How many a box on top of a page shows. The others are one link away: who is afraid should not have to choose
#: among fourteen.
SHOWN: Final = 6


@dataclass(frozen=True)
class Contact:
    """Somebody to reach. Without `kinds` it is for every kind of danger."""

    name: str
    who: str = ""
    phone: str = ""
    phone_is: str = ""
    text: str = ""
    text_word: str = ""
    email: str = ""
    web: str = ""
    when: str = ""
    note: str = ""
    code: str = ""
    kinds: frozenset[str] = frozenset()
    first_for: frozenset[str] = frozenset()
    source: str = ""
    checked_on: date | None = None

    @property
    def phone_href(self) -> str:
        return dialled(self.phone)

    @property
    def text_href(self) -> str:
        # "?&": one half is for Android, the other for iPhones
        return f"{self.text}?&body={self.text_word}" if self.text_word else self.text

    @property
    def site(self) -> str:
        """The web address as people say it: childline.org.uk."""
        return self.web.partition("://")[2].removeprefix("www.").strip("/")

    def is_for(self, kinds: Iterable[str]) -> bool:
        return not self.kinds or not self.kinds.isdisjoint(kinds)

    def place_for(self, kinds: Iterable[str]) -> int:
        """999, then the council's own and those who know this danger best, then the others as they are arranged."""
        if self.code == FIRST:
            return 0
        return 1 if not self.code or not self.first_for.isdisjoint(kinds) else 2


@cache
def national() -> tuple[Contact, ...]:
    """The contacts that come with us, in order."""
    return tuple(_contact(row) for row in plain_values(NATIONAL.read_text("utf-8")))


def _contact(row: Mapping[str, Any]) -> Contact:
    given = dict(row)
    kinds = given.pop("for")
    return Contact(
        kinds=frozenset() if kinds == "any" else frozenset(kinds),
        first_for=frozenset(given.pop("first_for", ())),
        **given,
    )


def choices() -> list[tuple[str, str]]:
    """Code and name of each that a council may move or leave out: all but 999."""
    return [(contact.code, contact.name) for contact in national() if contact.code != FIRST]


def arranged(chosen: Iterable[Contact | str], left_out: Iterable[str] = ()) -> tuple[Contact, ...]:
    """A council's own contacts and codes of national ones, in its order; the national ones it did not name follow."""
    by_code = {contact.code: contact for contact in national()}
    wanted = [by_code.get(each) if isinstance(each, str) else each for each in chosen]
    gone = set(left_out) - {FIRST}
    order = [by_code[FIRST], *filter(None, wanted), *national()]
    seen: set[int | str] = set()
    found = []
    for contact in order:
        key = contact.code or id(contact)
        if key not in seen and contact.code not in gone:
            seen.add(key)
            found.append(contact)
    return tuple(found)


@dataclass(frozen=True)
class CrisisHelp:
    """What one council shows to somebody in danger."""

    contacts: tuple[Contact, ...] = field(default_factory=national)

    def for_kinds(self, kinds: Iterable[str]) -> "Shown":
        """What a page shows first when somebody spoke of these kinds of danger (any of them, when there are none)."""
        kinds = tuple(kinds)
        fitting = [contact for contact in self.contacts if contact.is_for(kinds or ANY)]
        fitting.sort(key=lambda contact: contact.place_for(kinds))
        title, lead = next((WORDS[kind] for kind in kinds if kind in WORDS), WORDS[""])
        return Shown(title, lead, tuple(fitting[:SHOWN]))


@dataclass(frozen=True)
class Shown:
    """The box on top of a page; `more` is the address of the page with everybody."""

    title: str
    lead: str
    contacts: tuple[Contact, ...]
    more: str = ""


#: When nobody said which kind: who answers everybody.
ANY: Final = ("suicide",)

_ALONE = (
    "You do not have to face this alone",
    "These people listen, and they know what to do. You can ring for yourself or for your child.",
)
_HURT = (
    "Nobody is allowed to hurt you or a child",
    "It is not your fault. You need not be sure, and you need no proof. Tell one of these people.",
)

#: For each kind of danger: a heading and a few words. "" is for when we do not know.
WORDS: Final = {
    "": ("Do you need help right now?", "You do not have to face it alone. These people are there for you."),
    "medical": (
        "Is someone’s life at risk? Ring 999 now",
        "They tell you what to do while the ambulance comes. Do not wait to see if it gets better.",
    ),
    "danger": (
        "Are you safe right now?",
        "If you or someone near you could be hurt, ring 999. If you are not sure, ring and ask.",
    ),
    "suicide": _ALONE,
    "selfharm": _ALONE,
    "sexual": _HURT,
    "abuse": _HURT,
    "neglect": _HURT,
    "exploitation": (
        "Someone may be using you, or your child",
        "It is not your fault. You need no proof. Tell one of these people, and they will help you to stop it.",
    ),
    "domestic": (
        "You have a right to be safe at home",
        "It is not your fault. These people help you to stay safe, and your children too.",
    ),
    "eating": (
        "You do not have to face this alone",
        "Not eating can hurt the body fast. Ring, for yourself or for your child.",
    ),
}
