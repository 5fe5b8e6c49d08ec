"""What is so of a town once it is built."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urldefrag, urljoin, urlsplit

from . import outside, texts
from .drafts import hrefs
from .markup import to_html

if TYPE_CHECKING:
    from .building import Builder


def touches(town: Builder) -> None:
    """Which criteria that have no page of their own are touched on by another."""
    for name, touched in texts.read("touches").items():
        is_there = {
            "directory": bool(town.entries),
            "archive": town.plan.decoys,
            "outside": True,
            "whole": town.plan.presence == "full",
        }.get(name, town.plan.state(name) in ("met", "partly"))
        for truth in (town.truth.criteria[other] for other in touched if other in town.truth.criteria):
            if is_there:
                truth.is_touched = True
                truth.is_of_the_whole = truth.is_of_the_whole or name == "whole"


def judge_links(town: Builder) -> None:
    """What every link of every page is: working, broken, or not to be told."""
    known = {*town.truth.never, *town.truth.forbidden, *town.truth.canaries}
    for url, draft in town.drafts.items():
        if draft.kind == "soft-404":
            continue
        html = town.sites[town.site_of(url)].fixed[draft.key].body.decode(draft.encoding, "replace")
        if draft.is_scripted:
            html = to_html(draft.text, town.address) + "".join(draft.extras)
        for href in hrefs(html):
            target = urldefrag(urljoin(url, href)).url
            if target not in known and (state := _state(town, target)):
                town.truth.links.setdefault(target, state)


def _state(town: Builder, url: str) -> str:
    parts = urlsplit(url)
    name = town.site_of(url)
    if not name or name == "canary":
        return ""
    key = parts.path + (f"?{parts.query}" if parts.query else "")
    if name == "elsewhere":
        return outside.STATES.get(
            parts.path.lstrip("/"), "working" if town.sites[name].knows(key) else "broken"
        )
    if any(fault.target == url and fault.kind.startswith("link-") for fault in town.truth.of_links()):
        return "broken"
    return "working" if town.sites[name].knows(key) else "broken"
