"""Which facts are local."""

import pytest

from localoffer.auditor.matching import facts


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Ring 01632 960320.", "phone"),
        ("Ring (020) 7946 0311", "phone"),
        ("Text 07700 900461", "phone"),
        ("Write to sen@hartsea.gov.uk", "email"),
        ("Mill Road, TH4 2QX", "address"),
        ("It costs £2.60", "price"),
        ("from 9.30am", "time"),
        ("71% were on time", "count"),
    ],
)
def test_a_fact_is_seen(text, kind):
    assert kind in facts.found_in(text)


@pytest.mark.parametrize("text", ["Section 30 of the Act of 2014", "paragraph 11.6", "Childline: 0800 1111"])
def test_what_recites_or_is_the_same_everywhere_is_not_local(text):
    assert facts.weight(facts.found_in(text)) < facts.ENOUGH


@pytest.mark.parametrize(
    ("kind", "text", "so"),
    [
        ("age", "It is for children and young people from birth to 25 years.", True),
        ("age", "It is for those aged 0-25 with SEND.", True),
        ("age", "It is for those aged 0 to 25. The club is for ages 5 to 11.", False),
        ("age", "An internship is for those aged 16 to 24.", True),
        ("age", "It is for those aged 16 to 24. The taster is for year 9.", False),
        ("count", "Interns spend 70% of their time at work.", True),
        ("count", "All the information in one place.", True),
        ("count", "All in one place, for 300 families.", False),
        ("date", "Since 1 September 2014 councils have had one.", True),
        ("date", "It began in September 2014 and was looked at again in May 2026.", False),
    ],
)
def test_what_every_local_offer_says_is_no_fact_of_any(kind, text, so):
    assert facts.is_said_everywhere(kind, text) is so
