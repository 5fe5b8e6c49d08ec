"""The council's own site round its Local Offer, and the sites of charities and schools beside it."""

from __future__ import annotations

from datetime import timedelta
from html import escape
from typing import TYPE_CHECKING, Any

from tests.auditor.serving import Reply

from . import texts
from .words import slug, written

if TYPE_CHECKING:
    from .building import Builder


def council(town: Builder) -> None:
    """First page, services, news, forms, and the pages to click through."""
    data, base = texts.read("council"), town.bases["council"]
    town.add(
        f"{base}/",
        "council",
        "Home",
        "Welcome to {council}. Pay it, report it, apply for it.\n## Popular\n"
        + "\n".join(f"- [{page['title']}](council:{page['path'][1:]})" for page in data["pages"][:8]),
    )
    for page in data["pages"]:
        kind = "decoy" if page.get("decoy") else "council"
        if kind == "decoy" and not town.plan.decoys:
            continue
        town.add(base + page["path"], kind, page["title"], page["text"])
    items = ""
    for number, item in enumerate(data["news"]):
        day = town.plan.today - timedelta(days=9 * number + 2)
        url = f"{base}/news/{slug(item['title'])}"
        town.add(url, "council", item["title"], f"{written(day)}\n{item['text']}")
        items += f"<item><title>{escape(item['title'])}</title><link>{url}</link></item>"
    news = "\n".join(f"- [{item['title']}](council:news/{slug(item['title'])})" for item in data["news"])
    town.add(f"{base}/news", "council", "News", news)
    rss = f'<?xml version="1.0"?><rss version="2.0"><channel><title>News</title>{items}</channel></rss>'
    town.sites["council"].fixed["/news/rss"] = Reply(rss.encode(), 200, "application/rss+xml")
    _forms(town)
    _way_to_the_offer(town, data)


def _way_to_the_offer(town: Builder, data: dict[str, Any]) -> None:
    """Pages to click through: the first stands on the council's first page, the last leads to the offer."""
    base, plan = town.bases["council"], town.plan
    there = plan.presence != "none"
    final = f"{town.bases['offer']}/" if there else f"{base}/special-educational-needs"
    names = [town.chance.choice(step) for step in data["chain"]]
    steps = [names[at % len(names)] for at in range(plan.clicks - 1)]
    last = town.chance.choice(("SEND Local Offer", "Local Offer", "{town} Local Offer for SEND"))
    last = town.words.fill(last) if there else "Special educational needs"
    path: list[str] = []
    at = town.drafts[f"{base}/"]
    for number, name in enumerate(steps):
        name = name if number < len(names) else f"{name} (more)"
        url = f"{base}/{'/'.join(slug(step) for step in [*path, name])}"
        at.text += f"\n- [{name}]({url})"
        path.append(name)
        at = town.add(
            url,
            "council",
            name,
            f"- [School admissions](council:schools/admissions)\nAll about {name.lower()}.",
        )
    at.text += f"\n- [{last}]({final})"
    if there:
        town.truth.clicks, town.truth.path = plan.clicks, [*path, last]
        town.truth.offer_home = final
    else:
        told = town.chance.choice(texts.read("presence")["none"])
        town.add(final, "council", told["title"], told["text"])


def _forms(town: Builder) -> None:
    for name, title in (
        ("ehc-request", "Ask for an assessment"),
        ("complaint", "Make a complaint"),
        ("comment", "Tell us what you think"),
        ("newsletter", "Get our newsletter"),
        ("bin", "Report a bin"),
        ("enquiry", "Ask us something"),
    ):
        page = town.add(f"{town.bases['council']}/forms/{name}", "form", title)
        page.extras.append(
            '<form method="post" action=""><p><label for="name">Your name</label><input id="name" name="name"></p>'
            '<p><label>How to reach you <input name="reach"></label></p>'
            '<p><input name="more" aria-label="Anything else"></p><button>Send</button></form>'
        )


def charities(town: Builder) -> None:
    """The sites of the SENDIASS, of the parent carer forum and of schools."""
    for page in texts.read("charities")["pages"]:
        if page.get("decoy") and not town.plan.decoys:
            continue
        url = f"{town.bases[page['site']]}{page['path']}"
        town.add(url, "decoy" if page.get("decoy") else "outside", page["title"], page["text"])
