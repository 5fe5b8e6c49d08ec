"""How ready a page is: its screen, and every door of the admin through which somebody might publish."""

from collections.abc import Callable, Iterable

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from wagtail.admin import messages
from wagtail.admin.modal_workflow import render_modal_workflow
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.models import Page

from localoffer.accounts.wagtail_doors import pages_of
from localoffer.cms import page_care
from localoffer.cms.models import BasePage, ReadinessOverride
from localoffer.cms.readiness import gate
from localoffer.cms.readiness.pages import readiness
from localoffer.duties.ehc.counting import months_after

from . import broken_links, checking

NAMED = 5  # pages named in one message


def draft_of(page: Page) -> Page:
    """A page as its newest draft has it, in its own type."""
    return page.specific.get_latest_revision_as_object()


def _own_page(request: HttpRequest, page_id: int) -> BasePage:
    page = get_object_or_404(pages_of(request), pk=page_id).specific
    if not isinstance(page, BasePage) or not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    return page


# --- The screen -----------------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
def screen(request: HttpRequest, page_id: int) -> HttpResponse:
    """What keeps a page from being published; and, where only warnings do, a note that lets them stand."""
    page = _own_page(request, page_id)
    draft = draft_of(page)
    may = page.permissions_for_user(request.user)
    fault, note = "", request.POST.get("note", "")
    if request.method == "POST":
        try:
            gate.accept_warnings(draft, by=request.user, note=note)
        except ValidationError as error:
            fault = " ".join(error.messages)
        else:
            return _go_on(request, page, publishes=may.can_publish())
    problems = readiness(draft)
    left = gate.what_stops(draft)
    stops = [problem for problem in left if problem.stops]
    warnings = [problem for problem in left if not problem.stops]
    return render(
        request,
        "pages/admin/readiness.html",
        {
            "header_title": "How ready is this page?",
            "page_title": "How ready is this page?",
            "header_icon": "tasks",
            "page": draft,
            "stops": stops,
            "warnings": warnings,
            "accepted": [problem for problem in problems if problem not in left],
            "overrides": ReadinessOverride.objects.filter(page=page.pk)[:10],
            "may_accept": bool(warnings and not stops)
            and (may.can_publish() or request.user.may_moderate(page)),
            "publishes": may.can_publish(),
            "fault": fault,
            "note": note,
            "last_check": page.last_check(),
            "next_check_on": page.next_check_on(),
            "may_check": page.live,
            "broken_links": broken_links.of_page(page),
            "has_draft": page.has_unpublished_changes,
        },
        status=422 if fault else 200,
    )


def _go_on(request: HttpRequest, page: BasePage, *, publishes: bool) -> HttpResponse:
    """After the warnings were accepted: publish, for somebody who may; else back to the editor, to approve it there."""
    if publishes:
        page.get_latest_revision().publish(user=request.user)
        messages.success(request, f"“{draft_of(page).title}” is published, and your note is kept with it.")
    else:
        messages.success(
            request, "Your note is kept. The warnings no longer stand in the way: you can approve the page."
        )
    return redirect("wagtailadmin_pages:edit", page.pk)


@require_POST
def found_right(request: HttpRequest, page_id: int) -> HttpResponse:
    """Somebody read the published page today, and it is right."""
    page = _own_page(request, page_id)
    try:
        check = page_care.check(page, by=request.user, note=request.POST.get("note", ""))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        again = months_after(check.checked_on, page.review_every)
        messages.success(
            request, f"Recorded: you found “{page.title}” right today. It is due again by {again:%-d %B %Y}."
        )
    return redirect(get_valid_next_url_from_request(request) or reverse("page_readiness", args=[page.pk]))


@require_GET
def to_check(request: HttpRequest) -> HttpResponse:
    """Every published page: overdue, soon, never checked, not ready."""
    pages = checking.published(request)
    return render(
        request,
        "pages/admin/to_check.html",
        {
            "header_title": "Pages to see to",
            "page_title": "Pages to see to",
            "header_icon": "tasks",
            "parts": checking.parts(pages, today=timezone.localdate()),
        },
    )


