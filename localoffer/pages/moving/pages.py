"""Pages from another system: a sheet of them, or a folder of HTML files. Read and weighed as a whole; all are drafts.

Each becomes a guide, with a part for each of its largest headings. Links between them lead to the new pages, and each
old address leads to its page as soon as that is published. One fault, and nothing is written. Brought in again, what is
there stays as it is, with whatever editors have done to it since.
"""

import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import nh3
from django.db import transaction
from django.utils.text import slugify
from wagtail.contrib.redirects.models import Redirect
from wagtail.log_actions import log
from wagtail.models import Page, Site

from localoffer.cms.models import DutyServed, PageCare, ReviewEvery
from localoffer.cms.page_care import criterion_choices
from localoffer.cms.readiness.checks import Problem as NotReady
from localoffer.cms.readiness.pages import readiness
from localoffer.directory.sources import tables
from localoffer.directory.sources.reading import Reading
from localoffer.directory.sources.records import Problem, UnreadableSourceError
from localoffer.directory.sources.sheet_columns import spelled

from ..models import GuidePage, TopicHubPage
from . import html, old_addresses

COLUMNS = ("title", "address", "summary", "html", "topic", "owner", "review months", "duties")
MOST_PAGES, LARGEST_PAGE, LARGEST_ALL = 2_000, 2 * 1024 * 1024, 200 * 1024 * 1024
LONGEST_TITLE, LONGEST_PART, LONGEST_OWNER = 255, 120, 80
OPENING = "In short"
_LINK = re.compile(r'<a href="([^"]*)">(.*?)</a>', re.DOTALL)
_ENDS = ("index.html", "index.htm")


@dataclass(frozen=True)
class Source:
    """One page as it came. `where` is the row or the file it stands in; `address` is its old one, "" for none."""

    where: int | str
    title: str
    html: str
    address: str = ""
    summary: str = ""
    topic: str = ""
    owner: str = ""
    review_every: int = ReviewEvery.YEAR
    duties: tuple[str, ...] = ()


@dataclass
class Plan:
    """What would be made. Nothing is, while something is refused; what is only a warning is said."""

    authority: object
    site: Site | None
    new: list[tuple[Source, html.Document]] = field(default_factory=list)
    there: int = 0
    problems: list[Problem] = field(default_factory=list)

    @property
    def refused(self) -> list[Problem]:
        return [problem for problem in self.problems if problem.severity == "refused"]


# --- Reading ---------------------------------------------------------------------------------------------


def read(path: Path) -> tuple[list[Source], list[Problem]]:
    """The pages of a sheet (CSV or workbook), of a folder, or of a zip file of HTML files; and what cannot be read.

    :raises UnreadableSourceError: when it is none of these, in words for the person who gave it
    """
    if path.is_dir():
        return _of_files(_in_folder(path))
    if path.suffix.lower() == ".zip":
        try:
            with zipfile.ZipFile(path) as packed:
                return _of_files(_in_zip(packed))
        except zipfile.BadZipFile as error:
            raise UnreadableSourceError("This is no zip file, or it is damaged.") from error
    return _of_sheet(path)


def _of_sheet(path: Path) -> tuple[list[Source], list[Problem]]:
    reading, found = Reading(), []
    with tables.opened(path, reading, {spelled(name) for name in COLUMNS}) as table:
        heading = [spelled(cell) for cell in table.heading()]
        places = {name: heading.index(spelled(name)) for name in COLUMNS if spelled(name) in heading}
        if not {"title", "html"} <= places.keys():
            reading.row = 1
            reading.refuse("", "The first row must name the columns “title” and “html” at least.")
            return [], reading.problems
        for cells in tables.numbered(table, reading):
            said = {name: cells[at].strip() if at < len(cells) else "" for name, at in places.items()}
            if not any(said.values()):
                continue
            found.append(_of_row(table.number, said, reading))
            if len(found) > MOST_PAGES:
                reading.refuse(
                    "", f"There are more than {MOST_PAGES:,} pages. Bring them in as several sheets."
                )
                break
    return found, reading.problems


