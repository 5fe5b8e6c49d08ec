"""What finished pages add to other rooms."""

from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.widgets import Button
from wagtail.snippets.models import register_snippet

from localoffer.accounts.doors import Door
from localoffer.accounts.menu import CouncilMenuItem
from localoffer.accounts.models import Role
from localoffer.accounts.permissions import of_model
from localoffer.accounts.wagtail_doors import pages_of
from localoffer.accounts.week import Heading, Line
from localoffer.cms.conditional import not_sent_twice
from localoffer.cms.context import Link
from localoffer.cms.glossary.shipped import shipped
from localoffer.cms.models import BasePage, CouncilSettings, Worry
from localoffer.cms.overtaken import by_itself, overtaken
from localoffer.finder.found_pages.own import SitePage

from . import followed
from .key_dates import officers as key_dates
from .looking_over.facts import site_facts
from .officers import (
    alerts,
    broken_links,
    checking,
    importing_pages,
    in_use,
    old_addresses,
    readiness,
    scheduled,
    translating,
)
from .officers import glossary as words
from .officers import starter as starter_pages
from .starter import create_demonstration, create_site

# A council's first page stands just below Wagtail's root
FIRST_DEPTH = 2

VIEWSETS = [*key_dates.VIEWSETS, *words.VIEWSETS, *alerts.VIEWSETS]
for viewset in VIEWSETS:
    register_snippet(viewset)
hooks.register("register_week", key_dates.over)
hooks.register("register_week", broken_links.headings)
hooks.register("register_site_facts", site_facts)
hooks.register("register_update_topics", followed.topics)
hooks.register("register_week", translating.behind)
hooks.register("register_week", scheduled.headings)
hooks.register("register_week", starter_pages.headings)


@hooks.register("register_admin_doors")
def admin_doors():
    """Officers look at how ready pages are, and write key dates and words, each for their own council."""
    of_records = {name: door for viewset in VIEWSETS for name, door in viewset.doors().items()}
    return (
        of_records
        | translating.doors()
        | {
            "page_readiness": Door(args={"page_id": pages_of}),
            "page_found_right": Door(args={"page_id": pages_of}),
            "pages_to_check": Door(),
            "starter_pages": Door(),
            "starter_blanks": Door(),
            "starter_sheet": Door(),
            "starter_bring_back": Door(),
            "starter_start": Door(plain=frozenset({"starter_key"})),
            "starter_publish": Door(role=Role.PUBLISHER),
            "old_addresses": Door(role=Role.PUBLISHER),
            "old_addresses_remove": Door(
                role=Role.PUBLISHER, args={"redirect_id": old_addresses.redirects_of}
            ),
            "import_pages": Door(role=Role.PUBLISHER),
            "broken_links": Door(role=Role.EDITOR),
            "broken_links_again": Door(role=Role.EDITOR),
        }
    )


@hooks.register("create_demonstration_council")
def create_demonstration_council(*, slug, name):
    """A council to try things out with, served on SLUG.localhost; the import asks for it. Returns the Authority."""
    authority = create_demonstration(slug=slug, name=name)
    create_site(authority, host=f"{slug}.localhost", port=8000)
    return authority


@hooks.register("register_site_links")
def site_links(authority):
    """What every site says about itself, and what each family may want to know of the law."""
    return [
        ("menu", Link("Your rights", reverse("pages:entitlements"), order=40)),
        ("about", Link("EHC plan dates", reverse("pages:timeline"), order=390)),
        ("about", Link("Key dates", reverse("pages:key_dates"), order=400)),
        ("about", Link("About this site", reverse("pages:about"), order=500)),
    ]


@hooks.register("register_pages_to_find")
def pages_to_find(authority):
    """What a search finds beside the pages that editors write."""
    return [
        SitePage(
            "ehc-timeline",
            "EHC plan dates",
            reverse("pages:timeline"),
            "Type the dates you know. See every later deadline of an EHC assessment, plan, review or appeal.",
            "how long 6 weeks 20 weeks 15 days 2 months time limit late deadline draft final amended plan annual "
            "review mediation certificate tribunal council decision calendar",
        ),
        SitePage(
            "your-rights",
            "Your rights",
            reverse("pages:entitlements"),
            "What you can ask for anywhere in England, and what this council adds.",
            "right law legal must should duty SEND Code of Practice entitled entitlement support school council",
        ),
        SitePage(
            "key-dates",
            "Key dates",
            reverse("pages:key_dates"),
            "School places, help with travel, plans: the days that matter in the next 12 months.",
            "deadline apply admissions transfer primary secondary school place college transport calendar term",
        ),
        SitePage(
            "glossary",
            "What words mean",
            reverse("cms:glossary"),
            "Words and initials about special educational needs and disabilities, explained.",
            " ".join(
                [
                    "glossary jargon initials meaning abbreviations mean stand for",
                    *(form for term in shipped() for form in (term.term, *term.also)),
                ]
            ),
        ),
    ]


