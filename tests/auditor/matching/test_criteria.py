"""Which criteria are met, and what is told with each."""

import pytest

from localoffer.auditor.matching import criteria
from localoffer.auditor.sites import Site
from localoffer.auditor.values import (
    CANNOT_TELL,
    MET,
    NOT_FOUND,
    PARTLY,
    Crawled,
    CriterionFound,
    Presence,
    Unfetched,
)
from localoffer.duties import loading

from .examples import HOST, TODAY, Passage, page, passages

LAW = loading.in_force(TODAY)
PASSAGES = passages()


def passage(slug: str) -> str:
    """The first passage that meets a criterion."""
    return next(each.text for each in PASSAGES if slug in each.meets)


def found_on(*pages, complete=True, waiting=(), presence=None, decided=None):
    """What is found of a site of these pages, by criterion."""
    site = Site(HOST, TODAY, pages, Crawled(len(pages), complete, (), waiting), presence)
    return {found.slug: found for found in criteria.of_site(site, LAW, decided)}


def told(those: list[Passage]) -> tuple[int, int, int]:
    right = wrong = missed = 0
    for each in those:
        met = {
            slug for slug, status in criteria.of_page(page(each.text), LAW, TODAY).items() if status == "met"
        }
        right += len(met & set(each.meets))
        wrong += len(met - set(each.meets))
        missed += len(set(each.meets) - met)
    return right, wrong, missed


@pytest.mark.parametrize("held_out", [False, True])
def test_nine_passages_in_ten_are_told_right(held_out):
    right, wrong, missed = told([each for each in PASSAGES if each.held_out == held_out])

    assert 2 * right / (2 * right + wrong + missed) >= 0.9


@pytest.mark.parametrize("file", ["unseen.txt", "later.txt"])
def test_passages_that_were_written_after_the_words_are_told_too(file):
    right, wrong, missed = told(passages(file))

    assert 2 * right / (2 * right + wrong + missed) >= 0.85


THIN = passages("thin.txt")


def said_of(those: list[Passage]) -> list[str]:
    return [criteria.of_page(page(each.text), LAW, TODAY).get(each.slug, NOT_FOUND) for each in those]


def test_a_page_of_few_words_that_names_what_is_there_is_no_gap():
    said = said_of([each for each in THIN if each.partly or each.meets])

    assert sum(status in (MET, PARTLY) for status in said) >= 0.85 * len(said)
    assert said_of([each for each in THIN if each.partly]).count(MET) == 0


FIGURELESS = passages("figureless.txt")


@pytest.mark.parametrize("example", FIGURELESS, ids=lambda each: each.slug)
def test_a_council_that_names_its_teams_and_leaves_out_the_figures_is_believed(example):
    wanted = MET if example.meets else PARTLY if example.partly else NOT_FOUND

    assert said_of([example]) == [wanted]


def test_what_a_page_tells_all_of_counts_beside_more_words_of_something_it_tells_little_of():
    """Families are paid their fares for a meeting: that makes it no page on travel costs."""
    meetings = page(
        "# Pull up a chair\n"
        "Our next meetings are on Tuesday 12 January and Tuesday 9 February, 7pm, at Eastgate Hall. Ring Anna on "
        "01632 960210 to join, or walk in.\n"
        "We pay your bus fare, or mileage at 45p a mile, and childcare, too, there is training for new members, and "
        "you can join online.\n"
        "Our shared aims were agreed with the council in May: be early, be honest, answer in 10 days. Progress on two "
        "of three is good."
    )

    assert criteria.of_page(meetings, LAW, TODAY).get("get-involved") == MET


DUTIES = (
    (
        "Education outside a usual school",
        "pupil referral units, hospital teaching and online lessons, and who can refer",
    ),
    ("Travel to school and college", "the travel policy, who can have help, how to apply and how to appeal"),
    ("Short breaks", "the short breaks statement, who can have a break, and how to ask for one"),
    ("Mediation", "who runs mediation, when you need a certificate, and how to reach the mediator"),
    ("Personal budgets", "direct payments, who can ask for a personal budget, and who helps to manage it"),
    ("Supported internships and work", "internships, job coaches, apprenticeships and how to apply"),
    ("Childcare", "holiday clubs, childminders, and the Disability Access Fund"),
    ("SENDIASS", "free and independent advice, its telephone number and when it is open"),
    ("Comments on the Local Offer", "how to comment by form, telephone and letter, and what is done"),
)


def test_a_page_that_goes_through_the_duties_one_by_one_meets_none_of_them():
    parts = [
        f"## {name}\nThe law says: the Local Offer must tell you about {what}.\nSEND Regulations 2014, Schedule 2\n"
        f"Who looks after it: Anna Green, 01632 960{number:03}. Last looked at on 3 March 2026."
        for number, (name, what) in enumerate(DUTIES)
    ]

    assert criteria.of_page(page("# Where we stand\n" + "\n".join(parts)), LAW, TODAY) == {}