def _of_row(number: int, said: dict[str, str], reading: Reading) -> Source:
    months = said.get("review months", "") or str(ReviewEvery.YEAR)
    if months not in {str(each) for each in ReviewEvery.values}:
        reading.refuse("review months", f"“{months[:20]}” is not one of 3, 6, 12 and 24 months.")
        months = str(ReviewEvery.YEAR)
    duties = tuple(each for each in re.split(r"[\s,;|]+", said.get("duties", "")) if each)
    return Source(
        number,
        title=said["title"],
        html=said["html"],
        address=said.get("address", ""),
        summary=said.get("summary", ""),
        topic=said.get("topic", ""),
        owner=said.get("owner", ""),
        review_every=int(months),
        duties=duties,
    )


def _in_folder(folder: Path) -> Iterator[tuple[str, int, bytes | None]]:
    for path in sorted(folder.rglob("*")):
        if path.suffix.lower() in (".html", ".htm") and path.is_file() and not path.is_symlink():
            size = path.stat().st_size
            yield (
                path.relative_to(folder).as_posix(),
                size,
                path.read_bytes() if size <= LARGEST_PAGE else None,
            )


def _in_zip(packed: zipfile.ZipFile) -> Iterator[tuple[str, int, bytes | None]]:
    for info in sorted(packed.infolist(), key=lambda each: each.filename):
        if info.filename.lower().endswith((".html", ".htm")) and not info.is_dir():
            small = info.file_size <= LARGEST_PAGE
            yield info.filename.lstrip("/"), info.file_size, packed.read(info) if small else None


def _of_files(files: Iterable[tuple[str, int, bytes | None]]) -> tuple[list[Source], list[Problem]]:
    found, problems, total = [], [], 0
    for name, size, raw in files:
        total += size
        if len(found) >= MOST_PAGES or total > LARGEST_ALL:
            problems.append(Problem(name, "", "There are too many files. Bring them in in parts.", "refused"))
            break
        if raw is None:
            problems.append(Problem(name, "", "This page is larger than 2 MB. Shorten it.", "refused"))
            continue
        try:
            text = raw.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = raw.decode("cp1252", errors="replace")
        document = html.read(text)
        found.append(
            Source(name, title=document.title, html=text, address=_address_of(name), summary=document.summary)
        )
    if not found and not problems:
        problems.append(Problem("", "", "There is no HTML file in it.", "refused"))
    return found, problems


def _address_of(name: str) -> str:
    """The address a file had: `help/index.html` was that of its folder, too."""
    folder, _, last = f"/{name}".rpartition("/")
    return f"{folder}/" if last.lower() in _ENDS else f"/{name}"


# --- Weighing --------------------------------------------------------------------------------------------


def plan(sources: Iterable[Source], authority, *, problems: Iterable[Problem] = ()) -> Plan:
    """What these pages would become for a council, and everything that is wrong with them."""
    site = (
        Site.objects.filter(authority_site__authority=authority)
        .select_related("root_page")
        .order_by("pk")
        .first()
    )
    made = Plan(authority, site, problems=list(problems))
    if site is None:
        made.problems.append(Problem(0, "", f"{authority} has no site yet.", "refused"))
        return made
    slugs: dict[tuple[str, str], int | str] = {}
    addresses: dict[str, int | str] = {}
    duties = dict(criterion_choices())
    for source in sources:
        if _there(source, site):
            made.there += 1
            continue
        document = html.read(source.html)
        for message in _faults(source, document, site, authority, duties, slugs, addresses):
            made.problems.append(Problem(source.where, "", message, "refused"))
        for what, number in sorted(document.left_out.items()):
            said = f"{number} {what}{'' if number == 1 else 's'} left out. Look whether the page needs them."
            made.problems.append(Problem(source.where, "", said, "warning"))
        made.new.append((source, document))
    return made


