"""Pages that are hard to read are found; terms of the field and initials that are explained do not count."""

from localoffer.auditor.checks import reading

from .a_page import HOME, TODAY, a_page, a_site, rules_of

PLAIN = (
    "You can ask us for help at any time. We will ring you back within a week. Bring a friend if you like. "
    * 8
)
HARD = (
    "The multidisciplinary assessment arrangements necessitate comprehensive consideration of individual "
    "circumstances by appropriately qualified professionals prior to determination of eligibility for provision. "
) * 8


def test_a_page_in_long_words_and_sentences_is_hard_to_read():
    (found, *_) = reading.of_page(a_page(HARD), TODAY)

    assert found.rule == "hard-to-read"
    assert found.quote.startswith("The multidisciplinary")


def test_a_page_in_plain_words_is_not():
    assert not list(reading.of_page(a_page(PLAIN), TODAY))


def test_a_page_with_little_text_is_not_judged():
    assert not list(
        reading.of_page(a_page("Multidisciplinary considerations necessitate determination."), TODAY)
    )


def test_the_field_s_own_terms_make_no_page_hard():
    terms = (
        "You can ask for special educational needs help and an education, health and care plan here. " * 20
    )

    assert "hard-to-read" not in rules_of(reading.of_page(a_page(terms), TODAY))


def test_four_of_officials_words_make_jargon_and_three_do_not():
    few = "A multi-agency panel will signpost you to holistic support."
    many = f"{few} It is commissioned by stakeholders."

    assert rules_of(reading.of_page(a_page(few), TODAY)) == []
    (found,) = reading.of_page(a_page(many), TODAY)
    assert (
        found.detail == "It says “multi-agency”, “signpost”, “holistic”, “commissioned” and “stakeholders”."
    )


def test_initials_nobody_explains_are_told_once_a_page():
    page = a_page("Ask the EHCCO about your IPRA today.", "Then the EHCCO will ring you back.")

    (found,) = reading.of_site(a_site(page))

    assert (found.rule, found.detail) == (
        "unexplained-initials",
        "Nothing says what “EHCCO” and “IPRA” stand for.",
    )


def test_initials_are_explained_in_brackets_in_a_glossary_or_on_the_first_page():
    home = a_page("Ask for an education, health and care (EHC) plan here.", url=HOME)
    glossary = a_page("ELSA: emotional literacy support assistant.", url=f"{HOME}jargon-buster")
    page = a_page(
        "An ELSA helps. So does an EHC plan. The local inclusion team (LIT) rings you. LIT is free."
    )

    assert not list(reading.of_site(a_site(home, glossary, page)))


def test_what_everybody_knows_and_what_is_only_shouted_needs_no_explaining():
    page = a_page("Your GP or the NHS can help you.", "PLEASE BOOK EARLY TO AVOID WAITING.")

    assert not list(reading.of_site(a_site(page)))


def test_only_prose_in_english_is_judged():
    welsh = a_page(HARD, language="cy")
    english = a_page(HARD, language="en-GB")

    assert not reading.concerns(welsh)
    assert not reading.concerns(a_page("Menu", "Home"))
    assert reading.concerns(english)


def test_initials_of_one_sentence_are_told_once_however_many_lists_show_it():
    said = "A group for families, run with the EHCCO every week."
    said += " It is for all ages, it is free, and there is no need to book a place."
    record = a_page(said, url=f"{HOME}services/otters/")
    cut = said[:90].rsplit(" ", 1)[0] + " …?"
    lists = [a_page("Here is what we found.", cut, url=f"{HOME}find/?page={n}") for n in range(3)]
    other = a_page("Ring the EHCCO if you are worried.", url=f"{HOME}help")

    for pages in ((record, *lists, other), (*lists, record, other)):
        found = list(reading.of_site(a_site(*pages)))

        assert [each.page for each in found] == [record.url, other.url]


def test_what_a_list_adds_of_its_own_is_told_of_it():
    said = "A group for families, run with the EHCCO every week."
    both = a_page(said, "The IPRA panel meets in June each year.", url=f"{HOME}find/")

    _, found = reading.of_site(a_site(a_page(said), both))

    assert (found.page, found.detail) == (both.url, "Nothing says what “IPRA” stands for.")


def test_licences_maps_and_cases_are_cited_by_their_initials():
    page = a_page(
        "Contains OS data, and ONS figures, under the OGL. The icons are CC BY, and the code is MIT.",
        "The High Court said so in R (AD and others) v Hackney [2019] EWHC 943 (Admin).",
        "See SC v Worcestershire County Council [2016] UKUT 267 (AAC), and JL and MT v Somerset [2020] EWCA Civ 5.",
        "It follows Re TG and XY v MH [2021] UKSC 9.",
        "In AD the council had asked too few families.",
    )

    assert not list(reading.of_site(a_site(page)))


def test_initials_beside_no_case_are_told_as_before():
    (found,) = reading.of_site(a_site(a_page("Ask the AXQ panel, which met the JZL team in May 2019.")))

    assert found.detail == "Nothing says what “AXQ” and “JZL” stand for."
