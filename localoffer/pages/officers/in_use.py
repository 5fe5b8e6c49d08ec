"""Nobody takes away what a published page uses: every door of the admin through which something is deleted."""

from collections.abc import Callable, Iterable

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from wagtail.admin import messages
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page

from localoffer.accounts.wagtail_doors import documents_of, images_of, pages_of
from localoffer.cms.uses import Use, in_words, uses_of

# Wagtail asks no hook before it deletes one of these: {name of the address: (name of its argument, whose they are)}
_ONE = {
    "wagtailimages:delete": ("image_id", images_of),
    "wagtaildocs:delete": ("document_id", documents_of),
}


class InUseMiddleware:
    """Shows what uses a picture or a file, in place of deleting it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view, args, kwargs) -> HttpResponse | None:
        name, scope = _ONE.get(request.resolver_match.view_name, (None, None))
        if scope is None or not request.user.is_authenticated:
            return None
        key = kwargs.get(name, args[0] if args else None)
        record = scope(request).filter(pk=key).first()
        return refusal(request, record, uses_of([record])) if record else None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The database's own word, where the index of what uses what had not noticed."""
        if not isinstance(exception, models.ProtectedError) or not request.path.startswith("/admin/"):
            return None
        messages.error(
            request,
            "It was not deleted: something that is kept still uses it. Take it out there first, then delete it.",
        )
        return redirect(request.path if request.resolver_match.kwargs else "wagtailadmin_home")


def before_deleting(request: HttpRequest, page: Page) -> HttpResponse | None:
    """A page goes with all below it; what others say of any of them would go, too."""
    gone = Page.objects.filter(path__startswith=page.path)
    return refusal(request, page, uses_of(gone, but_below=[page]))


def before_bulk_deleting(
    request: HttpRequest, action_type: str, objects: Iterable[models.Model], action
) -> HttpResponse | None:
    """Several at once: one that is used keeps all of them."""
    some = list(objects)
    if action_type != "delete" or not isinstance(some[0] if some else None, _KINDS):
        return None
    for record in some:
        if isinstance(record, Page):
            gone = [page for page in some if isinstance(page, Page)]
            uses = uses_of(Page.objects.filter(path__startswith=record.path), but_below=gone)
        else:
            uses = uses_of([record])
        if uses:
            return refusal(request, record, uses)
    return None


_KINDS = (Page, get_image_model(), get_document_model())


def refusal(request: HttpRequest, record: models.Model, uses: list[Use]) -> HttpResponse | None:
    """What uses a record, with the way to each page that is this person's; None when nothing does."""
    if not uses:
        return None
    own = set(pages_of(request).filter(pk__in=[use.page.pk for use in uses]).values_list("pk", flat=True))
    shown = [use for use in uses if use.page.pk in own]
    if request.headers.get("x-requested-with") == "XMLHttpRequest":
        messages.error(request, f"{record} is in use: {in_words(shown)}.")
    return render(
        request,
        "pages/admin/in_use.html",
        {
            "header_title": "It is in use",
            "page_title": "It is in use",
            "header_icon": "warning",
            "record": record,
            "uses": shown,
            "others": len(uses) - len(shown),
        },
        status=409,
    )
