"""A hostile site on loopback, and a canary beside it that must never be contacted.

with Hostile() as hostile:
    for peril in hostile.perils: hostile.url(peril), peril.must
    assert hostile.contacted == []
"""

from __future__ import annotations

import contextlib
from types import TracebackType
from urllib.parse import urlsplit

from tests.auditor.serving import Asked, Reply, Server, bound

from . import content, files, leading, robots, scripts, traps, wire
from .perils import MUST, Peril, page

__all__ = ["MUST", "Hostile", "Peril"]


class Hostile:
    """Every peril, each at an address of its own, linked from the first page."""

    def __init__(self) -> None:
        canary = bound()
        self.canary_port: int = canary.getsockname()[1]
        self.canary = f"http://127.0.0.1:{self.canary_port}"
        self.perils = (
            *wire.PERILS,
            *leading.perils(self.canary, self.canary_port),
            *content.perils(self.canary),
            *files.perils(self.canary),
            *traps.PERILS,
            *scripts.perils(self.canary),
        )
        self.robots = robots.rules(self.canary)
        sites = {
            "hostile": (bound(), self._answer),
            "canary": (canary, lambda _: Reply(b"You should not be here")),
        }
        with contextlib.suppress(OSError):  # a machine without IPv6
            sites["canary-v6"] = (bound("::1", self.canary_port), lambda _: Reply(b"Nor here"))
        for name, of in self.robots.items():
            sites[name] = (bound(), robots.site(of))
        self._at = {peril.path: peril for peril in self.perils}
        self.bases = {
            name: f"http://127.0.0.1:{listening.getsockname()[1]}" for name, (listening, _) in sites.items()
        }
        self.server = Server(sites)

    def _answer(self, asked: Asked) -> Reply:
        if found := self._at.get(asked.path):
            return found.answer(asked)
        if asked.path == "/":
            links = "".join(f'<li><a href="{peril.path}">{peril.name}</a></li>' for peril in self.perils)
            return Reply(page(f"<ul>{links}</ul>").encode())
        for peril in traps.PERILS:
            if asked.path.startswith(peril.path.removesuffix("a")):
                return peril.answer(asked)
        return Reply(page("<p>Page not found</p>").encode(), 404)

    @property
    def base(self) -> str:
        """Its first address, without a slash at the end."""
        return self.bases["hostile"]

    def url(self, peril: Peril) -> str:
        """Where a peril waits."""
        return self.base + peril.path

    @property
    def allowed(self) -> list[str]:
        """What an auditor may be told to reach, as HOST:PORT: all but the canary."""
        return [urlsplit(base).netloc for name, base in self.bases.items() if not name.startswith("canary")]

    @property
    def contacted(self) -> list[str]:
        """Each connection that somebody made to the canary, whatever they then said. It should be empty."""
        return [name for name in self.server.connected if name.startswith("canary")]

    def close(self) -> None:
        """Stop serving."""
        self.server.close()

    def __enter__(self) -> Hostile:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
