"""An officer edits a service on one screen."""

import datetime as dt
import json
import re

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from localoffer.accounts.models import Role
from localoffer.cms.models import GlossaryTerm
from localoffer.directory import bin
from localoffer.directory.models import (
    Check,
    CostOption,
    OwnQuestions,
    Phone,
    Schedule,
    Service,
    ServiceAtLocation,
    StatedWait,
    Taxonomy,
    TaxonomyTerm,
)
from localoffer.directory.models.taxonomy import OWN
from localoffer.pages.key_dates.models import KeyDate, topics
from tests.directory.admin.posting import address_of, form_of
from tests.factories.directory import LocationFactory, OrganizationFactory, term
from tests.factories.places import PostcodeFactory


def edited(client, service, **changes):
    """Open a service's form, change something, and save it. Returns the answer."""
    posted = form_of(client.get(address_of("edit", service)))
    return client.post(address_of("edit", service), posted | changes)


def test_a_publisher_changes_a_name_and_families_see_it(fenbridge, service):
    client = fenbridge.client(fenbridge.officer(Role.PUBLISHER))

    edited(client, service, name="Sunday club", **{"action-publish": "1"})

    assert "Sunday club" in fenbridge.client().get(service.listings.get().get_absolute_url()).content.decode()


def test_an_editors_change_is_a_draft_and_she_cannot_publish_it(fenbridge, service):
    client = fenbridge.client(fenbridge.officer(Role.EDITOR))

    edited(client, service, name="Sunday club", **{"action-publish": "1"})

    service.refresh_from_db()
    assert service.name == "Saturday club"
    assert service.get_latest_revision_as_object().name == "Sunday club"


def test_a_new_service_is_in_the_councils_local_offer_and_is_the_councils(fenbridge):
    client = fenbridge.client(fenbridge.officer(Role.PUBLISHER))
    address = reverse("wagtailsnippets_directory_service:add")
    organization = OrganizationFactory(owner=fenbridge.authority)
    posted = form_of(client.get(address))

    client.post(
        address,
        posted | {"name": "Stay and play", "organization": str(organization.pk), "action-publish": "1"},
    )

    made = Service.objects.get(name="Stay and play")
    assert made.owner == fenbridge.authority
    assert fenbridge.client().get(made.listings.get().get_absolute_url()).status_code == 200


def test_a_draft_without_an_organisation_is_refused_with_words_not_an_error(fenbridge):
    client = fenbridge.client(fenbridge.officer(Role.EDITOR))
    address = reverse("wagtailsnippets_directory_service:add")

    answer = client.post(address, form_of(client.get(address)) | {"name": "Stay and play"})

    assert "organization" in answer.context["form"].errors
    assert answer.context["form"]["name"].value() == "Stay and play"


def test_preview_shows_what_was_typed_as_families_would_see_it(fenbridge, service):
    client = fenbridge.client(fenbridge.officer(Role.EDITOR))
    posted = form_of(client.get(address_of("edit", service)))
    preview = address_of("preview_on_edit", service)

    client.post(preview, posted | {"name": "Monday club", "if_not_eligible": "Ask your school."})
    shown = client.get(preview).content.decode()

    assert "Monday club" in shown
    assert "Ask your school." in shown
    assert "Lime Hall" in shown


def test_two_people_saving_at_once_the_second_is_told_and_loses_nothing(fenbridge, service):
    service.save_revision().publish()
    first = fenbridge.client(fenbridge.officer(Role.PUBLISHER, first_name="Ben", last_name="Hale"))
    second = fenbridge.client(fenbridge.officer(Role.PUBLISHER))
    opened = form_of(second.get(address_of("edit", service)))
    edited(first, service, name="First’s name")

    answer = second.post(address_of("edit", service), opened | {"name": "Second’s name"})

    page = BeautifulSoup(answer.content, "html.parser")
    assert "Ben Hale saved this service at " in page.get_text(" ")
    assert answer.context["form"]["name"].value() == "Second’s name"
    service.refresh_from_db()
    assert service.get_latest_revision_as_object().name == "First’s name"
    (compare,) = [link["href"] for link in page.find_all("a") if link.get_text(strip=True) == "Compare"]
    assert "First’s name" in second.get(compare).content.decode()

    # Her browser does not answer for her by saving by itself
    told = form_of(answer)
    by_itself = second.post(address_of("edit", service), told, headers={"accept": "application/json"})
    assert by_itself.status_code == 400
    assert by_itself.json()["error_message"].startswith("Ben Hale saved this service at ")

    # And she can save again, now that she knows
    second.post(address_of("edit", service), told)
    assert service.revisions.order_by("-pk").first().as_object().name == "Second’s name"


