"""Deeds on the starter pack: start its pages, fill their blanks, publish those that are ready."""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.functional import cached_property
from wagtail.models import Page

from localoffer.cms.blocks import BlocksField
from localoffer.cms.readiness import gate
from localoffer.places.models import Authority

from ..models.starter import StarterFact, StarterPage
from . import blanks, facts, footer, making, reading
from .facts import Fact, FactsError
from .reading import Pack, WrittenPage
from .standing import Draft, Standing, Step, facts_of, home_of, known_pages, standings
from .texts import Place, rewritten


@dataclass(frozen=True)
class Answered:
    """A blank that was answered before, in other words. The answer that was there stays."""

    fact: Fact
    stays: str


@dataclass(frozen=True)
class Filled:
    """What came of some facts."""

    kept: int  # facts that are new
    blanks: int  # blanks of pages that were filled
    left: tuple[str, ...]  # drafts whose blanks were not filled, and why
    answered: tuple[Answered, ...]


@dataclass(frozen=True)
class Begun:
    """What starting a council did, and how it stands after it."""

    made: tuple[str, ...]
    filled: int  # blanks in drafts that were there already
    left: tuple[str, ...]  # drafts whose blanks were not filled, and why
    answered: tuple[Answered, ...]
    standings: tuple[Standing, ...] = field(compare=False)

    @cached_property
    def blanks(self) -> set[str]:
        return {blanks.key_of(name) for each in self.standings for name in each.blanks}


@transaction.atomic
def begin(
    authority: Authority,
    *,
    said: Iterable[Fact] = (),
    keys: Container[str] | None = None,
    publish: bool = False,
    pack: Pack | None = None,
    by=None,
) -> Begun:
    """Make each page of the pack that the council does not have, as a draft, and fill the blanks it has facts for.

    With `keys`, those pages alone. `publish` is for a demonstration, whose facts are known to be whole. Raises
    FactsError, with everything that is wrong with the facts, before anything is changed.
    """
    pack = pack or reading.shipped()
    home = _home(authority)
    adopted = _adopted(authority, home, pack)
    filled = _keep_and_fill(authority, said, pack, by=by)
    missing = [page for page in pack.pages if page.key not in adopted and (keys is None or page.key in keys)]
    made = _make(authority, home, missing, pack, by=by, publish=publish)
    if publish and footer.STATEMENT in made:
        footer.link_statement(authority, made[footer.STATEMENT])
    return Begun(tuple(made), filled.blanks, filled.left, filled.answered, tuple(standings(authority, pack)))


@transaction.atomic
def begin_page(authority: Authority, key: str, *, pack: Pack | None = None, by=None) -> Page:
    """Make a draft of one page, below its topic, which is made too if it is not there. Returns the page as it is."""
    pack = pack or reading.shipped()
    wanted = pack.page(key)
    if wanted is None:
        raise LookupError(
            f"There is no such page. {reading.did_you_mean(key, [page.key for page in pack.pages])}"
        )
    home = _home(authority)
    known = _adopted(authority, home, pack)
    missing = [page for page in (*pack.above(wanted), wanted) if page.key not in known]
    if missing and by is not None:
        parent = known[missing[0].below] if missing[0].below else home
        if not parent.permissions_for_user(by).can_add_subpage():
            raise PermissionDenied("Only who may add pages here can start one.")
    made = _make(authority, home, missing, pack, by=by)
    return made.get(key) or known[key]


@transaction.atomic
def fill(authority: Authority, said: Iterable[Fact], *, pack: Pack | None = None, by=None) -> Filled:
    """Keep the facts that are new, and fill the blanks that are open in drafts.

    What was answered before stays, and is said. Raises FactsError before anything is changed.
    """
    return _keep_and_fill(authority, said, pack or reading.shipped(), by=by)


@transaction.atomic
def publish_ready(
    authority: Authority, *, pack: Pack | None = None, by=None
) -> tuple[list[Standing], list[tuple[Standing, str]]]:
    """Publish the pages of the pack that may be. Returns those, and the others with the reason.

    A topic is published with the first page below it, and no page before its topic: families would not find it.
    """
    pack = pack or reading.shipped()
    every = {each.written.key: each for each in standings(authority, pack)}
    may = may_be_published(every, pack)
    done, left = [], []
    for written in pack.pages:
        standing = every[written.key]
        if standing.step is Step.PUBLISHED:
            continue
        if written.key not in may:
            left.append((standing, _why_not(standing, every, pack)))
            continue
        revision = standing.draft.revision or standing.draft.page.specific.save_revision(user=by)
        try:
            revision.publish(user=by)
        except gate.NotReadyError as error:
            left.append((standing, " ".join(error.messages)))
        else:
            done.append(standing)
    return done, left