@hooks.register("register_role_permissions")
def role_permissions():
    """Who looks after a council's site (its name, colours, who is rung in a crisis), its key dates and its words.

    A key date or an alert is seen as soon as it is saved, so whoever writes one may publish.
    """
    parts = (
        of_model("keydate", app="pages", add=Role.PUBLISHER, change=Role.PUBLISHER, delete=Role.PUBLISHER),
        of_model("alert", app="cms", add=Role.PUBLISHER, change=Role.PUBLISHER, delete=Role.PUBLISHER),
        of_model("glossaryterm", app="cms", add=Role.EDITOR, change=Role.EDITOR, delete=Role.EDITOR),
        {Role.ADMINISTRATOR: ["cms.change_councilsettings"]},
        {Role.EDITOR: ["wagtail_localize.submit_translation"]},
    )
    return {role: [name for part in parts for name in part.get(role, [])] for role in Role}


@hooks.register("register_admin_urls")
def admin_urls():
    return [
        path("old-addresses/", old_addresses.screen, name="old_addresses"),
        path("old-addresses/<int:redirect_id>/remove/", old_addresses.remove, name="old_addresses_remove"),
        path("import-pages/", importing_pages.screen, name="import_pages"),
        path("broken-links/", broken_links.screen, name="broken_links"),
        path("broken-links/again/", broken_links.again, name="broken_links_again"),
        path("page-readiness/", readiness.to_check, name="pages_to_check"),
        path("page-readiness/<int:page_id>/", readiness.screen, name="page_readiness"),
        path("page-readiness/<int:page_id>/found-right/", readiness.found_right, name="page_found_right"),
        path("starter-pages/", starter_pages.overview, name="starter_pages"),
        path("starter-pages/blanks/", starter_pages.fill, name="starter_blanks"),
        path("starter-pages/blanks.csv", starter_pages.sheet, name="starter_sheet"),
        path("starter-pages/sheet/", starter_pages.bring_back, name="starter_bring_back"),
        path("starter-pages/publish/", starter_pages.publish, name="starter_publish"),
        path("starter-pages/start/<slug:starter_key>/", starter_pages.start, name="starter_start"),
    ]


@hooks.register("register_admin_urls", order=-10)  # before wagtail-localize answers
def translating_urls():
    return [path("localize/submit/page/<int:page_id>/", translating.submit, name="translate_page")]


@hooks.register("register_admin_menu_item")
def starter_menu_item():
    return CouncilMenuItem(
        starter_pages.TITLE,
        reverse("starter_pages"),
        role=Role.EDITOR,
        icon_name="doc-full-inverse",
        order=144,
    )


@hooks.register("start_page_url")
def start_page_url(authority, slug):
    """Where a duty that no page serves gets its page."""
    return starter_pages.start_page_url(authority, slug)


@hooks.register("register_settings_menu_item")
def import_pages_menu_item():
    return CouncilMenuItem(
        "Import pages", reverse("import_pages"), role=Role.PUBLISHER, icon_name="download", order=19
    )


@hooks.register("register_settings_menu_item")
def old_addresses_menu_item():
    return CouncilMenuItem(
        "Old addresses", reverse("old_addresses"), role=Role.PUBLISHER, icon_name="redirect", order=20
    )


@hooks.register("register_admin_menu_item")
def broken_links_menu_item():
    return CouncilMenuItem("Broken links", reverse("broken_links"), icon_name="link", order=143)


@hooks.register("register_log_actions")
def log_actions(actions):
    actions.register_action(
        "localoffer.old_addresses", "Change old addresses", "Changed where old addresses lead"
    )
    actions.register_action("localoffer.check_page", "Find a page right", "Found this page right")
    actions.register_action(
        "localoffer.accept_warnings", "Accept warnings", "Let warnings stand, with a note"
    )


