"""What the auditor's browser tells of a page, and that no page keeps it."""

import time

import msgspec
import pytest

from localoffer.auditor.browser import Browser, visits
from localoffer.auditor.network.guard import Guard
from tests.auditor.browser.served import USER_AGENT

WORDS = "Short breaks give families a rest and children something to look forward to. " * 6


# --- Pages made by scripts ----------------------------------------------------------------------------------------


def test_a_page_that_scripts_make_is_read_when_they_are_done(chromium, site):
    def services(_):
        time.sleep(0.6)
        return 200, {"Content-Type": "application/json"}, '["Toddler group", "Portage"]'

    site.pages["/services.json"] = services
    page = site.show(
        '<div id="app"></div><script>fetch("/services.json").then((it) => it.json()).then((names) => setTimeout(() => '
        '{ document.getElementById("app").innerHTML = names.map((it) => `<h2>${it}</h2>`).join("") }, 200))</script>'
    )

    seen = chromium.html_of(page)

    assert seen.error == ""
    assert "<h2>Portage</h2>" in seen.html
    assert seen.html.startswith("<!DOCTYPE html>")
    assert (seen.url, seen.final_url, seen.is_cut) == (page, page, False)


def test_pictures_are_not_asked_for_when_only_the_words_are_wanted(chromium, site):
    chromium.html_of(site.show('<h1>Hello</h1><img src="/a.png" alt=""><video src="/a.mp4"></video>'))

    assert site.asked == ["GET /"]


def test_a_page_without_end_is_cut(chromium, site):
    page = site.show('<script>document.body.append("x".repeat(3000000))</script>')

    seen = chromium.html_of(page)

    assert seen.is_cut
    assert len(seen.html) == 2 * 1024 * 1024


def test_half_a_letter_is_no_reason_to_stop(chromium, site):
    page = site.show("<p></p><script>document.querySelector('p').append('Hello \\ud800')</script>")

    for seen in (chromium.look(page), chromium.html_of(page)):
        assert seen.error == ""
        assert "Hello \ufffd" in msgspec.json.encode(seen).decode()


def test_it_says_where_a_page_led(chromium, site):
    site.show("<h1>Here</h1>", "/new")
    site.pages["/old"] = (301, {"Location": "/new"}, "")

    seen = chromium.html_of(site.url("/old"))

    assert (seen.url, seen.final_url) == (site.url("/old"), site.url("/new"))


def test_a_page_that_goes_on_by_itself_is_read_where_it_ends(chromium, site):
    site.show("<h1>Here</h1>", "/new")
    page = site.show('<h1>Old</h1><script>setTimeout(() => location.replace("/new"), 100)</script>', "/old")

    seen = chromium.html_of(page)

    assert "<h1>Here</h1>" in seen.html
    assert seen.final_url == site.url("/new")


# --- Faults of accessibility --------------------------------------------------------------------------------------


def violations(seen) -> dict[str, str]:
    return {violation.rule: violation.impact for violation in seen.violations}


def test_planted_faults_are_found_and_said_with_their_place(chromium, site):
    page = site.show(
        '<main><h1>Report</h1><img src="/a.png"><form><input id="where" name="where"></form>'
        '<p style="color:#bbb;background:#fff">Pale words</p><button></button><a href="/x"></a>'
        '<p id="a">One</p><p id="a">Two</p><iframe src="/x"></iframe></main>'
    )

    seen = chromium.look(page)

    assert seen.error == ""
    assert seen.url == page
    found = violations(seen)
    assert (
        found.items()
        >= {
            "image-alt": "critical",
            "label": "critical",
            "button-name": "critical",
            "link-name": "serious",
            "color-contrast": "serious",
            "frame-title": "serious",
        }.items()
    )
    label = next(violation for violation in seen.violations if violation.rule == "label")
    assert (label.count, label.selector, label.is_best_practice) == (1, "#where", False)
    assert label.html == '<input id="where" name="where">'


def test_a_sound_page_has_no_violation(chromium, site):
    seen = chromium.look(
        site.show(f'<main><h1>Short breaks</h1><p>{WORDS}</p><p><a href="/x">Who can have one</a></p></main>')
    )

    assert seen.error == ""
    assert violations(seen) == {}


def test_what_only_axe_recommends_is_told_from_what_wcag_asks_for(chromium, site):
    seen = chromium.look(site.show("<main><h1>One</h1><h4>Four</h4><p>Words</p></main>"))

    assert [(each.rule, each.is_best_practice) for each in seen.violations] == [("heading-order", True)]


