"""What editors build pages of, kept apart by council; what they are refused; and what a page does when it grows."""

import json
from html import unescape

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Page

from localoffer.cms.blocks import CodeChoiceBlock
from localoffer.cms.readiness import gate
from localoffer.directory.bin import put_in_bin
from localoffer.directory.vocabulary import load_vocabulary
from localoffer.duties.time_limits import time_limits
from localoffer.pages import models
from localoffer.pages.blocks import ContactBlock, EasyReadLineBlock, PartBlock
from localoffer.pages.blocks.media import DownloadsBlock, VideoBlock
from localoffer.pages.blocks.services import OneServiceBlock, ServicesBlock
from localoffer.pages.blocks.text import TableBlock, TimeLimitBlock
from tests.factories.directory import ServiceFactory, closed

FOREIGN = "Zanzibar"


@pytest.fixture
def fenbridge(db, kept_fenbridge):
    return kept_fenbridge()


@pytest.fixture
def saltmere(db, kept_saltmere):
    return kept_saltmere()


def put(parent, kind, slug, **fields):
    """A published page below another."""
    fields = {name: json.dumps(value) if isinstance(value, list) else value for name, value in fields.items()}
    page = kind(title=fields.pop("title", slug.capitalize()), slug=slug, **fields)
    Page.objects.get(pk=parent.pk).specific.add_child(instance=page)
    page.save_revision().publish()
    return page


def home(council):
    return Page.objects.get(pk=council.site.root_page_id)


def read(council, address):
    answer = council.client().get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def part(title="One", slug="", body=()):
    return {"type": "part", "value": {"title": title, "slug": slug, "body": list(body)}}


def one_service(service):
    return {"type": "one_service", "value": {"service": str(service.pk), "words": ""}}


# --- Kept apart -------------------------------------------------------------------------------------------------------


def test_a_page_never_shows_another_councils_page_or_service_whatever_its_content_names(fenbridge, saltmere):
    theirs = put(home(saltmere), models.QuestionPage, "theirs", title=f"{FOREIGN} page", answer="No.")
    service = ServiceFactory(owner=saltmere.authority, name=f"{FOREIGN} service")
    link = {"page": theirs.pk, "label": ""}
    download = {"title": "A paper", "words": "", "page": theirs.pk, "document": None}
    put(
        home(fenbridge),
        models.TopicHubPage,
        "hub",
        links=[{"type": "link", "value": link}],
        related=[{"type": "link", "value": link}],
        body=[
            one_service(service),
            {"type": "downloads", "value": {"heading": "Papers", "downloads": [download]}},
            {"type": "services", "value": {"heading": "Help", "text": "zanzibar", "how_many": 3}},
        ],
    )
    put(home(fenbridge), models.RedirectPage, "away", redirect_page=theirs)

    assert FOREIGN not in read(fenbridge, "/hub/")
    assert fenbridge.client().get("/away/").status_code == 404
    assert FOREIGN in read(saltmere, "/theirs/"), "it is there for those whose it is"


def test_another_councils_page_or_service_posted_to_a_page_is_refused_without_its_name(fenbridge, saltmere):
    theirs = put(home(saltmere), models.QuestionPage, "theirs", title=f"{FOREIGN} page", answer="No.")
    service = ServiceFactory(owner=saltmere.authority, name=f"{FOREIGN} service")
    page = put(home(fenbridge), models.TopicHubPage, "hub")
    hers = fenbridge.client(fenbridge.officer())
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])

    for posted in (
        {"links-0-value-page": theirs.pk},
        {"related-0-value-page": theirs.pk},
        {"body-0-value-service": service.pk},
        {"body-0-value-service": f" {service.pk} "},
        {"body-0-value-downloads-0-value-page": theirs.pk},
        {"twin_of": theirs.pk},
        {"redirect_page": theirs.pk},
    ):
        answer = hers.post(address, posted)
        assert answer.status_code == 404, posted
        assert FOREIGN not in answer.content.decode()


def test_the_chooser_of_services_offers_the_councils_own(fenbridge, saltmere):
    ServiceFactory(owner=fenbridge.authority, name="Ownmark service")
    ServiceFactory(owner=saltmere.authority, name=f"{FOREIGN} service")
    widget = OneServiceBlock().child_blocks["service"].widget

    shown = fenbridge.client(fenbridge.officer()).get(widget.get_chooser_modal_url()).content.decode()

    assert "Ownmark" in shown
    assert FOREIGN not in shown


