"""Forms for a council's own people, and for the lists that somebody saves."""

from django import forms
from django.core.exceptions import ValidationError
from django.urls import NoReverseMatch, reverse

from .models import Membership, Role, User

_HELP = (
    "An editor writes drafts, records checks and answers problems. A moderator also approves drafts. A publisher "
    "also publishes, closes, imports and merges. An administrator also looks after people, words and settings."
)


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
