"""The Local Offer: its first page, sections, topics, directory and archive, and what in it has no end."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from tests.auditor.serving import Asked, Reply

from . import directory, texts
from .drafts import Draft
from .markup import Document, links
from .rendering import shell_of
from .truth import CriterionTruth
from .words import slug

if TYPE_CHECKING:
    from .building import Builder


def local_offer(town: Builder) -> None:
    """As much of it as its presence says."""
    plan = town.plan
    if plan.presence in ("none", "holding") and not plan.is_hollow:
        town.truth.criteria = {name: CriterionTruth("missing") for name in texts.criteria()}
    if plan.presence == "none":
        return
    told = town.chance.choice(texts.read("presence")[plan.presence])
    home = town.add(
        town.truth.offer_home, "offer-home", told["title"], told["text"], reviewed=town.reviewed()
    )
    if plan.own_host:
        town.add(
            f"{town.bases['offer']}/contact", "contact", "Contact us", "Local Offer team: {phone.localoffer}."
        )
    if plan.presence in ("directory", "full"):
        _directory(town, home)
    if plan.presence == "full" or plan.is_hollow:
        _sections(town, home)
    if plan.presence == "full":
        _more(town, home)
        if plan.traps:
            _traps(town, home)
        if plan.decoys:
            _archive(town, home)


def _sections(town: Builder, home: Draft) -> None:
    titles = texts.read("council")["sections"]
    chosen = {section: town.words.fill(town.chance.choice(titles[section])) for section in titles}
    for section, title in chosen.items():
        town.section_url[section] = town.offer_url(slug(title))
    for section, title in chosen.items():
        page = town.add(town.section_url[section], "section", title, "", reviewed=town.reviewed())
        page.trail = [("Local Offer", home.url)]
        home.text += f"\n- [{title}]({page.url})"
        _topics(town, section, page)


def _topics(town: Builder, section: str, landing: Draft) -> None:
    """Each criterion of a section: on a page of its own, in a guide of parts, or folded up with others."""
    wanted = [name for name in texts.criteria() if town.section_of[name] == section]
    town.chance.shuffle(wanted)
    guide, folded = wanted[:3] if len(wanted) > 5 else [], wanted[3:5] if len(wanted) > 7 else []
    guide = [name for name in guide if town.plan.state(name) != "missing"]
    group = f"{landing.title}: a guide"
    listed: list[tuple[str, str]] = []
    parts: list[Draft] = []
    for name in wanted:
        state = town.plan.state(name)
        town.truth.criteria[name] = CriterionTruth(state)
        if state == "missing":
            continue
        told = town.told[name]
        if name in folded:
            continue
        where = [slug(landing.title), slug(group)] if name in guide else [slug(landing.title)]
        url = town.offer_url(*where, slug(town.words.fill(told["title"])))
        page = town.add(url, "topic", told["title"], told[state], criteria=[name], reviewed=town.reviewed())
        page.trail = [("Local Offer", town.truth.offer_home), (landing.title, landing.url)]
        _shows(town, name, page)
        if name in guide:
            parts.append(page)
        else:
            listed.append((page.title, page.url))
    if parts:
        listed.append((group, parts[0].url))
        _in_parts(town, group, parts)
    if folded := [name for name in folded if town.plan.state(name) != "missing"]:
        title = f"{landing.title}: questions people ask"
        page = town.add(
            town.offer_url(slug(landing.title), slug(title)), "topic", title, reviewed=town.reviewed()
        )
        for name in folded:
            told = town.told[name]
            page.folded.append((town.words.fill(told["title"]), town.words.fill(told[town.plan.state(name)])))
            page.criteria.append(name)
            _shows(town, name, page)
        listed.append((page.title, page.url))
    landing.text = "What there is in this part of our Local Offer.\n" + "\n".join(
        f"- [{title}]({url})" for title, url in listed
    )


def _shows(town: Builder, name: str, page: Draft) -> None:
    town.page_of[name] = page.url
    town.truth.criteria[name].pages.append(page.url)


def _in_parts(town: Builder, title: str, parts: list[Draft]) -> None:
    """A guide: each part leads to the others; all of it stands on a page to print, which robots may not see."""
    nav = links((f"{number}. {part.title}", part.url) for number, part in enumerate(parts, 1))
    print_url = f"{town.bases['offer']}/{slug(title)}/print"
    for number, part in enumerate(parts):
        part.extras.append(f'<nav aria-label="Parts of this guide"><ol>{nav}</ol></nav>')
        if number + 1 < len(parts):
            part.extras.append(f'<p><a rel="next" href="{parts[number + 1].url}">Next part</a></p>')
        part.extras.append(f'<p><a href="{print_url}">Print the whole guide</a></p>')
    whole = town.add(print_url, "print", title, "")
    whole.text = "\n".join(f"## {part.title}\n{part.text}" for part in parts)
    town.truth.forbidden.append(print_url)


def _directory(town: Builder, home: Draft) -> None:
    plan, base = town.plan, town.bases["offer"]
    is_open = plan.presence == "directory" or plan.state("eligibility-and-access") == "met"
    for entry in directory.entries(plan.entries, plan.seed, town.words, plan.today, is_open):
        url = f"{base}/directory/{entry.number}-{slug(entry.name)}"
        if plan.addresses == "query":
            url = f"{base}/service.aspx?id={entry.number}"
        draft = Draft(url, "entry", entry.name, entry.text, reviewed=directory.checked_line(entry.checked))
        draft.trail = [("Local Offer", home.url), ("Directory", f"{base}/directory?type=all")]
        draft.extras.append(
            f'<p>Run by: {entry.sector}</p><p><a href="{base}/basket/add?id={entry.number}">Add to my list</a></p>'
        )
        town.drafts[url] = draft
        town.truth.never.append(f"{base}/basket/add?id={entry.number}")
        town.entries.append((entry, url))
    path = urlsplit(base).path + "/directory"
    lists = directory.Lists(path, town.entries, traps=plan.traps)
    shell = shell_of(town, town.offer_site)
    trail = [("Local Offer", home.url)]

    def listing(asked: Asked) -> Reply:
        return Reply(shell.page(Document("Directory", lists.html(asked), trail=trail)).encode())

    town.sites[town.offer_site].rules.append((f"{path}?", listing))
    town.sites[town.offer_site].rules.append(
        (path, lambda asked: listing(asked) if asked.path == path else None)
    )
    home.extras.append(
        f'<form action="{path}" method="get"><label for="words">Find a service</label>'
        '<input id="words" name="q"><button>Find</button></form>'
        f'<p><a href="{base}/directory?type=all">All services</a></p>'
    )


def _more(town: Builder, home: Draft) -> None:
    """Pages that are neither here nor there, for measurements; and an A to Z."""
    base = town.bases["offer"]
    said = [line for kind in texts.read("directory")["kinds"].values() for line in kind["says"]]
    for number in range(town.plan.more_pages):
        text = "\n".join(" ".join(town.chance.sample(said, 4)) for _ in range(6))
        url = f"{base}/sheets/{number}-{town.chance.choice('abcdefgh')}"
        page = town.add(url, "sheet", f"Information sheet {number}", text, reviewed=town.reviewed())
        page.trail = [("Local Offer", home.url)]
    letters: dict[str, list[tuple[str, str]]] = {}
    for draft in town.drafts.values():
        if draft.kind in ("topic", "sheet", "section"):
            letters.setdefault(draft.title[0].upper(), []).append((draft.title, draft.url))
    index = town.add(f"{base}/a-to-z", "list", "A to Z")
    for letter, listed in sorted(letters.items()):
        url = f"{base}/a-to-z/{letter.lower()}" if letter.isalpha() else f"{base}/a-to-z/0-9"
        page = town.drafts.get(url) or town.add(url, "list", f"A to Z: {letter}")
        page.text += "\n" + "\n".join(f"- [{title}]({link})" for title, link in sorted(listed))
        index.text += f"\n- [{letter}]({url})"
    home.text += f"\n- [A to Z]({index.url})"


def _traps(town: Builder, home: Draft) -> None:
    """A calendar without an end, and pages that lead to themselves under ever longer addresses."""
    path = urlsplit(town.bases["offer"]).path
    shell = shell_of(town, town.offer_site)
    today = town.plan.today
    months = today.year * 12 + today.month - 1

    def calendar(asked: Asked) -> Reply | None:
        found = re.fullmatch(rf"{path}/events/(\d{{4}})-(\d\d)", asked.path)
        if not found or not 1 <= int(found[2]) <= 12:
            return None
        at = int(found[1]) * 12 + int(found[2]) - 1
        body = "<p>There are no events this month.</p>"
        if 0 <= at - months <= 2:
            day = f"{14 + at - months}/{at % 12 + 1:02}/{at // 12}"
            body = f"<h2>Coffee and chat</h2><p>{day}, 10am, Mill Lane. Free. No need to book.</p>"
        for words, to in (("Next month", at + 1), ("Last month", at - 1)):
            body += f'<p><a href="{path}/events/{to // 12}-{to % 12 + 1:02}">{words}</a></p>'
        title = f"Events {found[2]}/{found[1]}"
        return Reply(shell.page(Document(title, body)).encode())

    def deeper(asked: Asked) -> Reply:
        body = '<p>More of the same.</p><p><a href="more/more/">More</a></p>'
        return Reply(shell.page(Document("More", body)).encode())

    site = town.sites[town.offer_site]
    site.rules += [(f"{path}/events/", calendar), (f"{path}/more/", deeper)]
    home.extras.append(
        f'<p><a href="{path}/events/{today:%Y-%m}">Events</a></p><p><a href="{path}/more/">More from us</a></p>'
    )


def _archive(town: Builder, home: Draft) -> None:
    for number, told in enumerate(texts.read("council")["archive"]):
        page = town.add(f"{town.bases['offer']}/archive/{number}", "archive", told["title"], told["text"])
        page.trail = [("Local Offer", home.url), ("Archive", home.url)]
        home.extras.append(f'<p><a href="{page.url}">{escape(page.title)}</a></p>')
