"""Three questions for those who do not know what to ask."""

import itertools
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml
from django.http import QueryDict

from localoffer.finder import guide
from localoffer.finder.search import AGE_BANDS, Search
from tests.factories.directory import ServiceFactory

VOCABULARY = Path(guide.__file__).parent.parent / "directory" / "data" / "vocabulary.yaml"
PAGES = ("/find/guide/", "/find/guide/hard/", "/find/guide/help/")


class Form(HTMLParser):
    """What the form of a page would send, were nothing changed, and where to."""

    def __init__(self, answer):
        super().__init__()
        self.hidden, self.radios, self.checked, self.action, self.is_ours = {}, [], {}, "", False
        self.feed(answer.content.decode())

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag == "form":
            self.action = attrs["action"]
            assert attrs["method"] == "get"
        elif attrs.get("type") == "hidden":
            self.hidden[attrs["name"]] = attrs["value"]
        elif attrs.get("type") == "radio":
            self.radios.append(attrs["value"])
            if "checked" in attrs:
                self.checked[attrs["name"]] = attrs["value"]

    def send(self, get, **answers):
        return get(self.action, **(self.hidden | self.checked | answers))


def names(answer):
    return [card["title"] for card in answer.context["cards"]]


def address_of(answer):
    assert answer.status_code == 302
    return answer.headers["Location"]


def go_through(get, *, age, hard, help):
    first = get("/find/guide/")
    second = Form(first).send(get, **age)
    third = Form(second).send(get, **hard)
    return Form(third).send(get, **help)


# --- What the answers stand for ---------------------------------------------------------------------------


def test_every_need_that_an_answer_stands_for_is_in_the_vocabulary():
    taxonomies = yaml.safe_load(VOCABULARY.read_text("utf-8"))["taxonomies"]
    known = {term["code"] for each in taxonomies if each["code"] == "need" for term in each["terms"]}

    assert known
    for choice in guide.HARD:
        assert set(choice.needs) <= known, choice.name
    assert [choice.name for choice in guide.HARD if not choice.needs] == ["We do not know yet"]


def test_no_two_answers_have_one_code_or_one_name():
    assert len({choice.code for choice in guide.HARD}) == len(guide.HARD)
    assert len({choice.name for choice in guide.HARD}) == len(guide.HARD)


def test_every_way_through_the_guide_is_a_search_that_an_address_can_hold(visit):
    kinds = [None, "any", *(kind["value"] for kind in visit(PAGES[2]).context["options"])]
    for age, hard, kind in itertools.product(
        [None, "any", *AGE_BANDS], [None, *(choice.code for choice in guide.HARD)], kinds
    ):
        given = {name: value for name, value in (("age", age), ("hard", hard), ("help", kind)) if value}

        search = guide.Answers.from_params(given).search()

        assert Search.from_params(QueryDict(search.query_string())) == search
        assert bool(search.age) == (age in AGE_BANDS)
        assert ("need" in search.chosen) == (hard not in (None, "unknown"))
        assert ("kind" in search.chosen) == (kind not in (None, "any"))


# --- Going through ----------------------------------------------------------------------------------------


def test_three_answers_lead_to_the_results_of_an_ordinary_search(council, indexed, get):
    with indexed():
        for name, needs, kinds in (
            ("Worry club", ["SEMH"], ["sport"]),
            ("Worry clinic", ["SEMH"], ["health"]),
            ("Deaf club", ["HI"], ["sport"]),
        ):
            ServiceFactory(owner=council, name=name, needs=needs, kinds=kinds, minimum_age=11, maximum_age=15)
        ServiceFactory(owner=council, name="Club that says little", kinds=["sport"])

    end = go_through(get, age={"age": "11-15"}, hard={"hard": "feelings"}, help={"help": "fun"})

    assert address_of(end) == "/find/?age=11-15&need=SEMH&kind=fun"
    page = get(address_of(end))
    assert names(page) == ["Worry club", "Club that says little"], "what does not say comes after"
    assert [chip["text"] for chip in page.context["chips"]] == [
        "Age 11 to 15",
        "Social, emotional and mental health",
        "Things to do",
    ]


def test_one_answer_may_stand_for_several_needs(visit):
    end = visit("/find/guide/found/", hard="senses")

    assert parse_qs(urlsplit(address_of(end)).query) == {"need": ["HI", "MSI", "VI"]}


