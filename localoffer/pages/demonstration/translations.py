"""Pages of the demonstration in other languages (fenbridge-translations.yaml), made as an officer makes them.

A translation that is there stays as it is.
"""

import json
from typing import Any

from wagtail.models import Locale, Page, Site
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from localoffer.places.models import Authority

from ..models.translated import first_page


def load(authority: Authority, languages: list[dict[str, Any]]) -> None:
    """Translate and publish these pages of a council's site. Safe to run again."""
    root = Site.objects.get(authority_site__authority=authority).root_page
    for row in languages:
        locale, _ = Locale.objects.get_or_create(language_code=row["code"])
        first = first_page(root, locale)
        if not first.live:
            first.title, first.search_description = row["title"], row["in_short"]
            first.body = json.dumps(row["body"])
            first.full_clean()
            first.save_revision().publish()
        for page in row["pages"]:
            _translate(
                Page.objects.get(url_path=f"{root.url_path}{page['path']}").specific, locale, page["texts"]
            )


def _translate(page: Page, locale: Locale, texts: dict[str, str]) -> None:
    if page.has_translation(locale):
        return
    source, _ = TranslationSource.get_or_create_from_instance(page)
    translation, _ = Translation.objects.get_or_create(source=source, target_locale=locale)
    for segment in source.stringsegment_set.select_related("string"):
        words = segment.string.data
        StringTranslation.objects.get_or_create(
            translation_of=segment.string,
            locale=locale,
            context=segment.context,
            defaults={"data": texts.get(words, words)},
        )
    translation.save_target(publish=False)
    page.get_translation(locale).get_latest_revision().publish()
