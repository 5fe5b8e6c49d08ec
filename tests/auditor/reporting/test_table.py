"""The report as a table."""

from __future__ import annotations

import csv
import io

import pytest

from localoffer.auditor.reporting import by_hand
from localoffer.auditor.reporting.table import COLUMNS, harmless, table
from localoffer.auditor.values import CriterionFound, Finding
from tests.auditor.reporting.a_report import ADVICE, a_checklist, a_hostile_report, a_report


def rows(report) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(table(report).decode("utf-8-sig"), newline="")))


def test_each_duty_and_each_fault_has_a_row():
    report = a_report()
    told = rows(report)

    assert [row["slug"] for row in told if row["kind"] == "duty"] == [each.slug for each in report.criteria]
    fault = next(row for row in told if row["slug"] == "broken-link")
    assert (fault["page"], fault["weight"], fault["quote"]) == (ADVICE, "serious", "Our leaflet")


def test_a_duty_that_was_not_found_names_the_nearest_page():
    duty = next(row for row in rows(a_report()) if row["slug"] == "travel-training")

    assert (duty["status"], duty["quote"]) == ("we did not find it", "Bus passes.")


def test_what_a_person_said_stands_beside_what_the_machine_said():
    told = rows(by_hand.merge(a_report(), a_checklist({"sendiass": ("partly", "No hours.")}), "a.json"))
    duty = next(row for row in told if row["slug"] == "sendiass")

    assert (duty["status"], duty["by hand"]) == ("met", "partly")
    assert (duty["note by hand"], duty["by"], duty["on"]) == ("No hours.", "Ann Reed", duty["on"])


def test_excel_takes_it_for_what_it_is():
    assert table(a_report(found=[CriterionFound("sendiass", "met", "Größe")])).startswith(
        b"\xef\xbb\xbfkind,slug,"
    )


@pytest.mark.parametrize(
    "start", ["=", "+", "-", "@", "\t", "\r", " =", "\n@", "\0=", "＝", "＋", "－", "＠"]
)
def test_a_cell_is_no_formula(start):
    assert harmless(f"{start}cmd|' /C calc'!A0").startswith("'")


def test_a_table_shown_in_a_terminal_gives_it_no_orders():
    assert harmless("Short \x1b[2Jbreaks \x9b31m\u202e") == "Short [2Jbreaks 31m"


@pytest.mark.parametrize("text", ["01632 960 310", "https://a.example/", "a = b", "it's", ""])
def test_a_cell_that_does_no_harm_stays_as_it_is(text):
    assert harmless(text) == text


def test_a_row_is_one_line_whatever_a_site_says():
    report = a_report(findings=(Finding("no-title", ADVICE, quote='two\r\nlines, "and" a half\x0b\u2028'),))

    assert table(report).decode().count("\r\n") == 1 + len(report.criteria) + 1
    assert table(report).decode().count("\n") == table(report).decode().count("\r\n")


def test_no_cell_of_a_hostile_site_begins_a_formula():
    report = a_hostile_report()
    told = rows(report)

    assert len(told) == len(report.criteria) + len(report.findings)
    assert not [
        row for row in told for cell in row.values() if cell.startswith(("=", "+", "-", "@", "\t", "\r"))
    ]
    assert set(told[0]) == set(COLUMNS)
