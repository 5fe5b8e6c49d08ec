"""Editable vocabularies with stable codes: needs, kinds of help, access and the like."""

from django.db import models

from .base import Identified


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

    def in_use(self) -> "TaxonomyTermQuerySet":
        """Terms that may still be chosen."""
        return self.filter(is_retired=False)


class TaxonomyTerm(Identified):
    """One term. Its name may be reworded; its code stays, because addresses and exports use it."""

    taxonomy = models.ForeignKey(Taxonomy, on_delete=models.PROTECT, related_name="terms")
    code = models.SlugField(max_length=80)
    name = models.CharField(max_length=150, help_text="In words a family would use.")
    description = models.TextField(blank=True)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )
    sort_order = models.PositiveSmallIntegerField(default=0)
    is_retired = models.BooleanField(default=False, help_text="Kept on old records, offered on no new one.")

    objects = TaxonomyTermQuerySet.as_manager()

    class Meta:
        ordering = ["taxonomy", "sort_order", "name"]
        constraints = [
            models.UniqueConstraint(fields=["taxonomy", "code"], name="directory_term_code_once_in_taxonomy")
        ]

    def __str__(self) -> str:
        return self.name
