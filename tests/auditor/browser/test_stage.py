"""The browser's stage of an audit: what it reads again, what it looks at, and what is kept of that."""

from datetime import date
from pathlib import Path

import pytest

from localoffer.auditor.browser import stage
from localoffer.auditor.keeping import KeptAudit
from localoffer.auditor.network.guard import Guard
from localoffer.auditor.values import Page, Rendered
from localoffer.auditor.visiting import Visitor
from tests.auditor.browser.served import USER_AGENT

WORDS = "Portage helps families of young children at home. Call 01632 960000 to ask for a visit. " * 8
MADE_BY_SCRIPTS = f"<main id=app></main><script>app.innerHTML = `<h1>Portage</h1><p>{WORDS}</p>`</script>"


@pytest.fixture
def audit(tmp_path: Path, loop, site):
    """Visit pages as the crawl does, then do the stage: what it says of the browser, and what was kept."""

    async def run(paths: tuple[str, ...]) -> str:
        guard = Guard([f"127.0.0.1:{site.port}"])
        kept = KeptAudit(tmp_path / "audit.sqlite3")
        async with Visitor(kept, guard, user_agent=USER_AGENT, delay=0) as visitor:
            for path in paths:
                await visitor.visit(site.url(path), is_within=True, text="A link")
            kept.say("offer", site.url("/"))
            said = await stage.render(
                visitor,
                guard,
                USER_AGENT,
                lambda *told: None,
                most_minutes=2,
                today=date(2026, 11, 26),
            )
        kept.close()
        return said

    def audited(*paths: str) -> tuple[str, KeptAudit]:
        said = loop.run(run(paths))
        opened.append(KeptAudit(tmp_path / "audit.sqlite3"))
        return said, opened[-1]

    opened: list[KeptAudit] = []
    yield audited
    for kept in opened:
        kept.close()


@pytest.mark.usefixtures("chromium")
def test_a_page_that_scripts_make_is_kept_as_they_make_it(audit, site):
    site.show(MADE_BY_SCRIPTS)

    said, kept = audit("/")

    [page] = kept.pages
    assert said == ""
    assert page.read_by == "browser"
    assert "Portage helps families" in page.text
    assert (page.url, page.found_by, page.is_within) == (site.url("/"), "A link", True)


@pytest.mark.usefixtures("chromium")
def test_the_sample_is_looked_at_and_not_again_after_a_kill(audit, site):
    site.show(f'<main><h1>Local Offer</h1><p>{WORDS}</p><img src="/a.png"></main>')
    site.show(f"<main><h1>Portage</h1><p>{WORDS}</p></main>", "/portage")

    _, kept = audit("/", "/portage")

    seen = kept.values("rendered", Rendered)
    assert set(seen) == {site.url("/"), site.url("/portage")}
    assert [violation.rule for violation in seen[site.url("/")].violations] == ["image-alt"]
    assert kept.said("axe").startswith("4.")

    site.asked.clear()
    audit("/", "/portage")
    assert site.asked in ([], ["GET /robots.txt"])


def test_without_a_browser_it_says_so_and_keeps_nothing(audit, site, monkeypatch):
    monkeypatch.setenv("LOCALOFFER_BROWSER", "/nowhere/chromium")
    site.show(f"<main><h1>Local Offer</h1><p>{WORDS}</p></main>")

    said, kept = audit("/")

    assert said.startswith("/nowhere/chromium could not be started")
    assert kept.values("rendered", Rendered) == {}


@pytest.mark.parametrize(
    ("more", "is_made"),
    [
        ({"scripts": 3, "shown_characters": 40}, True),
        ({"scripts": 3, "shown_characters": 4000}, False),
        ({"scripts": 0, "shown_characters": 40}, False),
        ({"scripts": 3, "shown_characters": 40, "is_within": False}, False),
        ({"scripts": 3, "shown_characters": 40, "error": "it answers 404"}, False),
        ({"scripts": 3, "shown_characters": 40, "read_by": "browser"}, False),
    ],
)
def test_a_page_that_says_next_to_nothing_but_has_scripts_is_made_by_them(more, is_made):
    assert stage.is_made_by_scripts(Page("https://town.example/", 200, "html", **more)) is is_made
