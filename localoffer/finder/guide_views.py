"""The guide: one question on a page, in plain forms, each answer carried in the address."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import cache_control

from localoffer.places.models import Authority

from .guide import QUESTIONS, Answers, options
from .results import find

_NAMES = [question.name for question in QUESTIONS]


@cache_control(private=True, no_cache=True)  # what is hard for somebody is for nobody's cache
def question(request: HttpRequest, name: str = _NAMES[0]) -> HttpResponse:
    """One question. Its form asks for the next page, with this answer and those that are known already."""
    if name not in _NAMES:
        raise Http404("There is no such question.")
    authority = Authority.for_request(request)
    answers = Answers.from_params(request.GET, council=authority.pk)
    at = _NAMES.index(name)
    is_last = name == _NAMES[-1]
    action = reverse("finder:guide_found") if is_last else _address(at + 1)
    counts = find(answers.search(), authority=authority).counts if is_last else {}
    context = {
        "question": QUESTIONS[at],
        "number": at + 1,
        "last": len(QUESTIONS),
        "options": options(QUESTIONS[at], answers, counts=counts, council=authority.pk),
        "action": action,
        "button": "Show what there is" if is_last else "Next",
        "carry": [{"name": key, "value": value} for key, value in answers.to_params(leaving_out=name)],
        "skip": _with(action, answers.query_string(leaving_out=name)),
        "back": _with(_address(at - 1), answers.query_string()) if at else "/",
        "back_text": "Back to the question before" if at else "Back to the search box",
    }
    return render(request, "finder/guide.html", context)


@cache_control(private=True, no_cache=True)
def found(request: HttpRequest) -> HttpResponse:
    """After the last question: on to the results of a search like any other."""
    answers = Answers.from_params(request.GET, council=Authority.for_request(request).pk)
    return redirect(_with(reverse("finder:results"), answers.search().query_string()))


def _address(at: int) -> str:
    return reverse("finder:guide", args=[_NAMES[at]] if at else [])


def _with(address: str, query: str) -> str:
    return f"{address}?{query}" if query else address
