"""The forms of the admin. Whatever is chosen or posted is one of the person's own."""

import hashlib
from collections import defaultdict

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import UniqueConstraint
from django.utils import timezone
from django.utils.functional import cached_property
from wagtail.admin.forms.models import WagtailAdminModelForm, WagtailAdminModelFormMetaclass
from wagtail.admin.rich_text import DraftailRichTextArea
from wagtail.models import DraftStateMixin, LockableMixin, RevisionMixin

from localoffer.cms.models import CheckEvery
from localoffer.places.models import Authority

from .. import actions
from ..models import Check, Listing, Location, Service, TaxonomyTerm
from ..models.facts import ListStatus
from ..models.listing import Reach
from ..models.location import WHEREABOUTS
from ..sources import rich_text
from .widgets import KnownChooser

# What says where a record stands, and nothing of what it says
_OF_VERSIONS = {
    field.name
    for mixin in (DraftStateMixin, LockableMixin, RevisionMixin)
    for field in mixin._meta.get_fields()
}


class CouncilFormMetaclass(WagtailAdminModelFormMetaclass):
    @classmethod
    def child_form(cls):
        return CouncilForm


class CouncilForm(WagtailAdminModelForm, metaclass=CouncilFormMetaclass):
    """A form in which a person can name only records that they may edit, whatever was posted, in its rows as well."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self._may_be_overtaken():
            self.fields["seen"] = forms.CharField(
                widget=forms.HiddenInput, required=False, initial=self._as_it_is_now()
            )
        if self.for_user is not None:
            terms = _Terms(self.for_user.acting_for)
            for form in (self, *(row for formset in self.formsets.values() for row in formset.forms)):
                _offer_own(form, self.for_user, terms)

    def _may_be_overtaken(self) -> bool:
        """Whether an import may change it without a new version, by which Wagtail would know."""
        is_record = hasattr(self.instance, "owner_id") and not isinstance(self.instance, Service)
        return is_record and not self.instance._state.adding

    def _as_it_is_now(self) -> str:
        """A hash of the record as it stands in the database."""
        fields = self.instance._meta.concrete_fields
        names = [field.attname for field in fields if field.name not in _OF_VERSIONS]
        row = type(self.instance)._base_manager.filter(pk=self.instance.pk).values_list(*names).first()
        return hashlib.sha256(repr(row).encode()).hexdigest()

    def _tell_of_another(self) -> None:
        """Say so when somebody else has saved the record since this form was opened. Nothing typed is lost."""
        now = self._as_it_is_now()
        if self.cleaned_data.pop("seen", "") not in ("", now):
            self.data = self.data.copy()
            self.data["seen"] = now  # saving again, now that she knows, puts hers in its place
            raise ValidationError(
                "Somebody saved this after you opened it. Nothing you typed is lost: it is below. Look at the "
                "newest version in another tab, then save again to put yours in its place."
            )

    def clean(self):
        """Take pasted markup out of texts that hold none: what Word or a web page brings along."""
        cleaned = super().clean()
        for name, value in self.cleaned_data.items():
            is_rich = isinstance(self.fields[name].widget, DraftailRichTextArea)
            if isinstance(value, str) and "<" in value and not is_rich:
                self.cleaned_data[name] = rich_text.plain(value)
        if "seen" in self.fields:
            self._tell_of_another()
        return cleaned

    def _post_clean(self):
        super()._post_clean()
        self._refuse_a_second()

    def _refuse_a_second(self) -> None:
        """Say so of what a council may have once. Django leaves that out: whose record it is, is no field."""
        left_out = self._get_validation_exclusions() - {"owner"}
        for constraint in self.instance._meta.constraints:
            if not isinstance(constraint, UniqueConstraint) or "owner" not in constraint.fields:
                continue
            try:
                constraint.validate(type(self.instance), self.instance, exclude=left_out)
            except ValidationError as error:
                names = [name for name in constraint.fields if name in self.fields]
                self.add_error(names[-1] if names else None, error.messages)


def _offer_own(form: forms.ModelForm, user, terms: "_Terms") -> None:
    for name, field in form.fields.items():
        offered = getattr(field, "queryset", None)
        if offered is not None and offered.model is TaxonomyTerm:
            terms.offer(form, name, field)
        elif offered is not None and hasattr(offered, "editable_by"):
            field.queryset = offered.editable_by(user)
            if isinstance(field.widget, KnownChooser):
                field.widget.records = field.queryset


_GONE = (
    "One of the words that were chosen here has been deleted since you opened this form. The others are kept."
)


class _Terms:
    """What a council's officers may choose: asked of the database once for all the fields of a form."""

    def __init__(self, council: Authority | None) -> None:
        self.council = council

    @cached_property
    def _offered(self) -> dict[str, list[TaxonomyTerm]]:
        found = defaultdict(list)
        terms = TaxonomyTerm.objects.offered_to(self.council).in_order()
        for term in terms.select_related("taxonomy", "successor"):
            found[term.taxonomy.code].append(term)
        return found

    def offer(self, form: forms.ModelForm, name: str, field: forms.ModelChoiceField) -> None:
        """The shared terms and the council's own, each below its parent; and what the record has, though retired."""
        had = form.initial.get(name) or ()
        had = had if isinstance(field, forms.ModelMultipleChoiceField) else [had] if had else []
        beside = {getattr(term, "pk", term) for term in had}
        field.queryset = field.queryset.offered_to(self.council, beside=beside)
        field.label_from_instance = _as_offered
        field.error_messages |= dict.fromkeys(("invalid_choice", "invalid_pk_value"), _GONE)
        taxonomy = field.get_limit_choices_to().get("taxonomy__code")
        known = self._offered[taxonomy]
        if taxonomy is None or not beside <= {term.pk for term in known}:
            field.queryset = field.queryset.in_order().select_related("successor")
            return
        none = [("", field.empty_label)] if field.empty_label is not None else []
        field.widget.choices = none + [(field.prepare_value(term), _as_offered(term)) for term in known]


