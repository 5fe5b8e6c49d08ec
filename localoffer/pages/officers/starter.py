"""The starter pack in the admin: which of its pages are there, their blanks in one place, starting the others."""

import csv
import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django import forms
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from wagtail.admin import messages

from localoffer.accounts.models import Role
from localoffer.accounts.week import Heading, Line
from localoffer.duties import loading
from localoffer.places.models import Authority

from ..models.starter import StarterPage
from ..starter import actions, facts, reading
from ..starter.blanks import blanks_in, key_of
from ..starter.standing import KEPT_FOR, Draft, Standing, Step, facts_of, standings
from ..starter.texts import Kind, Place, rewritten

TITLE: Final = "Starter pages"
#: Shared blanks: “the phone number of SENDIASS”, “when SENDIASS can be rung” are about SENDIASS
_ABOUT = re.compile(r"(?:the [\w\- ]+? of|when) (.+?)(?: can be rung)?\Z")
MOST_SAID: Final = 12


@dataclass(frozen=True)
class Part:
    """Pages that are equally far, with what to do about them."""

    step: Step
    title: str
    words: str
    pages: list[Standing]


@dataclass
class Group:
    """Blanks that one person can answer: about one team, or of one page."""

    title: str
    fields: list[tuple[forms.BoundField, list[Draft]]] = field(default_factory=list)

    @property
    def is_wrong(self) -> bool:
        return any(bound.errors for bound, _ in self.fields)


PARTS: Final = (
    (Step.BLANKS, "Drafts with blanks", "Fill in what only you know. Nobody sees them yet."),
    (Step.UNREADY, "Drafts with something to put right", "No blank is left, and something else stops them."),
    (Step.READY, "Ready to be published", "Read them as families would."),
    (Step.NOT_STARTED, "Not started", "A draft in plain words waits for you."),
    (Step.PUBLISHED, "Published", "Families read them."),
)


