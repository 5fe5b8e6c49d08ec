"""What officers see of searches, and the words they teach the finder."""

from datetime import timedelta

from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET
from wagtail.admin.panels import FieldPanel, ObjectList

from localoffer.accounts.viewsets import CouncilViewSet
from localoffer.directory.admin.forms import CouncilForm

from . import searchlog, snapshot
from .models import OwnWords

#: What the screen offers to look back over, in days
SPANS = (30, 90, 365)
MOST_SHOWN = 200


class OwnWordsViewSet(CouncilViewSet):
    model = OwnWords
    icon = "openquote"
    menu_label = "Families’ words"
    menu_order = 138
    list_display = ["__str__", "changed_at"]
    search_fields = ["say", "words"]
    search_backend_name = None
    edit_handler = ObjectList(
        [FieldPanel("say"), FieldPanel("terms", widget=CheckboxSelectMultiple), FieldPanel("words")],
        base_form_class=CouncilForm,
    )


VIEWSETS = [OwnWordsViewSet()]


@require_GET
def searches(request: HttpRequest) -> HttpResponse:
    """What families searched for, the most asked first, and what of it found nothing."""
    days = next((span for span in SPANS if request.GET.get("days") == str(span)), SPANS[1])
    in_vain = request.GET.get("found") == "nothing"
    searchlog.write()
    rows = searchlog.asked(
        request.authority, since=timezone.localdate() - timedelta(days=days), in_vain=in_vain
    )
    known = snapshot.of(request.authority.pk).vocabulary
    fit, kept_back = searchlog.shown(list(rows[: MOST_SHOWN * 5]), known)
    return render(
        request,
        "finder/admin/searches.html",
        {
            "header_title": "What families search for",
            "page_title": "What families search for",
            "header_icon": "search",
            "rows": fit[:MOST_SHOWN],
            "kept_back": kept_back,
            "days": days,
            "spans": SPANS,
            "in_vain": in_vain,
            "days_before_shown": searchlog.DAYS_BEFORE_SHOWN,
        },
    )