def test_what_a_page_says_is_nowhere_is_not_told_by_it():
    said = page(
        "# What is missing\nWho runs mediation, how to ask for it, that it is free, and when you need a certificate "
        "from the mediator: no published page says this.\nAsk us on 01632 960123 on Mondays from 9am."
    )

    assert "mediation" not in criteria.of_page(said, LAW, TODAY)


def test_questions_to_put_to_somebody_are_no_answers():
    asked = page(
        "# Help for carers: questions to ask\nCan I have a carer's assessment, and who does it?\nHow do I ask for the "
        "assessment, and how long does it take?\nWhat support could I get after an assessment?\nIs there a break for "
        "parent carers?\nDoes my child need an EHC plan for it?\nWho can I ring on 01632 960123?\nTake them with you."
    )

    assert criteria.of_page(asked, LAW, TODAY) == {}


def test_the_sentence_that_is_quoted_names_the_thing_and_not_only_a_telephone_number():
    told = page(passage("mediation") + "\nRing 01632 960999 on Monday 4 May, 9am to 5pm.")

    (shown, *_) = found_on(told)["mediation"].evidence

    assert "mediat" in shown.quote.lower()


def test_a_heading_that_says_who_can_apply_tells_it():
    """Real pages put the question into the heading, and only the answer below it."""
    headed = "# Travel training\n## Who it is for\nAnyone with a plan.\n## How to join\nThrough Bridge House."
    bare = headed.replace("## Who it is for\n", "").replace("## How to join\n", "")

    seen = [criteria.matcher(LAW).looker.look(page(text)).whole for text in (headed, bare)]
    number = [topic.slug for topic in criteria.matcher(LAW).topics].index("travel-training")

    assert seen[0].points[number].bit_count() > seen[1].points[number].bit_count()


def test_a_transition_to_adulthood_is_no_move_between_schools():
    text = next(each.text for each in FIGURELESS if "world of adulthood" in each.text)

    assert criteria.of_page(page(text), LAW, TODAY).get("moving-between-phases") != MET


def test_a_word_in_the_heading_of_another_page_is_no_part_of_a_topic():
    text = (
        "# Housing for young people\nThe Harrowmere Homes Team helps with a tenancy or shared lives. "
        "We visit you at home and write a plan. Ring 01632 960410 to join the list."
    )

    found = criteria.of_page(page(text), LAW, TODAY)

    assert "housing-and-independent-living" in found
    assert "information-for-children" not in found


VOICES = passages("voices.txt")


@pytest.mark.parametrize("voice", ["terse", "warm"])
def test_what_is_there_is_known_by_lists_and_by_what_parents_tell(voice):
    those = [each for each in VOICES if each.voice == voice]
    right = wrong = missed = 0
    for each in those:
        met = {
            slug for slug, status in criteria.of_page(page(each.text), LAW, TODAY).items() if status == MET
        } - {"real-local-offer", "whole-picture"}  # those are of a site
        right += len(met & set(each.meets))
        wrong += len(met - set(each.meets))
        missed += len(set(each.meets) - met)
    in_part = said_of([each for each in those if each.partly and not each.meets])
    not_there = said_of([each for each in those if each.neither])

    assert 2 * right / (2 * right + wrong + missed) >= 0.9
    assert in_part.count(PARTLY) >= 0.65 * len(in_part)
    assert in_part.count(MET) == 0
    assert not_there.count(NOT_FOUND) >= 0.85 * len(not_there)


def test_a_few_words_that_tell_two_or_three_things_of_it_meet_it_in_part():
    text = (
        "# Mediation\nEven Keel Mediation is independent and free. You can ring it on 01632 960364. "
        "The line is open in the mornings.\nYour reference is at the top of the letter that we sent you, and it helps "
        "us if you have it with you."
    )

    assert criteria.of_page(page(text), LAW, TODAY)["mediation"] == PARTLY


def test_a_team_in_the_place_is_something_of_it_and_a_wish_for_the_place_is_nothing():
    story = (
        "# Mornings of tears\nShe was anxious about school. The attendance team in Harrowmere helped her with her "
        "anxiety in small steps: the gate, then the hall."
    )
    wish = "# Emotional wellbeing\nThe wellbeing and friendships of each child in Harrowmere are everybody's business."

    assert criteria.of_page(page(story), LAW, TODAY)["wellbeing-in-settings"] == PARTLY
    assert criteria.of_page(page(wish), LAW, TODAY).get("wellbeing-in-settings", NOT_FOUND) == NOT_FOUND


def test_who_tells_all_that_is_asked_needs_one_fact_of_the_place():
    text = (
        "# EHC timescales and decision making\nBy week 6: decision whether to assess. By week 16: decision whether to "
        "issue a plan. By week 20: final plan.\nRequests are considered by a panel. A letter gives reasons if the "
        "request is refused.\nDelay is allowed where appointments are missed. Performance in 2025: 61% on time."
    )

    assert criteria.of_page(page(text), LAW, TODAY)["ehc-decision-and-timescales"] == MET
    without = criteria.of_page(page(text.replace(" Performance in 2025: 61% on time.", "")), LAW, TODAY)
    assert without.get("ehc-decision-and-timescales") != MET


