"""What a family fills in to report a problem: one press is enough, the rest is theirs to add or leave."""

import re

from django import forms
from django.http import HttpRequest

from .models import LONGEST_WORDS, Kind

# Everything but tab and line break that prints nothing; PostgreSQL refuses some of it.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufeff\u202a-\u202e\u2066-\u2069]")


class WordsField(forms.CharField):
    """What somebody wrote or pasted, without what cannot be seen."""

    def to_python(self, value):
        text = super().to_python(value).replace("\r\n", "\n").replace("\r", "\n")
        return _CONTROL.sub("", text).strip()


class ReportForm(forms.Form):
    kind = forms.ChoiceField(
        choices=Kind.choices,
        error_messages={
            "required": "Press what is wrong. If nothing fits, press “Something else”.",
            "invalid_choice": "Press what is wrong. If nothing fits, press “Something else”.",
        },
    )
    words = WordsField(required=False)
    may_pass_on = forms.BooleanField(required=False)
    email = forms.EmailField(
        required=False,
        max_length=254,
        error_messages={
            "invalid": "This is not a whole e-mail address. Give one like name@example.org, or leave it empty.",
            "max_length": "This is too long for an e-mail address. Give another, or leave it empty.",
        },
    )
    # Nobody sees it; programs that fill in everything do not know that.
    website = forms.CharField(required=False)

    def __init__(self, data=None, *, request: HttpRequest, **kwargs) -> None:
        super().__init__(data, **kwargs)
        self.request = request

    def clean_words(self) -> str:
        words = self.cleaned_data["words"]
        if len(words) > LONGEST_WORDS:
            raise forms.ValidationError(
                f"You wrote {len(words):,} letters. We can take {LONGEST_WORDS:,}: please make it shorter, or ring us."
            )
        return words

    def clean(self):
        if self.cleaned_data.get("kind") == Kind.OTHER and self.cleaned_data.get("words") == "":
            self.add_error("words", "Say in a few words what is wrong.")
        return self.cleaned_data

    @property
    def has_more(self) -> bool:
        """Whether there is anything in the folded part, or something to put right."""
        typed = any(self.typed(name) for name in ("words", "email", "may_pass_on"))
        return typed or any(name in self.errors for name in ("words", "email"))

    def typed(self, name: str) -> str:
        """What was typed, as it was typed, to be shown again."""
        return (self.data.get(name) or "") if self.is_bound else ""

    def problems(self) -> list[dict[str, str]]:
        """Everything to put right, for the summary on top."""
        where = {"kind": "#kind", "words": "#words", "email": "#email"}
        return [
            {"text": error, "href": where.get(name, "#kind")}
            for name, errors in self.errors.items()
            for error in errors
        ]
