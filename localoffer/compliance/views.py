"""How a council meets the law: a page, a table and JSON of the same, for today or for any day that was kept."""

import csv
import io
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from localoffer.cms.conditional import not_sent_twice
from localoffer.duties import codes, loading
from localoffer.places.models import Authority

from . import actions, evidence, statement
from .judging import STATUSES
from .models import ComplianceSnapshot

# A page that was put together once is kept as long as its snapshot is the one to show
KEPT_FOR = 24 * 60 * 60  # seconds
FRESH = cache_control(no_cache=True)


@dataclass(frozen=True)
class Asked:
    """What somebody asked for: a snapshot, and of it the duties of one status, or all. Without one, why not."""

    snapshot: ComplianceSnapshot | None
    status: str = ""  # "" for all
    on: str = ""  # the day asked for, as it was typed; "" for today
    trouble: str = ""
    nearest: ComplianceSnapshot | None = None

    @classmethod
    def of(cls, request: HttpRequest) -> "Asked":
        """Read it from an address. What makes no sense as a status is left out, as a day it is explained."""
        kept = ComplianceSnapshot.objects.of(authority := Authority.for_request(request))
        said = request.GET.get("status", "")
        status = said if said in STATUSES else ""
        on = request.GET.get("on", "").strip()[:40]
        if not on:
            newest = kept.defer("packed").newest() or actions.keep_if_possible(authority=authority)
            return cls(newest, status)
        try:
            day = date.fromisoformat(on)
        except ValueError:
            return cls(None, status, on, f"“{on}” is not a day that we can read. Write it as 2026-11-20.")
        if found := kept.defer("packed").filter(day=day).first():
            return cls(found, status, on)
        nearest = kept.nearest(day)
        return cls(None, status, on, f"Nothing was kept on {day.day} {day:%B %Y}.", nearest)

    def address(self, name: str, *, status: str | None = None) -> str:
        """Where the same is to be had in another form, or with another status."""
        wanted = self.status if status is None else status
        query = urlencode([(key, value) for key, value in (("status", wanted), ("on", self.on)) if value])
        return reverse(name) + (f"?{query}" if query else "")

    def statement(self) -> statement.Statement:
        """All that was said then; with one status alone when that was asked for."""
        assert self.snapshot is not None
        return statement.Statement.from_json(self.snapshot.said).only(self.status)


@not_sent_twice
@FRESH
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Every duty: where it is met, by whom, last reviewed when, or that it is a gap."""
    asked = Asked.of(request)
    if asked.snapshot is None:
        return _nothing_kept(request, asked)
    return render(request, "compliance/page.html", {"body": _body(asked), "day": asked.snapshot.day})


@FRESH
@require_safe
def table(request: HttpRequest) -> HttpResponse:
    """The same for a spreadsheet."""
    asked = Asked.of(request)
    if asked.snapshot is None:
        return HttpResponse(_in_words(asked), content_type="text/plain; charset=utf-8", status=404)
    written = io.StringIO()
    csv.writer(written).writerows(statement.as_table(asked.statement()))
    # The mark at the beginning is for spreadsheets that would else take the letters for others
    answer = HttpResponse("\ufeff" + written.getvalue(), content_type="text/csv; charset=utf-8")
    name = f"how-we-meet-the-law-{asked.snapshot.day:%Y-%m-%d}.csv"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@FRESH
@require_safe
def data(request: HttpRequest) -> HttpResponse:
    """The same for a program."""
    asked = Asked.of(request)
    if asked.snapshot is None:
        return JsonResponse({"problem": _in_words(asked)}, status=404)
    return JsonResponse(asked.statement().as_json(), json_dumps_params={"ensure_ascii": False, "indent": 1})


@not_sent_twice
@FRESH
@require_safe
def checklist(request: HttpRequest) -> HttpResponse:
    """What a family or a forum can go through by hand, on paper or on a screen. Nothing they tick is sent or kept."""
    Authority.for_request(request)
    day = evidence.today()
    key = f"compliance:checklist:{day:%Y-%m-%d}"
    return render(
        request,
        "compliance/checklist.html",
        {"body": _kept(key, "compliance/checklist_body.html", lambda: _checklist(day))},
    )


def _body(asked: Asked) -> SafeString:
    """The page's own part, put together once for each snapshot and status: 76 duties take longer than all the rest."""
    made = asked.snapshot
    if made.pk is None:  # it could not be saved, and there is nothing to know it by
        return mark_safe(render_to_string("compliance/body.html", _context(asked)))
    key = f"compliance:page:{made.pk}:{made.made_at:%Y%m%d%H%M%S%f}:{asked.status}:{bool(asked.on)}"
    return _kept(key, "compliance/body.html", lambda: _context(asked))


def _kept(key: str, template: str, context) -> SafeString:
    # Django made this of a template, and escaped it, when it was put there
    return mark_safe(cache.get_or_set(key, lambda: str(render_to_string(template, context())), KEPT_FOR))


def _context(asked: Asked) -> dict[str, object]:
    whole = statement.Statement.from_json(asked.snapshot.said)
    counts = whole.counts
    filters = [{"text": "All", "count": sum(counts.values()), "status": ""}]
    filters += [
        {
            "text": label,
            "count": counts[status],
            "status": status,
            "tone": statement.TONES[status],
            "icon": statement.ICONS[status],
        }
        for status, label in STATUSES.items()
    ]
    return {
        "statement": whole.only(asked.status),
        "day": whole.day,
        "is_past": bool(asked.on),
        "today": reverse("compliance:page"),
        "filters": [
            {
                **each,
                "href": asked.address("compliance:page", status=each["status"]),
                "is_chosen": each["status"] == asked.status,
            }
            for each in filters
        ],
        "status": STATUSES.get(asked.status, ""),
        "unconfirmed_law": whole.unconfirmed_law,
        "csv": asked.address("compliance:table"),
        "json": asked.address("compliance:data"),
        "checklist": reverse("compliance:checklist"),
    }


def _checklist(day: date) -> dict[str, object]:
    duties = loading.in_force(day)
    return {
        "day": day,
        "back": reverse("compliance:page"),
        "statuses": [label for status, label in STATUSES.items() if status != "not-assessed"],
        "sections": [
            {
                "title": section.title,
                "duties": [
                    {"slug": criterion.slug, "version": version}
                    for criterion, version in duties
                    if criterion.section == section.slug
                ],
            }
            for section in loading.sections()
        ],
        "strengths": codes.STRENGTHS,
    }


def _in_words(asked: Asked) -> str:
    if asked.nearest is None:
        return asked.trouble
    day = asked.nearest.day
    return f"{asked.trouble} The nearest day that was kept is {day.day} {day:%B %Y}: on={day.isoformat()}"


def _nothing_kept(request: HttpRequest, asked: Asked) -> HttpResponse:
    """Why there is nothing to show of a day, and the nearest day of which there is."""
    nearest = asked.nearest
    return render(
        request,
        "compliance/no_such_day.html",
        {
            "trouble": asked.trouble,
            "nearest": nearest.day if nearest else None,
            "href": f"{reverse('compliance:page')}?on={nearest.day.isoformat()}" if nearest else "",
            "today": reverse("compliance:page"),
        },
        status=404,
    )
