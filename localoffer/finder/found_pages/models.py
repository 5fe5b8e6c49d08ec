"""What searches for pages run on: one flattened row for each page, and for each part with an address of its own.

The rows are made from the pages (see index.py) and can always be made again. They stand in a table of their own, and
hang on no page: a key may be that of a page which is gone, until the row follows it.
"""

from django.db import models


class FoundPage(models.Model):
    """A published page, or a part of one, as one council's families find it."""

    page_key = models.BigIntegerField(db_index=True)  # 0: one of our own, and `part` is its name (own.py)
    part = models.CharField(max_length=80, blank=True)
    authority = models.ForeignKey(
        "places.Authority", on_delete=models.CASCADE, related_name="+", db_constraint=False
    )

    # To find: words ready-made by words.py
    name_words = models.TextField(blank=True)
    term_words = models.TextField(blank=True)
    text_words = models.TextField(blank=True)
    rest_words = models.TextField(blank=True)
    weight = models.FloatField(default=1.0)
    until = models.DateTimeField(null=True)
    same_as = models.UUIDField()

    # To show
    href = models.CharField(max_length=1000)
    title = models.CharField(max_length=255)
    above = models.CharField(max_length=255, blank=True)  # of a part: the title of its page
    what = models.CharField(max_length=60, blank=True)  # "Guide"
    summary = models.TextField(blank=True)
    language = models.CharField(max_length=20, blank=True)  # where it is not that of the site

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["authority", "page_key", "part"], name="finder_found_page_once"),
        ]

    def __str__(self) -> str:
        return self.title


class StalePage(models.Model):
    """A page whose rows must be made again. Written with the change itself, so that a kill loses nothing."""

    page_key = models.BigIntegerField(db_index=True)

    def __str__(self) -> str:
        return str(self.page_key)
