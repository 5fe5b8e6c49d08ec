"""What the search box suggests while somebody types."""

import pytest
from django.utils import timezone
from wagtail.models import Site

from localoffer.cms.models import CouncilSettings
from localoffer.finder.suggestions import suggest
from localoffer.finder.vocabulary import read_text
from tests.factories.directory import ServiceFactory, closed
from tests.factories.places import DemonstrationFactory, served_on


@pytest.fixture
def suggested(get):
    def ask(typed):
        answer = get("/find/suggest/", q=typed)
        assert answer.status_code == 200
        return answer.json()["suggestions"]

    return ask


def texts(suggestions):
    return [each["text"] for each in suggestions]


def questions_of(council, *questions):
    settings = CouncilSettings.for_site(Site.objects.get(authority_site__authority=council))
    settings.suggested_questions = "\n".join(questions)
    settings.save()


# --- Services, kinds of help and needs --------------------------------------------------------------------


def test_a_service_is_suggested_by_the_beginning_of_any_word_of_its_name(council, indexed, suggested):
    with indexed():
        ServiceFactory(owner=council, name="Zoë’s Wriggle and Sign")

    for typed in ("zo", "zoe's", "ZOËS", "wrig", "Wriggle and si", "sign wri", "  wriggle  "):
        assert suggested(typed) == [{"text": "Zoë’s Wriggle and Sign", "what": "Service"}], typed
    for typed in ("iggle", "wriggles", "wrig x"):
        assert suggested(typed) == [], typed


def test_names_that_begin_so_come_before_those_that_only_hold_it(council, indexed, suggested):
    with indexed():
        for name in ("The Sunny Club", "Sunny Days", "Club that is Sunny"):
            ServiceFactory(owner=council, name=name)

    assert texts(suggested("sunny")) == ["Sunny Days", "Club that is Sunny", "The Sunny Club"]
    assert texts(suggested("sunny cl")) == ["The Sunny Club", "Club that is Sunny"]


def test_a_closed_service_is_not_suggested_nor_what_only_it_offered(council, indexed, suggested):
    with indexed():
        closed(ServiceFactory(owner=council, name="Wriggle", kinds=["housing"]), timezone.localdate())

    assert suggested("wriggle") == []
    assert suggested("home of your own") == []
    assert suggested("housing") == []


def test_two_services_of_one_name_are_suggested_once(council, indexed, suggested):
    with indexed():
        for _ in range(2):
            ServiceFactory(owner=council, name="School nurses")

    assert texts(suggested("school nu")) == ["School nurses"]


def test_kinds_of_help_and_needs_that_somebody_offers_are_suggested_by_name(council, indexed, suggested):
    with indexed():
        ServiceFactory(owner=council, name="Wriggle", kinds=["short-breaks"], needs=["ASD"])

    assert {"text": "Short breaks", "what": "Kind of help"} in suggested("short br")
    assert {"text": "Autism", "what": "Need"} in suggested("aut")
    assert suggested("deaf") == []


def test_another_councils_services_are_not_suggested(council, indexed, suggested):
    saltmere = DemonstrationFactory(name="Saltmere", slug="saltmere")
    served_on(saltmere, "saltmere.localhost")
    with indexed():
        ServiceFactory(owner=saltmere, name="Wriggle")
    questions_of(saltmere, "Where can we wriggle?")

    assert suggested("wriggle") == []


# --- Questions --------------------------------------------------------------------------------------------


def test_a_councils_own_questions_are_suggested(council, suggested):
    questions_of(council, "My son refuses to go to school", "Toddler groups near me")

    assert suggested("refuses sch") == [{"text": "My son refuses to go to school", "what": ""}]


PHRASES = """
- say: [refuses to go to school, wont go in]
  kinds: [school-attendance]
- say: [cannot sleep, awake all night]
  kinds: [health]
- say: [wants to die]
  kinds: [crisis-help]
"""


def test_the_first_phrase_of_a_meaning_is_suggested_as_it_was_written(council):
    words = read_text(PHRASES)

    def asked(typed):
        return [each.text for each in suggest(typed, authority_id=council.pk, vocabulary=words)]

    assert asked("refuse") == ["refuses to go to school"]
    assert asked("sleep") == ["cannot sleep"]
    assert asked("awake") == [], "only the first is suggested"
    assert asked("wants") == [], "nobody is given words of danger"


# --- How many, how quickly, and to whom -------------------------------------------------------------------


def test_there_are_at_most_eight_and_some_of_each_sort(council, indexed, suggested):
    with indexed():
        for number in range(12):
            ServiceFactory(owner=council, name=f"School club {number}", kinds=["school-transport"])
    questions_of(council, *(f"School question {number}" for number in range(5)))

    found = suggested("scho")

    assert len(found) == 8
    assert {each["what"] for each in found} == {"Kind of help", "Service", ""}
    assert sum(each["what"] == "Service" for each in suggested("school cl")) == 8


@pytest.mark.parametrize("typed", ["", " ", "s", " s ", "?!", "s-", "  \x00"])
def test_one_letter_is_not_enough(council, indexed, suggested, typed):
    with indexed():
        ServiceFactory(owner=council, name="S")

    assert suggested(typed) == []


@pytest.mark.parametrize("typed", ["I want to die", "kill myself", "he hits me"])
def test_words_of_danger_get_no_guesses(council, indexed, suggested, typed):
    with indexed():
        ServiceFactory(owner=council, name=f"{typed} club")

    assert suggested(typed) == []


def test_one_more_question_to_the_database_at_most_when_the_service_was_not_shown_before(
    council, indexed, queries
):
    with indexed():
        for number in range(20):
            ServiceFactory(owner=council, name=f"Club {number}", kinds=["sport"])
    without = queries("/find/suggest/", q="c")
    queries("/find/suggest/", q="zz")  # the vocabulary and the snapshot are read once

    assert len(queries("/find/suggest/", q="clu")) <= len(without) + 2
    assert len(queries("/find/suggest/", q="clu")) <= len(without) + 1


def test_suggestions_are_for_no_cache_no_cookie_and_no_log(visit, caplog):
    answer = visit("/find/suggest/", q="wriggle")

    assert answer.headers["Content-Type"] == "application/json"
    assert "private" in answer.headers["Cache-Control"]
    assert "no-cache" in answer.headers["Cache-Control"]
    assert "Set-Cookie" not in answer.headers
    assert "wriggle" not in caplog.text


def test_what_one_visitor_typed_is_never_suggested_to_another(visit):
    for _ in range(3):
        visit("/find/", q="qwertyish trouble")
        visit("/find/suggest/", q="qwertyish trouble")

    assert visit("/find/suggest/", q="qwerty").json() == {"suggestions": []}


def test_a_service_that_was_renamed_is_suggested_by_its_new_name(council, indexed, suggested):
    with indexed():
        service = ServiceFactory(owner=council, name="Wriggle")
    assert texts(suggested("wrig")) == ["Wriggle"]

    with indexed():
        service.name = "Jiggle"
        service.save()

    assert suggested("wrig") == []
    assert texts(suggested("jig")) == ["Jiggle"]


def test_without_a_script_the_box_is_a_box_like_any_other(visit):
    for path in ("/", "/find/?q=club"):
        said = visit(path).content.decode()
        assert 'data-suggest="/find/suggest/"' in said
        assert 'role="combobox"' not in said
        assert 'role="listbox"' not in said
