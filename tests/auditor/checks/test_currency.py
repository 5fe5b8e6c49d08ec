"""What is out of date is found, and what is only old is left in peace."""

from datetime import date

import pytest

from localoffer.auditor.checks import currency
from localoffer.auditor.values import DateSaid, Field, Form, Link

from .a_page import HOME, TODAY, a_page, a_site, rules_of

COMING = [
    "Join us at our SEND information day on Saturday 15 March 2025 at the Guildhall.",
    "The next coffee morning is on 12 March 2024.",
    "Our next parent forum meeting will be held on Tuesday 4th February 2025, 10am to 12pm.",
    "Applications close on 15 January 2025.",
    "The closing date for applications is 31 October 2025.",
    "Please return the survey by 30 June 2023.",
    "The hydrotherapy pool is closed until 3 May 2024.",
    "From September 2024, working parents will be able to get 15 hours of free childcare from nine months.",
    "The new special school will open in September 2023.",
    "This page was last reviewed on 11 May 2016 and will be reviewed again in May 2017.",
    "Book your place for the sensory workshop on 07/05/2025.",
    "The consultation closes on 14 February 2025. Have your say now.",
    "The group takes place at the library on 5 June 2025 and 3 July 2025.",
    "Our summer fun day is on Friday 8 August 2025.",
    "In 2024, the council will open two more resource bases.",
    "We are running a drop-in on 6.11.2025 at the family hub.",
    "Deadline: 28 February 2025",
    "Playscheme Easter 2024: how to book",
    "If your child is due to start school in September 2023, you can apply now.",
    "Bookings for half term (15 to 19 February 2021) are now being taken.",
    "Tickets for Panto 2016 go on sale on 1 October.",
    "The sensory team moves to Harbour House in March 2025.",
    "The signing course for families is on 5 May 2025 and there are places left.",
    "Autumn fair, 11 October 2025. Tickets from the office.",
    "Family day: Sunday 4 May 2025. Book a place by phone.",
    "Because of the coronavirus lockdown all home visits are suspended until further notice.",
]
OLD = [
    "Term dates 2019",
    "School term and holiday dates 2022/23",
    "Apply for a school place for 2021/22.",
    "How to apply for a place for September 2022",
    "Applications for 2021/22 are made online.",
    "Download our Short Breaks brochure 2021",
    "Home to school transport policy 2022-23",
    "Prices for 2023/24: £6 an hour for members",
    "Holiday activities and food programme: Summer 2023",
    "The 16 to 19 bursary for the academic year 2022 to 2023 is £1,200.",
    "Top-up funding rates 2020-21",
    "Free school meals: income threshold for 2018/19",
    "Panel dates 2022-23: 4 October, 1 November and 6 December",
    "Disability Access Fund: £800 for 2022-23.",
    "The short breaks statement 2019-2022 sets out who can have one.",
    "Our inclusion strategy 2018 to 2021 sets out what we plan to do next.",
]
FINE = [
    "The Children and Families Act 2014 says what every council must publish.",
    "The SEND Code of Practice 2015 applies to everyone from birth to 25.",
    "The School Admissions Code 2021 sets out the rules for places.",
    "We have helped families since 2014.",
    "The list was to be reviewed in May 2024, and we did so that summer.",
    "The policy was agreed in March 2025, and will be looked at again by the panel when the law changes.",
    "Our group was set up in 2009 by three parents.",
    "© 2019 Fenbridge Council",
    "The benefit stopped for new claims in 2013.",
    "Annual report 2021/22",
    "You said, we did: 2022 to 2023",
    "We held an information day on 15 March 2025. Thank you to everyone who came.",
    "Last year's fun day on 12 July 2025 was our biggest yet.",
    "In 2021/22 we received 45 comments about short breaks.",
    "The consultation closed on 14 February 2025 and the results are below.",
    "Children born between 1 September 2021 and 31 August 2022 start school in September 2026.",
    "Our SEND Strategy 2024 to 2029 sets out what we will do.",
    "The next meeting is on 12 January 2027.",
    "Applications for September 2027 are open until 31 October 2026 and late ones are taken until 15 January 2027.",
    "Ofsted inspected the area in 2019 and reported in January 2020.",
    "The 2021 Census found 12,000 disabled children in the county.",
    "Minutes of 4 March 2025",
    "Newsletter, Summer 2023",
    "Term dates 2026/27",
    "Transport policy 2026-27",
    "The policy was approved in 2018 and will be reviewed every three years.",
    "In 2014 the law changed, and statements became EHC plans.",
    "Ring 01234 562019 to book.",
    "The Equality Act 2010 will protect you from being treated unfairly.",
    "The centre opened in May 2019 and takes children from birth to five.",
    "The number of plans rose between 2019 and 2023.",
    "Charity number 1020304, registered in 2004.",
    "Funded by the National Lottery since April 2022.",
    "During the coronavirus pandemic groups met online.",
    "Strategy 2018 to 2021",
    "Our last strategy, 2018 to 2021, was written with families.",
    "The document, revised 29 June 2026, describes what we plan to do in schools.",
    "Treatment starts in about 16 weeks; sooner if the risk is high. said on 3 November 2025",
    "A text back by the next working day will come. Said on 16 November 2025",
    "You will wait about 20 weeks (as at 1 October 2025)",
    "The waiting list is open, stated on 9 March 2025",
]

