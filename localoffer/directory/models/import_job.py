"""An import on its way: from what an officer gave us to what was written."""

from pathlib import Path

from django.conf import settings
from django.db import models
from django.utils import timezone

from .base import Identified
from .import_mapping import ImportMapping
from .import_run import ImportRun, OfCouncilQuerySet


def uploads_folder() -> Path:
    """Where uploaded files wait. Not below MEDIA: no address leads here."""
    return Path(settings.DATA_DIR) / "uploads"


class Stage(models.TextChoices):
    WAITING = "waiting", "Waiting to be read"
    READING = "reading", "Reading"
    COMPARING = "comparing", "Comparing with the directory"
    READY = "ready", "Ready: look at what would change"
    WRITING = "writing", "Writing"
    DONE = "done", "Written"
    FAILED = "failed", "Did not finish"
    DROPPED = "dropped", "Given up"


AT_WORK = (Stage.WAITING, Stage.READING, Stage.COMPARING, Stage.WRITING)
OVER = (Stage.DONE, Stage.FAILED, Stage.DROPPED)


class ImportJob(Identified):
    """A file or a feed that an officer wants brought in: how far it is, what would change, what came of it.

    `report` is what ImportRun's is, of what would change, and `differences` says for each changed service which
    fields: {id: [[field, as it is, as it would be], …]}. Once it is written, `run` is what was.
    """

    authority = models.ForeignKey("places.Authority", on_delete=models.PROTECT, related_name="+")
    source = models.CharField(max_length=100)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    file = models.CharField(
        max_length=255, blank=True
    )  # its name within `uploads_folder()`, or a kept reply's path
    file_name = models.CharField(max_length=255, blank=True)  # what the officer calls it
    address = models.CharField(max_length=500, blank=True)
    format = models.CharField(max_length=20, blank=True)
    mapping = models.ForeignKey(
        ImportMapping, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    as_drafts = models.BooleanField(default=False)

    stage = models.CharField(max_length=10, choices=Stage.choices, default=Stage.WAITING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)  # 0: not known
    message = models.TextField(blank=True)
    counts = models.JSONField(default=dict)
    report = models.JSONField(default=list)
    differences = models.JSONField(default=dict)
    run = models.ForeignKey(ImportRun, on_delete=models.SET_NULL, null=True, related_name="jobs")

    objects = OfCouncilQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.file_name or self.address

    @property
    def path(self) -> Path:
        """The uploaded file, or the kept reply of a feed."""
        return uploads_folder() / self.file

    @property
    def is_at_work(self) -> bool:
        return self.stage in AT_WORK

    @property
    def is_over(self) -> bool:
        return self.stage in OVER

    def forget_file(self) -> None:
        """Delete the uploaded file. A feed's kept replies go by themselves (forget_old_imports)."""
        if self.file:
            self.path.unlink(missing_ok=True)
            self.file = ""
