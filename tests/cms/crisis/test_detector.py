"""Words of danger, found in what families, young people and those who work with them type."""

import pytest

from bench import crisis
from localoffer.cms.crisis import danger_in
from localoffer.cms.crisis.detector import Detector, detector
from localoffer.cms.crisis.phrases import UnreadablePhrasesError, read


@pytest.mark.parametrize(("name", "recall"), [("known", 0.99), ("held_out", 0.95)])
def test_nearly_everybody_in_danger_is_seen_and_nearly_nobody_else(name, recall):
    outcome = crisis.evaluate(name, detector())

    assert outcome.recall >= recall, outcome.missed if name == "known" else "see ./dev bench crisis"
    assert outcome.false_alarm_rate <= 0.03


def test_there_are_enough_phrases_to_say_so():
    sets = [crisis.phrases(name) for name in crisis.SETS]

    assert sum(len(texts) for each in sets for texts in each["must_be_caught"].values()) >= 300
    assert sum(len(each["must_not_be_caught"]) for each in sets) >= 400
    for kind, texts in crisis.phrases("held_out")["must_be_caught"].items():
        assert len(texts) >= 5, kind


@pytest.mark.parametrize(
    "text",
    [
        "I WANT TO DIE",
        "i want to die!!!",
        "i wanna dieeeee",
        "I don’t want to live",
        "i dont want 2 live",
        "k i l l myself",
        "k.i.l.l my self",
        "k*ll myself",
        "k1ll mys3lf",
        "$uicide",
        "su\u200bicide",
        "SUICIDE",
        "i want to 💀",
        "he has a 🔪",
        "Želf-hárm self‑harm",
        "self_harm",
        "suidical",
        "sucide",
    ],
)
def test_tired_thumbs_and_disguises_hide_nothing(text):
    assert danger_in(text) is not None


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("he has taken an overdose", "medical"),
        ("my daughter has run away", "danger"),
        ("she wants to kill herself", "suicide"),
        ("my son is self harming", "selfharm"),
        ("my dad hits me", "abuse"),
        ("my husband beats me", "domestic"),
        ("I was raped", "sexual"),
        ("my son is being groomed", "exploitation"),
        ("there is no food in the house", "neglect"),
        ("she is making herself sick", "eating"),
    ],
)
def test_it_says_of_which_kind_the_danger_is(text, kind):
    assert kind in danger_in(text).kinds


def test_the_most_urgent_kind_comes_first():
    assert danger_in("my son is self harming and has taken an overdose").kinds[0] == "medical"


def test_what_is_harmless_does_not_silence_what_is_not():
    assert danger_in("suicide prevention training") is None
    assert danger_in("after the suicide prevention training my son said he wants to die").kinds == (
        "suicide",
    )


def test_saying_that_it_is_not_so_does_not_hide_it():
    assert danger_in("im not suicidal but i dont want to be here anymore") is not None


def test_nothing_of_the_text_is_kept():
    assert vars(danger_in("my dad hits me")) == {"kinds": danger_in("my dad hits me").kinds}


@pytest.mark.parametrize(
    "text", ["", " ", "\x00", "🙂", "*", "a" * 100_000, "die " * 5_000, "((((", "\ud800"]
)
def test_anything_may_be_typed(text):
    danger_in(text)


# --- A file that an expert edits -----------------------------------------------------------------------

FILE = """same:
  cant: [cannot]
misspelt: [suicide]
well_spelt: [rapid]
lists:
  child: [son, daughter]
kinds:
  suicide:
    name: Suicide
    phrases:
      - PHRASE
not_danger:
  - suicide prevention
"""


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "phrases.yaml"

    def written(phrase):
        path.write_text(FILE.replace("PHRASE", phrase), encoding="utf-8")
        return path

    return written


@pytest.mark.parametrize(
    ("phrase", "caught", "not_caught"),
    [
        ("want to die", "i want to die now", "want to diet"),
        ("suicid*", "suicidal thoughts", "decide"),
        ("my <child> is gone", "my daughter is gone", "my dog is gone"),
        ("(gone|lost) today", "he is lost today", "today"),
        ("feel [very] low", "i feel low", "feel slow"),
        ("hurt .. badly", "he hurt his arm badly", "hurt one two three four badly"),
        ("rope & tree", "a tree with a rope", "a tree"),
        ("=help", "help please", "help with reading"),
        ("cant find him $", "I cannot find him", "cannot find him a school"),
        ("took <number> pills", "took 20 pills", "took pills"),
    ],
)
def test_a_phrase_is_written_as_the_head_of_the_file_says(file, phrase, caught, not_caught):
    judge = Detector(read(file(phrase)))

    assert judge.danger_in(caught)
    assert judge.danger_in(not_caught) is None


@pytest.mark.parametrize(
    ("phrase", "says"),
    [
        ("want (to die", "lacks a )"),
        ("want to) die", "without the bracket that opens it"),
        ("want (|to) die", "empty place between | or brackets"),
        ("<nobody> is gone", "there is no list <nobody>"),
        (".. to die", "must begin with a word"),
        ("'[really] gone'", "must begin with a word"),
        ("a | b", "has | outside brackets"),
        ("gone....... far", "a gap is two, three or four dots"),
        ("suicide prevention", "is in line 11 already; take one of them out"),
        ("[a, b]", "should be one text"),
    ],
)
def test_a_mistake_in_the_file_is_named_with_its_line(file, phrase, says):
    with pytest.raises(UnreadablePhrasesError) as error:
        read(file(phrase))

    assert says in str(error.value)
    assert str(error.value).startswith(
        "phrases.yaml, line 13:" if phrase == "suicide prevention" else "phrases.yaml, line 11:"
    )


def test_a_file_that_is_not_yaml_says_where(tmp_path):
    path = tmp_path / "phrases.yaml"
    path.write_text("kinds:\n  - [\n", encoding="utf-8")

    with pytest.raises(UnreadablePhrasesError, match=r"phrases\.yaml, line 3: this is not YAML"):
        read(path)


def test_a_missing_part_is_named(tmp_path):
    path = tmp_path / "phrases.yaml"
    path.write_text("same: {}\n", encoding="utf-8")

    with pytest.raises(UnreadablePhrasesError, match="the section 'misspelt' is missing"):
        read(path)


def test_every_pattern_of_ours_can_be_used():
    for phrase in detector().known.phrases:
        assert phrase.compiled
