"""One audit, from the address to the report. Each stage begins from what the one before it kept, and can be done again.

    find → fetch → extract → render → links → check → report (which scores, and compares with the last one)

A run that was killed goes on with `resume`; the stage it died in is done again, but for what that stage had kept.
"""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final

import msgspec

from localoffer.duties import loading

from . import addresses, checking, checks, deciding, finding, links
from .crawling import Crawl, Scope
from .extracting.worker import SECONDS, Reader
from .keeping import KeptAudit
from .matching import criteria, presence
from .matching.gathering import gather
from .network.guard import Guard
from .reporting import by_hand, diffing, making, putting, writing
from .reporting.values import Report
from .sites import Site
from .values import Crawled, CriterionFound, Outcome, Presence, Rendered, SearchTried, WayIn
from .visiting import Visitor, job_for

STAGES: Final = ("find", "fetch", "extract", "render", "links", "check", "report")
DONE, PARTIAL, COULD_NOT = "done", "partial", "could-not-audit"
"""How an audit ended: all of the site was looked at; some of it; nothing."""

KEPT: Final = "audit.sqlite"
LAST: Final = "last-audit.sqlite"
LOCK: Final = "at-work.lock"
REPORT: Final = "report.json"
LAST_REPORT: Final = "last-report.json"
BY_HAND: Final = "by-hand.json"

#: Told what is being done: the stage, how much of it is done, of how much (0: nobody knows), and with what.
Progress = Callable[[str, int, int, str], None]


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody wants to have audited, and how."""

    url: str
    out: Path
    council_home: str = ""
    most_pages: int = 1500
    most_minutes: float = 45
    delay: float = 1.0
    browser: bool = True
    resume: bool = False
    again_from: str = ""  # a stage: it and those after it are done again
    allowed: tuple[str, ...] = ()
    contact: str = ""
    today: date = field(default_factory=lambda: today())
    patience: float = SECONDS  # seconds that reading one page may take

    @property
    def user_agent(self) -> str:
        """Who is asking, for the log of whoever is asked. Never a browser's name."""
        return user_agent(self.contact)


def today() -> date:
    """The day by this machine's clock."""
    return datetime.now().astimezone().date()


def user_agent(contact: str) -> str:
    """Who is asking. `contact`: an e-mail or web address, "" on this machine alone."""
    who = f"; contact: {contact}" if contact else ""
    return f"LocalOfferAuditor/{own_version()} (reads Local Offers, obeys robots.txt{who})"


def own_version() -> str:
    """The version of this package."""
    try:
        return version("localoffer")
    except PackageNotFoundError:
        return "0"


