"""Pages in other languages: where they stand, who sees them, who may make them, and what they say of themselves."""

from datetime import UTC, datetime, timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Locale, Page
from wagtail_localize.models import LocaleSynchronization, StringTranslation, Translation

from localoffer.accounts.models import Role
from localoffer.cms.languages import in_english
from localoffer.cms.models import DutyServed, PageCare
from localoffer.cms.readiness import gate
from localoffer.cms.readiness.pages import readiness
from localoffer.compliance.evidence import gather
from localoffer.pages.entitlements.serving import pages_serving
from localoffer.pages.models import LanguagePage, QuestionPage, TopicHubPage
from localoffer.pages.models.translated import TranslationRefusedError
from localoffer.pages.officers import checking


@pytest.fixture
def fenbridge(db, kept_fenbridge):
    return kept_fenbridge()


@pytest.fixture
def saltmere(db, kept_saltmere):
    return kept_saltmere()


def write(council, title="Can we have a break?", below=None) -> QuestionPage:
    page = QuestionPage(
        title=title,
        slug="a-break",
        answer="Yes. You can ask for it on any day.",
        search_description="You can have a break.",
        care=[PageCare(owner="SEND team")],
        duties_served=[DutyServed(criterion="short-breaks")],
    )
    Page.objects.get(pk=below.pk if below else council.site.root_page_id).add_child(instance=page)
    page.save_revision().publish()
    return page


def submit(council, page, code="pl", role=Role.EDITOR):
    """An officer presses “Translate this page”."""
    client = council.client(council.officer(role))
    locale = Locale.objects.get(language_code=code)
    answer = client.post(
        reverse("wagtail_localize:submit_page_translation", args=[page.pk]), {"locales": [locale.pk]}
    )
    assert answer.status_code == 302
    return client, Page.objects.get(translation_key=page.translation_key, locale=locale).specific


def translate(page, code="pl", first=True):
    """A page in another language, published with its words translated."""
    locale = Locale.objects.get(language_code=code)
    made = page.copy_for_translation(locale)
    made.title, made.answer = "Czy możemy mieć przerwę?", "Tak. Można o nią poprosić w każdej chwili."
    made.save_revision().publish()
    if first:
        LanguagePage.objects.get(pk=made.get_parent().pk).save_revision().publish()
    return made


def look(council, path):
    return BeautifulSoup(council.client().get(path).content, "html.parser")


def test_turning_a_language_on_makes_no_page_anywhere(fenbridge, saltmere):
    write(fenbridge)
    before = set(Page.objects.values_list("pk", flat=True))

    welsh = Locale.objects.create(language_code="cy")
    polish = Locale.objects.get(language_code="pl")

    assert set(Page.objects.values_list("pk", flat=True)) == before
    # Nor can trees be kept in step by hand: the mirror of a first page is refused before a page is made
    with pytest.raises(TranslationRefusedError):
        LocaleSynchronization.objects.create(locale=polish, sync_from=Locale.get_default())
    assert not Page.objects.filter(locale__in=[welsh, polish]).exists()
    assert not Page.objects.filter(alias_of__isnull=False).exists()


def test_an_editor_translates_a_page_as_a_draft_below_the_first_page_of_its_language(fenbridge):
    page = write(fenbridge)

    client, made = submit(fenbridge, page)

    assert (made.live, made.alias_of_id) == (False, None)
    assert made.get_parent().slug == "pl"
    assert made.get_parent().get_parent().pk == fenbridge.site.root_page_id
    assert made.get_url() == "/pl/a-break/"
    editor = client.get(reverse("wagtailadmin_pages:edit", args=[made.pk]))
    assert editor.status_code == 200
    assert "Can we have a break?" in editor.content.decode()


def test_a_text_is_translated_and_published_when_the_page_is_ready_and_not_before(
    fenbridge, django_capture_on_commit_callbacks
):
    page = write(fenbridge)
    client, made = submit(fenbridge, page, role=Role.PUBLISHER)
    edit = reverse("wagtailadmin_pages:edit", args=[made.pk])
    translation = Translation.objects.get(source__object_id=page.translation_key)
    words = {
        "Can we have a break?": "Czy możemy mieć przerwę?",
        "Yes. You can ask for it on any day.": "Tak. Można o nią poprosić w każdej chwili.",
        "You can have a break.": "Możecie mieć przerwę.",
    }

    with django_capture_on_commit_callbacks(execute=True):
        refused = client.post(edit, {"action": "publish"}, follow=True)
    made.refresh_from_db()
    assert not made.live
    assert "texts are still in English" in refused.content.decode()

    for segment in translation.source.stringsegment_set.select_related("string"):
        if text := words.get(segment.string.data):
            answer = client.put(
                reverse("wagtail_localize:edit_string_translation", args=[translation.pk, segment.pk]),
                f"value={text}",
                content_type="application/x-www-form-urlencoded",
            )
            assert answer.status_code == 201
    with django_capture_on_commit_callbacks(execute=True):
        client.post(edit, {"action": "publish"})

    made.refresh_from_db()
    assert made.live
    assert made.title == "Czy możemy mieć przerwę?"
    assert StringTranslation.objects.filter(locale=made.locale).count() == 3


