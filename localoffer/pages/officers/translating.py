"""Translating pages with wagtail-localize: its doors, and what an officer is told of translations."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from wagtail.admin import messages
from wagtail.models import Page
from wagtail_localize.models import StringSegment, Translation, TranslationSource
from wagtail_localize.views.submit_translations import SubmitPageTranslationView

from localoffer.accounts.doors import Door
from localoffer.accounts.wagtail_doors import pages_of
from localoffer.accounts.week import Heading, Line
from localoffer.cms.languages import in_english
from localoffer.cms.readiness import gate
from localoffer.ui.languages import own_name

from ..models import HomePage, LanguagePage
from .readiness import refused

SHOWN = 5


def sources_of(request, kwargs=None):
    """What translations of this council's pages are made from."""
    return TranslationSource.objects.filter(object_id__in=pages_of(request).values("translation_key"))


def translations_of(request, kwargs=None):
    """The translations that this council's officers may work at."""
    return Translation.objects.filter(source__in=sources_of(request))


def segments_of(request, kwargs):
    """The texts of the translation that is named in the same address."""
    return StringSegment.objects.filter(source__in=sources_of(request)).filter(
        source__translations=kwargs["translation_id"]
    )


def submit(request: HttpRequest, page_id: int) -> HttpResponse:
    """“Translate this page”, in place of wagtail-localize's own view.

    A first page has no translation, as each language has a first page of its own: whoever presses the button there is
    led to start one. wagtail-localize has no way to leave its button out.
    """
    page = Page.objects.get(pk=page_id)
    if not issubclass(page.specific_class, HomePage | LanguagePage):
        return SubmitPageTranslationView.as_view()(request, page_id=page_id)
    messages.info(
        request, "Each language has a first page of its own. Start one here, or translate the pages below."
    )
    home = page if issubclass(page.specific_class, HomePage) else page.get_parent()
    return redirect("wagtailadmin_pages:add", "pages", "languagepage", home.pk)


def doors() -> dict[str, Door]:
    """wagtail-localize's addresses: what works at one translation is open, all else is shut.

    Shut are reports of all councils' translations, snippets, machine translation, mirrors, and putting another page or
    picture in a translation than in its original, because what is posted there could be another council's.
    """
    one = Door(
        args={"translation_id": translations_of, "string_segment_id": segments_of}, plain=frozenset({"mode"})
    )
    space = "wagtail_localize"
    open_at_one = (
        "edit_string_translation download_pofile upload_pofile preview_translation stop_translation".split()
    )
    return {
        space: Door(is_closed=True),
        f"{space}:javascript_catalog": Door(),
        "translate_page": Door(args={"page_id": pages_of}),
        f"{space}:update_translations": Door(args={"translation_source_id": sources_of}),
        **{f"{space}:{name}": one for name in open_at_one},
    }


def before_publishing(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Somebody publishes a translation: it is saved as a draft, and looked at as every page is."""
    if request.method != "POST" or request.POST.get("action") != "publish":
        return None
    translation = Translation.objects.filter(
        source__object_id=page.translation_key, target_locale=page.locale_id, enabled=True
    ).first()
    if translation is None or not page.permissions_for_user(request.user).can_publish():
        return None  # Wagtail's own answer
    translation.save_target(user=request.user, publish=False)
    draft = page.specific_class.objects.get(pk=page.pk).get_latest_revision_as_object()
    if not gate.what_stops(draft):
        return None
    return refused(request, draft)


def behind(request: HttpRequest) -> list[Heading]:
    """For an officer's week: published translations whose English page was published anew since."""
    ours = pages_of(request).live()
    changed = dict(
        in_english(ours)
        .filter(last_published_at__isnull=False)
        .values_list("translation_key", "last_published_at")
    )
    late = [
        page
        for page in ours.exclude(pk__in=in_english(ours)).select_related("locale").order_by("path")
        if page.last_published_at
        and changed.get(page.translation_key, page.last_published_at) > page.last_published_at
    ]
    return [
        Heading(
            "Translations that are older than their English page",
            len(late),
            [
                Line(
                    page.title,
                    href=reverse("wagtailadmin_pages:edit", args=[page.pk]),
                    detail=own_name(page.locale.language_code),
                )
                for page in late[:SHOWN]
            ],
            order=70,
        )
    ]
