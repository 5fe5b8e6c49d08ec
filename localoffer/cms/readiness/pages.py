"""The texts of a page, of whatever type, and what is wrong with them."""

from collections.abc import Iterator
from typing import Any

from django.db import models
from django.utils.html import escape, format_html, format_html_join
from django.utils.text import capfirst
from modelcluster.models import get_all_child_relations
from wagtail.blocks import (
    BooleanBlock,
    CharBlock,
    EmailBlock,
    ListBlock,
    RawHTMLBlock,
    RichTextBlock,
    StreamBlock,
    StructBlock,
    TextBlock,
    URLBlock,
)
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.fields import RichTextField, StreamField
from wagtail.images.blocks import ImageBlock, ImageChooserBlock
from wagtail.images.models import AbstractImage
from wagtail.models import Page, Site
from wagtail_localize.models import TranslationSource

from ..glossary.terms import terms_of
from ..languages import is_english
from ..models import BasePage, CouncilSettings
from .checks import BLANK_OPENS, Draft, Problem, Text, problems_of, reading_age_of

#: Names of a block beside a picture that say what it shows, or that it shows nothing
ALTERNATIVES = ("alt", "alt_text", "alternative", "alternative_text")
DECORATIVE = ("decorative", "is_decorative")
# Of every page, and not its words; or said elsewhere
_NOT_WORDS = {"care", "duties_served", "wagtail_admin_comments", "view_restrictions"}


#: Words from which a text is more than a name
_A_SENTENCE = 4
#: Fields of a page that wagtail-localize offers for translation, and that nobody reads
_NOT_TRANSLATED = {"slug", "seo_title"}


def readiness(page: BasePage, *, site: Site | None = None) -> list[Problem]:
    """Everything that is wrong with this page as it stands in memory: a draft, or what is published.

    `site` is for a page that has no place yet.
    """
    return problems_of(_draft(page, site))


def reading_age(page: BasePage) -> float | None:
    """How old a reader of this page must be; None when it is too short to tell."""
    return reading_age_of(_draft(page)).age


def _draft(page: BasePage, site: Site | None = None) -> Draft:
    site = site or page.get_site()
    authority = getattr(getattr(site, "authority_site", None), "authority", None)
    return Draft(
        texts=tuple(texts_of(page)),
        owner=page.looked_after_by,
        may_be_empty=page.may_be_empty,
        # Syllables are counted, and initials known, in English only
        is_for_families=page.is_family_page and is_english(page),
        untranslated=untranslated(page),
        age_limit=CouncilSettings.for_site(site).reading_age_limit if site else 11,
        known_terms=frozenset(form for term in terms_of(authority) for form in term.forms),
    )


def untranslated(page: BasePage) -> int:
    """How many sentences of a translation are still the English ones. Names and numbers stay as they are."""
    if is_english(page):
        return 0
    source = TranslationSource.objects.filter(
        object_id=page.translation_key, translations__target_locale=page.locale_id, translations__enabled=True
    ).first()
    if source is None:
        return 0
    segments = source.stringsegment_set.annotate_translation(page.locale).select_related("string")
    return sum(
        len(segment.string.data.split()) >= _A_SENTENCE
        for segment in segments
        if segment.translation is None and segment.context.path not in _NOT_TRANSLATED
    )


def texts_of(page: Page) -> Iterator[Text]:
    """Every text that an editor wrote into a page, with the name of the field it stands in."""
    yield Text("Title", _heading(page.title))
    own = [field for field in page._meta.get_fields() if field.model is not Page and not field.auto_created]
    yield from _of_fields(page, own)
    if page.search_description:
        yield Text("Search description", _heading(page.search_description))
    for relation in get_all_child_relations(type(page)):
        if relation.get_accessor_name() in _NOT_WORDS or relation.related_model._meta.app_label.startswith(
            "wagtail"
        ):
            continue
        for row in getattr(page, relation.get_accessor_name()).all():
            yield from _of_fields(row, row._meta.get_fields())


