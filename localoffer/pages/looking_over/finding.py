"""Every link that a page, a service, a site's settings or an alert holds, wherever an officer can put one."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urljoin

from django.db import models
from django.utils.text import capfirst
from wagtail.blocks import (
    ListBlock,
    PageChooserBlock,
    RegexBlock,
    RichTextBlock,
    StreamBlock,
    StructBlock,
    URLBlock,
)
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page

from localoffer.cms.models import Alert, CouncilSettings
from localoffer.cms.readiness.html import elements
from localoffer.directory.models import Service

from .models import LONGEST_ADDRESS

MOST_DIGITS = 9
WEB = ("http://", "https://", "/")
#: Fields of text that hold an address: of a way elsewhere, and of the accessibility statement
ADDRESSES = ("address", "accessibility_url")


@dataclass(frozen=True, slots=True)
class Link:
    """Where a link leads, the words that are pressed, and the field or block it stands in."""

    address: str
    words: str
    where: str


def links_of(page: Page) -> Iterator[Link]:
    """The links of a page, of whatever type."""
    for field in page._meta.get_fields():
        if field.model is not Page and not field.auto_created:
            yield from _of_field(field, page, page)


def links_of_service(service: Service) -> Iterator[Link]:
    """The links of a service as families see it."""
    for name in ("url", "application_url"):
        field = Service._meta.get_field(name)
        yield from _of_address(getattr(service, name) or "", "", capfirst(field.verbose_name))
    for link in service.links.all():
        yield from _of_address(link.url, link.label, "Links")
    yield from _of_html(service.description, "Description")


def links_of_settings(settings: CouncilSettings) -> Iterator[Link]:
    """The links of a site's menu, its footer, and who to ask and to ring."""
    for field in settings._meta.concrete_fields:
        for link in _of_field(field, settings):
            yield replace(link, where=capfirst(field.verbose_name))


def links_of_alert(alert: Alert) -> Iterator[Link]:
    """The link of an alert, if it has one."""
    yield from _of_address(alert.url, alert.link_text, capfirst(Alert._meta.get_field("url").verbose_name))


def _of_field(field: Any, record: models.Model, page: Page | None = None) -> Iterator[Link]:
    name = capfirst(getattr(field, "verbose_name", field.name))
    if isinstance(field, models.ForeignKey) and field.related_model is Page:
        if key := getattr(record, field.attname):
            yield Link(f"page:{key}", "", name)
    elif isinstance(field, StreamField):
        for child in getattr(record, field.name):
            label = str(child.block.label or child.block_type)
            yield from _of_block(child.block, child.value, label, page)
    elif isinstance(field, RichTextField):
        yield from _of_html(getattr(record, field.name), name, page)
    elif isinstance(field, models.URLField):
        yield from _of_address(getattr(record, field.name) or "", "", name, page)
    elif field.name in ADDRESSES and str(getattr(record, field.name)).startswith(WEB):
        yield from _of_address(getattr(record, field.name), "", name, page)


def _of_block(block: Any, value: Any, where: str, page: Page | None, words: str = "") -> Iterator[Link]:
    if value in (None, ""):
        return
    if isinstance(block, StructBlock):
        said = next((str(value[name]) for name in ("label", "title", "name") if value.get(name)), "")
        for name, each in block.child_blocks.items():
            yield from _of_block(each, value.get(name), where, page, said)
    elif isinstance(block, ListBlock):
        for each in value:
            yield from _of_block(block.child_block, each, where, page, words)
    elif isinstance(block, StreamBlock):
        for each in value:
            yield from _of_block(each.block, each.value, where, page, words)
    elif isinstance(block, RichTextBlock):
        yield from _of_html(value.source, where, page)
    elif isinstance(block, PageChooserBlock):
        yield Link(f"page:{value.pk}", words or value.title, where)
    elif isinstance(block, DocumentChooserBlock):
        yield Link(f"document:{value.pk}", words or value.title, where)
    elif isinstance(block, URLBlock) or (isinstance(block, RegexBlock) and value.startswith(WEB)):
        yield from _of_address(value, words, where, page)


def _of_html(html: str, where: str, page: Page | None = None) -> Iterator[Link]:
    if "<a" not in (html or ""):
        return
    for element in elements(html):
        if element.tag != "a":
            continue
        kind, key = element.attributes.get("linktype"), element.attributes.get("id") or ""
        if kind in ("page", "document") and key.isascii() and key.isdigit() and len(key) <= MOST_DIGITS:
            yield Link(f"{kind}:{key}", element.words, where)
        else:
            yield from _of_address(element.attributes.get("href") or "", element.words, where, page)


def _of_address(address: str, words: str, where: str, page: Page | None = None) -> Iterator[Link]:
    """An address of the web, or of this site. Others (mailto:, tel:) ring or write, and lead to no page."""
    address = address.strip()
    if not address or len(address.encode()) > LONGEST_ADDRESS:
        return
    if page is not None and not address.startswith(WEB) and ":" not in address:
        address = urljoin(page.url or "/", address)
    if address.startswith(WEB):
        yield Link(address, words or address, where)
