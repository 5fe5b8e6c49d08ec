"""Letters about drafts: to those who moderate for the record's council, and back to whoever wrote it.

Wagtail's own know groups only, and one address of the admin for everybody; ours lead to the council's own host.
"""

from typing import Any

from django.db.models import Model, QuerySet
from django.urls import reverse
from wagtail.admin.mail import EmailNotificationMixin, Notifier
from wagtail.admin.utils import get_latest_str
from wagtail.models import Page, TaskState, WorkflowState
from wagtail.signals import task_submitted, workflow_approved, workflow_rejected, workflow_submitted

from localoffer.places import hosts
from localoffer.places.models import AuthoritySite

from .models import Membership, Role, User
from .moderation import council_of


class DraftNotice(EmailNotificationMixin, Notifier):
    """A letter about a draft. The receiver may have switched such letters off in her account."""

    template_directory = "accounts/notices/"

    def get_template_base_prefix(self, instance: Model, **kwargs: Any) -> str:
        return ""

    def get_context(self, instance: TaskState | WorkflowState, **kwargs: Any) -> dict[str, Any]:
        state = instance if isinstance(instance, WorkflowState) else instance.workflow_state
        record = state.content_object
        council = AuthoritySite.objects.filter(authority=council_of(record)).select_related("site").first()
        task = state.current_task_state
        return super().get_context(instance, **kwargs) | {
            "title": " ".join(get_latest_str(record).split()),  # it stands in a subject, too
            "kind": record._meta.verbose_name,
            "asked_by": state.requested_by,
            "done_by": kwargs.get("user"),
            "comment": task.comment if task else "",
            "address": hosts.whole_address(council.site, _editor(record)) if council else "",
            "account": hosts.whole_address(council.site, reverse("wagtailadmin_account")) if council else "",
        }


class ToModerators(DraftNotice):
    """A draft was handed in."""

    notification = "submitted"

    def get_recipient_users(self, instance: TaskState, **kwargs: Any) -> QuerySet[User]:
        council = council_of(instance.workflow_state.content_object)
        roles = [role for role in Role if role.reaches(Role.MODERATOR)]
        theirs = (
            Membership.objects.filter(authority=council, role__in=roles)
            if council
            else Membership.objects.none()
        )
        sender = kwargs.get("user")
        return User.objects.filter(pk__in=theirs.values("user")).exclude(pk=sender.pk if sender else None)


class ToWriter(DraftNotice):
    """A draft was approved, or sent back. Nobody is told of her own doing."""

    def __init__(self, notification: str) -> None:
        super().__init__((WorkflowState,))
        self.notification = notification

    def get_recipient_users(self, instance: WorkflowState, **kwargs: Any) -> list[User]:
        writer, council = instance.requested_by, council_of(instance.content_object)
        # Somebody who has left the council is told nothing of it any more
        is_there = writer is not None and writer != kwargs.get("user") and writer.role_at(council) is not None
        return [writer] if is_there else []


def _editor(record: Model) -> str:
    if isinstance(record, Page):
        return reverse("wagtailadmin_pages:edit", args=[record.pk])
    return reverse(record.snippet_viewset.get_url_name("edit"), args=[record.pk])


_to_moderators = ToModerators((TaskState,))
_to_writers = {"approved": ToWriter("approved"), "rejected": ToWriter("rejected")}


def replace_wagtails() -> None:
    """Send these, and no longer Wagtail's."""
    for signal, sender, name in (
        (task_submitted, TaskState, "group_approval_task_submitted"),
        (workflow_submitted, WorkflowState, "workflow_state_submitted"),
        (workflow_approved, WorkflowState, "workflow_state_approved"),
        (workflow_rejected, WorkflowState, "workflow_state_rejected"),
    ):
        signal.disconnect(sender=sender, dispatch_uid=f"{name}_email_notification")
    task_submitted.connect(_to_moderators, sender=TaskState, dispatch_uid="accounts_draft_handed_in")
    workflow_approved.connect(
        _to_writers["approved"], sender=WorkflowState, dispatch_uid="accounts_draft_approved"
    )
    workflow_rejected.connect(
        _to_writers["rejected"], sender=WorkflowState, dispatch_uid="accounts_draft_sent_back"
    )
