"""Forms for a council's own people, and for the lists that somebody saves."""

from django import forms
from django.core.exceptions import ValidationError
from django.urls import NoReverseMatch, reverse
from wagtail.admin.forms.auth import LoginForm

from localoffer.places import limits

from .models import Membership, Role, User

_HELP = (
    "An editor writes drafts, records checks and answers problems. A moderator also approves drafts. A publisher "
    "also publishes, closes, imports and merges. An administrator also looks after people, words and settings."
)


#: Somebody may well have forgotten which of three passwords it was.
MOST_TRIES = 10
_TRIES = limits.Fence("sign-in", ((limits.A_QUARTER_HOUR, MOST_TRIES),))
# An office shares one address.
_ALL_TRIES = limits.Fence("sign-in-all", ((limits.A_QUARTER_HOUR, MOST_TRIES * 5),))


class SignInForm(LoginForm):
    """Signing in, with a fence against guessing: so many wrong tries from one network in a quarter of an hour."""

    def clean(self):
        who = str(self.data.get("username", "")).strip().casefold()
        if _TRIES.is_shut(self.request, about=who) or _ALL_TRIES.is_shut(self.request):
            raise ValidationError(
                "That was wrong too often. Wait a quarter of an hour, then try again. If you have forgotten your "
                "password, choose a new one: press “Forgotten password?”.",
                code="too_often",
            )
        try:
            return super().clean()
        except ValidationError:
            _TRIES.count(self.request, about=who)
            _ALL_TRIES.count(self.request)
            raise


class RoleForm(forms.Form):
    role = forms.ChoiceField(label="Role", choices=Role.choices, help_text=_HELP)


class PersonForm(RoleForm):
    """Somebody new for a council. An e-mail address already known here keeps its account."""

    email = forms.EmailField(
        label="E-mail address", help_text="They sign in with it, and choose a password by mail."
    )
    first_name = forms.CharField(label="First name", max_length=150, required=False)
    last_name = forms.CharField(label="Last name", max_length=150, required=False)
    field_order = ("email", "first_name", "last_name", "role")

    def __init__(self, *args, authority, **kwargs):
        super().__init__(*args, **kwargs)
        self.authority = authority

    def clean_email(self):
        email = User.objects.normalize_email(self.cleaned_data["email"]).lower()
        if Membership.objects.filter(authority=self.authority, user__email__iexact=email).exists():
            raise ValidationError("This person is on your list already. Change their role there.")
        return email


class SavedViewForm(forms.Form):
    """A list, what narrows it, and what somebody calls that."""

    name = forms.CharField(max_length=60)
    list_name = forms.CharField(max_length=100)
    query = forms.CharField(max_length=1000, required=False)

    def clean_list_name(self):
        try:
            reverse(self.cleaned_data["list_name"])
        except NoReverseMatch:
            raise ValidationError("There is no such list.")
        return self.cleaned_data["list_name"]
