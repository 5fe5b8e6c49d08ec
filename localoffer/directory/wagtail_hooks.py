"""What the directory adds to Wagtail."""

from django.urls import include, path, reverse
from wagtail import hooks
from wagtail.admin.menu import Menu, SubmenuMenuItem
from wagtail.admin.search import SearchArea
from wagtail.snippets.models import register_snippet

from localoffer.accounts.doors import Door
from localoffer.accounts.menu import CouncilMenuItem
from localoffer.accounts.models import Role
from localoffer.accounts.permissions import of_model
from localoffer.accounts.viewsets import scope_of
from localoffer.accounts.week import Heading, Line

from .admin import bulk_actions
from .admin.upkeep import checks
from .admin.upkeep import kinds as upkeep
from .admin.viewsets import VIEWSETS
from .admin.vocabulary import hooks as _words  # noqa: F401 - registers what the screens for words add
from .admin.week import week
from .models import ImportJob, ImportMapping, ImportRun, Service
from .models.drafted import Drafted
from .models.import_job import Stage

for viewset in VIEWSETS:
    register_snippet(viewset)


@hooks.register("register_admin_doors")
def admin_doors():
    """What lies behind the directory's addresses in the admin."""
    jobs, runs, mappings = map(scope_of, (ImportJob, ImportRun, ImportMapping))
    return {
        **{name: door for viewset in VIEWSETS for name, door in viewset.doors().items()},
        **upkeep.doors(),
        "directory_imports": Door(
            role=Role.PUBLISHER,
            args={"job_id": jobs, "run_id": runs, "mapping_id": mappings},
            query={"job": jobs},
        ),
    }


@hooks.register("register_posted_records")
def posted_records():
    """A service that a page names is one of the council's own: the field of a page's form takes any there is."""
    return {"service": scope_of(Service)}


@hooks.register("register_admin_urls")
def admin_urls():
    return [path("upkeep/", include("localoffer.directory.admin.upkeep.urls"))]


@hooks.register("register_admin_menu_item")
def checks_menu_item():
    return CouncilMenuItem("Checks", reverse("upkeep:checks"), icon_name="check", order=105)


@hooks.register("register_admin_menu_item")
def upkeep_menu_item():
    """What a publisher keeps in order now and then."""
    items = [
        CouncilMenuItem(
            label,
            reverse(name),
            role=Role.PUBLISHER,
            name=name.replace(":", "-"),
            icon_name=icon,
            order=order,
        )
        for order, (label, name, icon) in enumerate(
            [
                ("Duplicates", "upkeep:duplicates_service", "copy"),
                ("Find and replace", "upkeep:replace", "search"),
                ("Bin", "upkeep:bin", "bin"),
            ]
        )
    ]
    return SubmenuMenuItem("Tidy up", Menu(items=items), icon_name="sliders", order=140)


@hooks.register("register_week")
def checks_this_week(request):
    """Whom to ring: what is overdue and what is due."""
    return checks.week(request)


@hooks.register("register_admin_urls")
def import_urls():
    return [path("imports/", include("localoffer.directory.admin.import_urls"))]


@hooks.register("register_admin_menu_item")
def imports_menu_item():
    return CouncilMenuItem(
        "Imports", reverse("directory_imports:index"), role=Role.PUBLISHER, icon_name="download", order=140
    )


@hooks.register("register_week")
def imports_this_week(request):
    """Imports that wait for a publisher to look at them, or did not finish."""
    if not request.user.has_role(request.authority, Role.PUBLISHER):
        return []
    waiting = ImportJob.objects.editable_by(request.user).filter(stage__in=[Stage.READY, Stage.FAILED])
    lines = [
        Line(str(job), reverse("directory_imports:job", args=[job.pk]), job.get_stage_display())
        for job in waiting.defer("report", "differences")[:5]
    ]
    return [
        Heading("Imports to look at", waiting.count(), lines, reverse("directory_imports:index"), order=60)
    ]


@hooks.register("register_role_permissions")
def role_permissions():
    """From which role on each deed may be done."""
    record = {
        "add": Role.EDITOR,
        "change": Role.EDITOR,
        "publish": Role.PUBLISHER,
        "lock": Role.MODERATOR,
        "unlock": Role.MODERATOR,
        "delete": Role.PUBLISHER,
    }
    found = {role: [] for role in Role}
    for model, actions in {
        "service": record,
        "organization": record,
        "location": record,
        "ownquestions": {"add": Role.EDITOR, "change": Role.EDITOR, "delete": Role.EDITOR},
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
    actions.register_action("localoffer.address", "Change the address", "Changed the address")
    actions.register_action("localoffer.merge", "Merge", "Merged with another record")
    actions.register_action("localoffer.unmerge", "Undo a merge", "Undid a merge")
    actions.register_action(
        "localoffer.not_duplicates", "Say that two are two", "Said that two records are two"
    )
    actions.register_action("localoffer.replace", "Find and replace", "Found and replaced")
    actions.register_action("localoffer.bin", "Put in the bin", "Put in the bin")
    actions.register_action("localoffer.restore", "Restore", "Restored from the bin")
    actions.register_action("localoffer.delete", "Delete for good", "Deleted for good")
    actions.register_action("localoffer.undo", "Undo an import", "Undid an import")


@hooks.register("register_admin_search_area")
def search_area():
    """The admin's search box looks for services."""
    return SearchArea(
        "Services", reverse("wagtailsnippets_directory_service:list"), icon_name="list-ul", order=1
    )


@hooks.register("construct_snippet_action_menu")
def no_unpublishing(menu_items, request, context):
    """What services point at is there as long as they are."""
    if issubclass(context["model"], Drafted):
        menu_items[:] = [item for item in menu_items if item.name != "action-unpublish"]


hooks.register("register_week", week)
hooks.register("register_bulk_action", bulk_actions.Publish)
hooks.register("register_bulk_action", bulk_actions.Unpublish)
# After Wagtail's own, in whose place it stands
hooks.register("register_bulk_action", bulk_actions.PutInBin, order=900)
