"""Faults, and what looks like them and is right, put on the pages of a town."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from html import escape
from random import Random
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from tests.auditor.serving import Reply

from . import outside, texts
from .drafts import Draft
from .truth import Fault
from .words import written

if TYPE_CHECKING:
    from .building import Builder

SAID = (
    "wrong-information",
    "out-of-date",
    "left-to-schools",
    "reading",
)  # kinds that texts/faults.yaml holds


def plant(town: Builder) -> None:
    """Everything that is wrong, on pages about topics, where there are any; and its decoys on others."""
    pages = [draft for draft in town.drafts.values() if draft.kind == "topic"]
    for kind, how_many in town.plan.faults.items():
        if kind == "entry-unchecked":
            entries = [draft for draft in town.drafts.values() if draft.kind == "entry"]
            for draft in town.chance.sample(entries, min(how_many, len(entries))):
                _entry_unchecked(town, draft)
            continue
        chosen = town.chance.sample(pages, min(how_many, len(pages)))
        for number, draft in enumerate(chosen):
            spoil(town, draft, kind, number)
        if town.plan.decoys:
            rest = [draft for draft in pages if draft not in chosen]
            _innocent(town, kind, rest)
    _old_texts(town)
    _scripted(town, pages)
    _kept_elsewhere(town, pages)
    if town.plan.awkward and len(pages) > 12:
        _awkward(town, pages)
        _within(town, pages)
    if town.plan.decoys and len(pages) > 4:
        _odd_links(town, pages)


def spoil(town: Builder, draft: Draft, kind: str, number: int) -> None:
    """One fault on one page."""
    if kind in SAID:
        told = town.words.fill(_said(town, kind)[number % len(_said(town, kind))])
        draft.text += f"\n{told}"
        _note(town, kind, draft, told)
    elif kind == "link-outside":
        name = outside.BROKEN[number % len(outside.BROKEN)]
        _link(town, draft, kind, f"{town.bases['elsewhere']}/{name}", f"Read more about it ({number})")
    elif kind.startswith("link-"):
        _LINKS[kind](town, draft, number)
    elif kind.startswith("pdf-"):
        name = f"leaflet-{kind[4:]}-{number}"
        _link(town, draft, kind, town.address(f"pdf:{name}"), f"Leaflet {number + 1} (PDF)")
    elif kind == "review-old":
        draft.reviewed = f"Last reviewed: {written(town.plan.today - timedelta(days=900 + 200 * number))}"
        _note(town, kind, draft, draft.reviewed)
    elif kind in ("no-language", "no-title", "no-viewport"):
        draft.flags.add(kind)
        _note(town, kind, draft)
    else:
        draft.extras.append(_MARKUP[kind])
        _note(town, kind, draft)


def _said(town: Builder, kind: str) -> list[str]:
    """The kind's sentences, in this town's order."""
    said = texts.read("faults")[kind]["says"]
    return Random(f"{kind} {town.plan.seed}").sample(said, len(said))


def _note(town: Builder, kind: str, draft: Draft, quote: str = "", target: str = "") -> None:
    town.truth.faults.append(Fault(kind, draft.url, quote, target))


def _link(town: Builder, draft: Draft, kind: str, url: str, words: str) -> None:
    draft.extras.append(f'<p>See also <a href="{escape(url)}">{escape(words)}</a>.</p>')
    _note(town, kind, draft, words, url)


# --- Links within the site --------------------------------------------------------------------------------------


def _link_missing(town: Builder, draft: Draft, number: int) -> None:
    _link(
        town,
        draft,
        "link-missing",
        f"{town.bases['offer']}/old/leaflet-{number}.html",
        f"Our old leaflet {number}",
    )


def _link_soft(town: Builder, draft: Draft, number: int) -> None:
    url = f"{town.bases['offer']}/moved/{number}"
    words = (
        "Sorry, the page you asked for does not exist or has been moved.",
        "Oops! We cannot find what you want.",
    )
    town.add(url, "soft-404", "Page not found", words[number % 2])
    _link(town, draft, "link-soft-404", url, f"How to apply ({number})")


def _link_to_start(town: Builder, draft: Draft, number: int) -> None:
    url = f"{town.bases['offer']}/retired/{number}"
    _redirect(town, url, town.truth.offer_home or town.truth.council_home)
    _link(town, draft, "link-to-start", url, "The form for equipment")


def _link_loop(town: Builder, draft: Draft, number: int) -> None:
    url = f"{town.bases['offer']}/round/{number}"
    _redirect(town, url, f"{url}/and")
    _redirect(town, f"{url}/and", url)
    _link(town, draft, "link-loop", url, "The map of clinics")


def _link_anchor(town: Builder, draft: Draft, number: int) -> None:
    target = town.chance.choice(
        [one.url for one in town.drafts.values() if one.kind in ("topic", "section", "council")]
    )
    _link(
        town,
        draft,
        "link-anchor",
        f"{target}#part-{number}-which-went",
        f"Go to the part on costs ({number})",
    )


def _redirect(town: Builder, url: str, to: str) -> None:
    site = town.sites[town.site_of(url)]
    site.fixed[urlsplit(url).path] = Reply(b"", 302, headers={"Location": to})


_LINKS: dict[str, Callable[[Builder, Draft, int], None]] = {
    "link-missing": _link_missing,
    "link-soft-404": _link_soft,
    "link-to-start": _link_to_start,
    "link-loop": _link_loop,
    "link-anchor": _link_anchor,
}

# --- Markup -------------------------------------------------------------------------------------------------------

_MARKUP = {
    "no-alt": '<p><img src="/pictures/boat.png" width="200" height="120"></p>',
    "no-label": '<form action="" method="get"><input type="text" name="area"><input type="submit" value="Go"></form>',
    "contrast": '<p style="color:#b5b5b5;background:#ffffff">Bring this letter with you when you come to see us.</p>',
    "too-wide": '<div style="width:920px;border:1px solid #111"><p>A plan of the ground floor, which does not '
    "bend.</p></div>",
    "empty-link": '<p><a href="/contact"><span class="icon-arrow"></span></a></p>',
    "small-targets": '<p style="font-size:9px;line-height:9px">'
    + " ".join(
        f'<a href="/contact?desk={n}" style="display:inline-block;width:9px;height:9px">{n}</a>'
        for n in range(1, 10)
    )
    + "</p>",
    "heading-skipped": "<h2>More</h2><h5>Small print</h5><p>Terms are at the desk.</p>",
}
_INNOCENT_MARKUP = {
    "no-alt": '<p><img src="/pictures/boat.png" alt="" width="9" height="9"><img src="/pictures/boat.png" '
    'alt="A red boat in the harbour" width="200" height="120"></p>',
    "no-label": '<form action="" method="get"><input type="hidden" name="from" value="page"><span id="lead">Your '
    'postcode</span><input type="text" name="area" aria-labelledby="lead"><label>Age <input type="text" name="age">'
    '</label><button aria-label="Look"></button></form>',
    "contrast": '<p style="color:#595959;background:#ffffff">Bring this letter with you when you come to see us.</p>',
    "too-wide": '<div style="max-width:920px"><p>A plan of the ground floor, which bends.</p></div>',
    "empty-link": '<p><a href="/contact" aria-label="Contact us"><span class="icon-arrow"></span></a>'
    '<a href="/contact"><img src="/pictures/boat.png" alt="Harbour office"></a></p>',
    "heading-skipped": "<h2>More</h2><h3>Small print</h3><h2>Last</h2><p>Terms are at the desk.</p>",
}


def _innocent(town: Builder, kind: str, pages: list[Draft]) -> None:
    """What a hasty check would take for that fault."""
    if kind in SAID:
        told = [town.words.fill(text) for text in texts.read("faults")[kind]["innocent"]]
        for draft, text in zip(town.chance.sample(pages, min(len(told), len(pages))), told, strict=False):
            draft.text += f"\n{text}"
            town.truth.innocent.append(Fault(kind, draft.url, text))
    elif kind in _INNOCENT_MARKUP and pages:
        draft = town.chance.choice(pages)
        draft.extras.append(_INNOCENT_MARKUP[kind])
        town.truth.innocent.append(Fault(kind, draft.url))


# --- The rest -------------------------------------------------------------------------------------------------------


def _entry_unchecked(town: Builder, draft: Draft) -> None:
    draft.reviewed = (
        f"Last checked: {written(town.plan.today - timedelta(days=town.chance.randint(800, 2000)))}"
    )
    _note(town, "entry-unchecked", draft, draft.reviewed)


def _old_texts(town: Builder) -> None:
    """Texts that speak of old years or schemes of themselves: partly, or as a recital."""
    for name, told in texts.criteria().items():
        truth = town.truth.criteria.get(name)
        if truth:
            for kind in told.get("faulty", {}).get(truth.state, ()):
                town.truth.unjudged += [Fault(kind, url) for url in truth.pages]


def _scripted(town: Builder, pages: list[Draft]) -> None:
    plain = [draft for draft in pages if len(draft.criteria) == 1 and not draft.flags]
    for draft in town.chance.sample(plain, min(town.plan.scripted, len(plain))):
        draft.is_scripted = True
        for name in draft.criteria:
            town.truth.criteria[name].needs_browser = True


#: Criteria whose facts have to stand on a web page.
ON_PAGES = {
    "eligibility-and-access",
    "accessibility-statement",
    "real-local-offer",
    "purpose-and-guidance",
    "whole-picture",
}


def _kept_elsewhere(town: Builder, pages: list[Draft]) -> None:
    """Pages that only lead to where it stands: a PDF, or the site of a charity."""
    fit = [
        draft
        for draft in _plain(pages)
        if len(draft.criteria) == 1
        and draft.criteria[0] not in ON_PAGES | {"sendiass", "parent-forum-and-groups"}
        and town.plan.state(draft.criteria[0]) == "met"
        and draft.url not in {fault.page for fault in (*town.truth.faults, *town.truth.innocent)}
    ]
    for draft in town.chance.sample(fit, min(town.plan.in_pdfs, len(fit))):
        name = draft.criteria[0]
        town.pdf_texts[name] = draft.text
        draft.text = f"[{draft.title}](pdf:{name}) (PDF)"
        town.truth.criteria[name].in_pdf = True
        town.truth.criteria[name].pages.append(town.address(f"pdf:{name}"))
    if town.plan.off_site:
        for name, words, paths in (
            ("sendiass", "[Free advice](sendiass:home)", ("/", "/about", "/young-people")),
            ("parent-forum-and-groups", "[Other parents](forum:)", ("/", "/join", "/groups")),
        ):
            site = "advice" if name == "sendiass" else "forum"
            truth = town.truth.criteria.get(name)
            if not truth or truth.state != "met":
                continue
            page = town.drafts[truth.pages[0]]
            if page.criteria == [name] and not page.is_scripted:
                page.text = words
                truth.off_site = True
                truth.pages = [f"{town.bases[site]}{path}" for path in paths]


def _awkward(town: Builder, pages: list[Draft]) -> None:
    plain = _plain(pages)
    town.chance.shuffle(plain)
    slow, busy, away, old, broken, *talked = plain[:9]
    slow.wait = town.plan.slowness
    busy.first = [429]
    away.first = [503]
    old.encoding = "windows-1252"
    broken.is_broken = True
    for draft, words in zip(talked, _comments(), strict=False):
        draft.below = (
            f'<section class="comments"><h2>Comments</h2><article><p>{escape(words)}</p></article></section>'
        )
    url = f"{town.bases['offer']}/comments/delete?id=3"
    talked[0].below += f'<p><a href="{url}">Delete this comment</a></p>'
    town.truth.never.append(url)


def _plain(pages: list[Draft]) -> list[Draft]:
    return [draft for draft in pages if not draft.is_scripted]


def _comments() -> Iterator[str]:
    yield from texts.read("council")["comments"]


def _within(town: Builder, pages: list[Draft]) -> None:
    """Links to what nobody outside may be led to: another port, this very machine, a cloud's metadata."""
    port = urlsplit(town.bases["canary"]).port
    addresses = [
        f"http://127.0.0.1:{port}/intranet",
        f"http://localhost:{port}/intranet",
        f"http://[::1]:{port}/intranet",
        f"http://2130706433:{port}/intranet",
        f"http://0x7f.1:{port}/intranet",
        f"http://[::ffff:127.0.0.1]:{port}/intranet",
        f"http://staff:secret@127.0.0.1:{port}/intranet",
        "http://169.254.169.254/latest/meta-data/",
        "http://10.0.0.8/intranet",
        "http://192.168.1.1/",
    ]
    draft = town.chance.choice(_plain(pages))
    for number, url in enumerate(addresses):
        draft.extras.append(f'<p><a href="{escape(url)}">Intranet {number}</a></p>')
        town.truth.canaries.append(url)
    leading = f"{town.bases['offer']}/go/intranet"
    _redirect(town, leading, addresses[0])
    draft.extras.append(f'<p><a href="{leading}">Intranet, by way of us</a></p>')
    town.truth.links[leading] = "could-not-check"


