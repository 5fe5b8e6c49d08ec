"""What is held is what would be read or made now, and no more of it than was agreed."""

from dataclasses import dataclass

import pytest
from django.template import Context, Template
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from localoffer.ui.held import Held


class Shelf:
    """Something to read, which counts how often that is done."""

    def __init__(self):
        self.reads = 0

    def read(self):
        self.reads += 1
        return f"reading {self.reads}"


@pytest.fixture
def shelf():
    return Shelf()


# --- The holder -------------------------------------------------------------------------------------------------------


def test_what_has_not_changed_is_read_once(shelf):
    held = Held(most=2)

    assert [held.get("a", 1, shelf.read) for _ in range(3)] == ["reading 1"] * 3


def test_another_version_is_read_anew_and_the_old_one_is_gone(shelf):
    held = Held(most=2)
    held.get("a", 1, shelf.read)

    assert held.get("a", 2, shelf.read) == "reading 2"
    assert held.get("a", 1, shelf.read) == "reading 3"


def test_what_was_not_asked_for_the_longest_goes_first(shelf):
    held = Held(most=2)
    for key in ("a", "b", "a", "c"):
        held.get(key, 1, shelf.read)

    assert held.get("a", 1, shelf.read) == "reading 1"
    assert held.get("b", 1, shelf.read) == "reading 4", "it had to go for c"


def test_what_no_version_tells_of_is_seen_after_its_time(shelf, monkeypatch):
    held = Held(most=2, seconds=60)

    def at(second):
        monkeypatch.setattr("localoffer.ui.held.monotonic", lambda: second)
        return held.get("a", 1, shelf.read)

    assert [at(1_000), at(1_059), at(1_060)] == ["reading 1", "reading 1", "reading 2"]


def test_what_could_not_be_read_is_not_held(shelf):
    held = Held(most=2)

    def fail():
        raise OSError

    with pytest.raises(OSError):
        held.get("a", 1, fail)
    assert held.get("a", 1, shelf.read) == "reading 1"


def test_what_is_forgotten_is_read_anew(shelf):
    held = Held(most=2)
    held.get("a", 1, shelf.read)
    held.forget()

    assert held.get("a", 1, shelf.read) == "reading 2"


# --- Components -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Link:
    label: str
    href: str
    lang: str = ""


def heading(**told):
    said = " ".join(f"{name}={name}" for name in told)
    return Template(f'{{% load held %}}{{% held "components/page_heading.html" {said} %}}').render(
        Context(told)
    )


def menu(path, *links):
    return Template("{% load held %}{% menu links path %}").render(
        Context({"links": list(links), "path": path})
    )


def test_a_held_component_is_what_including_it_makes_and_another_word_makes_another():
    told = {"title": "Short breaks", "lead": "A rest <for> you."}

    for _ in range(2):
        assert heading(**told) == render_to_string("components/page_heading.html", told)
    assert "Long breaks" in heading(**told | {"title": "Long breaks"})


def test_words_that_are_safe_in_one_are_not_so_in_the_other():
    assert "<b>Hello</b>" in heading(title=mark_safe("<b>Hello</b>"))
    assert "&lt;b&gt;Hello" in heading(title="<b>Hello</b>")
    assert '<a href="/a/"><b>A</b></a>' in menu("/", Link(mark_safe("<b>A</b>"), "/a/"))
    assert '<a href="/a/">&lt;b&gt;A' in menu("/", Link("<b>A</b>", "/a/"))


def test_something_that_may_change_unseen_is_refused():
    with pytest.raises(TypeError, match="may change unseen"):
        heading(title=object())


def test_the_menu_marks_the_page_that_is_read():
    links = Link("News", "/news/"), Link("Polski", "/pl/", "pl")

    assert '<a href="/news/" aria-current="page">News</a>' in menu("/news/", *links)
    assert "aria-current" not in menu("/somewhere-else/", *links)
    assert '<a href="/pl/" lang="pl">' in menu("/somewhere-else/", *links)