def _faults(source, document, site, authority, duties, slugs, addresses) -> Iterator[str]:
    if not source.title:
        yield "It has no title."
    elif len(source.title) > LONGEST_TITLE:
        yield f"Its title is longer than {LONGEST_TITLE} characters."
    elif not slugify(source.title):
        yield "Its title has no letters that an address could be made of."
    else:
        key = (source.topic.casefold(), slugify(source.title)[:255])
        if key in slugs:
            yield f"It has the title of {_said(slugs[key])}. Give one of them another."
        elif _below(_topic(source.topic, site) or (None if source.topic else site.root_page), key[1]):
            yield f"There is a page “{key[1]}” here already. Give this one another title, or delete that one."
        slugs.setdefault(key, source.where)
    if not document.blocks:
        yield "It says nothing: there are no words in its main part."
    if len(source.owner) > LONGEST_OWNER:
        yield f"Who looks after it is longer than {LONGEST_OWNER} characters. Name a role or a team."
    for slug in source.duties:
        if slug not in duties:
            yield f"There is no duty “{slug[:60]}”. `localoffer duties list` has their names."
    if source.address:
        old = Redirect.normalise_path(urlsplit(source.address)._replace(scheme="", netloc="").geturl())
        if len(old) > old_addresses.LONGEST:
            yield "Its old address is too long."
        elif old in addresses:
            yield f"It has the old address of {_said(addresses[old])}."
        elif old != "/" and old_addresses.leads_to(urlsplit(old).path, authority, site):
            yield f"Its old address {old} is one that families see here today."
        addresses.setdefault(old, source.where)


def _said(where: int | str) -> str:
    return f"row {where}" if isinstance(where, int) else f"{where}"


def _there(source: Source, site: Site) -> bool:
    """Whether it was brought in before: by its old address, else by its title below its topic."""
    if source.address and _key(source.address) != "/":
        return Redirect.objects.filter(
            site=site, old_path=_key(source.address), redirect_page__isnull=False
        ).exists()
    above = _topic(source.topic, site) if source.topic else site.root_page
    return above is not None and above.get_children().type(GuidePage).filter(title=source.title).exists()


def _key(address: str) -> str:
    return Redirect.normalise_path(
        urlsplit(address)._replace(scheme="", netloc="", fragment="").geturl() or "/"
    )


def _topic(name: str, site: Site) -> Page | None:
    """The topic with this title, or this end of its address; None when there is none yet."""
    if not name:
        return None
    hubs = Page.objects.child_of(site.root_page).type(TopicHubPage)
    return hubs.filter(title__iexact=name).first() or hubs.filter(slug=slugify(name)).first()


def _below(page: Page | None, slug: str) -> bool:
    return page is not None and page.get_children().filter(slug=slug).exists()


def in_words(made: Plan) -> str:
    """What a plan would make."""
    return (
        f"{len(made.new)} new page{'' if len(made.new) == 1 else 's'}, {made.there} that "
        f"{'is' if made.there == 1 else 'are'} here already."
    )


def done_in_words(drafts: list[Page]) -> str:
    """That these drafts were made, and what to do with them."""
    made = "1 draft was" if len(drafts) == 1 else f"{len(drafts)} drafts were"
    return f"{made} made. Read each, put right what it says, and publish it."


def ready(made: Plan, *, most: int | None = None) -> Iterator[tuple[Source, list[NotReady]]]:
    """What would keep each page from being published as it came, and what would have to be explained."""
    by_address = {_key(source.address): 0 for source, _ in made.new if source.address}
    for source, document in made.new[:most]:
        page = GuidePage(title=source.title, search_description=source.summary)
        _fill(page, source, document, _Links(source, by_address, made))
        yield source, readiness(page, site=made.site)


# --- Writing ---------------------------------------------------------------------------------------------


@transaction.atomic
def carry_out(made: Plan, *, by=None) -> tuple[list[Page], list[Problem]]:
    """Make the drafts. Returns them, and links that lead nowhere any more, which were taken out of the words."""
    if made.refused or made.site is None:
        raise ValueError("What was refused must be put right first.")
    pages: list[tuple[Source, html.Document, GuidePage]] = []
    for source, document in made.new:
        above = _above(source, made.site, by)
        page = GuidePage(
            title=source.title,
            draft_title=source.title,
            slug=slugify(source.title)[:255],
            search_description=source.summary,
            live=False,
            owner=by,
        )
        above.add_child(instance=page)
        pages.append((source, document, page))
    by_address = {_key(source.address): page.pk for source, _, page in pages if source.address}
    by_address |= {
        row.old_path: row.redirect_page_id
        for row in Redirect.objects.filter(site=made.site, redirect_page__isnull=False)
    }
    lost: list[Problem] = []
    for source, document, page in pages:
        links = _Links(source, by_address, made)
        _fill(page, source, document, links)
        page.save()
        page.save_revision(user=by, clean=False)
        log(page, "wagtail.create", user=by)
        lost += links.lost
        if source.address and _key(source.address) != "/":
            Redirect.objects.update_or_create(
                site=made.site,
                old_path=_key(source.address),
                defaults={"redirect_page": page, "redirect_link": ""},
            )
    return [page for _, _, page in pages], lost


