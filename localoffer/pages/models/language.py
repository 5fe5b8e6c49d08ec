"""The first page of a language."""

from django import forms
from wagtail.admin.panels import FieldPanel
from wagtail.coreutils import get_content_languages
from wagtail.models import Locale
from wagtail.search import index

from localoffer.cms.blocks import BlocksField
from localoffer.cms.overtaken import BasePageForm

from ..blocks import body
from .content import ContentPage, children_of
from .hubs import BELOW_HUBS


def languages() -> list[tuple[str, str]]:
    """The languages that this installation has beside English, as (code, name)."""
    english = Locale.get_default().language_code
    return [(code, name) for code, name in get_content_languages().items() if code != english]


class LanguagePageForm(BasePageForm):
    """Asks for the language, once: a page never changes its own."""

    language = forms.ChoiceField(choices=languages, label="Language")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["language"].disabled = True
            self.fields["language"].required = False
            self.initial["language"] = self.instance.locale.language_code

    def clean(self):
        cleaned = super().clean()
        code = cleaned.get("language")
        if code and not self.instance.pk:
            there = LanguagePage.objects.child_of(self.parent_page).filter(locale__language_code=code)
            if there.exists():
                self.add_error("language", "This language has a first page already. Change that one.")
            self.instance.locale = Locale.objects.get_or_create(language_code=code)[0]
        return cleaned


class LanguagePage(ContentPage):
    """What there is to read in a language: its own words, and the pages that are translated."""

    body = BlocksField(body(), blank=True, verbose_name="what it says")

    may_be_empty = True
    page_kind = "hub"
    template = "pages/language.html"
    page_description = "The first page of another language. Pages that are translated stand below it."
    parent_page_types = ["pages.HomePage"]
    subpage_types = BELOW_HUBS
    base_form_class = LanguagePageForm
    search_fields = [*ContentPage.search_fields, index.SearchField("body")]
    content_panels = [FieldPanel("language"), *ContentPage.content_panels, FieldPanel("body")]

    class Meta:
        verbose_name = "first page of a language"
        verbose_name_plural = "first pages of languages"

    def get_context(self, request, *args, **kwargs):
        # It is no translation: it has words of its own
        context = {**super().get_context(request, *args, **kwargs), "translation_of": None}
        return context | {"ways": children_of(self, request)}

    def copy_for_translation(self, locale, copy_parents=False, alias=False, exclude_fields=None):
        """Refused: each language has its own."""
        from .translated import TranslationRefusedError

        raise TranslationRefusedError("This is the first page of a language. Another language has its own.")
