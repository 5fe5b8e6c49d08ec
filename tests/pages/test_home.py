"""A council's first page."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from localoffer.directory.vocabulary import load_vocabulary
from localoffer.pages import starter
from tests.factories.directory import ServiceFactory


@pytest.fixture
def council(db):
    council = starter.create_demonstration(
        slug="fenbridge", name="Fenbridge", official_name="Fenbridge Council"
    )
    starter.create_site(
        council, host="fenbridge.localhost", heading="Find help", lead="Ask in your own words."
    )
    load_vocabulary()
    return council


def test_home_asks_the_database_no_more_for_five_services_than_for_two(
    council, client, django_capture_on_commit_callbacks
):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            answer = client.get("/", headers={"host": "fenbridge.localhost"})
        assert answer.status_code == 200
        return [query["sql"].split(" WHERE ")[0] for query in captured.captured_queries]

    with django_capture_on_commit_callbacks(execute=True):
        ServiceFactory(owner=council, kinds=["sport"])
    queries()  # the vocabulary is read once
    with django_capture_on_commit_callbacks(execute=True):
        ServiceFactory(owner=council, kinds=["sport"])
    for_two = queries()
    with django_capture_on_commit_callbacks(execute=True):
        for kind in ("sport", "health", "care"):
            ServiceFactory(owner=council, kinds=[kind])

    assert queries() == for_two


def test_the_question_comes_first_and_every_kind_of_help_after_it(visit):
    said = visit("/").content.decode()

    assert said.index("<h1") < said.index('name="q"') < said.index("Kinds of help</h2>")
    for kind in ("Nursery, school and learning", "Health", "Breaks and help at home", "Things to do"):
        assert kind in said
    assert "My son refuses to go to school" in said, "and questions to try"


def test_a_question_to_try_leads_to_results(visit):
    links = [part.split('"')[0] for part in visit("/").content.decode().split('href="')[1:]]
    questions = [link for link in links if link.startswith("/find/?q=")]

    assert len(questions) == 6
    for question in questions:
        assert visit(question).context["total"] > 0, question


def test_every_journey_and_topic_of_the_starter_pack_is_there_once_and_each_leads_somewhere(visit):
    context = visit("/").context

    assert len(context["journeys"]) == 11
    assert [each["title"] for each in context["topics"]][:3] == [
        "Nursery, school and learning",
        "Health",
        "Care, short breaks and things to do",
    ]
    assert len(context["topics"]) == 11
    for each in (*context["journeys"], *context["topics"]):
        assert visit(each["href"]).status_code == 200, each["title"]
