"""Pages and sites for tests of checks: say what matters, the rest is plain."""

from datetime import date

from localoffer.auditor.sites import Site
from localoffer.auditor.values import Heading, Page

TODAY = date(2026, 11, 26)
HOME = "https://localoffer.example/"


def a_page(*lines: str, url: str = f"{HOME}short-breaks", **also) -> Page:
    """A page of those lines. Those that begin with # are headings: ## Opening times."""
    found = []
    text = []
    for line in lines:
        words = line.lstrip("# ").strip()
        if line.startswith("#"):
            found.append(Heading(len(line) - len(line.lstrip("#")), words))
        text.append(words)
    prose = tuple(words for words in text if len(words.split()) > 4 and words.endswith((".", "?", "!")))
    known = {
        "status": 200,
        "type": "html",
        "title": "Short breaks",
        "text": "\n".join(text),
        "paragraphs": prose,
        "headings": tuple(found),
    }
    return Page(url=url, **(known | also))


def a_site(*pages: Page, **also) -> Site:
    """A site of those pages, on the day of the tests."""
    return Site(**({"url": HOME, "today": TODAY, "pages": pages} | also))


def rules_of(findings) -> list[str]:
    """The rules that were broken, each once."""
    return sorted({finding.rule for finding in findings})