@hooks.register("register_page_header_buttons")
@hooks.register("register_page_listing_more_buttons")
def ready_button(page, user, next_url=None, view_name=None):
    """“How ready?” beside Wagtail's own deeds on a page."""
    if issubclass(page.specific_class or BasePage, BasePage) and page.permissions_for_user(user).can_edit():
        yield Button(
            "How ready? Is it right?",
            reverse("page_readiness", args=[page.pk]),
            icon_name="tasks",
            priority=12,
        )


@hooks.register("before_publish_page")
def only_ready_pages(request, page):
    return readiness.before_publishing(request, page)


@hooks.register("before_edit_page", order=-10)  # before wagtail-localize answers
def only_ready_translations(request, page):
    return translating.before_publishing(request, page)


@hooks.register("before_edit_page")
def no_browser_answers_for_an_officer(request, page):
    """Where somebody else saved, her browser saves nothing by itself: it says who, when, and what to do."""
    return None if request.accepts("text/html") else by_itself(page, request.POST, request.user)


@hooks.register("before_edit_page")
def what_somebody_else_saved(request, page):
    """A way to compare, beside the refusal of the form (cms.overtaken), which cannot hold a link."""
    if not request.accepts("text/html"):
        return
    if other := overtaken(page, request.POST, request.user):
        compare = messages.button(other.compare, "Compare", new_window=True)
        messages.warning(request, str(other), buttons=[compare])


@hooks.register("construct_page_action_menu")
def no_mirrors(menu_items, request, context):
    """A translation is not turned into a mirror of its original: nobody could read English there as Polish."""
    menu_items[:] = [item for item in menu_items if item.name != "localize-convert-to-alias"]


@hooks.register("before_bulk_action")
def only_ready_pages_at_once(request, action_type, objects, action):
    return readiness.before_bulk_publishing(request, action_type, objects, action)


@hooks.register("before_delete_page")
def nothing_in_use(request, page):
    return in_use.before_deleting(request, page)


@hooks.register("before_bulk_action")
def nothing_in_use_at_once(request, action_type, objects, action):
    return in_use.before_bulk_deleting(request, action_type, objects, action)


@hooks.register("after_edit_page", order=100)
def back_to_the_first_page(request, page):
    """Wagtail goes to the page above. Above a first page is the root of all councils' pages, no officer's to see."""
    leaves = {"action-publish", "action-submit", "action-restart-workflow", "action-workflow-action"}
    if page.depth == FIRST_DEPTH and leaves & request.POST.keys() and not request.user.is_superuser:
        return redirect("wagtailadmin_explore", page.pk)
    return None


@hooks.register("before_copy_page")
def only_ready_copies(request, page):
    return readiness.before_copying(request, page)


@hooks.register("register_week")
def pages_to_see_to(request):
    """Pages that are due for a check, or not ready."""
    return checking.headings(request)


@hooks.register("register_week")
def worries_that_wait(request):
    """Safeguarding worries that could not be sent come before all else in an officer's week; never their words."""
    waiting = (
        Worry.objects.unsent().filter(authority=request.authority, attempts__gt=0).order_by("written_at")
    )
    oldest = waiting[:3]
    if not oldest:
        return []
    settings = CouncilSettings.objects.filter(site__authority_site__authority=request.authority).first()
    may_mend = settings and request.user.has_role(request.authority, Role.ADMINISTRATOR)
    href = (
        reverse("wagtailsettings:edit", args=["cms", "councilsettings", settings.site_id]) if may_mend else ""
    )
    return [
        Heading(
            "Worries about somebody’s safety that we could not send",
            waiting.count(),
            [
                Line(
                    worry.about or "A form",
                    href=href,
                    detail=f"written on {timezone.localtime(worry.written_at):%-d %B at %H:%M}; {worry.failure}",
                )
                for worry in oldest
            ],
            href=href,
            order=1,
            is_pressing=True,
        )
    ]


@hooks.register("on_serve_page")
def not_sent_again(serve):
    """A page that the browser holds already is not sent a second time."""

    def answer(page, request, args, kwargs):
        def whole(request):
            made = serve(page, request, args, kwargs)
            return made.render() if hasattr(made, "render") else made

        return not_sent_twice(whole)(request)

    return answer
