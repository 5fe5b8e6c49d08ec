"""Whatever is typed, pasted or tampered with, a family gets a page that helps, never an error."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.demonstration import FENBRIDGE

TYPED = {
    "a quote": '"',
    "an open quote": '"swimming',
    "a star": "*",
    "only stars": "* * *",
    "a prefix": "swim*",
    "near": "NEAR(swimming autism, 5)",
    "operators": "AND OR NOT",
    "a missing operand": "swimming AND",
    "a column": "name_words:swimming",
    "the council column": "council:_council_1",
    "a caret": "^swimming",
    "parentheses": "((((swimming",
    "braces": "{name_words text_words} : swimming",
    "a minus": "-swimming -- --",
    "a plus": "swim + autism",
    "tsquery": "swim & !autism | (deaf <-> school):A*",
    "a backslash": "\\ swimming\\' \\\\",
    "a dollar quote": "$$ swimming $1 %s %(name)s {0}",
    "sql": "'; DROP TABLE finder_entry; --",
    "union": "' UNION SELECT password FROM accounts_user --",
    "markup": "<script>alert(1)</script><b>",
    "a template": "{{ request }} {% include 'x' %}",
    "emoji": "👩‍👧 🏊 swimming",
    "Arabic": "نادي السباحة",
    "Chinese": "自闭症 游泳",
    "Polish": "pomoc po polsku dla dzieci z niepełnosprawnością",
    "accents": "Zoë’s café — naïve",
    "right to left marks": "\u202eswimming\u202c",
    "combining": "s\u0301w\u0301i\u0301m" * 50,
    "a null byte": "swim\x00ming",
    "control characters": "\x01\x02\x1b[31mswim\r\nSet-Cookie: a=b",
    "ten thousand letters": "a" * 10_000,
    "ten thousand words": "swim " * 2_000,
    "a thousand different words": " ".join(f"word{number}" for number in range(1_000)),
    "numbers": "123456789012345678901234567890",
    "only stop words": "what do I do",
    "nothing but spaces": "   ",
    "punctuation": "!?.,;:'()[]{}<>@#~/|`¬",
    "a full-width postcode": "ＬＮ６　７ＱＸ",
}

ADDRESSES = [
    "/find/?q=%ff%fe%00",
    "/find/?q=%ed%a0%80",  # half of a surrogate pair
    "/find/?q=%",
    "/find/?q=%zz&near=%c3%28",
    "/find/?&&&===&q",
    "/find/?q=a&q=b&q=c&near=&near=x",
    "/find/?page=0",
    "/find/?page=-1",
    "/find/?page=99999999999999999999999999",
    "/find/?page=1e3",
    "/find/?page=²",
    "/find/?page=١",
    "/find/?page[]=1&need[]=ASD&need[$ne]=1",
    "/find/?age=-5",
    "/find/?age=999",
    "/find/?age=10-5",
    "/find/?age=٣",
    "/find/?within=5",
    "/find/?within=99999&near=LN6+7QX",
    "/find/?need=%00&kind='&strand=%22&cost=%F0%9F%92%A9",
    "/find/?need=" + "A" * 5_000,
    "/find/?" + "&".join(f"need=N{number}" for number in range(900)),
    "/find/?sort=near",
    "/find/?near=%00LN6",
    "/find/?near=" + "LN6" * 3_000,
    "/kinds/nope/",
    "/kinds/CARE/",
    "/kinds/care/?page=99999",
    "/kinds/care/?page=banana",
    "/kinds/" + "x" * 3_000 + "/",
    "/kinds/%00/",
    "/kinds/..%2f..%2fetc/",
    "/ages/nope/",
    "/ages/7/",
    "/ages/5-10/?page=banana",
    "/needs/asd/",
    "/needs/nope/?page=99999",
    "/find/guide/hard/?age=%00&hard[]=x&help=%ff",
    "/a-z/%F0%9F%92%A9/",
    "/a-z/zz/",
    "/a-z/0-9/",
    "/a-z/Å/",
    "/a-z/%00/",
    "/services/nope/",
    "/services/%00/",
    "/services/" + "x" * 3_000 + "/",
    "/services/'%20OR%201=1/",
    "/services/%ff/",
]

helped = settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))


def assert_it_helps(answer):
    assert answer.status_code in (200, 404), answer.status_code
    said = answer.content.decode()
    assert "<h1" in said
    assert "0808 157 0160" in said, "somebody to ring"


@pytest.mark.parametrize("typed", TYPED.values(), ids=TYPED)
def test_whatever_is_typed_gets_a_page_of_results(visit, typed):
    for params in ({"q": typed}, {"near": typed}, {"q": typed, "near": "LN6 7QX", "sort": "near"}):
        answer = visit("/find/", **params)
        assert_it_helps(answer)
        assert answer.status_code == 200
        assert "<script>alert" not in answer.content.decode()
        assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("address", ADDRESSES, ids=lambda address: address[:50])
def test_whatever_the_address_holds_there_is_a_helpful_page(visit, address):
    answer = visit(address)

    assert_it_helps(answer)
    if address.startswith("/find/"):
        assert answer.status_code == 200


@pytest.mark.parametrize("path", ["/kinds/{}/", "/a-z/{}/", "/services/{}/"])
def test_whatever_stands_in_the_path_there_is_a_helpful_page(visit, path):
    from urllib.parse import quote

    for typed in TYPED.values():
        assert_it_helps(visit(path.format(quote(typed[:500]))))


@helped
@given(noise=st.text(max_size=200))
def test_any_text_at_all_can_be_typed(visit, noise):
    from urllib.parse import quote

    # A browser cannot send half of a surrogate pair; a program can send its bytes.
    sent = quote(noise.encode("utf-8", "surrogatepass"))

    assert_it_helps(visit(f"/find/?q={sent}&near={sent}&need={sent}&age={sent}&page={sent}"))


@helped
@given(noise=st.binary(max_size=120))
def test_any_bytes_at_all_can_follow_the_question_mark(demonstration, client, noise):
    from urllib.parse import quote

    for query in (noise.decode("latin-1"), quote(noise)):
        answer = client.get("/find/", QUERY_STRING=query, headers={"host": FENBRIDGE})
        assert_it_helps(answer)


def test_words_that_are_the_engines_own_find_the_same_as_plain_ones(visit):
    plain = [card["title"] for card in visit("/find/", q="swimming lessons").context["cards"]]

    for dressed in (
        '"swimming" lessons*',
        "swimming, (lessons)",
        "+swimming ^lessons",
        "swimming: lessons;--",
    ):
        assert [card["title"] for card in visit("/find/", q=dressed).context["cards"]] == plain, dressed


@pytest.mark.parametrize("typed", TYPED.values(), ids=TYPED)
def test_whatever_is_typed_suggestions_are_a_list(visit, typed):
    answer = visit("/find/suggest/", q=typed)

    assert answer.status_code == 200
    assert len(answer.json()["suggestions"]) <= 8