def test_a_part_that_is_folded_away_may_have_a_comma_in_what_opens_it():
    prose = (
        "Primary schools in Harrowmere run Nurture Rooms and a buddy bench, and all have signed our promise on "
        "bullying. The Mental Health Support Team works in 34 schools. If you are too anxious to go in, ring "
        "01632 960 171."
    )
    text = f"# Learning: questions people ask\nFeelings, friendships and not wanting to go in\n{prose}\n"
    text += (
        "Teams who go into schools\nOur psychologists work with all schools. Parents may ring 01632 960 172."
    )

    assert criteria.of_page(page(text), LAW, TODAY)["wellbeing-in-settings"] == MET


def test_a_heading_with_the_words_of_something_else_hides_nothing():
    text = (
        "# My other family\nI live with Pat. It's called Shared Lives. Harrowmere has thirty such families."
    )

    assert criteria.of_page(page(text), LAW, TODAY) == {"housing-and-independent-living": PARTLY}


def test_a_question_for_a_heading_with_names_below_it_is_answered_in_part():
    text = "# Who is my EHC co-ordinator?\nSchools A to H\nPriya N\n01632 960471\nSchools I to Z\nTom W\n01632 960472"

    assert criteria.of_page(page(text), LAW, TODAY)["ehc-involvement-and-help"] == PARTLY


def test_a_story_that_names_a_local_scheme_is_no_gap_though_its_heading_does_not():
    text = (
        "# Going solo\nLeon now takes the 14 on his own! He did it with First Steps, the travel training scheme in "
        "Harrowmere, and a trainer went with him."
    )

    assert criteria.of_page(page(text), LAW, TODAY)["travel-training"] == PARTLY


@pytest.mark.parametrize(
    ("slug", "text"),
    [
        (
            "travel-training",
            "# Getting about\nWe encourage young people to be independent.\nSee Traveline for buses.",
        ),
        (
            "preparing-for-adulthood",
            "# Preparing for adulthood\nEmployment\nHealth\nFriends\nSee the NDTi website",
        ),
        (
            "mediation",
            "# Mediation\nA neutral person helps. A certificate is needed. Ask the Family Mediation Council.",
        ),
        (
            "short-breaks",
            "# Short breaks worker\nApply for this vacancy with the Fern House short breaks team.",
        ),
    ],
)
def test_a_national_body_or_a_job_is_no_part_of_what_there_is(slug, text):
    assert criteria.of_page(page(text), LAW, TODAY).get(slug, NOT_FOUND) == NOT_FOUND


def test_a_table_of_clubs_is_no_record_of_one_service():
    rows = ["Splash", "4 to 12", "Sundays, 9am", "Lowby Pool", "£3.50", "Hoist, quiet"]
    table = "\n".join(["# Things to do", "What", "Age", "When", "Where", "Cost", "Access", *rows])

    assert criteria.of_page(page(table), LAW, TODAY)["leisure-activities"] == MET


RECITALS = [each for each in THIN if each.neither]


@pytest.mark.parametrize("recital", RECITALS, ids=lambda each: f"{each.slug}: {each.why}")
def test_the_duty_said_again_is_no_part_of_it_though_a_telephone_number_stands_beside(recital):
    assert said_of([recital]) == [NOT_FOUND]


BESIDE = passages("beside.txt")


@pytest.mark.parametrize("example", BESIDE, ids=lambda each: f"{each.slug}: {each.why or 'something of it'}")
def test_what_stands_beside_the_duty_counts_where_it_is_about_the_same(example):
    wanted = MET if example.meets else PARTLY if example.partly else NOT_FOUND

    assert said_of([example]) == [wanted]


def short_breaks(*pages) -> CriterionFound:
    return found_on(*pages)["short-breaks"]


def test_short_breaks_without_a_statement_are_met_partly_and_it_is_said_what_is_wanting():
    without = next(each.text for each in BESIDE if each.partly == "short-breaks" and "Level 1" in each.text)
    undated = without + " Our short breaks statement can be read here."

    assert short_breaks(page(without)).why == "Much of it is told, but no short breaks statement is named."
    assert short_breaks(page(undated)).why == (
        "There is a short breaks statement, but we found nothing that says of when it is."
    )


def test_a_short_breaks_statement_may_stand_on_a_page_of_its_own():
    without = next(each.text for each in BESIDE if each.partly == "short-breaks" and "Level 1" in each.text)
    text = (
        "# Short breaks statement 2026 to 2027\nWhat there is, of which carers told us on 3 March 2026 what they want. "
        "Ring 01632 960700."
    )
    statement = page(text, f"{HOST}/s")
    elsewhere = page(text, "https://charity.example.org/s", is_within=False)

    assert short_breaks(page(without), statement).status == MET
    assert short_breaks(page(without), elsewhere).status == PARTLY


