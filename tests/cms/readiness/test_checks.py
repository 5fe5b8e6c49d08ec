"""What is looked for in a page before families see it."""

import pytest

from localoffer.cms.readiness.checks import Draft, Severity, Text, blank, in_words, problems_of

PLAIN = "<p>You can ask for help. We ring you back.</p>"
HARD = (
    "<p>The multidisciplinary panel considers individual circumstances when determining eligibility for additional "
    "provision across the authority.</p>" * 10
)


def draft(html=PLAIN, **kwargs):
    return Draft(
        (Text("Title", "<h2>Short breaks</h2>"), Text("Text", html)), **({"owner": "SEND team"} | kwargs)
    )


def codes(html=PLAIN, **kwargs):
    return [problem.code for problem in problems_of(draft(html, **kwargs))]


def test_a_plain_page_with_an_owner_is_ready():
    assert codes() == []


def test_a_page_that_nobody_looks_after_is_stopped():
    assert codes(owner=" ") == ["owner"]


@pytest.mark.parametrize("html", ["", "<p></p>", "<h3>Only a heading</h3>"])
def test_a_page_that_says_nothing_is_stopped_unless_it_is_made_of_others(html):
    assert codes(html) == ["empty"]
    assert codes(html, may_be_empty=True) == []


@pytest.mark.parametrize(
    "html",
    [
        f"<p>Ring us on {blank('your phone number')}.</p>",
        "<p>Ring us on [[<b>your</b> phone number]].</p>",
        "<p>Ring us on [[your phone number.</p>",
    ],
)
def test_a_blank_that_nobody_filled_in_stops_a_page_and_is_quoted(html):
    (problem,) = problems_of(draft(html))

    assert (problem.code, problem.severity, problem.where) == ("blank", Severity.STOPS, "Text")
    assert problem.quote.startswith("[[your phone number")


def test_a_blank_in_the_title_is_found_too():
    found = problems_of(Draft((Text("Title", f"<h2>{blank('name')}</h2>"), Text("Text", PLAIN)), owner="Us"))

    assert [(problem.code, problem.where) for problem in found] == [("blank", "Title")]


@pytest.mark.parametrize(
    ("html", "is_right"),
    [
        ('<img src="a.jpg" alt="Two children paint">', True),
        ('<img src="a.jpg" alt="">', True),
        ('<img src="a.jpg">', False),
        ('<img src="a.jpg" alt="IMG_2034.JPG">', False),
        ('<img src="a.jpg" alt="img 2034">', False),
        ('<embed embedtype="image" id="3" format="left" alt="A ramp">', True),
        ('<embed embedtype="image" id="3" format="left">', False),
        ('<embed embedtype="media" url="https://example.org">', True),
    ],
)
def test_a_blind_parent_is_told_what_each_picture_shows(html, is_right):
    assert codes(PLAIN + html) == ([] if is_right else ["alternative-text"])


@pytest.mark.parametrize(
    ("levels", "is_right"),
    [("2 3 3 2", True), ("3 3", True), ("2 3 4 2", True), ("4", False), ("2 4", False), ("3 5", False)],
)
def test_headings_skip_no_level(levels, is_right):
    html = "".join(f"<h{level}>Words</h{level}>" for level in levels.split())

    assert codes(PLAIN + html) == ([] if is_right else ["heading"])


def test_an_empty_heading_is_found():
    assert codes(PLAIN + "<h3> </h3>") == ["heading"]


@pytest.mark.parametrize(
    "link",
    ["click here", "Click here!", "Read more…", "Here", "https://example.org/a", "www.example.org", ""],
)
def test_a_link_that_does_not_say_where_it_leads_is_stopped(link):
    assert codes(f'<p>To ask for help: <a href="/a">{link}</a>.</p>') == ["link-text"]


@pytest.mark.parametrize(
    "link",
    [
        "How to ask for short breaks",
        "Here is how to ask",
        '<img src="a.png" alt="Download the form">',
        "help@example.org",
    ],
)
def test_a_link_that_says_where_it_leads_is_right(link):
    assert codes(f'<p>You can ask. <a href="/a">{link}</a></p>') == []


def test_a_page_for_families_that_reads_above_the_limit_is_warned_about_with_its_hardest_sentence():
    (problem,) = problems_of(draft(HARD))

    assert (problem.code, problem.severity) == ("reading-age", Severity.WARNS)
    assert problem.measure > 16
    assert problem.quote.startswith("The multidisciplinary panel")
    assert "the limit here is 11" in problem.words


def test_a_page_for_practitioners_has_no_reading_age():
    assert codes(HARD, is_for_families=False) == []


@pytest.mark.parametrize(
    "html",
    [
        "<p>Ask the XYZ team.</p>",
        "<p>Ask the XYZs. They know.</p>",
        "<p>Ask the PfQ lead.</p>",
        "<p>Ask (XYZ).</p>",
        "<table><tr><td>XYZ</td></tr></table><p>Ask us.</p>",
    ],
)
def test_initials_that_nobody_explains_are_warned_about_once(html):
    found = problems_of(draft(html + html))

    assert [(problem.code, problem.severity) for problem in found] == [("initials", Severity.WARNS)]
    assert found[0].quote in ("XYZ", "PfQ")


@pytest.mark.parametrize(
    "html",
    [
        "<p>An extra years zone (XYZ) is here. Ask XYZ.</p>",
        "<p>XYZ (extra years zone) is here.</p>",
        "<p>Ask your GP in the UK, or the NHS.</p>",
        "<p>Come to PE1 1AA. Write to <b>A. B. Smith</b> at HELP@EXAMPLE.ORG.</p>",
        "<p>Ask the SENCO. Ask for an EHC plan, or two EHC plans.</p>",
    ],
)
def test_initials_that_are_explained_known_or_none_are_not(html):
    assert codes(html, known_terms=frozenset({"SENCO", "EHC plan"})) == []


def test_what_stops_comes_before_what_warns_and_a_message_names_the_first():
    found = problems_of(draft("<p>Ask the XYZ team [[name]].</p>", owner=""))

    assert [problem.code for problem in found] == ["owner", "blank", "initials"]
    assert "[[name]]" in in_words(found)


def test_whoever_accepted_a_reading_age_accepted_a_lower_one_and_no_higher():
    (high,) = problems_of(draft(HARD))
    (low,) = problems_of(draft(HARD + PLAIN * 2))

    assert low.measure < high.measure
    assert low.is_no_worse_than(high)
    assert not high.is_no_worse_than(low)
