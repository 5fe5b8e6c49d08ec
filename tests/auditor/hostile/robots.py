"""Sites whose robots.txt is hard to obey; each has /page, and /secret/page which it means to forbid."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tests.auditor.serving import Asked, Reply

from . import wire
from .leading import to
from .perils import page, says

TEXT = "text/plain"


@dataclass(frozen=True, slots=True)
class Rules:
    """How a site answers for its robots.txt, and whether its page may be read then. None: nobody agrees."""

    does: str
    answer: Callable[[Asked], Reply]
    may_read: bool | None


def rules(canary: str) -> dict[str, Rules]:
    """By the name of the site."""
    secret = b"User-agent: *\nDisallow: /secret/\n"
    endless = wire.endless(
        b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n" + secret, b"Disallow: /n\n" * 5000
    )
    return {
        "robots-huge": Rules(
            "is 5 MB long", says(secret + b"Disallow: /never/there\n" * 230_000, type=TEXT), True
        ),
        "robots-within": Rules("is said to be within", to(f"{canary}/robots.txt"), None),
        "robots-loop": Rules("leads to itself", to("/robots.txt"), None),
        "robots-away": Rules("is away: 503", says(b"Away", status=503, type=TEXT), False),
        "robots-refused": Rules("is refused: 403", says(b"No", status=403, type=TEXT), True),
        "robots-missing": Rules("is missing: 404", says(b"No", status=404, type=TEXT), True),
        "robots-endless": Rules("does not end", endless, None),
        "robots-silent": Rules("never comes", lambda _: Reply(raw=wire.silence), False),
        "robots-page": Rules("is a web page", says(page("Not found")), True),
        "robots-shut": Rules("forbids everything", says(b"User-agent: *\nDisallow: /\n", type=TEXT), False),
        "robots-marked": Rules(
            "has a mark at its start, odd capitals and odd line ends",
            says(b"\xef\xbb\xbfUSER-AGENT: *\rdisallow: /secret/\r", type=TEXT),
            True,
        ),
        "robots-slow": Rules(
            "asks for a day between two pages", says(secret + b"Crawl-delay: 86400\n", type=TEXT), True
        ),
        "robots-wild": Rules(
            "has a rule of stars", says(secret + b"Disallow: /" + b"*a" * 2000 + b"$\n", type=TEXT), True
        ),
    }


def site(of: Rules) -> Callable[[Asked], Reply]:
    """The site: its robots.txt, and the same page everywhere else."""
    fine = Reply(page("<p>A page.</p>").encode())

    def answer(asked: Asked) -> Reply:
        return of.answer(asked) if asked.path == "/robots.txt" else fine

    return answer
