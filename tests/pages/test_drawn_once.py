"""Blocks that are drawn once for all who read them: what is shown is what would be drawn now."""

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.blocks import ChooserBlock, ListBlock, StreamBlock, StructBlock
from wagtail.documents import get_document_model
from wagtail.models import Page

from localoffer.accounts.models import CouncilGroup
from localoffer.cms.models import GlossaryTerm
from localoffer.pages import live_services, models
from localoffer.pages.blocks import body
from localoffer.ui.templatetags import held as held_components
from tests.accounts.conftest import council
from tests.pages.test_page_blocks import home, part, put, read


@pytest.fixture
def fenbridge(db):
    return council("fenbridge")


@pytest.fixture
def saltmere(db):
    return council("saltmere")


def text(html):
    return {"type": "text", "value": html}


def link_to(kind, record):
    return text(f'<p>Read <a id="{record.pk}" linktype="{kind}">this</a>.</p>')


def terms_marked(page):
    return page.count('class="term"')


def question(council, slug, *blocks):
    return put(home(council), models.QuestionPage, slug, answer="Yes.", body=list(blocks))


def test_another_word_is_read_at_once(fenbridge):
    page = question(fenbridge, "when", text("<p>On Monday.</p>"), text("<p>At ten.</p>"))
    assert "On Monday." in read(fenbridge, "/when/")

    page.body = [("text", "<p>On Friday.</p>"), ("text", "<p>At ten.</p>")]
    page.save_revision().publish()

    again = read(fenbridge, "/when/")
    assert ("On Friday." in again, "On Monday." in again, "At ten." in again) == (True, False, True)


def test_a_term_is_explained_once_on_each_page_wherever_the_same_block_stands(fenbridge):
    same = text("<p>Ask for an EHC plan.</p>")
    question(fenbridge, "alone", same)
    question(fenbridge, "after", text("<p>An EHC plan is long.</p>"), same)

    for _ in range(2):  # drawn, and held
        assert terms_marked(read(fenbridge, "/alone/")) == 1
        assert terms_marked(read(fenbridge, "/after/")) == 1


def test_a_term_that_the_council_explains_from_now_on_is_marked_at_once(fenbridge):
    question(fenbridge, "thrive", text("<p>Ask the Thrive team.</p>"))
    assert terms_marked(read(fenbridge, "/thrive/")) == 0

    GlossaryTerm.objects.create(owner=fenbridge.authority, term="Thrive team", short="They listen.")

    assert terms_marked(read(fenbridge, "/thrive/")) == 1


def test_a_link_in_a_text_follows_its_page(fenbridge):
    to = question(fenbridge, "old-name")
    question(fenbridge, "from", link_to("page", to))
    assert "/old-name/" in read(fenbridge, "/from/")

    to.slug = "new-name"
    to.save()

    assert "/new-name/" in read(fenbridge, "/from/")


def test_a_page_with_many_links_asks_the_database_no_more_than_one_without(fenbridge):
    def asked(address):
        read(fenbridge, address)
        with CaptureQueriesContext(connection) as captured:
            read(fenbridge, address)
        return len(captured)

    to = [question(fenbridge, f"to-{number}") for number in range(3)]
    question(fenbridge, "without", text("<p>Read this.</p>"))
    question(fenbridge, "with", *(link_to("page", page) for page in to))

    assert asked("/with/") == asked("/without/")


def test_a_link_to_another_councils_page_follows_it_too(fenbridge, saltmere):
    to = question(saltmere, "old-name")
    question(fenbridge, "from", link_to("page", to))
    assert "/old-name/" in read(fenbridge, "/from/")

    to.slug = "new-name"
    to.save()

    assert "/new-name/" in read(fenbridge, "/from/")


def test_a_link_to_a_file_leads_to_the_file_of_today(fenbridge):
    collection = CouncilGroup.objects.filter(authority=fenbridge.authority).first().collection
    file = get_document_model().objects.create(
        title="Form", file=ContentFile(b"old", name="old.txt"), collection=collection
    )
    question(fenbridge, "form", link_to("document", file))
    assert "old" in read(fenbridge, "/form/")

    file.file = ContentFile(b"new", name="new-form.txt")
    file.save()

    assert "new-form" in read(fenbridge, "/form/")


def test_the_same_block_has_a_heading_of_the_level_of_its_place(fenbridge):
    callout = {"type": "callout", "value": {"title": "Take care", "text": "It is hot.", "kind": "wait"}}
    question(fenbridge, "on-a-page", callout)
    put(home(fenbridge), models.GuidePage, "in-a-part", parts=[part(body=[callout])])

    assert '<h2 class="message__title">' in read(fenbridge, "/on-a-page/")
    assert '<h3 class="message__title">' in read(fenbridge, "/in-a-part/")


def test_a_stop_of_a_journey_says_what_it_says_now_alone_and_among_all(fenbridge):
    stop = {
        "title": "First",
        "slug": "",
        "in_short": "Begin.",
        "what": "<p>Ring them.</p>",
        "questions": ["When?"],
    }
    page = put(home(fenbridge), models.JourneyPage, "way", stops=[{"type": "stop", "value": stop}])
    for address in ("/way/first/", "/way/all/"):
        assert "Ring them." in read(fenbridge, address)

    page = Page.objects.get(pk=page.pk).specific
    page.stops[0].value["what"].source = "<p>Write to them.</p>"
    page.save_revision().publish()

    for address in ("/way/first/", "/way/all/"):
        assert "Write to them." in read(fenbridge, address)
        assert "Ring them." not in read(fenbridge, address)


def looked_up(block):
    """Whether a block holds something that is looked up elsewhere."""
    if isinstance(block, StructBlock | StreamBlock):
        return any(map(looked_up, block.child_blocks.values()))
    return looked_up(block.child_block) if isinstance(block, ListBlock) else isinstance(block, ChooserBlock)


@pytest.mark.parametrize(("name", "block"), [pytest.param(*each, id=each[0]) for each in body()])
def test_no_block_that_looks_something_up_is_drawn_once(name, block):
    assert not (getattr(block.meta, "drawn_once", False) and looked_up(block))


def test_what_a_reader_asks_of_a_stop_is_not_held(fenbridge):
    services = {"heading": "Help", "text": "club", "how_many": 3}
    stop = {
        "title": "First",
        "slug": "",
        "in_short": "Begin.",
        "what": "<p>Ring them.</p>",
        "services": services,
    }
    put(home(fenbridge), models.JourneyPage, "way", stops=[{"type": "stop", "value": stop}])
    read(fenbridge, "/way/first/")

    read(fenbridge, "/way/first/?near=ZZ9+9ZZ&age=7")

    held = repr([*live_services._found._kept.items(), *held_components._made._kept.items()])
    assert "q=club" in held
    assert "ZZ9" not in held
    assert "age=7" not in held
