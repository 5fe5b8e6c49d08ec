"""The screens that keep the directory right, as an officer uses them."""

import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from localoffer.directory import actions, bin, merging
from localoffer.directory.models import Check, NotDuplicates, Organization, Phone, Service
from tests.factories.directory import LocationFactory, OrganizationFactory, ServiceFactory, checked


def service(council, name, *, days_ago=None, phone="", **values) -> Service:
    made = ServiceFactory(owner=council.authority, name=name, **values)
    if phone:
        Phone.objects.create(service=made, number=phone)
    if days_ago is not None:
        checked(made, timezone.localdate() - dt.timedelta(days=days_ago))
    return made


def words(answer) -> str:
    main = answer.content.decode().partition("<main")[2]
    return " ".join(re.sub(r"<[^>]*>", " ", main).split())


def names_in(answer) -> list[str]:
    return [
        " ".join(re.sub(r"<[^>]*>", " ", each).split())
        for each in re.findall(r"<h2>(.*?)</h2>", answer.content.decode(), re.S)
    ]


# --- Checks ---------------------------------------------------------------------------------------


@pytest.fixture
def listed(fenbridge, saltmere):
    """Services at every stage; another council's must never be seen."""
    service(fenbridge, "Overdue club", days_ago=200, phone="01632 960001", kinds=["sport"])
    service(fenbridge, "Long overdue club", days_ago=900)
    service(fenbridge, "Due club", days_ago=170)
    service(fenbridge, "New club")
    service(fenbridge, "Fresh club", days_ago=3)
    service(saltmere, "Zanzibar club", days_ago=900)


def test_an_editor_sees_whom_to_ring_the_longest_overdue_first(editor, listed):
    page = editor.get(reverse("upkeep:checks"))

    assert names_in(page) == ["Long overdue club", "Overdue club"]
    assert 'href="tel:01632960001"' in page.content.decode()
    assert "Overdue (2) Due (1) Never checked (1)" in words(page)
    assert names_in(editor.get(reverse("upkeep:checks"), {"show": "due"})) == ["Due club"]
    assert names_in(editor.get(reverse("upkeep:checks"), {"show": "never"})) == ["New club"]


def test_we_rang_and_it_is_right_in_two_clicks(editor, listed):
    page = editor.get(reverse("upkeep:checks"), {"show": "overdue"})
    first = re.search(
        r'href="([^"]+)">We rang: it is right<span class="w-sr-only">: Overdue club', page.content.decode()
    )
    address = first[1].replace("&amp;", "&")

    form = editor.get(address).context["form"]
    said = {field.html_name: field.value() for field in form}
    saved = editor.post(address, {name: str(value or "") for name, value in said.items()}, follow=True)

    check = Check.objects.get(listing__service__name="Overdue club", on=timezone.localdate())
    assert (check.how, check.outcome, check.by_role) == ("rang", "right", "the Local Offer team")
    assert check.recorded_by == editor.user
    assert names_in(saved) == ["Long overdue club"]
    assert "Checked: Overdue club." in saved.content.decode()


def test_a_call_that_nobody_answered_leaves_it_on_the_list(editor, listed):
    key = service_listing("Overdue club").pk
    address = f"{reverse('upkeep:record_checks')}?id={key}&outcome=not-reached"

    assert editor.get(address).context["form"]["outcome"].value() == "not-reached"
    saved = editor.post(
        address,
        {"outcome": "not-reached", "how": "rang", "on": timezone.localdate(), "by_role": "the team"},
        follow=True,
    )

    assert names_in(saved) == ["Long overdue club", "Overdue club"]


def service_listing(name):
    return Service.objects.get(name=name).listings.get()


def test_several_ticked_are_checked_together(editor, listed):
    keys = [service_listing(name).pk for name in ("Overdue club", "Long overdue club")]
    address = f"{reverse('upkeep:record_checks')}?id={keys[0]}&id={keys[1]}"

    assert "About 2 services:" in words(editor.get(address))
    editor.post(
        address, {"outcome": "right", "how": "rang", "on": timezone.localdate(), "by_role": "the team"}
    )

    assert Check.objects.filter(on=timezone.localdate(), outcome="right").count() == 2


