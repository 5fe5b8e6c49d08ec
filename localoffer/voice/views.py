"""Reporting a problem on a service's page: no account, two presses."""

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from localoffer.directory import old_addresses
from localoffer.directory.models import Listing
from localoffer.places import limits
from localoffer.places.models import Authority

from . import actions, letters, working_days
from .forms import ReportForm
from .models import ANSWERED_WITHIN, Kind, ProblemReport

#: A school, a library or a mobile network may share one address.
MOST_IN_A_QUARTER_HOUR = 10
REPORTS = limits.Fence("reports", ((limits.A_QUARTER_HOUR, MOST_IN_A_QUARTER_HOUR), (limits.A_DAY, 60)))

LET_THEM_READ = "You may pass my words on to the people who run it"
PRIVATE = cache_control(private=True, no_cache=True)  # what a family typed may be on it


@csrf_exempt  # it has no cookie to compare with: `sealed` says why, and does what is needed
@PRIVATE
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, slug: str) -> HttpResponse:
    """Say what is wrong on a service's page: the press that says it sends it."""
    listing = _listing(request, slug)
    form = ReportForm(request.POST if request.method == "POST" else None, request=request, listing=listing)
    if not form.is_bound or not form.is_valid():
        return _ask(request, form, status=422 if form.is_bound else 200)
    if not listing.service.live:
        return _withdrawn(request, listing)
    if REPORTS.is_shut(request) and not ProblemReport.objects.filter(once=form.once).exists():
        return _ask(request, form, is_limited=True, status=429)
    said = form.cleaned_data
    _, is_new = actions.report(
        listing=listing,
        kind=said["kind"],
        words=said["words"],
        may_pass_on=said["may_pass_on"],
        is_worry=form.danger is not None,
        reporter_email=said["email"],
        once=form.once,
        by=None,
    )
    if is_new:
        REPORTS.count(request)
    return redirect(form.then(reverse("voice:thanks", args=[listing.slug]) + ("" if is_new else "?again=1")))


@PRIVATE
def thanks(request: HttpRequest, slug: str) -> HttpResponse:
    """What happens next, and when."""
    listing = _listing(request, slug)
    context = {
        "listing": listing,
        "service": listing.service,
        "by": working_days.after(timezone.localdate(), ANSWERED_WITHIN),
        "provider_hears": bool(letters.provider_address(listing.service)),
        "is_again": request.GET.get("again") == "1",
    }
    return render(request, "voice/thanks.html", context)


def _listing(request: HttpRequest, slug: str) -> Listing:
    """A listing of this council by its address or a former one, also when its service has been withdrawn since.

    Http404 for one that families could never see.
    """
    council = Listing.objects.of(Authority.for_request(request))
    listing = (
        council.filter(Q(slug=slug) | Q(former_addresses__slug=slug))
        .select_related("service__organization", "authority")
        .first()
    )
    if listing is None or not listing.service.live and listing.service.first_published_at is None:
        raise Http404("There is no such service.")
    return listing


def _ask(
    request: HttpRequest, form: ReportForm, *, is_limited: bool = False, status: int = 200
) -> HttpResponse:
    listing, service = form.listing, form.listing.service
    if not service.live:
        return _withdrawn(request, listing)
    change = service.status_change
    context = {
        "listing": listing,
        "service": service,
        "check": listing.last_check,
        "change": change if change and change.is_closing else None,
        "form": form,
        "words": form.typed("words"),
        "email": form.typed("email"),
        "kinds": [
            {"value": value, "label": label, "pressed": value == form.typed("kind")}
            for value, label in Kind.choices
        ],
        "pass_on": [{"value": "yes", "label": LET_THEM_READ, "checked": bool(form.typed("may_pass_on"))}],
        "problems": form.problems(),
        "is_limited": is_limited,
        "provider_hears": bool(letters.provider_address(service)),
        "by": working_days.after(timezone.localdate(), ANSWERED_WITHIN),
    }
    return render(request, "voice/report.html", context, status=status)


def _withdrawn(request: HttpRequest, listing: Listing) -> HttpResponse:
    """The service has left the Local Offer: what there is to do instead."""
    successor = old_addresses.successor_of(listing, listing.service.status_change)
    return render(request, "voice/withdrawn.html", {"successor": successor}, status=410)