def test_pasted_word_markup_becomes_plain_paragraphs(fenbridge, service):
    client = fenbridge.client(fenbridge.officer(Role.PUBLISHER))
    posted = form_of(client.get(address_of("edit", service)))
    word = (
        '<p class="MsoNormal" style="mso-list:l0"><b>Bold</b><o:p></o:p> words'
        "<script>alert(1)</script></p><!--[if gte mso 9]><xml><w:WordDocument/></xml><![endif]-->"
    )

    client.post(
        address_of("edit", service),
        posted | {"eligibility_description": word, "action-publish": "1"},
    )

    shown = fenbridge.client().get(service.listings.get().get_absolute_url()).content.decode()
    assert "<script>alert" not in shown
    assert "MsoNormal" not in shown
    assert "mso" not in shown
    assert "Bold words" in " ".join(shown.split())


@pytest.mark.parametrize("day", ["2026-02-31", "31/02/2026", "yesterday", "0000-00-00", "99999-01-01"])
def test_a_day_that_never_was_is_refused_and_what_was_typed_stays(fenbridge, service, day):
    client = fenbridge.client(fenbridge.officer(Role.PUBLISHER))

    answer = edited(client, service, wait_weeks="3", wait_said_on=day)

    assert "wait_said_on" in answer.context["form"].errors
    assert answer.context["form"]["wait_said_on"].value() == day
    assert not StatedWait.objects.exists()


def test_a_wait_is_recorded_with_the_day_it_was_said_and_outside_the_draft(fenbridge, service):
    officer = fenbridge.officer(Role.EDITOR)

    edited(fenbridge.client(officer), service, wait_weeks="12", wait_said_on="2026-11-02")

    wait = StatedWait.objects.get(service=service)
    assert (wait.weeks, wait.said_on, wait.recorded_by) == (12, dt.date(2026, 11, 2), officer)


def test_saving_is_no_check_unless_she_says_how_she_made_sure(fenbridge, service):
    client = fenbridge.client(fenbridge.officer(Role.EDITOR))

    edited(client, service, name="Another name")
    assert not Check.objects.exists()
    edited(client, service, checked_how="rang", checked_note="Spoke to reception.")

    check = Check.objects.get()
    assert (check.on, check.how, check.note) == (timezone.localdate(), "rang", "Spoke to reception.")


def test_wagtails_saving_by_itself_records_no_wait_and_no_check(fenbridge, service):
    client = fenbridge.client(fenbridge.officer(Role.EDITOR))
    posted = form_of(client.get(address_of("edit", service)))

    client.post(
        address_of("edit", service),
        posted | {"wait_weeks": "4", "checked_how": "rang"},
        headers={"accept": "application/json"},
    )

    assert not StatedWait.objects.exists()
    assert not Check.objects.exists()


def test_an_officer_is_told_what_families_would_miss_and_may_publish_all_the_same(fenbridge, service):
    client = fenbridge.client(fenbridge.officer(Role.PUBLISHER))
    edited(client, service, application_process="Follow the referral pathway.", **{"action-publish": "1"})

    page = client.get(address_of("edit", service)).content.decode()

    assert "There is no way to get in touch." in page
    assert "It does not say who can have it." in page
    assert "referral pathway" in page
    service.refresh_from_db()
    assert service.live


def test_a_locked_service_keeps_a_second_editor_out_and_says_who_locked_it(fenbridge, service):
    moderator = fenbridge.officer(Role.MODERATOR, first_name="Fen", last_name="Moderator")
    fenbridge.client(moderator).post(address_of("lock", service))

    answer = fenbridge.client(fenbridge.officer(Role.EDITOR)).get(address_of("edit", service))

    assert "Only Fen Moderator can make changes" in answer.content.decode()
    assert "Save draft" not in answer.content.decode()