def may_be_published(every: Mapping[str, Standing], pack: Pack) -> set[str]:
    """The keys of the pages that can go out now: ready, with their topic, and no topic without a page below it."""
    live = {key for key, each in every.items() if each.step is Step.PUBLISHED}
    may = live | {key for key, each in every.items() if each.step is Step.READY}
    may = {key for key in may if all(above.key in may for above in pack.above(every[key].written))}
    leads_on = {key for key in may if any(page.below == key for page in pack.pages)} - live
    topics = {key for key in leads_on if every[key].written.model.may_be_empty}
    has_something = {above.key for key in may - topics for above in pack.above(every[key].written)}
    return (may - topics | topics & has_something) - live


def _why_not(standing: Standing, every: Mapping[str, Standing], pack: Pack) -> str:
    if standing.step is Step.NOT_STARTED:
        return "it has not been started."
    if standing.step is Step.BLANKS:
        count = len(standing.blanks)
        return f"{count} blank{'' if count == 1 else 's'} to fill: {'; '.join(standing.blanks[:3])}" + (
            "." if count <= 3 else " …"
        )
    if standing.step is Step.UNREADY:
        return " ".join(standing.what_stops[:3])
    for above in pack.above(standing.written):
        if every[above.key].step not in (Step.READY, Step.PUBLISHED):
            return f"“{every[above.key].title}”, above it, is not published yet."
    return "no page below it is published yet."


def _home(authority: Authority) -> Page:
    home = home_of(authority)
    if home is None:
        raise ValueError(f"{authority} has no site yet. Give it one with: localoffer start-council")
    return home


def _adopted(authority: Authority, home: Page, pack: Pack) -> dict[str, Page]:
    """The pages that the council has, those among them that stood there before under the same address."""
    known = known_pages(authority, pack)
    others = {page.url_path: page for page in home.get_descendants().filter(from_starter=None, alias_of=None)}
    found = []
    for written in pack.pages:
        if written.key in known or (written.below and written.below not in known):
            continue
        parent = known[written.below] if written.below else home
        if page := others.get(f"{parent.url_path}{written.slug}/"):
            found.append(StarterPage(authority=authority, key=written.key, page=page))
            known[written.key] = page
    StarterPage.objects.bulk_create(found)
    return known


def _make(
    authority: Authority, home: Page, missing: list[WrittenPage], pack: Pack, *, by, publish: bool = False
) -> dict[str, Page]:
    known_facts = facts_of(authority)
    made = making.make(
        [page.rewritten(lambda text, place: blanks.filled(text, place, known_facts)) for page in missing],
        home=home,
        known=known_pages(authority, pack),
        publish=publish,
        by=by,
    )
    StarterPage.objects.bulk_create(
        StarterPage(authority=authority, key=key, page=page) for key, page in made.items()
    )
    return made


def _keep_and_fill(authority: Authority, said: Iterable[Fact], pack: Pack, *, by) -> Filled:
    known, said = _kept_facts(authority), list(said)
    new = [fact for fact in said if blanks.key_of(fact.blank) not in known]
    _look_over(authority, new, pack)
    StarterFact.objects.bulk_create(
        [
            StarterFact(authority=authority, blank=key, value=value)
            for key, value in facts.by_key(new).items()
        ],
        ignore_conflicts=True,  # whoever was first in this very moment is kept, and said below
    )
    known = _kept_facts(authority)
    answered = tuple(
        Answered(fact, stays)
        for fact in said
        if not _is_same(fact.value, stays := known[blanks.key_of(fact.blank)])
    )
    lost = {each.fact for each in answered}
    filled, left = _fill(authority, pack, by=by)
    return Filled(sum(fact not in lost for fact in new), filled, left, answered)


def _kept_facts(authority: Authority) -> dict[str, str]:
    return dict(StarterFact.objects.filter(authority=authority).values_list("blank", "value"))


def _is_same(one: str, other: str) -> bool:
    """Whether two answers say the same: spreadsheets and browsers end lines each in their way."""
    return one.split() == other.split()


