"""What the directory adds to Wagtail."""

from django.urls import reverse
from wagtail import hooks
from wagtail.admin.search import SearchArea
from wagtail.snippets.models import register_snippet

from localoffer.accounts.models import Role
from localoffer.accounts.permissions import of_model

from .admin import bulk_actions
from .admin.viewsets import VIEWSETS
from .admin.week import week

for viewset in VIEWSETS:
    register_snippet(viewset)


@hooks.register("register_admin_doors")
def admin_doors():
    """What lies behind the directory's addresses in the admin."""
    return {name: door for viewset in VIEWSETS for name, door in viewset.doors().items()}


@hooks.register("register_role_permissions")
def role_permissions():
    """From which role on each deed may be done."""
    found = {role: [] for role in Role}
    for model, actions in {
        "service": {
            "add": Role.EDITOR,
            "change": Role.EDITOR,
            "publish": Role.PUBLISHER,
            "lock": Role.MODERATOR,
            "unlock": Role.MODERATOR,
            "delete": Role.PUBLISHER,
        },
        "organization": {"add": Role.EDITOR, "change": Role.EDITOR, "delete": Role.PUBLISHER},
        "location": {"add": Role.EDITOR, "change": Role.EDITOR, "delete": Role.PUBLISHER},
    }.items():
        for role, names in of_model(model, app="directory", **actions).items():
            found[role] += names
    return found


@hooks.register("register_log_actions")
def register_log_actions(actions):
    """The audit lines that directory.actions writes, in words."""
    actions.register_action("localoffer.list", "List in a Local Offer", "Listed in a Local Offer")
    actions.register_action("localoffer.check", "Record a check", "Recorded a check")
    actions.register_action("localoffer.wait", "State the wait", "Stated the wait")
    actions.register_action("localoffer.status", "Open, pause or close", "Changed whether it is open")
    actions.register_action("localoffer.import", "Import", "Imported")


@hooks.register("register_admin_search_area")
def search_area():
    """The admin's search box looks for services."""
    return SearchArea(
        "Services", reverse("wagtailsnippets_directory_service:list"), icon_name="list-ul", order=1
    )


hooks.register("register_week", week)
hooks.register("register_bulk_action", bulk_actions.Publish)
hooks.register("register_bulk_action", bulk_actions.Unpublish)
