"""Drafts into pages, and what every site has besides them: robots.txt, a sitemap, a search, files."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlsplit

from tests.auditor.serving import Asked, Reply

from .markup import Document, Shell, links, to_plain
from .pdfs import pdf

SHORT_PAPER = (
    "{council}\n\nAgreed on {ago.120}. In force until 31 March {year_plus2}.\n\n"
    "This paper says in full what the page about it says in short. Ask {phone.localoffer} for it on paper."
)
SOCIAL = ("https://www.facebook.com/", "https://www.youtube.com/@", "https://www.instagram.com/")
PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000050001"
    "a5f645400000000049454e44ae426082"
)

if TYPE_CHECKING:
    from .building import Builder


def shell_of(town: Builder, site: str) -> Shell:
    """What stands round a site's pages."""
    base = town.bases[site]
    names = {
        "council": town.words.fill("{council}"),
        "offer": town.words.fill("{town} Local Offer"),
        "advice": town.words.fill("{sendiass}"),
        "forum": town.words.fill("{forum}"),
        "schools": "Schools",
    }
    menu: list[tuple[str, str]] = [
        ("Home", f"{base}/"),
        ("Contact us", f"{town.bases['council']}/contact"),
    ]
    foot = [("Privacy", f"{town.bases['council']}/privacy")]
    if site in ("council", "offer"):
        menu += [("News", f"{town.bases['council']}/news"), ("Sign out", f"{base}/account/logout")]
        foot += [("Staff", f"{base}/staff/rota")]
        foot += [(host.split(".")[1].title(), host + town.words.slug) for host in SOCIAL]
    if site == town.offer_site and (statement := town.page_of.get("accessibility-statement")):
        foot.append(("Accessibility", statement))
    kind = town.plan.shell if site in ("council", "offer") else "landmarks"
    return Shell(kind, names[site], tuple(menu), tuple(foot), f"{base}/search", town.plan.today.year)


def render(town: Builder) -> None:
    """Every page into its site, with what sites have besides."""
    _contents(town)
    _aside(town)
    shells = {name: shell_of(town, name) for name in town.sites if name not in ("elsewhere", "canary")}
    for url, draft in town.drafts.items():
        site = town.sites[name := town.site_of(url)]
        site.fixed[draft.key] = draft.reply(shells[name], town.address, site.base)
        if draft.first:
            site.first[draft.key] = [
                Reply(b"Please wait", status, "text/plain", {"Retry-After": "1"}) for status in draft.first
            ]
        town.truth.pages[url] = draft.kind
    for name, shell in shells.items():
        site = town.sites[name]
        site.fixed["/robots.txt"] = Reply(_robots(town, name), 200, "text/plain")
        site.fixed["/sitemap.xml"] = Reply(_sitemap(town, name), 200, "application/xml")
        site.fixed["/pictures/boat.png"] = Reply(PICTURE, 200, "image/png", keeps=True)
        site.missing = Reply(
            shell.page(Document("Page not found", "<p>We cannot find that page.</p>")).encode(), 404
        )
        site.rules.append(("/search", _searching(town, name, shell)))
        for path in ("/account/logout", "/staff/rota"):
            site.fixed[path] = Reply(b"<title>Done</title><h1>Done</h1>")
        if name in ("council", "offer"):
            town.truth.never.append(f"{site.base}/account/logout")
            town.truth.forbidden.append(f"{site.base}/staff/rota")
    _files(town)


def _contents(town: Builder) -> None:
    """A list of all there is, where a page asks for one."""
    listed = "\n".join(f"- [{town.drafts[url].title}]({url})" for url in dict.fromkeys(town.page_of.values()))
    for draft in town.drafts.values():
        draft.text = draft.text.replace("{contents}", listed)


def _aside(town: Builder) -> None:
    """Beside each page: who helps, and what to do if you disagree."""
    wanted = (("sendiass", "Free advice"), ("complaints", "Complain"), ("appeals", "Appeal"))
    beside = [(words, town.page_of[name]) for name, words in wanted if name in town.page_of]
    for draft in town.drafts.values():
        if draft.kind in ("topic", "section", "entry") and beside:
            draft.aside = f"<h2>Need help?</h2><ul>{links(beside)}</ul>"


def _files(town: Builder) -> None:
    for name, url in town.pdfs.items():
        title = name.replace("-", " ").title()
        text = town.pdf_texts.get(name) or town.words.fill(SHORT_PAPER)
        flawed = {fault.kind for fault in town.truth.faults if fault.target == url}
        body = pdf(
            f"{title}\n\n{to_plain(text)}",
            title="" if "pdf-untitled" in flawed else title,
            is_tagged="pdf-untagged" not in flawed,
        )
        town.sites[town.offer_site].fixed[urlsplit(url).path] = Reply(
            body, 200, "application/pdf", keeps=True
        )


def _robots(town: Builder, name: str) -> bytes:
    delay = f"Crawl-delay: {town.plan.crawl_delay}\n" if town.plan.crawl_delay else ""
    return (
        f"User-agent: BadBot\nDisallow: /\n\nUser-agent: *\n{delay}Disallow: /staff/\nDisallow: /*/print$\n"
        f"Sitemap: {town.sites[name].base}/sitemap.xml\n"
    ).encode()


def _sitemap(town: Builder, name: str) -> bytes:
    rows = "".join(
        f"<url><loc>{escape(url)}</loc></url>"
        for url, draft in town.drafts.items()
        if town.site_of(url) == name and draft.kind not in ("print", "soft-404")
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
        f"{rows}</urlset>"
    ).encode()


def _searching(town: Builder, name: str, shell: Shell) -> Callable[[Asked], Reply | None]:
    """The site's own search, which finds words as they were typed and nothing else."""
    pages = [
        (draft.title, url, f"{draft.title} {draft.text}".lower())
        for url, draft in town.drafts.items()
        if town.site_of(url) == name and draft.kind not in ("print", "soft-404") and not draft.is_scripted
    ]

    def search(asked: Asked) -> Reply | None:
        if asked.path != "/search":
            return None
        words = dict(parse_qsl(urlsplit(asked.target).query)).get("q", "").lower().split()
        found = [(title, url) for title, url, text in pages if words and all(word in text for word in words)]
        found.sort(key=lambda one: not all(word in one[0].lower() for word in words))
        body = f"<p>{len(found)} results</p><ol>{links(found[:20])}</ol>"
        return Reply(shell.page(Document("Search results", body)).encode())

    return search
