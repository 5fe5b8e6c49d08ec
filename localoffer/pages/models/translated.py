"""Where the translation of a page stands: below the first page of its language, on the same council's site."""

from django.core.exceptions import PermissionDenied
from wagtail.coreutils import find_available_slug
from wagtail.models import Locale, Page

from localoffer.cms.models import BasePage, PageCare
from localoffer.ui import languages


class TranslationRefusedError(PermissionDenied):
    """This page cannot be translated, or not in this way."""


class Translatable(BasePage):
    """A page that wagtail-localize may translate. Its words are copied as a draft, never mirrored."""

    class Meta:
        abstract = True

    def copy_for_translation(self, locale, copy_parents=False, alias=False, exclude_fields=None):
        """A draft of this page in another language, for somebody to translate.

        It stands below the translation of the page above, where there is one; else below the first page of its
        language, which is made, as a draft, when it is not there. An alias is refused: keeping whole trees of languages
        in step, wagtail-localize would put English pages into every council's site.
        """
        if alias:
            raise TranslationRefusedError("Pages are translated one by one, and never mirrored.")
        above = self._above_in(locale)
        return self.copy(
            to=above,
            update_attrs={"locale": locale, "slug": find_available_slug(above, self.slug)},
            copy_revisions=False,
            keep_live=False,
            reset_translation_key=False,
            exclude_fields=exclude_fields,
            log_action="wagtail.copy_for_translation",
        )

    def _above_in(self, locale: Locale) -> Page:
        root = self.get_site().root_page
        above = self.get_parent()
        if above.pk != root.pk and (translated := above.get_translation_or_none(locale)):
            return translated
        return first_page(root, locale)


def first_page(root: Page, locale: Locale) -> Page:
    """The first page of a language on a site, made as a draft when it is not there."""
    from .language import LanguagePage

    found = LanguagePage.objects.child_of(root).filter(locale=locale).first()
    if found is not None:
        return found
    made = LanguagePage(
        title=languages.own_name(locale.language_code),
        slug=find_available_slug(root, locale.language_code),
        locale=locale,
        live=False,
        care=[PageCare(owner=root.specific.looked_after_by or "Local Offer team")],
    )
    root.add_child(instance=made)
    made.save_revision()
    return made
