"""The results page, kinds, and A to Z. Ages and needs are in test_browse.py."""

import pytest

from localoffer.directory import actions
from localoffer.directory.models import Schedule
from localoffer.finder.models import Entry
from tests.factories.directory import LocationFactory, ServiceFactory, checked, closed

# --- As many queries for three services as for one -----------------------------------------------------

LISTS = {
    "results": ("/find/", {"q": "club"}),
    "results near a postcode": ("/find/", {"q": "club", "near": "LN6 7QX"}),
    "results, filtered": ("/find/", {"near": "LN6 7QX", "age": "5-10", "need": "ASD", "within": "20"}),
    "everything": ("/find/", {}),
    "a kind": ("/kinds/fun/", {}),
    "all kinds": ("/kinds/", {}),
    "A to Z": ("/a-z/c/", {}),
}


def a_club(council, number, today):
    hall = LocationFactory(owner=council, easting=495_532 + number, northing=369_287)
    service = ServiceFactory(
        owner=council, name=f"Club {number}", kinds=["sport"], needs=["ASD"], delivery=["venue"], at=[hall]
    )
    Schedule.objects.create(service=service, freq="WEEKLY", byday="MO", location=hall)
    checked(service, today)


@pytest.mark.parametrize(("path", "params"), LISTS.values(), ids=LISTS)
def test_a_list_of_three_asks_the_database_no_more_than_a_list_of_one(
    council, indexed, queries, today, path, params
):
    with indexed():
        a_club(council, 1, today)
    queries(path, **params)  # the vocabulary is read once
    with indexed():
        a_club(council, 1, today)
    for_one = queries(path, **params)

    with indexed():
        for number in (2, 3):
            a_club(council, number, today)
    for_three = queries(path, **params)

    assert for_three == for_one
    # On SQLite four small statements for each word that is asked first; the rest is the page and its council
    assert len(for_three) <= 18


# --- What is not stated, what is closed, what is far away ------------------------------------------------


@pytest.fixture
def today():
    from django.utils import timezone

    return timezone.localdate()


def names(answer):
    return [card["title"] for card in answer.context["cards"]]


def tags(answer, name):
    card = next(card for card in answer.context["cards"] if card["title"] == name)
    return [tag["text"] for tag in card["tags"]]


def test_a_service_that_says_little_is_in_every_result_and_claims_nothing(council, indexed, get):
    with indexed():
        ServiceFactory(owner=council, name="Quiet club")

    for params in (
        {"age": "0-4"},
        {"age": "19-25"},
        {"age": "7"},
        {"need": "HI"},
        {"cost": "free"},
        {"plan": "no"},
        {"referral": "self"},
        {"delivery": "online"},
        {"within": "1", "near": "LN6 7QX"},
    ):
        answer = get("/find/", **params)
        assert names(answer) == ["Quiet club"], params
        said = answer.content.decode().partition('<ol class="results__list"')[2]
        assert "Age not stated" in said
        assert "Cost not stated" in said
        assert "open to all" not in said.lower()
        assert "all ages" not in said.lower()
        assert "Not checked yet: ring first" in said


def test_whoever_types_the_name_of_one_that_closed_is_told_so_first(council, indexed, get, today):
    with indexed():
        shut = ServiceFactory(owner=council, name="Sunrise Club")
        closed(shut, today, successor=ServiceFactory(owner=council, name="Moonlight Club"))
        for number in range(12):
            ServiceFactory(owner=council, name=f"Sunrise Club {number}")

    page = get("/find/", q="sunrise club").content.decode()

    assert "“Sunrise Club” has closed." in page
    assert "has closed" not in get("/find/", q="sunrise").content.decode()


def test_one_that_says_yes_comes_before_one_that_does_not_say(council, indexed, get):
    with indexed():
        ServiceFactory(owner=council, name="A quiet club")
        ServiceFactory(owner=council, name="Club for deaf children", needs=["HI"])
        ServiceFactory(owner=council, name="Club for autistic children", needs=["ASD"])

    assert names(get("/find/", q="club", need="HI")) == ["Club for deaf children", "A quiet club"]


@pytest.mark.parametrize("sort", ["best", "near", "checked", "name"])
def test_closed_ones_come_last_in_every_order(council, indexed, get, today, sort):
    with indexed():
        at = [LocationFactory(owner=council, easting=495_532, northing=369_287)]
        shut = ServiceFactory(owner=council, name="Able swimming club", at=at)
        checked(shut, today)
        closed(shut, today)
        ServiceFactory(owner=council, name="Zebra swimming")

    answer = get("/find/", q="swimming club", near="LN6 7QX", sort=sort)

    assert names(answer) == ["Zebra swimming", "Able swimming club"]
    assert tags(answer, "Able swimming club")[0] == "Closed"


@pytest.mark.parametrize("reach", ["neighbouring", "regional"])
def test_what_is_outside_the_area_says_so(council, indexed, get, reach):
    with indexed():
        service = ServiceFactory(owner=council, name="Far club")
        service.listings.update(reach=reach)
        service.save()

    assert "Outside the area" in tags(get("/find/"), "Far club")