def _fill(page: GuidePage, source: Source, document: html.Document, links: "_Links") -> None:
    page.parts = [
        ("part", {"title": title[:LONGEST_PART], "slug": slug, "body": [("text", links.written(text))]})
        for title, slug, text in _parts(document, source.title)
    ]
    if source.owner:
        page.care = [PageCare(owner=source.owner, review_every=source.review_every)]
    for slug in dict.fromkeys(source.duties):
        page.duties_served.add(DutyServed(criterion=slug))


def _above(source: Source, site: Site, by) -> Page:
    if not source.topic:
        return Page.objects.get(pk=site.root_page_id)
    topic = _topic(source.topic, site)
    if topic is None:
        topic = TopicHubPage(
            title=source.topic[:255],
            draft_title=source.topic[:255],
            slug=slugify(source.topic)[:255],
            live=False,
            owner=by,
        )
        Page.objects.get(pk=site.root_page_id).add_child(instance=topic)
        topic.save_revision(user=by, clean=False)
    return topic


def _parts(document: html.Document, title: str) -> Iterator[tuple[str, str, str]]:
    """(title, end of the address, HTML) of each part; no two with one address."""
    sections = list(html.in_sections(document, opening=OPENING))
    if len(sections) == 1 and sections[0][0] == OPENING:
        sections = [(title, sections[0][1])]
    used = {"all"}
    for name, text in sections:
        own = slugify(name)[:56].strip("-") or "part"
        slug, number = own, 2
        while slug in used:
            slug, number = f"{own}-{number}", number + 1
        used.add(slug)
        yield name or title, slug, text


class _Links:
    """Links of one page: to the new pages where they led to one that came along, else as they were."""

    def __init__(self, source: Source, by_address: dict[str, int], made: Plan) -> None:
        self.source, self.by_address, self.made = source, by_address, made
        self.lost: list[Problem] = []

    def written(self, text: str) -> str:
        text = _LINK.sub(self._one, text)
        return nh3.clean(
            text,
            tags={"p", "h3", "h4", "ul", "ol", "li", "b", "a", "br"},
            attributes={"a": {"href", "linktype", "id"}},
            url_schemes={"http", "https", "mailto", "tel"},
            link_rel=None,
        )

    def _one(self, found: re.Match) -> str:
        href, words = unescape(found[1]), found[2]
        if not words.strip():
            return ""
        if href.startswith("#"):
            return words
        try:
            parts = urlsplit(href)
            whole = urljoin(self.source.address or "/", href) if not parts.scheme else href
            key = _key(whole) if parts.scheme in ("", "http", "https") else ""
            of_old_site = not parts.netloc or parts.netloc == urlsplit(self.source.address).netloc
        except ValueError:
            key, of_old_site, whole = "", True, ""
        if of_old_site and key in self.by_address:
            return f'<a linktype="page" id="{self.by_address[key]}">{words}</a>'
        if _is_safe(whole) and not (of_old_site and key):
            return found[0]
        if (
            key
            and self.made.site
            and old_addresses.leads_to(key.partition("?")[0], self.made.authority, self.made.site)
        ):
            return f'<a href="{key}">{words}</a>'
        said = (
            f"“{html.words(words)[:60]}” led to {href[:100]}, which did not come along. It is words only now."
        )
        self.lost.append(Problem(self.source.where, "", said, "warning"))
        return words


def _is_safe(address: str) -> bool:
    """Whether an address is one that a link of ours may have."""
    return address.startswith(("https://", "http://", "mailto:", "tel:"))
