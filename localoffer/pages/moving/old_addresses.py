"""A list of old addresses, and where each leads now. Read and weighed as a whole: one fault, and nothing is written.

They are kept as Wagtail's redirects (wagtail.contrib.redirects), each for the council's own site, and answered with 301
when no page has the address. What stands behind a question mark counts: `/kb5/service.page?id=abc` is one of its own.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.urls import Resolver404, resolve
from wagtail.contrib.redirects.models import Redirect
from wagtail.log_actions import log
from wagtail.models import Page, Site

from localoffer.cms.routes import page_at
from localoffer.directory.models import Listing
from localoffer.directory.old_addresses import moved_to
from localoffer.directory.sources import tables
from localoffer.directory.sources.reading import Reading
from localoffer.directory.sources.records import Problem
from localoffer.directory.sources.sheet_columns import spelled

MOST_ROWS = 20_000
LONGEST = 255
COLUMNS = ("old", "new")
_IS_WHOLE = URLValidator(schemes=["https"])


@dataclass(frozen=True)
class Row:
    """One line of the list: the number that a spreadsheet gives it, and both addresses as they were written."""

    number: int
    old: str
    new: str


@dataclass(frozen=True)
class Target:
    """Where an address leads: a page, wherever that may be moved; or an address, which a part of a page has, too."""

    page: Page | None = None
    link: str = ""


@dataclass(frozen=True)
class Change:
    """What is done for one row: `was` is where the old address led before; "" for a new one."""

    row: Row
    old: str  # as it is kept
    target: Target
    was: str = ""


@dataclass
class Plan:
    """What a list would do. Nothing is done while there is a problem."""

    sites: list[Site]
    add: list[Change] = field(default_factory=list)
    change: list[Change] = field(default_factory=list)
    same: int = 0
    problems: list[Problem] = field(default_factory=list)

    @property
    def refused(self) -> list[Problem]:
        return self.problems

    @property
    def is_ready(self) -> bool:
        return not self.problems and bool(self.add or self.change or self.same)


def read(raw: bytes) -> tuple[list[Row], list[Problem]]:
    """The rows of a CSV file or workbook with the columns `old` and `new`, and what is wrong with it.

    :raises UnreadableSourceError: when it is no table, in words for the person who gave it
    """
    reading = Reading()
    with tables.opened(raw, reading, {spelled(name) for name in COLUMNS}) as table:
        heading = [spelled(cell) for cell in table.heading()]
        missing = [name for name in COLUMNS if spelled(name) not in heading]
        if missing:
            said = " and ".join(f"“{name}”" for name in missing)
            reading.row = 1
            reading.refuse("", f"The first row must name the columns “old” and “new”. There is no {said}.")
            return [], reading.problems
        places = [heading.index(spelled(name)) for name in COLUMNS]
        rows = []
        for cells in tables.numbered(table, reading):
            old, new = (cells[place].strip() if place < len(cells) else "" for place in places)
            if old or new:
                rows.append(Row(table.number, old, new))
            if len(rows) > MOST_ROWS:
                reading.refuse("", f"There are more than {MOST_ROWS:,} rows. Bring them in as several files.")
                break
    if not rows and not reading.problems:
        reading.row = 1
        reading.refuse("", "There is no row below the heading.")
    return rows, reading.problems


def plan(rows: Iterable[Row], authority, *, problems: Iterable[Problem] = ()) -> Plan:
    """What these rows would do for a council, and everything that is wrong with them."""
    sites = list(
        Site.objects.filter(authority_site__authority=authority).select_related("root_page").order_by("pk")
    )
    made = Plan(sites, problems=list(problems))
    if not sites:
        made.problems.append(
            Problem(0, "", f"{authority} has no site yet. Run: localoffer serve-council", "refused")
        )
        return made
    rows = list(rows)
    here, others = _hosts(sites)
    kept = {
        each.old_path: each for each in Redirect.objects.filter(site=sites[0]).select_related("redirect_page")
    }
    firsts: dict[str, Row] = {}
    whole: list[tuple[Row, str, str]] = []
    for row in rows:
        try:
            old = _old(row.old, others)
            new = _path_or_address(row.new, here, others)
        except ValidationError as error:
            made.problems.append(_problem(row, error.message))
            continue
        first = firsts.setdefault(old, row)
        if first is not row:
            made.problems.append(
                _problem(row, f"{row.old} stands in row {first.number} already. Keep one of them.")
            )
            continue
        whole.append((row, old, new))
    for row, old, new in whole:
        try:
            target = _weighed(old, new, firsts, kept, authority, sites[0])
        except ValidationError as error:
            made.problems.append(_problem(row, error.message))
            continue
        before = kept.get(old)
        if before is None:
            made.add.append(Change(row, old, target))
        elif _target_of(before) == target and before.is_permanent:
            made.same += 1
        else:
            made.change.append(Change(row, old, target, was=before.link or "nowhere"))
    made.problems.sort(key=lambda problem: (isinstance(problem.row, str), problem.row))
    return made


@transaction.atomic
def carry_out(made: Plan, *, by=None) -> int:
    """Write what a plan says, all of it. Returns how many addresses are new or lead elsewhere now."""
    if not made.is_ready:
        raise ValidationError("Put right what is wrong with the list first. Nothing was written.")
    for site in made.sites:
        for change in (*made.add, *made.change):
            # Wagtail has no constraint that would keep a second one out
            Redirect.objects.filter(site=site, old_path=change.old).delete()
            Redirect.objects.create(
                site=site,
                old_path=change.old,
                redirect_page=change.target.page,
                redirect_link=change.target.link,
            )
    number = len(made.add) + len(made.change)
    log(made.sites[0], "localoffer.old_addresses", user=by, data={"number": number})
    return number


def _problem(row: Row, message: str) -> Problem:
    return Problem(row.number, "", message, "refused")


def _hosts(sites: list[Site]) -> tuple[set[str], set[str]]:
    """The names of this council's hosts, and those of others served here."""
    here = {site.hostname.lower() for site in sites}
    return here, {name.lower() for name in Site.objects.values_list("hostname", flat=True)} - here