def test_wagtail_localize_cannot_publish_what_is_not_ready(fenbridge, django_capture_on_commit_callbacks):
    page = write(fenbridge)
    _, made = submit(fenbridge, page)
    translation = Translation.objects.get(source__object_id=page.translation_key)

    with pytest.raises(gate.NotReadyError), django_capture_on_commit_callbacks(execute=True):
        translation.save_target(user=fenbridge.officer(), publish=True)

    made.refresh_from_db()
    assert not made.live


def test_a_page_leads_to_its_languages_and_they_to_it(fenbridge):
    translate(write(fenbridge))

    english, polish = look(fenbridge, "/a-break/"), look(fenbridge, "/pl/a-break/")

    for page in (english, polish):
        links = page.find("nav", attrs={"aria-label": "Languages"}).find_all("a")
        assert [(link["href"], link["lang"]) for link in links] == [
            ("/a-break/", "en-GB"),
            ("/pl/a-break/", "pl"),
        ]
        alternates = {link["hreflang"]: link["href"] for link in page.head.find_all("link", hreflang=True)}
        assert alternates == {
            "en-GB": "http://fenbridge.test/a-break/",
            "pl": "http://fenbridge.test/pl/a-break/",
        }
    assert (english.html["lang"], polish.html["lang"]) == ("en-GB", "pl")
    assert (polish.header["lang"], polish.footer["lang"]) == ("en-GB", "en-GB")
    assert look(fenbridge, "/").find("nav", attrs={"aria-label": "Main"}), "the first page works"
    assert look(fenbridge, "/").footer.find("a", href="/pl/")["lang"] == "pl"


def test_around_a_translation_what_is_translated_is_named_and_reached_in_its_language(
    fenbridge,
):
    """She follows the way up, the menu and what comes next, and stays in Polish as far as there is any."""
    home = Page.objects.get(pk=fenbridge.site.root_page_id)
    topic = home.add_child(
        instance=TopicHubPage(title="Breaks", slug="breaks", show_in_menus=True, care=[PageCare(owner="Us")])
    )
    topic.save_revision().publish()
    other = home.add_child(
        instance=TopicHubPage(title="Travel", slug="travel", show_in_menus=True, care=[PageCare(owner="Us")])
    )
    page = write(fenbridge, below=topic)
    page.related = [("link", {"page": topic, "label": ""}), ("link", {"page": other, "label": ""})]
    page.save_revision().publish()
    translate(page)

    def seen():
        at = look(fenbridge, "/pl/a-break/")
        links = [
            *at.find("nav", attrs={"aria-label": "You are here"}).find_all("a"),
            *at.find("nav", attrs={"aria-label": "Main"}).find_all(
                "a", string=["Breaks", "Przerwy", "Travel"]
            ),
            *at.main.select(".card a, .read-on a"),
        ]
        return [(link.text, link["href"], _language(link)) for link in links]

    before = seen()
    made = topic.copy_for_translation(Locale.objects.get(language_code="pl"))
    made.title = "Przerwy"
    made.save_revision().publish()

    assert before == [
        ("polski", "/pl/", "pl"),
        ("Breaks", "/breaks/", "en-GB"),
        ("Breaks", "/breaks/", "en-GB"),
        ("Travel", "/travel/", "en-GB"),
        ("Breaks", "/breaks/", "en-GB"),
        ("Travel", "/travel/", "en-GB"),
    ]
    assert seen() == [
        ("polski", "/pl/", "pl"),
        ("Przerwy", "/pl/breaks/", "pl"),
        ("Przerwy", "/pl/breaks/", "pl"),
        ("Travel", "/travel/", "en-GB"),
        ("Przerwy", "/pl/breaks/", "pl"),
        ("Travel", "/travel/", "en-GB"),
    ]
    assert [link["href"] for link in look(fenbridge, "/a-break/").select("nav.masthead__nav a")][-3:-1] == [
        "/breaks/",
        "/travel/",
    ]


def _language(tag) -> str:
    return next(each["lang"] for each in [tag, *tag.parents] if each.get("lang"))


def test_the_switcher_names_no_draft_and_no_page_of_another_council(fenbridge, saltmere):
    ours, made = write(fenbridge), translate(write(saltmere))
    # As if somebody had copied it across
    Page.objects.filter(pk=made.pk).update(translation_key=ours.translation_key)
    assert look(fenbridge, "/a-break/").find("nav", attrs={"aria-label": "Languages"}) is None

    QuestionPage.objects.get(pk=ours.pk).copy_for_translation(Locale.objects.get(language_code="ar"))

    assert look(fenbridge, "/a-break/").find("nav", attrs={"aria-label": "Languages"}) is None


def test_a_page_from_right_to_left_says_so(fenbridge):
    translate(write(fenbridge), "ar")

    page = look(fenbridge, "/ar/a-break/")

    assert (page.html["lang"], page.html["dir"], page.header["dir"]) == ("ar", "rtl", "ltr")


