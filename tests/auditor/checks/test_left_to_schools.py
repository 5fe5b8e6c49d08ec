"""A page that leaves to schools what the council has to say is found; one that also says it is not."""

import pytest

from localoffer.auditor.checks import left_to_schools

from .a_page import TODAY, a_page, rules_of


def told(*lines):
    return rules_of(left_to_schools.of_page(a_page(*lines), TODAY))


@pytest.mark.parametrize(
    "line",
    [
        "Please contact your child's school for their local offer.",
        "Each school has its own local offer, which you can find on its website.",
        "Ask the school about its SEN offer.",
        "See individual schools' local offers for what they provide.",
        "For details of support in school, visit your school website to see their school local offer.",
        "All schools publish their own local offer.",
        "Schools write and publish their own local offers, which parents should ask for.",
        "Each school is responsible for its own local offer.",
        "The help on offer varies between schools: please contact the school.",
    ],
)
def test_leaving_it_to_schools_is_found(line):
    assert told("Help in school", line) == ["left-to-schools"]


@pytest.mark.parametrize(
    "line",
    [
        "Each school publishes a SEN information report on its website.",
        "Talk to your child's teacher first.",
        "Our Local Offer lists every school.",
        "Contact the school to visit.",
        "Schools contribute to the Local Offer.",
        "This school offers a breakfast club.",
    ],
)
def test_what_is_well_said_of_schools_is_no_fault(line):
    assert told("Help in school", line) == []


def test_a_page_that_says_what_is_expected_may_point_to_schools_too():
    line = "Each school has its own local offer."

    assert told(line, "We expect every school to make changes such as a quiet place.") == []
    assert told(line, "Support plans, small groups and help at lunch are there for any pupil. " * 20) == []
