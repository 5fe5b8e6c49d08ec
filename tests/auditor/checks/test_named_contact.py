"""Somebody can be reached about the Local Offer by phone and by e-mail, or it is told what is missing."""

from localoffer.auditor.checks import named_contact
from localoffer.auditor.values import Contact, Crawled

from .a_page import HOME, a_page, a_site

PHONE, EMAIL = Contact("phone", "01234 567890"), Contact("email", "localoffer@fenbridge.gov.uk")
LINE = "Contact the Local Offer team if you cannot find what you need."


def told(*pages, crawled=Crawled(is_complete=True)):  # noqa: B008, a value that never changes
    return list(named_contact.of_site(a_site(*pages, crawled=crawled)))


def test_a_team_with_phone_and_e_mail_is_a_named_contact():
    (feature,) = told(a_page(LINE, contacts=(PHONE, EMAIL)))

    assert (feature.slug, feature.has, feature.quote) == ("named-contact", True, LINE)


def test_a_second_page_with_both_is_found_behind_one_with_less():
    (feature,) = told(
        a_page(LINE, contacts=(PHONE,)), a_page(LINE, url=f"{HOME}contact", contacts=(PHONE, EMAIL))
    )

    assert (feature.has, feature.url) == (True, f"{HOME}contact")


def test_what_is_missing_is_named():
    _, finding = told(a_page(LINE, contacts=(PHONE,)))

    assert (finding.rule, finding.detail) == ("no-named-contact", "There is no e-mail address.")


def test_a_switchboard_is_nobody_to_ask_about_the_offer():
    feature, finding = told(a_page("Council offices", contacts=(PHONE, EMAIL)))

    assert feature.has is False
    assert finding.rule == "no-named-contact"


def test_nothing_is_said_of_a_site_that_was_not_read():
    assert [each.has for each in told(a_page("x"), crawled=Crawled())] == [None]
