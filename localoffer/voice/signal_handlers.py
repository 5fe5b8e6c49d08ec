"""What follows in the queue when the directory changes."""

from localoffer.directory.signals import service_merged, service_unmerged

from .models import ProblemReport


def _go_along(sender, keep, drop, **kwargs) -> None:
    """What nobody has settled yet is about the service that was kept."""
    ProblemReport.objects.unsettled().filter(service=drop).update(service=keep)


def _go_back(sender, keep, drop, **kwargs) -> None:
    ProblemReport.objects.unsettled().filter(service=keep, service_name=drop.name).update(service=drop)


def connect() -> None:
    """Called once when the app is ready."""
    service_merged.connect(_go_along, dispatch_uid="voice-merged")
    service_unmerged.connect(_go_back, dispatch_uid="voice-unmerged")
