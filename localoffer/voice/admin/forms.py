"""What an officer fills in to answer and to close a report."""

from dataclasses import dataclass

from django import forms

from localoffer.directory.models import Check

from ..models import Outcome, ProblemReport


@dataclass(frozen=True)
class Beginning:
    """Words to begin an answer with; an officer changes them as she likes."""

    code: str
    label: str
    words: str


BEGINNINGS = (
    Beginning(
        "put-right",
        "We have put it right",
        "Thank you for telling us. You were right, and we have changed the page about {service}.\n\n"
        "If you see anything else that is wrong, please tell us again.",
    ),
    Beginning(
        "was-right",
        "It was right",
        "Thank you for telling us. We asked the people who run {service}, and what the page says is right.\n\n"
        "If you were told something else, please answer this e-mail and say when and by whom.",
    ),
    Beginning(
        "need-more",
        "We need to know more",
        "Thank you for telling us. We would like to put this right and do not know enough yet.\n\n"
        "Please answer this e-mail and tell us: ",
    ),
    Beginning(
        "not-found-out",
        "We could not find out",
        "Thank you for telling us. We tried to reach the people who run {service} and could not. "
        "Until we do, please ring before you go.",
    ),
)


def beginning(code: str, report: ProblemReport) -> str:
    """The words of a prepared answer for this report; "" when there is none of that name."""
    found = next((each for each in BEGINNINGS if each.code == code), None)
    return found.words.format(service=report.service_name) if found else ""


class CheckingForm(forms.Form):
    """Offers to record a check with the deed. A deed alone never is one."""

    checked_how = forms.ChoiceField(
        label="I made sure that the whole page is right now",
        required=False,
        choices=[("", "No, or not all of it")]
        + [(value, label) for value, label in Check.How.choices if value != Check.How.SOURCE],
        help_text="Choose how, and families see today’s date as “checked”. Closing a report alone is never a check.",
    )


class AnswerForm(CheckingForm):
    words = forms.CharField(
        label="Your answer",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="Goes by e-mail to whoever reported it, and is shown to nobody else.",
        error_messages={"required": "Write what you want to tell them."},
    )
    outcome = forms.ChoiceField(
        label="And close the report",
        required=False,
        choices=[("", "Not yet"), *Outcome.choices],
    )

    field_order = ["words", "outcome", "checked_how"]


class CloseForm(CheckingForm):
    outcome = forms.ChoiceField(
        label="How it ended",
        choices=Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Say how it ended.", "invalid_choice": "Say how it ended."},
    )

    field_order = ["outcome", "checked_how"]
