"""What a criterion cannot do without, and how its place in the file is read."""

from datetime import date

import pytest

from localoffer.auditor.matching import criteria, lexicon
from localoffer.auditor.sites import Site
from localoffer.auditor.values import MET, PARTLY, Crawled, CriterionFound, DateSaid
from localoffer.duties import loading

from .examples import HOST, TODAY, page

LAW = loading.in_force(TODAY)
DUTY = next(version for criterion, version in LAW if criterion.slug == "mediation")
POINTS = [["@phone"], ["free"], ["certificate"]]


def found_on(slug: str, *texts: str) -> CriterionFound:
    return of(slug, *(page(text, f"{HOST}/{number}") for number, text in enumerate(texts)))


def of(slug: str, *pages) -> CriterionFound:
    site = Site(HOST, TODAY, pages, Crawled(len(pages), is_complete=True))
    return next(found for found in criteria.of_site(site, LAW) if found.slug == slug)


MEDIATION = """# Mediation
Mediation is free, and nobody in Harrowmere has to go: it is your choice. You get a certificate within 3 working days,
on paper or by e-mail, and the deadline of 2 months goes on meanwhile. It covers health and social care as well as
school, and the meeting takes place before 28 February 2027. """
SCHOOLS = """# Complaints
A complaint about a school goes to the head teacher, then to the chair of governors. The council's own complaints team
answers within 10 working days at stage 1, and within 20 working days at stage 2. After that the Ombudsman can look at
it. Write to the Complaints Officer, Civic Centre, Harrowmere HA1 2AB, or ring 01632 960 172. """


@pytest.mark.parametrize(
    ("slug", "told", "essential", "lacking"),
    [
        (
            "mediation",
            MEDIATION,
            "Ring Even Keel on 01632 960 171.",
            "we found nothing that says who runs it and how to reach them.",
        ),
        (
            "complaints",
            SCHOOLS,
            "About a hospital or a clinic of the NHS, ask PALS.",
            "we found nothing that says how to complain about a health service.",
        ),
    ],
)
def test_who_tells_much_without_the_essential_meets_it_in_part_and_it_is_said_what_is_lacking(
    slug, told, essential, lacking
):
    without = found_on(slug, told)

    assert found_on(slug, told + essential).status == MET
    assert without.status == PARTLY
    assert without.why.startswith("Much of it is told, but")
    assert without.why.endswith(lacking)


def test_one_page_alone_lacks_the_essential_too():
    with_it = criteria.of_page(page(MEDIATION + "Ring Even Keel on 01632 960 171."), LAW, TODAY)

    assert with_it["mediation"] == MET
    assert criteria.of_page(page(MEDIATION), LAW, TODAY)["mediation"] == PARTLY


def test_what_is_essential_may_stand_on_another_page_about_it():
    who = "# Who runs mediation\nEven Keel, a charity in Harrowmere, 01632 960 171, send@evenkeel.example."

    assert found_on("mediation", MEDIATION, who).status == MET
    assert found_on("mediation", MEDIATION, who.replace("mediation", "the ferry")).status == PARTLY


def test_of_too_few_points_it_is_said_which_essential_is_lacking_and_else_only_that_they_are_few():
    few = "# Short breaks\nPlay scheme at Mill Lane in August, £3 a day. The Family Time Team: 01632 960173."
    little = "# Special schools\nFern House in Harrowmere is for autistic children with an EHC plan: 01632 960 174."

    assert found_on("short-breaks", few).why == (
        "There is something about it, but we found nothing that says who can have them, nor how to apply."
    )
    assert found_on("special-schools-and-colleges", little).why == (
        "There is something about it, but only a part of what is looked for."
    )


