"""`localoffer find`: the search box, from the command line."""

import io
import json

import pytest
from django.core.management import CommandError, call_command

from localoffer.finder.models import Entry

pytestmark = pytest.mark.usefixtures("demonstration")


def ask(*args, council="fenbridge", **options):
    out = io.StringIO()
    call_command("find", *args, council=council, stdout=out, **options)
    return out.getvalue()


def asked_in_batch(tmp_path, *lines, **options):
    file = tmp_path / "questions.jsonl"
    file.write_text("\n".join(lines), encoding="utf-8")
    return ask(batch=str(file), **options)


@pytest.mark.parametrize("near", ["", "LN6 7QX", "ZZ9 9ZZ"])
@pytest.mark.parametrize(
    "question", ["toddler group", "my son refuses to go to school", "deaf school", "money"]
)
def test_it_finds_what_the_page_finds_in_the_same_order(visit, question, near):
    page = [card["title"] for card in visit("/find/", q=question, near=near).context["cards"]]

    found = json.loads(ask(question, near=near, json=True))

    assert [each["name"] for each in found["results"]] == page
    assert found["query"] == question


def test_each_answer_says_what_it_is_how_well_it_fits_and_why(fenbridge):
    first = json.loads(ask("deaf school", near="LN6 7QX", json=True, limit=8))["results"]
    school = next(each for each in first if each["name"] == "Hallam Edge School for Deaf Children")

    assert set(school) == {"id", "source_id", "name", "score", "why"}
    assert school["id"] == str(Entry.objects.get(authority=fenbridge, name=school["name"]).service_id)
    assert school["source_id"].startswith("fb-")
    assert 0 < school["score"] <= 1
    assert school["why"] == ["name: deaf school", "distance: 40.7 miles"]


def test_as_many_as_asked_for():
    assert len(json.loads(ask("school", json=True))["results"]) == 10
    assert len(json.loads(ask("school", json=True, limit=3))["results"]) == 3
    with pytest.raises(CommandError, match="--limit must be 1 or more"):
        ask("school", limit=0)


def test_in_plain_words_for_a_person():
    assert ask("deaf school").splitlines()[0].startswith("  1. Hallam Edge School for Deaf Children  (")
    assert ask("zzyzx") == "Nothing found.\n"
    assert "We cannot find that postcode" in ask("school", near="ZZ9 9ZZ")


def test_many_questions_one_answer_a_line(tmp_path):
    answers = asked_in_batch(
        tmp_path,
        '{"id": 7, "query": "deaf school"}',
        "",
        '{"id": "b", "query": "zzyzx", "extra": 1}',
        json=True,
    ).splitlines()

    first, second = map(json.loads, answers)
    assert first["id"] == 7
    assert first["results"][0]["name"] == "Hallam Edge School for Deaf Children"
    assert set(first["results"][0]) == {"id", "source_id", "name", "score", "why"}
    assert second == {"id": "b", "results": []}


def test_questions_in_any_script_come_and_go_whole(tmp_path):
    answer = json.loads(asked_in_batch(tmp_path, '{"id": "ł", "query": "pomoc po polsku 👩‍👧"}', json=True))

    assert answer["id"] == "ł"
    assert answer["results"][0]["name"] == "Maluchy, Polish toddler group"


@pytest.mark.parametrize("line", ["school", "[1]", '{"id": 1}', '"school"', '{"id": 1, "query": "a"', "null"])
def test_a_line_that_is_no_question_is_named_with_what_it_should_look_like(tmp_path, line):
    with pytest.raises(CommandError, match=r'Line 2 of .* should look like {"id": 1, "query": "…"}'):
        asked_in_batch(tmp_path, '{"id": 1, "query": "school"}', line, json=True)


def test_a_file_that_cannot_be_read_is_said_to_be(tmp_path):
    with pytest.raises(CommandError, match="cannot be read"):
        ask(batch=str(tmp_path / "missing.jsonl"))
    (tmp_path / "latin.jsonl").write_bytes('{"id": 1, "query": "café"}'.encode("latin-1"))
    with pytest.raises(CommandError, match="UTF-8"):
        ask(batch=str(tmp_path / "latin.jsonl"))


def test_an_unknown_council_is_said_to_be_unknown():
    with pytest.raises(CommandError, match="There is no council 'atlantis' here"):
        ask("school", council="atlantis")


def test_a_question_is_needed():
    with pytest.raises(CommandError, match="Type a question"):
        ask()