def test_history_compares_two_versions_word_by_word(fenbridge, service):
    client = fenbridge.client(fenbridge.officer(Role.PUBLISHER))
    service.save_revision().publish()
    edited(client, service, name="Sunday club", **{"action-publish": "1"})
    first, second = service.revisions.order_by("pk").values_list("pk", flat=True)

    answer = client.get(
        reverse("wagtailsnippets_directory_service:revisions_compare", args=[service.pk, first, second])
    )

    shown = answer.content.decode()
    assert re.search(r'<span class="deletion">\s*Saturday', shown)
    assert re.search(r'<span class="addition">\s*Sunday', shown)


def test_a_version_can_be_set_to_appear_next_week(fenbridge, service):
    client = fenbridge.client(fenbridge.officer(Role.PUBLISHER))
    next_week = timezone.now() + dt.timedelta(days=7)
    service.save_revision().publish()

    edited(
        client,
        service,
        name="Winter club",
        go_live_at=timezone.localtime(next_week).strftime("%Y-%m-%d %H:%M"),
        **{"action-publish": "1"},
    )

    service.refresh_from_db()
    assert service.name == "Saturday club"
    assert service.scheduled_revision.as_object().name == "Winter club"


@pytest.mark.parametrize("rows", [1, 30])
def test_the_form_asks_the_database_as_often_for_one_row_as_for_thirty(fenbridge, service, rows):
    _with_rows(service, 1, fenbridge.authority)
    client = fenbridge.client(fenbridge.officer(Role.PUBLISHER))
    client.get(address_of("edit", service))
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get(address_of("edit", service))

    _with_rows(service, rows, fenbridge.authority)
    with CaptureQueriesContext(connection) as many:
        client.get(address_of("edit", service))

    assert len(many) == len(few)


def _with_rows(service, rows: int, owner) -> None:
    service.phones = [Phone(number=f"01632 960{number:03}") for number in range(rows)]
    service.cost_options = [CostOption(option=str(number)) for number in range(rows)]
    places = LocationFactory.create_batch(rows, owner=owner)
    service.service_at_locations = [ServiceAtLocation(location=place) for place in places]
    service.schedules = [Schedule(description="Mondays", location=place) for place in places]
    service.save()
    service.save_revision().publish()


@pytest.mark.parametrize("kind", ["service", "organization", "location"])
def test_a_list_asks_the_database_as_often_for_one_as_for_three(fenbridge, kind):
    from tests.factories.directory import ServiceFactory

    make = {"service": ServiceFactory, "organization": OrganizationFactory, "location": LocationFactory}[kind]
    client = fenbridge.client(fenbridge.officer(Role.PUBLISHER))
    address = reverse(f"wagtailsnippets_directory_{kind}:list")
    make(owner=fenbridge.authority)
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)

    make.create_batch(2, owner=fenbridge.authority)
    with CaptureQueriesContext(connection) as many:
        client.get(address)

    assert len(many) == len(few)


ROWS = {
    "phones": {"number": "01632 960001"},
    "contacts": {"title": "The secretary"},
    "links": {"label": "Leaflet", "url": "https://example.org/leaflet"},
    "schedules": {"description": "Mondays"},
    "languages": {"name": "Polish"},
    "service_areas": {"name": "Fenbridge"},
    "cost_options": {"option": "per child"},
    "funding": {"source": "The council"},
    "answers": {"question": "How do you help?", "answer": "With time."},
    "service_at_locations": {"description": "Side door"},
}


def test_a_row_of_a_draft_is_changed_and_taken_out_as_one_row_and_never_doubled(fenbridge, service):
    client = fenbridge.client(fenbridge.officer(Role.PUBLISHER))
    # A row of every kind: going through the form once for each would take ten times as long
    texts = {rows: next(name for name in made if name != "url") for rows, made in ROWS.items()}
    hall = LocationFactory(owner=fenbridge.authority)
    for rows, made in ROWS.items():
        place = {"location": hall} if rows == "service_at_locations" else {}
        getattr(service, rows).set([getattr(service, rows).model(**made, **place)])
    service.save()
    service.save_revision().publish()

    def typed(words: str) -> dict[str, str]:
        return {f"{rows}-0-{text}": words for rows, text in texts.items()}

    # Two drafts in a row, then published
    edited(client, service, **typed("01632 960002"))
    edited(client, service, **typed("01632 960003"))
    edited(client, service, **{"action-publish": "1"})
    service.refresh_from_db()
    said = {
        rows: [getattr(row, text) for row in getattr(service, rows).all()] for rows, text in texts.items()
    }
    assert said == {rows: ["01632 960003"] for rows in ROWS}

    edited(client, service)
    edited(client, service, **{f"{rows}-0-DELETE": "on" for rows in ROWS}, **{"action-publish": "1"})
    service = Service.objects.get(pk=service.pk)
    assert [rows for rows in ROWS if getattr(service, rows).exists()] == []


