"""Ways to look through everything without a question: by age and by need, as by kind of help."""

import pytest

from localoffer.directory import term_actions
from localoffer.finder.search import AGE_BANDS
from tests.factories.directory import ServiceFactory, term

WAYS = {"kinds": "/kinds/", "ages": "/ages/", "needs": "/needs/"}


def names(answer):
    return [card["title"] for card in answer.context["cards"]]


def a_club(council, number):
    ServiceFactory(
        owner=council,
        name=f"Club {number}",
        kinds=["sport"],
        needs=["ASD"],
        minimum_age=5,
        maximum_age=10,
    )


@pytest.mark.parametrize("path", ["/ages/", "/ages/5-10/", "/needs/", "/needs/ASD/"])
def test_a_list_of_three_asks_the_database_no_more_than_a_list_of_one(council, indexed, queries, path):
    with indexed():
        a_club(council, 1)
    queries(path)  # the vocabulary is read once
    with indexed():
        a_club(council, 1)
    for_one = queries(path)

    with indexed():
        for number in (2, 3):
            a_club(council, number)

    assert queries(path) == for_one
    assert len(for_one) <= 12


@pytest.mark.parametrize("path", WAYS.values(), ids=WAYS)
def test_the_number_beside_each_is_how_many_it_lists(visit, path):
    cards = visit(path).context["cards"]

    assert len(cards) >= 5
    for card in cards:
        page = visit(card["href"])
        assert card["meta"].split()[0] == str(page.context["total"]), card["title"]


def test_ages_are_told_in_words_and_all_are_there(visit):
    cards = visit("/ages/").context["cards"]

    assert [card["href"] for card in cards] == [f"/ages/{band}/" for band in AGE_BANDS]
    assert [card["title"] for card in cards][:2] == ["Under 5", "5 to 10"]
    assert visit("/ages/0-4/").context["heading"] == "Under 5"
    assert visit("/ages/5-10/").context["heading"] == "Age 5 to 10"


def test_those_for_an_age_come_before_those_that_do_not_say_and_the_page_says_so(council, indexed, get):
    with indexed():
        ServiceFactory(owner=council, name="A club that says little")
        ServiceFactory(owner=council, name="Primary club", minimum_age=5, maximum_age=10)
        ServiceFactory(owner=council, name="Teenage club", minimum_age=13, maximum_age=18)

    page = get("/ages/5-10/")

    assert names(page) == ["Primary club", "A club that says little"]
    assert "1 of these does not say what ages they are for. We list it last." in page.content.decode()


def test_those_for_a_need_come_before_those_that_do_not_say_and_the_page_says_so(council, indexed, get):
    with indexed():
        ServiceFactory(owner=council, name="A club that says little")
        ServiceFactory(owner=council, name="Another club that says little")
        ServiceFactory(owner=council, name="Deaf club", needs=["HI"])
        ServiceFactory(owner=council, name="Autism club", needs=["ASD"])

    page = get("/needs/HI/")

    assert names(page) == ["Deaf club", "A club that says little", "Another club that says little"]
    assert "2 of these do not say which needs they are for. We list them last." in page.content.decode()


def test_a_kind_never_speaks_of_what_is_not_said(council, indexed, get):
    with indexed():
        ServiceFactory(owner=council, name="A club that says little")
        ServiceFactory(owner=council, name="Swimming", kinds=["sport"])

    page = get("/kinds/sport/")

    assert names(page) == ["Swimming"]
    assert "not say" not in page.content.decode()


def test_a_need_is_on_the_first_page_though_it_is_within_another(visit):
    titles = [card["title"] for card in visit("/needs/").context["cards"]]

    assert "Autism" in titles
    assert "Communication and social life" in titles


def test_a_need_that_no_service_says_is_not_offered(council, indexed, get):
    with indexed():
        ServiceFactory(owner=council, name="A club that says little")
        ServiceFactory(owner=council, name="Deaf club", needs=["HI"])

    titles = [card["title"] for card in get("/needs/").context["cards"]]

    assert titles == ["Hearing, sight, senses and movement", "Deaf or hearing loss"]
    assert "Nothing is listed here yet." in get("/ages/").content.decode()


def test_a_need_within_another_leads_back_to_it(visit):
    page = visit("/needs/ASD/")

    assert (page.context["up"], page.context["up_text"]) == (
        "/needs/communication-and-interaction/",
        "Communication and social life",
    )
    above = visit(page.context["up"])
    assert "/needs/ASD/" in [each["href"] for each in above.context["within"]]
    assert (above.context["up"], above.context["up_text"]) == ("/needs/", "All needs")


def test_every_way_can_be_narrowed_as_a_search(visit):
    assert visit("/ages/11-15/").context["narrow"] == "/find/?age=11-15"
    assert visit("/needs/VI/").context["narrow"] == "/find/?need=VI"
    assert visit("/kinds/care/").context["narrow"] == "/find/?kind=care"
    for path in ("/ages/11-15/", "/needs/VI/"):
        page = visit(path)
        assert visit(page.context["narrow"]).context["total"] == page.context["total"]


def test_nobody_is_lost_between_pages(visit):
    page = visit("/ages/11-15/")
    seen = list(names(page))
    while page.context["next"]:
        page = visit(page.context["next"])
        seen += names(page)

    assert len(seen) == len(set(seen)) == page.context["total"] > 10


@pytest.mark.parametrize("path", ["/ages/7/", "/ages/5-11/", "/ages/nope/", "/needs/nope/", "/needs/sport/"])
def test_what_there_is_not_is_a_helpful_page(visit, path):
    answer = visit(path)

    assert answer.status_code == 404
    assert "0808 157 0160" in answer.content.decode()


def test_a_need_that_was_merged_leads_to_the_one_it_went_into(council, indexed, get):
    with indexed():
        ServiceFactory(owner=council, name="Choir", needs=["DS"])
        term_actions.merge_terms(term("need", "DS"), into=term("need", "MLD"))

    answer = get("/needs/DS/")

    assert (answer.status_code, answer["Location"]) == (301, "/needs/MLD/")


@pytest.mark.parametrize("path", [*WAYS.values(), "/a-z/"])
def test_each_way_leads_to_the_others(visit, path):
    said = visit(path).content.decode()
    main = said[said.index("<main") :]

    for other in (*WAYS.values(), "/a-z/"):
        assert f'href="{other}"' in main
    assert main.count('aria-current="page"') == 1
