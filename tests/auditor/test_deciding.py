"""What no page's words can show is met only where it was looked at, and what a person has to say is left to one."""

from localoffer.auditor import checking, checks, deciding
from localoffer.auditor.values import CriterionFound, Field, Form, Image, Rendered, SearchTried
from tests.auditor.checks.a_page import HOME, a_page, a_site

SEARCH = Form(f"{HOME}search", "get", (Field("q", "search", "Search"),), is_search=True)
WELL_MADE = {"language": "en", "viewport": "width=device-width"}
HOME_PAGE = a_page("# Local Offer", url=HOME, title="Local Offer", forms=(SEARCH,), **WELL_MADE)


def decided(slug: str, *pages, **also) -> CriterionFound:
    checked = checking.check(a_site(*(pages or (HOME_PAGE,)), **also))
    return deciding.decided(checked, checks.rules(), had_browser=bool(also.get("rendered")))[slug]


def tried(*positions: int | None) -> tuple[SearchTried, ...]:
    return tuple(SearchTried(f"words {n}", f"{HOME}search", 9, each) for n, each in enumerate(positions))


def test_a_search_that_nobody_tried_is_not_said_to_work():
    found = decided("easy-to-use-site")

    assert found.status == "cannot-tell"
    assert "not tried" in found.why


def test_a_search_that_finds_the_right_page_is_met_and_what_was_tried_is_said():
    found = decided("easy-to-use-site", searches=tried(1, 2, 3, 1))

    assert found.status == "met"
    assert "4 of 4 in the first 5" in found.why


def test_a_search_that_finds_little_is_met_in_part_however_few_words_were_tried():
    assert decided("easy-to-use-site", searches=tried(None, None)).status == "partly"
    assert decided("easy-to-use-site", searches=tried(None, None, 9, 1)).status == "partly"


def test_a_first_page_without_a_search_box_is_met_in_part():
    found = decided("easy-to-use-site", a_page("# Local Offer", url=HOME, title="Local Offer", **WELL_MADE))

    assert found.status == "partly"


def test_a_machine_that_found_nothing_wrong_leaves_keyboard_and_screen_reader_to_a_person():
    found = decided("accessible-website", rendered={HOME: Rendered(HOME)})

    assert found.status == "cannot-tell"
    assert found.why == (
        "Automatic checks of one page, which a browser looked at too, found no serious fault on many pages. "
        "Whether it works by keyboard and with a screen reader only a person can say."
    )


def test_how_many_pages_a_browser_looked_at_is_said():
    other = a_page("# Clubs", title="Clubs", **WELL_MADE)

    assert decided("accessible-website", HOME_PAGE, other, rendered={HOME: Rendered(HOME)}).why.startswith(
        "Automatic checks of 2 pages, one of them in a browser, found no serious fault on many pages."
    )


def test_serious_faults_that_a_machine_found_are_told_as_before():
    pages = [
        a_page("# Clubs", url=f"{HOME}{n}", images=(Image("otter.jpg", None),), **WELL_MADE)
        for n in range(20)
    ]

    found = decided("accessible-website", HOME_PAGE, *pages, rendered={HOME: Rendered(HOME)})

    assert (found.status, found.why) == ("partly", "There are faults: A picture has no alternative text.")