def test_a_strict_policy_and_a_meddling_script_do_not_blind_it(chromium, site):
    body = (
        '<!doctype html><html lang="en"><title>Old</title><main><h1>Old</h1><img src="/a.png"></main>'
        '<script nonce="x">Array.prototype.toJSON = () => "[]"; Array.prototype.map = () => { throw 1 };'
        "window.axe = { run: () => ({ violations: [], incomplete: [] }) };"
        "Promise = null; JSON.stringify = null;</script>"
    )
    site.pages["/"] = (200, {"Content-Security-Policy": "default-src 'none'; script-src 'nonce-x'"}, body)

    seen = chromium.look(site.url())

    assert seen.error == ""
    assert violations(seen) == {"image-alt": "critical"}


# --- On a phone ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "scrolls"),
    [
        (f"<p>{WORDS}</p>", False),
        (f'<div style="width:960px"><p>{WORDS}</p></div>', True),
        (f'<div style="min-width:500px">{WORDS}</div>', True),
        (
            '<p style="display:flex"><b style="flex:none;width:200px">a</b><b style="flex:none;width:200px">b</b></p>',
            True,
        ),
        (f'<table role="presentation"><tr><td style="min-width:400px">{WORDS}</td></tr></table>', True),
        # What needs two dimensions may be wider: the words around it still fit
        (
            '<table style="width:700px"><tr><th>Day</th><th>Time</th></tr><tr><td>Monday</td><td>9am</td></tr></table>',
            False,
        ),
        ('<iframe title="Map" width="600" height="450"></iframe>', False),
        ('<figure style="display:inline-block"><img alt="Map" width="600" height="10"></figure>', False),
        (f'<div style="overflow-x:auto"><div style="width:900px">{WORDS}</div></div>', False),
        # And what is a few pixels too wide makes nobody scroll
        ('<div style="margin-right:-15px"><p>Row</p></div>', False),
        (
            f'<div style="overflow-x:auto"><table style="width:900px"><tr><th>Day</th></tr></table></div>{WORDS}',
            False,
        ),
        (
            f'<table style="width:700px"><tr><th>Day</th></tr></table><div style="width:900px">{WORDS}</div>',
            True,
        ),
    ],
)
def test_a_page_that_must_be_scrolled_sideways_is_told_from_one_that_need_not(chromium, site, body, scrolls):
    seen = chromium.look(site.show(f"<main><h1>Short breaks</h1>{body}</main>"))

    assert seen.error == ""
    assert seen.scrolls_sideways is scrolls


def test_targets_too_small_for_a_finger_are_counted(chromium, site):
    small = '<a href="/{0}" style="display:block;height:12px;width:12px;overflow:hidden">{0}</a>'
    page = site.show(
        "<main><h1>Links</h1>"
        + "".join(small.format(number) for number in range(4))
        + '<p>A sentence with <a href="/inline">a link</a> and <a href="/more">another</a> in it.</p>'
        + '<button style="margin-top:60px;height:44px;width:120px">Large</button></main>'
    )

    seen = chromium.look(page)

    assert seen.small_targets == 4
    assert seen.targets == 5


def test_the_first_screen_is_what_is_seen_without_scrolling(chromium, site):
    hidden = "position:absolute;width:1px;height:1px;overflow:hidden;clip:rect(0 0 0 0)"
    page = site.show(
        f'<header><img src="data:," alt="Fenbridge Council" width="120" height="40">'
        f'<span style="{hidden}">Skipped</span>'
        '<nav style="display:none">Menu</nav><span style="visibility:hidden">Unseen</span></header>'
        f'<main><h1>SEND Local Offer</h1><p>Call <a href="tel:01632960000">01632 960000</a></p>'
        '<input type="submit" value="Go">'
        '<p style="margin-top:800px">Below</p></main>'
    )

    seen = chromium.look(page)

    assert seen.first_screen == "Fenbridge Council SEND Local Offer Call 01632 960000 Go"


@pytest.mark.parametrize(
    ("body", "has_search"),
    [
        ('<form role="search"><input name="x"></form>', True),
        ('<form action="/search"><label>Search the Local Offer <input name="words"></label></form>', True),
        ('<form><input name="q" placeholder="What are you looking for?"></form>', True),
        ('<input type="search">', True),
        ('<form><label>Your e-mail address <input name="email"></label></form>', False),
        ('<form style="display:none"><input type="search"></form>', False),
        ('<form style="margin-top:900px"><input type="search"></form>', False),
        ('<form method="post"><label>Your name <input name="name"></label></form>', False),
    ],
)
def test_a_search_box_on_the_first_screen_is_seen(chromium, site, body, has_search):
    seen = chromium.look(site.show(f"<main><h1>Local Offer</h1>{body}</main>"))

    assert seen.has_search_on_first_screen is has_search


