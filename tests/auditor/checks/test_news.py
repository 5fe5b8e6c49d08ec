"""The newest news is dated, and old only after a year."""

from datetime import date

from localoffer.auditor.checks import news
from localoffer.auditor.values import Crawled, DateSaid, Feature

from .a_page import HOME, a_page, a_site


def story(day, name="news/fun-day"):
    return a_page("# Fun day", url=f"{HOME}{name}", dates=(DateSaid("published", day, "x"),))


def told(*pages, **also):
    return list(news.of_site(a_site(*pages, **also)))


def test_the_newest_story_counts():
    assert told(story(date(2024, 5, 1)), story(date(2026, 9, 4), "news/new")) == [
        Feature("news", has=True, url=f"{HOME}news/new", quote="4 September 2026")
    ]


def test_news_that_stopped_a_year_ago_is_old():
    feature, finding = told(story(date(2024, 5, 1)))

    assert feature.has is False
    assert (finding.rule, finding.detail) == ("news-old", "It is of 1 May 2024.")


def test_dates_in_a_list_of_stories_count_and_days_to_come_do_not():
    page = a_page(
        "# News", "New sensory room", "3 October 2026", "Save the date: 1 March 2027", url=f"{HOME}news"
    )

    assert told(page)[0].quote == "3 October 2026"


def test_a_site_without_news_has_none_and_no_fault():
    assert told(a_page("x"), crawled=Crawled(is_complete=True)) == [Feature("news", has=False)]
    assert told(a_page("x")) == [Feature("news", has=None)]
