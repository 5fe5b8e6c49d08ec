"""Which published pages use a record: a service, a picture, a file, another page. Their drafts count, too.

Wagtail's reference index knows what published pages refer to, in blocks and in texts. It knows nothing of drafts, and
is written a moment after a page is saved; so the versions themselves are read as well.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.db import models
from wagtail.models import Page, ReferenceIndex

MOST_NAMED = 5


@dataclass(frozen=True)
class Use:
    """A published page that uses a record: in what families see, or only in its draft."""

    page: Page
    in_draft: bool = False

    def __str__(self) -> str:
        return f"“{self.page.title}”{' (in its draft)' if self.in_draft else ''}"


def uses_of(records: Iterable[models.Model], *, but_below: Iterable[Page] = ()) -> list[Use]:
    """The published pages that use any of these records, in order of their titles.

    `but_below`: pages that go with the record, so that what they use does not matter.
    """
    records = list(records)
    if not records:
        return []
    wanted = {(ContentType.objects.get_for_model(_base(record)).pk, str(record.pk)) for record in records}
    pages = Page.objects.live()
    for page in but_below:
        pages = pages.exclude(path__startswith=page.path)
    of_pages = ReferenceIndex.get_references_to_in_bulk(records).filter(
        base_content_type=ContentType.objects.get_for_model(Page)
    )
    keys = [int(key) for key in of_pages.values_list("object_id", flat=True).distinct()]
    published = set(pages.filter(pk__in=keys).values_list("pk", flat=True))
    found = {page.pk: Use(page) for page in pages.filter(pk__in=published)}
    for page in pages.filter(has_unpublished_changes=True).exclude(pk__in=published).specific():
        draft = page.get_latest_revision_as_object()
        # Wagtail gives no other way to ask what a version refers to that is not in the database
        refers_to = ReferenceIndex._extract_references_from_object(draft)
        if any((content_type, str(key)) in wanted for content_type, key, *_ in refers_to):
            found[page.pk] = Use(page, in_draft=True)
    return sorted(found.values(), key=lambda use: (use.page.title.casefold(), use.page.pk))


def in_words(uses: list[Use]) -> str:
    """ "“Short breaks”, “Who to ask” (in its draft) and 3 more pages"."""
    named = ", ".join(map(str, uses[:MOST_NAMED]))
    more = len(uses) - MOST_NAMED
    return f"{named} and {more} more page{'' if more == 1 else 's'}" if more > 0 else named


def _base(record: models.Model) -> type[models.Model]:
    parents = record._meta.get_parent_list()
    return parents[-1] if parents else type(record)