class Audit:
    """One audit on its way."""

    def __init__(self, asked: Asked, progress: Progress = lambda stage, done, of, what: None) -> None:
        self.asked = asked
        self._progress = progress
        self._until = time.monotonic() + asked.most_minutes * 60
        self.guard = Guard(asked.allowed)

    def run(self) -> Report:
        """Do all that is not done yet, and return the report; it is kept in the folder, too.

        :raises ValueError: for an address that cannot be audited, or a kept file that cannot be gone on with
        """
        self.guard.check_url(self.asked.url)
        with _alone_in(self.asked.out):
            kept, last = self.open()
            try:
                return asyncio.run(self._run(kept, last))
            finally:
                kept.close()
                if last:
                    last.close()

    def open(self) -> tuple[KeptAudit, KeptAudit | None]:
        """The file to go on with, and that of the last audit, which saves asking for what has not changed."""
        self.asked.out.mkdir(parents=True, exist_ok=True)
        path, last = self.asked.out / KEPT, self.asked.out / LAST
        there = site_in(self.asked.out)
        if there and addresses.site(there) != addresses.site(self.asked.url):
            raise ValueError(f"{self.asked.out} has the audit of {there}. Say another folder with --out.")
        if path.exists() and not self.asked.resume and not self.asked.again_from:
            if _can_be_compared(path):
                # The report itself stays until there is another, and a kill between the two does no harm
                if (self.asked.out / REPORT).exists():
                    putting.put(self.asked.out / LAST_REPORT, (self.asked.out / REPORT).read_bytes())
                _move(path, last)
            else:
                _remove(path)
        kept = KeptAudit(path)
        started = kept.said("url")
        if started and started != self.asked.url:
            kept.close()
            raise ValueError(f"{self.asked.out} holds an audit of {started}. Say another folder with --out.")
        with kept.together():
            kept.say("url", self.asked.url)
            if self.asked.again_from:
                for stage in STAGES[STAGES.index(self.asked.again_from) :]:
                    kept.say(stage, "")
        return kept, _opened(last) if last.exists() else None

    async def _run(self, kept: KeptAudit, last: KeptAudit | None) -> Report:
        visitor = Visitor(
            kept,
            self.guard,
            user_agent=self.asked.user_agent,
            delay=self.asked.delay,
            last=last,
            patience=self.asked.patience,
        )
        async with visitor:
            async with self._drawing(visitor):
                await self._stage(kept, "find", lambda: self.find(visitor))
                if not kept.said("could-not"):
                    await self._stage(kept, "fetch", lambda: self.fetch(visitor))
            if not kept.said("could-not"):
                await self._stage(kept, "extract", lambda: self._extract(kept))
                await self._stage(kept, "render", lambda: self._render(visitor))
                await self._stage(kept, "links", lambda: self._links(visitor))
        site = self.site(kept)
        if kept.said("could-not"):
            await self.check(kept, site)
        else:
            await self._stage(kept, "check", lambda: self.check(kept, site))
            self._progress("report", 0, 0, "")
        report = self.report(kept)
        putting.put(self.asked.out / REPORT, writing.as_json(report))
        kept.say("report", "done")
        return report

    @asynccontextmanager
    async def _drawing(self, visitor: Visitor) -> AsyncIterator[None]:
        """While pages are read, those that scripts make are drawn by the browser, if there may be one."""
        if not self.asked.browser:
            yield
            return
        from .browser.stage import Drawer

        async with Drawer(visitor, self.guard, self.asked.user_agent) as drawer:
            visitor.drawer = drawer
            yield
        visitor.drawer = None

    async def _stage(self, kept: KeptAudit, name: str, do: Callable[[], Awaitable[None]]) -> None:
        if kept.said(name):
            return
        self._progress(name, 0, 0, "")
        await do()
        kept.say(name, "done")

    # --- The stages

    async def find(self, visitor: Visitor) -> None:
        """Find the offer's first page, and how one gets there."""
        kept, url = visitor.kept, self.asked.url
        page = await visitor.visit(url, is_within=True)
        if not page.is_read or links.is_challenge(page):
            turned_away = _CLOSED.get(page.status) if page.status != 200 or page.is_read else ""
            kept.say("could-not", turned_away or page.error or "it could not be read")
            return
        offer = page.url if finding.is_offer(page) or self.asked.council_home else ""
        start = self.asked.council_home or f"{addresses.origin(url)}/"
        found = await finding.find(visitor, start, offer)
        with kept.together():
            kept.say("offer", found.offer or page.url)
            kept.say("start", start)
            for number, way in enumerate(found.ways):
                kept.put("way", f"{number:03}", way)

    async def fetch(self, visitor: Visitor) -> None:
        """Read the offer's pages, and put families' words into its search."""
        kept = visitor.kept
        offer = kept.said("offer")
        home = addresses.origin(offer) + "/"
        is_own_host = offer == home or addresses.host(offer) != addresses.host(kept.said("start"))
        crawl = Crawl(
            visitor,
            Scope.of(offer, is_own_host=is_own_host),
            most_pages=self.asked.most_pages,
            most_minutes=self._minutes_left(),
            progress=lambda read, waiting, url: self._progress(
                "fetch", read, min(read + waiting, self.asked.most_pages), url
            ),
        )
        crawled = await crawl.run([offer], await finding.sitemap(visitor, offer))
        kept.put("crawled", "all", crawled)
        page = kept.page(offer)
        if page and (form := finding.search_form(page)):
            for words in finding.ASKED:
                if tried := await finding.try_search(visitor, form, words):
                    kept.put("search", words, tried)

    async def _extract(self, kept: KeptAudit) -> None:
        """Read again what was kept, where that is asked for; pages are read as they come."""
        if self.asked.again_from != "extract":
            return
        before = {page.asked_url or page.url: page for page in kept.pages}
        async with Reader(seconds=self.asked.patience) as reader:
            for number, told in enumerate(list(kept.replies()), start=1):
                reply = kept.reply(told.url)
                if reply is None or not reply.body or reply.status != 200:
                    continue
                job = job_for(reply)
                if old := before.get(reply.url) or before.get(job.url):
                    job = msgspec.structs.replace(
                        job, is_within=old.is_within, found_on=old.found_on, found_by=old.found_by
                    )
                read = await reader.read(job, reply.body)
                kept.put_packed(read.gist.url, read.packed, is_within=read.gist.is_within)
                self._progress("extract", number, 0, reply.url)

    async def _render(self, visitor: Visitor) -> None:
        if not self.asked.browser:
            return
        from .browser import stage

        why = await stage.render(
            visitor,
            self.guard,
            self.asked.user_agent,
            self._progress,
            most_minutes=self._minutes_left(),
            today=self.asked.today,
        )
        visitor.kept.say("no-browser", why)

    async def _links(self, visitor: Visitor) -> None:
        await links.try_all(
            visitor,
            visitor.kept.pages,
            most_minutes=self._minutes_left(),
            progress=lambda done, of, url: self._progress("links", done, of, url),
        )

    async def check(self, kept: KeptAudit, site: Site) -> None:
        """Put presence, the duties and every check to what was read."""
        in_force = loading.in_force(site.today)
        gathered = gather(criteria.matcher(in_force), site)
        site.kinds = gathered.kinds
        site.presence = (
            presence.of_site(Site(site.url, site.today))
            if kept.said("could-not")
            else presence.of_site(site, gathered)
        )
        site.found = criteria.of_site(site, in_force, gathered=gathered)
        checked = checking.check(site)
        decided = deciding.decided(checked, checks.rules(), had_browser=bool(site.rendered))
        found = (
            criteria.of_no_site(in_force)
            if kept.said("could-not")
            else criteria.of_site(site, in_force, decided, gathered)
        )
        with kept.together():
            kept.forget("criterion")
            for each in found:
                kept.put("criterion", each.slug, each)
            kept.put("presence", "all", site.presence)
            kept.put("checked", "all", checked)

    # --- What was kept, put together

    def site(self, kept: KeptAudit) -> Site:
        """The site as the checks see it."""
        return Site(
            url=kept.said("offer") or self.asked.url,
            today=self.asked.today,
            pages=kept.pages,
            crawled=kept.values("crawled", Crawled).get("all", Crawled()),
            presence=kept.values("presence", Presence).get("all"),
            outcomes=kept.values("outcome", Outcome),
            rendered=kept.values("rendered", Rendered),
            ways_in=tuple(kept.values("way", WayIn).values()),
            searches=tuple(kept.values("search", SearchTried).values()),
            council_url=kept.said("start"),
        )

    def report(self, kept: KeptAudit) -> Report:
        """The report of what was kept, held against that of the last audit."""
        site = self.site(kept)
        could_not, no_browser = kept.said("could-not"), kept.said("no-browser")
        state, why = DONE, ""
        if could_not:
            state, why = COULD_NOT, could_not
        elif not site.crawled.is_complete or no_browser:
            state = PARTIAL
            why = " ".join(filter(None, [_why_not_all(site.crawled), no_browser]))
        report = making.made(
            site,
            kept.values("checked", checking.Checked).get("all", checking.Checked()),
            kept.values("criterion", CriterionFound),
            state=state,
            why=why,
            auditor=own_version(),
            axe=kept.said("axe"),
            had_browser=bool(site.rendered),
        )
        report = by_hand.marked(report, by_hand.kept(self.asked.out / BY_HAND, report))
        if before := report_in(self.asked.out / LAST_REPORT):
            looked_at: set[str] = set()
            linked: set[str] = set()
            for page in site.read():
                looked_at.add(page.url)
                linked.update(link.url for link in page.links)
            told = {url for url, each in site.outcomes.items() if each.state != links.COULD_NOT_CHECK}
            report = msgspec.structs.replace(
                report,
                change=diffing.change(
                    before, report, checks.rules(), looked_at=looked_at, untold=linked - told
                ),
            )
        return report

    def _minutes_left(self) -> float:
        return max(0.0, (self._until - time.monotonic()) / 60)


