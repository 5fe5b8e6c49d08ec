"""What families see when words change: old addresses go on working, and a council's own words are its own."""

import pytest

from localoffer.directory import actions, term_actions
from localoffer.finder import index
from localoffer.finder.labels import labels
from tests.factories.directory import ServiceFactory, term
from tests.factories.places import DemonstrationFactory, served_on

pytestmark = pytest.mark.django_db


@pytest.fixture
def neighbour(council):
    saltmere = DemonstrationFactory(name="Saltmere", slug="saltmere")
    served_on(saltmere, "saltmere.localhost")
    return saltmere


def test_the_page_of_a_merged_kind_leads_to_the_one_that_was_kept(council, get, indexed):
    with indexed():
        ServiceFactory(owner=council, name="Choir", kinds=["arts"])
    with indexed():
        term_actions.merge_terms(term("kind", "arts"), into=term("kind", "sport"))

    answer = get("/kinds/arts/")

    assert (answer.status_code, answer["Location"]) == (301, "/kinds/sport/")
    assert "Choir" in get("/kinds/sport/").content.decode()
    assert index.check() == []


def test_a_search_that_was_saved_with_the_old_code_still_finds(council, get, indexed):
    with indexed():
        ServiceFactory(owner=council, name="Choir", kinds=["arts"], needs=["DS"])
        ServiceFactory(owner=council, name="Judo", kinds=["travel"], needs=["HI"])
    with indexed():
        term_actions.merge_terms(term("kind", "arts"), into=term("kind", "sport"))
        term_actions.merge_terms(term("need", "DS"), into=term("need", "MLD"))

    page = get("/find/", kind="arts", need="ds").content.decode()

    assert "Choir" in page
    assert "Judo" not in page
    assert "Moderate learning difficulties" in page
    assert "Down syndrome" not in page


def test_a_retired_kind_is_no_filter_and_its_page_still_shows_who_has_it(council, get, indexed):
    with indexed():
        ServiceFactory(owner=council, name="Choir", kinds=["arts"])
    with indexed():
        term_actions.retire_term(term("kind", "arts"))

    assert "Choir" in get("/kinds/arts/").content.decode()
    assert "arts" not in [each.code for each in labels(council.pk)["kind"]]
    assert "Cinema, music and art" not in get("/kinds/fun/").content.decode()
    assert "Choir" in get("/find/", kind="arts").content.decode()


def test_a_councils_own_kind_is_offered_on_its_own_site_only(council, neighbour, client, get, indexed):
    fun = term("kind", "fun")
    with indexed():
        own = term_actions.add_term(fun.taxonomy, name="Forest school", owner=council, parent=fun)
        service = ServiceFactory(owner=council, name="Oak Wood")
        service.kinds = [own]
        service.save()
        actions.list_service(service, authority=neighbour, reach="national")

    there = {"host": "saltmere.localhost"}
    assert "Forest school" in get("/kinds/fun/").content.decode()
    assert "Oak Wood" in get(f"/kinds/{own.code}/").content.decode()
    assert "Forest school" in get("/find/", kind=own.code).content.decode()
    assert client.get(f"/kinds/{own.code}/", headers=there).status_code == 404
    assert "Forest school" not in client.get("/kinds/fun/", headers=there).content.decode()
    assert (
        "Forest school" not in client.get(f"/find/?kind={own.code}&kind=fun", headers=there).content.decode()
    )
    # The words of a service are its own, wherever it is listed
    assert "Forest school" in client.get("/services/oak-wood/", headers=there).content.decode()


def test_a_kind_that_has_no_picture_of_its_own_shows_none(council, get, indexed):
    with indexed():
        own = term_actions.add_term(term("kind", "fun").taxonomy, name="Faith groups", owner=council)
        service = ServiceFactory(owner=council, name="Choir")
        service.kinds = [own]
        service.save()

    for path in ("/kinds/", f"/kinds/{own.code}/", "/services/choir/", "/find/"):
        page = get(path)
        assert page.status_code == 200
        assert f"#{own.code}" not in page.content.decode()


def test_a_council_own_term_stands_under_its_parent_in_the_filters(council, indexed):
    fun = term("kind", "fun")
    term_actions.add_term(fun.taxonomy, name="Forest school", owner=council, parent=fun)

    codes = [each.code for each in labels(council.pk)["kind"]]

    assert codes.index("fenbridge--forest-school") == codes.index("travel") - 1


def test_a_need_that_moves_under_another_is_found_by_that_one(council, indexed):
    with indexed():
        ServiceFactory(owner=council, needs=["cognition-and-learning"])
        ServiceFactory(owner=council, needs=["DS"])
    with indexed():
        term_actions.move_term(term("need", "DS"), parent=term("need", "sensory-and-or-physical-needs"))

    assert index.check() == []


def test_a_need_that_is_added_under_a_broad_one_is_found_by_it(council, indexed):
    with indexed():
        ServiceFactory(owner=council, needs=["cognition-and-learning"])
    with indexed():
        broad = term("need", "cognition-and-learning")
        term_actions.add_term(broad.taxonomy, name="Dyscalculia", parent=broad)

    assert index.check() == []
