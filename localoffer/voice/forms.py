"""What a family fills in to report a problem: one press is enough, the rest is theirs to add or leave."""

from django import forms
from django.http import HttpRequest

from localoffer.cms.forms import FreeTextForm, WordsField
from localoffer.directory.models import Listing
from localoffer.places import sealed
from localoffer.places.origins import comes_from_elsewhere

from .models import LONGEST_WORDS, Kind

ONCE_MORE = "Nothing is lost. Please press once more what is wrong."
PRESS_ONE = "Press what is wrong. If nothing fits, press “Something else”."


class ReportForm(FreeTextForm):
    """What is wrong on a listing's page.

    `seal` and `website`, which nobody sees, are read from the data: see `sealed` and docs/decisions/0006.
    """

    kind = forms.ChoiceField(
        choices=Kind.choices, error_messages={"required": PRESS_ONE, "invalid_choice": PRESS_ONE}
    )
    words = WordsField(label="In their own words", required=False)
    may_pass_on = forms.BooleanField(required=False)
    email = forms.EmailField(
        required=False,
        max_length=254,
        error_messages={
            "invalid": "This is not a whole e-mail address. Give one like name@example.org, or leave it empty.",
            "max_length": "This is too long for an e-mail address. Give another, or leave it empty.",
        },
    )

    def __init__(self, data=None, *, request: HttpRequest, listing: Listing) -> None:
        super().__init__(data, request=request, about=f"a mistake on the page about {listing.service.name}")
        self.listing = listing
        self.seal: sealed.Seal | None = None
        self.seal_text, self.is_a_persons = "", True
        if self.is_bound:
            self._read_seal()

    def is_valid(self) -> bool:
        # Nothing goes to anybody, not even a worry, from what no person opened here: a second press sends it.
        return self.is_a_persons and super().is_valid()

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
        if self.seal is None or not self.is_a_persons:
            self.add_error(None, ONCE_MORE)
        return self.cleaned_data

    @property
    def once(self) -> str:
        """The same for the same form with the same content: it is one report."""
        said = self.cleaned_data
        return self.seal.once(said["kind"], said["words"], said["email"])

    @property
    def seal_to_show(self) -> str:
        """The seal it came with while that is good, else a new one."""
        return self.seal_text or sealed.seal(self.listing.pk)

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
        where = {"words": "#words", "email": "#email"}
        return [
            {"text": error, "href": where.get(name, "#kind")}
            for name, errors in self.errors.items()
            for error in errors
        ]

    def _read_seal(self) -> None:
        self.seal_text = self.typed("seal")
        try:
            self.seal = sealed.opened(self.seal_text, self.listing.pk)
        except sealed.TooQuickError:
            pass
        except sealed.NotSealedError as error:
            self.seal_text = ""
            self.is_a_persons = isinstance(error, sealed.TooOldError)
        # Programs that fill in everything do not know what nobody sees
        if self.typed("website") or comes_from_elsewhere(self.request):
            self.is_a_persons = False
