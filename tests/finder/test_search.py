"""A search is one value: it goes into an address and comes out the same, whatever the address holds."""

import string

from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from localoffer.finder.search import CHOICES, LAST_PAGE, RADII, SORTS, Search

CODES = st.text(string.ascii_letters + string.digits + "-", min_size=1, max_size=20).filter(
    lambda c: c[0] != "-"
)
AGES = st.tuples(st.integers(0, 130), st.integers(0, 130)).map(sorted).map(tuple)


def searches():
    plain = st.text(st.characters(exclude_categories=["C", "Z"]), max_size=12)
    words = st.lists(plain, max_size=8).map(lambda some: " ".join(" ".join(some).split()))
    return st.builds(
        Search,
        text=words,
        near=words.map(lambda text: text[:20].strip()),
        age=st.none() | AGES,
        within=st.none() | st.sampled_from(RADII),
        is_open=st.booleans(),
        sort=st.sampled_from(SORTS),
        page=st.integers(1, LAST_PAGE),
        chosen=st.dictionaries(
            st.sampled_from(CHOICES),
            st.lists(CODES, min_size=1, max_size=5, unique=True).map(lambda codes: tuple(sorted(codes))),
        ).map(lambda chosen: {name: chosen[name] for name in CHOICES if name in chosen}),
    )


@given(searches())
def test_a_search_comes_out_of_an_address_as_it_went_in(search):
    assert Search.from_params(QueryDict(search.query_string())) == search


@given(st.text(max_size=300))
def test_any_text_in_an_address_is_read_as_some_search_and_stays_that(text):
    search = Search.from_params(
        {"q": text, "near": text, "age": text, "page": text, "need": [text], "within": text}
    )

    assert Search.from_params(QueryDict(search.query_string())) == search


@given(st.binary(max_size=300))
def test_any_bytes_after_the_question_mark_are_read_as_some_search(noise):
    search = Search.from_params(QueryDict(noise))

    assert Search.from_params(QueryDict(search.query_string())) == search


def test_the_same_search_has_one_address():
    assert (
        Search.from_params(
            QueryDict("need=HI&near=LN6&q=club&need=ASD&page=1&sort=best&age=&within=")
        ).query_string()
        == "q=club&near=LN6&need=ASD&need=HI"
    )


def test_a_change_goes_back_to_the_first_page():
    search = Search(text="club", page=4)

    assert search.but(age=(5, 10)).page == 1
    assert search.with_choice("need", ["ASD"]).page == 1
    assert search.but(page=3).page == 3


def test_what_makes_no_sense_is_left_out():
    params = "q=club&age=10-5&within=7&sort=price&page=-4&need=a b&need=%22&cost=&open=maybe&kind=-x"

    assert Search.from_params(QueryDict(params)) == Search(text="club")
