"""An invented council's whole website with its Local Offer, served on loopback, and what is so of it.

    with Town(Plan(seed=3)) as town:
        town.truth.offer_home, town.allowed, town.server.asked

`python -m tests.auditor.town` serves one to look at in a browser.
"""

from __future__ import annotations

from types import TracebackType
from urllib.parse import urlsplit

from tests.auditor.serving import Asked, Server, bound

from .building import SITES, Builder
from .plan import Plan
from .truth import Truth

__all__ = ["Plan", "Town", "Truth"]


class Town:
    """A town of a plan, served until it is closed. `port`: the council's; the others' follow it; 0 is any."""

    def __init__(self, plan: Plan | None = None, *, port: int = 0, log: str = "") -> None:
        self.plan = plan or Plan()
        names = [name for name in SITES if name != "offer" or self.plan.own_host]
        sockets, bases = {}, {}
        for number, name in enumerate(names):
            here = f"127.0.0.{number + 1}" if self.plan.hosts == "addresses" else "127.0.0.1"
            sockets[name] = bound(here, port + number if port else 0)
            host = f"{name}.localhost" if self.plan.hosts == "names" else here
            bases[name] = f"http://{host}:{sockets[name].getsockname()[1]}"
        built = Builder(self.plan, bases).build()
        self.truth = built.truth
        self.bases = bases
        self.sites = built.sites
        self.server = Server({name: (sockets[name], built.sites[name]) for name in names}, log)

    @property
    def allowed(self) -> list[str]:
        """What an auditor may be told to reach, as HOST:PORT: all but the canary."""
        return [urlsplit(base).netloc for name, base in self.bases.items() if name != "canary"]

    @property
    def asked(self) -> list[Asked]:
        """Every request so far."""
        return self.server.asked

    def close(self) -> None:
        """Stop serving."""
        self.server.close()

    def __enter__(self) -> Town:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
