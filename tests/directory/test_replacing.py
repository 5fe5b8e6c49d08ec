"""One phone, address or name changes everywhere at once: shown first, written where somebody said so."""

import datetime as dt

import pytest
from django.utils import timezone
from wagtail.models import Page

from localoffer.directory import replacing
from localoffer.directory.matching import Kind, Wanted
from localoffer.directory.models import (
    Check,
    Contact,
    Listing,
    Location,
    Organization,
    Phone,
    ProviderAnswer,
    Schedule,
    Service,
    ServiceAtLocation,
)
from localoffer.finder import index
from localoffer.pages.models import HomePage
from tests.factories.directory import LocationFactory, OrganizationFactory, ServiceFactory, checked
from tests.factories.places import DemonstrationFactory, PostcodeFactory, root_of_all_pages

PHONE = Wanted(Kind.PHONE, "01632 960001", "01632 960999")
OLD, NEW = "01632 960001", "01632 960999"


@pytest.fixture
def council(db):
    return DemonstrationFactory(name="Fenbridge")


@pytest.fixture(autouse=True)
def theirs(db):
    """Another council's record with the same number, which must stay as it is."""
    service = ServiceFactory(owner=DemonstrationFactory(name="Saltmere"), name="Theirs", fees_description=OLD)
    page = home("Theirs", OLD)
    yield
    assert Service.objects.get(pk=service.pk).fees_description == OLD
    assert not service.revisions.exists()
    assert HomePage.objects.get(pk=page.pk).lead == OLD


def home(title, lead, about="") -> HomePage:
    return root_of_all_pages().add_child(
        instance=HomePage(title=title, slug=title.lower(), lead=lead, about=about)
    )


@pytest.fixture
def within(council):
    """All that this council's publisher may edit; `within(pages=…, publishes=False)`."""

    def make(**also):
        return replacing.Within(
            **(
                {
                    "services": Service.objects.filter(owner=council),
                    "organizations": Organization.objects.filter(owner=council),
                    "locations": Location.objects.filter(owner=council),
                    "listings": Listing.objects.of(council),
                }
                | also
            )
        )

    return make


@pytest.fixture
def service(council):
    service = ServiceFactory(
        owner=council,
        name="Swimming",
        description=f'<p>Ring <a href="tel:01632960001">{OLD}</a>.</p>',
        application_process="Ring 01632960001 in the morning",
    )
    Phone.objects.create(
        service=service, number="(01632) 960 001", description="Not +44 1632 960001 at night"
    )
    ProviderAnswer.objects.create(service=service, question="How?", answer=f"Ring {OLD}")
    service.save_revision().publish()
    return Service.objects.get(pk=service.pk)


def every(found) -> set[str]:
    return {spot.key for record in found for spot in record.spots}


def replace_all(wanted, within, **said):
    return replacing.replace(wanted, within, chosen=every(replacing.find(wanted, within)), **said)


def test_every_place_is_shown_before_and_after(service, within):
    [found] = replacing.find(PHONE, within())

    assert (found.kind, found.name, found.state, found.left_because) == (
        "Service",
        "Swimming",
        "Published",
        "",
    )
    shown = {spot.label: (spot.before, spot.after) for spot in found.spots}
    assert shown["How to ask"] == ("Ring 01632960001 in the morning", f"Ring {NEW} in the morning")
    assert shown["Phone: number"] == ("(01632) 960 001", NEW)
    assert shown["Provider answer: answer"] == (f"Ring {OLD}", f"Ring {NEW}")
    assert len(found.spots) == 5


def test_nothing_is_written_by_looking(service, within):
    replacing.find(PHONE, within())

    assert service.revisions.count() == 1


