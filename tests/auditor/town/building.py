"""A town's sites, put together: the council's own, its Local Offer, and the charities beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from random import Random
from urllib.parse import urlsplit

from localoffer.duties import loading

from . import directory, outside, texts
from .council import charities, council
from .drafts import Draft, Pages
from .faults import plant
from .judging import judge_links, touches
from .offer import local_offer
from .plan import Plan
from .rendering import render
from .truth import Truth
from .words import Words, written

SITES = ("council", "offer", "advice", "forum", "schools", "elsewhere", "canary")
REVIEWED = ("Last reviewed: {day}", "Page last updated: {day}", "Last updated {day}", "Last checked on {day}")


@dataclass(slots=True)
class Built:
    """What came of a plan."""

    sites: dict[str, Pages]
    truth: Truth


class Builder:
    """Builds one town. `bases` are the sites' first addresses, without a slash at the end."""

    def __init__(self, plan: Plan, bases: Mapping[str, str]) -> None:
        self.plan, self.bases = plan, dict(bases)
        if not plan.own_host:
            self.bases["offer"] = self.bases["council"] + "/send"
        self.words = Words(plan.seed, plan.today, urlsplit(self.bases["offer"]).netloc)
        self.told = texts.told(plan.manner)
        self.chance = Random(f"town {plan.seed}")
        self.drafts: dict[str, Draft] = {}
        self.sites = {
            name: Pages(base) for name, base in bases.items() if name not in ("elsewhere", "canary")
        }
        if not plan.own_host:
            self.sites.pop("offer", None)
        self.sites["elsewhere"] = outside.elsewhere(bases["elsewhere"], plan.retry_after)
        self.sites["canary"] = Pages(bases["canary"])
        home = self.bases["council"] + "/"
        self.truth = Truth(plan.presence, home, "", hosts={name: f"{base}/" for name, base in bases.items()})
        self.page_of: dict[str, str] = {}  # criterion -> its page
        self.section_of = {duty.slug: duty.section for duty in loading.criteria()}
        self.section_url: dict[str, str] = {}
        self.pdfs: dict[str, str] = {}  # name -> address
        self.pdf_texts: dict[str, str] = {}  # name -> what it says, where it is more than a few lines
        self.offer_site = "offer" if plan.own_host else "council"
        self.entries: list[tuple[directory.Entry, str]] = []
        self.number = 0

    # --- Addresses ---

    def offer_url(self, *parts: str) -> str:
        """Where a page of the offer stands, in the manner of the plan."""
        self.number += 1
        if self.plan.addresses == "query":
            return f"{self.bases['offer']}/page.aspx?id={self.number + 100}"
        if self.plan.addresses == "numbers":
            return f"{self.bases['offer']}/info/{200 + self.number}/{parts[-1]}"
        return "/".join([self.bases["offer"], *parts])

    def address(self, reference: str) -> str:
        """What a link of a text, such as page:short-breaks, leads to."""
        kind, _, name = reference.partition(":")
        if kind in ("http", "https", "mailto", "tel"):
            return reference
        if kind == "page":
            return self.page_of.get(name) or self.section_url.get(
                self.section_of[name], self.truth.offer_home
            )
        if kind == "pdf":
            return self.pdfs.setdefault(name, f"{self.bases['offer']}/downloads/{name}.pdf")
        if kind == "offer":
            return self.truth.offer_home or self.truth.council_home
        if kind == "out":
            return f"{self.bases['elsewhere']}/known/{name}"
        site, path = {
            "archive": ("offer", "archive/0"),
            "council": ("council", name),
            "directory": ("offer", f"directory?type={name}"),
            "form": ("council", f"forms/{name}"),
            "forum": ("forum", name),
            "report": ("schools", f"report{name}"),
            "sendiass": ("advice", name.removeprefix("home")),
        }[kind]
        return f"{self.bases[site]}/{path}"

    def add(self, url: str, kind: str, title: str, text: str = "", **more: object) -> Draft:
        """A page, with its words filled in."""
        draft = Draft(url, kind, self.words.fill(title), self.words.fill(text, contents="{contents}"), **more)  # type: ignore[arg-type]
        self.drafts[url] = draft
        return draft

    def reviewed(self, oldest: int = 320) -> str:
        """A line that says when a page was last looked at."""
        day = self.plan.today - timedelta(days=self.chance.randint(3, oldest))
        return self.chance.choice(REVIEWED).format(day=written(day))

    # --- All of it ---

    def site_of(self, url: str) -> str:
        """Whose page an address is."""
        netloc = urlsplit(url).netloc
        return next((name for name, site in self.sites.items() if urlsplit(site.base).netloc == netloc), "")

    def build(self) -> Built:
        """The sites, and what is so of them."""
        council(self)
        local_offer(self)
        charities(self)
        plant(self)
        render(self)
        judge_links(self)
        touches(self)
        return Built(self.sites, self.truth)