OFFICERS = [
    """# Designated Clinical Officer
The Designated Clinical Officer (DCO) for SEND in Harrowmere is Jane Bright. She works for NHS Northshire Integrated
Care Board, which pays for health services here. She sees to it that health advice for EHC plans comes in
time. Speak to your GP or SENCO first. Email dco@northshire.example or ring 01632 960901.""",
    """# Who leads on SEND in the NHS
Our Designated Medical Officer, Dr Priya Nair, is a consultant paediatrician. She supports the integrated care board,
and works with schools, health visitors, therapists and paediatricians. She does not see children and cannot refer them.
Telephone 01632 960902.""",
    """# Health: who is responsible
NHS Dunmore Integrated Care Board (ICB) commissions health services for children. Its Designated Clinical Officer is Dr
Lara Voss, lara@dunmore.example. Referral questions from schools go to her deputy. Waiting times are reported to the
board every three months.""",
]
NHS_SERVICES = """# NHS services for children
Community paediatrics sees children whose development worries you. Your GP or school refers to the Acorn Centre,
01632 960901, and the first visit takes an hour. Audiology tests hearing at Mill Lane; ask your health visitor. Health
visiting: ring 01632 960902, on any weekday. The Integrated Care Board pays for all of them."""


@pytest.mark.parametrize("officer", OFFICERS)
def test_who_leads_on_send_in_the_nhs_is_a_part_of_health_services_and_not_the_services(officer):
    """SEND Regulations 2014, Schedule 2: what is asked for is the health care provision itself."""
    assert found_on(page(officer))["health-services"].status == PARTLY
    assert found_on(page(officer), page(NHS_SERVICES, f"{HOST}/nhs"))["health-services"].status == MET


def test_pages_about_who_leads_are_no_services_together_either_and_services_are_met_without():
    officers = [page(text, f"{HOST}/{number}") for number, text in enumerate(OFFICERS)]

    assert found_on(*officers)["health-services"].status == PARTLY
    assert found_on(page(NHS_SERVICES))["health-services"].status == MET


DECOYS = [each for each in PASSAGES if each.tempts]


@pytest.mark.parametrize("decoy", DECOYS, ids=lambda each: f"{each.slug}: {each.why}")
def test_a_decoy_does_not_meet_what_it_tempts_to(decoy):
    assert criteria.of_page(page(decoy.text), LAW, TODAY).get(decoy.tempts) != "met"


def test_every_criterion_in_force_is_told_once_in_order_even_of_an_empty_site():
    site = Site(HOST, TODAY, [], Crawled(0, is_complete=True))

    found = criteria.of_site(site, LAW)

    assert sorted(each.slug for each in found) == sorted(criterion.slug for criterion, _ in LAW)
    assert {each.status for each in found} == {"not-found", "cannot-tell"}


def test_no_gap_is_claimed_where_many_pages_could_not_be_read():
    crawled = Crawled(20, False, ("unread",))
    site = Site(HOST, TODAY, [page(passage("sendiass"))], crawled)
    found = {each.slug: each.status for each in criteria.of_site(site, LAW)}

    assert found["sendiass"] == MET
    assert set(found.values()) == {MET, CANNOT_TELL}


def test_what_is_met_has_a_sentence_of_the_page_and_its_address():
    met = found_on(page(passage("mediation"), f"{HOST}/mediation"))["mediation"]

    assert met.status == "met"
    assert met.evidence[0].url == f"{HOST}/mediation"
    assert met.evidence[0].quote in " ".join(passage("mediation").split())
    assert met.evidence[0].quote.endswith(".")


def test_what_is_hard_to_tell_apart_is_told_apart():
    mediation, settling = passage("mediation"), passage("disagreement-resolution")

    assert found_on(page(mediation))["disagreement-resolution"].status != "met"
    assert found_on(page(settling))["mediation"].status != "met"
    assert found_on(page(passage("travel-training")))["travel-to-school-and-college"].status != "met"
    assert found_on(page(passage("special-schools-and-colleges")))["mainstream-schools"].status != "met"


def test_a_paragraph_beside_others_about_something_else_is_no_gap():
    helpful = page(
        "# When it goes wrong\n"
        "Appeals go to the tribunal. You have two months from the letter, or one month from the certificate. Ring Jan "
        "on 01632 960421 about refusals to assess or to make a plan.\n"
        "Mediation is a talk with somebody from outside. It is free, and Calm Water on 01632 960422 runs it.\n"
        "No internet? We post a printed copy, free, within ten days: 01632 960423. Libraries help you to read it.\n",
        f"{HOST}/wrong",
    )
    sites_alone = page(
        "# When it goes wrong\nAppeals go to the tribunal.\nWrite to us.\nOr call.", f"{HOST}/wrong"
    )

    assert found_on(helpful)["printed-copies"].status in (MET, PARTLY)
    assert found_on(sites_alone)["printed-copies"].status == NOT_FOUND


def test_few_words_under_their_own_heading_are_enough_where_they_tell_enough():
    terse = page(
        "# Mediation\nCalm Water. 01632 960422. Free. Independent. Optional. Certificate: issued three days after the "
        "call, and not needed for section I alone.",
        f"{HOST}/mediation",
    )

    assert found_on(terse)["mediation"].status == MET


