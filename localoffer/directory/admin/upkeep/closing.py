"""Closing a service: why, what took its place, and what its old address will say."""

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from wagtail.admin import messages

from ... import actions, old_addresses
from ...models import Service, StatusChange
from ...models.facts import ClosingReason, Status
from .kinds import KINDS, listed
from .showing import show

MOST_FOUND = 10


class ClosingForm(forms.Form):
    """Why a service closes. Its successor is searched for by name, and chosen from what was found."""

    on = forms.DateField(
        label="Closed on",
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        initial=timezone.localdate,
    )
    why = forms.ChoiceField(label="Why", choices=[("", "Choose a reason"), *ClosingReason.choices])
    words = forms.CharField(
        label="In your words",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Families read this. Say what they can do now.",
    )
    looked_for = forms.CharField(
        label="Which service took its place?",
        required=False,
        max_length=100,
        help_text="Part of its name. Leave it empty when nothing did.",
    )
    successor = forms.ModelChoiceField(
        label="Take families to",
        queryset=Service.objects.none(),
        required=False,
        widget=forms.RadioSelect,
        empty_label="Nothing took its place",
    )
    redirect_at_once = forms.BooleanField(
        label="Lead families there at once", required=False, help_text="Otherwise its page explains first."
    )

    def __init__(self, *args, request: HttpRequest, service: Service, **kwargs):
        super().__init__(*args, **kwargs)
        # Only what families can see can take a family over
        offered = listed(request).running().exclude(service=service)
        self.offered = Service.objects.filter(pk__in=offered.values("service"))
        self.fields["successor"].queryset = self.offered
        self.fields["successor"].choices = [("", "Nothing took its place"), *self._found()]

    def _found(self) -> list[tuple]:
        """The services to choose from: those whose names have what was looked for, and the one chosen before."""
        chosen, wanted = self.data.get("successor", ""), self.data.get("looked_for", "").strip()
        found = {}
        if chosen:
            try:
                found = {each.pk: each for each in self.offered.filter(pk=chosen)}
            except ValidationError:
                found = {}
        if wanted:
            named = self.offered.filter(name__icontains=wanted).order_by("name")[:MOST_FOUND]
            found |= {each.pk: each for each in named}
        return [(str(each.pk), each.name) for each in found.values()]

    @property
    def found_nothing(self) -> bool:
        return bool(self.data.get("looked_for", "").strip()) and len(self.fields["successor"].choices) == 1


def close(request: HttpRequest, service_id) -> HttpResponse:
    """Close a service, after a look at what families will read."""
    service = get_object_or_404(Service.objects.editable_by(request.user), pk=service_id)
    change = service.status_change
    form = ClosingForm(request.POST or None, request=request, service=service)
    preview = None
    if request.method == "POST" and "search" not in request.POST and form.is_valid():
        said = {**form.cleaned_data}
        said.pop("looked_for")
        if "preview" in request.POST:
            preview = _preview(request, service, said)
        else:
            try:
                actions.close(service, **said, by=request.user)
            except ValidationError as error:
                _add_errors(form, error)
            else:
                messages.success(request, f"{service.name} has closed. Its address says so now.")
                return redirect(KINDS["service"].edit_url(service))
    elif "search" in request.POST:
        form.errors.clear()  # nobody has asked to save yet
    return show(
        request,
        "close",
        f"Close {service.name}",
        icon="cross",
        above=[
            (reverse("wagtailsnippets_directory_service:list"), "Services"),
            (KINDS["service"].edit_url(service), service.name),
        ],
        form=form,
        service=service,
        change=change if change and change.status != Status.ACTIVE else None,
        preview=preview,
        stays_for=old_addresses.stays_for(request.authority),
    )


def reopen(request: HttpRequest, service_id) -> HttpResponse:
    """Open a closed or paused service again."""
    service = get_object_or_404(Service.objects.editable_by(request.user), pk=service_id)
    if request.method == "POST":
        actions.reopen(service, on=timezone.localdate(), by=request.user)
        messages.success(request, f"{service.name} is open again, at its own address.")
        return redirect(KINDS["service"].edit_url(service))
    return redirect("upkeep:close", service_id=service.pk)


def _preview(request: HttpRequest, service: Service, said: dict) -> dict:
    """What the old address will say."""
    change = StatusChange(
        service=service, status=Status.DEFUNCT, on=said["on"], why=said["why"], reason=said["words"]
    )
    listing = listed(request).filter(service=service).first()
    return {
        "change": change,
        "successor": said["successor"],
        "address": listing.get_absolute_url() if listing else "",
        "at_once": said["redirect_at_once"] and said["successor"],
    }


def _add_errors(form: forms.Form, error: ValidationError) -> None:
    names = {"reason": "words"}
    for name, errors in (
        error.message_dict.items() if hasattr(error, "error_dict") else [(None, error.messages)]
    ):
        field = names.get(name, name)
        for each in errors:
            form.add_error(field if field in form.fields else None, each)
