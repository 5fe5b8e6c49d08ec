"""Goes through a site's pages once, and keeps a little of each: what it shows of each criterion, and what it is."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlsplit

from ..addresses import owner
from ..sites import Site
from ..values import Page, quoted
from . import facts
from .classifying import BELIEVED, ENTRY, GUIDING, is_national, kind_seen
from .looking import Seen
from .matcher import Matcher
from .notes import Topical, is_strong, shows_a_part

LEAST_QUOTED: Final = 25
MOST_LINKS: Final = 200
#: Words of a record that has no labels to be known by.
MOST_OF_A_RECORD: Final = 40
MOST_LINK_WORDS: Final = 50_000
SURELY: Final = 0.8  # how surely a link's words must name a topic


@dataclass(frozen=True, slots=True)
class Glance:
    """What presence asks of one page."""

    url: str
    kind: str
    names_offer: bool  # its title, first heading or address
    speaks_of_offer: bool
    is_about_send: bool
    topics: frozenset[int]  # that it alone shows enough of
    touches: frozenset[int]  # of which it tells something of its own place
    is_local: bool
    words: int
    contact_lines: int  # short lines with a telephone number or e-mail
    providers: int  # links to what is neither of this site nor the same for all of England
    is_within: bool
    quote: str

    @property
    def is_record(self) -> bool:
        """Whether it is a record of one service: a name and how to reach it, of no more than a few lines."""
        if self.kind == ENTRY:
            return True
        return self.kind in GUIDING and self.is_local and self.words <= MOST_OF_A_RECORD and not self.touches


@dataclass(slots=True)
class Gathered:
    """All that is kept of a site's pages."""

    matcher: Matcher
    topics: dict[int, Topical] = field(default_factory=lambda: defaultdict(Topical))
    glances: list[Glance] = field(default_factory=list)
    fetched: set[str] = field(default_factory=set)

    @property
    def kinds(self) -> dict[str, str]:
        """What each page is, by its address: as `classifying.kinds`, without going through them again."""
        return {glance.url: glance.kind for glance in self.glances}


def gather(matcher: Matcher, site: Site) -> Gathered:
    """Go through the pages once and keep notes."""
    gathered = Gathered(matcher)
    named_by: dict[str, tuple[int, ...]] = {}
    owners = {owner(site.url), owner(site.council_url)}
    read: set[bytes] = set()
    for page in site.read():
        gathered.fetched.update((page.url, page.asked_url))
        seen = matcher.looker.look(page)
        kind = site.kinds.get(page.url) or kind_seen(page, seen, site.today)
        shown: set[int] = set()
        touched: set[int] = set()
        is_ours = page.is_within or owner(page.url) in owners
        # The same page in larger letters, or to be printed, is no second page
        text = hashlib.blake2b(page.text.encode(), digest_size=12).digest()
        is_told = text in read or _INDEX.search(page.url)
        read.add(text)
        for topic, note, part in () if is_told else matcher.notes(page, seen, kind, is_ours):
            kept = gathered.topics[topic]
            kept.add(note, part, topic, matcher.lexicon)
            if is_ours:
                kept.document = max(kept.document, note.document)
            if kind in BELIEVED and note.is_local and note.is_ours:
                if kind in GUIDING and note.is_headed and not note.is_aside:
                    kept.points |= note.points
            if note.kind in BELIEVED and is_ours and (note.is_headed or (note.is_local and note.is_enough)):
                # “What about transport to nursery?” tells it, though no telephone number stands there once more
                kept.told |= note.told
            if note.kind in BELIEVED and note.is_local and is_ours and (note.is_headed or note.is_enough):
                kept.said_on = max(filter(None, (kept.said_on, note.said_on)), default=None)
            if is_strong(note):
                shown.add(topic)
            if note.kind in GUIDING and note.is_local and note.is_ours and shows_a_part(note):
                touched.add(topic)
        gathered.glances.append(_glance(page, seen, kind, frozenset(shown), frozenset(touched)))
        _note_links(page, gathered, named_by)
    return gathered


#: Addresses of what only lists other pages: it shows nothing that those do not.
_INDEX: Final = re.compile(
    r"[?&](?:q|query|search|searchterm|keywords?|words|s)=|/(?:search|a-to-z|a-z|atoz|site-?map)(?:/[\w-]{1,3})?/?(?:\?|$)",
    re.IGNORECASE,
)


def _note_links(page: Page, gathered: Gathered, named_by: dict[str, tuple[int, ...]]) -> None:
    """Keep where links lead whose words name a topic; `named_by` remembers words, for menus say the same each time."""
    for link in page.links:
        if link.where != "main" or not link.text or is_national(link.url):
            continue
        if link.text not in named_by and len(named_by) < MOST_LINK_WORDS:
            surely = gathered.matcher.looker.topics_of(link.text)
            named_by[link.text] = tuple(topic for topic, weight in surely.items() if weight >= SURELY)
        for topic in named_by.get(link.text, ()):
            if len(gathered.topics[topic].links) < MOST_LINKS:
                gathered.topics[topic].links.add(link.url)


def _glance(page: Page, seen: Seen, kind: str, shown: frozenset[int], touched: frozenset[int]) -> Glance:
    whole = seen.whole
    own = urlsplit(page.url).hostname
    prose = [line.text for line in whole.lines if not line.is_heading and len(line.text) > LEAST_QUOTED]
    quote = next(
        (text for text in prose if text.rstrip()[-1:] in ".!?"), prose[0] if prose else whole.heading
    )
    return Glance(
        url=page.url,
        kind=kind,
        names_offer=bool(seen.headed_by["offer"]),
        speaks_of_offer=bool(whole.marks["offer"]),
        is_about_send=bool(seen.headed_by["send"] or whole.marks["send"]),
        topics=shown,
        touches=touched,
        is_local=facts.weight(whole.facts) >= facts.ENOUGH,
        words=whole.words,
        contact_lines=sum(
            not line.is_heading and bool({"phone", "email"} & line.facts.keys()) and len(line.text) <= 160
            for line in whole.lines
        ),
        providers=len(
            {
                link.url
                for link in page.links
                if link.where == "main" and urlsplit(link.url).hostname != own and not is_national(link.url)
            }
        ),
        is_within=page.is_within,
        quote=quoted(quote),
    )
