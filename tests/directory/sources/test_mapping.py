"""A mapping that an officer writes: every mistake is answered with its line and what may stand there."""

import pytest

from localoffer.directory.sources import mapping
from localoffer.directory.sources.mapping import MappingError, parse

SMALL = """\
columns:
  Ref: id
  Title: name
"""


def mistakes(text: str, terms=None) -> list[tuple[int, str, str, str]]:
    with pytest.raises(MappingError) as refused:
        parse(text, terms=terms)
    return [(each.line, each.column, each.field, each.message) for each in refused.value.mistakes]


def test_a_column_may_be_named_as_the_sheet_names_it_or_otherwise():
    made = parse(SMALL + "  Post Code: Post code\n  Web: website\n")

    assert made.fields == ("id", "name", "postcode", "url")
    assert made.columns == ("Ref", "Title", "Post Code", "Web")


def test_words_become_our_words_whatever_their_letters_and_spaces():
    made = parse(
        SMALL + "  Need:\n    field: needs\n    split: '|'\n    values: {Autistic  Spectrum: ASD, '*': ''}\n"
    )

    rule = made.rules[-1]
    assert rule.said("autistic spectrum| AUTISTIC SPECTRUM |Dragons") == "ASD"


def test_a_column_that_is_none_of_ours_is_answered_with_the_nearest():
    [(line, column, _, message)] = mistakes(SMALL + "  Poscode: poscode\n")

    assert (line, column) == (4, "Poscode")
    assert "Did you mean “postcode”?" in message


def test_a_column_like_none_is_answered_with_all_there_are():
    [(_, _, _, message)] = mistakes(SMALL + "  Shoe size: shoes-and-socks\n")

    assert "id, name, alternate_name" in message
    assert "funding" in message


@pytest.mark.parametrize(
    ("field", "word", "says"),
    [
        ("cost", "cheap", "Write one of: free, charge, varies"),
        ("plan_required", "perhaps", "Write yes or no"),
        ("minimum_age", "young", "Write an age in years"),
        ("needs", "Dragons", "none of our words"),
        ("needs", "autsm", "Did you mean “autism”?"),
        ("private", "maybe", "Write yes or no"),
    ],
)
def test_a_value_that_our_sheet_would_not_take_is_refused_with_what_it_would(field, word, says, terms):
    text = f"{SMALL}  Theirs:\n    field: {field}\n    values:\n      X: {word}\n"

    [(line, column, named, message)] = mistakes(text, terms)

    assert (line, column, named) == (7, "Theirs", field)
    assert says in message


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("", 1, "Begin with “columns:”"),
        ("just words", 1, "Begin with “columns:”"),
        ("columns: []", 1, "needs lines below it"),
        (SMALL + "collumns: {}\n", 4, "Did you mean “columns”?"),
        (SMALL + "dates: american\n", 4, "day-first, month-first, year-first"),
        (SMALL + "  Title: description\n", 4, "comes twice"),
        (SMALL + "  Need: {split: ';'}\n", 4, "Say which field it is"),
        (SMALL + "  Need: {field: needs, spilt: ';'}\n", 4, "Did you mean “split”?"),
        (SMALL + "constants: {phone: 01632 960001}\n", 4, "cannot be the same for every service"),
        (SMALL + "constants: {cost: cheap}\n", 4, "Write one of: free"),
        (SMALL + "  Cost: see: below\n", 4, "quotation marks"),
        (SMALL + "\tName: x\n", 4, "quotation marks"),
        ("a: &a [b]\nc: [*a, *a]\n", 1, "are not used here"),
        ("columns:\n  Title: name\n", 0, "No column is said to be our “id”"),
        ("x" * 300_000, 0, "longer than"),
        ("[" * 5_000, 0, ""),
    ],
)
def test_every_mistake_names_its_line_and_what_to_do(text, line, says):
    assert (
        any(found[0] == line and says in found[3] for found in mistakes(text)) or line == 0 and mistakes(text)
    )


def test_all_mistakes_are_told_at_once():
    found = mistakes("columns:\n  A: nmae\n  B: {field: cost, values: {x: cheap}}\ndates: soon\n")

    assert [line for line, *_ in found] == [0, 0, 2, 3, 4]


def test_a_mistake_reads_as_a_sentence():
    with pytest.raises(MappingError) as refused:
        parse(SMALL + "  Cost: {field: cost, values: {x: cheap}}\n")

    assert str(refused.value).startswith("Line 4, column “Cost”, field “cost”: Write one of: free")


@pytest.mark.parametrize("name", ["open-objects", "outpost-sheet"])
def test_the_mappings_that_come_with_us_are_right(name, vocabulary):
    assert parse(mapping.shipped(name), terms=vocabulary).name
