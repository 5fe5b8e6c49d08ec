"""Pages in other languages than English: which there are of a page, on one site.

Every council's translations stand below its own first page, so that whatever begins from a site's pages (doors, hosts,
who may edit) holds for them as well: docs/decisions/0021-translations.md. A page and its translations share Wagtail's
`translation_key`; a language's own first page is taken for the translation of the site's.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet
from wagtail.models import Page, Site

from localoffer.ui import languages, translated_words

ENGLISH = "en-GB"


def in_english(pages: QuerySet, field: str = "locale") -> QuerySet:
    """Those of these pages that are in English: a translation is not counted a second time."""
    return pages.filter(**{f"{field}__language_code": settings.LANGUAGE_CODE})


def is_english(page: Page) -> bool:
    """Whether a page is in English. A page that was never saved has no language yet."""
    return page.locale_id is None or page.locale.language_code == settings.LANGUAGE_CODE


@dataclass(frozen=True)
class Version:
    """A published page in one language."""

    page_id: int
    code: str  # as HTML says it: "en-GB", "pl"
    name: str  # as its speakers say it: "polski"
    title: str  # the page's
    href: str
    published_at: datetime | None

    @property
    def is_english(self) -> bool:
        return self.code == ENGLISH

    @property
    def is_rtl(self) -> bool:
        return languages.is_rtl(self.code)


def to_read(site: Site) -> QuerySet:
    """The published pages of a site that stand in its menu, or that are translated. One query."""
    root = site.root_page
    below = Page.objects.live().descendant_of(root)
    translated = below.exclude(locale=root.locale_id)
    return (
        below.filter(
            Q(show_in_menus=True, depth=root.depth + 1)
            | ~Q(locale=root.locale_id)
            | Q(translation_key__in=translated.values("translation_key"))
        )
        .select_related("locale")
        .order_by("path")
    )


def versions_of(site: Site, pages: Iterable[Page]) -> dict[str, tuple[Version, ...]]:
    """The languages that pages of a site can be read in, by the key that a page shares with its translations."""
    root = site.root_page
    found: dict[str, list[Version]] = defaultdict(list)
    firsts = []
    for page in pages:
        if page.depth == root.depth + 1 and page.locale_id != root.locale_id:
            firsts.append(page)
        else:
            found[str(page.translation_key)].append(_version(page, site))
    if firsts:
        home = tuple(_version(page, site) for page in [root, *firsts])
        found |= {str(page.translation_key): home for page in [root, *firsts]}
    return {
        key: tuple(sorted(group, key=lambda each: (not each.is_english, each.name)))
        for key, group in found.items()
        if not all(each.is_english for each in group)
    }


def _version(page: Page, site: Site) -> Version:
    is_english = page.locale_id == site.root_page.locale_id
    code = settings.LANGUAGE_CODE if is_english else page.locale.language_code
    return Version(
        page_id=page.pk,
        code=ENGLISH if is_english else languages.tag(code),
        name="English" if is_english else languages.own_name(code),
        title=page.title,
        href=page.get_url(current_site=site) or "",
        published_at=page.last_published_at,
    )


def by_english_address(versions: dict[str, tuple[Version, ...]], code: str) -> dict[str, Version]:
    """The pages that can be read in a language, by the address of the English one."""
    return {
        english.href: mine
        for group in versions.values()
        for english in group[:1]  # where there is an English page it is the first
        for mine in group[1:]
        if english.is_english and mine.code == code
    }


def told(page: Page, request: Any) -> dict[str, Any]:
    """What a page's template says of languages: `versions`, `other_language`, `translation_of`. No query.

    Around a page in another language `council` leads to pages in that language, where there are any.

    `other_language` is None for a page in English. `translation_of` is the way to the English page,
    "" where there is none to read, and what to say of it: that it changed since, if it did.
    """
    from .context import council_for  # which is put together with what stands above

    council = council_for(request)
    versions = council.versions.get(str(page.translation_key), ())
    mine = next((each for each in versions if each.page_id == page.pk), None)
    if mine is None and getattr(request, "is_preview", False) and not is_english(page):
        code = page.locale.language_code
        mine = Version(page.pk or 0, languages.tag(code), languages.own_name(code), page.title, "", None)
    if mine is None or mine.is_english:
        return {"versions": versions if len(versions) > 1 else (), "other_language": None}
    request.page_language = mine.code  # for what reads English words: cms/templatetags/glossary.py
    english = next((each for each in versions if each.is_english), None)
    return {
        "versions": versions if len(versions) > 1 else (),
        "other_language": mine,
        "council": council.in_language(mine.code),
        "translation_of": {
            "href": english.href if english else "",
            "says": translated_words.says(mine.code, english and _changed_since(english, mine)),
        },
    }


def _changed_since(english: Version, other: Version) -> datetime | None:
    if english.published_at and other.published_at and english.published_at > other.published_at:
        return english.published_at
    return None
