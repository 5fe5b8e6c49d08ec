"""An issue as it is read, on its page and in a letter: words, and ways on that lead somewhere today."""

from dataclasses import dataclass

from wagtail.models import Page, Site

from localoffer.finder.models import STATUS_CLOSED, Entry

from .models import Issue


@dataclass(frozen=True)
class Words:
    """Some words: an heading, or "", and rich text as it is kept."""

    text: str
    heading: str = ""
    is_words: bool = True


@dataclass(frozen=True)
class Way:
    """Something to go on to: a path of the council's site."""

    title: str
    href: str
    text: str = ""
    meta: str = ""
    is_words: bool = False


def parts_of(issue: Issue, site: Site) -> list[Words | list[Way]]:
    """What is in an issue, in its order; ways that follow each other are one list."""
    pages, services = _pages(issue, site), _services(issue)
    parts: list[Words | list[Way]] = []
    for block in issue.body:
        value = block.value
        if block.block_type == "words":
            parts.append(Words(value["text"].source, value["heading"]))
            continue
        if block.block_type == "page":
            way = _to_page(pages.get(value["page"] and value["page"].pk), value["words"], site)
        else:
            way = _to_service(services.get(value["service"] and value["service"].pk), value["words"])
        if way is None:
            continue
        if parts and isinstance(parts[-1], list):
            parts[-1].append(way)
        else:
            parts.append([way])
    return parts


def left_out(issue: Issue, site: Site) -> int:
    """How many things of an issue lead nowhere today, and so are not in it."""
    chosen = sum(block.block_type != "words" for block in issue.body)
    return chosen - sum(len(part) for part in parts_of(issue, site) if isinstance(part, list))


def _pages(issue: Issue, site: Site) -> dict[int, Page]:
    keys = {
        block.value["page"].pk for block in issue.body if block.block_type == "page" and block.value["page"]
    }
    if not keys:
        return {}
    found = Page.objects.live().filter(pk__in=keys, path__startswith=site.root_page.path).specific()
    return {page.pk: page for page in found}


def _services(issue: Issue) -> dict:
    keys = [
        block.value["service"].pk
        for block in issue.body
        if block.block_type == "service" and block.value["service"]
    ]
    if not keys:
        return {}
    listed = Entry.objects.filter(authority=issue.owner_id, service_id__in=keys).exclude(status=STATUS_CLOSED)
    return {entry.service_id: entry for entry in listed}


def _to_page(page: Page | None, words: str, site: Site) -> Way | None:
    if page is None:
        return None
    # An event says when and where it is; which page types do, this room need not know
    meta = " · ".join(filter(None, (getattr(page, name, "") for name in ("when_in_words", "place"))))
    return Way(page.title, page.get_url(current_site=site), words or page.search_description, meta)


def _to_service(entry: Entry | None, words: str) -> Way | None:
    return entry and Way(entry.name, entry.get_absolute_url(), words or entry.summary, entry.provider)
