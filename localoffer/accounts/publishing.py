"""What happens when a draft has been approved. Wagtail's models import this while they are made: no imports here."""


def publish_approved(workflow_state, user=None) -> None:
    """Publish what a moderator approved: the approval is the permission (`WAGTAIL_FINISH_WORKFLOW_ACTION`)."""
    workflow_state.content_object.get_latest_revision().publish(user=user, skip_permission_checks=True)