def _odd_links(town: Builder, pages: list[Draft]) -> None:
    """Links that look odd and work, and links of which nobody can tell."""
    guilty = {fault.page for fault in town.truth.of("link-anchor")}
    here = town.chance.sample([draft for draft in _plain(pages) if draft.url not in guilty], 3)
    for number, name in enumerate([*outside.WORKING, *outside.UNKNOWN]):
        url = f"{town.bases['elsewhere']}/{name}"
        here[number % 3].extras.append(f'<p><a href="{escape(url)}">A helpful site ({number})</a></p>')
    short = f"{town.bases['offer']}/go/short"
    _redirect(town, short, town.chance.choice(pages).url)
    there = urlsplit(short)
    here[1].extras.append(
        f'<p><a href="{short}">By a short way</a> <a href="//{there.netloc}{there.path}">The same</a> '
        f'<a href="  /contact\n">With spaces round it</a></p>'
    )
    anchored = f"{town.bases['elsewhere']}/anchored"
    email = town.words.fill("{email.localoffer}")
    here[0].extras.append(
        f'<p><a href="{anchored}#part">A part of it</a> <a href="{anchored}#:~:text=families">These words</a> '
        f'<a href="#top">Top</a> <a href="#">Up</a> <a href="#end">End</a> <a href="mailto:{email}">Write</a> '
        '<a href="tel:+441632960118">Ring</a> <a name="end"></a> <a href="javascript:print()">Print</a></p>'
    )
    for url in re.findall(r'href="(#[^"]*)"', here[0].extras[-1]):
        town.truth.innocent.append(Fault("link-anchor", here[0].url, target=here[0].url + url))