def test_what_families_see_is_published_again_as_one_revision(
    service, within, admin_user, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        index.rebuild()
        [done] = replace_all(PHONE, within(), by=admin_user)

    assert (done.name, done.places, done.outcome, done.is_done) == ("Swimming", 5, "Published.", True)
    now = Service.objects.get(pk=service.pk)
    assert now.description == f'<p>Ring <a href="tel:01632960999">{NEW}</a>.</p>'
    assert now.application_process == f"Ring {NEW} in the morning"
    assert (now.phones.get().number, now.phones.get().description) == (NEW, f"Not {NEW} at night")
    assert now.answers.get().answer == f"Ring {NEW}"
    assert (now.live, now.has_unpublished_changes, now.revisions.count()) == (True, False, 2)
    assert now.latest_revision.user == admin_user
    assert replacing.find(PHONE, within()) == []
    assert index.check() == []


def test_only_what_was_chosen_is_replaced(service, within):
    [found] = replacing.find(PHONE, within())
    chosen = {spot.key for spot in found.spots if spot.label == "Phone: number"}

    replacing.replace(PHONE, within(), chosen=chosen)

    now = Service.objects.get(pk=service.pk)
    assert now.phones.get().number == NEW
    assert now.application_process == "Ring 01632960001 in the morning"


def test_it_is_no_check(service, within):
    checked(service, dt.date(2026, 1, 1))

    replace_all(PHONE, within())

    assert Check.objects.filter(listing__service=service).count() == 1


def test_a_draft_stays_a_draft(council, within):
    draft = ServiceFactory(owner=council, name="Judo", live=False, fees_description=OLD)
    draft.fees_description = f"£4, ring {OLD}"
    draft.save_revision()

    [done] = replace_all(PHONE, within())

    assert done.outcome == "Saved as a draft."
    now = Service.objects.get(pk=draft.pk)
    assert not now.live
    assert now.get_latest_revision_as_object().fees_description == f"£4, ring {NEW}"


def test_a_draft_over_something_published_is_changed_too_and_waits_as_before(service, within):
    service.name = "Swimming for all"
    service.fees_description = f"Ask on {OLD}"
    service.save_revision()

    [done] = replace_all(PHONE, within())

    assert done.outcome == "Published. Saved as a draft."
    now = Service.objects.get(pk=service.pk)
    assert (now.name, now.fees_description, now.phones.get().number) == ("Swimming", "", NEW)
    assert now.has_unpublished_changes
    draft = now.get_latest_revision_as_object()
    assert (draft.name, draft.fees_description) == ("Swimming for all", f"Ask on {NEW}")
    assert draft.phones.get().number == NEW


def test_whoever_may_not_publish_leaves_drafts(service, within):
    [done] = replace_all(PHONE, within(publishes=False))

    assert done.outcome == "Saved as a draft."
    now = Service.objects.get(pk=service.pk)
    assert now.phones.get().number == "(01632) 960 001"
    assert now.has_unpublished_changes
    assert now.get_latest_revision_as_object().phones.get().number == NEW


def test_what_is_locked_is_left_and_said(service, within):
    Service.objects.filter(pk=service.pk).update(locked=True)

    [found] = replacing.find(PHONE, within())
    [done] = replace_all(PHONE, within())

    assert "locked" in found.left_because
    assert (done.is_done, done.outcome) == (False, found.left_because)
    assert service.revisions.count() == 1


def test_what_is_in_moderation_is_left_and_said(service, within, admin_user):
    service.get_default_workflow().start(service, admin_user)

    [done] = replace_all(PHONE, within())

    assert (done.is_done, "moderation" in done.outcome) == (False, True)
    assert Service.objects.get(pk=service.pk).phones.get().number == "(01632) 960 001"


def test_if_somebody_changed_it_meanwhile_nothing_is_replaced(service, council, within):
    other = ServiceFactory(owner=council, name="Aikido", fees_description=OLD)
    chosen = every(replacing.find(PHONE, within()))
    Phone.objects.filter(service=service).update(number=f"{OLD} (mornings)")

    with pytest.raises(replacing.ChangedMeanwhileError, match="Nothing was replaced"):
        replacing.replace(PHONE, within(), chosen=chosen)

    assert Service.objects.get(pk=other.pk).fees_description == OLD


def test_organisations_places_and_reasons_for_listing(council, within):
    organization = OrganizationFactory(owner=council, email="play@example.org")
    place = LocationFactory(owner=council, transportation="Write to play@example.org for the bus")
    listing = ServiceFactory(owner=council).listings.get()
    listing.why_listed = "Ask play@example.org who pays"
    listing.save()

    replace_all(Wanted(Kind.EMAIL, "play@example.org", "fun@example.org"), within())

    assert Organization.objects.get(pk=organization.pk).email == "fun@example.org"
    assert Location.objects.get(pk=place.pk).transportation == "Write to fun@example.org for the bus"
    assert Listing.objects.get(pk=listing.pk).why_listed == "Ask fun@example.org who pays"


def test_a_new_postcode_moves_the_place(council, within):
    PostcodeFactory(postcode="LN2 2BB", easting=500_000, northing=370_000)
    place = LocationFactory(
        owner=council, postal_code="LN1 1AA", easting=1, northing=1, latitude=53.0, longitude=0.1
    )

    replace_all(Wanted(Kind.POSTCODE, "ln11aa", "LN2 2BB"), within())

    now = Location.objects.get(pk=place.pk)
    assert (now.postal_code, now.point, now.latitude) == ("LN2 2BB", (500_000, 370_000), None)


def test_nothing_at_a_secret_place_is_found(council, within):
    refuge = LocationFactory(owner=council, name="Elm House", is_private=True)
    service = ServiceFactory(owner=council)
    ServiceAtLocation.objects.create(service=service, location=refuge, description="Elm House, ask for Jo")
    Schedule.objects.create(service=service, location=refuge, description="Elm House is open on Mondays")

    assert replacing.find(Wanted(Kind.WORDS, "Elm House", "Oak House"), within()) == []


def test_what_would_not_fit_is_said_and_left(council, within):
    service = ServiceFactory(owner=council, name="Lime club")
    wanted = Wanted(Kind.WORDS, "Lime", "x" * 300)

    [found] = replacing.find(wanted, within(organizations=None, locations=None))
    replace_all(wanted, within(organizations=None, locations=None))

    assert "at most 255 characters" in found.spots[0].problem
    assert Service.objects.get(pk=service.pk).name == "Lime club"


def test_a_person_in_a_contact_is_found_by_name(council, within):
    service = ServiceFactory(owner=council)
    Contact.objects.create(service=service, name="Jo Bloggs", title="Leader")

    replace_all(Wanted(Kind.WORDS, "jo bloggs", "Sam Smith"), within())

    assert Service.objects.get(pk=service.pk).contacts.get().name == "Sam Smith"


# --- Pages ----------------------------------------------------------------------------------------


@pytest.fixture
def page(db):
    return home("Ours", f"Ring {OLD}", f'<p>Or <a href="tel:01632960001">{OLD}</a></p>')


def ours(page):
    return Page.objects.descendant_of(page, inclusive=True)


def test_words_of_a_page_are_replaced_and_published(page, within, admin_user):
    page.save_revision().publish()

    [done] = replace_all(PHONE, within(pages=ours(page)), by=admin_user)

    now = HomePage.objects.get(pk=page.pk)
    assert (done.places, done.outcome) == (2, "Published.")
    assert now.lead == f"Ring {NEW}"
    assert now.about == f'<p>Or <a href="tel:01632960999">{NEW}</a></p>'
    assert (now.slug, now.live, now.has_unpublished_changes) == ("ours", True, False)


def test_a_draft_of_a_page_waits_as_before(page, within):
    page.save_revision().publish()
    page.heading = "Not yet"
    page.save_revision()

    replace_all(PHONE, within(pages=ours(page)))

    now = HomePage.objects.get(pk=page.pk)
    assert (now.lead, now.heading != "Not yet") == (f"Ring {NEW}", True)
    draft = now.get_latest_revision_as_object()
    assert (draft.lead, draft.heading) == (f"Ring {NEW}", "Not yet")


def test_texts_in_blocks_are_found_and_choices_and_addresses_in_the_site_are_not():
    from wagtail import blocks
    from wagtail.fields import StreamField

    stream = StreamField(
        [
            ("text", blocks.RichTextBlock()),
            (
                "links",
                blocks.ListBlock(
                    blocks.StructBlock([("label", blocks.CharBlock()), ("to", blocks.URLBlock())])
                ),
            ),
            ("kind", blocks.ChoiceBlock(choices=[("lime", "Lime")])),
            ("inner", blocks.StreamBlock([("line", blocks.CharBlock())])),
        ]
    )
    stream.set_attributes_from_name("body")

    class Body:
        pass

    row = Body()
    row.body = stream.stream_block.to_python(
        [
            {"type": "text", "value": "<p>Lime trees</p>", "id": "1"},
            {
                "type": "links",
                "value": [{"type": "item", "id": "2", "value": {"label": "Lime", "to": "https://x.org"}}],
            },
            {"type": "kind", "value": "lime", "id": "3"},
            {"type": "inner", "value": [{"type": "line", "value": "A lime", "id": "4"}], "id": "5"},
        ]
    )
    wanted = Wanted(Kind.WORDS, "lime", "elm")

    texts = [
        text
        for text in replacing._texts_of_stream(row, stream, "body", "Body")
        if text.replaced(wanted) != text.value
    ]
    for text in texts:
        text.put(text.replaced(wanted))

    assert [text.path for text in texts] == ["body/0", "body/1/0/label", "body/3/0"]
    said = stream.stream_block.get_prep_value(row.body)
    assert said[0]["value"] == "<p>elm trees</p>"
    assert said[1]["value"][0]["value"] == {"label": "elm", "to": "https://x.org"}
    assert (said[2]["value"], said[3]["value"][0]["value"]) == ("lime", "A elm")


def test_many_services_are_looked_through_with_few_questions(council, within, django_assert_max_num_queries):
    for number in range(30):
        ServiceFactory(owner=council, name=f"Club {number}", fees_description=OLD)

    with django_assert_max_num_queries(25):
        assert len(replacing.find(PHONE, within())) == 30


def test_scheduled_for_later_stays_scheduled(council, within):
    later = timezone.now() + dt.timedelta(days=3)
    service = ServiceFactory(owner=council, name="Later", live=False, fees_description=OLD, go_live_at=later)
    service.save_revision(approved_go_live_at=later)

    [done] = replace_all(PHONE, within())

    assert done.is_done is False or done.outcome == "Saved as a draft."


def test_a_thousand_places_are_not_too_much_for_one_question(council, within):
    service = ServiceFactory(owner=council, fees_description=OLD)
    places = Location.objects.bulk_create(Location(owner=council, name=f"Hall {n}") for n in range(1_100))
    ServiceAtLocation.objects.bulk_create(
        ServiceAtLocation(service=service, location=place, sort_order=n) for n, place in enumerate(places)
    )

    assert len(replacing.find(PHONE, within(locations=None))) == 1
