"""Everybody else's sites: what a council links to, and how those pages answer."""

from __future__ import annotations

from tests.auditor.serving import Asked, Reply

from .drafts import Pages

_NOT_THERE = b"<!DOCTYPE html><html lang=en><title>Oops</title><h1>Sorry, that page cannot be found</h1>"
_CHALLENGE = b"<!DOCTYPE html><title>Just a moment...</title><h1>Checking your browser before you go on</h1>"

#: Address below /: what the link is, and why. A state of "" is nobody's business: it may be called either.
STATES = {
    "ok": "working",
    "old-but-there": "working",
    "moved": "working",
    "moved-twice": "working",
    "wobbly": "working",  # 500 once, then well
    "no-head": "working",  # HEAD is refused, GET is not
    "spaces%20in%20it": "working",
    "caf%C3%A9": "working",
    "brackets_(and)_more": "working",
    "paper.pdf": "working",
    "anchored": "working",
    "empty-type": "working",
    "about-404-errors": "working",  # its words speak of pages not found, and it is no such page
    "no-results-today": "working",
    "missing": "broken",
    "gone": "broken",
    "error": "broken",
    "soft": "broken",
    "loop": "broken",
    "moved-to-missing": "broken",
    "to-start/deep/page": "broken",  # leads on to the first page
    "refused": "could-not-check",
    "members": "could-not-check",
    "busy": "could-not-check",
    "challenge": "could-not-check",
}
BROKEN = [name for name, state in STATES.items() if state == "broken"]
WORKING = [name for name, state in STATES.items() if state == "working"]
UNKNOWN = [name for name, state in STATES.items() if state == "could-not-check"]


def page(title: str, text: str) -> Reply:
    """A page of somebody else."""
    return Reply(
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{title}</title></head>'
        f'<body><main><h1>{title}</h1><p id="part">{text}</p></main></body></html>'.encode(),
        keeps=True,
    )


def elsewhere(base: str, retry_after: int = 120) -> Pages:
    """A host whose pages answer in every way there is."""
    site = Pages(base)
    fine = page(
        "An organisation", "We help families across the country and have done so for many years. " * 6
    )

    def moved(to: str, status: int = 301) -> Reply:
        return Reply(b"", status, headers={"Location": to})

    site.fixed |= {f"/{name}": fine for name in WORKING}
    site.fixed |= {
        "/": page("Welcome", "This is the first page of somebody else's site. " * 8),
        "/about-404-errors": page(
            "When a page is not found",
            "What to do if a website says that the page cannot be found: look at the address, go to its first "
            "page, or use its search. A 404 error means that the server has no such page. " * 3,
        ),
        "/moved": moved("/ok"),
        "/moved-twice": moved("/moved", 302),
        "/moved-to-missing": moved("/missing"),
        "/to-start/deep/page": moved("/", 302),
        "/loop": moved("/loop2", 302),
        "/loop2": moved("/loop", 302),
        "/gone": Reply(b"Gone", 410, "text/plain"),
        "/error": Reply(b"Server error", 500, "text/plain"),
        "/soft": Reply(_NOT_THERE),
        "/refused": Reply(b"Forbidden", 403),
        "/members": Reply(b"Log in", 401, headers={"WWW-Authenticate": "Basic"}),
        "/busy": Reply(b"Slow down", 429, headers={"Retry-After": str(retry_after)}),
        "/challenge": Reply(_CHALLENGE, 503, headers={"Server": "cloudflare", "cf-mitigated": "challenge"}),
        "/empty-type": Reply(fine.body, 200, "text/html"),
        "/robots.txt": Reply(b"User-agent: *\nDisallow:\n", 200, "text/plain"),
    }
    site.first["/wobbly"] = [Reply(b"Try later", 500, "text/plain")]

    def no_head(asked: Asked) -> Reply | None:
        return Reply(b"", 405) if asked.method == "HEAD" else None

    # What a text calls out:cdc, and such, is simply there.
    site.rules = [("/known/", lambda _: fine), ("/no-head", no_head)]
    return site