def test_a_right_that_is_the_same_everywhere_needs_no_fact_of_the_place_where_all_of_it_is_told():
    text = (
        "# Appeals to the SEND Tribunal\nA parent, or a young person over school age, may appeal a refusal to "
        "assess, a refusal to issue a plan, and sections B, F and I of one.\nThe papers are to arrive within two "
        "months of the decision, or one month of the mediation certificate, if later. The decision letter says so, and "
        "has the address. Form SEND35 goes to the Tribunal with a copy of the letter.\n"
    )
    health = "The Tribunal may make recommendations on health and social care as well."

    assert found_on(page(text + health))["appeals"].status == MET
    assert found_on(page(text))["appeals"].status == PARTLY


def test_what_only_goes_by_the_name_of_an_appeal_is_none_in_part_though_its_heading_says_so():
    text = (
        "# Appeals\nIf your child was refused a place you may appeal to an independent appeal panel within 20 school "
        "days. Send the form to Admissions, 01632 960 176. The panel for school admission appeals will write to you."
    )

    assert found_on(page(text))["appeals"].status == NOT_FOUND
    assert found_on(page(f"{text}\n{passage('appeals')}"))["appeals"].status == MET


def test_a_page_serves_every_criterion_whose_section_it_has():
    slugs = ["short-breaks", "sendiass", "travel-training"]
    text = "# SEND Local Offer\n" + "\n".join("#" + passage(slug) for slug in slugs)

    found = found_on(page(text))

    assert [slug for slug in slugs if found[slug].status == "met"] == slugs


def test_a_gap_names_what_came_nearest():
    recital = next(each for each in PASSAGES if each.tempts == "mediation" and each.why == "recital")

    gap = found_on(page(recital.text, f"{HOST}/law"))["mediation"]

    assert gap.status == "not-found"
    assert "repeats what the law says" in gap.why
    assert gap.near[0].url == f"{HOST}/law"


def test_no_gap_is_claimed_where_a_page_was_not_read_that_may_fill_it():
    waiting = (Unfetched(f"{HOST}/m", "Mediation and appeals", "budget"),)

    found = found_on(page(passage("sendiass")), complete=False, waiting=waiting)

    assert found["mediation"].status == "cannot-tell"
    assert "Mediation and appeals" in found["mediation"].why
    assert found["travel-training"].status == "not-found"


def test_no_gap_is_claimed_where_fewer_than_half_of_the_pages_were_read():
    waiting = tuple(Unfetched(f"{HOST}/{number}", "More", "budget") for number in range(3))

    found = found_on(
        page(passage("sendiass")), page(passage("mediation"), f"{HOST}/m"), complete=False, waiting=waiting
    )

    assert found["travel-training"].status == "cannot-tell"
    assert found["travel-training"].why == "Only 2 pages were read, and at least 3 more are there."
    assert found["mediation"].status == "met"


def test_no_gap_is_claimed_where_a_link_that_names_it_leads_to_what_was_not_read():
    text = passage("sendiass") + "\n> https://charity.example.org/m Mediation service"

    assert found_on(page(text))["mediation"].status == "cannot-tell"


def test_what_is_there_only_in_an_archive_is_there_partly():
    text = "# Travel training\nThis page has been archived.\n" + passage("travel-training").split("\n", 1)[1]

    assert found_on(page(text))["travel-training"].status == "partly"


def test_a_page_of_the_councils_beside_the_offer_counts_and_is_called_so():
    beside = page(passage("complaints"), "https://www.example.gov.uk/complaints", is_within=False)

    met = found_on(beside)["complaints"]

    assert met.status == "met"
    assert "outside the Local Offer" in met.why


def test_what_only_somebody_elses_site_tells_is_there_partly():
    beside = page(passage("sendiass"), "https://sendiass.example.org/", is_within=False)

    partly = found_on(beside)["sendiass"]

    assert partly.status == "partly"
    assert "sendiass.example.org" in partly.why


def test_what_a_search_or_an_index_lists_shows_nothing_by_itself():
    listed = passage("mediation")

    assert found_on(page(listed, f"{HOST}/mediation"))["mediation"].status == MET
    for address in ("/search?q=mediation", "/a-to-z/m", "/sitemap"):
        assert found_on(page(listed, f"{HOST}{address}"))["mediation"].status == NOT_FOUND


def test_a_table_of_contents_names_everything_and_meets_nothing():
    topics = criteria.matcher(LAW).topics
    titles = [topic.names[0] for topic in topics]
    # Of one topic it names all there is to tell, as does a list of its pages
    telling = next(topic for topic in topics if topic.slug == "short-breaks")
    titles += [f"{name} {point[0].strip('@')}" for name in telling.names[:4] for point in telling.points]
    lines = "\n".join(f"> /{number} About {title} in our area" for number, title in enumerate(titles))
    contents = page(f"# Line by line\nRing 01632 960 011 by 4 May 2027. It is free.\n{lines}", f"{HOST}/c")

    assert MET not in {found.status for found in found_on(contents).values()}


