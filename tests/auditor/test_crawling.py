"""How far pages of one shape are read."""

from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from localoffer.auditor.audit import Asked, Audit
from localoffer.auditor.crawling import MOST_OF_A_SORT
from localoffer.auditor.reporting.values import Report
from tests.auditor.serving import Asked as Request
from tests.auditor.serving import Reply, Server, bound

PAGES = 90
#: What stands on every page, and is not marked as a menu.
FURNITURE = "".join(
    f"<p>{line}</p>"
    for line in (
        "Fenbridge Council, Send us your views, Large print, Share this, Was this of use?, Yes, No, Tell us why, "
        "Sign up for our letter, Privacy, Accessibility, Cookies, Jobs, News, What is on, Pay, Report, Follow us"
    ).split(", ")
)


def asked_for(out: Path, own: str, robots: str = "") -> tuple[int, Report]:
    """How many of a site's pages are asked for, each of which is furniture and a few words of its own."""

    def site(request: Request) -> Reply:
        parts = urlsplit(request.target)
        number = parse_qs(parts.query).get("id", [""])[0]
        if parts.path == "/":
            links = "".join(f'<li><a href="/page?id={each}">Part {each}</a></li>' for each in range(PAGES))
            body = f"<h1>Fenbridge SEND Local Offer</h1><p>Ring 01632 960123.</p><ul>{links}</ul>"
        elif parts.path == "/robots.txt" and robots:
            return Reply(robots.encode(), type="text/plain")
        elif number.isdigit():
            body = FURNITURE + own.format(name=_name(int(number)))
        else:
            return Reply(status=404)
        return Reply(f"<html lang=en><title>Local Offer</title><body>{body}</body></html>".encode())

    port = (socket := bound()).getsockname()[1]
    server = Server({"offer": (socket, site)}, "")
    try:
        url = f"http://127.0.0.1:{port}/"
        asked = Asked(url=url, out=out, delay=0, browser=False, allowed=(f"127.0.0.1:{port}",))
        report = Audit(asked).run()
    finally:
        server.close()
    return len({each.target for each in server.asked if each.target.startswith("/page?")}), report


def _name(number: int) -> str:
    """A word for a number: lines that differ in figures alone are alike."""
    return "".join("abcdefghij"[int(figure)] for figure in f"{number:02}")


SAYS_SOMETHING = (
    "<p>Families of pupils at {name} may ask the school for a plan of what is done for their child in class.</p>"
    "<p>Whoever cannot come to {name} in the morning may ring Fenbridge's team, and talk at any time.</p>"
)
CALENDAR = "<h2>Day {name}</h2><p>There is nothing on the calendar.</p>"


def test_short_pages_of_one_address_are_all_read_where_each_says_something(tmp_path):
    count, report = asked_for(tmp_path, SAYS_SOMETHING)

    assert count == PAGES
    assert report.site.unread == {}


def test_no_more_of_one_address_is_read_once_it_says_nothing_new(tmp_path):
    count, report = asked_for(tmp_path, CALENDAR)

    assert MOST_OF_A_SORT <= count < PAGES
    assert report.site.unread == {"pattern": PAGES - count}


def test_what_a_site_keeps_closed_to_programs_is_told_as_that_and_counts_as_no_page_that_was_read(tmp_path):
    count, report = asked_for(tmp_path, SAYS_SOMETHING, "User-agent: *\nDisallow: /page\n")

    assert count == 0
    assert report.site.unread == {"robots": PAGES}
    assert report.site.pages == 1