def test_wagtails_saving_by_itself_doubles_no_row(fenbridge, service):
    client = fenbridge.client(fenbridge.officer(Role.EDITOR))
    service.phones.add(Phone(number="01632 960001"))
    service.save()
    service.save_revision().publish()

    for number in ("01632 960002", "01632 960003"):
        posted = form_of(client.get(address_of("edit", service)))
        client.post(
            address_of("edit", service),
            posted | {"phones-0-number": number},
            headers={"accept": "application/json"},
        )

    draft = Service.objects.get(pk=service.pk).get_latest_revision_as_object()
    assert [phone.number for phone in draft.phones.all()] == ["01632 960003"]


@pytest.mark.parametrize("kind", ["organization", "place"])
def test_two_people_saving_an_organisation_or_place_at_once_the_second_is_told(fenbridge, kind):
    record = (
        OrganizationFactory(owner=fenbridge.authority)
        if kind == "organization"
        else LocationFactory(owner=fenbridge.authority)
    )
    first, second = (fenbridge.client(fenbridge.officer(Role.PUBLISHER)) for _ in range(2))
    opened = form_of(second.get(address_of("edit", record))) | {
        "description": "The second’s words",
        "action-publish": "1",
    }
    given = form_of(first.get(address_of("edit", record))) | {
        "description": "The first’s words",
        "action-publish": "1",
    }
    first.post(address_of("edit", record), given)

    answer = second.post(address_of("edit", record), opened)

    record.refresh_from_db()
    assert record.description == "The first’s words"
    assert "after you opened it" in answer.content.decode()
    assert answer.context["form"]["description"].value() == "The second’s words"
    # And she can save again, now that she knows
    second.post(
        address_of("edit", record),
        form_of(answer) | {"description": "The second’s words", "action-publish": "1"},
    )
    record.refresh_from_db()
    assert record.description == "The second’s words"


@pytest.mark.parametrize("day", ["0001-01-01", "1066-10-14"])
def test_a_day_long_before_there_were_local_offers_is_refused(fenbridge, service, day):
    answer = edited(
        fenbridge.client(fenbridge.officer(Role.PUBLISHER)), service, wait_weeks="3", wait_said_on=day
    )

    assert "wait_said_on" in answer.context["form"].errors


# --- Places -----------------------------------------------------------------------------------------


def test_a_place_with_another_postcode_is_measured_from_there(fenbridge):
    PostcodeFactory(postcode="LN6 7QX", easting=494_000, northing=367_000)
    place = LocationFactory(owner=fenbridge.authority, postal_code="LN1 1AA", easting=1, northing=2)
    client = fenbridge.client(fenbridge.officer(Role.PUBLISHER))
    posted = form_of(client.get(address_of("edit", place)))

    client.post(address_of("edit", place), posted | {"postal_code": "LN6 7QX", "action-publish": "1"})

    place.refresh_from_db()
    assert (place.postal_code, place.easting, place.northing) == ("LN6 7QX", 494_000, 367_000)


def test_an_address_made_secret_is_off_at_once_though_the_rest_is_a_draft(fenbridge):
    refuge = LocationFactory(owner=fenbridge.authority, name="The house", address_1="1 Quiet Street")
    client = fenbridge.client(fenbridge.officer(Role.EDITOR))
    posted = form_of(client.get(address_of("edit", refuge)))

    client.post(address_of("edit", refuge), posted | {"name": "Rose House", "is_private": "on"})

    refuge.refresh_from_db()
    assert (refuge.is_private, refuge.address_1, refuge.name) == (True, "", "The house")
    assert "Quiet" not in "".join(str(version.content) for version in refuge.revisions.all())


