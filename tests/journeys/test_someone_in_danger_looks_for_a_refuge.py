"""She is being hurt at home. The page helps her, and nothing tells anyone where the refuge is."""

import pytest

from localoffer.directory.models import Location
from localoffer.finder.models import EntryPoint

pytestmark = pytest.mark.usefixtures("demonstration")

PAGE = "/services/lantern-refuge-and-support/"


def test_she_is_told_to_ring_and_that_the_address_is_kept_secret(page, without_fault):
    page.goto("/find/?q=someone+at+home+is+hurting+me")
    page.get_by_role("link", name="Lantern refuge and support").first.click()

    said = page.locator("main").inner_text()
    assert "The address is kept secret, to keep people safe." in said
    assert "In danger now? Ring 999." in said
    assert page.locator(".glance").get_by_role("link", name="0808 157 0192").is_visible()
    without_fault(page)


def test_nothing_that_is_sent_gives_the_address_away(visit):
    refuge = Location.objects.get(source_id="lantern-refuge")
    assert refuge.is_private

    answers = [
        visit(PAGE),
        visit("/find/", q="refuge", near="LN6 7QX"),
        visit("/find/", q="refuge", near="LN6 7QX", within="1", sort="near"),
        visit("/find/", q="safe address"),
        visit("/kinds/safety/"),
        visit("/a-z/l/"),
    ]

    for answer in answers:
        sent = f"{answer.headers} {answer.content.decode()}"
        assert answer.status_code == 200
        assert refuge.name not in sent, "its name is for officers only"
        assert str(refuge.pk) not in sent
        assert "easting" not in sent
    assert "mile" not in card(answers[1])
    assert not EntryPoint.objects.filter(entry__slug="lantern-refuge-and-support").exists()


def card(answer):
    """The refuge's own result."""
    return next(part for part in answer.content.decode().split('<li class="result">') if PAGE in part)
