"""Whole questions, told as stories: what they are about is learned from sentences, and said."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from localoffer.directory.models import TaxonomyTerm
from localoffer.directory.vocabulary import load_vocabulary
from localoffer.finder.sentences import HERE, TOP_KINDS, Gist, Said, SentencesError, read, shipped
from localoffer.finder.vocabulary import Vocabulary
from localoffer.finder.words import stems
from tests.factories.directory import ServiceFactory

FILES = sorted(HERE.glob("*.yaml"))
STORY = "he heaves at the smell of dinner"


def test_every_kind_of_help_below_the_top_has_sentences_of_its_own(db):
    load_vocabulary()
    kinds = set(TaxonomyTerm.objects.filter(taxonomy__code="kind").values_list("code", flat=True)) - TOP_KINDS

    said = read(FILES)

    assert {each.token for each in said} == {f"kind:{code}" for code in kinds}
    assert all(len(each.sentences) >= 40 for each in said)


def test_no_sentence_stands_for_two_kinds():
    seen: dict[tuple[str, ...], str] = {}
    for each in read(FILES):
        for sentence in each.sentences:
            assert seen.setdefault(sentence, each.token) == each.token, " ".join(sentence)


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("kind: [continence\n", 2, "this is not YAML"),
        ("- kind: continence\n", 1, "there should be names here"),
        ("kind: continence\nsays: [wet again]\n", 2, "there is no field “says”"),
        ("kind: continence\n", 1, "it is missing"),
        ("kind: continence\nsay:\n  - wet again\n  - wet again\n", 4, "is in line 3 already"),
        ("kind: continence\nsay: wet again\n", 2, "this should be a list"),
    ],
)
def test_a_fault_names_its_file_and_line(tmp_path, text, line, what):
    file = tmp_path / "wet.yaml"
    file.write_text(text)

    with pytest.raises(SentencesError) as refused:
        read([file])

    assert any(fault.line == line and what in str(fault) for fault in refused.value.faults), refused.value


def test_words_and_pairs_of_words_speak_for_the_kind_they_were_said_of():
    gist = Gist(
        [
            Said("kind:sleep", (tuple(stems("awake all night")), tuple(stems("never sleeps")))),
            Said("kind:food", (tuple(stems("throws up after tea")), tuple(stems("hides food")))),
        ],
        Vocabulary(),
    )

    found = gist.of(stems("up after tea again"))

    assert found["kind:food"] > 0.8
    assert sum(found.values()) == pytest.approx(1)
    assert gist.of(stems("zzz")) == {}


@given(st.text(max_size=300))
def test_anything_may_be_typed(text):
    found = shipped().of(stems(text))

    assert not found or sum(found.values()) == pytest.approx(1)


def test_a_story_finds_help_that_has_none_of_its_words_and_says_so(council, indexed, get):
    with indexed():
        ServiceFactory(owner=council, name="Mealtime clinic", kinds=["feeding-and-diet"])
        ServiceFactory(owner=council, name="Dinner dance", kinds=["arts"])

    page = get("/find/", q=STORY)
    text = page.content.decode()

    assert "Mealtime clinic" in text
    assert "What you wrote sounds like this." in text
    assert "what you write sounds like" in text


def test_she_can_have_only_her_own_words(council, indexed, get):
    with indexed():
        ServiceFactory(owner=council, name="Mealtime clinic", kinds=["feeding-and-diet"])
        ServiceFactory(owner=council, name="Dinner dance", kinds=["arts"])

    text = get("/find/", q=STORY, plain="gist").content.decode()

    assert "Mealtime clinic" not in text
    assert "sounds like" not in text
    assert "Dinner dance" in text


def test_what_would_frighten_is_not_guessed_and_what_is_not_here_is_not_promised(council, indexed, get):
    with indexed():
        ServiceFactory(owner=council, name="Refuge", kinds=["safety"])
        ServiceFactory(owner=council, name="Playgroup at the nursery", kinds=["toddler-groups"])

    accused = get("/find/", q="he hit another child at nursery").content.decode()
    promised = get("/find/", q="my lad got arrested").content.decode()

    assert "sounds like" not in accused
    assert "Refuge" not in accused.partition("Playgroup at the nursery")[0], "it is never first"
    assert "sounds like" not in promised, "nothing is listed under youth justice here"