# Written without looking at the patterns, and kept aside until they were done
ASIDE_OUT_OF_DATE = [
    "We will be hosting a SEND roadshow at the leisure centre on Wednesday 21 May 2025 from 10am.",
    "Come along to our open day on 3 October 2025.",
    "You can apply for a secondary school place from 1 September 2024 until 31 October 2024.",
    "Spaces are limited so please book before 20 July 2025.",
    "Drop-in clinics for spring 2025: call us to book",
    "Half term activities – October 2024",
    "School admissions 2023: apply online by 15 January",
    "Short break grant 2022/23 is now open for applications.",
    "The Local Offer will be relaunched in autumn 2023.",
    "We are asking for your views on short breaks. The survey closes on 31 March 2024.",
    "Saturday 7 December 2024: Relaxed panto, tickets £5, book at the theatre",
    "Families can claim up to £350 per child in the financial year 2021/22.",
    "Bank holiday opening times 2024",
    "Our preparing for adulthood event takes place on Thursday 27 March 2025.",
    "Guide to travel assistance 2021-22",
    "The charge for day care is £45 a day for 2019/20.",
    "Secondary transfer timetable for entry in September 2024",
    "The SENDIASS office will be closed from 24 December 2023 to 2 January 2024.",
    "Interviews for young ambassadors are on 4 June 2025.",
    "Nominations for the SEND awards close at noon on Friday 9 May 2025.",
    "Parent carer forum AGM: Monday 10 November 2025, 7pm, all welcome",
    "New courses starting in January 2025",
    "To apply for a place starting in September 2025, fill in the form.",
    "Register your interest before 1 May 2025.",
    "Summer 2024 short breaks programme",
    "The new code will come into force in April 2015.",
    "You have until 30 November 2024 to comment on the draft strategy.",
    "Our next newsletter is due in June 2024.",
    "Applying for a Year 7 place in 2022",
    "Personal budget rates for 2020 to 2021",
    "Music therapy taster: 14 May 2025, 2pm to 3pm, Fenbridge Library",
    "Registration for the summer holiday scheme opens on 1 May 2024.",
    "You are invited to our celebration evening on Thursday 19 June 2025.",
    "Consultation open until 5 January 2026",
    "We will publish the new inclusion strategy in spring 2024.",
    "The new respite centre is due to open in December 2022.",
    "What's on: Easter holidays 2025",
    "Requests for school transport for September 2025 must be made by 31 May 2025.",
    "Free swimming sessions for disabled children run until 31 March 2025.",
    "Directory of short breaks providers 2022/2023",
    "Disabled Students' Allowance: you can get up to £25,575 for the 2021 to 2022 academic year",
    "The deadline for phase transfer is 15 February 2023.",
    "Term dates for 2023 to 2024",
    "Training dates: 4 March 2025, 11 March 2025 and 18 March 2025. To book, email the team.",
    "Application form 2022-23 (Word)",
    "Early years inclusion funding: how to apply 2021-22",
    "New from April 2023: families will receive a letter about their direct payment.",
]
ASIDE_FINE = [
    "Under the Care Act 2014, you can ask for an assessment.",
    "The Special Educational Needs and Disability Regulations 2014 set out what we must publish.",
    "Read our 2020 to 2021 annual report on comments.",
    "The forum started in 2008 and now has 600 members.",
    "In March 2022 families told us that the site was hard to use.",
    "Lucy, born in 2012, loves swimming.",
    "Since September 2020 public websites have had to publish an accessibility statement.",
    "The area SEND inspection took place in May 2022 and the letter is on the Ofsted website.",
    "We launched our autism strategy in 2021 after hearing from 300 families.",
    "Our co-production charter was signed on 14 July 2023.",
    "Keeping Children Safe in Education 2024 explains what schools must do.",
    "Figures for 2022/23 show that 94% of plans were finished on time.",
    "Thank you to all who came to the picnic on 17 August 2025.",
    "The Autism Act 2009 was the first law for one group of disabled people.",
    "Accessibility statement: prepared on 23 September 2020.",
    "Consultation ran from 3 June 2024 to 12 July 2024.",
    "Wednesday 3 March 2027: Relaxed cinema",
    "The Disabled Children's Access to Childcare pilot ended in March 2011.",
    "Statement of accounts 2021/22",
    "Joint strategic needs assessment 2019",
    "SEND strategy 2021-2027",
    "Written by parents in 2016.",
    "Winner of the 2018 Nasen award for inclusion",
    "Room 2024, Civic Centre",
    "Planning application 2021/0456",
    "Previous versions: Travel policy 2021/22, Travel policy 2022/23",
    "Working Together to Safeguard Children 2023 is statutory guidance.",
    "If your plan was issued before 1 September 2014, it would have been a statement.",
    "What you said in 2024 and what we did",
    "The school was built in 2015 and has places for 120 pupils.",
    "Reference: SEND/2019/22",
    "Established 2001. Registered charity.",
    "The Education (Admissions Appeals Arrangements) (England) Regulations 2002 apply to appeals.",
    "In 2023 the county had 5,200 children with an EHC plan.",
    "The Childcare Act 2016 will help parents who work.",
    "The Fenbridge autism partnership board first met on 4 April 2018 at 10am.",
    "The leaflet was designed by young people in 2022 and costs nothing.",
    "We answered 120 comments between April 2023 and March 2024.",
    "Following the 2022 inspection, we wrote an action plan.",
    "The short breaks statement was agreed by cabinet on 12 December 2023.",
    "A new SEND law, the Children and Families Act, came in on 1 September 2014.",
    "From 1 September 2014, EHC plans replaced statements.",
    "Young people aged 18 on 31 August 2024 were moved to adult services.",
    "Sept 2024 news: our resource base at Mill Road has opened",
    "See also: Timpson review of school exclusion, 2019",
    "Fenbridge Council has been rated good since its inspection in June 2023.",
    "Company number 2019/22.",
    "The Mental Capacity Act 2005 applies when you are 16.",
    "Chronically Sick and Disabled Persons Act 1970 and Care Act 2014",
    "Regulation 53 of the SEND Regulations 2014 says comments must be published every year.",
    "Feedback from summer 2024: you said booking was hard. We did: one form.",
    "Last updated: 14 October 2026",
    "He moved to college in September 2023 and now works at a café.",
    "Our plans: 2025 to 2028",
    "Published 20 March 2024. Next review 20 March 2027.",
    "This replaces the policy dated September 2021.",
    "SEND Code of Practice: 0 to 25 years (January 2015)",
    "Guidance on supporting pupils at school with medical conditions (December 2015)",
    "Decisions made before 5 April 2024 are not changed.",
    "An evaluation in 2021 showed that portage works.",
    "Photo: Fun day, June 2024",
    "Story: How Amir found work in 2023",
]


