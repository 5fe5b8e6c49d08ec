"""A council's own mapping: which columns of somebody else's sheet are ours."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models

from ..sources import mapping
from .base import Identified, SourcedQuerySet


class ImportMapping(Identified):
    """A mapping that an officer keeps (docs/reference/mappings.md), and what its source is called."""

    owner = models.ForeignKey("places.Authority", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=100, help_text="What you call it here, such as: Our old directory.")
    source = models.CharField(
        "source",
        max_length=100,
        help_text="What its records are known by. Keep it: under another name, every record is another record.",
    )
    text = models.TextField("mapping", max_length=mapping.LONGEST_MAPPING)
    changed_at = models.DateTimeField(auto_now=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )

    objects = SourcedQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "name"],
                name="directory_mapping_name_once_in_council",
                violation_error_message="You have a mapping of this name. Choose another.",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self):
        try:
            self.parsed()
        except mapping.MappingError as error:
            raise ValidationError({"text": [str(mistake) for mistake in error.mistakes]})

    def parsed(self) -> mapping.SheetMapping:
        """The mapping, to read a sheet through.

        :raises mapping.MappingError: when it has mistakes; a term may have gone since it was written
        """
        from ..vocabulary import terms_by_words

        return mapping.parse(self.text, terms=terms_by_words(self.owner))
