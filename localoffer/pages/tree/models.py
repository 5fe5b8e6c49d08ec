from django.db import models


class TreeState(models.Model):
    """Which state the pages of a site are in: a number drawn anew with everything that changes one of them."""

    root_path = models.CharField(max_length=255, primary_key=True)  # Wagtail's path of the site's first page
    version = models.BigIntegerField()

    def __str__(self) -> str:
        return f"{self.root_path}: {self.version}"
