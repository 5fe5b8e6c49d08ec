"""Browser journeys: a page on a phone and on a desk, Playwright's, with what a journey must never do refused.

A test that asks for `page` (or `open_page`) is a journey and is marked so. Where no browser can be had they are
skipped, as are those of the auditor's own (`chromium`), and the last line says so; in CI they must run.
"""

import os
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from localoffer.auditor.browser.launching import HOW_TO_GET_ONE, browser_path

SIZES = {"phone": {"width": 360, "height": 740}, "desktop": {"width": 1280, "height": 900}}
IN_CI = os.environ.get("CI", "").lower() in ("1", "true")
ARGUMENTS = [
    "--headless",
    "--no-sandbox",  # a container's root may not make Chromium's; it only ever opens our own pages
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # The network is closed to the browser too.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE *.localhost, EXCLUDE 127.0.0.1",
]
# WCAG 2.2 AA and what axe's makers recommend besides.
EVERYTHING = {
    "type": "tag",
    "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}
CONTRAST = {"type": "rule", "values": ["color-contrast"]}

# What slides or fades in is half see-through on its way: a page is looked at as it comes to rest. Style sheets made
# by script are no business of a page's content security policy.
COME_TO_REST = """
  window.atRest = new CSSStyleSheet();
  window.atRest.replaceSync("*, *::before, *::after { transition: none !important }");
  document.adoptedStyleSheets.push(window.atRest);
  for (const moving of document.getAnimations())
    if (moving.effect.getComputedTiming().endTime !== Infinity) moving.finish();
"""
MOVE_AGAIN = (
    "document.adoptedStyleSheets = document.adoptedStyleSheets.filter(sheet => sheet !== window.atRest)"
)

left_out = pytest.StashKey[int]()


# --- Which tests are journeys, and what is said of those that did not run ------------------------------


@pytest.hookimpl(wrapper=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> Iterator[None]:
    journeys = [item for item in items if _opens_a_browser(item)]
    audits = [item for item in items if "chromium" in getattr(item, "fixturenames", ())]
    for item in journeys:
        item.add_marker(pytest.mark.journey)
        if "live_server" in item.fixturenames:
            # It is served by another thread, which sees only what was committed.
            item.add_marker(pytest.mark.django_db(transaction=True))
    if (journeys or audits) and not IN_CI and not path_of_browser():
        config.stash[left_out] = len(journeys) + len(audits)
        for item in journeys + audits:
            item.add_marker(pytest.mark.skip(reason=f"There is no browser here. {HOW_TO_GET_ONE}"))
    yield
    # Playwright leaves an event loop running, beside which nothing that starts its own can be tested.
    items.sort(key=_opens_a_browser)


def _opens_a_browser(item: pytest.Item) -> bool:
    return "browser" in getattr(item, "fixturenames", ())


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say what `./dev test` has to say of the other database, and tell it what came of this one."""
    if beside := os.environ.get("LOCALOFFER_BESIDE_THIS_RUN"):
        terminalreporter.write_sep("=", "beside this run")
        terminalreporter.write_line(beside)
    if path := os.environ.get("LOCALOFFER_RESULT_FILE"):
        kinds = ("failed", "error", "passed", "skipped", "xfailed", "xpassed")
        numbers = [(len(terminalreporter.stats.get(kind, ())), kind) for kind in kinds]
        Path(path).write_text(", ".join(f"{number} {kind}" for number, kind in numbers if number))


@pytest.hookimpl(trylast=True)
def pytest_unconfigure(config: pytest.Config) -> None:
    if number := config.stash.get(left_out, 0):
        what = "1 browser journey" if number == 1 else f"{number} browser journeys"
        config.get_terminal_writer().line(f"{what} did not run: there is no browser here. {HOW_TO_GET_ONE}")


def path_of_browser() -> str:
    """Return the path of a Chromium or Chrome, or nothing."""
    if path := browser_path():
        return path
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        return browser_path(playwright.chromium.executable_path)


# --- What a journey asks for -----------------------------------------------------------------------


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Playwright's browser, one for all journeys."""
    from playwright.sync_api import sync_playwright

    path = path_of_browser()
    if not path:
        pytest.fail(f"The browser journeys must run in CI, and there is no browser. {HOW_TO_GET_ONE}")
    with sync_playwright() as playwright, presses_end_with_a_whole_page():
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@contextmanager
def presses_end_with_a_whole_page() -> Iterator[None]:
    """Have a press that leads to another page return when that page is there.

    Playwright's own returns with the page's first bytes; a test that reads at once finds half of it, on a
    busy machine.
    """
    from playwright.sync_api import Locator

    press = Locator.click

    def press_and_wait(locator: Any, **options: Any) -> None:
        press(locator, **options)
        if not locator.page.is_closed():
            locator.page.wait_for_load_state()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Locator, "click", press_and_wait)
        yield


@pytest.fixture
def address(live_server) -> Callable[..., str]:
    """Whole addresses of the tests' own server: `address("/find/", host="saltmere.localhost")`."""
    port = urlsplit(live_server.url).port
    return lambda path="/", host="fenbridge.localhost": f"http://{host}:{port}{path}"


@pytest.fixture
def with_scripts() -> list[Any]:
    """The contexts, Playwright's word for a visitor, whose pages run scripts."""
    return []


@pytest.fixture
def open_page(browser, address, with_scripts) -> Iterator[Callable[..., Any]]:
    """Open a new page, as `open_page("phone", javascript=False)`; paths given to it begin at Fenbridge's site.

    When the test is over it fails if a page asked another site for something, broke the content security
    policy, or had an error in its script.
    """
    contexts, problems = [], []

    def open_one(size: str = "phone", *, javascript: bool = False, **options: Any) -> Any:
        options = {"base_url": address(), "viewport": SIZES[size], "locale": "en-GB"} | options
        context = browser.new_context(java_script_enabled=javascript, **options)
        context.set_default_timeout(10_000)
        contexts.append(context)
        if javascript:
            with_scripts.append(context)
        page = context.new_page()
        page.on("request", lambda request: problems.extend(elsewhere(request.url)))
        page.on("console", lambda message: problems.extend(broken_policy(message.text)))
        page.on("pageerror", lambda error: problems.append(f"Script error: {error}"))
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert not problems, "\n".join(problems)


def elsewhere(url: str) -> list[str]:
    parts = urlsplit(url)
    here = parts.scheme in ("data", "blob", "about") or (parts.hostname or "").endswith("localhost")
    return [] if here else [f"Asked another site: {url}"]


def broken_policy(message: str) -> list[str]:
    return [message] if "Content Security Policy" in message else []


@pytest.fixture(params=["phone", "desktop"])
def page(request: pytest.FixtureRequest, open_page) -> Any:
    """A page without JavaScript, on a phone (360 px) and again on a desk (1280 px)."""
    return open_page(request.param)


@pytest.fixture
def axe(open_page, with_scripts) -> Callable[[Any], None]:
    """Assert that axe finds nothing wrong with a page: `axe(page)`.

    axe is a script. It looks at a page that runs scripts as it stands there; one without JavaScript is opened a second
    time with it, as the same visitor.
    """

    def look(page: Any) -> None:
        if page.context in with_scripts:
            page.wait_for_load_state()
            assert_no_violations(page)
            return
        again = open_page("phone", javascript=True, viewport=page.viewport_size)
        again.context.add_cookies(page.context.cookies())
        again.goto(page.url)
        assert_no_violations(again)
        again.context.close()

    return look


def assert_no_violations(
    page: Any, rules: dict[str, Any] = EVERYTHING, when: str = "", *, but_for: Collection[str] = ()
) -> None:
    """Assert that axe finds nothing wrong with a page as it is at this moment; the page has to run scripts."""
    from axe_playwright_python.sync_playwright import Axe

    page.evaluate(COME_TO_REST)
    # What is in order is not told element by element, which takes axe as long again
    options = {"runOnly": rules, "resultTypes": ["violations"]}
    options["rules"] = {rule: {"enabled": False} for rule in but_for}
    found = Axe().run(page, options=options)
    page.evaluate(MOVE_AGAIN)
    assert found.violations_count == 0, f"{page.url} {when}\n{found.generate_report()}"
