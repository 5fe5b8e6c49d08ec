"""What an officer fills in to say where the council stands on a duty."""

from django import forms

from .judging import NO_MORE_THAN, STATUSES
from .models import Confirmation


class ConfirmForm(forms.ModelForm):
    """Offers what the evidence shows and what is less, never more."""

    class Meta:
        model = Confirmation
        fields = ["status", "note", "planned", "planned_by", "owner"]
        widgets = {
            "status": forms.RadioSelect,
            "note": forms.Textarea(attrs={"rows": 4}),
            "planned": forms.Textarea(attrs={"rows": 3}),
        }
        error_messages = {
            "note": {"required": "Say in a sentence or two why: families read it."},
            "status": {"required": "Say where we stand."},
        }

    def __init__(self, *args, computed: str, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["status"].choices = [(status, STATUSES[status]) for status in NO_MORE_THAN[computed]]
        self.fields["status"].initial = computed
        self.fields["status"].error_messages["invalid_choice"] = (
            "You can say what the evidence shows, or less."
        )
        self.fields["planned_by"].error_messages["invalid"] = "Write the day as 31/3/2027."
