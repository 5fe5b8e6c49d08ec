"""What news by e-mail adds to other rooms' pages, and to Wagtail."""

from django.urls import include, path, reverse
from wagtail import hooks
from wagtail.admin.widgets.button import Button, ListingButton
from wagtail.snippets.models import register_snippet

from localoffer.accounts.doors import Door
from localoffer.accounts.menu import CouncilMenuItem
from localoffer.accounts.models import Role
from localoffer.accounts.permissions import of_model
from localoffer.accounts.wagtail_doors import pages_of
from localoffer.cms.context import Link
from localoffer.cms.models import BasePage
from localoffer.finder.shortlist.letters import can_be_sent

from . import officers, searches
from .newsletter.models import Issue

for viewset in officers.VIEWSETS:
    register_snippet(viewset)


@hooks.register("register_site_links")
def site_links(authority):
    return [("about", Link("News by e-mail", reverse("updates:subscribe"), order=410))]


@hooks.register("construct_results_page")
def follow_this_search(request, found, context):
    """“Get news of this by e-mail”, for a search that may be kept. Its address holds no whole postcode."""
    if getattr(request, "danger", None) or not can_be_sent():
        return
    place = found.near.place if found.asked.near else None
    kept = searches.shortened(
        found.asked, near=place.shared if place else "", council=found.entries.authority_id
    )
    if query := kept.query_string():
        context["follow"] = {
            "href": f"{reverse('updates:subscribe')}?{query}",
            "text": "Get news of this by e-mail",
        }


@hooks.register("register_role_permissions")
def role_permissions():
    """Editors write issues; who publishes sends them."""
    return of_model("issue", app="updates", add=Role.EDITOR, change=Role.EDITOR, delete=Role.PUBLISHER)


@hooks.register("register_admin_doors")
def admin_doors():
    of_records = {name: door for viewset in officers.VIEWSETS for name, door in viewset.doors().items()}
    one = {"issue_id": officers.issues_of}
    return of_records | {
        "updates_issues": Door(args=one),
        "updates_issues:send": Door(role=Role.PUBLISHER, args=one),
        "updates_issues:withdraw": Door(role=Role.PUBLISHER, args=one),
        "updates_followers": Door(),
        "updates_followers:forget": Door(role=Role.ADMINISTRATOR),
        "updates_page_changed": Door(role=Role.PUBLISHER, args={"page_id": pages_of}),
    }


@hooks.register("register_admin_urls")
def admin_urls():
    issues = [
        path("<int:issue_id>/", officers.look, name="look"),
        path("<int:issue_id>/test/", officers.test, name="test"),
        path("<int:issue_id>/send/", officers.send, name="send"),
        path("<int:issue_id>/withdraw/", officers.withdraw, name="withdraw"),
    ]
    followers = [
        path("", officers.followers, name="all"),
        path("forget/", officers.forget, name="forget"),
    ]
    return [
        path("newsletter/", include((issues, "updates_issues"), namespace="updates_issues")),
        path("news-by-email/", include((followers, "updates_followers"), namespace="updates_followers")),
        path("page-changed/<int:page_id>/", officers.page_changed, name="updates_page_changed"),
    ]


@hooks.register("register_admin_menu_item")
def followers_menu_item():
    return CouncilMenuItem(
        "News by e-mail", reverse("updates_followers:all"), role=Role.EDITOR, icon_name="mail", order=144
    )


@hooks.register("register_snippet_listing_buttons")
def look_button(snippet, user, next_url=None):
    """From the list to where an issue is looked at and sent."""
    if isinstance(snippet, Issue):
        yield ListingButton(
            "Look at it" if snippet.is_sent else "Look, test and send",
            reverse("updates_issues:look", args=[snippet.pk]),
            icon_name="mail",
            priority=5,
        )


@hooks.register("register_page_header_buttons")
def changed_button(page, user, next_url=None, view_name=None):
    """“Tell those who follow it” beside Wagtail's own deeds on a page."""
    if issubclass(page.specific_class or BasePage, BasePage) and officers.may_say_changed(page, user):
        yield Button(
            "Tell those who follow it",
            reverse("updates_page_changed", args=[page.pk]),
            icon_name="mail",
            priority=14,
        )


@hooks.register("register_log_actions")
def register_log_actions(actions):
    actions.register_action("localoffer.forget_address", "Delete an address", "Deleted an address on request")
    actions.register_action("localoffer.page_changed", "Say what changed", "Told followers what changed")
    actions.register_action("localoffer.send_issue", "Send an issue", "Sent an issue of the newsletter")
    actions.register_action(
        "localoffer.withdraw_issue", "Withdraw an issue", "Took an issue out of the archive"
    )
