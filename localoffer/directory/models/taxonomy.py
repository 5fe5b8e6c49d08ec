"""Editable vocabularies with stable codes: needs, kinds of help, access and the like."""

from collections.abc import Iterable

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce, Lower

from localoffer.accounts.models import Role

from .base import Identified

# Stands in every code of a council's own term, between the council's slug and the term's, and in no shared one:
# so no term that comes to be shared can ever clash with one that a council has made.
OWN = "--"


class Taxonomy(Identified):
    """A vocabulary. `code` is what our own code asks for and never changes."""

    code = models.SlugField(unique=True)
    name = models.CharField(max_length=100)
    description = models.TextField(blank=True)
    uri = models.URLField(blank=True)
    version = models.CharField(max_length=50, blank=True)

    class Meta:
        verbose_name_plural = "taxonomies"
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class TaxonomyTermQuerySet(models.QuerySet):
    def of(self, taxonomy_code: str) -> "TaxonomyTermQuerySet":
        """Terms of one vocabulary, in its own order."""
        return self.filter(taxonomy__code=taxonomy_code)

    def current(self) -> "TaxonomyTermQuerySet":
        """Terms that stand for themselves: all but those that were merged into another."""
        return self.filter(merged_into=None)

    def in_use(self) -> "TaxonomyTermQuerySet":
        """Terms that may still be chosen."""
        return self.current().filter(is_retired=False)

    def shared(self) -> "TaxonomyTermQuerySet":
        """Terms of every council."""
        return self.filter(owner=None)

    def kept_by(self, authority) -> "TaxonomyTermQuerySet":
        """One council's own terms."""
        return self.filter(owner=authority)

    def known_to(self, authority) -> "TaxonomyTermQuerySet":
        """The shared terms and this council's own: never another council's. Only the shared ones for None."""
        return self.filter(Q(owner=None) | Q(owner=authority)) if authority else self.shared()

    def offered_to(self, authority, *, beside: Iterable = ()) -> "TaxonomyTermQuerySet":
        """What this council's officers may choose for a record.

        `beside` are the keys of terms that the record has already: saving it would else take a retired one away.
        """
        whose = Q(owner=None) | Q(owner=authority) if authority else Q(owner=None)
        return self.filter(whose & Q(is_retired=False, merged_into=None) | Q(pk__in=list(beside)))

    def editable_by(self, user) -> "TaxonomyTermQuerySet":
        """The own terms of the councils that somebody administers; in an admin, of its council alone.

        An administrator of the installation may change the shared ones, too.
        """
        councils = user.councils(at_least=Role.ADMINISTRATOR)
        if user.acting_for is not None:
            councils = councils.filter(pk=user.acting_for.pk)
        own = Q(owner__in=councils)
        return self.current().filter(own | Q(owner=None) if user.is_superuser and user.is_active else own)

    def in_order(self) -> "TaxonomyTermQuerySet":
        """As they are shown: each with the terms under it, a council's own after the shared ones."""
        top = Coalesce("parent__sort_order", "sort_order"), Coalesce("parent__code", "code")
        return self.order_by("taxonomy", *top, F("parent").asc(nulls_first=True), "sort_order", "name")


class TaxonomyTerm(Identified):
    """One term. Its name may be reworded; its code stays, because addresses and exports use it.

    `owner` is the council whose own term it is; a shared one has none. A term that was merged into another stays
    as a row on which nothing hangs, so that its code, its names and old revisions lead to the one that was kept.
    """

    taxonomy = models.ForeignKey(Taxonomy, on_delete=models.PROTECT, related_name="terms")
    owner = models.ForeignKey(
        "places.Authority", on_delete=models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    code = models.SlugField(max_length=80)
    name = models.CharField(max_length=150, help_text="In words a family would use.")
    description = models.TextField(blank=True)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )
    sort_order = models.PositiveSmallIntegerField(default=0)
    is_retired = models.BooleanField(default=False, help_text="Kept on old records, offered on no new one.")
    successor = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="What to choose instead of a retired term.",
    )
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged", editable=False
    )

    objects = TaxonomyTermQuerySet.as_manager()

    class Meta:
        ordering = ["taxonomy", "sort_order", "name"]
        constraints = [
            models.UniqueConstraint("taxonomy", Lower("code"), name="directory_term_code_once_in_taxonomy"),
            models.CheckConstraint(
                condition=Q(owner=None) & ~Q(code__contains=OWN)
                | Q(owner__isnull=False) & Q(code__contains=OWN),
                name="directory_term_code_says_whose",
                violation_error_message=f"The code of a council’s own term, and of no other, holds “{OWN}”.",
            ),
            models.CheckConstraint(
                condition=(Q(parent=None) | ~Q(parent=F("id")))
                & (Q(successor=None) | ~Q(successor=F("id")))
                & (Q(merged_into=None) | ~Q(merged_into=F("id"))),
                name="directory_term_is_not_its_own_relation",
                violation_error_message="A term cannot stand above, after or in place of itself.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def current(self) -> "TaxonomyTerm":
        """The term that stands for this one today: itself, or the one it was merged into."""
        return self.merged_into if self.merged_into_id else self

    @property
    def is_shared(self) -> bool:
        return self.owner_id is None

    def where_used(self, *, by=None):
        """Where it is used, among the records that somebody may edit; everywhere, when nobody is named."""
        from ..where_used import where_used

        return where_used(self, by=by)

    def stand_ins(self) -> list:
        """The keys by which old revisions may know this term: its own, and those of all that were merged into it."""
        return [self.pk, *TaxonomyTerm.objects.filter(merged_into=self).values_list("pk", flat=True)]


class TaxonomyTermName(Identified):
    """What else a term is called: by the Department for Education, by another directory, or here before it was renamed.

    For reading sheets and feeds, and for finding a term. Families see only its name.
    """

    term = models.ForeignKey(TaxonomyTerm, on_delete=models.CASCADE, related_name="other_names")
    name = models.CharField(max_length=150)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint("term", Lower("name"), name="directory_term_name_once_of_a_term")
        ]

    def __str__(self) -> str:
        return self.name
