"""What families can ask for: each in plain words, and never surer than what we read."""

import re
from datetime import date

import pytest

from localoffer.duties import loading
from tests.reading import reading_age

TODAY = date(2026, 11, 26)
RIGHTS = loading.rights(TODAY)
each = pytest.mark.parametrize("right", RIGHTS, ids=lambda right: right.slug)

RIGHT = """\
- slug: free-advice
  section: advice-and-support
  title: Free advice
  strength: must
  valid_from: 2014-09-01
  reviewed_on: 2026-11-26
  who: The council
  in_short: Somebody must be there.
  entitlement: There must be free advice.
  you_can: Ring them.
  sources:
    - {ref: "An Act, section 32", kind: law, confidence: read}
  criteria: [sendiass]
  services: [sendiass]
"""
TOLD = '    - {ref: "An Act, section 33", kind: law, confidence: summary}\n'


@pytest.fixture
def rights_in(law_folder):
    """The rights of a folder that holds this text of them."""

    def read(text):
        law_folder.write("rights.yaml", text)
        return loading.read(law_folder.path).rights

    return read


@pytest.fixture
def faults_in(rights_in):
    def read(text):
        with pytest.raises(loading.DutiesError) as error:
            rights_in(text)
        return str(error.value).splitlines()

    return read


@each
def test_a_parent_reads_each_right_in_words_for_age_11(right):
    for words in filter(None, (right.in_short, right.entitlement, right.we_think, right.you_can)):
        assert reading_age(words) <= 11, words


@each
def test_a_right_says_who_must_do_what_and_what_a_parent_can_do(right):
    assert right.strength == "must"
    assert re.search(r"\bmust\b|\byou can\b", right.entitlement, re.IGNORECASE)
    assert right.who[0].isupper()
    assert not right.who.endswith(".")
    assert right.you_can.endswith(".")


@each
def test_the_gist_of_a_right_is_short_and_says_no_day_that_the_right_does_not(right):
    assert len(right.in_short) <= 110
    assert set(re.findall(r"\d+", right.in_short)) <= set(re.findall(r"\d+", right.entitlement))


@each
def test_what_nobody_has_read_never_reads_as_law(right):
    if right.is_confirmed:
        assert (right.says, right.doubt) == ("The law says", "")
    else:
        assert right.says.startswith("We think the law says (")
        assert right.doubt.startswith("We think the law says this: ")
        assert "not yet checked against the text" in right.doubt
        assert not right.we_think, "all of it is said to be what we think"


def test_a_right_that_rests_on_both_says_apart_what_we_only_think():
    apart = {right.slug: right.also_doubt for right in RIGHTS if right.we_think}

    assert apart == {
        "reasonable-adjustments": "We think the law says this, too: not yet checked against the text.",
        "draft-plan-and-school": "We think the law says this, too: from a summary, not yet checked against the text.",
        "short-breaks": "We think the law says this, too: from a summary, not yet checked against the text.",
    }


def test_no_part_of_the_page_comes_twice():
    sections = [right.section for right in RIGHTS]

    assert sections == sorted(sections, key=sections.index)


def test_a_right_is_there_from_the_day_it_was_law(rights_in):
    (right,) = rights_in(RIGHT.replace("who:", "valid_until: 2029-08-31\n  who:"))

    assert not right.is_in_force(date(2014, 8, 31))
    assert right.is_in_force(date(2014, 9, 1))
    assert right.is_in_force(date(2029, 8, 31))
    assert not right.is_in_force(date(2029, 9, 1))
    assert "parent-carers-needs" not in [right.slug for right in loading.rights(date(2015, 3, 31))]


def test_a_law_without_rights_can_be_read(law_folder):
    assert loading.read(law_folder.path).rights == ()


@pytest.mark.parametrize(
    ("before", "after", "fault"),
    [
        (
            "section: advice",
            "section: advise",
            "rights.yaml, line 2, [1].section: “advise-and-support” is not",
        ),
        (
            "[sendiass]\n  services",
            "[sendias]\n  services",
            "line 13, [1].criteria[1]: “sendias” is not known",
        ),
        (
            "services: [sendiass]",
            "services: [sendias]",
            "line 14, [1].services[1]: “sendias” is not known here",
        ),
        ("  you_can: Ring them.\n", "", "rights.yaml, line 1, [1].you_can: it is missing. Add it."),
        (
            "  criteria",
            TOLD + "  criteria",
            "line 12, [1].we_think: some of its sources were read and some were not",
        ),
        (
            "  you_can",
            "  we_think: More.\n  you_can",
            "[1].we_think: it is for what rests on sources that were not",
        ),
        ("confidence: read", "confidence: red", "[1].sources[1].confidence: “red” is not known here"),
    ],
)
def test_an_editor_is_told_file_line_field_and_what_is_allowed(faults_in, before, after, fault):
    assert RIGHT.count(before) == 1

    (said,) = faults_in(RIGHT.replace(before, after))

    assert fault in said


def test_two_rights_of_one_name_are_refused(faults_in):
    (said,) = faults_in(RIGHT + RIGHT)

    assert said.startswith("rights.yaml, line 15, [2].slug: there is a “free-advice” already")
