"""A date counts only where words or a field say what it is the date of."""

from datetime import date

import pytest

from localoffer.auditor.extracting import dates


@pytest.mark.parametrize(
    ("line", "kind", "on"),
    [
        ("Last reviewed: 12 March 2026", "reviewed", date(2026, 3, 12)),
        ("Page last updated on 03/04/2025", "updated", date(2025, 4, 3)),
        ("This page was last updated Monday 1st September 2025.", "updated", date(2025, 9, 1)),
        ("Reviewed and updated September 3, 2026", "updated", date(2026, 9, 3)),
        ("Next review date: May 2027", "due", date(2027, 5, 31)),
        ("Review date: 2026-12-01", "due", date(2026, 12, 1)),
        ("This policy is due to be reviewed in February 2028", "due", date(2028, 2, 29)),
        ("Published 5 Jan 2024", "published", date(2024, 1, 5)),
        ("Confirmed by provider: 1 February 2024", "reviewed", date(2024, 2, 1)),
        ("Reviewed by parents on 14 January 2022.", "reviewed", date(2022, 1, 14)),
        ("Checked for accuracy 12 Feb 2024", "reviewed", date(2024, 2, 12)),
        ("Closing date 31 October 2026", "closes", date(2026, 10, 31)),
        ("Date: Saturday 5 December 2026, 10am to noon", "event", date(2026, 12, 5)),
        ("Date and time: 5 December 2026", "event", date(2026, 12, 5)),
    ],
)
def test_a_date_behind_a_label_is_told_with_what_it_is_of(line, kind, on):
    (said,) = dates.in_lines([line])

    assert (said.kind, said.on, said.quote) == (kind, on, line)


@pytest.mark.parametrize(
    "line",
    [
        "The forum met on 3 May 2024.",
        "© Tarnmouth Council 2026",
        "The Children and Families Act 2014 says so.",
        "Last reviewed: 31 February 2026",
        "Our plan was confirmed by cabinet on 3 March 2022.",
        "Call 01632 960 123",
        "We will update you by letter.",
    ],
)
def test_a_date_that_is_merely_near_is_no_date_of_the_page(line):
    assert list(dates.in_lines([line])) == []


def test_a_date_of_a_long_line_is_quoted_with_whole_words():
    line = (
        "Families wrote this with us over many evenings. " * 4
        + "Last reviewed: 1 June 2026. "
        + "Thank you. " * 20
    )

    (said,) = dates.in_lines([line])

    assert said.quote[0] == said.quote[-1] == "…"
    assert set(said.quote.strip("…").split()) <= set(line.split())
    assert "Last reviewed: 1 June 2026." in said.quote


def test_a_label_alone_belongs_to_the_next_line():
    (said,) = dates.in_lines(["Last reviewed", "1 June 2026", "2 June 2027"])

    assert (said.kind, said.on) == ("reviewed", date(2026, 6, 1))


def test_fields_of_metadata_say_what_they_are():
    found = dates.in_metadata(
        [
            ("article:modified_time", "2026-02-03T10:00:00Z"),
            ("DCTERMS.issued", "2020-01-01"),
            ("author", "2026-01-01"),
        ],
        ['{"@type": "Event", "startDate": "2026-12-05T10:00", "name": "x"}', "{broken"],
    )

    assert [(each.kind, each.on, each.source) for each in found] == [
        ("updated", date(2026, 2, 3), "meta"),
        ("published", date(2020, 1, 1), "meta"),
        ("event", date(2026, 12, 5), "json-ld"),
    ]