# --- Pages that will not let go -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "script",
    [
        "for (;;) {}",
        "setTimeout(() => { for (;;) {} }, 300)",
        "for (;;) alert('Win a prize')",
        "const grown = []; for (;;) grown.push(new Uint8Array(5e7).fill(1))",
        "const grown = []; for (;;) grown.push(new Array(1e6).fill({}))",
        "addEventListener('load', () => location.reload())",
        "setInterval(() => { location.href = '/?' + Math.random() }, 20)",
        "setInterval(() => document.body.append(Math.random()), 1)",
        "for (let i = 0; i < 30; i++) window.open('/?' + i)",
        "window.onbeforeunload = () => 'Stay'; history.pushState({}, '', '/other')",
        "setInterval(() => fetch('/?' + Math.random()), 10)",
        "window.print(); document.write('<h1>'); document.open()",
    ],
)
def test_no_page_stops_the_run(chromium, site, script, monkeypatch):
    page = site.show(f"<h1>Hello</h1><script>{script}</script>")
    started = time.monotonic()

    with monkeypatch.context() as patch:
        grow_impatient(patch)
        chromium.look(page)

    assert time.monotonic() - started < 40
    assert chromium.look(site.show("<h1>The next</h1>", "/next")).error == ""


def grow_impatient(patch):
    """Have a visit end so soon that a page which hangs does not cost the machine as long as a family would wait."""
    patch.setattr(visits, "LOADING", 1.5)
    patch.setattr(visits, "SETTLING", 0.5)
    patch.setattr(visits, "LOOKING", 2.0)


def test_a_page_that_hangs_says_so(chromium, site, monkeypatch):
    with monkeypatch.context() as patch:
        grow_impatient(patch)
        seen = chromium.look(site.show("<h1>Hello</h1><script>for (;;) {}</script>"))

    assert seen.error in ("it did not load in time", "it kept the browser too busy to be looked at")
    assert (seen.violations, seen.scrolls_sideways, seen.targets) == ((), None, None)


def test_a_page_that_takes_memory_without_end_says_so(chromium, site):
    page = site.show("<script>const all = []; for (;;) all.push(new Uint8Array(5e7).fill(1))</script>")

    assert chromium.look(page).error in ("it takes more memory than 1024 MB", "it breaks the browser")


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        ((404, {}, "<h1>Not found</h1>"), "it answers 404"),
        ((503, {}, "<h1>Busy</h1>"), "it answers 503"),
        ((302, {"Location": "/"}, ""), "its redirects go round in a circle"),
        ((200, {"Content-Type": "text/plain"}, "Words"), "it is not a web page"),
        ((200, {"Content-Disposition": "attachment"}, "Words"), "it is a file to keep, not a page"),
    ],
)
def test_what_is_no_page_is_said_in_words(chromium, site, answer, error):
    site.pages["/"] = answer

    assert chromium.look(site.url()).error == error


def test_what_robots_txt_keeps_back_is_not_asked_for(loop, site):
    async def allows(url: str) -> bool:
        return "/private/" not in url

    async def look() -> None:
        guard = Guard([f"127.0.0.1:{site.port}"])
        async with Browser(guard, USER_AGENT, allows=allows) as browser:
            await browser.html_of(site.show('<iframe src="/private/a"></iframe><script src="/on"></script>'))
            assert (
                await browser.html_of(site.url("/private/b"))
            ).error == "its robots.txt asks us not to read it"

    site.pages["/on"] = (302, {"Location": "/private/c"}, "")
    loop.run(look())

    assert site.asked == ["GET /", "GET /on"]


# --- Without a browser --------------------------------------------------------------------------------------------


def test_without_a_browser_each_answer_says_how_to_get_one(loop, monkeypatch):
    monkeypatch.setenv("LOCALOFFER_BROWSER", "/nowhere/chromium")

    async def look():
        async with Browser(Guard(), USER_AGENT) as browser:
            return (
                await browser.look("https://council.example/"),
                await browser.html_of("https://council.example/"),
                browser,
            )

    seen, dom, browser = loop.run(look())

    assert seen.error == dom.error == browser.missing
    assert seen.error.startswith("/nowhere/chromium could not be started: ")
