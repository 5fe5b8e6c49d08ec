"""What a page is told to be, before anything is believed of it."""

import pytest

from localoffer.auditor.matching import classifying, criteria
from localoffer.auditor.sites import Site
from localoffer.auditor.values import Crawled
from localoffer.duties import loading

from .examples import HOST, TODAY, page

PAGES = {
    "full": "# Short breaks\nCall the team on 01632 960320. Clubs for ages 5 to 11 cost £3. You can apply online.",
    "holding": "# Local Offer\nOur Local Offer is coming soon. We are working with parents to develop our local offer.",
    "recital": "# Mediation\nLocal authorities must make arrangements under section 53 of the Children and "
    "Families Act 2014. A certificate must be issued.",
    "stale": "# Home to school transport policy 2019/20\nApply by 31 May 2019. Ring 01632 960571.",
    "wrong-offer": "# Our local offer for care leavers\nYour personal adviser helps until 25. Ring 01632 960134.",
    "directory-entry": "# Splash\nTelephone: 01632 960070\nAge range: 3 to 11\nCost: £2.60\nEmail: splash@example.org",
    "listing": "# Education\n> /1 Mainstream schools\n> /2 Special schools\n> /3 Colleges\n> /4 Nurseries\n> /5 Travel",
    "other": "# Cookies\nThis site keeps small files.",
}


@pytest.mark.parametrize("kind", PAGES)
def test_each_kind_of_page_is_known(kind):
    assert classifying.kind_of(page(PAGES[kind]), TODAY) == kind


def test_a_table_of_clubs_is_no_record_of_one_service_whatever_its_columns_are_called():
    columns = ("What", "Ages", "Where and when", "Cost", "Access")
    rows = (
        ("Splash", "all", "Baths, Sundays", "£3", "a hoist"),
        ("Film", "4 to 9", "Regal, Mondays", "£4", "a ramp"),
    )
    text = "# Things to do\n" + "\n".join((*columns, *(cell for row in rows for cell in row), *columns))

    assert classifying.kind_of(page(text, columns=columns), TODAY) == "full"


def test_one_thing_that_is_coming_soon_does_not_make_a_live_page_a_promise():
    text = (
        "# Swimming\nSensory swimming is on Fridays at 4pm and costs £2.60. Ring 01632 960016 to book.\n"
        "You can bring a carer free. Sessions are for ages 3 to 11.\nA new timetable for Sundays is coming soon."
    )

    assert classifying.kind_of(page(text), TODAY) == "full"


def test_a_councils_own_page_about_schools_reports_is_no_schools_own():
    text = (
        "# School SEN information reports\nEach school must have one. Ashdown Primary: SENCO Mrs Grewal, 01632 960120. "
        "You can ask the school for a paper copy."
    )

    assert classifying.kind_of(page(text), TODAY) == "full"


def test_a_nurserys_own_offer_is_not_the_councils():
    text = (
        "# Local Offer\nOur pre-school is registered to take 24 children. Our nursery has a SENCO, Mrs Grewal, and you "
        "can read our SEN policy and SEN report at the door. Ring 01632 960120."
    )

    assert classifying.kind_of(page(text), TODAY) == "wrong-offer"


def test_a_closing_date_does_not_make_a_page_about_travel_an_advertisement():
    text = (
        "# Local Offer: school transport\nPupils with special educational needs may travel free. Closing date for "
        "September: 14 May 2027. A pupil with an EHC plan is told by letter. Ring the Transport Office on 01632 960570."
    )

    assert classifying.kind_of(page(text), TODAY) == "full"


def test_who_speaks_of_our_schools_is_no_school():
    offer = (
        "# Local Offer: SEN support\nSchools offer counselling. {} SENCO of each school: ring 01632 960120."
    )

    ours = classifying.kind_of(page(offer.format("Staff in our schools meet you each term.")), TODAY)
    a_schools = classifying.kind_of(page(offer.format("Staff in our school meet you each term.")), TODAY)

    assert (ours, a_schools) == ("full", "wrong-offer")


def test_a_heading_that_names_our_schools_is_no_schools_own():
    text = (
        "# Making our schools work for every child\nOur schools have ramps and lifts. School offers of extra help are "
        "in the finder. Our schools lend laptops. Ring the access officer on 01632 960120."
    )

    assert classifying.kind_of(page(text), TODAY) == "full"


def test_a_page_of_news_tells_what_was():
    text = "# {}\nThe parents' group meets at Wychford Chapel on the first Friday. Ring Jo on 01632 960401 to join."

    assert classifying.kind_of(page(text.format("News archive")), TODAY) == "other"
    assert classifying.kind_of(page(text.format("Parents' group")), TODAY) == "full"


def test_a_long_page_that_names_an_act_or_two_is_no_recital():
    explains = "Growing up brings change, and people who know a young person well can each help with it. " * 8
    text = (
        f"# Growing up\n{explains}The Children and Families Act 2014 and the Care Act 2014 say for how long."
    )
    recites = "Every local authority must have regard to the Act. " * 8

    assert classifying.kind_of(page(text), TODAY) != "recital"
    assert classifying.kind_of(page(f"# Growing up\n{recites}"), TODAY) == "recital"


def test_a_job_and_a_page_that_is_not_there_are_something_else():
    job = "# Short Breaks Worker\nSalary £24,027 per annum. Closing date: 14 December. Ring 01632 960320."
    gone = "# Page not found\nSorry, it may have moved. Call 01632 960000."

    assert classifying.kind_of(page(job), TODAY) == "other"
    assert classifying.kind_of(page(gone), TODAY) == "other"