def _as_offered(term: TaxonomyTerm) -> str:
    instead = f": choose {term.successor}" if term.successor else ""
    words = f"{term} (no longer offered{instead})" if term.is_retired else str(term)
    return f"– {words}" if term.parent_id else words


class LocationForm(CouncilForm):
    """A place. That its address is secret counts at once, even while the rest is a draft."""

    def clean(self):
        cleaned = super().clean()
        row = None if self.instance._state.adding else Location.objects.filter(pk=self.instance.pk).first()
        typed = [name for name in WHEREABOUTS if self.cleaned_data.get(name)]
        if row and row.is_private and not self.cleaned_data.get("is_private") and typed:
            self.add_error(
                "is_private",
                "Its address is kept secret today. First publish that it is not secret any more, with no address; then "
                "type the address.",
            )
        return cleaned

    def _post_clean(self):
        super()._post_clean()
        if not self.instance.is_private and "postal_code" in self.changed_data:
            self.instance.latitude = self.instance.longitude = None  # they were of the other postcode
            self.instance.find_point()

    def keep_secret(self) -> None:
        """Take the address off the record now, if the form says that it is secret."""
        row = Location.objects.filter(pk=self.instance.pk, is_private=False).first()
        if row and self.cleaned_data.get("is_private"):
            row.is_private = True
            row.save()