def test_a_translation_says_that_it_is_one_and_when_its_original_changed(fenbridge):
    page = write(fenbridge)
    made = translate(page)
    said = look(fenbridge, "/pl/a-break/").find(class_="translation")
    assert "To jest tłumaczenie." in said.get_text()
    assert "zmieniła" not in said.get_text()

    noon = datetime(2026, 11, 3, 12, tzinfo=UTC)
    Page.objects.filter(pk=page.pk).update(last_published_at=noon)
    Page.objects.filter(pk=made.pk).update(last_published_at=noon - timedelta(days=2))
    said = look(fenbridge, "/pl/a-break/").find(class_="translation")

    assert "Strona po angielsku zmieniła się 3 listopada 2026." in said.get_text()
    assert said.find("a")["href"] == "/a-break/"


def test_a_page_asks_the_database_no_more_for_its_languages(fenbridge, django_assert_num_queries):
    page = write(fenbridge)
    client = fenbridge.client()
    for _ in range(2):  # what a process remembers is there the second time
        client.get("/a-break/")
    with CaptureQueriesContext(connection) as one:
        client.get("/a-break/")
    before = len(one)  # the next request forgets them
    translate(page)
    translate(page, "ar")
    for _ in range(2):
        client.get("/a-break/")

    with django_assert_num_queries(before):
        client.get("/a-break/")


def test_a_translation_is_no_second_evidence_and_no_second_page_to_check(fenbridge):
    page = write(fenbridge)
    made = translate(page)

    assert [href for _, href in pages_serving(fenbridge.authority)["short-breaks"]] == ["/a-break/"]
    facts = gather(fenbridge.authority, day=timezone.localdate())
    assert made.title not in str(facts)
    assert page.title in str(facts)
    assert set(in_english(Page.objects.filter(pk__in=[page.pk, made.pk]))) == {Page.objects.get(pk=page.pk)}
    request = fenbridge.client().get("/").wsgi_request
    request.user = fenbridge.officer()
    request.user.acting_for = fenbridge.authority
    assert made.pk not in [each.pk for each in checking.published(request)]


def test_reading_age_is_measured_in_english_only(fenbridge):
    hard = "<p>" + "Odpowiedzialność administracyjna samorządu terytorialnego. " * 60 + "</p>"
    made = translate(write(fenbridge))
    made.body = [("text", hard)]

    assert "reading-age" not in {problem.code for problem in readiness(made)}
    made.locale = Locale.get_default()
    assert "reading-age" in {problem.code for problem in readiness(made)}


@pytest.mark.parametrize("first_page", ["council", "language"])
def test_who_would_translate_a_first_page_is_led_to_start_that_of_another_language(fenbridge, first_page):
    submit(fenbridge, write(fenbridge))
    home = fenbridge.site.root_page
    page = home if first_page == "council" else LanguagePage.objects.child_of(home).get()
    client = fenbridge.client(fenbridge.officer())
    # The button stands there, and leads where an officer can go on
    submit_page = reverse("wagtail_localize:submit_page_translation", args=[page.pk])
    assert submit_page in client.get(reverse("wagtailadmin_explore", args=[page.pk])).content.decode()

    answer = client.get(submit_page, follow=True)

    assert answer.redirect_chain == [
        (reverse("wagtailadmin_pages:add", args=["pages", "languagepage", home.pk]), 302)
    ]
    assert "Each language has a first page of its own." in answer.content.decode()


def test_nobody_translates_another_councils_page(fenbridge, saltmere):
    client = fenbridge.client(fenbridge.officer())

    for page in (saltmere.site.root_page, write(saltmere)):
        answer = client.get(reverse("wagtail_localize:submit_page_translation", args=[page.pk]))
        assert answer.status_code == 404


def test_an_officer_starts_a_language_and_cannot_start_it_twice(fenbridge):
    client = fenbridge.client(fenbridge.officer())
    add = reverse("wagtailadmin_pages:add", args=["pages", "languagepage", fenbridge.site.root_page_id])
    counts = {
        f"{rows}-{count}": "0"
        for rows in ("care", "duties_served", "comments")
        for count in ("TOTAL_FORMS", "INITIAL_FORMS")
    }
    given = {
        "language": "pl",
        "title": "Polski",
        "slug": "pl",
        "body-count": "0",
        "related-count": "0",
        **counts,
    }

    client.post(add, given)
    again = client.post(add, {**given, "slug": "polski"})

    assert LanguagePage.objects.get().locale.language_code == "pl"
    assert "has a first page already" in again.content.decode()


def test_her_week_names_translations_that_are_older_than_their_original(fenbridge):
    page = write(fenbridge)
    translate(page)
    client = fenbridge.client(fenbridge.officer())
    assert "older than their English page" not in client.get("/admin/").content.decode()

    page.save_revision().publish()

    assert "older than their English page" in client.get("/admin/").content.decode()