def test_a_glossary_explains_every_word_and_meets_nothing():
    explained = (
        passage("mediation") + "\n" + passage("equipment-and-access-in-settings").replace("# ", "## ", 1)
    )
    glossary = explained.replace(explained.split("\n")[0], "# Jargon buster", 1)

    assert MET in {found.status for found in found_on(page(explained)).values()}
    assert MET not in {found.status for found in found_on(page(glossary)).values()}


def test_what_a_council_says_of_its_newsletters_tells_nothing_of_the_offer():
    text = (
        "# Newsletters and social media\nFollow us on Facebook and sign up for the monthly newsletter. Posters and "
        "leaflets are in libraries and surgeries from 4 May. Ring the Press Desk on 01632 960 011 to order a pack. "
        "We take down what is rude, and we tell you what is new in Harrowmere each week."
    )
    beside = page(text, "https://www.example.gov.uk/news-and-social", is_within=False)

    assert found_on(page(text))["well-publicised"].status == MET
    assert found_on(beside)["well-publicised"].status == NOT_FOUND


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ("Overnight stays are for ages 8 to 17. Please contact your social worker on 01632 960561.", PARTLY),
        ("The statement of overnight stays is being updated and will appear here in due course.", NOT_FOUND),
        ("The overnight stays at Elm House have come to an end.", NOT_FOUND),
        ("Overnight stays are for those who find a busy day hard to follow. Ring 01632 960561.", PARTLY),
        ("Overnight stays for your child come to an end at 18. Ring 01632 960561.", PARTLY),
    ],
)
def test_what_is_yet_to_come_or_has_ended_is_no_part_of_what_is_there(said, status):
    social_care = (
        "# Social care\n## Children's Disability Team\nWe work with children under 18. Ring 01632 960560 to ask for an "
        f"assessment.\n## Short breaks\n{said}\n## Emergencies\nRing 01632 960562 if a child is at risk."
    )

    assert found_on(page(social_care))["short-breaks"].status == status


def test_what_is_spoken_of_beside_something_else_and_less_is_a_mention_in_passing():
    health = (
        "# Nurses, doctors and therapists\n## The people\nSpeech and language: you can refer your child yourself, on "
        "01632 960360.\nOccupational therapy helps with dressing and writing. School or your GP refers. 01632 960361.\n"
        "School nurses. For wetting the bed, worries about growing, or just to have a word with. 01632 960364.\n"
        "## Making appointments bearable\nElver Surgery will let you wait in the car. Ask for the first slot."
    )

    found = found_on(page(health))

    assert found["equipment-nursing-and-urgent-care"].status == NOT_FOUND
    assert found["therapies-and-mental-health"].status in (MET, PARTLY)


def test_a_number_under_contacts_is_that_of_what_the_page_is_about():
    work = (
        "# Preparing for adulthood\n## What happens in year 9\nYour review begins to look at work, home, health and "
        "friends.\n## Further contacts\nBrant Gateway Group, Tuesdays at 7pm, open to all: ring 01632 960591.\n"
        "## Moving to adult care\nMr Ade leads the hand-over from the age of 16. Ring 01632 960593."
    )

    assert found_on(page(work))["further-contacts"].status == NOT_FOUND


def test_the_same_page_in_larger_letters_is_no_second_page():
    text = passage("short-breaks")

    found = found_on(page(text, f"{HOST}/breaks.asp"), page(text, f"{HOST}/breaks.asp?size=l"))[
        "short-breaks"
    ]

    assert [each.url for each in found.evidence] == [f"{HOST}/breaks.asp"]


def test_what_is_asked_of_each_service_is_met_by_several_and_not_by_one():
    services = [
        page(
            f"# {name}\nThe Harrowmere Team runs it at Fern House on Fridays, and has done so for nine years.\n"
            "## Who can apply and how to apply\nIt is for children of 5 to 11 who live in Harrowmere and have a "
            "disability. Fill in the form, or ask your school to refer you. It is free. We decide within three weeks, "
            "and write to you. Ring 01632 960 011 if you wait for longer, and we look again at what you sent to us.",
            f"{HOST}/{number}",
        )
        for number, name in enumerate(["Short breaks", "Travel training", "Portage"])
    ]

    assert found_on(services[0])["eligibility-and-access"].status == PARTLY
    assert found_on(*services)["eligibility-and-access"].status == MET


@pytest.mark.parametrize(
    "line",
    [
        "If you do not have the internet, ring 01632 960 011.",
        "For a printed copy write to Local Offer, Civic Centre, TH1 2AB.",
    ],
)
def test_one_sentence_with_a_number_to_ring_is_a_part_of_how_to_get_a_copy(line):
    about = "# Short breaks\nThe Harrowmere Team runs clubs at Fern House for ages 5 to 11, which cost £3."

    assert found_on(page(f"{about}\n{line}"))["printed-copies"].status == PARTLY
    assert found_on(page(about))["printed-copies"].status == NOT_FOUND


