"""What somebody fills in to get news by e-mail. There is no field for words of one's own."""

from django import forms
from django.http import HttpRequest

from localoffer.places import sealed
from localoffer.places.origins import comes_from_elsewhere

from .models import Rhythm

SEARCH = "search"
ONCE_MORE = "Nothing is lost. Please press “Send me an e-mail to confirm” once more."
TICK_ONE = "Tick at least one thing that you want news of."


class ChoiceForm(forms.Form):
    """What to get, and how often."""

    wants = forms.MultipleChoiceField(
        error_messages={"required": TICK_ONE, "invalid_choice": TICK_ONE},
    )
    rhythm = forms.ChoiceField(choices=Rhythm.choices, error_messages={"required": "Say how often."})

    def __init__(self, data=None, *, offered: list[tuple[str, str]], is_none_allowed: bool = False, **kwargs):
        super().__init__(data, **kwargs)
        self.fields["wants"].choices = offered
        self.fields["wants"].required = not is_none_allowed

    def problems(self) -> list[dict[str, str]]:
        """Everything to put right, for the summary on top."""
        where = {"wants": "#wants", "rhythm": "#rhythm", "email": "#email"}
        return [
            {"text": error, "href": where.get(name, "#send")}
            for name, errors in self.errors.items()
            for error in errors
        ]


class SubscribeForm(ChoiceForm):
    """The same, and where to. `seal` and `website`, which nobody sees, keep out who opened no form of ours."""

    email = forms.EmailField(
        max_length=254,
        error_messages={
            "required": "Type your e-mail address.",
            "invalid": "This is not a whole e-mail address. Give one like name@example.org.",
            "max_length": "This is too long for an e-mail address. Give another.",
        },
    )

    def __init__(self, data=None, *, request: HttpRequest, **kwargs):
        super().__init__(data, **kwargs)
        self.request = request

    def clean(self):
        if not self._is_a_persons():
            self.add_error(None, ONCE_MORE)
        return self.cleaned_data

    def _is_a_persons(self) -> bool:
        if self.data.get("website") or comes_from_elsewhere(self.request):
            return False
        try:
            sealed.opened(self.data.get("seal", ""), about(self.request))
        except (sealed.NotSealedError, sealed.TooQuickError):
            return False
        return True


def about(request: HttpRequest) -> str:
    """What a form of this council is sealed for."""
    return f"updates of {request.authority.pk}"
