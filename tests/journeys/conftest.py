"""What every journey holds its pages to."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from tests.browsers import CONTRAST, SIZES, assert_no_violations
from tests.parts import part

# When both databases are tested, each size of screen is gone on one of them
SIZE_ON = {"sqlite": "phone", "postgresql": "desktop"}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Go each journey once on each database, and once on each size of screen, when both databases are tested.

    A page is as wide on either database, and the database is asked the same on either screen; the browser is what
    takes the time. With one database alone, it goes all of them.
    """
    if not part():
        return
    here = Path(__file__).parent
    left_out = [
        item
        for item in items
        if here in item.path.parents and _size(item) not in ("", SIZE_ON[connection.vendor])
    ]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if item not in left_out]


def _size(item: pytest.Item) -> str:
    """The size of screen that a journey is gone on, where it is gone on each."""
    ids = getattr(getattr(item, "callspec", None), "_idlist", ())
    return next((size for size in SIZES if size in ids), "")


@pytest.fixture
def without_fault(request: pytest.FixtureRequest, open_page) -> Callable[[Any], None]:
    """Assert that axe finds nothing wrong with a page, by day and in the dark, and that it is not too wide.

    axe is a script, so the page is opened once more, by the same visitor. It sees the markup, which no database
    changes: what goes the same way on both is looked at on the first alone.
    """
    is_seen_before = part() == "last database" and not _size(request.node)

    def look(page: Any) -> None:
        assert_no_sideways_scrolling(page)
        if is_seen_before:
            return
        again = open_page("phone", javascript=True, viewport=page.viewport_size)
        again.context.add_cookies(page.context.cookies())
        again.goto(page.url, referer=page.evaluate("document.referrer") or None)
        # The same colours on both sizes: what is gone on each is asked for them on a phone alone
        is_seen_on_a_phone = _size(request.node) not in ("", "phone")
        assert_no_violations(again, when="by day", but_for=CONTRAST["values"] if is_seen_on_a_phone else ())
        if page.viewport_size == SIZES["phone"]:
            again.emulate_media(color_scheme="dark")
            assert_no_violations(again, CONTRAST, "in the dark")
        again.context.close()

    return look


def assert_no_sideways_scrolling(page: Any) -> None:
    page.wait_for_load_state()
    wide, room = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    assert wide <= room, f"{page.url} is {wide} px wide on a screen of {room}"


@pytest.fixture
def keyboard(open_page) -> Callable[..., "Keyboard"]:
    """Somebody who uses keys only: `keyboard("phone")`."""
    return lambda size="desktop": Keyboard(open_page(size))


class Keyboard:
    """Goes through a page by Tab, and sees where it is."""

    def __init__(self, page: Any) -> None:
        self.page = page

    def tab_to(self, selector: str, *, at_most: int = 150) -> None:
        """Press Tab until what has the focus matches a CSS selector, and can be seen to have it."""
        for _ in range(at_most):
            self.page.keyboard.press("Tab")
            if self.page.evaluate("selector => document.activeElement.matches(selector)", selector):
                assert self.page.evaluate(VISIBLY_FOCUSED), f"{selector} has the focus, and nothing shows it"
                return
        raise AssertionError(f"{at_most} presses of Tab did not reach {selector} on {self.page.url}")

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)

    def follow(self, selector: str) -> None:
        """Tab to a link or a button and press Enter."""
        self.tab_to(selector)
        with self.page.expect_navigation():
            self.press("Enter")


# An outline, a shadow or another background than its own: something that is not there without the focus.
VISIBLY_FOCUSED = """() => {
  const has = document.activeElement;
  const marks = (element) => {
    const style = getComputedStyle(element);
    return [style.outlineStyle === 'none' ? '' : style.outline, style.boxShadow, style.backgroundColor].join();
  };
  const around = [has, has.closest('label, li, form')].filter(Boolean);
  const focused = around.map(marks).join();
  has.blur();
  const blurred = around.map(marks).join();
  has.focus({focusVisible: true});
  return focused !== blurred;
}"""
