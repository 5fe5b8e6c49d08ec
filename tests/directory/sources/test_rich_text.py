"""A description from anywhere becomes simple HTML that is safe to show."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from localoffer.directory.sources.rich_text import TAGS, clean, line, plain, rich


@pytest.mark.parametrize(
    ("given_as", "kept_as"),
    [
        ("", ""),
        ("Fun for all.", "<p>Fun for all.</p>"),
        ("One.\n\nTwo\nlines.", "<p>One.</p><p>Two<br>lines.</p>"),
        ("Bring:\n- a drink\n- a hat", "<p>Bring:</p><ul><li>a drink</li><li>a hat</li></ul>"),
        ("Tea & cake, under 5 < 3", "<p>Tea &amp; cake, under 5 &lt; 3</p>"),
        ("Tea &amp; cake", "<p>Tea &amp; cake</p>"),
        ("<h1>About</h1><h2>Us</h2>", "<h3>About</h3><h3>Us</h3>"),
        ("<b>Bold</b> and <i>slanted</i>", "<p><strong>Bold</strong> and <em>slanted</em></p>"),
        ("one<br><br>two<br/>three", "<p>one</p><p>two<br>three</p>"),
        ("<div>a<div>b</div></div>", "<p>a</p><p>b</p>"),
        ("<p>&nbsp;</p><p>a&nbsp;b</p>", "<p>a b</p>"),
        ("<table><tr><td>Mon</td></tr></table>", "<p>Mon</p>"),
    ],
)
def test_words_and_markup_become_simple_html(given_as, kept_as):
    assert rich(given_as) == kept_as


@pytest.mark.parametrize(
    "attack",
    [
        "<script>alert(1)</script>",
        "<p onclick=alert(1)>x</p>",
        "<a href='javascript:alert(1)'>x</a>",
        "<a href=' JaVaScRiPt:alert(1)'>x</a>",
        "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
        "<img src=x onerror=alert(1)>",
        "<iframe src='https://example.org'></iframe>",
        "<style>p{color:red}</style><p style='color:red'>x</p>",
        "<h1 <script>alert(1)</script>>x</h1>",
        "<svg><a href='javascript:alert(1)'>x</a></svg>",
    ],
)
def test_nothing_that_runs_or_loads_stays(attack):
    kept = rich(attack)

    assert not re.search(r"(?i)<(?:script|img|iframe|style|svg)|\son\w+=|javascript:|data:|style=", kept)


def test_links_lead_to_whole_addresses_only():
    assert rich('<a href="https://example.org" target="_blank">there</a>') == (
        '<p><a href="https://example.org">there</a></p>'
    )
    assert rich('Ring <a href="tel:01632960001">us</a>') == '<p>Ring <a href="tel:01632960001">us</a></p>'
    assert rich('<a href="/about">about</a>') == "<p>about</p>"


ANY_HTML = st.lists(
    st.sampled_from(
        [
            "<p>",
            "</p>",
            "<em>",
            "</em>",
            "<b>",
            "<ul>",
            "<li>",
            "</ul>",
            "<h1>",
            "</h2>",
            "<br>",
            "<div>",
            "</div>",
            "<a href='https://example.org'>",
            "</a>",
            "<table>",
            "<td>",
            " ",
            "\n",
            "a",
            "b & c",
            "<",
            ">",
            "&lt;",
        ]
    )
    | st.text(max_size=5)
).map("".join)


@given(ANY_HTML)
@example("<em>a<p>b</p>c</em>")
def test_anything_becomes_only_the_tags_we_keep(text):
    assert {tag.lower() for tag in re.findall(r"</?([a-zA-Z][a-zA-Z0-9]*)", rich(text))} <= TAGS


def test_what_is_tidy_stays_as_it_is():
    tidy = rich("<h1>A</h1>b<br><br><em>c<p>d</p></em><ul><li>e<ul><li>f</ul></ul>")

    assert rich(tidy) == tidy


def test_plain_fields_hold_no_markup():
    assert plain("<p>One &amp; two</p><p>Three</p>") == "One & two\n\nThree"
    assert line("<p>One</p>\n<p>Two</p>") == "One Two"
    assert line("5 < 6 & 7 > 6") == "5 < 6 & 7 > 6"


def test_invisible_characters_go_and_spellings_become_one():
    assert clean("a\0b\u200b\ufeffc\x07 ") == "abc"
    assert clean("Cafe\u0301") == "Café"
    assert clean("\ud800x") == "x"


def test_emoji_and_other_scripts_are_left_alone():
    assert clean("👩‍👧 سلام नमस्ते") == "👩‍👧 سلام नमस्ते"
