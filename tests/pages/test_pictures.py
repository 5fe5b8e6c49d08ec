"""Pictures: cut around what matters, as small as the screen wants, and said in words."""

import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from localoffer.cms.readiness.pages import readiness
from localoffer.pages import pictures
from localoffer.pages.models import NewsIndexPage, NewsPage, QuestionPage
from tests.accounts.conftest import council

PAGES = [
    "/asking-for-an-ehc-assessment/",
    "/care-and-breaks/",
    "/who-to-ask/",
    "/young-people/i-want-to-work/",
]
BUDGET = 100_000
CARD_BUDGET = 20_000


def fetched(img, width: int, sharpness: int) -> str:
    """The address of the file that a browser fetches for a picture as wide as the screen."""
    offered = sorted(
        (int(each.split()[1][:-1]), each.split()[0])
        for each in img["srcset"].split(", ")
        if img.get("srcset")
    )
    return next((url for wide, url in offered if wide >= width * sharpness), offered[-1][1])


@pytest.mark.parametrize("address", PAGES)
def test_a_first_view_on_a_phone_fetches_less_than_the_budget(visit, address):
    page = BeautifulSoup(visit(address).content, "html.parser")

    at_once = [img for img in page.main.find_all("img") if img.get("loading") != "lazy"]

    assert len(at_once) == 1
    assert at_once[0]["alt"].endswith(".")
    assert {"width", "height"} <= at_once[0].attrs.keys(), "its room is kept"
    sizes = [
        (Path(settings.MEDIA_ROOT) / fetched(img, 360, 2).removeprefix(settings.MEDIA_URL)).stat().st_size
        for img in at_once
    ]
    assert 1000 < sum(sizes) < BUDGET


def test_a_card_of_a_topic_shows_its_picture_small_keeps_its_room_and_reads_nothing_out(visit):
    page = BeautifulSoup(visit("/").content, "html.parser")

    [card] = [link.find_parent("li") for link in page.main.find_all("a", href="/care-and-breaks/")]

    assert (card.img["width"], card.img["height"], card.img["alt"]) == ("360", "200", "")
    assert card.img["loading"] == "lazy", "it is fetched when it comes into view"
    file = Path(settings.MEDIA_ROOT) / card.img["src"].removeprefix(settings.MEDIA_URL)
    assert file.stat().st_size < CARD_BUDGET


def test_every_topic_on_a_first_page_has_a_drawing_of_its_own(visit):
    page = BeautifulSoup(visit("/").content, "html.parser")
    [band] = [each.find_parent("div") for each in page.main.find_all("h2", string="Read about it")]

    shown = [card.img["src"] for card in band.select(".card")]

    assert len(shown) == len(set(shown)) == 11


@pytest.fixture
def fenbridge_council(db):
    cache.clear()  # Wagtail remembers what it has drawn, also of pictures that are gone
    return council("fenbridge")


def test_a_picture_is_cut_around_its_focal_point(fenbridge_council):
    image = pictures.add_ours(fenbridge_council.authority, "journey")
    before = pictures.drawn(image.pk, pictures.LEAD)

    image.focal_point_x, image.focal_point_y = 1300, 100
    image.save()

    assert pictures.add_ours(fenbridge_council.authority, "journey") == image, "one of each"
    assert re.search(r"360w, .* 720w, .*w$", before["srcset"])
    assert pictures.drawn(image.pk, pictures.LEAD)["url"] != before["url"]


def test_cards_of_news_have_their_pictures_in_one_question_however_many_there_are(fenbridge_council):
    home = Page.objects.get(pk=fenbridge_council.site.root_page_id)
    index = home.add_child(instance=NewsIndexPage(title="News", slug="news"))
    client = fenbridge_council.client()

    def seen():
        client.get("/news/")  # what is not drawn yet is drawn
        with CaptureQueriesContext(connection) as captured:
            page = BeautifulSoup(client.get("/news/").content, "html.parser")
        return [img["src"] for img in page.select(".card img")], len(captured)

    for name in ("talk", "home", "work"):
        image = pictures.add_ours(fenbridge_council.authority, name)
        index.add_child(instance=NewsPage(title=name, slug=name, image=image, image_is_decorative=True))
        if name == "talk":
            one, asked = seen()
    index.add_child(instance=NewsPage(title="Plain", slug="plain"))
    three, asked_again = seen()

    assert (len(one), len(set(three))) == (1, 3)
    assert asked_again == asked


def test_a_page_whose_picture_says_nothing_is_not_ready(fenbridge_council):
    image = pictures.add_ours(fenbridge_council.authority, "talk")
    page = QuestionPage(title="Who helps?", answer="We do.", image=image)
    found = {problem.code for problem in readiness(page)}

    page.image_alt = "Two people talk at a table."
    said = {problem.code for problem in readiness(page)}
    page.image_alt, page.image_is_decorative = "", True
    decorates = {problem.code for problem in readiness(page)}

    assert "alternative-text" in found
    assert "alternative-text" not in said | decorates


def test_every_drawing_is_there_as_it_was_drawn_and_as_it_is_shown():
    folder = Path(pictures.__file__).parent

    for name in pictures.OURS:
        assert (folder / f"{name}.svg").is_file()
        assert (folder / f"{name}.png").stat().st_size < BUDGET
    assert {path.stem for path in folder.glob("*.png")} == pictures.OURS.keys()
