"""She does not know what it is called, or what to ask. She answers three questions."""

import pytest

pytestmark = pytest.mark.usefixtures("demonstration")


def heading(page):
    page.wait_for_load_state()
    return page.get_by_role("heading", level=1).inner_text()


def next_page(page):
    page.get_by_role("button", name="Next").click()


def chips(page):
    return [text.removeprefix("Take off:").strip() for text in page.locator(".chip--on").all_text_contents()]


def test_she_answers_three_questions_and_sees_who_can_help(page, without_fault):
    page.goto("/")
    page.get_by_role("link", name="Answer three questions").click()
    assert heading(page) == "How old is the person who needs help?"
    assert page.get_by_text("Question 1 of 3").is_visible()
    without_fault(page)

    page.get_by_label("11 to 15").check()
    next_page(page)
    assert heading(page) == "What is hard?"
    without_fault(page)

    page.get_by_label("Feelings and worries").check()
    next_page(page)
    assert heading(page) == "What kind of help would you like?"
    without_fault(page)

    page.get_by_label("Health", exact=True).check()
    page.get_by_role("button", name="Show what there is").click()
    assert page.url.endswith("/find/?age=11-15&need=SEMH&kind=health")
    assert int(heading(page).split()[0]) > 0
    assert len(chips(page)) == 3
    without_fault(page)


def test_she_goes_back_and_answers_differently(page):
    page.goto("/find/guide/")
    page.get_by_label("Under 5").check()
    next_page(page)
    page.get_by_label("Moving about").check()
    next_page(page)

    page.get_by_role("link", name="Back to the question before").click()
    assert page.get_by_label("Moving about").is_checked()
    page.get_by_role("link", name="Back to the question before").click()
    assert page.get_by_label("Under 5").is_checked()

    page.get_by_label("5 to 10").check()
    next_page(page)
    next_page(page)
    page.get_by_label("Show me everything").check()
    page.get_by_role("button", name="Show what there is").click()
    assert page.url.endswith("/find/?age=5-10&need=PD")


def test_she_finds_the_guide_when_her_own_words_found_nothing(page, without_fault):
    page.goto("/find/?q=zzyzx&need=HI")
    page.get_by_role("link", name="Answer three questions").click()

    for _ in range(3):
        page.get_by_role("link", name="Skip this question").click()

    assert page.url.endswith("/find/")
    assert int(heading(page).split()[0]) > 100


@pytest.mark.parametrize("size", ["phone", "desktop"])
def test_she_does_all_of_it_by_keyboard(keyboard, size):
    keys = keyboard(size)
    page = keys.page
    page.goto("/")

    keys.follow("a[href='/find/guide/']")
    keys.tab_to("input[name=age]")
    keys.press("ArrowDown")
    keys.follow("main button[type=submit]")
    keys.tab_to("input[name=hard]")
    keys.press("Space")
    keys.follow("main button[type=submit]")
    keys.tab_to("input[name=help]")
    keys.press("ArrowUp")  # from the first round to the last: everything
    keys.follow("main button[type=submit]")

    assert page.url.endswith("/find/?age=5-10&need=SLCN")
    assert int(heading(page).split()[0]) > 0
