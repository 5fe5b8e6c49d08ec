"""One phone, address or name is found however it is written, and nothing else is."""

import pytest

from localoffer.directory.matching import Kind, Wanted

PHONE = Wanted(Kind.PHONE, "01632 960001", "01632 960999")


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("Ring 01632 960001.", "Ring 01632 960999."),
        ("01632960001", "01632 960999"),
        ("(01632) 960 001, mornings", "01632 960999, mornings"),
        ("Ring us (01632 960001) or write", "Ring us (01632 960999) or write"),
        ("+44 1632 960001", "01632 960999"),
        ("+44 (0)1632 960001", "01632 960999"),
        ("0044 1632 960 001", "01632 960999"),
        ("01632-960-001", "01632 960999"),
        ("01632 960001 or 01632 960001", "01632 960999 or 01632 960999"),
        ("01632 9600012", "01632 9600012"),  # another number
        ("201632 960001", "201632 960001"),
        ("01632 960002", "01632 960002"),
        ("", ""),
    ],
)
def test_a_phone(text, after):
    assert PHONE.in_text(text) == after


def test_a_phone_in_a_page_is_replaced_in_its_words_and_where_it_rings():
    html = '<p>Ring <a href="tel:+441632960001">01632 960001</a>, not <b>01632 960002</b>.</p>'

    assert (
        PHONE.in_html(html)
        == '<p>Ring <a href="tel:01632960999">01632 960999</a>, not <b>01632 960002</b>.</p>'
    )


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("Write to Play@Example.org.", "Write to fun@example.org."),
        ("replay@example.org", "replay@example.org"),
        ("play@example.org.uk", "play@example.org.uk"),
        ("play@example.org, sit@example.org", "fun@example.org, sit@example.org"),
    ],
)
def test_an_email(text, after):
    assert Wanted(Kind.EMAIL, "play@example.org", "fun@example.org").in_text(text) == after


def test_an_email_in_a_link():
    html = '<a href="mailto:play@example.org">write</a>'

    assert Wanted(Kind.EMAIL, "play@example.org", "fun@example.org").in_html(html) == (
        '<a href="mailto:fun@example.org">write</a>'
    )


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("https://club.example.org/join", "https://new.example.org/"),
        ("http://club.example.org/join/", "http://new.example.org/"),
        ("See club.example.org/join.", "See new.example.org/."),
        ("https://club.example.org/join/us", "https://club.example.org/join/us"),
        ("https://club.example.org/join?a=b", "https://club.example.org/join?a=b"),
        ("https://myclub.example.org/join", "https://myclub.example.org/join"),
    ],
)
def test_a_web_address(text, after):
    wanted = Wanted(Kind.WEB, "club.example.org/join", "new.example.org/")

    assert wanted.in_text(text) == after


def test_a_web_address_with_https_is_written_so():
    wanted = Wanted(Kind.WEB, "http://club.example.org", "https://new.example.org")

    assert wanted.in_text("http://club.example.org/") == "https://new.example.org"
    assert wanted.in_text("club.example.org") == "new.example.org"
    assert (
        wanted.in_html('<a href="http://club.example.org">x</a>') == '<a href="https://new.example.org">x</a>'
    )


@pytest.mark.parametrize(
    ("text", "after"),
    [("LN1 1AA", "LN2 2BB"), ("ln11aa", "LN2 2BB"), ("XLN1 1AA", "XLN1 1AA"), ("LN1 1AAB", "LN1 1AAB")],
)
def test_a_postcode(text, after):
    assert Wanted(Kind.POSTCODE, "LN1 1AA", "LN2 2BB").in_text(text) == after


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("the  lime tree trust runs it", "the  Elm Trust runs it"),
        ("Lime Tree Trustees", "Lime Tree Trustees"),
        ("Sublime tree trust", "Sublime tree trust"),
        ("Lime\ntree trust", "Elm Trust"),
    ],
)
def test_words(text, after):
    assert Wanted(Kind.WORDS, "Lime Tree Trust", "Elm Trust").in_text(text) == after


def test_words_are_no_pattern_and_no_markup():
    assert Wanted(Kind.WORDS, "A.B. (C)", r"\1 & <b>").in_text("A.B. (C) AxBx C") == r"\1 & <b> AxBx C"
    assert Wanted(Kind.WORDS, "Tom & Jo", "<Jo>").in_html("<p>Tom &amp; Jo</p>") == "<p>&lt;Jo&gt;</p>"
    assert Wanted(Kind.WORDS, "strong", "weak").in_html("<strong>strong</strong>") == "<strong>weak</strong>"


def test_either_apostrophe_is_found():
    wanted = Wanted(Kind.WORDS, "Zoë's", "Ann's")

    assert wanted.in_text("Zoë’s café and Zoë's bar") == "Ann's café and Ann's bar"


@pytest.mark.parametrize(
    ("kind", "old", "new", "said"),
    [
        (Kind.WORDS, " ", "x", "what to find"),
        (Kind.WORDS, "Lime", "", "in its place"),
        (Kind.WORDS, "Lime", "Lime", "the same"),
        (Kind.WORDS, "Li", "Lime", "three letters"),
        (Kind.PHONE, "999", "111", "too short"),
        (Kind.EMAIL, "play", "x@example.org", "has an @"),
        (Kind.EMAIL, "x@example.org", "play", "no @"),
        (Kind.WEB, "club", "example.org", "dot"),
        (Kind.POSTCODE, "LN1", "LN2 2BB", "no whole postcode"),
        (Kind.POSTCODE, "LN1 1AA", "here", "no whole postcode"),
    ],
)
def test_what_cannot_be_looked_for_is_said(kind, old, new, said):
    with pytest.raises(ValueError, match=said):
        Wanted(kind, old, new)


def test_a_long_text_takes_no_time():
    text = "0 1 6 3 2 (" * 20_000

    assert PHONE.in_text(text) == text
