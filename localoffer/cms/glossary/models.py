"""A council's own terms."""

from django.core.exceptions import ValidationError
from django.db import models

from .shipped import LONGEST_SHORT, LONGEST_TERM, Term


class GlossaryTermQuerySet(models.QuerySet):
    def kept_by(self, authority) -> "GlossaryTermQuerySet":
        return self.filter(owner=authority)

    def editable_by(self, user) -> "GlossaryTermQuerySet":
        """Terms that somebody may edit: those of their councils; in an admin, of its council alone."""
        found = self.filter(owner__in=user.councils())
        return found if user.acting_for is None else found.filter(owner=user.acting_for)


class GlossaryTerm(models.Model):
    """A word that one council explains itself. It stands before what comes with the project."""

    owner = models.ForeignKey("places.Authority", on_delete=models.CASCADE, related_name="+")
    term = models.CharField(
        "word or initials", max_length=LONGEST_TERM, help_text="As families meet it: “Thrive team”."
    )
    short = models.TextField(
        "what it means",
        max_length=LONGEST_SHORT,
        help_text=f"One or two short sentences, at most {LONGEST_SHORT} characters. "
        "It is shown wherever the word stands on a page.",
    )
    also = models.TextField(
        "other forms of it",
        max_length=400,
        blank=True,
        help_text="One on each line: initials, the plural, other spellings.",
    )
    url = models.URLField("web address", blank=True, help_text="Where more about it can be read.")
    changed_at = models.DateTimeField(auto_now=True)

    objects = GlossaryTermQuerySet.as_manager()

    class Meta:
        verbose_name = "glossary term"
        verbose_name_plural = "glossary terms"
        ordering = ["term"]
        constraints = [models.UniqueConstraint(fields=["owner", "term"], name="cms_glossary_term_once")]

    def __str__(self) -> str:
        return self.term

    def unique_error_message(self, model_class, unique_check) -> ValidationError:
        """What an officer is told who writes of a word a second time."""
        return ValidationError("This word is in your glossary already. Change that entry.")

    @property
    def other_forms(self) -> tuple[str, ...]:
        return tuple(
            dict.fromkeys(form for line in self.also.splitlines() if (form := " ".join(line.split())))
        )

    @property
    def as_term(self) -> Term:
        return Term(self.term, self.short, self.other_forms, self.url)

    def clean(self) -> None:
        """Refuse a form of one letter, and one that another term of the council has."""
        super().clean()
        self.term, self.short = " ".join(self.term.split()), " ".join(self.short.split())
        if len(self.term) == 1 or any(len(form) == 1 for form in self.other_forms):
            raise ValidationError(
                "One letter alone would be explained on every page. Write a whole word or initials."
            )
        if not self.as_term.slug:
            raise ValidationError({"term": "Write a word with letters or figures in it."})
        mine = {form.casefold() for form in self.as_term.forms}
        for other in type(self).objects.kept_by(self.owner_id).exclude(pk=self.pk):
            if mine & {form.casefold() for form in other.as_term.forms}:
                raise ValidationError(
                    f"“{other.term}” has one of these forms already. Change that term, or leave the form out here."
                )
