"""A statement is there, whole and of this year, or it is told what it lacks."""

import pytest

from localoffer.auditor.checks import accessibility_statement
from localoffer.auditor.values import Contact, Crawled, Feature, Link

from .a_page import HOME, a_page, a_site

WHOLE = (
    "This website is partially compliant with the Web Content Accessibility Guidelines.",
    "Non-accessible content: some PDFs have no tags.",
    "If you find a problem, contact us.",
    "Enforcement procedure: contact the Equality Advisory and Support Service (EASS).",
)


def statement(*lines, **also):
    return a_page(
        "# Accessibility statement",
        *lines,
        **({"title": "Accessibility statement", "url": f"{HOME}accessibility"} | also),
    )


def told(*pages, crawled=Crawled(is_complete=True)):  # noqa: B008, a value that never changes
    found = list(accessibility_statement.of_site(a_site(*pages, crawled=crawled)))
    return [each.has for each in found if isinstance(each, Feature)], [
        each for each in found if not isinstance(each, Feature)
    ]


def test_a_whole_statement_of_this_year_has_no_fault():
    assert told(
        statement(*WHOLE, "This statement was prepared on 23 September 2020 and reviewed on 4 May 2026.")
    ) == (
        [True],
        [],
    )


def test_an_old_statement_is_told_with_its_date():
    _, (finding,) = told(statement(*WHOLE, "This statement was last reviewed on 4 May 2023."))

    assert (finding.rule, finding.detail) == ("accessibility-statement-old", "It is of May 2023.")


def test_a_statement_without_a_date_is_told():
    assert [each.rule for each in told(statement(*WHOLE))[1]] == ["accessibility-statement-undated"]


def test_what_it_lacks_is_named():
    _, findings = told(statement("We want everyone to use this site. Contact us.", "Reviewed on 4 May 2026."))

    assert [each.detail for each in findings] == [
        "It does not say how far it complies; what is not accessible; what to do if the answer is no good."
    ]


def test_a_statement_in_plain_words_is_whole_too():
    plain = (
        "The site is partially compliant.",
        "What does not work yet: eleven PDFs have no headings.",
        "Not happy with our answer? Contact the Equality Advisory and Support Service.",
        "Last reviewed on 4 May 2026.",
    )

    assert told(statement(*plain, contacts=(Contact("phone", "01234 567890"),))) == ([True], [])


def test_a_site_without_one_is_told_unless_a_link_to_one_was_not_followed():
    linked = a_page(
        "x", links=(Link("https://council.example/accessibility", "Accessibility", where="footer"),)
    )

    assert [each.rule for each in told(a_page("x"))[1]] == ["no-accessibility-statement"]
    assert told(linked) == ([None], [])


def test_schools_accessibility_strategy_is_no_statement():
    strategy = a_page("# Schools' accessibility strategy", title="Accessibility strategy")

    assert told(strategy)[0] == [False]


def test_the_councils_own_statement_counts_where_the_offer_is_part_of_its_site():
    assert told(a_page("x"), statement(*WHOLE, "Reviewed on 4 May 2026.", is_within=False)) == ([True], [])


def test_the_day_of_the_law_is_not_the_day_of_the_statement():
    law = "We need not put right what was published before 23 September 2018, nor films from before September 2020."

    assert [each.rule for each in told(statement(*WHOLE, law))[1]] == ["accessibility-statement-undated"]
    assert told(statement(*WHOLE, law, "Prepared on 23 September 2025, tested on 4 May 2026.")) == (
        [True],
        [],
    )


def test_a_test_that_is_still_to_come_dates_nothing():
    (finding,) = told(
        statement(
            *WHOLE, "Last tested on 4 May 2024.", "We will test it again, and review it, in March 2027."
        )
    )[1]

    assert (finding.rule, finding.detail) == ("accessibility-statement-old", "It is of May 2024.")


def test_a_date_beside_the_name_of_the_statement_dates_it():
    assert told(statement(*WHOLE, "## Accessibility statement, December 2025")) == ([True], [])


def test_what_is_not_accessible_may_be_said_in_short():
    said = ("Some of our PDFs aren't fully accessible.", "Our films do not have captions.")
    others = [line for line in WHOLE if not line.startswith("Non-accessible")]

    for line in said:
        assert told(statement(*others, line, "Reviewed on 4 May 2026.")) == ([True], [])


def test_somebody_elses_statement_is_none_of_the_councils():
    elsewhere = statement(
        *WHOLE, "Reviewed on 4 May 2026.", url="https://supplier.test/accessibility", is_within=False
    )

    assert told(a_page("x"), elsewhere)[0] == [False]


@pytest.mark.parametrize(
    "said",
    [
        "The standard is WCAG 2.2, level AA, the one the law asks for. This website meets it in part.",
        "This site meets most of WCAG 2.2 AA.",
        "It does not yet meet the standard, WCAG 2.1 level AA.",
        "We partly meet the Web Content Accessibility Guidelines.",
        "The site conforms partly to WCAG 2.2.",
        "This website meets the standard in full.",
        "WCAG 2.2 AA is the standard. Our site doesn't fully meet it, for the reasons below.",
        "We tested against WCAG 2.2 level AA and meet nearly all of it.",
        "This website is partly compliant.",
    ],
)
def test_how_far_it_complies_may_be_said_in_plain_words(said):
    assert told(statement(said, *WHOLE[1:], "Reviewed on 4 May 2026.")) == ([True], [])


@pytest.mark.parametrize(
    "said",
    [
        "We want this website to meet WCAG 2.2, level AA.",
        "The standard for public bodies is WCAG 2.2 level AA.",
        "We meet all parents in the library.",
        "Our office does not meet families without an appointment.",
        "We work towards WCAG 2.2. We know that some parts matter most to families.",
    ],
)
def test_a_standard_that_is_only_named_does_not_say_how_far_it_is_met(said):
    (finding,) = told(statement(said, *WHOLE[1:], "Reviewed on 4 May 2026."))[1]

    assert finding.detail == "It does not say how far it complies."
