"""The page of key dates, and its calendar."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from localoffer.cms.conditional import not_sent_twice
from localoffer.places.models import Authority

from . import coming


@not_sent_twice
@cache_control(no_cache=True)
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """What comes in the next twelve months, and what has no one day."""
    today = timezone.localdate()
    own = coming.of(Authority.for_request(request), today)
    months, without_day = coming.in_months(own, today), coming.without_day(own)
    context = {"months": months, "without_day": without_day, "sources": coming.sources(months, without_day)}
    return render(request, "pages/key_dates/page.html", context)


@not_sent_twice
@cache_control(public=True, max_age=3600)
@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """The same as a calendar: to save once, or for a phone to ask for again and again."""
    made = coming.calendar(Authority.for_request(request), timezone.localdate())
    file = HttpResponse(made, content_type="text/calendar; charset=utf-8")
    file["Content-Disposition"] = 'inline; filename="key-dates.ics"'
    return file
