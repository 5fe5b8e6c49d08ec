"""What forms there are is told, and what is missing only where that is sure."""

import pytest

from localoffer.auditor.checks import formats
from localoffer.auditor.values import Contact, Crawled, Feature, Link, PdfFacts, Unfetched

from .a_page import HOME, TODAY, a_page, a_site, rules_of

ALL = Crawled(fetched=10, is_complete=True)
PHONE = (Contact("phone", "01234 567890"),)


def told(*pages, crawled=ALL):
    found = list(formats.of_site(a_site(*pages, crawled=crawled)))
    return {each.slug: each.has for each in found if isinstance(each, Feature)}, [
        each.rule for each in found if not isinstance(each, Feature)
    ]


@pytest.mark.parametrize(
    ("feature", "line"),
    [
        ("format-easy-read", "Short breaks: an easy read guide"),
        ("format-easy-read", "Easyread version"),
        ("format-bsl", "Watch this page in British Sign Language"),
        ("format-large-print", "Ask for large print."),
        ("format-braille", "We can send it in Braille."),
        ("format-audio", "It comes in large print, audio or braille."),
        ("format-audio", "Listen with ReadSpeaker"),
        ("format-translation", "Translate this page"),
        ("format-translation", "Ask for it in another language."),
        ("format-print", "Print this page"),
    ],
)
def test_each_form_is_seen(feature, line):
    assert told(a_page(line))[0][feature] is True


def test_how_to_ask_counts_only_with_somebody_to_ask():
    line = "If you need this in another format, please ask."

    assert told(a_page(line, contacts=PHONE))[0]["formats-on-request"] is True
    assert told(a_page(line))[0]["formats-on-request"] is False


def test_a_translate_button_alone_is_not_other_formats():
    assert told(a_page("Translate this page"))[1] == ["no-other-formats"]
    assert told(a_page("Translate this page", "An easy read guide"))[1] == []


def test_what_is_on_a_page_nobody_read_is_not_called_missing():
    unread = Crawled(waiting=(Unfetched(f"{HOME}easy-read-version", "Easy read version"),))
    other = Crawled(waiting=(Unfetched(f"{HOME}clubs", "Clubs"),))

    assert told(a_page("Words."), crawled=unread) == (
        {**dict.fromkeys(told(a_page("x"))[0], False), "format-easy-read": None, "formats-on-request": None},
        [],
    )
    assert told(a_page("Words."), crawled=other)[1] == ["no-other-formats"]
    assert told(a_page("Words."), crawled=Crawled())[1] == []


def test_a_link_to_a_form_counts():
    assert told(a_page("Words.", links=(Link(f"{HOME}er", "Easy read"),)))[0]["format-easy-read"] is True


def test_a_pdf_without_tags_or_title_is_found_and_only_pdfs_are_asked():
    bare = a_page("Words.", type="pdf", pdf=PdfFacts(4, is_tagged=False, has_title=False))
    good = a_page("Words.", type="pdf", pdf=PdfFacts(4, is_tagged=True, has_title=True))

    assert rules_of(formats.of_page(bare, TODAY)) == ["pdf-no-title", "pdf-not-tagged"]
    assert not list(formats.of_page(good, TODAY))
    assert formats.concerns(bare)
    assert not formats.concerns(a_page("Words."))


def test_a_glossary_that_explains_what_bsl_is_offers_none():
    words = ("BSL", "British Sign Language", "Easy read: short words with pictures.")

    assert told(a_page(*words, title="Jargon buster"))[1] == ["no-other-formats"]
    assert told(a_page(*words, title="Watch and read"))[1] == []


def test_a_glossary_under_another_title_shows_no_signing_and_no_ground_to_miss_it():
    words = a_page(
        "BSL: British Sign Language, a language of hands.", title="Fenbridge", url=f"{HOME}glossary/"
    )

    assert told(words)[0]["format-bsl"] is None
    assert told(words, a_page("Watch this page in British Sign Language."))[0]["format-bsl"] is True


def test_a_course_in_signing_and_what_the_law_asks_for_are_no_forms_that_can_be_had():
    course = a_page("Learn British Sign Language (BSL) together, online, with a deaf tutor.")
    law = a_page("Ask your council for large print, braille, audio or signing.", title="Your rights")
    duty = a_page("The council must say how you can get large print.")

    police = a_page("Any time. 999 BSL is by video; text REGISTER to 999 today.")

    assert told(course)[0]["format-bsl"] is None
    assert told(police)[0]["format-bsl"] is None
    assert told(law)[0]["format-braille"] is None
    assert told(duty)[0]["format-large-print"] is False
