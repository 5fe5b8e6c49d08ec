"""A table of data that names neither columns nor rows is told; what is a table for looks alone is not."""

import pytest

from localoffer.auditor.extracting import html

CLUBS = (
    ("Club", "Day", "Ages"),
    ("Swimming", "Monday", "5 to 11"),
    ("Drama", "Tuesday", "8 to 16"),
    ("Chess", "Friday", "All"),
)


def rows(*rows: tuple[str, ...], cell: str = "td") -> str:
    return "".join(
        "<tr>" + "".join(f"<{cell}>{said}</{cell.split()[0]}>" for said in row) + "</tr>" for row in rows
    )


def told(body: str) -> list[str]:
    read = html.read(f"<html><body><main>{body}</main></body></html>".encode(), url="https://town.example/")
    return [each.said for each in read.nameless if each.what == "table"]


@pytest.mark.parametrize(
    "table",
    [
        f"<table>{rows(*CLUBS)}</table>",
        f"<table><tbody>{rows(*CLUBS)}<tr><td colspan=3>All are free.</td></tr></tbody></table>",
        f"<table><caption>Clubs</caption>{rows(*CLUBS[:2])}</table>",
        f"<table><thead>{rows(CLUBS[0])}</thead>{rows(CLUBS[1])}</table>",
        f'<table summary="Clubs">{rows(*CLUBS[:2])}</table>',
        # In a table for looks
        f"<table><tr><td>Clubs<table>{rows(*CLUBS)}</table></td></tr></table>",
    ],
)
def test_a_table_of_data_without_header_cells_is_told_with_its_first_row(table):
    assert told(table) == ["Club | Day | Ages"]


LINKS = tuple(tuple(f"<a href='/{row}{letter}'>{letter}</a>" for letter in "abcdef") for row in range(3))
LONG = "We meet at the harbour, and go on by boat to the island, where there is a picnic. " * 3


@pytest.mark.parametrize(
    "table",
    [
        f"<table>{rows(CLUBS[0], cell='th')}{rows(*CLUBS[1:])}</table>",
        f"<table>{rows(CLUBS[0], cell='td scope=col')}{rows(*CLUBS[1:])}</table>",
        f"<table>{rows(CLUBS[0], cell='td role=columnheader')}{rows(*CLUBS[1:])}</table>",
        f"<table role=presentation>{rows(*CLUBS)}</table>",
        f"<table>{rows(*CLUBS[:2])}</table>",
        f"<table>{rows(*[club[:1] for club in CLUBS * 4])}</table>",
        f"<table>{rows(CLUBS[0] * 5)}</table>",
        f"<table>{rows(*CLUBS, ('<h3>More</h3>', 'Boats', 'All'))}</table>",
        f"<table>{rows(*CLUBS, (LONG, 'Boats', 'All'))}</table>",
        f"<table>{rows(*CLUBS, ('<img src=/a.png alt=Boat>', 'Boats', 'All'))}</table>",
        f"<table>{rows(*CLUBS, ('', '', ''), ('', '', ''))}</table>",
        f"<table>{rows(*LINKS)}</table>",
        f"<form><table>{rows(*CLUBS, ('Name', '<input name=a>', ''))}</table></form>",
        "<table></table><table><tr></tr><tr></tr></table>",
    ],
)
def test_a_table_that_has_them_or_is_there_for_looks_is_not(table):
    assert told(table) == []
