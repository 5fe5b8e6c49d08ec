"""Whether a site is a Local Offer, and of what sort: judged by what its pages show, not by what they are called."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from localoffer.duties import loading

from ..sites import Site
from ..values import CANNOT_TELL, Presence
from .classifying import BELIEVED, FULL, HOLDING, LISTING, RECITAL, WRONG_OFFER
from .criteria import matcher
from .gathering import Gathered, Glance, gather

NONE, HOLDING_PAGE, BASIC, DIRECTORY, WHOLE = "none", "holding", "basic", "directory", "full"
UNKNOWN: Final = CANNOT_TELL
KINDS: Final = {
    UNKNOWN: "nobody can tell, for too little of it could be read",
    NONE: "there is no Local Offer",
    HOLDING_PAGE: "a holding page, or a statement of intent",
    BASIC: "a basic summary",
    DIRECTORY: "a bare directory",
    WHOLE: "a full Local Offer",
}
#: So many criteria, of so many sections of the law, make it full.
ENOUGH_TOPICS, ENOUGH_SECTIONS = 5, 3
#: A small site has few words on each: so many pages of its own, each telling something of so many sections.
ENOUGH_PAGES, ENOUGH_SECTIONS_TOUCHED = 4, 4
#: Without the name, there has to be more.
ENOUGH_UNNAMED = 10
ENOUGH_RECORDS = 3
ENOUGH_PROVIDERS = 8


def of_site(site: Site, gathered: Gathered | None = None) -> Presence:
    """What sort of Local Offer a site is, with the rule that says so."""
    in_force = loading.in_force(site.today)
    gathered = gathered or gather(matcher(in_force), site)
    glances = gathered.glances
    if not glances:
        return Presence(UNKNOWN, "nothing-read", "No page of it could be read.", site.url)
    sections = {criterion.slug: criterion.section for criterion, _ in in_force}
    view = _View(glances, [sections.get(topic.slug, "") for topic in gathered.matcher.topics])
    for rule in _RULES:
        if found := rule(view):
            break
    else:
        found = view.none()
    if found.kind in (NONE, BASIC) and (why := site.crawled.too_little):
        return Presence(UNKNOWN, "too-little-read", why, found.url, found.quote)
    return found


class _View:
    """What the rules ask of a site."""

    def __init__(self, glances: list[Glance], sections: list[str]) -> None:
        right = [glance for glance in glances if glance.kind != WRONG_OFFER]
        self.first = glances[0]
        self.wrong = next(
            (glance for glance in glances if glance.kind == WRONG_OFFER and glance.names_offer), None
        )
        self.named = [
            glance
            for glance in right
            if glance.names_offer and (glance.kind in (*BELIEVED, HOLDING, RECITAL) or glance.is_about_send)
        ] or [
            glance
            for glance in glances[:1]
            if glance.speaks_of_offer and glance.is_about_send and glance.kind in BELIEVED
        ]
        self.guides = [glance for glance in right if glance.kind in (FULL, LISTING)]
        self.topics = {topic for glance in self.guides for topic in glance.topics}
        self.sections = {sections[topic] for topic in self.topics}
        self.records = [glance for glance in right if glance.is_record]
        self.touching = [glance for glance in self.guides if glance.touches and not glance.is_record]
        self.touched = {sections[topic] for glance in self.touching for topic in glance.touches}
        self.believed = [glance for glance in right if glance.kind in BELIEVED]
        self.prose = [
            glance for glance in right if glance.kind == FULL and glance.is_about_send and glance.topics
        ]

    def none(self) -> Presence:
        if self.wrong:
            return Presence(
                NONE,
                "another-offer",
                "What is called a local offer here is another one, such as care leavers' or one school's.",
                self.wrong.url,
                self.wrong.quote,
            )
        return Presence(
            NONE,
            "not-named",
            "No page is, or names itself, the SEND Local Offer.",
            self.first.url,
            self.first.quote,
        )


def _full(view: _View) -> Presence | None:
    enough = ENOUGH_TOPICS if view.named else ENOUGH_UNNAMED
    if len(view.topics) < enough or len(view.sections) < ENOUGH_SECTIONS:
        return _small_but_whole(view)
    best = view.named[0] if view.named else max(view.guides, key=lambda glance: len(glance.topics))
    return Presence(
        WHOLE,
        "local-content",
        f"It has real local content on at least {len(view.topics)} of the things the law asks for.",
        best.url,
        best.quote,
    )


def _small_but_whole(view: _View) -> Presence | None:
    if not view.named or len(view.touching) < ENOUGH_PAGES or len(view.touched) < ENOUGH_SECTIONS_TOUCHED:
        return None
    if len(view.records) > len(view.touching):
        return None
    return Presence(
        WHOLE,
        "local-pages",
        f"It has {len(view.touching)} pages with local content, on {len(view.touched)} parts of what the law asks for.",
        view.named[0].url,
        view.named[0].quote,
    )


def _directory(view: _View) -> Presence | None:
    named = view.named or (view.first.kind != WRONG_OFFER and view.first.names_offer)
    if not named:
        return None
    listed = max(view.believed, key=lambda glance: glance.contact_lines, default=None)
    if len(view.records) >= ENOUGH_RECORDS and len(view.prose) <= len(view.records) / 2:
        record = view.records[0]
        return Presence(
            DIRECTORY,
            "records-only",
            f"It lists services ({len(view.records)} records), and guides nobody.",
            record.url,
            record.quote,
        )
    if listed and listed.contact_lines >= 6 and listed.words <= listed.contact_lines * 20:
        return Presence(
            DIRECTORY,
            "list-of-services",
            "It is a list of services with their contacts.",
            listed.url,
            listed.quote,
        )
    for glance in view.named:
        if glance.providers >= ENOUGH_PROVIDERS and glance.words <= glance.providers * 14:
            return Presence(
                DIRECTORY,
                "list-of-links",
                "It is a list of links to other organisations.",
                glance.url,
                glance.quote,
            )
    return None


def _holding(view: _View) -> Presence | None:
    home = _first(view.named, (HOLDING,)) or (
        view.first if view.first.kind == HOLDING and view.first.speaks_of_offer else None
    )
    if home:
        return Presence(
            HOLDING_PAGE,
            "promise",
            "It says that there will be a Local Offer, and has little of one.",
            home.url,
            home.quote,
        )
    home = _first(view.named, (RECITAL,))
    if home and not any(glance.kind == FULL and glance.names_offer for glance in view.named):
        return Presence(
            HOLDING_PAGE,
            "recital",
            "It repeats what the law asks for, and states nothing local.",
            home.url,
            home.quote,
        )
    return None


def _basic(view: _View) -> Presence | None:
    if not view.named:
        return None
    home = _first(view.named, (FULL, LISTING)) or view.named[0]
    return Presence(
        BASIC,
        "summary",
        "It has some local information, but on too little of what the law asks for.",
        home.url,
        home.quote,
    )


def _first(glances: Iterable[Glance], kinds: tuple[str, ...]) -> Glance | None:
    return next((glance for glance in glances if glance.kind in kinds), None)


_RULES: Final[tuple[Callable[[_View], Presence | None], ...]] = (_full, _directory, _holding, _basic)