class ServiceForm(CouncilForm):
    """A service on one screen. What is said on a day is recorded beside it, at once, and never as part of a draft."""

    reach = forms.ChoiceField(
        label="Where it is",
        choices=Reach.choices,
        initial=Reach.IN_AREA,
        required=False,
        help_text="Seen from your council. This counts at once, even while the rest is a draft.",
    )
    why_listed = forms.CharField(
        label="Why it is listed",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="For a service outside the area: why you list it, and how families pay for it.",
    )
    wait_weeks = forms.IntegerField(
        label="Weeks to wait", required=False, min_value=0, max_value=520, help_text="0 means no wait."
    )
    wait_words = forms.CharField(
        label="The wait in words",
        required=False,
        max_length=255,
        help_text="Such as: about 6 months for autism.",
    )
    wait_list_status = forms.ChoiceField(
        label="The waiting list is", choices=[("", "Not stated"), *ListStatus.choices], required=False
    )
    wait_said_on = forms.DateField(
        label="Said on",
        required=False,
        validators=[actions.refuse_impossible_day],
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text="The day somebody told you. Empty means today.",
    )
    checked_how = forms.ChoiceField(
        label="I made sure that this is right",
        choices=[("", "Not now")]
        + [(value, label) for value, label in Check.How.choices if value != Check.How.SOURCE],
        required=False,
        help_text="Saving alone is never a check. Choose how you made sure, and today’s date is recorded.",
    )
    checked_note = forms.CharField(
        label="About this check", required=False, max_length=1000, help_text="For officers only."
    )

    check_every = forms.TypedChoiceField(
        label="Check it again",
        choices=[("", "As often as the council has set"), *CheckEvery.choices],
        coerce=int,
        empty_value=None,
        required=False,
    )
    # Whoever has read that somebody else saved meanwhile
    told = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.listing = self._own_listing()
        if self.listing is not None:
            self.fields["check_every"].initial = self.listing.check_every
            self.fields["reach"].initial = self.listing.reach
            self.fields["why_listed"].initial = self.listing.why_listed
        self._know_locations()

    def _own_listing(self) -> Listing | None:
        council = getattr(self.for_user, "acting_for", None)
        if council is None or self.instance._state.adding:
            return None
        return Listing.objects.of(council).filter(service=self.instance.pk).first()

    def _know_locations(self) -> None:
        """Fetch every place this form points at in one go."""
        rows = [
            form
            for name in ("service_at_locations", "schedules")
            if (formset := self.formsets.get(name)) is not None
            for form in formset.forms
        ]
        keys = {form.instance.location_id for form in rows if form.instance.location_id}
        known = {str(place.pk): place for place in Location.objects.filter(pk__in=keys)} if keys else {}
        for form in rows:
            if isinstance(widget := form.fields["location"].widget, KnownChooser):
                widget.known = known
            # Django would fetch the place again to show the row
            if place := known.get(str(form.instance.location_id)):
                form.instance.location = place

    def record_facts(self, *, by) -> None:
        """Record the wait and the check that were typed, and how the service stands in the council's Local Offer."""
        said, council = self.cleaned_data, by.acting_for
        if council is None:
            return
        listing = Listing.objects.of(council).filter(service=self.instance.pk).first()
        stands = (said.get("reach") or Reach.IN_AREA, said.get("why_listed", ""))
        if listing is None or (listing.reach, listing.why_listed) != stands:
            listing = actions.list_service(
                self.instance, authority=council, by=by, reach=stands[0], why_listed=stands[1]
            )
        if "check_every" in said and listing.check_every != said["check_every"]:
            listing.check_every = said["check_every"]
            listing.save(update_fields=["check_every"])
        if said.get("wait_weeks") is not None or said.get("wait_words") or said.get("wait_list_status"):
            actions.state_wait(
                self.instance,
                said_on=said.get("wait_said_on") or timezone.localdate(),
                weeks=said.get("wait_weeks"),
                words=said.get("wait_words", ""),
                list_status=said.get("wait_list_status", ""),
                by=by,
            )
        if said.get("checked_how"):
            actions.record_check(
                listing,
                on=timezone.localdate(),
                by_role="the Local Offer team",
                how=said["checked_how"],
                note=said.get("checked_note", ""),
                by=by,
            )