def test_no_draft_keeps_the_address_of_a_place_that_is_secret_today(fenbridge):
    refuge = LocationFactory(
        owner=fenbridge.authority, is_private=True, address_1="", city="", postal_code=""
    )
    client = fenbridge.client(fenbridge.officer(Role.PUBLISHER))
    posted = form_of(client.get(address_of("edit", refuge))) | {"address_1": "1 Quiet Street"}
    posted.pop("is_private")

    answer = client.post(address_of("edit", refuge), posted)

    assert "First publish that it is not secret any more" in answer.content.decode()
    assert not refuge.revisions.exists()


# --- What comes between ------------------------------------------------------------------------------


def test_a_service_that_was_binned_while_she_wrote_gives_her_words_back(fenbridge, service):
    client = fenbridge.client(fenbridge.officer(Role.EDITOR))
    posted = form_of(client.get(address_of("edit", service)))
    bin.put_in_bin(service)
    said = json.dumps(
        {"blocks": [{"text": "Every <b>Saturday</b> in the hall", "type": "unstyled"}], "entityMap": {}}
    )

    answer = client.post(
        address_of("edit", service),
        posted | {"description": said, "eligibility_description": "Anybody under 11."},
    )

    page = answer.content.decode()
    assert answer.status_code == 404
    assert "Every &lt;b&gt;Saturday&lt;/b&gt; in the hall" in page
    assert "Anybody under 11." in page
    assert "bring it back from the bin" in page
    assert re.search(r"<h1[^>]*>\s*(<svg.*?</svg>)?\s*This could not be saved", page, re.S)
    assert "csrf" not in page.split("What you typed")[1].split("</dl>")[0]


def test_a_term_deleted_while_the_form_was_open_is_named_in_words(fenbridge, service):
    Taxonomy.objects.get_or_create(code="kind", name="Kinds of help")
    word = TaxonomyTerm.objects.create(
        taxonomy=Taxonomy.objects.get(code="kind"),
        owner=fenbridge.authority,
        code=f"fenbridge{OWN}fun",
        name="Fen fun",
    )
    client = fenbridge.client(fenbridge.officer(Role.PUBLISHER))
    posted = form_of(client.get(address_of("edit", service)))
    word_key = str(word.pk)
    word.delete()

    answer = client.post(address_of("edit", service), posted | {"kinds": [word_key], "name": "Sunday club"})

    page = answer.content.decode()
    assert "has been deleted since you opened this form" in page
    assert word_key not in page
    assert answer.context["form"]["name"].value() == "Sunday club"


@pytest.mark.parametrize(
    "rubbish", ["not JSON at all", "[]", '{"blocks": 7}', "{}", "null", '{"blocks": [{}]}']
)
def test_whatever_is_posted_as_rich_text_is_kept_as_words_or_is_nothing(fenbridge, service, rubbish):
    client = fenbridge.client(fenbridge.officer(Role.PUBLISHER))
    posted = form_of(client.get(address_of("edit", service)))

    answer = client.post(
        address_of("edit", service), posted | {"description": rubbish, "action-publish": "1"}
    )

    assert answer.status_code == 302
    if rubbish == "not JSON at all":
        service.refresh_from_db()
        assert service.description == "<p>not JSON at all</p>"


@pytest.mark.parametrize(
    ("model", "fields", "told"),
    [
        (OwnQuestions, {"parent": "Is it near?"}, "There are questions of yours about this kind already."),
        (
            GlossaryTerm,
            {"term": "Thrive team", "short": "They help."},
            "This word is in your glossary already.",
        ),
        (KeyDate, {"title": "Apply", "on": "2030-01-31"}, "There is an entry about this already."),
    ],
)
def test_what_a_council_has_once_is_refused_in_words_the_second_time(fenbridge, model, fields, told):
    client = fenbridge.client(fenbridge.officer(Role.PUBLISHER))
    if model is OwnQuestions:
        fields = fields | {"kind": str(term("kind", "sport").pk)}
    if model is KeyDate:
        fields = fields | {"topic": next(iter(topics()))[0]}
    add = reverse(model.snippet_viewset.get_url_name("add"))

    first, second = client.post(add, fields), client.post(add, fields)

    assert (first.status_code, second.status_code) == (302, 200)
    assert told in second.content.decode()
    assert model.objects.filter(owner=fenbridge.authority).count() == 1
