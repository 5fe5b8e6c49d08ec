"""What an audit keeps takes little room, and anybody's zlib can read it."""

import gzip
import zlib

import pytest

from localoffer.auditor.packing import packed, page_of, pressed, unpressed
from localoffer.auditor.values import Page

SOURCE = b"".join(b"<p>Breaks for family %d.</p>" % number for number in range(500))


def test_what_is_pressed_is_small_and_comes_back_as_it_was():
    assert len(pressed(SOURCE)) < len(SOURCE) / 4
    assert unpressed(pressed(SOURCE)) == zlib.decompress(pressed(SOURCE)) == SOURCE


@pytest.mark.parametrize("press", [gzip.compress, zlib.compress])
def test_what_a_server_packed_is_read_as_well(press):
    assert unpressed(press(SOURCE)) == SOURCE


def test_a_page_comes_back_as_it_was():
    page = Page("https://town.example/send/", 200, "html", title="Breaks", text="Ask us.")

    assert page_of(packed(page)) == page