def test_the_last_thing_of_a_list_is_no_heading_of_what_comes_below():
    text = (
        "# How help is shared out\nYou will work with one of these teams:\nThe Disabled Children's Team\n"
        "The Occupational Desk\nThe Short Breaks Team\n"
        "Your social worker will write a plan with you, and the panel at Fern House looks at it again each spring."
    )
    looked = criteria.matcher(LAW).looker.look(page(text))

    assert [part.heading for part in looked.parts] == ["How help is shared out"]


def test_what_is_there_only_in_last_years_policy_is_there_partly_though_it_has_no_figure():
    text = (
        "# Post-16 Transport Policy Statement 2024/25\nTo qualify a student must go to the nearest suitable college "
        "and be unable to walk there. They apply again for each year. They may ask for a review if they are unhappy."
    )

    assert found_on(page(text))["travel-to-school-and-college"].status == PARTLY


def test_the_page_that_makes_it_met_is_told_before_records_of_services():
    guides = [
        page(f"# Mediation\n{text} Ring 01632 960 01{number}.", f"{HOST}/{number}")
        for number, text in enumerate(
            [
                "Mediation is free and independent of us.",
                "A mediator gives you a certificate if you do not want to meet.",
            ]
        )
    ]
    entry = page(
        "# Mediation by Even Keel\nMediation, free, independent, with a certificate, within 30 days.\nWho for: all\n"
        "Cost: free\nHow to get it: ring\nTelephone: 01632 960 012\nEmail: a@example.org\nWhere: 3 Mill Lane",
        f"{HOST}/directory/7",
    )

    found = found_on(*guides, entry)["mediation"]

    assert found.status == MET
    assert found.evidence[0].url in {guide.url for guide in guides}


def test_why_it_is_met_only_in_part_is_what_stands_in_the_way():
    record = page(
        "# Speech therapy at Mill Lane\nSpeech and language therapy. You can ring yourself. The wait is 12 weeks.\n"
        "Who for: all\nCost: free\nHow to get it: ring\nTelephone: 01632 960 012\nEmail: a@example.org",
        f"{HOST}/directory/7",
    )
    little = page("# Travel training\nRing the Harrowmere Travel Team on 01632 960 013.")

    assert found_on(record)["therapies-and-mental-health"].why.startswith(
        "A record of one service tells something of it"
    )
    assert found_on(little)["travel-training"].why == (
        "There is something about it, but we found nothing that says what it involves."
    )


def test_records_of_services_show_a_part_of_what_is_asked():
    records = [
        page(
            f"# Youth club {number}\nTelephone: 01632 96007{number}\nAge range: 8 to 18\nCost: £2\nWhen: Fridays, 6pm",
            f"{HOST}/{number}",
        )
        for number in range(4)
    ]

    assert found_on(*records)["leisure-activities"].status == "partly"


def test_a_record_of_one_service_never_makes_met_what_a_page_tells_in_part():
    guide = page("# Not online?\nRing 01632 960 011 for a paper copy. Staff at libraries can look things up.")
    entry = page(
        "# Printed copies at Mill Lane Library\nFree. Posted within five working days.\nWho for: all\nCost: free\n"
        "How to get it: ring\nTelephone: 01632 960 012\nEmail: books@example.org\nWhere: 3 Mill Lane",
        f"{HOST}/directory/7",
    )

    assert found_on(guide, entry)["printed-copies"].status == PARTLY
    assert found_on(entry)["printed-copies"].status == PARTLY


def test_what_words_cannot_show_waits_for_the_checks():
    decided = {
        "accessible-website": CriterionFound("accessible-website", "partly", "Four pages in ten fail.")
    }

    assert found_on()["accessible-website"].status == "cannot-tell"
    assert found_on(decided=decided)["accessible-website"].status == "partly"


def test_a_real_offer_is_what_presence_calls_full():
    full = Presence("full", "local-content", "It has real local content.", HOST, "Welcome.")
    holding = Presence("holding", "promise", "It says that there will be one.", HOST, "Coming soon.")

    assert found_on(presence=full)["real-local-offer"].status == "met"
    assert found_on(presence=holding)["real-local-offer"].status == "not-found"


#: Each under a heading of its own, none of which names what the page is about.
MONEY = {
    "What there is": "Disability Living Allowance is for children under 16. Carer's Allowance is for whoever looks "
    "after them.",
    "At 16": "From 16 there is Personal Independence Payment, and at 18 Universal Credit may begin.",
    "Pennywise": "Pennywise helps with benefits: they fill in the forms with you and help you to appeal. 01632 960280.",
    "A little extra": "The Family Fund gives grants for a washing machine. Our own hardship grant is up to £200.",
    "Bills": "Council tax may be less where a room is for a wheelchair.",
}