_CLOSED: Final = {
    200: "it asks whether a person is there, and a program is none",
    401: "it asks for a name and a password (401)",
    403: "it turns programs away (403)",
    429: "it turns programs away for a while (429)",
}


def _why_not_all(crawled: Crawled) -> str:
    said = {
        "pages": f"Not all pages were read: there are more than the {crawled.fetched:,} that were.",
        "minutes": "Not all pages were read: the time was up.",
        "unread": "Many of its pages could not be read: they did not answer, or ask not to be read by a program.",
    }
    return " ".join(said[each] for each in crawled.truncated_by if each in said)


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """Keeps a second audit out of a folder while one is at work there; a kill leaves nothing behind that would.

    :raises ValueError: where another is at work. A system without such locks has none
    """
    try:
        import fcntl
    except ImportError:
        yield
        return
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / LOCK).open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise ValueError(
                f"Another audit is at work in {folder}. Wait for it, or say another folder with --out."
            )
        yield


def site_in(folder: Path) -> str:
    """The address of which a folder has an audit, or its report where nothing else can be read; "" where none."""
    for name in (KEPT, LAST):
        if (folder / name).exists() and (kept := _opened(folder / name)):
            try:
                if url := kept.said("url"):
                    return url
            except sqlite3.DatabaseError:
                continue  # damaged: the next may tell
            finally:
                kept.close()
    return report.site.url if (report := report_in(folder / REPORT)) else ""


def report_in(path: Path) -> Report | None:
    """A report that was written; None where there is none, or one of another form."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=Report)
    except (OSError, msgspec.DecodeError):
        return None


def _opened(path: Path) -> KeptAudit | None:
    """A kept file, if it can be read; another format's is as if it were not there."""
    try:
        return KeptAudit(path)
    except (ValueError, sqlite3.DatabaseError):
        return None


def _can_be_compared(path: Path) -> bool:
    """Whether a kept file is of an audit that came to its end, and read something: a site that was down for an hour
    does not take the place of what was found before."""
    kept = _opened(path)
    if not kept:
        return False
    try:
        return bool(kept.said("report")) and not kept.said("could-not")
    except sqlite3.DatabaseError:
        return False
    finally:
        kept.close()


def _move(path: Path, to: Path) -> None:
    _remove(to)
    for end in _ENDS:
        if (old := path.with_name(path.name + end)).exists():
            old.replace(to.with_name(to.name + end))


def _remove(path: Path) -> None:
    for end in _ENDS:
        path.with_name(path.name + end).unlink(missing_ok=True)


_ENDS: Final = ("", "-wal", "-shm")
