"""What a council has made of the starter pack: which pages, and the facts that fill their blanks."""

from django.db import models


class StarterPage(models.Model):
    """A page that began as one of the pack. It stays that page when it is renamed, moved or rewritten."""

    authority = models.ForeignKey("places.Authority", on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=80)
    page = models.OneToOneField("wagtailcore.Page", on_delete=models.CASCADE, related_name="from_starter")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["authority", "key"], name="pages_starter_page_once_for_a_council")
        ]

    def __str__(self) -> str:
        return self.key


class StarterFact(models.Model):
    """What a council said last for one blank. It fills the blank in drafts, and in pages that are started later."""

    authority = models.ForeignKey("places.Authority", on_delete=models.CASCADE, related_name="+")
    blank = models.CharField(max_length=300)  # as starter.blanks.key_of spells it
    value = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "blank"], name="pages_starter_fact_once_for_a_council"
            )
        ]

    def __str__(self) -> str:
        return self.blank