# Written before anybody looked at the rules: at first sight 23 of 26 were found, and four of 26 fine ones
SEEN_FIRST_OUT_OF_DATE = [
    "Places for the Easter 2026 holiday scheme are going fast, so get your form in to us as soon as you can.",
    "Registration for the autumn term 2025 is now open. Call the booking line on 01632 960112.",
    "Our drop-ins for this term are on 9 January, 6 February and 6 March 2026. Come and meet the team.",
    "We're recruiting parents to our group. Send your expression of interest by Friday 17 July 2026.",
    "Vote for the name of our new newsletter before midnight on 28 February 2026.",
    "We are consulting on a new policy. Let us have your views by Monday 2 March 2026.",
    "The new Banding Framework comes into force on 1 April 2025.",
    "The Disabled Children's Register will be moving to a new online form in January 2026.",
    "The charge for an escort is £3.20 a trip in 2023/24.",
    "Our summer 2025 programme is out now. Spaces fill quickly, so book early.",
]
SEEN_FIRST_FINE = [
    "If you applied before 15 January 2026 you will already have heard from us.",
    "In the autumn term 2025 we asked 90 families what they thought. This is what has changed since.",
    "Children born between 1 September 2021 and 31 August 2022 can start reception in September 2026.",
    "Minutes of the meeting held on Tuesday 3 February 2026 (PDF, 210 KB)",
    "If you were refused a place for September 2026 you may still appeal.",
    "Following a consultation which closed on 2 March 2026, the policy was agreed in June.",
    "The building work, which began on 4 May 2026, is expected to take a year.",
    "You can watch the recording of our webinar of 18 June 2026 at any time.",
    "The Care Act 2014 came into force on 1 April 2015.",
]