def test_an_editor_can_open_a_new_page_of_each_type(fenbridge):
    hers = fenbridge.client(fenbridge.officer())
    index = {
        models.NewsPage: put(home(fenbridge), models.NewsIndexPage, "news"),
        models.EventPage: put(home(fenbridge), models.EventIndexPage, "events"),
    }

    for kind in (getattr(models, name) for name in models.__all__ if name != "HomePage"):
        parent = index.get(kind, home(fenbridge))
        answer = hers.get(reverse("wagtailadmin_pages:add", args=["pages", kind.__name__.lower(), parent.pk]))
        assert answer.status_code == 200, kind
        assert "Which duties it serves" in answer.content.decode()


@pytest.mark.parametrize(
    ("kind", "fields", "mode"),
    [
        (models.GuidePage, {"parts": json.dumps([part("One"), part("Two")])}, ""),
        (models.GuidePage, {"parts": json.dumps([part("One"), part("Two")])}, "all"),
        (models.QuestionPage, {"answer": "Yes."}, ""),
        (models.TopicHubPage, {}, ""),
        (models.NewsIndexPage, {}, ""),
        (models.EventIndexPage, {}, ""),
        (models.JourneyPage, {"stops": "[]"}, ""),
    ],
)
def test_a_page_can_be_looked_at_before_it_is_saved_for_the_first_time(fenbridge, kind, fields, mode):
    parent = home(fenbridge)
    page = kind(
        title="Not saved yet", slug="new", path=f"{parent.path}9999", depth=parent.depth + 1, **fields
    )
    page.set_url_path(parent)

    answer = page.make_preview_request(preview_mode=mode)

    assert answer.status_code == 200
    assert "Not saved yet" in answer.render().content.decode()


# --- Services ---------------------------------------------------------------------------------------------------------


def test_a_service_that_is_gone_leaves_no_trace_and_one_that_closed_names_the_next(
    fenbridge, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        gone = ServiceFactory(owner=fenbridge.authority, name="Gone club", live=False)
        new = ServiceFactory(owner=fenbridge.authority, name="New club")
        old = ServiceFactory(owner=fenbridge.authority, name="Old club")
        closed(old, on=old.listings.get().listed_at.date(), successor=new)
    put(home(fenbridge), models.TopicHubPage, "hub", body=[one_service(gone), one_service(old)])

    said = read(fenbridge, "/hub/")

    assert "Gone club" not in said
    assert "Old club" in said
    assert "This service has closed." in said
    assert "New club</a> instead" in said


def test_a_page_that_names_a_service_in_the_bin_goes_on(fenbridge):
    service = ServiceFactory(owner=fenbridge.authority, name="Binned club")
    put_in_bin(service)  # before a page showed it: then it would stay
    put(home(fenbridge), models.TopicHubPage, "hub", body=[one_service(service)])

    assert "Binned club" not in read(fenbridge, "/hub/")


def test_a_list_of_services_finds_what_was_published_since(fenbridge, django_capture_on_commit_callbacks):
    put(
        home(fenbridge),
        models.TopicHubPage,
        "hub",
        body=[{"type": "services", "value": {"heading": "Clubs", "kind": "sport", "how_many": 2}}],
    )
    assert "We have nothing for this in our list yet" in read(fenbridge, "/hub/")

    for number in range(3):
        with django_capture_on_commit_callbacks(execute=True):
            ServiceFactory(owner=fenbridge.authority, name=f"Judo {number}", kinds=["sport"])
        said = read(fenbridge, "/hub/")
        assert said.count('class="result"') == min(number + 1, 2)
        assert ("See all 3" in said) is (number == 2), "it leads on only where there are more"
        assert said.count("see-all") == (number == 2)


def test_a_list_of_services_keeps_a_search_that_its_address_says_again(db):
    load_vocabulary()
    value = ServicesBlock().to_python(
        {"heading": "Help", "text": "sleep", "kind": "health", "need": "ASD", "age": "5-10", "no_plan": True}
    )

    assert value.search().query_string() == "q=sleep&age=5-10&need=ASD&kind=health&plan=no"


# --- What editors are refused -----------------------------------------------------------------------------------------


def refused(block, value) -> bool:
    try:
        block.clean(block.to_python(value))
    except ValidationError:
        return True
    return False


def test_a_choice_is_read_as_it_was_kept_without_going_through_all_there_are():
    def choices():
        raise AssertionError("asked for at each reading of each block")

    block = CodeChoiceBlock(choices=choices, required=False)

    assert [block.to_python(kept) for kept in ("ASD", "", None)] == ["ASD", "", None]
    assert block.normalize("ASD") == "ASD"


def test_blocks_refuse_what_would_leave_somebody_without(db):
    contact = {
        "name": "SEND team",
        "phone": "",
        "email": "",
        "web": "",
        "address": "",
        "words": "",
        "when": "",
    }
    download = {"title": "A paper", "words": "", "page": None, "document": None}
    video = {
        "title": "A film",
        "address": "https://films.example.org/1",
        "has_captions": True,
        "transcript": "<p>Hi</p>",
    }

    assert refused(ContactBlock(), contact)
    assert not refused(ContactBlock(), contact | {"phone": "01632 960140"})
    assert refused(DownloadsBlock(), {"heading": "Papers", "downloads": [download]})
    assert refused(EasyReadLineBlock(), {"text": "You can work.", "pictogram": "", "picture": None})
    assert not refused(EasyReadLineBlock(), {"text": "You can work.", "pictogram": "adult", "picture": None})
    assert refused(VideoBlock(), video | {"transcript": ""})
    assert refused(VideoBlock(), video | {"has_captions": False})
    assert not refused(VideoBlock(), video)
    table = {"columns": [{"type": "text", "heading": "A"}], "rows": [{"values": ["b"]}], "caption": ""}
    assert refused(TableBlock(), table)
    assert not refused(TableBlock(), table | {"caption": "Letters"})
    assert refused(PartBlock(), part(slug="Not An Address")["value"])


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ([part("One"), part("One")], "Two parts have the address “one”"),
        ([part("All")], "the address of all parts together"),
        ([part("???")], "a title with letters"),
    ],
)
def test_two_parts_with_one_address_are_refused(fenbridge, parts, said):
    page = models.GuidePage(title="Guide", slug="guide", parts=json.dumps(parts))

    with pytest.raises(ValidationError, match=said):
        page.clean()


