"""The number beside a choice is how many results there are once it is made."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from localoffer.finder import filters
from localoffer.finder.labels import labels
from localoffer.finder.results import find
from localoffer.finder.search import AGE_BANDS, CHOICES, RADII, Search

QUESTIONS = [
    "",
    "toddler group",
    "my son refuses to go to school",
    "autism",
    "swimming",
    "deaf school",
    "money",
    "qqqq",
]
PLACES = ["", "LN6 7QX", "LN6", "PE30 1AA", "ZZ9 9ZZ"]


def searches():
    """Searches such as families make: a question, a place, and a few filters."""
    chosen = st.dictionaries(
        st.sampled_from(CHOICES),
        st.integers(0, 30),
        max_size=3,
    ).map(
        lambda picks: {
            name: (codes[number % len(codes)],) for name, number in picks.items() if (codes := codes_of(name))
        }
    )
    return st.builds(
        Search,
        text=st.sampled_from(QUESTIONS),
        near=st.sampled_from(PLACES),
        age=st.sampled_from([None, None, *AGE_BANDS.values(), (7, 7)]),
        within=st.sampled_from([None, None, *RADII]),
        is_open=st.booleans(),
        chosen=chosen,
    )


def codes_of(name):
    return [each.code for each in labels()[name]]


def with_choice(search, name, value):
    """The search that the form sends when one more choice is made in a group that has none, or only one at a time."""
    if name == "age":
        return search.but(age=AGE_BANDS[value])
    if name == "within":
        return search.but(within=int(value))
    if name == "open":
        return search.but(is_open=True)
    return search.with_choice(name, [value])


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_every_count_is_kept(fenbridge, data):
    search = data.draw(searches())
    found = find(search, authority=fenbridge)

    for group in filters.groups(found):
        for option in group["options"]:
            if option["count"] is not None:
                after = find(with_choice(search, group["name"], option["value"]), authority=fenbridge)
                assert len(after) == int(option["count"]), (search, group["name"], option["value"])


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_a_chip_takes_off_one_filter_and_leaves_the_rest(fenbridge, data):
    search = data.draw(searches())

    def chips(asked):
        return filters.chips(find(asked, authority=fenbridge), url="/find/")

    for chip in chips(search):
        left = Search.from_params(read(chip["href"]))
        assert len(chips(left)) == len(chips(search)) - 1
        assert (left.text, left.near) == (search.text, search.near)


def read(href):
    from django.http import QueryDict

    return QueryDict(href.partition("?")[2])


def test_what_a_service_is_meant_for_is_a_filter_for_whoever_came_with_one(fenbridge):
    def offered(search):
        found = find(search, authority=fenbridge)
        return {group["name"]: group for group in filters.groups(found)}, filters.chips(found, url="/find/")

    groups, chips = offered(Search(chosen={"stage": ("post-16",)}))
    checked = [each["label"] for each in groups["stage"]["options"] if each["checked"]]

    assert checked == [chip["text"] for chip in chips] == ["After Year 11 (16 to 19)"]
    assert "age" in groups, "she can still say how old"
    assert "stage" not in offered(Search())[0], "families are asked how old, and nothing like it beside"


def test_two_choices_of_one_filter_find_what_either_finds(fenbridge):
    deaf, blind = (find(Search(chosen={"need": (code,)}), authority=fenbridge) for code in ("HI", "VI"))
    both = find(Search(chosen={"need": ("HI", "VI")}), authority=fenbridge)

    assert {hit.entry_id for hit in both.hits} == {
        hit.entry_id for each in (deaf, blind) for hit in each.hits
    }


@pytest.mark.parametrize("name", ["need", "cost", "referral", "plan"])
def test_what_is_not_stated_is_never_hidden_by_a_choice(fenbridge, name):
    from localoffer.finder.models import Entry

    silent = set(
        Entry.objects.filter(authority=fenbridge, tokens__contains=f" {name}:? ").values_list("pk", flat=True)
    )
    assert silent

    for code in codes_of(name):
        found = {hit.entry_id for hit in find(Search(chosen={name: (code,)}), authority=fenbridge).hits}
        assert silent <= found, code


def test_an_age_that_is_not_stated_is_never_hidden(fenbridge):
    from localoffer.finder.models import Entry

    silent = set(
        Entry.objects.filter(authority=fenbridge, minimum_age=None, maximum_age=None).values_list(
            "pk", flat=True
        )
    )
    assert silent

    for age in [*AGE_BANDS.values(), (0, 0), (25, 25), (130, 130)]:
        assert silent <= {hit.entry_id for hit in find(Search(age=age), authority=fenbridge).hits}


def test_codes_that_nobody_knows_are_left_out_of_the_search(visit):
    everything = visit("/find/").context["total"]

    answer = visit("/find/?need=NOPE&kind=x&cost=gold&sector=pirate&plan=maybe&age=banana&within=7&sort=luck")

    assert answer.context["total"] == everything
    assert answer.context["chips"] == []


def test_codes_are_read_in_any_case(visit):
    assert visit("/find/?need=asd").context["total"] == visit("/find/?need=ASD").context["total"]