def test_what_is_wanted_after_an_age_leaves_out_what_is_for_younger_ones_and_for_others_of_that_age(
    council, indexed, get
):
    with indexed():
        for name, kind, ages in (
            ("Oak School", "special-schools", (4, 19)),
            ("Small School", "special-schools", (4, 11)),
            ("Fen College", "college", (16, 25)),
        ):
            ServiceFactory(owner=council, name=name, kinds=[kind], minimum_age=ages[0], maximum_age=ages[1])

    answer = get("/find/?q=special schools after 16")

    assert [card["title"] for card in answer.context["cards"]] == ["Oak School"]
    assert "Age 16 to 25" in answer.content.decode()


@pytest.mark.parametrize(
    ("weeks", "words", "said"),
    [
        (0, "Come any week", "No wait (said today)"),
        (1, "", "Wait: about 1 week (said today)"),
        (None, "Nine months to a year", "Wait: Nine months to a year (said today)"),
        (None, "up to 10 working days; longer in May", "Wait: up to 10 working days (said today)"),
        (None, "Two places free from January", "Two places free from January (said today)"),
        (None, "A few places in the early years", "A few places in the early years (said today)"),
        (None, "Christmas booking is open", "Christmas booking is open (said today)"),
        (None, "It depends on the school", "How soon: It depends on the school (said today)"),
    ],
)
def test_a_wait_is_told_as_it_was_said(council, indexed, get, today, weeks, words, said):
    with indexed():
        service = ServiceFactory(owner=council, name="Club")
        actions.state_wait(service, weeks=weeks, words=words, list_status="open", said_on=today)

    assert said in tags(get("/find/"), "Club")


def test_a_summary_reads_as_it_was_written(council, indexed, get):
    with indexed():
        ServiceFactory(
            owner=council,
            description="<p>Ask what would <strong>help you</strong>. Then:</p><ul><li>ring</li></ul>",
        )

    assert get("/find/").context["cards"][0]["text"] == "Ask what would help you. Then: ring"


def test_every_result_of_the_demonstration_says_when_it_was_checked_and_whether_it_is_near(visit, fenbridge):
    outside = set(
        Entry.objects.filter(authority=fenbridge, reach__in=["neighbouring", "regional"]).values_list(
            "name", flat=True
        )
    )
    assert outside
    seen, statuses = [], []
    for page in range(1, -(-visit("/find/").context["total"] // 10) + 1):
        answer = visit("/find/", page=page)
        for card in answer.context["cards"]:
            assert card["when"].startswith(("Checked ", "Not checked yet")), card["title"]
            badged = "Outside the area" in [tag["text"] for tag in card["tags"]]
            assert badged == (card["title"] in outside), card["title"]
            seen.append(card["title"])
            statuses.append(card["tags"][0]["text"] == "Closed")
    assert len(seen) == answer.context["total"] > 150
    assert statuses == sorted(statuses), "closed ones come last"


# --- Pages ---------------------------------------------------------------------------------------------


def test_ten_to_a_page_and_nobody_is_lost_or_shown_twice(visit):
    first = visit("/find/", q="school")
    pages = -(-first.context["total"] // 10)
    assert pages > 3

    seen = [name for page in range(1, pages + 1) for name in names(visit("/find/", q="school", page=page))]

    assert len(seen) == len(set(seen)) == first.context["total"]
    assert names(visit("/find/", q="school", page=9_999)) == names(visit("/find/", q="school", page=pages))


def test_the_way_to_other_pages_keeps_the_search(visit):
    answer = visit("/find/", q="school", near="LN6 7QX", age="5-10", sort="near", page=2)

    assert answer.context["next"] == "/find/?q=school&near=LN6+7QX&age=5-10&sort=near&page=3"
    assert answer.context["previous"] == "/find/?q=school&near=LN6+7QX&age=5-10&sort=near"


# --- By kind, and A to Z -----------------------------------------------------------------------------------


def test_every_service_is_under_its_letter(visit, fenbridge):
    found = []
    letters = visit("/a-z/").context["letters"]
    for letter in letters:
        if letter["href"]:
            found += [entry.name for entry in visit(letter["href"]).context["entries"]]

    assert sorted(found) == sorted(Entry.objects.filter(authority=fenbridge).values_list("name", flat=True))


def test_the_number_beside_a_kind_is_how_many_it_lists(visit):
    for kind in visit("/kinds/").context["cards"]:
        page = visit(kind["href"])
        assert kind["meta"].split()[0] == str(page.context["total"]), kind["title"]
        for within in page.context["within"]:
            assert within["meta"].split()[0] == str(visit(within["href"]).context["total"]), within["title"]


def test_nothing_found_says_what_to_try_and_whom_to_ask(visit):
    said = visit("/find/", q="zzyzx", need="HI").content.decode()

    assert "That does not mean there is no help." in said
    assert "Look again without the filters" in said
    assert "0808 157 0160" in said
