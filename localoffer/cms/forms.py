"""What every public form with a free-text field starts from: a cry for help in it is never only filed."""

import re
from typing import Any

from django import forms
from django.http import HttpRequest

from . import actions
from .context import council_for
from .crisis import Danger
from .crisis.showing import PARAM, look_for_danger

# People write these in a form of their own; nobody writes of their life in an e-mail address.
_NOT_FREE = (forms.EmailField, forms.URLField, forms.RegexField, forms.SlugField, forms.UUIDField)

# Everything but tab and line break that prints nothing; PostgreSQL refuses some of it.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufeff\u202a-\u202e\u2066-\u2069]")


class WordsField(forms.CharField):
    """What somebody wrote or pasted, without what cannot be seen."""

    def to_python(self, value):
        text = super().to_python(value).replace("\r\n", "\n").replace("\r", "\n")
        return _CONTROL.sub("", text).strip()


def is_free_text(field: forms.Field) -> bool:
    """Whether people may write in a field what they like."""
    return isinstance(field, forms.CharField) and not isinstance(field, _NOT_FREE)


class FreeText:
    """For a Form or ModelForm. Takes `request`, and `about`: what the form is for, in a few words for whoever reads it.

    What is typed is read as soon as the form is bound: when it speaks of danger, the page that answers begins with
    help, also one that asks for something to be put right. `is_valid()` routes it to the council's safeguarding
    mailbox, valid or not: whoever gives up at an error message has still told us.
    """

    def __init__(
        self, data: Any = None, *args: Any, request: HttpRequest, about: str = "", **kwargs: Any
    ) -> None:
        super().__init__(data, *args, **kwargs)
        self.request, self.about = request, about
        self.danger: Danger | None = (
            look_for_danger(request, *self._texts().values()) if self.is_bound else None
        )
        self._is_routed = False

    def is_valid(self) -> bool:
        valid = super().is_valid()
        if self.danger and not self._is_routed:
            self._is_routed = True
            actions.route_worry(
                "\n\n".join(f"{label}: {text}" for label, text in self._texts().items()),
                request=self.request,
                danger=self.danger,
                about=self.about,
                contact=self._contact(),
            )
        return valid

    @property
    def worries(self) -> str:
        """What happens to safeguarding worries: for the page to show beside its fields."""
        return what_happens_to_worries(self.request)

    def then(self, url: str) -> str:
        """The address to go to after this form: help stays first on that page too, when it was on this one."""
        return f"{url}{'&' if '?' in url else '?'}{PARAM}=now" if self.danger else url

    def _texts(self) -> dict[str, str]:
        """What was typed into free-text fields, by their labels."""
        return {
            str(field.label or name.replace("_", " ").capitalize()): text
            for name, field in self.fields.items()
            if is_free_text(field) and (text := (self.data.get(self.add_prefix(name)) or "").strip())
        }

    def _contact(self) -> str:
        """The e-mail addresses that were given."""
        given = (
            self.data.get(self.add_prefix(name)) or ""
            for name, field in self.fields.items()
            if isinstance(field, forms.EmailField)
        )
        return ", ".join(filter(None, given))


class FreeTextForm(FreeText, forms.Form):
    """A form of its own."""


def what_happens_to_worries(request: HttpRequest) -> str:
    """The standard sentence. It promises nothing that this council has not set up."""
    council = council_for(request)
    now = "Nobody reads this form at night. If someone is in danger now, ring 999."
    if not council.worries_reach:
        return now
    who = council.name or "the council"
    if council.worries_reach == "safeguarding":
        who = f"the people at {who} who keep children and adults safe"
    return f"If we worry that someone may be hurt, we pass on what you write at once to {who}. {now}"
