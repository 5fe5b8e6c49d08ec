"""The page of the EHC timeline, and its calendar file. What is typed lives for one request and is in no log."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from localoffer.cms.crisis.showing import look_for_danger
from localoffer.duties.ehc import Timeline, calendar_file, timeline
from localoffer.duties.ehc.counting import said
from localoffer.places.models import Authority

from .. import kept as pages_kept
from . import asking, kept, shown
from .questions import PLACES, Answers, Place

NOTHING_GIVEN = "Give at least one date. Open the part that fits, and type what you know."
CALENDAR = "text/calendar; charset=utf-8"


def kept_nowhere(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For a page on which somebody types dates of a child's life: no cache, no report of an error holds them.

    It needs no CSRF token: a press changes nothing, here or anywhere, and the public site has no cookie to compare
    with (docs/decisions/0006).
    """

    @wraps(view)
    def answer(request: HttpRequest) -> HttpResponse:
        return view(request)

    return csrf_exempt(sensitive_post_parameters()(cache_control(private=True, no_store=True)(answer)))


@kept_nowhere
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """Ask for the dates that are known, and show every later deadline on the same page."""
    answers = Answers(request.POST)
    if request.method != "POST":
        return _page(request, answers)
    if answers.is_empty:
        return _page(request, answers, [{"text": NOTHING_GIVEN, "href": f"#{PLACES[0].id}"}], status=422)
    return _result(request, answers) or _to_put_right(request, answers)


@kept_nowhere
@require_http_methods(["POST"])
def calendar(request: HttpRequest) -> HttpResponse:
    """The same deadlines as a calendar file. The dates come with the press, so that they are in no address."""
    answers = Answers(request.POST)
    if answers.is_empty or answers.faults:
        return _to_put_right(request, answers)
    made = timeline(answers.known, timezone.localdate())
    file = HttpResponse(calendar_file(made), content_type=CALENDAR)
    file["Content-Disposition"] = 'attachment; filename="ehc-dates.ics"'
    return file


def _to_put_right(request: HttpRequest, answers: Answers) -> HttpResponse:
    """The form again, with what was typed and what is wrong with it."""
    errors = [
        {"text": f"“{each.event.ask}”: {each.error}", "href": f"#{each.box_at_fault}"}
        for each in answers.faults
    ]
    if not errors:
        errors = [{"text": NOTHING_GIVEN, "href": f"#{PLACES[0].id}"}]
    return _page(request, answers, errors, status=422)


def _result(request: HttpRequest, answers: Answers) -> HttpResponse | None:
    """The timeline; None if some of what was typed cannot be read."""
    if answers.faults:
        return None
    made = timeline(answers.known, timezone.localdate())
    errors = [
        {"text": problem.what, "href": f"#{answers.question_about(problem).box_at_fault}"}
        for problem in made.problems
    ]
    return _page(request, answers, errors, made)


def _page(
    request: HttpRequest,
    answers: Answers,
    errors: list[dict[str, str]] | None = None,
    made: Timeline | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    today = timezone.localdate()
    look_for_danger(request, *answers.words)
    doubted = {problem.field for problem in made.problems} if made else set()
    context = {
        "errors": errors or [],
        "errors_title": "Look at these dates again" if made else "",
        "places": [_place(place, answers, doubted) for place in PLACES],
        "today": shown.weekday_and_date(today),
        "if_you_ask": shown.if_you_ask(today),
        "counted": list(shown.how_days_are_counted()),
        "law_as_at": said(shown.law_as_at(made)),
        "keep": None if made else pages_kept.press_standing(request, "ehc-timeline"),
        **(
            _made(made, answers)
            if made
            else {"ways_to_ask": asking.ways_to_ask(Authority.for_request(request))}
        ),
    }
    return render(request, "pages/timeline/page.html", context, status=status)


def _place(place: Place, answers: Answers, doubted: set[str]) -> dict:
    questions = [answers.questions[event] for event in place.events]
    return {
        "place": place,
        "questions": [
            {
                "id": each.event.id,
                "legend": each.event.ask,
                "hint": each.event.hint,
                "boxes": each.shown_boxes,
                "error": each.error or ("Look at this date again." if each.event.field in doubted else ""),
            }
            for each in questions
        ],
        "is_open": any(not each.boxes.is_empty for each in questions),
    }


def _made(made: Timeline, answers: Answers) -> dict:
    """What the page says of a timeline."""
    steps = shown.shown_steps(made)
    coming = next((each for each in steps if each.is_next), None)
    late_appeal = shown.late_appeal(made)
    return {
        "made": made,
        "steps": steps,
        "next": coming,
        "late_appeal": said(late_appeal.last_day) if late_appeal and late_appeal.last_day else "",
        "next_is": shown.how_far(coming.step.last_day, made.today) if coming else "",
        "texts": made.texts,
        "stopped": made.stopped,
        "carried": answers.carried,
        "to_keep": kept.choices(steps),
        "disagrees": any(step.limit.stage == "disagreeing" for step in (*made.steps, *made.texts)),
    }
