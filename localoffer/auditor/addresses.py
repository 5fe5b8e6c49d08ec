"""Addresses of a site as text: made alike, sorted into patterns, and those that must not be asked for."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final
from urllib.parse import SplitResult, parse_qsl, quote, unquote, urljoin, urlsplit, urlunsplit

LONGEST: Final = 2000
#: A segment of a path that comes so often is a trap: /a/b/a/b/a/b
MOST_REPEATED: Final = 3
DEEPEST_PATH: Final = 16

#: What only follows a visitor about, or says who is signed in.
_DROPPED: Final = re.compile(
    r"utm_\w+|fbclid|gclid|dclid|msclkid|mc_[ce]id|_ga|_gl|jsessionid|phpsessid|aspsessionid\w*|asp\.net_sessionid"
    r"|cfid|cftoken|sid|sessid|session_?id|session|s_id|osCsid|zenid|__cf_\w+|_hs\w+",
    re.IGNORECASE,
)
_PATH_SESSION: Final = re.compile(r";(?:jsessionid|sid|phpsessid)=[^/?#]*|/\(S\([^)]*\)\)", re.IGNORECASE)
#: A GET that changes something. Never asked for, whatever the link says.
_DANGEROUS: Final = re.compile(
    r"(?:^|[/?&=])(?:delete|remove|log[-_]?out|log[-_]?off|sign[-_]?out|sign[-_]?off|unsubscribe|basket|cart|trolley"
    r"|checkout|vote|destroy|purge|cancel|deactivate|report[-_]?abuse|like|unlike|follow|unfollow|approve|reject|flag"
    r"|add[-_]?to[-_]?\w+|clear[-_]?(?:all|list|basket|cart))(?=$|[/.?&=])"
    r"|(?:^|[/?&=_.-])(?:delete|log-?out|sign-?out|add-?to-?(?:basket|cart|list|shortlist|favourites))(?=$|[/.?&=_-])"
    r"|(?:shortlist|wish-?list|favourites)/(?:add|clear)(?=$|[/.?&])"
    r"|/(?-i:Delete|Remove)(?:all|item|record|page|service|entry|user|comment|file)s?(?:\.(?:aspx?|php|cfm|jsp|do))?(?=$|[/?])",
    re.IGNORECASE,
)
_SIGN_IN: Final = re.compile(
    r"(?:^|/)(?:wp-admin|wp-login\.php|admin|user/(?:login|register)|log-?in|sign-?in)(?=$|[/.?])", re.I
)
_NOT_PAGES: Final = re.compile(
    r"\.(?:jpe?g|png|gif|svg|webp|avif|ico|bmp|tiff?|css|js|mjs|map|json|woff2?|ttf|eot|otf|mp[34]|m4[av]|avi|mov|wmv"
    r"|webm|ogg|wav|zip|gz|rar|7z|exe|dmg|iso|ics|docx?|xlsx?|pptx?|odt|ods|csv|rtf|epub|atom|rss)$",
    re.IGNORECASE,
)
NUMBER: Final = re.compile(r"[0-9]+")
_HEX: Final = re.compile(r"(?<![a-z])[0-9a-f]{8,}(?:-[0-9a-f]{4,})*(?![a-z])", re.IGNORECASE)
_SAFE_PATH: Final = "/%:@!$&'()*+,;=~-._"
#: What is no letter of an address: a terminal would obey some of them, wherever the address is shown.
_NOT_PLAIN: Final = re.compile(r"[^!-~]+")


def whole(base: str, href: str) -> tuple[str, str] | None:
    """A link of a page as an address that can be asked for, and its fragment; None where it leads to no web page.

    >>> whole("https://a.example/send/", "../help?utm_source=x#top")
    ('https://a.example/help', 'top')
    """
    href = href.strip()
    if not href or len(href) > LONGEST:
        return None
    head = href[:12].lower()
    if ":" in head and head.split(":", 1)[0].isalpha() and not head.startswith(("http:", "https:")):
        return None  # mailto:, tel:, javascript:, data:, file:
    try:
        if "/." in href or not href.startswith(("/", "https://", "http://")) or href.startswith("//"):
            href = urljoin(base, href)
        elif href[0] == "/":
            href = origin(base) + href
        joined, _, fragment = href.partition("#")
        url = alike(joined)
    except ValueError:
        return None
    return (url, fragment) if url else None


@lru_cache(maxsize=100)
def origin(base: str) -> str:
    """The scheme and host of an address: "https://town.example"."""
    parts = urlsplit(base)
    return f"{parts.scheme}://{parts.netloc}"


@lru_cache(maxsize=20_000)
def alike(url: str) -> str:
    """One way to write an address: host in small letters, no default port, no session, no keys that follow visitors.

    "" where it is not one of the web.
    """
    try:
        parts = urlsplit(url.strip().replace("\t", "").replace("\n", "").replace("\r", ""))
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or not host or not host.isprintable():
        return ""
    netloc = f"[{host}]" if ":" in host else host.rstrip(".")
    if "@" in parts.netloc:
        netloc = parts.netloc  # kept as it is, so that the guard refuses it
    elif port and port != {"http": 80, "https": 443}[parts.scheme]:
        netloc = f"{netloc}:{port}"
    path = _PATH_SESSION.sub("", parts.path) or "/"
    if _NOT_PLAIN.search(path):
        path = quote(path, safe=_SAFE_PATH, errors="replace")
    return urlunsplit(SplitResult(parts.scheme, netloc, path, _query(parts.query), ""))


def _query(query: str) -> str:
    """The pairs in one order, each as it was written: some servers read "?page" and "?page=" differently."""
    pairs = (pair for pair in query.split("&") if pair and not _DROPPED.fullmatch(pair.partition("=")[0]))
    return _NOT_PLAIN.sub(lambda found: quote(found[0], safe="", errors="replace"), "&".join(sorted(pairs)))


def pattern(url: str) -> str:
    """What addresses of one sort have in common: numbers and codes as *, and the query by its keys alone.

    >>> pattern("https://a.example/events/2026-11?page=3")
    'a.example/events/*?page'
    """
    parts = urlsplit(url)
    path = parts.path
    if NUMBER.search(path):
        path = "/".join(map(_shape, path.split("/")))
    keys = ""
    if parts.query:
        keys = ",".join(sorted({key for key, _ in parse_qsl(parts.query, keep_blank_values=True)}))
    return f"{parts.netloc}{path}" + (f"?{keys}" if keys else "")


def _shape(segment: str) -> str:
    if not NUMBER.search(segment):
        return segment
    shape = NUMBER.sub("*", _HEX.sub("*", segment))
    return re.sub(r"\*(?:[-_:.]?\*)+", "*", shape)


def folder(url: str) -> str:
    """The pattern of an address's neighbours: all but its last segment."""
    return folder_of(pattern(url))


