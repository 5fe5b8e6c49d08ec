"""What people type about their list: a note for themselves, and where to send it."""

from django import forms

from localoffer.cms.forms import FreeTextForm, WordsField

from .models import LONGEST_NOTE


class NoteForm(FreeTextForm):
    """A note on something in a list."""

    note = WordsField(label="Note", required=False)

    def clean_note(self) -> str:
        note = self.cleaned_data["note"]
        if len(note) > LONGEST_NOTE:
            raise forms.ValidationError(
                f"You wrote {len(note):,} letters. A note can have {LONGEST_NOTE}: please make it shorter."
            )
        return note


class SendForm(forms.Form):
    """Where to send the list."""

    email = forms.EmailField(
        max_length=254,
        error_messages={
            "required": "Type your e-mail address first.",
            "invalid": "This is not a whole e-mail address. Give one like name@example.org.",
            "max_length": "This is too long for an e-mail address. Give another.",
        },
    )
