"""What the screens for words add to Wagtail: their addresses and doors, an item of the menu, lines of history."""

from django.urls import include, path, reverse
from django.utils.html import format_html
from wagtail import hooks
from wagtail.admin.staticfiles import versioned_static

from localoffer.accounts.doors import Door
from localoffer.accounts.menu import CouncilMenuItem
from localoffer.accounts.models import Role

from . import urls
from .views import known


@hooks.register("register_admin_urls")
def admin_urls():
    return [path("vocabulary/", include((urls, "vocabulary"), namespace="vocabulary"))]


@hooks.register("register_admin_doors")
def admin_doors():
    """Shared terms and the council's own. Which of them the person may change, the views ask."""
    plain = frozenset({"vocabulary", "up"})
    return {
        "vocabulary": Door(
            role=Role.ADMINISTRATOR, args={"term_id": known}, query={"into": known}, plain=plain
        )
    }


@hooks.register("register_settings_menu_item")
def menu_item():
    return CouncilMenuItem(
        "Vocabulary", reverse("vocabulary:list"), role=Role.ADMINISTRATOR, icon_name="tag", order=20
    )


@hooks.register("insert_global_admin_css")
def css():
    return format_html('<link rel="stylesheet" href="{}">', versioned_static("directory/vocabulary.css"))


@hooks.register("register_log_actions")
def log_actions(actions):
    """The audit lines that directory.term_actions writes, in words."""
    actions.register_action("localoffer.add_term", "Add a term", "Added a term")
    actions.register_action("localoffer.rename_term", "Reword a term", "Reworded a term")
    actions.register_action("localoffer.move_term", "Move a term", "Moved a term")
    actions.register_action("localoffer.merge_terms", "Merge terms", "Merged another term into it")
    actions.register_action("localoffer.retire_term", "Retire a term", "Retired a term")
    actions.register_action("localoffer.restore_term", "Restore a term", "Restored a term")
    actions.register_action("localoffer.delete_term", "Delete a term", "Deleted a term")