@pytest.mark.parametrize("sentence", COMING)
def test_what_has_passed_and_is_told_as_coming_is_found(sentence):
    assert rules_of(currency.of_page(a_page(sentence), TODAY)) == ["past-event"]


@pytest.mark.parametrize("sentence", OLD)
def test_an_old_year_told_as_this_one_is_found(sentence):
    assert rules_of(currency.of_page(a_page(sentence), TODAY)) == ["old-year"]


@pytest.mark.parametrize("sentence", ASIDE_OUT_OF_DATE + SEEN_FIRST_OUT_OF_DATE)
def test_what_is_out_of_date_is_found_in_other_words(sentence):
    assert len(rules_of(currency.of_page(a_page(sentence), TODAY))) == 1


@pytest.mark.parametrize("sentence", FINE + ASIDE_FINE + SEEN_FIRST_FINE)
def test_what_is_only_old_is_no_fault(sentence):
    assert rules_of(currency.of_page(a_page(sentence), TODAY)) == []


def test_a_heading_that_names_this_year_or_says_first_does_not_make_its_lines_history():
    adopted = a_page("# Budget policy (adopted 3 June 2026)", "The hourly rate for 2022/23 is £11.")
    first = a_page("# First steps", "The open day is on 6 May 2025.")

    assert rules_of(currency.of_page(adopted, TODAY)) == ["old-year"]
    assert rules_of(currency.of_page(first, TODAY)) == ["past-event"]


def test_the_owner_s_years_at_the_foot_of_a_page_are_no_newer_prices():
    page = a_page("# Costs", "The charge in 2020/21 is £610.", "© Fenbridge Council 2016–2026")

    assert rules_of(currency.of_page(page, TODAY)) == ["old-year"]


def test_last_year_s_may_stand_beside_this_year_s_and_older_ones_may_not():
    now = "The travel policy 2026 to 2027 can be read here."
    last = a_page("# Travel", now, "The travel policy 2025 to 2026 can be read here.")
    long_ago = a_page("# Travel", now, "The travel policy 2021 to 2022 applies to all journeys.")

    assert rules_of(currency.of_page(last, TODAY)) == []
    assert rules_of(currency.of_page(long_ago, TODAY)) == ["old-year"]


def reviewed(on: date, quote: str, kind: str = "reviewed", source: str = "words") -> DateSaid:
    return DateSaid(kind, on, quote, source)


