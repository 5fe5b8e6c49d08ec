"""A file of the starter pack that somebody got wrong: every fault, with file, line, field and what is allowed."""

import pytest

from localoffer.pages.starter import reading

RIGHT = """pages:
- key: hub
  type: TopicHubPage
  slug: hub
  title: A topic
  in_short: What it is about.
  care: {owner: A team, review_every: 12}
- key: grant
  type: QuestionPage
  below: hub
  slug: grant
  title: Is there a grant?
  in_short: Yes.
  care: {owner: A team, review_every: 12}
  duties: [benefits-and-grants]
  related: [hub]
  answer: Yes.
  body:
  - {type: text, value: "<p>Ring us.</p>"}
  - {type: contact, value: {name: A team, phone: 01632 960100}}
  - {type: services, value: {heading: Help, kind: grants, need: '', age: '', no_plan: true, how_many: 3}}
"""


def faults(tmp_path, text: str) -> list[str]:
    (tmp_path / "money.yaml").write_text(text, "utf-8")
    with pytest.raises(reading.StarterError) as refused:
        reading.read(tmp_path)
    return str(refused.value).splitlines()


def test_a_file_that_is_right_is_read_with_what_is_above_first(tmp_path):
    (tmp_path / "money.yaml").write_text(RIGHT, "utf-8")
    pack = reading.read(tmp_path)

    assert [page.key for page in pack.pages] == ["hub", "grant"]
    assert pack.serving("benefits-and-grants") == [pack.page("grant")]
    assert list(pack.above(pack.page("grant"))) == [pack.page("hub")]


@pytest.mark.parametrize(
    ("right", "wrong", "line", "field", "words"),
    [
        ("type: QuestionPage", "type: QuestonPage", 8, "pages[2].type", "Did you mean “QuestionPage”?"),
        ("slug: grant", "slug: Grant!", 11, "grant.slug", "small letters"),
        ("below: hub", "below: hubb", 10, "grant.below", "Did you mean “hub”?"),
        ("related: [hub]", "related: [moon]", 16, "grant.related", "there is no page “moon”"),
        ("duties: [benefits-and-grants]", "duties: [benefit]", 15, "grant.duties[1]", "is not known here"),
        (
            "review_every: 12}\n  duties",
            "review_every: 7}\n  duties",
            14,
            "grant.care.review_every",
            "3, 6, 12, 24",
        ),
        ("kind: grants", "kind: grant", 21, "grant.body[3].services.kind", "Did you mean “grants”?"),
        ("how_many: 3", "how_many: 30", 21, "grant.body[3].services.how_many", "less than or equal to 5"),
        ("phone: 01632 960100", "phone: ring", 20, "grant.body[2].contact.phone", "digits and spaces"),
        ("phone: 01632 960100", "fone: 01632 960100", 20, "grant.body[2].contact", "Did you mean “phone”?"),
        ("<p>Ring us.</p>", "<h1>Ring us.</h1>", 19, "grant.body[1].text", "<h1> cannot stand here"),
        ("<p>Ring us.</p>", "<p>Ring [[us.</p>", 19, "grant.body[1].text", "one of them is missing"),
        ("  answer: Yes.\n", "", 8, "grant.answer", "it is missing"),
        ("- key: grant", "- key: hub", 8, "hub", "a page of this key already"),
    ],
)
def test_each_fault_says_where_it_is_and_what_is_allowed(tmp_path, right, wrong, line, field, words):
    assert right in RIGHT
    found = faults(tmp_path, RIGHT.replace(right, wrong))

    assert any(said.startswith(f"money.yaml, line {line}, {field}: ") and words in said for said in found), (
        found
    )


def test_a_blank_stands_for_a_phone_number_and_for_no_choice(tmp_path):
    text = RIGHT.replace("01632 960100", '"[[the phone number]]"').replace("kind: grants", 'kind: "[[kind]]"')

    [said] = faults(tmp_path, text)
    assert "services.kind" in said
