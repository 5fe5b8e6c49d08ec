"""A site that asks, publishes, answers and does so each year is told apart from one that only says it listens."""

from localoffer.auditor.checks import voice
from localoffer.auditor.values import Crawled, Feature

from .a_page import HOME, a_page, a_site

ALL = Crawled(is_complete=True)


def told(*pages, crawled=ALL):
    found = list(voice.of_site(a_site(*pages, crawled=crawled)))
    features = {each.slug: each.has for each in found if isinstance(each, Feature)}
    return features, sorted(each.rule for each in found if not isinstance(each, Feature))


GOOD = (
    a_page("Tell us what you think of the Local Offer.", url=f"{HOME}feedback"),
    a_page(
        "# You said, we did",
        "Comments about the Local Offer from September 2025 to August 2026, and our responses.",
        "Comments from 2024 to 2025",
        url=f"{HOME}you-said-we-did",
    ),
    a_page("We are working with parents in a steering group.", url=f"{HOME}forum"),
    a_page("Young people told us what to change. Our young ambassadors tested the site.", url=f"{HOME}young"),
)


def test_a_site_that_hears_families_has_every_feature_and_no_fault():
    features, rules = told(*GOOD)

    assert rules == []
    assert set(features.values()) == {True}
    assert "comments-each-year" in features


def test_young_people_having_their_say_are_heard():
    assert told(a_page("Young people having their say", "The Loud Crowd meets on Tuesdays."))[0][
        "young-people-heard"
    ]


def test_a_site_that_hears_nobody_lacks_each():
    assert told(a_page("Clubs and groups."))[1] == [
        "comments-not-answered",
        "comments-not-invited",
        "comments-not-published",
        "families-not-consulted",
        "young-people-not-heard",
    ]


def test_nothing_is_missing_of_a_site_that_was_not_read():
    features, rules = told(a_page("Clubs and groups."), crawled=Crawled())

    assert rules == []
    assert set(features.values()) == {None}


def test_answers_that_ended_years_ago_are_old():
    old = a_page("# You said, we did", "Local Offer comments received in 2021 to 2022, and our responses.")

    features, rules = told(*GOOD[:1], old, *GOOD[2:])

    assert rules == ["comments-old"]
    assert features["comments-this-year"] is False


def test_the_years_of_comments_are_quoted_from_what_names_them_and_no_review_makes_them_new():
    old = "Local Offer comments received in 2021 to 2022, and our responses."
    both = a_page(
        "# You said, we did", old, "Comments received by October 2026", "Last reviewed: 3 November 2026"
    )
    only_old = a_page("# You said, we did", old, "Last reviewed: 3 November 2026")

    def quoted_of(page):
        found = voice.of_site(a_site(*GOOD[:1], page, *GOOD[2:]))
        return next(
            (each.has, each.quote) for each in found if getattr(each, "slug", "") == "comments-this-year"
        )

    assert quoted_of(both) == (True, "Comments received by October 2026")
    assert quoted_of(only_old) == (False, old)


def test_where_no_year_is_named_nobody_can_tell_of_which_it_is():
    undated = a_page(
        "# You said, we did", "You asked for a better search of the Local Offer. Our response: done."
    )

    features, rules = told(*GOOD[:1], undated, *GOOD[2:])

    assert rules == []
    assert features["comments-this-year"] is None


def test_the_duty_to_publish_comments_is_no_publishing_of_them():
    duty = a_page(
        "Local authorities are not expected to publish responses to every comment but can use “you said, we did”.",
        "We must publish comments received about the Local Offer and our response to these.",
    )

    features, rules = told(duty)

    assert not features["comments-published"]
    assert not features["comments-answered"]
    assert {"comments-not-published", "comments-not-answered"} <= set(rules)


def test_what_a_council_will_do_answers_only_where_families_have_spoken():
    plan = ("# SEND plan", "## What we will do", "We will open 40 places.")

    assert not told(a_page(*plan))[0]["comments-answered"]
    assert told(a_page(*plan, "Parents have said that places are too few."))[0]["comments-answered"]


def test_what_is_kept_from_parents_is_not_published():
    private = a_page(
        "It is private. They do not tell your parents or the council what you said, unless somebody is in danger.",
        "Give us your feedback about the Local Offer.",
    )

    features, rules = told(private)

    assert features["comments-published"] is None
    assert "comments-not-published" not in rules


def test_the_years_of_something_else_make_no_comments_of_each_year():
    page = a_page(
        "# You said, we did",
        "You told us in 2026 that the Local Offer is hard to search.",
        "In September 2024 we opened 40 school places, and 20 more in September 2025.",
        "Nine comments asked for a youth evening: one opens by February 2027.",
    )

    features, _ = told(*GOOD[:1], page, *GOOD[2:])

    assert features["comments-each-year"] is False


def test_headings_of_nothing_but_years_are_of_the_comments_below_them():
    page = a_page(
        "# You said, we did",
        "## September 2025 to August 2026",
        "You asked for a search of the Local Offer.",
        "## 2024",
    )

    features, _ = told(*GOOD[:1], page, *GOOD[2:])

    assert (features["comments-this-year"], features["comments-each-year"]) == (True, True)


def test_a_glossary_that_says_what_a_survey_is_asks_nobody():
    assert (
        told(a_page("Co-production: working together with parents.", title="Glossary"))[0]["consultation"]
        is None
    )


def test_what_one_family_said_to_a_school_is_no_comment_that_was_published():
    asked = a_page("Ask them to write down what you said. SEND staff will help.", title="Who to tell")
    published = a_page("What you said about the Local Offer is below.", title="What you said and what we do")

    assert told(asked)[0]["comments-published"] is None
    assert told(asked, published)[0]["comments-published"] is True


def test_a_label_says_of_nobody_that_they_are_asked():
    label = a_page("Parent carer forum")

    assert told(label)[0]["consultation"] is None
    assert (
        told(label, a_page("We ask the parent carer forum about each new page."))[0]["consultation"] is True
    )