def test_the_list_is_narrowed_by_kind_and_provider(editor, listed):
    from tests.factories.directory import term

    kind = term("kind", "sport").parent or term("kind", "sport")
    provider = Service.objects.get(name="Long overdue club").organization

    assert names_in(editor.get(reverse("upkeep:checks"), {"kind": kind.pk})) == ["Overdue club"]
    assert names_in(editor.get(reverse("upkeep:checks"), {"organization": provider.pk})) == [
        "Long overdue club"
    ]
    for nonsense in ({"kind": "x"}, {"organization": "'"}, {"show": "all"}, {"p": "-4"}):
        assert editor.get(reverse("upkeep:checks"), nonsense).status_code == 200


def test_a_check_in_the_future_is_refused_and_what_was_typed_stays(editor, listed):
    address = f"{reverse('upkeep:record_checks')}?id={service_listing('Overdue club').pk}"
    tomorrow = timezone.localdate() + dt.timedelta(days=1)

    answer = editor.post(
        address,
        {"outcome": "right", "how": "visited", "on": tomorrow, "by_role": "me", "note": "Spoke to Jo"},
    )

    assert "This day has not come yet" in answer.content.decode()
    assert "Spoke to Jo" in answer.content.decode()
    assert not Check.objects.filter(on=tomorrow).exists()


def test_nothing_ticked_is_said(editor, listed):
    answer = editor.get(reverse("upkeep:record_checks"), follow=True)

    assert "Choose at least one service first." in answer.content.decode()


def test_another_councils_listing_cannot_be_checked_alone_or_among_ones_own(editor, listed):
    theirs, ours = service_listing("Zanzibar club").pk, service_listing("Overdue club").pk
    said = {"outcome": "right", "how": "rang", "on": timezone.localdate(), "by_role": "us"}

    for query in (f"?id={theirs}", f"?id={ours}&id={theirs}", "?id=nonsense"):
        address = reverse("upkeep:record_checks") + query
        assert editor.get(address).status_code == 404
        assert editor.post(address, said).status_code == 404
    assert Check.objects.filter(on=timezone.localdate()).count() == 0


def test_the_list_asks_the_database_as_often_for_one_as_for_three(editor, fenbridge):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def asked():
        with CaptureQueriesContext(connection) as captured:
            editor.get(reverse("upkeep:checks"))
        return len(captured)

    service(fenbridge, "Club", days_ago=900, phone="1")
    asked()
    one = asked()
    for number in range(2):
        service(fenbridge, f"Club {number}", days_ago=900, phone="1")

    assert asked() == one


def test_her_week_begins_with_what_is_overdue(editor, listed):
    home = words(editor.get("/admin/"))

    assert "2 checks overdue" in home
    assert "Long overdue club" in home
    assert "Zanzibar" not in home


# --- Closing --------------------------------------------------------------------------------------


def closing(**said) -> dict:
    return {
        "on": timezone.localdate(),
        "why": "funding-ended",
        "words": "",
        "looked_for": "",
        "successor": "",
        **said,
    }


def test_a_publisher_closes_a_service_with_a_reason_and_a_successor(publisher, fenbridge):
    old, new = service(fenbridge, "Old club"), service(fenbridge, "New club")
    address = reverse("upkeep:close", args=[old.pk])

    found = publisher.post(address, closing(looked_for="new", search="1"))
    assert "New club" in words(found)
    assert "Choose a reason" not in [str(e) for e in found.context["form"].errors]
    said = closing(looked_for="new", successor=str(new.pk), words="Thank you all.")
    preview = words(publisher.post(address, {**said, "preview": "1"}))
    assert "Families will read at /services/old-club/ This service has closed" in preview
    assert "The money for it ended. Thank you all." in preview
    assert "Instead, see New club." in preview
    assert not Service.objects.get(pk=old.pk).is_closed
    publisher.post(address, said)

    change = Service.objects.get(pk=old.pk).status_change
    assert (change.why, change.successor, change.recorded_by) == ("funding-ended", new, publisher.user)


