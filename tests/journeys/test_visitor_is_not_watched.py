"""What the pages ask of a browser and send to it: nothing elsewhere, nothing inline, and not much."""

import gzip
import re
from urllib.parse import urlsplit

import pytest

from tests.demonstration import FENBRIDGE

pytestmark = pytest.mark.usefixtures("demonstration")

PAGES = [
    "/",
    "/find/?q=toddler+group&near=LN6+7QX",
    "/find/?q=qqqq",
    "/kinds/",
    "/kinds/care/",
    "/find/guide/help/?hard=senses",
    "/ages/5-10/",
    "/needs/",
    "/a-z/s/",
    "/services/hallam-edge-school-for-deaf-children/",
    "/services/lantern-refuge-and-support/",
    "/nowhere/",
]
FIRST_VIEW = 100 * 1024  # bytes, compressed, without images: a page on a bad connection


@pytest.mark.parametrize("path", PAGES)
def test_every_answer_forbids_what_the_pages_do_not_need(visit, path):
    headers = visit(path).headers

    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "style-src 'self'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy, "no other site is allowed"
    assert headers["Referrer-Policy"] == "same-origin", "what she searched for is in the address"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "geolocation=()" in headers["Permissions-Policy"]
    assert "Set-Cookie" not in headers


@pytest.mark.parametrize("path", PAGES)
def test_no_page_holds_a_style_or_a_script_of_its_own(visit, path):
    html = visit(path).content.decode()

    assert re.findall(r"<style\b", html) == []
    assert re.findall(r"<[^>]+\sstyle=", html) == []
    assert re.findall(r"<[^>]+\son[a-z]+=", html) == []
    assert re.findall(r"<script(?![^>]*\ssrc=)", html) == []
    assert 'href="javascript:' not in html


@pytest.mark.parametrize("size", ["phone", "desktop"])
def test_no_page_asks_another_site_for_anything_and_the_first_view_is_small(open_page, address, size):
    for path in PAGES:
        page = open_page(size, javascript=True, service_workers="block")
        got = []
        page.on("response", lambda answer, got=got: got.append(answer))
        page.goto(path, wait_until="networkidle")

        assert {urlsplit(answer.url).hostname for answer in got} == {FENBRIDGE}
        assert [answer.url for answer in got if answer.status >= 400 and answer.url != page.url] == []
        weights = {
            answer.url: len(gzip.compress(answer.body()))
            for answer in got
            if not answer.headers.get("content-type", "").startswith("image/") or "svg" in answer.url
        }
        assert sum(weights.values()) <= FIRST_VIEW, weights
        assert page.context.cookies() == []
        page.context.close()


def test_nothing_of_the_crown_is_served(visit):
    """GOV.UK Frontend's pictures and typeface are the government's own, and not for councils."""
    for path in (
        "fonts/light-94a07e06a1-v2.woff2",
        "images/govuk-crest.svg",
        "images/favicon.ico",
        "rebrand/manifest.json",
    ):
        for folder in ("/assets/", "/static/assets/", "/static/ui/assets/", "/static/ui/", "/static/govuk/"):
            assert visit(folder + path).status_code == 404
    css = visit("/static/ui/css/site.css")
    styles = b"".join(css.streaming_content).decode() if css.streaming else css.content.decode()
    assert len(styles) > 10_000
    assert "GDS Transport" not in styles
    assert "crest" not in styles
    assert re.findall(r"url\([^)]*(?:font|crown|crest)[^)]*\)", styles) == []