def open_drafts(authority: Authority, pack: Pack | None = None) -> list[Draft]:
    """The newest drafts of the pack's pages that have blanks, in the order of the pack."""
    return [each.draft for each in standings(authority, pack) if each.draft and each.draft.blanks]


def _fill(authority: Authority, pack: Pack, *, by) -> tuple[int, tuple[str, ...]]:
    known = facts_of(authority)
    count, left = 0, []
    for draft in open_drafts(authority, pack):
        may_fill = [name for name in draft.blanks if blanks.key_of(name) in known]
        if not may_fill:
            continue
        if why := _why_left(draft, by):
            left.append(f"“{draft.fields['title']}” was left as it is: {why}")
            continue
        _fill_one(draft, known, by=by)
        count += len(may_fill)
    return count, tuple(left)


def _why_left(draft: Draft, by) -> str:
    page = draft.page
    if page.locked:
        return "it is locked."
    if page.specific_deferred.workflow_in_progress:
        return "it waits for somebody's approval."
    if by is not None and not page.permissions_for_user(by).can_edit():
        return "you may not edit it."
    return ""


def _fill_one(draft: Draft, known: Mapping[str, str], *, by) -> None:
    page = draft.as_page()
    new = rewritten(draft.model, draft.fields, lambda text, place: blanks.filled(text, place, known))
    for name, value in new.items():
        if value != draft.fields[name]:
            is_blocks = name not in ("title", "search_description") and isinstance(
                draft.model._meta.get_field(name), BlocksField
            )
            setattr(page, name, making.as_json(value) if is_blocks else value)
    page.save_revision(user=by, clean=False, log_action=by is not None)


def _look_over(authority: Authority, said: list[Fact], pack: Pack) -> None:
    """Raise FactsError for facts that no blank asks for, or that do not fit where they are to stand."""
    if not said:
        return
    by_key = {blanks.key_of(fact.blank): fact for fact in said}
    known = {**facts_of(authority), **facts.by_key(said)}
    asked: dict[str, str] = {}
    faults: dict[tuple[str, str], str] = {}
    there = standings(authority, pack)
    texts = [
        (each.title, each.written.model, each.written.fields)
        if each.draft is None
        else (each.title, each.draft.model, each.draft.fields)
        for each in there
    ]
    for name in pack.blanks():
        asked[blanks.key_of(name)] = name

    for title, model, fields in texts:

        def look(text: str, place: Place, title: str = title) -> str:
            names = list(blanks.blanks_in(text))
            for name in names:
                asked.setdefault(blanks.key_of(name), name)
            filled = blanks.filled(text, place, known)
            if names and (what := blanks.does_not_fit(filled, place)):
                for name in names:
                    if blanks.key_of(name) in by_key:
                        faults.setdefault((blanks.key_of(name), what), title)
            return text

        rewritten(model, fields, look)
    wrong = [by_key[key].wrong(f"on “{title}”, {what}") for (key, what), title in faults.items()]
    for key, fact in by_key.items():
        if what := blanks.what_is_wrong(fact.value):
            wrong.append(fact.wrong(what))
        if key not in asked:
            wrong.append(
                fact.wrong(
                    "no page has this blank. " + reading.did_you_mean(fact.blank, sorted(asked.values()))
                )
            )
    if wrong:
        raise FactsError(wrong)


def sheet(authority: Authority | None, pack: Pack | None = None) -> list[tuple[str, str, str]]:
    """Every blank, what fills it so far, and the pages where it stands: rows of the sheet that officers fill in."""
    pack = pack or reading.shipped()
    known = facts_of(authority) if authority else {}
    filled_by_us = {blanks.key_of(blanks.COUNCIL), blanks.key_of(blanks.AREA)}
    names: dict[str, str] = {}
    where: dict[str, list[str]] = {}
    every = standings(authority, pack) if authority else [Standing(written) for written in pack.pages]
    for each in every:
        for name in {**dict.fromkeys(each.written.blanks()), **dict.fromkeys(each.blanks)}:
            key = blanks.key_of(name)
            names.setdefault(key, name)
            where.setdefault(key, []).append(each.title)
    return [
        (name, known.get(key, ""), "; ".join(dict.fromkeys(where[key])))
        for key, name in names.items()
        if key not in filled_by_us
    ]
