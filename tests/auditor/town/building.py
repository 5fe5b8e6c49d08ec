"""A town's sites, put together: the council's own, its Local Offer, and the charities beside it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from html import escape
from random import Random
from typing import Any
from urllib.parse import parse_qsl, urldefrag, urljoin, urlsplit

from localoffer.duties import loading
from tests.auditor.serving import Asked, Reply

from . import directory, outside, texts
from .drafts import Draft, Pages, hrefs
from .markup import Document, Shell, links, to_html, to_plain
from .pdfs import pdf
from .plan import Plan
from .truth import CriterionTruth, Truth
from .words import Words, written

SITES = ("council", "offer", "advice", "forum", "schools", "elsewhere", "canary")
SOCIAL = ("https://www.facebook.com/", "https://www.youtube.com/@", "https://www.instagram.com/")
REVIEWED = ("Last reviewed: {day}", "Page last updated: {day}", "Last updated {day}", "Last checked on {day}")
PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000050001"
    "a5f645400000000049454e44ae426082"
)


def slug(title: str) -> str:
    """A title as a part of an address."""
    return re.sub(r"[^a-z0-9]+", "-", title.lower().replace("’", "").replace("'", "")).strip("-")


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
        self.sites["elsewhere"] = outside.elsewhere(bases["elsewhere"])
        self.sites["canary"] = Pages(bases["canary"])
        home = self.bases["council"] + "/"
        self.truth = Truth(plan.presence, home, "", hosts={name: f"{base}/" for name, base in bases.items()})
        self.page_of: dict[str, str] = {}  # criterion -> its page
        self.section_of = {duty.slug: duty.section for duty in loading.criteria()}
        self.section_url: dict[str, str] = {}
        self.pdfs: dict[str, str] = {}  # name of a text -> address
        self.offer_site = "offer" if plan.own_host else "council"
        self.entries: list[tuple[directory.Entry, str]] = []
        self.number = 0

    # --- Addresses -------------------------------------------------------------------------------------------

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
        if kind == "directory":
            return f"{self.bases['offer']}/directory?type={name}"
        if kind == "out":
            if name.startswith("report"):
                return f"{self.bases['schools']}/{name}"
            return f"{self.bases['elsewhere']}/known/{name}"
        if kind == "sendiass":
            return f"{self.bases['advice']}/"
        if kind == "council":
            return f"{self.bases['council']}/{name}"
        if kind == "forum":
            return f"{self.bases['forum']}/{name}"
        if kind == "form":
            return f"{self.bases['council']}/forms/{name}"
        if kind == "archive":
            return f"{self.bases['offer']}/archive/0"
        if kind == "pdf":
            return self.pdfs.setdefault(name, f"{self.bases['offer']}/downloads/{name}.pdf")
        raise ValueError(f"No text may link to {reference}.")

    def add(self, url: str, kind: str, title: str, text: str = "", **more: object) -> Draft:
        """A page, with its words filled in."""
        draft = Draft(url, kind, self.words.fill(title), self.words.fill(text, contents="{contents}"), **more)  # type: ignore[arg-type]
        self.drafts[url] = draft
        return draft

    def reviewed(self, oldest: int = 320) -> str:
        """A line that says when a page was last looked at."""
        day = self.plan.today - timedelta(days=self.chance.randint(3, oldest))
        return self.chance.choice(REVIEWED).format(day=written(day))

    # --- All of it --------------------------------------------------------------------------------------------

    def build(self) -> Built:
        """The sites, and what is so of them."""
        from .faults import plant

        self._council()
        self._offer()
        self._charities()
        plant(self)
        self._render()
        self._judge_links()
        self._touches()
        return Built(self.sites, self.truth)

    # --- The council's own site -------------------------------------------------------------------------------

    def _council(self) -> None:
        data, base = texts.read("council"), self.bases["council"]
        self.add(
            f"{base}/",
            "council",
            "Home",
            "Welcome to {council}. Pay it, report it, apply for it.\n## Popular\n"
            + "\n".join(f"- [{page['title']}](council:{page['path'][1:]})" for page in data["pages"][:8]),
        )
        for page in data["pages"]:
            kind = "decoy" if page.get("decoy") else "council"
            if kind == "decoy" and not self.plan.decoys:
                continue
            self.add(base + page["path"], kind, page["title"], page["text"])
        items = ""
        for number, item in enumerate(data["news"]):
            day = self.plan.today - timedelta(days=9 * number + 2)
            url = f"{base}/news/{slug(item['title'])}"
            self.add(url, "council", item["title"], f"{written(day)}\n{item['text']}")
            items += f"<item><title>{escape(item['title'])}</title><link>{url}</link></item>"
        news = "\n".join(f"- [{item['title']}](council:news/{slug(item['title'])})" for item in data["news"])
        self.add(f"{base}/news", "council", "News", news)
        rss = f'<?xml version="1.0"?><rss version="2.0"><channel><title>News</title>{items}</channel></rss>'
        self.sites["council"].fixed["/news/rss"] = Reply(rss.encode(), 200, "application/rss+xml")
        self._forms()
        self._way_to_the_offer(data)

    def _way_to_the_offer(self, data: dict[str, Any]) -> None:
        """Pages to click through: the first stands on the council's first page, the last leads to the offer."""
        base, plan = self.bases["council"], self.plan
        there = plan.presence != "none"
        final = f"{self.bases['offer']}/" if there else f"{base}/special-educational-needs"
        names = [self.chance.choice(step) for step in data["chain"]]
        steps = [names[at % len(names)] for at in range(plan.clicks - 1)]
        last = self.chance.choice(("SEND Local Offer", "Local Offer", "{town} Local Offer for SEND"))
        last = self.words.fill(last) if there else "Special educational needs"
        path: list[str] = []
        at = self.drafts[f"{base}/"]
        for number, name in enumerate(steps):
            name = name if number < len(names) else f"{name} (more)"
            url = f"{base}/{'/'.join(slug(step) for step in [*path, name])}"
            at.text += f"\n- [{name}]({url})"
            path.append(name)
            at = self.add(
                url,
                "council",
                name,
                f"- [School admissions](council:schools/admissions)\nAll about {name.lower()}.",
            )
        at.text += f"\n- [{last}]({final})"
        if there:
            self.truth.clicks, self.truth.path = plan.clicks, [*path, last]
            self.truth.offer_home = final
        else:
            told = texts.read("council")["presence"]["none"][0]
            self.add(final, "council", told["title"], told["text"])

    # --- The Local Offer ----------------------------------------------------------------------------------------

    def _offer(self) -> None:
        plan = self.plan
        if plan.presence in ("none", "holding"):
            self.truth.criteria = {name: CriterionTruth("missing") for name in texts.criteria()}
        if plan.presence == "none":
            return
        told = self.chance.choice(texts.read("council")["presence"][plan.presence])
        home = self.add(
            self.truth.offer_home, "offer-home", told["title"], told["text"], reviewed=self.reviewed()
        )
        if plan.presence in ("directory", "full"):
            self._directory(home)
        if plan.presence == "full":
            self._sections(home)
            self._more(home)
            if plan.traps:
                self._traps(home)
            if plan.decoys:
                self._archive(home)

    def _sections(self, home: Draft) -> None:
        titles = texts.read("council")["sections"]
        chosen = {section: self.words.fill(self.chance.choice(titles[section])) for section in titles}
        for section, title in chosen.items():
            self.section_url[section] = self.offer_url(slug(title))
        for section, title in chosen.items():
            page = self.add(self.section_url[section], "section", title, "", reviewed=self.reviewed())
            page.trail = [("Local Offer", home.url)]
            home.text += f"\n- [{title}]({page.url})"
            self._topics(section, page)

    def _topics(self, section: str, landing: Draft) -> None:
        """Each criterion of a section: on a page of its own, in a guide of parts, or folded up with others."""
        wanted = [name for name in texts.criteria() if self.section_of[name] == section]
        self.chance.shuffle(wanted)
        guide, folded = wanted[:3] if len(wanted) > 5 else [], wanted[3:5] if len(wanted) > 7 else []
        guide = [name for name in guide if self.plan.state(name) != "missing"]
        group = f"{landing.title}: a guide"
        listed: list[tuple[str, str]] = []
        parts: list[Draft] = []
        for name in wanted:
            state = self.plan.state(name)
            self.truth.criteria[name] = CriterionTruth(state)
            if state == "missing":
                continue
            told = self.told[name]
            if name in folded:
                continue
            where = [slug(landing.title), slug(group)] if name in guide else [slug(landing.title)]
            url = self.offer_url(*where, slug(self.words.fill(told["title"])))
            page = self.add(
                url, "topic", told["title"], told[state], criteria=[name], reviewed=self.reviewed()
            )
            page.trail = [("Local Offer", self.truth.offer_home), (landing.title, landing.url)]
            self._shows(name, page)
            if name in guide:
                parts.append(page)
            else:
                listed.append((page.title, page.url))
        if parts:
            listed.append((group, parts[0].url))
            self._in_parts(group, parts)
        if folded := [name for name in folded if self.plan.state(name) != "missing"]:
            title = f"{landing.title}: questions people ask"
            page = self.add(
                self.offer_url(slug(landing.title), slug(title)), "topic", title, reviewed=self.reviewed()
            )
            for name in folded:
                told = self.told[name]
                page.folded.append(
                    (self.words.fill(told["title"]), self.words.fill(told[self.plan.state(name)]))
                )
                page.criteria.append(name)
                self._shows(name, page)
            listed.append((page.title, page.url))
        landing.text = "What there is in this part of our Local Offer.\n" + "\n".join(
            f"- [{title}]({url})" for title, url in listed
        )

    def _shows(self, name: str, page: Draft) -> None:
        self.page_of[name] = page.url
        self.truth.criteria[name].pages.append(page.url)

    def _in_parts(self, title: str, parts: list[Draft]) -> None:
        """A guide: each part leads to the others; all of it stands on a page to print, which robots may not see."""
        nav = links((f"{number}. {part.title}", part.url) for number, part in enumerate(parts, 1))
        print_url = f"{self.bases['offer']}/{slug(title)}/print"
        for number, part in enumerate(parts):
            part.extras.append(f'<nav aria-label="Parts of this guide"><ol>{nav}</ol></nav>')
            if number + 1 < len(parts):
                part.extras.append(f'<p><a rel="next" href="{parts[number + 1].url}">Next part</a></p>')
            part.extras.append(f'<p><a href="{print_url}">Print the whole guide</a></p>')
        whole = self.add(print_url, "print", title, "")
        whole.text = "\n".join(f"## {part.title}\n{part.text}" for part in parts)
        self.truth.forbidden.append(print_url)

    def _directory(self, home: Draft) -> None:
        plan, base = self.plan, self.bases["offer"]
        is_open = plan.presence == "directory" or plan.state("eligibility-and-access") == "met"
        for entry in directory.entries(plan.entries, plan.seed, self.words, plan.today, is_open):
            url = f"{base}/directory/{entry.number}-{slug(entry.name)}"
            if plan.addresses == "query":
                url = f"{base}/service.aspx?id={entry.number}"
            draft = Draft(
                url, "entry", entry.name, entry.text, reviewed=directory.checked_line(entry.checked)
            )
            draft.trail = [("Local Offer", home.url), ("Directory", f"{base}/directory?type=all")]
            draft.extras.append(
                f'<p>Run by: {entry.sector}</p><p><a href="{base}/basket/add?id={entry.number}">Add to my list</a></p>'
            )
            self.drafts[url] = draft
            self.truth.never.append(f"{base}/basket/add?id={entry.number}")
            self.entries.append((entry, url))
        path = urlsplit(base).path + "/directory"
        lists = directory.Lists(path, self.entries, traps=plan.traps)
        shell = self.shell(self.offer_site)
        trail = [("Local Offer", home.url)]

        def listing(asked: Asked) -> Reply:
            return Reply(shell.page(Document("Directory", lists.html(asked), trail=trail)).encode())

        self.sites[self.offer_site].rules.append((f"{path}?", listing))
        self.sites[self.offer_site].rules.append(
            (path, lambda asked: listing(asked) if asked.path == path else None)
        )
        home.extras.append(
            f'<form action="{path}" method="get"><label for="words">Find a service</label>'
            '<input id="words" name="q"><button>Find</button></form>'
            f'<p><a href="{base}/directory?type=all">All services</a></p>'
        )

    def _forms(self) -> None:
        for name, title in (
            ("ehc-request", "Ask for an assessment"),
            ("complaint", "Make a complaint"),
            ("comment", "Tell us what you think"),
            ("newsletter", "Get our newsletter"),
            ("bin", "Report a bin"),
            ("enquiry", "Ask us something"),
        ):
            page = self.add(f"{self.bases['council']}/forms/{name}", "form", title)
            page.extras.append(
                '<form method="post" action=""><p><label for="name">Your name</label><input id="name" name="name"></p>'
                '<p><label>How to reach you <input name="reach"></label></p>'
                '<p><input name="more" aria-label="Anything else"></p><button>Send</button></form>'
            )

    def _more(self, home: Draft) -> None:
        """Pages that are neither here nor there, for measurements; and an A to Z."""
        base = self.bases["offer"]
        said = [line for kind in texts.read("directory")["kinds"].values() for line in kind["says"]]
        for number in range(self.plan.more_pages):
            text = "\n".join(" ".join(self.chance.sample(said, 4)) for _ in range(6))
            url = f"{base}/sheets/{number}-{self.chance.choice('abcdefgh')}"
            page = self.add(url, "sheet", f"Information sheet {number}", text, reviewed=self.reviewed())
            page.trail = [("Local Offer", home.url)]
        letters: dict[str, list[tuple[str, str]]] = {}
        for draft in self.drafts.values():
            if draft.kind in ("topic", "sheet", "section"):
                letters.setdefault(draft.title[0].upper(), []).append((draft.title, draft.url))
        index = self.add(f"{base}/a-to-z", "list", "A to Z")
        for letter, listed in sorted(letters.items()):
            url = f"{base}/a-to-z/{letter.lower()}" if letter.isalpha() else f"{base}/a-to-z/0-9"
            page = self.drafts.get(url) or self.add(url, "list", f"A to Z: {letter}")
            page.text += "\n" + "\n".join(f"- [{title}]({link})" for title, link in sorted(listed))
            index.text += f"\n- [{letter}]({url})"
        home.text += f"\n- [A to Z]({index.url})"

    def _traps(self, home: Draft) -> None:
        """A calendar without an end, and pages that lead to themselves under ever longer addresses."""
        path = urlsplit(self.bases["offer"]).path
        shell = self.shell(self.offer_site)
        today = self.plan.today
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

        site = self.sites[self.offer_site]
        site.rules += [(f"{path}/events/", calendar), (f"{path}/more/", deeper)]
        home.extras.append(
            f'<p><a href="{path}/events/{today:%Y-%m}">Events</a></p><p><a href="{path}/more/">More from us</a></p>'
        )

    def _archive(self, home: Draft) -> None:
        for number, told in enumerate(texts.read("council")["archive"]):
            page = self.add(f"{self.bases['offer']}/archive/{number}", "archive", told["title"], told["text"])
            page.trail = [("Local Offer", home.url), ("Archive", home.url)]
            home.extras.append(f'<p><a href="{page.url}">{escape(page.title)}</a></p>')

    # --- The charities, and schools --------------------------------------------------------------------------------

    def _charities(self) -> None:
        offer = self.truth.offer_home or self.truth.council_home
        advice = self.bases["advice"]
        met = self.told
        self.add(
            f"{advice}/",
            "outside",
            "{sendiass}",
            f"We give free advice on special needs. Everyone has a right to it, and no one is told.\n"
            f"Ring {{phone.sendiass}} from 9.30am to 4.30pm, Monday to Friday, or write to {{email.sendiass}}.\n"
            f"- [About us]({advice}/about)\n- [{{town}}'s Local Offer]({offer})",
        )
        self.add(
            f"{advice}/about",
            "outside",
            "About us",
            met["sendiass"]["met"].replace("so that it can stand up to us", "so that we can stand up to it"),
        )
        forum = self.bases["forum"]
        self.add(
            f"{forum}/",
            "outside",
            "{forum}",
            f"Parents of children with special needs, together. We meet on the second Wednesday.\n"
            f"- [Join]({forum}/join)\n- [The council's Local Offer]({offer})",
        )
        self.add(
            f"{forum}/join",
            "outside",
            "Join {forum}",
            "Five lines and you are in. Text {phone.forum} or write to {email.forum}. It is free.",
        )
        data = texts.read("council")
        for number in (1, 2, 3):
            self.add(
                f"{self.bases['schools']}/report{number}", "outside", "SEN information report", data["report"]
            )
        if self.plan.decoys:
            for told in data["schools_own"]:
                self.add(f"{self.bases['schools']}/our-local-offer", "decoy", told["title"], told["text"])
        self.add(f"{self.bases['schools']}/", "outside", "Schools of {town}", "Our schools.")

    # --- Rendering -------------------------------------------------------------------------------------------------

    def shell(self, site: str) -> Shell:
        """What stands round a site's pages."""
        base = self.bases[site]
        names = {
            "council": self.words.fill("{council}"),
            "offer": self.words.fill("{town} Local Offer"),
            "advice": self.words.fill("{sendiass}"),
            "forum": self.words.fill("{forum}"),
            "schools": "Schools",
        }
        menu: list[tuple[str, str]] = [
            ("Home", f"{base}/"),
            ("Contact us", f"{self.bases['council']}/contact"),
        ]
        foot = [("Privacy", f"{self.bases['council']}/privacy")]
        if site in ("council", "offer"):
            menu += [("News", f"{self.bases['council']}/news"), ("Sign out", f"{base}/account/logout")]
            foot += [("Staff", f"{base}/staff/rota")]
            foot += [(host.split(".")[1].title(), host + self.words.slug) for host in SOCIAL]
        if site == self.offer_site and (statement := self.page_of.get("accessibility-statement")):
            foot.append(("Accessibility", statement))
        kind = self.plan.shell if site in ("council", "offer") else "landmarks"
        return Shell(kind, names[site], tuple(menu), tuple(foot), f"{base}/search", self.plan.today.year)

    def site_of(self, url: str) -> str:
        """Whose page an address is."""
        netloc = urlsplit(url).netloc
        return next((name for name, site in self.sites.items() if urlsplit(site.base).netloc == netloc), "")

    def _render(self) -> None:
        self._contents()
        self._aside()
        shells = {name: self.shell(name) for name in self.sites if name not in ("elsewhere", "canary")}
        for url, draft in self.drafts.items():
            site = self.sites[name := self.site_of(url)]
            site.fixed[draft.key] = draft.reply(shells[name], self.address)
            if draft.first:
                site.first[draft.key] = [
                    Reply(b"Please wait", status, "text/plain", {"Retry-After": "1"})
                    for status in draft.first
                ]
            self.truth.pages[url] = draft.kind
        for name, shell in shells.items():
            site = self.sites[name]
            site.fixed["/robots.txt"] = Reply(self._robots(name), 200, "text/plain")
            site.fixed["/sitemap.xml"] = Reply(self._sitemap(name), 200, "application/xml")
            site.fixed["/pictures/boat.png"] = Reply(PICTURE, 200, "image/png", keeps=True)
            site.missing = Reply(
                shell.page(Document("Page not found", "<p>We cannot find that page.</p>")).encode(), 404
            )
            site.rules.append(("/search", self._searching(name, shell)))
            for path in ("/account/logout", "/staff/rota"):
                site.fixed[path] = Reply(b"<title>Done</title><h1>Done</h1>")
            if name in ("council", "offer"):
                self.truth.never.append(f"{site.base}/account/logout")
                self.truth.forbidden.append(f"{site.base}/staff/rota")
        self._files()

    def _contents(self) -> None:
        """A list of all there is, where a page asks for one."""
        listed = "\n".join(
            f"- [{self.drafts[url].title}]({url})" for url in dict.fromkeys(self.page_of.values())
        )
        for draft in self.drafts.values():
            draft.text = draft.text.replace("{contents}", listed)

    def _aside(self) -> None:
        """Beside each page: who helps, and what to do if you disagree."""
        wanted = (("sendiass", "Free advice"), ("complaints", "Complain"), ("appeals", "Appeal"))
        beside = [(words, self.page_of[name]) for name, words in wanted if name in self.page_of]
        for draft in self.drafts.values():
            if draft.kind in ("topic", "section", "entry") and beside:
                draft.aside = f"<h2>Need help?</h2><ul>{links(beside)}</ul>"

    def _files(self) -> None:
        for name, url in self.pdfs.items():
            title = name.replace("-", " ").title()
            text = self.words.fill(
                f"{title}\n{{council}}\n\nAgreed on {{ago.120}}. In force until 31 March {{year_plus2}}.\n\n"
                "This paper says in full what the page about it says in short. Ask {phone.localoffer} for it on paper."
            )
            flawed = {fault.kind for fault in self.truth.faults if fault.target == url}
            body = pdf(
                to_plain(text),
                title="" if "pdf-untitled" in flawed else title,
                is_tagged="pdf-untagged" not in flawed,
            )
            self.sites[self.offer_site].fixed[urlsplit(url).path] = Reply(
                body, 200, "application/pdf", keeps=True
            )

    def _robots(self, name: str) -> bytes:
        delay = f"Crawl-delay: {self.plan.crawl_delay}\n" if self.plan.crawl_delay else ""
        return (
            f"User-agent: BadBot\nDisallow: /\n\nUser-agent: *\n{delay}Disallow: /staff/\nDisallow: /*/print$\n"
            f"Sitemap: {self.sites[name].base}/sitemap.xml\n"
        ).encode()

    def _sitemap(self, name: str) -> bytes:
        rows = "".join(
            f"<url><loc>{escape(url)}</loc></url>"
            for url, draft in self.drafts.items()
            if self.site_of(url) == name and draft.kind not in ("print", "soft-404")
        )
        return (
            '<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
            f"{rows}</urlset>"
        ).encode()

    def _searching(self, name: str, shell: Shell) -> Callable[[Asked], Reply | None]:
        """The site's own search, which finds words as they were typed and nothing else."""
        pages = [
            (draft.title, url, f"{draft.title} {draft.text}".lower())
            for url, draft in self.drafts.items()
            if self.site_of(url) == name and draft.kind not in ("print", "soft-404") and not draft.is_scripted
        ]

        def search(asked: Asked) -> Reply | None:
            if asked.path != "/search":
                return None
            words = dict(parse_qsl(urlsplit(asked.target).query)).get("q", "").lower().split()
            found = [
                (title, url) for title, url, text in pages if words and all(word in text for word in words)
            ]
            found.sort(key=lambda one: not all(word in one[0].lower() for word in words))
            body = f"<p>{len(found)} results</p><ol>{links(found[:20])}</ol>"
            return Reply(shell.page(Document("Search results", body)).encode())

        return search

    # --- What is so of it ----------------------------------------------------------------------------------------

    def _touches(self) -> None:
        """Which criteria that have no page of their own are touched on by another."""
        for name, touched in texts.read("touches").items():
            if name in ("directory", "outside") or self.plan.state(name) in ("met", "partly"):
                for other in touched:
                    if other in self.truth.criteria:
                        self.truth.criteria[other].is_touched = True

    def _judge_links(self) -> None:
        known = {*self.truth.never, *self.truth.forbidden, *self.truth.canaries}
        for url, draft in self.drafts.items():
            if draft.kind == "soft-404":
                continue
            html = self.sites[self.site_of(url)].fixed[draft.key].body.decode(draft.encoding, "replace")
            if draft.is_scripted:
                html = to_html(draft.text, self.address) + "".join(draft.extras)
            for href in hrefs(html):
                target = urldefrag(urljoin(url, href)).url
                if target not in known and (state := self._state(target)):
                    self.truth.links.setdefault(target, state)

    def _state(self, url: str) -> str:
        parts = urlsplit(url)
        name = self.site_of(url)
        if not name or name == "canary":
            return ""
        key = parts.path + (f"?{parts.query}" if parts.query else "")
        if name == "elsewhere":
            return outside.STATES.get(
                parts.path.lstrip("/"), "working" if self.sites[name].knows(key) else "broken"
            )
        if any(fault.target == url and fault.kind.startswith("link-") for fault in self.truth.of_links()):
            return "broken"
        return "working" if self.sites[name].knows(key) else "broken"