def test_an_event_that_ends_before_it_begins_and_a_way_to_nowhere_are_refused(fenbridge):
    from datetime import timedelta

    from django.utils import timezone

    now = timezone.now()
    page = put(home(fenbridge), models.RedirectPage, "self", address="/find/")
    page.redirect_page, page.address = page, ""

    for wrong in (
        models.EventPage(title="x", slug="x", start=now, end=now - timedelta(hours=1), place="Hall"),
        models.RedirectPage(title="x", slug="x"),
        models.RedirectPage(title="x", slug="x", address="/find/", redirect_page=page),
        models.DocumentPage(title="x", slug="x"),
        page,
    ):
        with pytest.raises(ValidationError):
            wrong.clean()


def test_ways_elsewhere_that_lead_in_a_circle_lead_nowhere(fenbridge):
    one = put(home(fenbridge), models.RedirectPage, "one", address="/find/")
    two = put(home(fenbridge), models.RedirectPage, "two", redirect_page=one)
    models.RedirectPage.objects.filter(pk=one.pk).update(address="", redirect_page=two)

    assert fenbridge.client().get("/two/").status_code == 404


def test_a_draft_is_nowhere_to_be_seen(fenbridge):
    guide = put(
        home(fenbridge), models.GuidePage, "guide", title="Quiet guide", parts=[part("One"), part("Two")]
    )
    put(
        home(fenbridge),
        models.TopicHubPage,
        "hub",
        links=[{"type": "link", "value": {"page": guide.pk, "label": ""}}],
    )
    assert "Quiet guide" in read(fenbridge, "/hub/")

    guide.unpublish()

    assert "Quiet guide" not in read(fenbridge, "/hub/")
    assert "Quiet guide" not in read(fenbridge, "/")
    for address in ("/guide/", "/guide/two/", "/guide/all/"):
        assert fenbridge.client().get(address).status_code == 404


def test_a_page_below_a_guide_has_its_address_beside_those_of_the_parts(fenbridge):
    guide = put(home(fenbridge), models.GuidePage, "guide", parts=[part("One"), part("Two")])
    line = {"type": "line", "value": {"text": "You can work.", "pictogram": "adult", "picture": None}}
    put(guide, models.EasyReadPage, "easy-read", twin_of=guide, lines=[line])

    assert "You can work." in read(fenbridge, "/guide/easy-read/")
    assert 'href="/guide/easy-read/"' in read(fenbridge, "/guide/two/")


# --- Growing ----------------------------------------------------------------------------------------------------------


