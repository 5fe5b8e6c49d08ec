"""Which services somebody is to ring, and the two clicks that say that one is right."""

from urllib.parse import urlencode

from django import forms
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from wagtail.admin import messages

from localoffer.accounts.week import Heading, Line

from ... import actions
from ...models import Check, Organization, Service, TaxonomyTerm
from ...models.facts import Outcome
from .kinds import listed
from .showing import show

PAGE_SIZE = 50
SHOWN = {
    "overdue": ("Overdue", "The last check no longer stands."),
    "due": ("Due", "The last check stands for less than 30 days more."),
    "never": ("Never checked", "Nobody has made sure yet."),
}
OUTCOMES = {
    Outcome.RIGHT: "It is right",
    Outcome.CORRECTED: "It was wrong, and I have put it right",
    Outcome.NOT_REACHED: "I could not reach them",
}


class FilterForm(forms.Form):
    show = forms.ChoiceField(choices=[(code, words) for code, (words, _) in SHOWN.items()], required=False)
    kind = forms.ModelChoiceField(
        label="Kind of help", queryset=TaxonomyTerm.objects.none(), required=False, empty_label="Every kind"
    )
    organization = forms.ModelChoiceField(
        label="Run by", queryset=Organization.objects.none(), required=False, empty_label="Everybody"
    )

    def __init__(self, *args, request: HttpRequest, **kwargs):
        super().__init__(*args, **kwargs)
        services = listed(request).values("service")
        kinds = TaxonomyTerm.objects.of("kind").offered_to(request.authority).filter(parent=None)
        self.fields["kind"].queryset = kinds.in_order()
        self.fields["organization"].queryset = Organization.objects.filter(services__in=services).distinct()

    def chosen(self) -> dict:
        """What was asked for; whatever makes no sense is left out."""
        self.is_valid()
        found = {name: value for name, value in self.cleaned_data.items() if value}
        return {"show": "overdue", **found}

    def query_string(self) -> str:
        chosen = self.chosen()
        return urlencode({name: getattr(value, "pk", value) for name, value in chosen.items()})


class CheckForm(forms.Form):
    """What is said of a check. All of it is filled in already for whoever rang today."""

    outcome = forms.ChoiceField(
        label="What you found",
        choices=list(OUTCOMES.items()),
        widget=forms.RadioSelect,
        initial=Outcome.RIGHT,
    )
    how = forms.ChoiceField(
        label="How you made sure",
        choices=[(value, label) for value, label in Check.How.choices if value != Check.How.SOURCE],
        initial=Check.How.RANG,
    )
    on = forms.DateField(
        label="On",
        validators=[actions.refuse_impossible_day],
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        initial=timezone.localdate,
    )
    by_role = forms.CharField(
        label="By",
        max_length=150,
        initial="the Local Offer team",
        help_text="Families read this: “Checked by the Local Offer team”. A role, not a name.",
    )
    note = forms.CharField(
        label="Note",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="For officers only.",
    )


def index(request: HttpRequest) -> HttpResponse:
    """Listings to check: overdue, due, or never checked."""
    form = FilterForm(request.GET, request=request)
    chosen = form.chosen()
    found = {code: _of(request, code, chosen) for code in SHOWN}
    listings = (
        found[chosen["show"]].select_related("service__organization").prefetch_related("service__phones")
    )
    page = Paginator(listings, PAGE_SIZE).get_page(request.GET.get("p"))
    own = _own(request, page)
    tabs = [
        {
            "label": words,
            "count": found[code].count(),
            "href": f"?{FilterForm({**request.GET.dict(), 'show': code}, request=request).query_string()}",
            "is_shown": code == chosen["show"],
        }
        for code, (words, _) in SHOWN.items()
    ]
    return show(
        request,
        "checks",
        "Checks",
        icon="check",
        form=form,
        chosen=chosen,
        tabs=tabs,
        explained=SHOWN[chosen["show"]][1],
        page=page,
        own=own,
        back=form.query_string(),
        today=timezone.localdate(),
    )


def record(request: HttpRequest) -> HttpResponse:
    """Record one check for the chosen listings: the second click."""
    ids = [each for each in request.GET.getlist("id") if each]
    listings = list(
        listed(request).filter(pk__in=ids).select_related("service__organization").order_by("slug")
    )
    if not listings:
        messages.error(request, "Choose at least one service first.")
        return redirect(_back_to(request))
    if len(listings) != len(set(ids)):
        raise Http404
    initial = {
        "outcome": request.GET.get("outcome")
        if request.GET.get("outcome") in Outcome.values
        else Outcome.RIGHT
    }
    form = CheckForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.record_checks(listings, **form.cleaned_data, by=request.user)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _said(listings, form.cleaned_data["outcome"]))
            return redirect(_back_to(request))
    return show(
        request,
        "record_checks",
        "Record a check",
        icon="check",
        above=[(_back_to(request), "Checks")],
        form=form,
        listings=listings,
        back=_back_to(request),
    )


#: Said where there are none, so that an officer sees that somebody looked
NOTHING = {"overdue": "Every check still stands.", "due": "No check is due in the next 30 days."}


def week(request: HttpRequest) -> list[Heading]:
    """An officer's first page: how many are overdue, due and never checked, and whom to ring first."""
    found = []
    for order, code in enumerate(SHOWN):
        listings = _of(request, code, {})
        count = listings.count()
        first = listings.select_related("service")[:5] if count and code != "never" else []
        found.append(
            Heading(
                title={"overdue": "checks overdue", "due": "checks due", "never": "never checked"}[code],
                count=count,
                lines=[
                    Line(
                        listing.service.name,
                        f"{reverse('upkeep:record_checks')}?id={listing.pk}",
                        f"due {listing.next_check_on():%-d %B %Y}",
                    )
                    for listing in first
                ],
                href=f"{reverse('upkeep:checks')}?show={code}",
                nothing=NOTHING.get(code, ""),
                order=10 + order,
                is_pressing=code == "overdue",
            )
        )
    return found


def _of(request: HttpRequest, code: str, chosen: dict) -> QuerySet:
    today = timezone.localdate()
    listings = listed(request)
    found = {
        "overdue": lambda: listings.overdue(today),
        "due": lambda: listings.due(today),
        "never": listings.never_checked,
    }[code]()
    if kind := chosen.get("kind"):
        within = TaxonomyTerm.objects.filter(parent=kind).values_list("pk", flat=True)
        found = found.filter(service__in=_of_kinds([kind.pk, *within]))
    if organization := chosen.get("organization"):
        found = found.filter(service__organization=organization)
    return found


def _of_kinds(keys: list) -> QuerySet:
    through = Service._meta.get_field("kinds").remote_field.through
    return through.objects.filter(taxonomyterm__in=keys).values("service")


def _own(request: HttpRequest, page) -> set:
    """Keys of the services on a page whose record this council keeps: those can be opened and edited."""
    return {listing.service_id for listing in page if listing.service.owner_id == request.authority.pk}


def _back_to(request: HttpRequest) -> str:
    query = FilterForm(request.GET, request=request).query_string()
    return f"{reverse('upkeep:checks')}?{query}"


def _said(listings: list, outcome: str) -> str:
    what = listings[0].service.name if len(listings) == 1 else f"{len(listings)} services"
    if outcome == Outcome.NOT_REACHED:
        return f"Noted that you could not reach {what}. The check is still to be made."
    return f"Checked: {what}. Families see today’s work at once."
