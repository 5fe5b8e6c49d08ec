"""Deeds for many records at once."""

from django.core.exceptions import ValidationError
from wagtail.actions.unpublish import UnpublishAction
from wagtail.admin import messages

from localoffer.accounts.models import Role
from localoffer.accounts.viewsets import CouncilBulkAction

from .. import bin
from ..models import Location, Organization, Service


class _RecordsAction(CouncilBulkAction):
    template_name = "directory/admin/bulk.html"
    models = [Service]
    role = Role.PUBLISHER

    def get_execution_context(self):
        return {"user": self.request.user, "request": self.request}

    def get_context_data(self, **kwargs):
        return {
            **super().get_context_data(**kwargs),
            "header_icon": self.model.snippet_viewset.icon,
            "display_name": self.display_name,
        }

    def get_success_message(self, num_parent_objects, num_child_objects):
        return f"{num_parent_objects} service{'' if num_parent_objects == 1 else 's'}: done."


class Publish(_RecordsAction):
    display_name = "Publish"
    aria_label = "Publish the chosen services"
    action_type = "publish"
    action_priority = 10

    @classmethod
    def execute_action(cls, objects, user=None, **kwargs):
        done = 0
        for service in objects:
            if service.get_lock() is None and (revision := service.get_latest_revision()):
                revision.publish(user=user)
                done += 1
        return done, 0


class Unpublish(_RecordsAction):
    display_name = "Unpublish"
    aria_label = "Unpublish the chosen services"
    action_type = "unpublish"
    action_priority = 20

    @classmethod
    def execute_action(cls, objects, user=None, **kwargs):
        shown = [service for service in objects if service.live and service.get_lock() is None]
        for service in shown:
            # What a role may do was looked at (check_perm); the action itself knows permissions of pages only
            UnpublishAction(service, user=user).execute(skip_permission_checks=True)
        return len(shown), 0


class PutInBin(_RecordsAction):
    """In place of Wagtail's deleting: each goes into the bin, or stays and says why."""

    display_name = "Put in the bin"
    action_type = "delete"
    aria_label = "Put the chosen records in the bin"
    action_priority = 30
    classes = {"serious"}
    models = [Service, Organization, Location]

    @classmethod
    def execute_action(cls, objects, user=None, request=None, **kwargs):
        binned = 0
        for record in objects:
            try:
                bin.put_in_bin(record, by=user)
                binned += 1
            except ValidationError as error:
                messages.warning(request, f"{record}: {' '.join(error.messages)}")
        return binned, 0

    def get_success_message(self, num_parent_objects, num_child_objects):
        return f"{num_parent_objects} put in the bin, for 30 days."