def queries(council, address) -> int:
    read(council, address)
    with CaptureQueriesContext(connection) as captured:
        read(council, address)
    return len(captured)


@pytest.mark.parametrize("what", ["hub", "news", "events", "home"])
def test_thirty_pages_below_ask_the_database_no_more_than_one(fenbridge, what):
    from datetime import timedelta

    from django.utils import timezone

    now = timezone.now()
    below = {
        "hub": (models.TopicHubPage, models.QuestionPage, {"answer": "Yes."}),
        "news": (models.NewsIndexPage, models.NewsPage, {}),
        "events": (
            models.EventIndexPage,
            models.EventPage,
            {"start": now + timedelta(days=1), "end": now + timedelta(days=2), "place": "Hall"},
        ),
        "home": (None, models.GuidePage, {"parts": [part()]}),
    }
    above, kind, fields = below[what]
    parent = put(home(fenbridge), above, what) if above else home(fenbridge)
    address = f"/{what}/" if above else "/"
    put(parent, kind, "first", **fields)
    for_one = queries(fenbridge, address)

    for number in range(29):
        put(parent, kind, f"page-{number}", **fields)

    assert queries(fenbridge, address) == for_one


BLANK = "[[the phone number of your team]]"


def contact(**ways):
    return ContactBlock().to_python({"name": "A team", **ways})


@pytest.mark.parametrize("way", ["phone", "email", "web"])
def test_a_blank_stands_for_a_way_to_reach_somebody_and_nothing_else_is_let_through(way):
    block = ContactBlock()

    assert block.clean(contact(**{way: BLANK}))[way] == BLANK
    assert block.clean(contact(**{way: BLANK})).ways == {
        "phone": "",
        "email": "",
        "web": "",
        "address": BLANK,
    }, "which nobody can press"
    for wrong in (f"{BLANK} or ring", "[[]]", "[[ ]]", f"{BLANK}{BLANK}", "ring us"):
        with pytest.raises(ValidationError):
            block.clean(contact(**{way: wrong}))


@pytest.mark.parametrize("way", ["phone", "email", "web"])
def test_a_page_with_a_blank_for_a_way_to_reach_somebody_is_not_published(way, fenbridge):
    page = put(home(fenbridge), models.ContactPage, "who", contacts=[])
    page.contacts = json.dumps([{"type": "contact", "value": {"name": "A team", way: BLANK}}])

    assert [(each.code, each.quote) for each in gate.what_stops(page) if each.code == "blank"] == [
        ("blank", BLANK)
    ]


def test_a_time_limit_of_the_law_brings_its_length_its_source_and_its_doubt(fenbridge):
    confirmed = next(limit for limit in time_limits() if limit.is_confirmed)
    doubtful = next(limit for limit in time_limits() if not limit.is_confirmed)
    limits = [
        {"limit": confirmed.id, "what": "You hear from us"},
        {"limit": doubtful.id},
        {"what": "We ring back", "how_long": "Within 2 days"},
        {"limit": "gone-from-the-law"},
    ]
    block = {"type": "time_limits", "value": {"heading": "How long", "limits": limits}}
    put(home(fenbridge), models.QuestionPage, "limits", answer="Yes.", body=[block])

    page = unescape(read(fenbridge, "/limits/"))

    assert "You hear from us" in page
    assert f". It runs from: {confirmed.runs_from_words}." in page
    assert confirmed.source in page
    assert doubtful.step in page
    assert page.count("<strong>Unconfirmed</strong>") == 1
    assert "Within 2 days" in page
    assert page.split("<main")[1].count("<dt>") == 3


@pytest.mark.parametrize(
    ("given", "fault"),
    [
        ({"limit": "assess-decision", "how_long": "9 weeks"}, "comes from the law"),
        ({"what": "We ring back"}, "Say how long."),
        ({}, "Say what it is about."),
    ],
)
def test_half_a_time_limit_and_one_that_contradicts_the_law_are_refused(given, fault):
    block = TimeLimitBlock()

    with pytest.raises(ValidationError) as refused:
        block.clean(block.to_python(given))

    assert fault in str(refused.value.as_json_data())


def test_words_of_the_field_are_explained_in_answers_too(fenbridge):
    block = {"type": "who", "value": {"text": "<p>Anyone with an EHC plan.</p>"}}
    put(home(fenbridge), models.QuestionPage, "who", answer="Yes.", body=[block])

    assert 'class="term"' in read(fenbridge, "/who/")
