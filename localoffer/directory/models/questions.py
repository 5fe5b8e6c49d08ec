"""Questions to ask that a council wrote itself, for one kind of help."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from ..questions import LONGEST, Questions
from .base import SourcedQuerySet
from .taxonomy import TaxonomyTerm

MOST = 12


class OwnQuestionsQuerySet(SourcedQuerySet):
    def for_codes(self, codes: Iterable[str]) -> "OwnQuestionsQuerySet":
        """Those about these kinds, and about kinds that were merged into them."""
        codes = list(codes)
        about = Q(kind__code__in=codes) | Q(kind__merged_into__code__in=codes)
        return self.filter(about).select_related("kind__merged_into").order_by("pk")


class OwnQuestions(models.Model):
    """What families of a council can ask about a kind of help: beside what comes with the project, or in its place."""

    owner = models.ForeignKey("places.Authority", on_delete=models.CASCADE, related_name="+")
    kind = models.ForeignKey(
        TaxonomyTerm,
        on_delete=models.CASCADE,
        related_name="+",
        limit_choices_to={"taxonomy__code": "kind"},
        verbose_name="kind of help",
    )
    parent = models.TextField(
        "what a parent or carer can ask", blank=True, help_text="One question on each line. Empty: ours stay."
    )
    young = models.TextField(
        "what a young person can ask", blank=True, help_text="One question on each line. Empty: ours stay."
    )
    is_instead = models.BooleanField(
        "in place of ours",
        default=False,
        help_text="Ticked: families see yours alone. Not ticked: ours first, then yours.",
    )
    changed_at = models.DateTimeField(auto_now=True)

    objects = OwnQuestionsQuerySet.as_manager()

    class Meta:
        verbose_name = "questions to ask"
        verbose_name_plural = "questions to ask"
        ordering = ["kind__sort_order", "kind__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "kind"],
                name="directory_own_questions_once_for_a_kind",
                violation_error_message="There are questions of yours about this kind already. Change those.",
            )
        ]

    def __str__(self) -> str:
        return str(self.kind)

    @property
    def code(self) -> str:
        """The code of the kind it is about today."""
        return self.kind.current.code

    @property
    def asked(self) -> Questions:
        return Questions(lines(self.parent), lines(self.young))

    def beside(self, ours: Questions) -> Questions:
        """What families see: these with ours, or in their place."""
        own = self.asked

        def together(first: tuple[str, ...], then: tuple[str, ...]) -> tuple[str, ...]:
            return (then or first) if self.is_instead else tuple(dict.fromkeys((*first, *then)))

        return Questions(together(ours.parent, own.parent), together(ours.young, own.young))

    def clean(self) -> None:
        """Refuse none at all, too many, too long ones, and what is no question."""
        super().clean()
        if not self.asked:
            raise ValidationError({"parent": "Write at least one question, here or for young people."})
        faults = {name: fault for name in ("parent", "young") if (fault := _fault(getattr(self, name)))}
        if faults:
            raise ValidationError(faults)


def lines(text: str) -> tuple[str, ...]:
    """Each line of a text that says something, once."""
    return tuple(dict.fromkeys(words for line in text.splitlines() if (words := " ".join(line.split()))))


def _fault(text: str) -> str:
    asked = lines(text)
    if len(asked) > MOST:
        return f"There are {len(asked)}. Nobody asks so many at one meeting: keep the best {MOST}."
    for line in asked:
        if not line.endswith("?"):
            return f"“{line[:60]}” is no question. End it with a question mark."
        if len(line) > LONGEST:
            return f"“{line[:60]}…” is {len(line)} letters long. Ask it in {LONGEST}."
    return ""