# --- The doors ------------------------------------------------------------------------------------------


def before_publishing(request: HttpRequest, page: Page) -> HttpResponse | None:
    """The editor's own button, whether it publishes now or at an hour to come. The draft has been saved already."""
    if not isinstance(page, BasePage):
        return None
    problems = gate.what_stops(page)
    if not problems:
        return None
    if page.live and page.live_revision_id is None:
        # A page that is new is put among the others as if it were published, before Wagtail asks
        Page.objects.filter(pk=page.pk).update(live=False, has_unpublished_changes=True)
    return refused(request, page)


def refused(request: HttpRequest, page: BasePage) -> HttpResponse:
    """Say that a page, saved as a draft, is not ready to be published, and go where it says why."""
    _tell(request, page, is_saved=True)
    return redirect("page_readiness", page.pk)


def before_bulk_publishing(
    request: HttpRequest, action_type: str, objects: Iterable, action
) -> HttpResponse | None:
    """Several pages at once: none is published while one of them is not ready."""
    if action_type != "publish" or not issubclass(action.models[0], Page):
        return None
    pages = [page.specific for page in objects]
    if action.cleaned_form.cleaned_data.get("include_descendants"):
        pages += [below for page in objects for below in page.get_descendants().not_live().specific()]
    unready = _unready(pages, draft_of)
    if not unready:
        return None
    messages.error(
        request,
        f"Nothing was published, because {_named(unready)} not ready. Press “How ready?” on each to see why.",
    )
    return redirect(
        get_valid_next_url_from_request(request)
        or reverse("wagtailadmin_explore", args=[unready[0].get_parent().pk])
    )


def before_copying(request: HttpRequest, page: Page) -> None:
    """A copy that would be published at once arrives as a draft while it, or one below it, is not ready."""
    wanted = request.method == "POST" and ({"publish_copies", "alias"} & request.POST.keys())
    if not wanted:
        return
    pages = [page.specific]
    if request.POST.get("copy_subpages"):
        pages += page.get_descendants().live().specific()
    if unready := _unready(pages, lambda each: each):
        # Wagtail's form holds what was posted already, and reads it only after this
        request.POST._mutable = True
        for name in wanted:
            del request.POST[name]
        request.POST._mutable = False
        messages.warning(
            request, f"The copy is a draft, because {_named(unready)} not ready to be published."
        )


class RefusedPublishMiddleware:
    """Whatever else in the admin publishes and is refused, such as an approval: the reasons, and the way to them."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, gate.NotReadyError) or not request.path_info.startswith(
            reverse("wagtailadmin_home")
        ):
            return None
        _tell(request, error.page, is_saved=False)
        href = reverse("page_readiness", args=[error.page.pk])
        if (
            request.headers.get("x-requested-with") == "XMLHttpRequest"
        ):  # Wagtail's small window, which follows this
            return render_modal_workflow(
                request, "", None, {}, json_data={"step": "success", "redirect": href}
            )
        return redirect(href)


def _tell(request: HttpRequest, page: BasePage, *, is_saved: bool) -> None:
    saved = "Your changes are saved as a draft. " if is_saved else ""
    messages.error(
        request, f"{saved}“{page.title}” was not published, because it is not ready yet. Here is why."
    )


def _unready(pages: Iterable[Page], as_it_would_be: Callable[[Page], Page]) -> list[Page]:
    return [page for page in pages if isinstance(page, BasePage) and gate.what_stops(as_it_would_be(page))]


def _named(pages: list[Page]) -> str:
    names = ", ".join(f"“{page.get_admin_display_title()}”" for page in pages[:NAMED])
    more = f" and {len(pages) - NAMED} more" if len(pages) > NAMED else ""
    return f"{names}{more} {'is' if len(pages) == 1 else 'are'}"
