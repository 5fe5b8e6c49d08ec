"""What can be seen of one council: its pages, its services, its site. As many queries for thousands as for one."""

import re
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from wagtail import hooks
from wagtail.models import Page, PageViewRestriction, Site

from localoffer.cms.languages import in_english
from localoffer.cms.models import DutyServed, PageCare, PageCheck, ReviewEvery
from localoffer.directory.models import Contact, CostOption, Link, Phone, ProviderAnswer, Schedule, Service
from localoffer.duties import loading
from localoffer.duties.ehc.counting import months_after
from localoffer.finder.models import STATUS_CLOSED, Entry
from localoffer.places.models import Authority

from .judging import Facts, PageFact, Part, ServiceFact, Services, Share

#: Rooms register a function of (authority, day) that gives {fact: (of how many pages it is so, among how many)}.
SITE_FACTS_HOOK = "register_site_facts"
#: Rooms that are a part of the product register a function of (authority, day) that gives {part: judging.Part}.
PARTS_HOOK = "register_compliance_parts"

# What a check of a service is good for here (codes.STATED, "checked")
CHECKED_WITHIN = 12  # months
# Pages that are right on the day they appear, and are not checked again
_NOT_CHECKED_AGAIN = {"news", "event"}
# Whose pages are of their kind, too (codes.PAGE_KINDS)
_HUBS = {"young-people", "practitioner"}
_SEN_REPORT = re.compile(r"\bSEND?\W+(information\W+)?report\b", re.IGNORECASE)
_FILTERS = ("kind", "strand", "need", "stage")


def gather(authority: Authority, *, day: date) -> Facts:
    """Everything that judging asks of a council."""
    roots = _roots(authority)
    pages, site_pages, is_home_live = _pages(roots, day)
    services = Services(_services(authority, day))
    site = {
        "home-page-live": Share(int(is_home_live), 1),
        "every-section-has-pages": _sections_with_pages(pages, day),
        # The page that shows these judgements is such a list
        "contents-list-live": Share(int(bool(roots)), 1),
        "search-live": Share(int(bool(roots) and services.count > 0), 1),
        # So is the page of words; a council adds its own to ours
        "glossary-live": Share(int(bool(roots)), 1),
        "pages-checked": _checked_in_time(site_pages, day),
    }
    for register in hooks.get_hooks(SITE_FACTS_HOOK):
        site |= {fact: Share(*share) for fact, share in register(authority, day).items()}
    return Facts(day=day, pages=tuple(pages), services=services, site=site, parts=parts(authority, day=day))


def parts(authority: Authority, *, day: date) -> dict[str, Part]:
    """The parts of the product that are there, each able to say what it shows of this council."""
    found: dict[str, Part] = {}
    for register in hooks.get_hooks(PARTS_HOOK):
        found |= register(authority, day)
    return found


def today() -> date:
    """The day that judgements are of, unless another is asked for."""
    return timezone.localdate()


def _roots(authority: Authority) -> list[Page]:
    """The first pages of the council's sites. The root of all pages is every council's, and so nobody's."""
    sites = (
        Site.objects.filter(authority_site__authority=authority).select_related("root_page").order_by("pk")
    )
    return [site.root_page for site in sites if site.root_page.depth > 1]


def _below(roots: Iterable[Page], path: str = "path") -> Q:
    within = Q(pk__in=[])
    for root in roots:
        within |= Q(**{f"{path}__startswith": root.path})
    return within


def _pages(roots: list[Page], day: date) -> tuple[list[PageFact], list[PageFact], bool]:
    """The pages that name duties, drafts included; all published ones; and whether a first page is among those."""
    rows = list(
        in_english(Page.objects.filter(_below(roots)))
        .order_by("path")
        .only("pk", "path", "title", "url_path", "live", "content_type", "first_published_at", "depth")
    )
    models = {
        found.pk: found.model_class()
        for found in ContentType.objects.filter(pk__in={row.content_type_id for row in rows})
    }
    duties: dict[int, set[str]] = defaultdict(set)
    for page, slug in DutyServed.objects.filter(_below(roots, "page__path")).values_list(
        "page_id", "criterion"
    ):
        duties[page].add(slug)
    cares = {
        page: (owner, every)
        for page, owner, every in PageCare.objects.filter(_below(roots, "page__path")).values_list(
            "page_id", "owner", "review_every"
        )
    }
    checks = dict(
        PageCheck.objects.filter(_below(roots, "page__path"), checked_on__lte=day)
        .order_by("checked_on", "pk")
        .values_list("page_id", "checked_on")
    )
    private = tuple(
        PageViewRestriction.objects.filter(_below(roots, "page__path")).values_list("page__path", flat=True)
    )
    ends = _ends({row.pk: models[row.content_type_id] for row in rows})
    hubs = [
        (row.path, kind) for row in rows if row.live and (kind := _kind(models[row.content_type_id])) in _HUBS
    ]
    found = {}
    for row in rows:
        owner, every = cares.get(row.pk, ("", ReviewEvery.YEAR))
        checked_on = checks.get(row.pk)
        kinds = {_kind(models[row.content_type_id])} - {""}
        kinds |= {kind for path, kind in hubs if row.path.startswith(path)}
        found[row.pk] = PageFact(
            key=row.pk,
            title=row.title,
            href=_address(row, roots),
            kinds=frozenset(kinds),
            duties=frozenset(duties.get(row.pk, ())),
            is_published=row.live and not row.path.startswith(private),
            owner=owner,
            checked_on=checked_on,
            due_on=months_after(checked_on, every) if checked_on else None,
            published_on=timezone.localdate(row.first_published_at) if row.first_published_at else None,
            ends_on=ends.get(row.pk),
        )
    return (
        [page for page in found.values() if page.duties],
        [page for page in found.values() if page.is_published],
        any(found[root.pk].is_published for root in roots if root.pk in found),
    )