def test_a_page_of_many_parts_that_tells_all_of_one_topic_is_about_it_whatever_its_headings_say():
    text = "# Making ends meet\n" + "\n".join(f"## {head}\n{said}" for head, said in MONEY.items())
    less = text.replace(MONEY["Pennywise"], "Pennywise are kind people. Ring them on 01632 960280.")

    assert found_on(page(text))["benefits-and-grants"].status == MET
    assert found_on(page(less))["benefits-and-grants"].status != MET


def test_the_half_of_what_is_looked_for_is_not_enough_even_with_what_cannot_be_done_without():
    whole = passage("ehc-plan-process")
    half = (
        "# The EHC plan\nThe Plan Team sends you a draft plan with sections A to K. Ring 01632 960250.\n"
        "We look at the plan at an annual review each year, and you are invited to the meeting. Tell us then what has "
        "gone well, and what has not. Bring whoever you like. We write to you afterwards, and say what will be done."
    )

    assert found_on(page(whole))["ehc-plan-process"].status == MET
    found = found_on(page(half))["ehc-plan-process"]
    assert (found.status, found.why) == (PARTLY, "Much of it is told, but not all that is looked for.")


def test_what_is_one_service_may_be_told_whole_by_its_record():
    """SENDIASS and the mediator are one service each: a directory that names one has all that the law asks of it."""
    record = page(
        "# Mediation by Even Keel\nMediation, free, independent, with a certificate, within 30 days.\nWho for: all\n"
        "Cost: free\nHow to get it: ring\nTelephone: 01632 960 012\nEmail: a@example.org\nWhere: 3 Mill Lane",
        f"{HOST}/directory/7",
    )

    assert found_on(record)["mediation"].status == MET


def test_one_sentence_that_names_a_service_and_its_number_is_a_part_of_it_wherever_it_stands():
    beside = page(
        "# Asking for a plan\nYou or your school can ask. Write to the Plan Team at High Street or ring 01632 960250.\n"
        "Harrowmere SENDIASS gives information and advice to parents: 01632 960358."
    )

    assert found_on(beside)["sendiass"].status == PARTLY


def test_a_statement_of_long_ago_and_a_policy_of_a_year_past_are_met_partly_and_it_is_said_why():
    breaks = next(each.text for each in BESIDE if each.partly == "short-breaks" and "Level 1" in each.text)
    travel = passage("travel-to-school-and-college").replace("statement 2026-27", "statement")

    def of(year: int):
        return found_on(
            page(f"{breaks} Our short breaks statement {year} can be read here.", f"{HOST}/breaks"),
            page(f"{travel}\nTravel policy {year} to {year + 1}.", f"{HOST}/travel"),
        )

    assert of(2022)["short-breaks"].why == "There is a short breaks statement, but it is of 2022."
    assert of(2022)["travel-to-school-and-college"].why == (
        "Much of it is told, but the travel policy that is named is of 2023."
    )
    assert {of(2026)[slug].status for slug in ("short-breaks", "travel-to-school-and-college")} == {MET}


def test_half_of_what_is_looked_for_is_no_gap_though_no_heading_names_it():
    plan = passage("request-ehc-assessment")
    homes = (
        "There are supported living flats for young people with learning disabilities, with a housing officer "
        "who visits: apply on 01632 960215. Shared lives is another way."
    )

    assert found_on(page(f"{plan}\n{homes}"))["housing-and-independent-living"].status == PARTLY
    assert found_on(page(f"{plan}\nThere are flats."))["housing-and-independent-living"].status == NOT_FOUND


def test_what_a_heading_names_and_tells_all_of_counts_beside_what_is_told_at_greater_length():
    strategy = passage("schools-accessibility-strategy")
    teams = passage("specialist-teams-and-staff-training").replace("# ", "Also: ", 1)

    assert found_on(page(f"{strategy}\n{teams}"))["schools-accessibility-strategy"].status == MET


def test_a_line_that_names_it_and_tells_two_points_is_no_gap_whatever_its_page_is_about():
    plan = passage("ehc-plan-process")
    right = (
        "You have a right of appeal to the SEND Tribunal against a refusal to assess or what a plan says, within two "
        "months of our letter."
    )

    assert found_on(page(f"{plan}\n{right}"))["appeals"].status == PARTLY
    assert (
        found_on(page(f"{plan}\nYou have a right of appeal to the SEND Tribunal."))["appeals"].status
        == NOT_FOUND
    )


def test_words_that_stand_on_every_page_do_not_meet_what_it_nowhere_speaks_of():
    """A page about schools over the border has an age, a clinic, a worry and who takes somebody."""
    text = (
        "# Schools outside Saltmere\nSome of our children go over the bridge.\n## Where do they go?\n"
        "Lantern House, in Upper Combe. Autism and high anxiety. Independent.\n"
        "The Royal Ellwood College, 19 to 25, for young people who are blind. It takes people from everywhere.\n"
        "Westhaven Children's Hospital. Most of our operations are there, and the epilepsy clinic, at 9am.\n"
        "## How do we get a place like that?\nAsk at your review. We write to the school: 01632 960500."
    )

    assert found_on(page(text))["moving-to-adult-health"].status != MET