def test_what_is_missing_is_said_and_what_was_typed_stays(publisher, fenbridge):
    old = service(fenbridge, "Old club")

    for said in (
        closing(why=""),
        closing(why="other", words=" "),
        closing(on=timezone.localdate() + dt.timedelta(days=3)),
    ):
        answer = publisher.post(
            reverse("upkeep:close", args=[old.pk]),
            {**said, "words": "Typed" if said["why"] != "other" else ""},
        )
        assert answer.context["form"].errors
    assert not Service.objects.get(pk=old.pk).is_closed


def test_only_what_families_of_this_council_see_can_take_over(publisher, fenbridge, saltmere):
    old = service(fenbridge, "Old club")
    draft, theirs = service(fenbridge, "Club draft", live=False), service(saltmere, "Club Zanzibar")
    address = reverse("upkeep:close", args=[old.pk])

    found = publisher.post(address, closing(looked_for="club", search="1"))
    assert "Zanzibar" not in words(found)
    for other in (draft, theirs, old):
        publisher.post(address, closing(successor=str(other.pk)))
    publisher.post(address, closing(successor="nonsense"))

    assert not Service.objects.get(pk=old.pk).is_closed


def test_it_opens_again(publisher, fenbridge):
    old = service(fenbridge, "Old club")
    actions.close(old, on=timezone.localdate(), why="stopped")

    assert "It has closed" in words(publisher.get(reverse("upkeep:close", args=[old.pk])))
    publisher.post(reverse("upkeep:reopen", args=[old.pk]))

    assert not Service.objects.get(pk=old.pk).is_closed


def test_the_way_to_closing_is_on_the_services_own_form(publisher, editor, fenbridge):
    old = service(fenbridge, "Old club")
    edit = reverse("wagtailsnippets_directory_service:edit", args=[old.pk])
    close = reverse("upkeep:close", args=[old.pk])

    assert close in publisher.get(edit).content.decode()
    assert close not in editor.get(edit).content.decode()


# --- Duplicates -----------------------------------------------------------------------------------


def test_two_that_are_one_are_suggested_compared_and_merged(publisher, fenbridge):
    one = service(fenbridge, "Sleep clinic", phone="01632 960001", email="new@example.org")
    other = service(fenbridge, "The sleep clinic", phone="01632960001", email="old@example.org", cost="free")

    page = publisher.get(reverse("upkeep:duplicates_service"))
    assert "The same name. The same phone," in words(page)
    address = reverse("upkeep:compare_service", args=[one.pk, other.pk])
    side_by_side = words(publisher.get(address))
    assert "Sleep clinic (stays)" in side_by_side
    assert "new@example.org" in side_by_side
    assert "old@example.org" in side_by_side
    publisher.post(address, {"email": "drop", "cost": "drop"})

    kept = Service.objects.get(pk=one.pk)
    assert (kept.email, kept.cost) == ("old@example.org", "free")
    assert Service.with_binned.get(pk=other.pk).merged_into == kept


def test_two_that_are_two_go_from_the_list(publisher, fenbridge):
    one = service(fenbridge, "Sleep clinic", phone="01632 960001")
    other = service(fenbridge, "Sleep clinic", phone="01632 960001")

    publisher.post(reverse("upkeep:compare_service", args=[one.pk, other.pk]), {"two": "1"})

    assert NotDuplicates.objects.count() == 1
    assert "Nothing here." in words(publisher.get(reverse("upkeep:duplicates_service")))