def test_this_school_years_policy_is_not_stale():
    text = "# Post-16 transport policy 2026/27\nApply by 30 June. Ring 01632 960570. Students pay £690."

    assert classifying.kind_of(page(text), TODAY) == "full"


def test_a_sites_pages_are_told_by_address():
    pages = [page(PAGES["holding"], f"{HOST}/a"), page(PAGES["full"], f"{HOST}/b")]

    kinds = classifying.kinds(Site(f"{HOST}/a", TODAY, pages, Crawled(2)))

    assert kinds == {f"{HOST}/a": "holding", f"{HOST}/b": "full"}


def test_a_page_that_names_its_team_and_says_we_is_information_without_a_single_figure():
    text = (
        "# Hearing\nThe Harrowmere Sensory Team teaches deaf children at home, in nurseries and in schools. "
        "We lend radio aids, and we meet parents at the Canal Wharf Centre to show how they are looked after. "
        "Our teachers write to the school with what we saw."
    )

    assert classifying.kind_of(page(text), TODAY) == "full"


def test_the_law_said_again_stays_a_recital_in_a_list_that_it_leads():
    text = (
        "# About the SEND Local Offer\nThe Local Offer must include information about:\n"
        "Training, including Supported Internships and Disabled Students Allowance\n"
        "Help from Health Visitors and Portage Home Visitors\nArrangements for Travel to College\n"
        "The offer should be reviewed with Parent Carer Forums. Councils must publish comments."
    )

    assert classifying.kind_of(page(text), TODAY) == "recital"


def test_the_action_that_a_council_intends_to_take_is_the_laws_word_and_no_promise():
    text = (
        "# Our feedback report\nWe have published our feedback report. We looked at what Harrowmere families wrote and "
        "at what the Waterside Forum heard, and the Waterside Youth Club made a film of it this spring. "
        "We must publish comments and our response to them under the Children and Families Act 2014, "
        "with details of any action we intend to take."
    )

    assert classifying.kind_of(page(text), TODAY) == "full"


SERVICES = [
    "Telephone: 01632 960070\nAge range: 3 to 11\nCost: £2.60",
    "Telephone: 01632 960071\nAge range: 5 to 19\nCost: £3.10",
]


def test_a_page_with_one_service_after_the_other_is_no_record_of_one():
    one = f"# Clubs\n## Splash\n{SERVICES[0]}\nEmail: splash@example.org"

    assert classifying.kind_of(page(one), TODAY) == "directory-entry"
    assert classifying.kind_of(page(f"{one}\n## Bounce\n{SERVICES[1]}"), TODAY) == "full"


def test_a_page_of_which_as_much_has_no_labels_is_no_record_of_one_service():
    record = f"# Virtual school\n## Harrowmere Virtual School\n{SERVICES[0]}\nEmail: vs@example.org"
    prose = "It goes to reviews of children in care and checks that the help they were promised is happening."

    assert (
        classifying.kind_of(page(f"{record}\n## Placed in another area\n{prose}"), TODAY) == "directory-entry"
    )
    assert (
        classifying.kind_of(page(f"{record}\n## Placed in another area\n{prose}\n## Reviews\n{prose}"), TODAY)
        == "full"
    )


def test_a_word_about_care_leavers_under_one_heading_among_others_does_not_make_their_offer_of_a_page():
    """Small councils tell all that families get on one page."""
    family = (
        "# Family support\nRing the Family Desk on 01632 960320 for up to six hours of help a week. You can ask from "
        "8am to 6pm, and the first visit costs nothing."
    )
    leavers = "## Leaving care\nThe care leavers' offer covers setting up home and a personal adviser to 25."

    assert classifying.kind_of(page(f"{family}\n{leavers}"), TODAY) == "full"
    assert classifying.kind_of(page(leavers.replace("##", "# Moving on\n##")), TODAY) == "wrong-offer"


def test_two_closing_dates_for_places_do_not_make_an_advertisement_of_a_page_about_schools():
    text = (
        "# Changing school\n31 October 2026: closing date for year 7 places.\n15 January 2027: closing date for "
        "Reception places.\nAsk the Moves Desk, 01632 960120."
    )

    assert classifying.kind_of(page(text), TODAY) == "full"


def test_a_table_of_services_whose_columns_are_named_again_is_no_record_of_one():
    rows = "Who for\nAges 2 to 11\nContact\n01632 960070\nWho for\nAges 12 to 18\nContact\n01632 960071"

    assert classifying.kind_of(page(f"# Health\n{rows}"), TODAY) == "full"


def are_there(text: str) -> bool:
    """Whether no part of a page is taken for something that is yet to come, or has ended."""
    pieces = criteria.matcher(loading.in_force(TODAY)).looker.look(page(text)).pieces
    return not any(classifying.is_not_there(piece) for piece in pieces)


def test_who_brings_both_sides_together_promises_no_website():
    text = (
        "# If you disagree\nRing the Level Desk.\n## Getting help to agree\nThe Level Desk will bring together you and "
        "the school, when you are free: 01632 960151. It is free of charge."
    )

    assert are_there(text)


def test_what_comes_once_something_has_ended_is_there():
    text = (
        "# Mediation\nRing Meridian on 01632 960144.\n## The certificate\nMeridian will issue it within three working "
        "days after you have talked to them and said no, or after mediation has ended."
    )

    assert are_there(text)


def test_what_schools_intend_is_no_promise_of_the_page():
    text = (
        "# How accessible are our schools?\nHoly Trinity has a ramp at the side and a quiet room. Schools publish a "
        "plan that tells you what they intend to improve in the years to come, and where to read it."
    )

    assert are_there(text)
