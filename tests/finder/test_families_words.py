"""The vocabulary: what is shipped is sound, and a fault in a file names its line."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from localoffer.directory.models import TaxonomyTerm
from localoffer.directory.vocabulary import load_vocabulary
from localoffer.finder import vocabulary
from localoffer.finder.vocabulary import HERE, VocabularyError, read, read_text, shipped
from localoffer.ui import languages

FILES = sorted(HERE.glob("*.yaml"))


def test_every_file_that_is_shipped_can_be_read():
    assert len(read(FILES).meanings) >= 400


@pytest.mark.django_db
def test_every_code_is_one_of_a_vocabulary():
    load_vocabulary()
    known = {
        f"{'stage' if taxonomy == 'age-stage' else taxonomy}:{code}"
        for taxonomy, code in TaxonomyTerm.objects.values_list("taxonomy__code", "code")
    }

    for meaning in shipped().meanings:
        for token in meaning.tokens:
            if token.startswith("language:"):
                assert languages.names(token[9:])[0] != token[9:], meaning.where
            else:
                assert token in known, f"{meaning.where}: {token}"


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("- say: [a b]\n  kinds: [x\n", 3, "expected"),
        ("say: 1\n", 1, "should be a list"),
        ("- say: [bed wetting]\n  kind: [sport]\n", 2, "“kind” is not one of"),
        ("- kinds: [sport]\n", 1, "has no “say”"),
        ("- say: [bed wetting]\n", 1, "say what it means"),
        ("- say: [the]\n  kinds: [sport]\n", 1, "alone is in every other question"),
        ("- say: ['!!!']\n  kinds: [sport]\n", 1, "has no word in it"),
        ("- say: [one two three four five six seven eight nine]\n  kinds: [x]\n", 1, "longer than 8 words"),
        ("- say: [bed wetting]\n  kinds:\n    - a: b\n", 3, "should be a list of words"),
        ("- say: [wet bed]\n  kinds: [a]\n- say: [wets bed]\n  kinds: [b]\n", 3, "is said at"),
        ("- just text\n", 1, "should begin with “say:”"),
        ("- say: [bed wetting]\n  kinds: [a]\n  kinds: [b]\n", 3, "stands twice"),
        ("\ttabs\n", 1, "cannot start any token"),
    ],
)
def test_a_fault_names_its_line_and_what_to_do(text, line, what):
    with pytest.raises(VocabularyError) as refused:
        read_text(text, "words.yaml")

    assert refused.value.faults[0].startswith(f"words.yaml, line {line}: ")
    assert what in str(refused.value)


def test_all_faults_are_told_at_once(tmp_path):
    for name in ("one.yaml", "two.yaml"):
        (tmp_path / name).write_text("- say: [bed wetting]\n")

    with pytest.raises(VocabularyError) as refused:
        read([*sorted(tmp_path.glob("*.yaml")), tmp_path / "gone.yaml"])

    assert [fault.partition(",")[0] for fault in refused.value.faults] == [
        "one.yaml",
        "two.yaml",
        "gone.yaml",
    ]


def test_families_search_on_when_an_entry_is_spoilt(monkeypatch, tmp_path, caplog):
    (tmp_path / "words.yaml").write_text(
        "- say: [bed wetting]\n  kinds: [continence]\n- say: [the]\n  kinds: [a]\n"
    )
    monkeypatch.setattr(vocabulary, "HERE", tmp_path)
    shipped.cache_clear()
    try:
        assert [meaning.name for meaning in shipped().meanings] == ["bed wetting"]
        assert "words.yaml, line 3" in caplog.text
    finally:
        shipped.cache_clear()


@given(st.text(max_size=200) | st.binary(max_size=60).map(lambda raw: raw.decode("latin-1")))
def test_any_text_is_read_or_refused_with_its_line(text):
    faults = []
    try:
        read_text(text, "words.yaml")
    except VocabularyError as refused:
        faults = refused.faults
        assert faults

    assert all(fault.startswith("words.yaml, line ") for fault in faults)


def test_files_say_what_they_hold():
    for file in FILES:
        assert Path(file).read_text("utf-8").startswith("#"), file.name