class BlanksForm(forms.Form):
    """A field for each blank, named for its words. Every one may stay empty."""

    def __init__(self, names: dict[str, list[Draft]], long: set[str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
        self.names = names
        for name in names:
            widget = forms.Textarea(attrs={"rows": 3}) if name in long else forms.TextInput()
            self.fields[_field_of(name)] = forms.CharField(
                label=name[:1].upper() + name[1:], required=False, widget=widget
            )

    def said(self) -> list[facts.Fact]:
        """What was typed, for those blanks where something was."""
        return [
            facts.Fact(name, value) for name in self.names if (value := self.cleaned_data[_field_of(name)])
        ]

    def refuse(self, error: facts.FactsError) -> None:
        for fault in error.faults:
            self.add_error(_field_of(fault.field), fault.what[:1].upper() + fault.what[1:])

    def groups(self) -> list[Group]:
        """The fields: those about one team together, then those of one page."""
        about: dict[str, Group] = {}
        of_page: dict[str, Group] = {}
        counts: dict[str, int] = {}
        for name in self.names:
            if found := _ABOUT.match(name):
                counts[found[1]] = counts.get(found[1], 0) + 1
        for name, drafts in self.names.items():
            found = _ABOUT.match(name)
            if found and counts[found[1]] > 1:
                title = found[1][:1].upper() + found[1][1:]
                group = about.setdefault(title, Group(title))
            else:
                title = f"On “{drafts[0].fields['title']}”"
                group = of_page.setdefault(title, Group(title))
            group.fields.append((self[_field_of(name)], drafts))
        return [*about.values(), *of_page.values()]


def _field_of(name: str) -> str:
    return f"blank-{hashlib.sha256(key_of(name).encode()).hexdigest()[:16]}"


@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """Every page of the pack, by how far it is."""
    every = standings(request.authority)
    return _show(
        request,
        "starter",
        TITLE,
        parts=[
            Part(step, title, words, pages)
            for step, title, words in PARTS
            if (pages := [each for each in every if each.step is step])
        ],
        blanks=len({key_of(name) for each in every for name in each.blanks}),
        may_publish=request.user.has_role(request.authority, Role.PUBLISHER),
        going_out=len(
            actions.may_be_published({each.written.key: each for each in every}, reading.shipped())
        ),
    )


@require_http_methods(["GET", "POST"])
def fill(request: HttpRequest) -> HttpResponse:
    """The blanks of all drafts, or of one, each once."""
    only = request.GET.get("page", "")
    drafts = [
        each
        for each in standings(request.authority)
        if each.draft and each.blanks and only in ("", each.written.key)
    ]
    names, long = _blanks_of([each.draft for each in drafts if each.draft])
    form = BlanksForm(names, long, request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.said()
        meanwhile, gone = _no_longer_asked(request, form)
        try:
            filled = actions.fill(request.authority, [*said, *meanwhile], by=request.user)
        except facts.FactsError as error:
            form.refuse(error)
        else:
            _tell(request, filled, gone)
            return redirect(_here("starter_blanks", only) if len(said) < len(names) else "starter_pages")
    return _show(
        request,
        "starter_blanks",
        "Fill in the blanks",
        form=form,
        groups=form.groups() if names else [],
        count=len(names),
        only=drafts[0].title if only and drafts else "",
        status=422 if form.errors else 200,
    )


@require_GET
def sheet(request: HttpRequest) -> HttpResponse:
    """The sheet of all blanks, to be filled in by those who know."""
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="blanks-{request.authority.slug}.csv"'
    answer.write("\ufeff")  # by which Excel knows UTF-8
    writer = csv.writer(answer)
    writer.writerow([facts.BLANK, facts.VALUE, facts.PAGES])
    writer.writerows([facts.cell(each) for each in row] for row in actions.sheet(request.authority))
    return answer


@require_POST
def bring_back(request: HttpRequest) -> HttpResponse:
    """A sheet that was filled in: all of it, or the reasons why none."""
    sent = request.FILES.get("sheet")
    if sent is None:
        messages.error(
            request, "Choose the sheet first: a CSV or XLSX file with the columns blank and value."
        )
        return redirect("starter_pages")
    try:
        if sent.size > facts.LARGEST_FILE:
            raise facts.FactsError([facts.Fact("", "", sent.name, 1).wrong("it is larger than 2 MB.")])
        said = facts.read(sent.read(), name=sent.name)
        filled = actions.fill(request.authority, said, by=request.user)
    except facts.FactsError as error:
        lines = [str(fault) for fault in error.faults]
        more = f" And {len(lines) - MOST_SAID} more." if len(lines) > MOST_SAID else ""
        messages.error(request, f"Nothing was changed. {' '.join(lines[:MOST_SAID])}{more}")
    else:
        _tell(request, filled)
    return redirect("starter_pages")


@require_http_methods(["GET", "POST"])
def start(request: HttpRequest, starter_key: str) -> HttpResponse:
    """What a page of the pack would say, and, pressed, its draft in the editor."""
    pack = reading.shipped()
    written = pack.page(starter_key)
    if written is None:
        raise Http404
    there = {each.written.key: each for each in standings(request.authority)}[starter_key]
    if there.page is not None:
        return redirect("wagtailadmin_pages:edit", there.page.pk)
    if request.method == "POST":
        page = actions.begin_page(request.authority, starter_key, by=request.user)
        messages.success(
            request,
            f"“{page.title}” is a draft now. Fill its blanks, between [[ and ]], change what you like, and publish it.",
        )
        return redirect("wagtailadmin_pages:edit", page.pk)
    titles = {criterion.slug: version.title for criterion, version in loading.in_force(timezone.localdate())}
    return _show(
        request,
        "starter_start",
        written.title,
        written=written,
        above=[each.title for each in pack.above(written)],
        kind=f"{'an' if (kind := written.model._meta.verbose_name)[0] in 'aeiou' else 'a'} {kind}",
        duties=[titles[slug] for slug in written.duties if slug in titles],
        blanks=written.blanks(),
    )


@require_POST
def publish(request: HttpRequest) -> HttpResponse:
    """Publish what is ready."""
    if not request.user.has_role(request.authority, Role.PUBLISHER):
        raise PermissionDenied
    done, left = actions.publish_ready(request.authority, by=request.user)
    if done:
        messages.success(request, f"Published: {', '.join(f'“{each.title}”' for each in done)}.")
    waiting = [(each, why) for each, why in left if each.step is Step.READY]
    for each, why in waiting[:MOST_SAID]:
        messages.warning(request, f"“{each.title}” waits: {why}")
    if not done and not waiting:
        messages.warning(request, "No page was ready.")
    return redirect("starter_pages")


def headings(request: HttpRequest) -> list[Heading]:
    """For an officer's week: what there is to do on the starter pages of the council, while some are drafts."""
    rows = StarterPage.objects.filter(authority=request.authority).order_by("pk")
    stand = list(rows.values_list("page_id", "page__latest_revision_id", "page__live"))
    if all(is_live for _, _, is_live in stand):
        return []
    of_these = hashlib.sha256(repr(stand).encode()).hexdigest()
    counts = cache.get_or_set(f"pages:starter-week:{of_these}", lambda: _to_do(request.authority), KEPT_FOR)
    href = reverse("starter_pages")
    to_do = [
        (count, words if count == 1 else words.replace(" ", "s ", 1))
        for count, words in zip(
            counts,
            ("blank to fill on starter pages", "page ready to publish", "page with something to put right"),
            strict=True,
        )
        if count
    ]
    if not to_do:
        return []
    (count, title), *others = to_do
    return [Heading(title, count, [Line(f"{each} {words}", href) for each, words in others], href, order=2)]


def _to_do(authority: Authority) -> tuple[int, int, int]:
    """How many blanks are open, how many pages can go out, and how many wait for something else."""
    every = {each.written.key: each for each in standings(authority)}
    return (
        len({key_of(name) for each in every.values() for name in each.blanks}),
        len(actions.may_be_published(every, reading.shipped())),
        sum(each.step is Step.UNREADY for each in every.values()),
    )


def start_page_url(authority: Authority, slug: str) -> str:
    """For the hook of that name: where a page that serves this duty is started; "" when all that do are there."""
    serving = {page.key for page in reading.shipped().serving(slug)}
    if not serving:
        return ""
    version = loading.criterion(slug).on(timezone.localdate())
    kinds = {kind for wanted in (version.evidence.pages if version else ()) for kind in wanted.kinds}
    missing = [
        each.written
        for each in standings(authority)
        if each.written.key in serving and each.step is Step.NOT_STARTED
    ]
    # One that counts as evidence first
    missing.sort(key=lambda page: page.model.page_kind not in kinds)
    return reverse("starter_start", args=[missing[0].key]) if missing else ""


def _blanks_of(drafts: list[Draft]) -> tuple[dict[str, list[Draft]], set[str]]:
    """Each blank with the drafts where it stands, and those that may take several lines wherever they stand."""
    names: dict[str, str] = {}
    where: dict[str, list[Draft]] = {}
    short: set[str] = set()
    for draft in drafts:
        for name in draft.blanks:
            where.setdefault(names.setdefault(key_of(name), name), []).append(draft)
        for name in _within_sentences(draft):
            short.add(names[key_of(name)])
    return where, set(where) - short


def _within_sentences(draft: Draft) -> Iterator[str]:
    found: list[str] = []

    def look(text: str, place: Place) -> str:
        for name in blanks_in(text):
            is_alone = (place.kind is Kind.RICH and f"<p>[[{name}]]</p>" in text) or (
                place.kind is Kind.LINES and text.strip() == f"[[{name}]]"
            )
            if not is_alone:
                found.append(name)
        return text

    rewritten(draft.model, draft.fields, look)
    return iter(found)


def _no_longer_asked(request: HttpRequest, form: BlanksForm) -> tuple[list[facts.Fact], list[str]]:
    """Answers to blanks that were open when she opened the form: to those answered since, and all the others."""
    typed = {
        name: value.strip()
        for name, value in request.POST.items()
        if name.startswith("blank-") and name not in form.fields and value.strip()
    }
    if not typed:
        return [], []
    known = facts_of(request.authority)
    spelled = {key_of(name): name for name in reading.shipped().blanks()}
    names = {_field_of(key): spelled.get(key, key) for key in known}
    answered = [facts.Fact(names[name], value) for name, value in typed.items() if name in names]
    return answered, [value for name, value in typed.items() if name not in names]


def _tell(request: HttpRequest, filled: actions.Filled, gone: Sequence[str] = ()) -> None:
    if filled.kept or filled.blanks:
        messages.success(
            request,
            f"Kept: {filled.kept} answer{'' if filled.kept == 1 else 's'}. {filled.blanks} "
            f"blank{'' if filled.blanks == 1 else 's'} on pages filled. The pages are still drafts.",
        )
    elif not filled.answered and not gone:
        messages.warning(request, "There was no new answer, so nothing was changed.")
    for each in filled.answered:
        messages.warning(
            request,
            f"Already answered meanwhile: {each.fact.blank}. “{each.stays}” stays. You wrote “{each.fact.value}”: if "
            "that is right, change it on the pages.",
        )
    for words in gone:
        messages.warning(
            request, f"You wrote “{words}” for a blank that is on no draft any more. It was not kept."
        )
    for line in filled.left:
        messages.warning(request, line)


def _here(name: str, only: str) -> str:
    return f"{reverse(name)}?page={only}" if only else reverse(name)


def _show(request: HttpRequest, name: str, title: str, *, status: int = 200, **context: Any) -> HttpResponse:
    crumbs = [{"url": reverse("wagtailadmin_home"), "label": "Home"}]
    if name != "starter":
        crumbs.append({"url": reverse("starter_pages"), "label": TITLE})
    crumbs.append({"url": "", "label": title})
    return render(
        request,
        f"pages/admin/{name}.html",
        {
            "header_title": title,
            "page_title": title,
            "header_icon": "doc-full-inverse",
            "breadcrumbs_items": crumbs,
            **context,
        },
        status=status,
    )
