"""Questions to ask on their pages, on a service's page and in a family's list."""

from localoffer.directory.models import OwnQuestions, TaxonomyTerm
from localoffer.directory.term_actions import add_term, merge_terms
from tests.factories.directory import ServiceFactory
from tests.factories.places import DemonstrationFactory, served_on

SHORT_BREAKS = "/questions-to-ask/short-breaks/"
OURS = "How many hours can we get in a year?"


def kind(code):
    return TaxonomyTerm.objects.of("kind").get(code=code)


def test_each_kind_of_help_has_a_page_with_both_lists(get):
    every = get("/questions-to-ask/").content.decode()
    page = get(SHORT_BREAKS).content.decode()

    assert every.count('href="/questions-to-ask/') >= 76
    assert f'href="{SHORT_BREAKS}"' in every
    assert OURS in page
    assert 'id="young"' in page
    assert "Who else will be there" in page
    assert get("/questions-to-ask/no-such-kind/").status_code == 404


def test_a_page_of_one_kind_asks_the_database_as_often_with_questions_of_a_councils_own(queries, council):
    queries(SHORT_BREAKS)
    before = queries(SHORT_BREAKS)
    OwnQuestions.objects.create(owner=council, kind=kind("short-breaks"), parent="Is lunch free?")

    assert queries(SHORT_BREAKS) == before


def test_a_councils_own_questions_are_on_its_pages_alone(get, client, council):
    served_on(DemonstrationFactory(name="Saltmere", slug="saltmere"), "saltmere.localhost")
    OwnQuestions.objects.create(owner=council, kind=kind("short-breaks"), parent="Is lunch free?")

    assert "Is lunch free?" in get(SHORT_BREAKS).content.decode()
    other = client.get(SHORT_BREAKS, headers={"host": "saltmere.localhost"}).content.decode()
    assert OURS in other
    assert "Is lunch free?" not in other


def test_a_councils_own_kind_has_the_questions_of_the_one_above_it_until_it_is_merged(get, council):
    own = add_term(
        kind("short-breaks").taxonomy, name="Forest school", parent=kind("fun"), owner=council, by=None
    )
    page = f"/questions-to-ask/{own.code}/"

    assert "Can my child come and try it once?" in get(page).content.decode()
    OwnQuestions.objects.create(owner=council, kind=own, parent="Is it muddy?")
    merge_terms(own, into=kind("sport"))
    assert get(page).url == "/questions-to-ask/sport/"
    assert "Is it muddy?" in get("/questions-to-ask/sport/").content.decode()


def test_a_services_page_folds_them_at_its_foot_and_leads_to_those_to_print(get, council):
    service = ServiceFactory(owner=council, name="Wriggle Club", kinds=["fun", "sport"])

    page = get(service.listings.get().get_absolute_url()).content.decode()

    assert "Questions to ask: Sport and swimming" in page
    assert "Do I have to be good at it?" in page
    assert 'href="/questions-to-ask/sport/"' in page


def test_questions_are_kept_in_her_list_and_shown_by_its_link(client, council):
    host = {"host": "fenbridge.localhost"}
    pressed = client.post(
        "/my-list/keep/",
        {"keep": "questions:short-breaks"},
        headers=host | {"referer": f"http://fenbridge.localhost{SHORT_BREAKS}"},
    )

    assert pressed.url == f"{SHORT_BREAKS}?kept=short-breaks#kept"
    assert "Kept in my list" in client.get(pressed.url, headers=host).content.decode()
    mine = client.get("/my-list/", headers=host).content.decode()
    assert f'href="{SHORT_BREAKS}">Questions to ask: Short breaks</a>' in mine
    nothing = client.post("/my-list/keep/", {"keep": "questions:no-such-kind"}, headers=host)
    assert nothing.url == "/my-list/?said=unknown"
