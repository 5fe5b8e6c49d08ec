"""Whoever writes YAML by hand is told in which line something is wrong."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from localoffer.duties.yaml_lines import MOST_LEVELS, NotYamlError, Page, compose, read_text


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("a: b\nc: [d\n", 3, "expected"),
        ("a: b\nc: d: e\n", 2, "mapping values are not allowed"),
        ("a: &all b\nc: *all\n", 1, "names are not used here"),
        ("a: b\nc: *all\n", 2, "names are not used here"),
        ("a: b\nc: \x07\n", 2, "cannot be read"),
        ("[" * (MOST_LEVELS + 1), 1, "without end"),
        ("[" * 20_000, 1, "without end"),
        ("a: b\n---\nc: d\n", 2, "another document"),
    ],
)
def test_an_author_is_told_the_line_where_yaml_stops_being_yaml(text, line, what):
    with pytest.raises(NotYamlError) as refused:
        compose(text)

    assert refused.value.line == line
    assert what in refused.value.what


@given(st.text() | st.text(alphabet="ab:-[]{}&*!|>#'\"\n \t%@?,~"))
@example("!!python/object:os.system")
@example("\ud800")
def test_whatever_an_author_types_is_read_or_refused_and_never_a_crash(text):
    line, what = 1, "."
    try:
        compose(text)
    except NotYamlError as error:
        line, what = error.line, error.what

    assert line >= 1
    assert what.endswith(".")


def test_an_author_who_saved_in_an_old_encoding_is_told_so(tmp_path):
    (tmp_path / "old.yaml").write_bytes("title: caf\xe9\n".encode("latin-1"))

    with pytest.raises(NotYamlError, match="UTF-8"):
        read_text(tmp_path / "old.yaml")
    with pytest.raises(NotYamlError, match="cannot be opened"):
        read_text(tmp_path / "missing.yaml")


READERS = {
    "text": lambda page, node: page.text(node, "x"),
    "texts": lambda page, node: page.texts(node, "x"),
    "one_of": lambda page, node: page.one_of(node, "x", ("must", "should")),
    "some_of": lambda page, node: page.some_of(node, "x", ("must", "should")),
    "day": lambda page, node: page.day(node, "x"),
    "number": lambda page, node: page.whole_number(node, "x", least=1, most=24),
    "fields": lambda page, node: page.fields(node, "x", needed=("title",), optional=("note",)),
}


@pytest.mark.parametrize(
    ("reader", "text", "found", "faults"),
    [
        ("text", "' a  b '", "a b", []),
        ("text", "~", "", ["x: it is empty"]),
        ("text", "[a]", "", ["x: write one text here"]),
        ("texts", "[a, b]", ("a", "b"), []),
        ("texts", "[]", (), ["x: the list is empty"]),
        ("texts", "a", (), ["x: this should be a list"]),
        ("texts", "[a, a]", ("a",), ["x[2]: “a” is in line 1 already"]),
        ("one_of", "must", "must", []),
        ("one_of", "mst", "", ["x: “mst” is not known here. Did you mean “must”?"]),
        ("one_of", "zzz", "", ["x: “zzz” is not known here. Write one of must, should."]),
        ("some_of", "[must, may]", ("must",), ["x[2]: “may” is not known here"]),
        ("day", "2014-09-31", None, ["x: “2014-09-31” is not a day"]),
        ("day", "20140901", None, ["year-month-day"]),
        ("number", "12", 12, []),
        ("number", "25", None, ["x: “25” is not a whole number from 1 to 24"]),
        ("number", "1.5", None, ["x: “1.5” is not a whole number"]),
        ("fields", "{titel: a}", {}, ["Did you mean “title”?", "x.title: it is missing"]),
    ],
)
def test_what_is_written_is_taken_or_its_fault_is_named(reader, text, found, faults):
    page = Page("a.yaml", [])

    assert READERS[reader](page, page.top(text)) == found
    assert len(page.faults) == len(faults)
    for fault, said in zip(page.faults, faults, strict=True):
        assert str(fault).startswith("a.yaml, line 1")
        assert said in str(fault)


def test_a_name_written_twice_is_pointed_to():
    page = Page("a.yaml", [])

    page.fields(page.top("title: a\nnote: b\ntitle: c\n"), "", needed=("title",), optional=("note",))

    assert [str(fault) for fault in page.faults] == [
        "a.yaml, line 3, title: it is there twice; line 1 has it already. Leave one out."
    ]