def test_a_page_last_checked_over_a_year_ago_is_told_with_its_words():
    page = a_page(dates=(reviewed(date(2024, 3, 5), "Last reviewed: 5 March 2024"),))

    found = list(currency.of_page(page, TODAY))

    assert [(each.rule, each.quote) for each in found] == [
        ("checked-long-ago", "Last reviewed: 5 March 2024")
    ]


def test_the_newest_date_counts_and_what_a_family_can_read_counts_before_what_a_system_notes():
    old, new = date(2021, 5, 1), date(2026, 5, 1)

    assert not list(
        currency.of_page(a_page(dates=(reviewed(old, "a"), reviewed(new, "b", "updated"))), TODAY)
    )
    assert list(
        currency.of_page(
            a_page(dates=(reviewed(old, "Reviewed 1 May 2021"), reviewed(new, "", "updated", "meta"))), TODAY
        )
    )
    assert not list(currency.of_page(a_page(dates=(reviewed(new, "", "updated", "meta"),)), TODAY))


def test_a_list_that_was_checked_does_not_make_the_page_new():
    page = a_page(
        dates=(
            reviewed(date(2026, 11, 6), "Support groups (verified 6 November 2026):"),
            reviewed(date(2023, 5, 6), "Last reviewed: 6 May 2023"),
        )
    )

    assert rules_of(currency.of_page(page, TODAY)) == ["checked-long-ago"]


def test_a_day_on_which_the_governments_guidance_was_changed_is_not_the_pages():
    page = a_page(
        dates=(
            reviewed(date(2024, 9, 1), "The guidance was published in 2015 and updated in September 2024."),
        )
    )

    assert not list(currency.of_page(page, TODAY))


LISTED = ("Thursday 5 November 2026, 10am: Coffee morning. Book now.", "Monday 30 November 2026: Dads’ group")


@pytest.mark.parametrize(
    "page",
    [
        a_page("# What’s on in November 2026", *LISTED),
        a_page("# Events 11/2026", *LISTED, title="Events 11/2026"),
        a_page("# Events", *LISTED, url="https://localoffer.example/events/2026-11"),
        a_page("# Calendar", LISTED[0]),
        a_page(
            "# October 2026",
            "Thursday 8 October 2026, 10am: Coffee morning. Book now.",
            links=(Link("https://localoffer.example/events/2026-11", "Next month"),),
        ),
    ],
)
def test_a_calendar_may_list_the_days_of_its_month_that_have_passed(page):
    assert not list(currency.of_page(page, TODAY))


def test_a_list_of_events_of_a_month_that_is_over_is_found_where_no_leaf_can_be_turned():
    page = a_page("# What’s on in June 2026", "Thursday 4 June 2026, 10am: Coffee morning. Book now.")

    assert "past-event" in rules_of(currency.of_page(page, TODAY))


def test_a_month_ends_with_its_last_day():
    within = reviewed(date(2025, 11, 1), "Last reviewed: November 2025")

    assert not list(currency.of_page(a_page(dates=(within,)), TODAY))
    assert list(
        currency.of_page(a_page(dates=(reviewed(date(2025, 10, 1), "Last reviewed: October 2025"),)), TODAY)
    )


def test_a_review_that_was_due_is_overdue_unless_it_was_done():
    due = reviewed(date(2026, 3, 1), "Next review: March 2026", "due")

    assert rules_of(currency.of_page(a_page(dates=(due,)), TODAY)) == ["check-overdue"]
    assert not list(
        currency.of_page(a_page(dates=(due, reviewed(date(2026, 4, 2), "Last reviewed 2 April 2026"))), TODAY)
    )
    assert not list(
        currency.of_page(
            a_page(dates=(reviewed(date(2026, 11, 1), "Next review: November 2026", "due"),)), TODAY
        )
    )


def test_a_list_of_coming_events_that_are_over_is_found_by_its_heading():
    page = a_page(
        "## Upcoming events", "Autism café – Thursday 9 May 2024", "## Past events", "Picnic – 3 July 2023"
    )

    assert [each.quote for each in currency.of_page(page, TODAY)] == ["Autism café – Thursday 9 May 2024"]