def _of_fields(record: models.Model, fields: Any) -> Iterator[Text]:
    for field in fields:
        if isinstance(field, models.ForeignKey) and issubclass(field.related_model, AbstractImage):
            if picture := getattr(record, field.name):
                words = next((said for name in ALTERNATIVES if (said := _beside(record, field, name))), "")
                decorates = any(_beside(record, field, name) for name in DECORATIVE)
                yield Text(capfirst(field.verbose_name), _picture(picture, words, decorates))
            continue
        if not isinstance(field, models.CharField | models.TextField | StreamField) or field.choices:
            continue
        value = getattr(record, field.attname if hasattr(field, "attname") else field.name)
        where = capfirst(field.verbose_name)
        if not value:
            continue
        if isinstance(field, StreamField):
            yield from of_blocks(value)
        elif isinstance(field, RichTextField):
            yield Text(where, str(value))
        elif isinstance(field, models.TextField):
            yield Text(where, _paragraphs(str(value)))
        elif not isinstance(field, models.SlugField | models.URLField | models.EmailField):
            yield Text(where, _heading(str(value)))


def _beside(record: models.Model, field: models.Field, name: str) -> Any:
    """What stands beside a picture in a field of its own: `image_alt`, `image_is_decorative`."""
    return getattr(record, f"{field.name}_{name}", None)


def of_blocks(stream: Any) -> Iterator[Text]:
    """The texts of a StreamField's blocks, each with the name of its block."""
    for child in stream:
        label = str(child.block.label or child.block_type)
        for html in _of_block(child.block, child.value):
            yield Text(label, html)


def _of_block(block: Any, value: Any) -> Iterator[str]:
    if value in (None, ""):
        return
    if isinstance(block, StructBlock) and not isinstance(block, ImageBlock):
        for name, each in block.child_blocks.items():
            if isinstance(each, ImageChooserBlock) and not isinstance(each, ImageBlock):
                if picture := value.get(name):
                    yield _picture(picture, *_said_beside(block, value))
            elif name not in ALTERNATIVES:
                yield from _of_block(each, value.get(name))
    elif isinstance(block, ListBlock):
        for each in value:
            yield from _of_block(block.child_block, each)
    elif isinstance(block, StreamBlock):
        for each in value:
            yield from _of_block(each.block, each.value)
    elif isinstance(block, TypedTableBlock):
        yield from _of_table(value)
    elif isinstance(block, ImageBlock):
        yield _picture(value, value.contextual_alt_text, value.decorative)
    elif isinstance(block, ImageChooserBlock):
        yield _picture(value, value.description, False)
    elif isinstance(block, RichTextBlock):
        yield value.source
    elif isinstance(block, RawHTMLBlock):
        yield str(value)
    elif isinstance(block, TextBlock):
        yield _paragraphs(value)
    elif isinstance(block, CharBlock) or (
        # An address is nothing to read; where one is still to fill in, that is
        isinstance(block, EmailBlock | URLBlock) and BLANK_OPENS in str(value)
    ):
        yield format_html("<div>{}</div>", value)


def _of_table(value: Any) -> Iterator[str]:
    """A table's own words, as a table: none of it is prose."""
    head = format_html_join("", "<th>{}</th>", ((column["heading"],) for column in value.columns))
    for row in value.rows:
        cells = "".join(html for cell in row for html in _of_block(cell.block, cell.value))
        yield f"<table><tr>{head}</tr><tr><td>{cells}</td></tr></table>"


def _said_beside(block: StructBlock, value: Any) -> tuple[str, bool]:
    words = next((value.get(name) for name in ALTERNATIVES if value.get(name)), "")
    is_decorative = any(
        isinstance(each, BooleanBlock) and name in DECORATIVE and value.get(name)
        for name, each in block.child_blocks.items()
    )
    return words or "", is_decorative


def _picture(image: Any, words: str | None, is_decorative: bool) -> str:
    if is_decorative:
        return '<img alt="">'
    if words:
        return format_html('<img alt="{}">', words)
    return format_html('<img title="{}">', image.title)


def _heading(words: str) -> str:
    return format_html("<h2>{}</h2>", words)


def _paragraphs(words: str) -> str:
    return "".join(f"<p>{escape(part)}</p>" for part in words.split("\n") if part.strip())
