"""The report: counts in a line, and a sheet that no spreadsheet can be tricked with."""

import csv

from localoffer.directory.imports import Outcome, Report


def test_the_counts_in_one_line():
    report = Report()
    for number in range(1_200):
        report.add(number, "Swimming", Outcome.UNCHANGED)
    report.add("one", "Judo", Outcome.ADDED)
    report.add("two", "byday", Outcome.WARNING)
    assert report.in_one_line() == "1 added, 0 changed, 1,200 unchanged, 0 refused, 1 warning"

    report.add("three", "byday", Outcome.WARNING)
    report.add("four", "Chess", Outcome.MISSING)
    assert report.in_one_line() == "1 added, 0 changed, 1,200 unchanged, 1 missing, 0 refused, 2 warnings"


def test_unchanged_records_are_counted_but_not_listed():
    report = Report()
    report.add("one", "Judo", Outcome.UNCHANGED)
    report.add("two", "Chess", Outcome.CHANGED, "It is open now.")

    assert report.as_rows() == [["two", "Chess", "changed", "It is open now."]]


def test_a_formula_in_a_feed_is_only_text_in_the_report(tmp_path):
    report = Report()
    for formula in ("=cmd|' /C calc'!A0", "+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1"):
        report.add(formula, formula, Outcome.REFUSED, formula)
    report.add("one", "Judo", Outcome.ADDED, "Quite = ordinary – words")

    report.write_csv(tmp_path / "report.csv")

    with (tmp_path / "report.csv").open(encoding="utf-8-sig", newline="") as file:
        heading, *rows = csv.reader(file)
    assert heading == ["row or id", "name or column", "outcome", "why"]
    assert all(cell[0] not in "=+-@\t\r" for row in rows for cell in row if cell)
    assert rows[-1] == ["one", "Judo", "added", "Quite = ordinary – words"]
