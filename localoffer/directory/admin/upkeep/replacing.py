"""Find one phone, address or name in everything that is the council's, and replace it where somebody ticks."""

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from wagtail.admin import messages
from wagtail.models import Page
from wagtail.permission_policies.pages import PagePermissionPolicy

from localoffer.accounts.models import Role
from localoffer.accounts.wagtail_doors import pages_of

from ... import replacing
from ...matching import Kind, Wanted
from ...models import Listing, Location, Organization, Service
from .showing import show

MOST_SPOTS = 800  # a form may post a thousand values


class WantedForm(forms.Form):
    """What to find, and what to write instead."""

    kind = forms.ChoiceField(
        label="What is it",
        choices=[
            (Kind.PHONE, "A telephone number"),
            (Kind.EMAIL, "An e-mail address"),
            (Kind.WEB, "A web address"),
            (Kind.POSTCODE, "A postcode"),
            (Kind.WORDS, "A name, or a line of an address"),
        ],
        widget=forms.RadioSelect,
        initial=Kind.PHONE,
    )
    old = forms.CharField(
        label="Find",
        max_length=255,
        help_text="However it is written there: spaces in a number do not matter.",
    )
    new = forms.CharField(label="Put in its place", max_length=255)

    def clean(self):
        said = super().clean()
        if {"kind", "old", "new"} <= said.keys():
            try:
                self.wanted = Wanted(Kind(said["kind"]), said["old"], said["new"])
            except ValueError as error:
                raise ValidationError(str(error)) from error
        return said


def within(request: HttpRequest) -> replacing.Within:
    """All that a person may edit in the council whose admin this is."""
    user = request.user
    may_edit = PagePermissionPolicy().instances_user_has_permission_for(user, "change")
    pages = Page.objects.filter(pk__in=pages_of(request).values("pk")) & may_edit
    return replacing.Within(
        services=Service.objects.editable_by(user),
        organizations=Organization.objects.editable_by(user),
        locations=Location.objects.editable_by(user),
        listings=Listing.objects.of(request.authority).filter(service__binned_at=None),
        pages=pages,
        publishes=user.has_role(request.authority, Role.PUBLISHER),
    )


def _as_many_as_fit(found: list[replacing.Found]) -> list[replacing.Found]:
    shown, spots = [], 0
    for each in found:
        spots += len(each.spots)
        if shown and spots > MOST_SPOTS:
            break
        shown.append(each)
    return shown


def replace(request: HttpRequest) -> HttpResponse:
    """A form; then every place with a tick; then what became of each. Posted, so that no address holds a number."""
    form = WantedForm(request.POST or None)
    found, done, chosen = [], [], set(request.POST.getlist("spot"))
    step = "form"
    if request.method == "POST" and form.is_valid():
        step = "found"
        if "replace" in request.POST:
            if not chosen:
                messages.error(request, "Tick at least one place first.")
            else:
                try:
                    done = replacing.replace(form.wanted, within(request), chosen=chosen, by=request.user)
                    step = "done"
                except replacing.ChangedMeanwhileError as error:
                    messages.error(request, str(error))
        if step == "found":
            found = replacing.find(form.wanted, within(request))
            if "replace" not in request.POST:
                chosen = {spot.key for each in found for spot in each.spots}
    shown = _as_many_as_fit(found)
    return show(
        request,
        "replace",
        "Find and replace",
        icon="search",
        form=form,
        step=step,
        found=shown,
        left_off=len(found) - len(shown),
        places=sum(len(each.spots) for each in found),
        chosen=chosen,
        done=done,
        done_places=sum(each.places for each in done),
    )