def test_the_page_of_an_event_that_is_over_and_still_invites_is_found():
    day = DateSaid("event", date(2025, 6, 14), "Date: Saturday 14 June 2025")
    still = a_page(
        "# Summer fair", "Date: Saturday 14 June 2025", "Everyone is welcome. Book your place.", dates=(day,)
    )
    over = a_page(
        "# Summer fair", "Date: Saturday 14 June 2025", "This event has now taken place.", dates=(day,)
    )

    assert rules_of(currency.of_page(still, TODAY)) == ["past-event"]
    assert not list(currency.of_page(over, TODAY))


def test_last_years_dates_beside_this_years_are_no_fault():
    page = a_page("Term dates 2025/26 (ended)", "Term dates 2024/25", "Term dates 2026/27")

    assert not list(currency.of_page(page, TODAY))


def test_an_archive_and_a_story_of_the_news_may_be_old():
    line = "Join us on 15 March 2023."
    archive = a_page("# Past events", line)
    story = a_page("# Fun day", line, url="https://localoffer.example/news/fun-day")

    assert not list(currency.of_page(archive, TODAY))
    assert not list(currency.of_page(story, TODAY))


def test_a_page_that_is_not_of_the_offer_is_not_judged():
    assert not currency.concerns(a_page("Term dates 2019", is_within=False))


def test_a_site_is_told_whether_its_pages_say_when_they_were_checked():
    dated = a_page(dates=(reviewed(date(2026, 3, 5), "Last reviewed: 5 March 2026"),))

    (feature,) = currency.of_site(a_site(dated, dated, a_page("Nothing")))

    assert (feature.slug, feature.has, feature.quote) == (
        "checked-dates",
        True,
        "2 of 3 pages that are not lists or forms",
    )


def test_lists_filters_forms_and_copies_need_no_day_of_their_own():
    record = a_page(
        url=f"{HOME}services/otters/", dates=(reviewed(date(2026, 3, 5), "Last reviewed: 5 March 2026"),)
    )
    box = Form("", "post", (Field("words", "textarea", "What is wrong?"),))
    others = [
        a_page(url=f"{HOME}services/otters/report/", forms=(box,)),
        a_page(url=f"{HOME}services/otters/print/"),
        a_page(url=f"{HOME}ages/5-to-10/"),
        a_page(url=f"{HOME}find/?age=5&page=2"),
        a_page(url=f"{HOME}tell-us/", forms=(box,)),
    ]

    (feature,) = currency.of_site(a_site(record, *others, kinds={f"{HOME}ages/5-to-10/": "listing"}))

    assert (feature.has, feature.quote) == (True, "1 of 1 pages that are not lists or forms")


@pytest.mark.parametrize(
    ("address", "is_counted"),
    [
        ("services/otters/", True),
        ("services/?id=7", True),
        ("directory/service.page?id=ab3&familychannel=2", True),
        ("events/", True),
        ("send/annual-report", True),
        ("children/send", True),
        ("feedback/", True),
        ("services/otters/report/", False),
        ("services/otters/report/thanks/", False),
        ("services/otters/suggest-a-change", False),
        ("services/otters/?print=1", False),
        ("find/?q=swimming&age=5-to-10&sort=name", False),
        ("find/?filters[]=autism", False),
        ("events/page/3/", False),
    ],
)
def test_what_is_old_is_a_share_of_the_pages_that_could_be_old(address, is_counted):
    form = Form("", "post", (Field("words", "textarea", "What is wrong?"),))

    assert currency.concerns(a_page(url=HOME + address, forms=(form,))) is is_counted


def test_a_page_that_its_query_names_is_one_of_its_own_and_the_next_of_a_list_is_none():
    old = (reviewed(date(2023, 3, 1), "Last reviewed: 1 March 2023"),)
    named = a_page(url="https://localoffer.example/index.php?page=short-breaks", dates=old)
    second = a_page(url="https://localoffer.example/clubs?page=2", dates=old)

    assert currency.concerns(named)
    assert not currency.concerns(second)