def test_whoever_would_rather_not_say_and_wants_everything_gets_everything(visit):
    end = go_through(visit, age={"age": "any"}, hard={}, help={"help": "any"})

    assert address_of(end) == "/find/"


def test_whoever_does_not_know_yet_is_shown_those_who_can_find_out(council, indexed, get):
    with indexed():
        ServiceFactory(owner=council, name="Autism assessment", needs=["ASD"], kinds=["diagnosis"])

    end = go_through(get, age={}, hard={"hard": "unknown"}, help={"help": "health"})

    assert names(get(address_of(end))) == ["Autism assessment"]


def test_every_question_can_be_skipped(visit):
    page = visit("/find/guide/")
    for _ in guide.QUESTIONS:
        page = visit(page.context["skip"])

    assert address_of(page) == "/find/"


def test_a_skipped_question_loses_only_its_own_answer(visit):
    page = visit("/find/guide/hard/", age="5-10", hard="moving", help="care")

    assert page.context["skip"] == "/find/guide/help/?age=5-10&help=care"


def test_going_back_shows_what_was_answered_and_going_on_keeps_the_rest(visit):
    last = visit("/find/guide/help/", age="5-10", hard="moving", help="care")
    second = visit(last.context["back"])
    first = visit(second.context["back"])

    assert Form(second).checked == {"hard": "moving"}
    assert Form(first).checked == {"age": "5-10"}
    again = Form(Form(Form(first).send(visit, age="16-18")).send(visit)).send(visit)
    assert address_of(again) == "/find/?age=16-18&need=PD&kind=care"


def test_the_first_question_leads_back_to_the_search_box(visit):
    assert visit("/find/guide/").context["back"] == "/"


@pytest.mark.parametrize(
    "query",
    [
        "age=blue&hard=nonsense&help=nowhere",
        "age=7&hard=ASD&help=sport",  # an age, a need and a lower kind are no answers here
        "age=%00&hard=%ff&help=%27",
        "hard=" + "x" * 5_000,
        "&&=&age",
    ],
)
def test_what_is_no_answer_is_left_out(visit, query):
    for path in PAGES:
        page = visit(f"{path}?{query}")
        assert page.status_code == 200
        assert Form(page).checked == {}
        assert Form(page).hidden == {}
    assert address_of(visit(f"/find/guide/found/?{query}")) == "/find/"


def test_a_question_that_there_is_not_is_a_helpful_page(visit):
    answer = visit("/find/guide/nonsense/")

    assert answer.status_code == 404
    assert "0808 157 0160" in answer.content.decode()


# --- What is offered -------------------------------------------------------------------------------------


def test_kinds_of_help_that_have_something_come_first_and_the_others_say_so(council, indexed, get):
    with indexed():
        ServiceFactory(owner=council, needs=["HI"], kinds=["advice"])
        ServiceFactory(owner=council, needs=["PD"], kinds=["travel"])

    offered = get("/find/guide/help/", hard="senses").context["options"]

    assert offered[0]["value"] == "advice"
    assert [each["value"] for each in offered if not each["hint"].startswith("We know of none")] == [
        "advice",
        "any",
    ]
    assert offered[-1]["label"] == "Show me everything"


def test_the_questions_ask_the_database_no_more_for_three_services_than_for_one(council, indexed, queries):
    with indexed():
        ServiceFactory(owner=council, kinds=["sport"])
    queries("/find/guide/help/")
    with indexed():
        ServiceFactory(owner=council, kinds=["sport"])
    for_one = queries("/find/guide/help/", age="0-4")
    with indexed():
        for kind in ("health", "care"):
            ServiceFactory(owner=council, kinds=[kind])

    assert queries("/find/guide/help/", age="0-4") == for_one
    assert len(for_one) <= 12


@pytest.mark.parametrize("path", [*PAGES, "/find/guide/found/"])
def test_answers_are_for_no_cache_and_no_cookie(visit, path):
    answer = visit(path, age="11-15", hard="feelings")

    assert "private" in answer.headers["Cache-Control"]
    assert "no-cache" in answer.headers["Cache-Control"]
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("path", ["/", "/find/?q=zzyzx&need=HI"])
def test_the_way_to_the_guide_is_where_it_is_needed(visit, path):
    assert 'href="/find/guide/"' in visit(path).content.decode()