def test_a_merge_that_cannot_be_says_why_and_keeps_what_was_chosen(publisher, fenbridge):
    draft = service(fenbridge, "Sleep", live=False, email="a@example.org")
    shown = service(fenbridge, "Sleep", email="b@example.org")

    answer = publisher.post(reverse("upkeep:compare_service", args=[draft.pk, shown.pk]), {"email": "drop"})

    assert "Publish Sleep first" in answer.content.decode()
    assert next(f.choice for f in answer.context["fields"] if f.name == "email") == "drop"


@pytest.mark.parametrize(
    ("kind", "factory"), [("organization", OrganizationFactory), ("location", LocationFactory)]
)
def test_organisations_and_places_too(publisher, fenbridge, kind, factory):
    more = {"email": "x@example.org"} if kind == "organization" else {}
    one, other = (factory(owner=fenbridge.authority, name="Lime Tree", **more) for _ in range(2))

    assert "Lime Tree" in words(publisher.get(reverse(f"upkeep:duplicates_{kind}")))
    publisher.post(reverse(f"upkeep:compare_{kind}", args=[one.pk, other.pk]))

    assert type(one).with_binned.get(pk=other.pk).merged_into == one


# --- Find and replace -----------------------------------------------------------------------------


def test_a_phone_is_found_looked_at_and_replaced(publisher, fenbridge, saltmere):
    ours = service(fenbridge, "Swimming", phone="01632 960001", fees_description="Ask on 01632960001")
    theirs = service(saltmere, "Zanzibar", phone="01632 960001")
    asked = {"kind": "phone", "old": "01632 960001", "new": "01632 960999"}

    found = publisher.post(reverse("upkeep:replace"), asked)
    assert "stands in 2 places" in words(found)
    assert "Zanzibar" not in words(found)
    spots = re.findall(r'name="spot"\s+value="([^"]+)"', found.content.decode())
    done = publisher.post(reverse("upkeep:replace"), {**asked, "replace": "1", "spot": spots[:1]})

    assert "Replaced in 1 place." in words(done)
    numbers = {
        Service.objects.get(pk=ours.pk).phones.get().number,
        Service.objects.get(pk=ours.pk).fees_description,
    }
    assert len([each for each in numbers if "960999" in each]) == 1
    assert Phone.objects.get(service=theirs).number == "01632 960001"


def test_another_councils_place_cannot_be_ticked(publisher, fenbridge, saltmere):
    theirs = service(saltmere, "Zanzibar", fees_description="Ring 01632 960001")
    service(fenbridge, "Ours", fees_description="Ring 01632 960001")
    asked = {"kind": "phone", "old": "01632 960001", "new": "01632 960999"}
    found = publisher.post(reverse("upkeep:replace"), asked)
    [spot] = re.findall(r'name="spot"\s+value="([^"]+)"', found.content.decode())
    forged = spot.replace(str(Service.objects.get(name="Ours").pk), str(theirs.pk))

    answer = publisher.post(reverse("upkeep:replace"), {**asked, "replace": "1", "spot": [spot, forged]})

    assert "Nothing was replaced" in answer.content.decode()
    assert Service.objects.get(pk=theirs.pk).fees_description == "Ring 01632 960001"
    assert Service.objects.get(name="Ours").fees_description == "Ring 01632 960001"


def test_words_of_the_councils_own_pages_are_found_and_no_others(publisher, fenbridge, saltmere):
    for council in (fenbridge, saltmere):
        page = council.site.root_page.specific
        page.lead = f"Ring 01632 960001 in {council.authority.name}"
        page.save_revision().publish()

    found = publisher.post(
        reverse("upkeep:replace"), {"kind": "phone", "old": "01632 960001", "new": "01632 960999"}
    )

    assert "in Fenbridge" in words(found)
    assert "Saltmere" not in words(found)


def test_what_cannot_be_looked_for_is_said(publisher):
    answer = publisher.post(reverse("upkeep:replace"), {"kind": "phone", "old": "999", "new": "111"})

    assert "too short for a telephone number" in answer.content.decode()
    assert 'value="999"' in answer.content.decode()