def _old(text: str, others: set[str]) -> str:
    """An old address as Wagtail keeps it."""
    if not text:
        raise ValidationError("The old address is missing.")
    parts = urlsplit(text)
    if parts.scheme and parts.scheme not in ("http", "https"):
        raise ValidationError(f"{text} is no web address. Write a path such as /old/page.html.")
    if (parts.hostname or "").lower() in others:
        raise ValidationError(f"{text} is another council’s address.")
    if not parts.netloc and not text.startswith("/"):
        raise ValidationError(f"Begin the old address with / or https://, and not as “{text[:60]}”.")
    old = Redirect.normalise_path(parts._replace(scheme="", netloc="", fragment="").geturl() or "/")
    if "\0" in old or any(character.isspace() for character in old):
        raise ValidationError("The old address has a blank in it. Write %20 for one.")
    if len(old) > LONGEST:
        raise ValidationError(f"The old address is longer than {LONGEST} characters.")
    return old


def _path_or_address(text: str, here: set[str], others: set[str]) -> str:
    """A new address: a path of this site, or a whole https address elsewhere."""
    if not text:
        raise ValidationError("Where it leads now is missing.")
    if len(text) > LONGEST:
        raise ValidationError(f"The new address is longer than {LONGEST} characters.")
    if text.startswith("/") and not text.startswith("//"):
        return text
    try:
        host = (urlsplit(text).hostname or "").lower()
        if host not in here:
            _IS_WHOLE(text)
    except (ValidationError, ValueError):
        raise ValidationError(
            f"“{text[:60]}” is neither a path of this site, such as /short-breaks/, nor an address that begins with "
            "https://."
        ) from None
    if host in others:
        raise ValidationError(f"{text} is another council’s address. Choose a page of your own.")
    if host in here:
        return urlsplit(text)._replace(scheme="", netloc="").geturl() or "/"
    return text


def _weighed(
    old: str, new: str, firsts: dict[str, Row], kept: dict[str, Redirect], authority, site: Site
) -> Target:
    """Where a row leads. ValidationError when it leads nowhere, in a circle, or away from what is there."""
    if leads_to(urlsplit(old).path, authority, site) is not None:
        raise ValidationError(
            f"{old} is the address of something that families can see here. An old address must be free."
        )
    if not new.startswith("/"):
        return Target(link=new)
    as_old = Redirect.normalise_path(new)
    if as_old == old:
        raise ValidationError(f"{new} leads to itself.")
    target = leads_to(urlsplit(new).path, authority, site)
    if target is None:
        if as_old in firsts:
            row = firsts[as_old]
            raise ValidationError(f"{new} is the old address of row {row.number}. Write {row.new} here, too.")
        if as_old in kept:
            raise ValidationError(
                f"{new} is an old address itself. Write {kept[as_old].link or 'another'} here."
            )
        raise ValidationError(
            f"There is no page and no service at {new}. Publish it first, or write another."
        )
    if target.page is None or urlsplit(new).query or urlsplit(new).fragment:
        return Target(link=new)
    return target


def leads_to(path: str, authority, site: Site) -> Target | None:
    """What families of a council see at a path of its site; None for nothing."""
    for each in dict.fromkeys((path, path if path.endswith("/") else f"{path}/")):
        try:
            match = resolve(each)
        except Resolver404:
            continue
        if match.url_name == "wagtail_serve":
            found = _page_at(each, site)
        elif match.view_name == "directory:service":
            slug = match.kwargs["slug"]
            is_there = Listing.objects.of(authority).shown().filter(slug=slug).exists()
            found = Target(link=each) if is_there or moved_to(authority, slug) else None
        else:
            found = Target(link=each)
        if found is not None:
            return found
    return None


def _page_at(path: str, site: Site) -> Target | None:
    result = page_at(path, site)
    if result is None:
        return None
    # Wagtail's redirects know parts of pages only where a page says so in Wagtail's own way, which ours do not
    return Target(link=path) if result.kwargs else Target(page=Page(pk=result.page.pk))


def _target_of(redirect: Redirect) -> Target:
    page = Page(pk=redirect.redirect_page_id) if redirect.redirect_page_id else None
    return Target(page, redirect.redirect_link)


def done_in_words(number: int) -> str:
    """That so many old addresses were written."""
    return f"{number} old {'address leads' if number == 1 else 'addresses lead'} on now."


def in_words(made: Plan) -> Iterator[str]:
    """What a plan would do, in a few lines."""
    yield f"{len(made.add)} new, {len(made.change)} to change, {made.same} as they are."
    for change in made.change[:20]:
        yield f"row {change.row.number}: {change.old} leads to {change.was} today, and then to {change.row.new}"