def folder_of(pattern: str) -> str:
    """The same from an address's own pattern.

    >>> folder_of("a.example/events/*?page")
    'a.example/events/…?page'
    """
    path, _, keys = pattern.partition("?")
    return f"{path.rstrip('/').rpartition('/')[0]}/…" + (f"?{keys}" if keys else "")


def why_not(url: str) -> str:
    """Why an address is not asked for whatever links to it, in words; "" where it may be.

    A GET should change nothing, but a link that says "delete" is not tried; nor are pictures, and paths without end.
    """
    parts = urlsplit(url)
    if len(url) > LONGEST:
        return "its address is too long"
    if may_change(url):
        return "it might change something"
    if _SIGN_IN.search(unquote(parts.path)):
        return "it is for people who sign in"
    segments = [segment for segment in parts.path.split("/") if segment]
    different = set(segments)
    if len(segments) > DEEPEST_PATH or (
        len(different) < len(segments)
        and (any(segments.count(segment) > MOST_REPEATED for segment in different) or _goes_round(segments))
    ):
        return "its path repeats itself"
    if _NOT_PAGES.search(parts.path):
        return "it is not a page"
    return ""


def may_change(url: str) -> bool:
    """Whether a GET of an address might change something: its words say log out, delete, basket."""
    parts = urlsplit(url)
    # As a server reads it: "log%6Fut" is "logout"
    return bool(_DANGEROUS.search(unquote(f"{parts.path}?{parts.query}" if parts.query else parts.path)))


def _goes_round(segments: list[str]) -> bool:
    """Whether a run of segments follows itself at once, twice over: a/b/a/b/a/b, or a/a/a."""
    for length in range(1, len(segments) // 3 + 1):
        for start in range(len(segments) - 3 * length + 1):
            first = segments[start : start + length]
            if (
                first
                == segments[start + length : start + 2 * length]
                == segments[start + 2 * length : start + 3 * length]
            ):
                return True
    return False


def host(url: str) -> str:
    """The host and port of an address: "town.localhost:8000"."""
    return urlsplit(url).netloc


def site(url: str) -> str:
    """The host without "www.", by which two addresses are of one site."""
    return (urlsplit(url).netloc).removeprefix("www.")


#: Ends of addresses under which each owner has one name.
_SHARED_ENDS: Final = ("gov.uk", "org.uk", "nhs.uk", "co.uk", "ac.uk", "sch.uk")


def owner(url: str) -> str:
    """Whose site an address is: council.gov.uk of https://localoffer.council.gov.uk/send."""
    host = urlsplit(url).hostname or ""
    labels = host.split(".")
    if host.replace(".", "").isdigit():
        return host
    return ".".join(labels[-3:] if host.endswith(_SHARED_ENDS) else labels[-2:])