# --- The bin --------------------------------------------------------------------------------------


def test_deleting_puts_it_in_the_bin_and_a_publisher_brings_it_back(publisher, fenbridge):
    old = service(fenbridge, "Old club")
    delete = reverse("wagtailsnippets_directory_service:delete", args=[old.pk])

    assert "You can bring it back for 30 days" in words(publisher.get(delete))
    publisher.post(delete)
    assert not Service.objects.filter(pk=old.pk).exists()
    page = words(publisher.get(reverse("upkeep:bin")))
    assert "Old club" in page
    assert f"by {publisher.user}" in page
    assert "29 days left" in page
    publisher.post(reverse("upkeep:restore_service", args=[old.pk]))

    assert Service.objects.get(pk=old.pk).live


def test_a_service_that_another_council_lists_says_so_before_it_goes(publisher, fenbridge, saltmere):
    shared = service(fenbridge, "Shared club")
    actions.list_service(shared, authority=saltmere.authority)

    said = words(publisher.get(reverse("wagtailsnippets_directory_service:delete", args=[shared.pk])))

    assert "1 other council lists it too: it goes from its Local Offer as well." in said


def test_what_is_needed_is_not_deleted_and_it_is_said_by_whom(publisher, fenbridge):
    old = service(fenbridge, "Old club")
    address = reverse("wagtailsnippets_directory_organization:delete", args=[old.organization_id])

    answer = publisher.post(address, follow=True)

    assert "still needed by Old club" in answer.content.decode()
    assert Organization.objects.filter(pk=old.organization_id).exists()


def test_another_councils_bin_is_not_seen(publisher, saltmere):
    theirs = service(saltmere, "Zanzibar")
    bin.put_in_bin(theirs)

    assert "The bin is empty." in words(publisher.get(reverse("upkeep:bin")))
    assert publisher.post(reverse("upkeep:restore_service", args=[theirs.pk])).status_code == 404
    assert not Service.objects.filter(pk=theirs.pk).exists()


# --- Who may --------------------------------------------------------------------------------------


def test_an_editor_only_checks(editor, fenbridge):
    old, other = service(fenbridge, "Old club"), service(fenbridge, "Other club")
    for address in (
        reverse("upkeep:close", args=[old.pk]),
        reverse("upkeep:reopen", args=[old.pk]),
        reverse("upkeep:replace"),
        reverse("upkeep:bin"),
        reverse("upkeep:duplicates_service"),
        reverse("upkeep:compare_service", args=[old.pk, other.pk]),
    ):
        assert editor.post(address, follow=False).status_code == 302, address
        assert editor.get(address, follow=False).headers["location"] == "/admin/", address
    assert Service.objects.filter(owner=fenbridge.authority).count() == 2
    assert not Service.objects.get(pk=old.pk).is_closed
    menu = editor.get("/admin/").content.decode()
    assert reverse("upkeep:checks") in menu
    assert reverse("upkeep:bin") not in menu


def test_one_service_is_checked_more_often_than_the_others(publisher, fenbridge):
    from tests.directory.admin.posting import address_of, form_of

    club = service(fenbridge, "Club", days_ago=100)
    edit = address_of("edit", club)
    posted = form_of(publisher.get(edit)) | {"check_every": "91"}

    publisher.post(edit, posted)

    assert club.listings.get().check_every == 91
    assert names_in(publisher.get(reverse("upkeep:checks"))) == ["Club"]
    assert "To be checked again by" in words(publisher.get(edit))


def test_what_was_said_of_a_merged_one_is_read_beside_the_kept(publisher, fenbridge):
    from tests.directory.admin.posting import address_of

    keep, drop = service(fenbridge, "Sleep clinic"), service(fenbridge, "Sleep advice", days_ago=9)
    merging.merge(keep=keep, drop=drop)

    assert "Said of what was merged into it:" in words(publisher.get(address_of("edit", keep)))