def test_comments_of_more_than_a_year_ago_are_published_in_part():
    """SEND Regulations 2014, regulation 56: comments and the response to them are published once a year."""
    text = (
        "# Comments on the Local Offer\nThis year we received 41 comments in Harrowmere. They are shown without names. "
        "Left out are comments about one child: complaints go to the complaints team. 22 were about "
        "waiting times and 19 about this website. Ask the offer team about them, 01632 960 175, in Mill Lane."
    )

    def looked_at(on: date) -> CriterionFound:
        return of("comments-published", page(text, dates=(DateSaid("reviewed", on, f"Checked: {on}"),)))

    assert looked_at(date(2026, 6, 11)).status == MET
    assert looked_at(date(2025, 6, 11)).status == PARTLY
    assert looked_at(date(2025, 6, 11)).why == (
        "Much of it is told, but it is of 11 June 2025, more than a year ago."
    )


def test_parts_that_are_about_the_same_beside_something_else_are_told_together():
    text = """# Preparing for adulthood
From year 9 your review in Harrowmere talks about work, a home, health and friends. Ring the Job Shop on 01632 960 176.
## Moving to adult social care
The Adult Team takes over when you turn 18, and Moira Dean leads it. Ring her on 01632 960 177.
## Ask for a transition assessment
You can ask for a transition assessment from 16. We answer in 10 working days. Ring 01632 960 177.
## Adult social care: what you might pay
What you pay is worked out by a financial assessment. Ring 01632 960 178."""

    assert found_on("adult-social-care", text).status == MET
    assert found_on("adult-social-care", text.split("## Ask")[0]).status == PARTLY


def test_what_stands_below_a_title_is_told_of_what_the_title_names():
    text = """# Home to school and college travel
You can have free travel if you live more than 2 miles from the nearest suitable school in Harrowmere.
## How to apply
Fill in the form by 31 March. We answer in 20 working days. Ring 01632 960 179.
## Under five
We may help a child who goes to a nursery that is named in a plan.
## After 16
Students pay £600 a year towards it.
## How we provide it
By minibus or taxi, with a passenger assistant where one is needed.
## Mileage, fares and travel costs
We pay 45p a mile where you drive your child yourself.
## The rules
The Travel Policy 2026 to 2027 can be read here.
## Appeals
Write within 20 working days. A senior officer looks again, and then an independent panel."""

    assert found_on("travel-to-school-and-college", text).status == MET
    assert found_on("travel-to-school-and-college", text.split("## Appeals")[0]).status == PARTLY


def test_what_is_essential_may_stand_on_another_page_below_a_heading_that_has_no_figures():
    school = """# Home to school transport
Free if you live more than 2 miles from the nearest suitable school in Harrowmere. Fill in the form by 31 March. A
taxi or minibus comes, with a passenger assistant where one is needed.
Read the Travel Policy 2026 to 2027. To appeal, write within 20 working days. Ring 01632 960 179."""
    college = """# Colleges
Marsham College has a hearing loop. Its learning support team, 01632 960 180, answers every question about Harrowmere.
## What about transport to college?
After 16 only for a student whose college is named in a plan, where the family has no other means."""

    assert found_on("travel-to-school-and-college", school).status == PARTLY
    assert found_on("travel-to-school-and-college", school, college).status == MET


def test_a_point_that_is_not_there_or_says_nothing_is_no_essential():
    def must(entry: dict) -> tuple:
        return lexicon.topic_of("mediation", DUTY, {"points": POINTS, "must": entry}).must

    assert must({3: "what it leads to", 1: "who runs it"}) == ((0, "who runs it"), (2, "what it leads to"))
    for missing in (0, 4, "first"):
        with pytest.raises(ValueError, match=f"mediation: must names point {missing}, but there are 3"):
            must({missing: "who runs it"})
    with pytest.raises(ValueError, match="mediation: say in words what point 2 of must tells"):
        must({2: ""})


def test_of_every_criterion_in_force_the_essentials_can_all_be_told():
    for topic in criteria.matcher(LAW).topics:
        assert len(topic.must) <= len(topic.points)
        assert not any(tells.endswith(".") for _, tells in topic.must), topic.slug