def _kind(model: type | None) -> str:
    """The kind of evidence that pages of a type are; "" for one that is none, or whose code is gone."""
    return getattr(model, "page_kind", "")


def _ends(models: dict[int, Any]) -> dict[int, date]:
    """The last day of each event, where its type keeps an `end`. A query for each such type."""
    events = {
        model
        for model in models.values()
        if _kind(model) == "event" and any(field.name == "end" for field in model._meta.get_fields())
    }
    found: dict[int, date] = {}
    for model in events:
        rows = model.objects.filter(pk__in=[pk for pk, its in models.items() if its is model])
        found |= {pk: timezone.localdate(end) for pk, end in rows.values_list("pk", "end") if end}
    return found


def _address(page: Page, roots: list[Page]) -> str:
    """The page's address on the council's own site."""
    root = next(root for root in roots if page.path.startswith(root.path))
    return "/" + page.url_path[len(root.url_path) :]


def _sections_with_pages(pages: list[PageFact], day: date) -> Share:
    served = {slug for page in pages if page.is_published for slug in page.duties}
    duties = loading.in_force(day)
    sections = {criterion.section for criterion, _ in duties}
    return Share(
        len({criterion.section for criterion, _ in duties if criterion.slug in served}), len(sections)
    )


def _checked_in_time(pages: list[PageFact], day: date) -> Share:
    checked = [page for page in pages if not page.kinds & _NOT_CHECKED_AGAIN]
    return Share(sum(page.due_on is not None and page.due_on >= day for page in checked), len(checked))


def _services(authority: Authority, day: date) -> Iterable[ServiceFact]:
    """Services that the council lists and that have not closed; a paused one will want to open again.

    What they are for comes from the finder's flattened rows, what they state from the directory.
    """
    stated = _stated(authority)
    rows = (
        Entry.objects.filter(authority=authority)
        .exclude(status=STATUS_CLOSED)
        .values_list("service_id", "tokens", "reach", "cost", "wait", "checked_on")
    )
    for service_id, tokens, reach, cost, wait, checked_on in rows:
        carried = tokens.split()
        states = set(stated.get(service_id, ()))
        if cost:
            states.add("cost")
        if wait:
            states.add("wait")
        if any(each.startswith("access:") and each != "access:?" for each in carried):
            states.add("access")
        if checked_on and checked_on <= day <= months_after(checked_on, CHECKED_WITHIN):
            states.add("checked")
        carries = {each for each in carried if each.partition(":")[0] in _FILTERS}
        yield ServiceFact(frozenset(carries | {f"reach:{reach}"}), frozenset(states))


def _stated(authority: Authority) -> dict[Any, set[str]]:
    """What each service states that the finder's rows do not hold (codes.STATED). Two queries."""

    def has(model: Any) -> Exists:
        return Exists(model.objects.filter(service=OuterRef("pk")))

    rows = (
        Service.objects.published()
        .listed_by(authority)
        .annotate(
            has_phone=has(Phone),
            has_contact=has(Contact),
            has_price=has(CostOption),
            has_times=has(Schedule),
            has_answers=has(ProviderAnswer),
        )
        .values(
            "pk",
            "eligibility_description",
            "referral",
            "application_process",
            "application_url",
            "who_decides",
            "fees_description",
            "email",
            "plan_required",
            "diagnosis_required",
            "running",
            "has_phone",
            "has_contact",
            "has_price",
            "has_times",
            "has_answers",
        )
    )
    found = {
        row["pk"]: {
            code
            for code, is_stated in {
                "who": row["eligibility_description"].strip(),
                "how": row["referral"] or row["application_process"].strip() or row["application_url"],
                "who-decides": row["who_decides"].strip(),
                "cost": row["fees_description"].strip() or row["has_price"],
                "times": row["has_times"] or row["running"],
                "contact": row["email"] or row["has_phone"] or row["has_contact"],
                "no-plan": row["plan_required"] == "no",
                "no-diagnosis": row["diagnosis_required"] == "no",
                "answers": row["has_answers"],
            }.items()
            if is_stated
        }
        for row in rows
    }
    links = Link.objects.filter(service__listings__authority=authority, label__icontains="report")
    for service_id, label in links.values_list("service_id", "label"):
        if _SEN_REPORT.search(label) and service_id in found:
            found[service_id].add("sen-report")
    return found
