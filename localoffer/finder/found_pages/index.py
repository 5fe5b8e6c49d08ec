"""Makes the rows of pages: refreshed after every change, and always equal to a rebuild.

As with services (../index.py), a change writes a StalePage row in its own transaction; after commit the page's rows are
made again and the mark goes. If the process dies in between, the clock finds the mark and finishes the work.
"""

import logging
import secrets
from collections.abc import Iterable, Iterator
from uuid import NAMESPACE_URL, uuid5

from django.db import connection, transaction
from django.utils.text import capfirst
from wagtail.models import Locale, Page

from localoffer.cms.models import BasePage
from localoffer.places.models import AuthoritySite

from ..index import cut_words, plain_text
from ..models import IndexState
from .models import FoundPage, StalePage
from .own import pages_of

logger = logging.getLogger(__name__)

BATCH = 100

OURS = 0  # the key of pages that are none of Wagtail's (own.py)

Key = tuple[int, int, str]  # authority, page, part


def refresh(page_keys: Iterable[int]) -> None:
    """Make the rows of these pages again, in one short transaction for each hundred."""
    keys = list(dict.fromkeys(page_keys))
    for start in range(0, len(keys), BATCH):
        some = keys[start : start + BATCH]
        with transaction.atomic():
            if connection.vendor == "postgresql":
                with connection.cursor() as cursor:  # two processes would both delete, then both insert
                    cursor.execute("SELECT pg_advisory_xact_lock(hashtext('localoffer.finder.found_pages'))")
            # Only marks made before the pages are read: a change that commits meanwhile keeps its own
            marks = list(StalePage.objects.filter(page_key__in=some).values_list("pk", flat=True))
            _replace(some)
            StalePage.objects.filter(pk__in=marks).delete()


def refresh_stale() -> int:
    """Make the rows of pages again that are marked. Returns how many pages."""
    keys = list(dict.fromkeys(StalePage.objects.values_list("page_key", flat=True)))
    if not keys:
        return 0
    try:
        refresh(keys)
    except Exception:
        # One that cannot be made must not hold up the others
        for key in keys:
            try:
                refresh([key])
            except Exception:
                logger.exception("The rows of page %s cannot be made.", key)
    return len(keys)


def rebuild() -> int:
    """Make every row again from nothing. Searching goes on meanwhile. Returns how many rows there are."""
    refresh({OURS, *Page.objects.live().values_list("pk", flat=True), *_known()})
    return FoundPage.objects.count()


def check() -> list[str]:
    """Compare every row with what a rebuild would make, writing nothing. Sentences about those that differ."""
    wanted: dict[Key, dict] = {}
    keys = [OURS, *Page.objects.live().order_by("pk").values_list("pk", flat=True)]
    for start in range(0, len(keys), BATCH):
        wanted |= make(keys[start : start + BATCH])
    stored = {_key(row): _values(row) for row in FoundPage.objects.all()}
    said = []
    for key in sorted(wanted.keys() | stored.keys()):
        if wanted.get(key) != stored.get(key):
            how = (
                "should not be in the index"
                if key not in wanted
                else "is not in the index"
                if key not in stored
                else "differs"
            )
            said.append(f"page {key[1]}{f', part {key[2]},' if key[2] else ''} {how}")
    return said


def make(page_keys: Iterable[int]) -> dict[Key, dict]:
    """What the index should hold for these pages, by authority, key and part. Published ones only, never private ones.

    The only place where pages become rows to search.
    """
    keys, sites = set(page_keys), _sites()
    languages = dict(Locale.objects.values_list("pk", "language_code"))
    made: dict[Key, dict] = _ours(sites) if OURS in keys else {}
    for page in Page.objects.filter(pk__in=keys).live().public().specific():
        if not isinstance(page, BasePage) or not page.is_findable:
            continue
        at = next((site for site in sites if page.path.startswith(site.root_page.path)), None)
        address = page.get_url_parts() if at is not None else None
        if at is None or address is None:
            continue
        language = "" if page.locale_id == at.root_page.locale_id else languages.get(page.locale_id, "")
        authority_id = at.authority_site.authority_id
        for each in page.findables():
            above = page.title if each.part else ""
            made[authority_id, page.pk, each.part] = {
                # “How to ask” alone says little: a part is named with its page
                "name_words": cut_words(f"{above} {each.title}"),
                "term_words": cut_words(each.headings),
                "text_words": cut_words(f"{each.summary} {plain_text(each.text)}"),
                "rest_words": cut_words(plain_text(each.rest)),
                "weight": page.found_weight,
                "until": each.until,
                "same_as": each.same_as or page.translation_key,
                "href": f"{address[2]}{f'{each.part}/' if each.part else ''}"[:1000],
                "title": each.title[:255],
                "above": above[:255],
                "what": capfirst(str(page._meta.verbose_name))[:60],
                "summary": each.summary,
                "language": language,
            }
    return made


def _ours(sites: list) -> dict[Key, dict]:
    """Pages of ours, for every council that has a site."""
    councils = {site.authority_site.authority_id: site.authority_site.authority for site in sites}
    return {
        (pk, OURS, each.name): {
            # Whoever types “glossary” finds “What words mean”
            "name_words": cut_words(f"{each.title} {each.name}"),
            "term_words": "",
            "text_words": cut_words(f"{each.summary} {each.words}"),
            "rest_words": "",
            "weight": 1.0,
            "until": None,
            "same_as": uuid5(NAMESPACE_URL, each.name),
            "href": each.href,
            "title": each.title,
            "above": "",
            "what": "",
            "summary": each.summary,
            "language": "",
        }
        for pk, council in councils.items()
        for each in pages_of(council)
    }


def _sites() -> list:
    """Every council's sites, the deepest first: a site may stand within another's."""
    rows = AuthoritySite.objects.select_related("site__root_page", "authority")
    sites = [row.site for row in rows if row.site.root_page.depth > 1]
    return sorted(sites, key=lambda site: (-site.root_page.depth, not site.is_default_site, site.pk))


def _values(row: FoundPage) -> dict:
    return {
        field.attname: getattr(row, field.attname)
        for field in FoundPage._meta.concrete_fields
        if field.attname not in ("id", "authority_id", "page_key", "part")
    }


def _key(row: FoundPage) -> Key:
    return row.authority_id, row.page_key, row.part


def _known() -> Iterator[int]:
    return FoundPage.objects.values_list("page_key", flat=True).distinct().iterator()


def _replace(page_keys: list[int]) -> None:
    wanted = make(page_keys)
    rows = {_key(row): row for row in FoundPage.objects.filter(page_key__in=page_keys)}
    wrong = [row for key, row in rows.items() if wanted.get(key) != _values(row)]
    right = rows.keys() - {_key(row) for row in wrong}
    new = [
        FoundPage(authority_id=key[0], page_key=key[1], part=key[2], **values)
        for key, values in wanted.items()
        if key not in right
    ]
    if not wrong and not new:
        return
    FoundPage.objects.filter(pk__in=[row.pk for row in wrong]).delete()
    FoundPage.objects.bulk_create(new, batch_size=BATCH)
    draw_versions({row.authority_id for row in (*wrong, *new)})


def draw_versions(authority_ids: set[int]) -> None:
    """Say that these councils' pages are in another state now; their services' are as they were."""
    IndexState.objects.bulk_create(
        [
            IndexState(authority_id=pk, version=0, pages_version=secrets.randbits(62) + 1)
            for pk in sorted(authority_ids)
        ],
        update_conflicts=True,
        unique_fields=["authority"],
        update_fields=["pages_version"],
    )
