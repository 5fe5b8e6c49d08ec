"""A person's marks stand beside the machine's, and count before them."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

import msgspec
import pytest

from localoffer.auditor import audit, command
from localoffer.auditor.audit import Asked, Audit
from localoffer.auditor.reporting import by_hand, putting, writing
from localoffer.auditor.reporting.by_hand import Checklist, ChecklistError, Mark
from localoffer.auditor.reporting.page import page
from localoffer.auditor.reporting.values import Report
from localoffer.auditor.values import CriterionFound
from tests.auditor.reporting.a_report import HOME, a_checklist, a_report


@pytest.fixture
def report() -> Report:
    return a_report(changes={"made_at": datetime(2026, 11, 26, 9, tzinfo=UTC)})


def told(report: Report, slug: str):
    return next(each for each in report.criteria if each.slug == slug)


def coverage(report: Report):
    return next(bar for bar in report.bars if bar.slug == "coverage")


def test_a_persons_mark_stands_beside_the_machines_with_who_and_when(report):
    merged = by_hand.merge(report, a_checklist({"sendiass": ("partly", "No opening times.")}), "ann.json")

    duty = told(merged, "sendiass")
    assert (duty.status, duty.stands) == ("met", "partly")
    assert (duty.by_hand.by, duty.by_hand.on, duty.by_hand.note) == (
        "Ann Reed",
        date(2026, 11, 27),
        "No opening times.",
    )
    assert told(merged, "mediation").by_hand is None


def test_a_persons_mark_counts_in_the_bar_of_coverage():
    report = a_report(
        found=[CriterionFound("sendiass", "met", ""), CriterionFound("mediation", "not-found", "")],
        changes={"made_at": datetime(2026, 11, 26, 9, tzinfo=UTC)},
    )
    assert coverage(report).points == 50

    found = by_hand.merge(report, a_checklist({"mediation": ("met", "")}), "ann.json")
    left_out = by_hand.merge(report, a_checklist({"mediation": ("cannot-tell", "")}), "ann.json")

    assert (coverage(found).points, coverage(found).band) == (100, "strong")
    assert coverage(left_out).points == 100
    assert told(report, "mediation").title in coverage(left_out).not_known
    assert [bar.slug for bar in found.bars] == [bar.slug for bar in report.bars]


def test_a_second_persons_marks_take_the_place_of_the_first_ones_duty_by_duty(report):
    first = a_checklist({"sendiass": ("met", ""), "mediation": ("met", "")})
    second = a_checklist({"mediation": ("not-found", "")}, by="Bo Hill")

    merged = by_hand.merge(by_hand.merge(report, first, "ann.json"), second, "bo.json")

    assert told(merged, "sendiass").by_hand.by == "Ann Reed"
    assert (told(merged, "mediation").by_hand.by, told(merged, "mediation").stands) == (
        "Bo Hill",
        "not-found",
    )


def test_all_that_is_wrong_is_said_at_once(report):
    wrong = Checklist(
        schema=by_hand.SCHEMA,
        site="https://another.example/",
        report_made_at=datetime(2026, 11, 26, 9, tzinfo=UTC),
        by=" ",
        on=date(2026, 11, 1),
        marks=(
            Mark("sendias", "met"),
            Mark("mediation", "fine"),
            Mark("travel-training", "met", "x" * 1001),
            Mark("travel-training", "met"),
        ),
    )

    with pytest.raises(ChecklistError) as error:
        by_hand.merge(report, wrong, "ann.json")

    assert str(error.value).splitlines() == [
        "Nothing of ann.json was taken in:",
        f"- it is of https://another.example/, and this report is of {HOME}.",
        "- “on” is 2026-11-01, and the report was only made after that.",
        "- “by” is empty: say who looked.",
        "- “travel-training” is marked 2 times.",
        "- “sendias” is no duty of this report. Is it “sendiass”?",
        "- “mediation” is marked “fine”; a mark is one of met, partly, not-found, cannot-tell.",
        "- the note on “travel-training” is longer than 1000 characters.",
    ]


def test_marks_of_a_later_report_are_not_put_into_an_earlier_one(report):
    later = a_checklist({"sendiass": ("met", "")}, report_made_at=datetime(2026, 11, 27, tzinfo=UTC))

    with pytest.raises(ChecklistError, match="beside a later report"):
        by_hand.merge(report, later, "ann.json")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"marks: none", "it is not JSON"),
        (b"\xff\xfe", "it is not JSON"),
        (b"[]", "it is not a checklist by hand"),
        (b'{"schema": "localoffer-audit/1"}', "it is not a checklist by hand"),
        (b'{"schema": "localoffer-by-hand/1"}', "missing required field `site`"),
        (
            b'{"schema": "localoffer-by-hand/1", "site": "", "report_made_at": "yesterday"}',
            r"`\$.report_made_at`",
        ),
        (
            b'{"schema": "localoffer-by-hand/1", "site": "", "report_made_at": "2026-11-26T09:00:00"}',
            "timezone",
        ),
        (b" " * 2_000_001, "far too long"),
    ],
)
def test_a_file_that_is_no_checklist_says_so(tmp_path, content, said):
    (tmp_path / "ann.json").write_bytes(content)

    with pytest.raises(ChecklistError, match=said):
        by_hand.read(tmp_path / "ann.json")


def test_a_file_that_is_not_there_says_so(tmp_path):
    with pytest.raises(ChecklistError, match="it cannot be read"):
        by_hand.read(tmp_path / "ann.json")


# --- From the command line -------------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path, report):
    putting.put(tmp_path / audit.REPORT, writing.as_json(report))
    return tmp_path


def taken_in(folder, content: bytes, *more: str) -> int:
    (folder / "ann.json").write_bytes(content)
    return command.main([HOME, "--by-hand", str(folder / "ann.json"), "--out", str(folder), *more])


def test_a_checklist_is_taken_into_the_report_that_is_there(folder, capsys):
    checklist = a_checklist({"travel-training": ("met", "It is on the buses page.")})

    assert taken_in(folder, msgspec.json.encode(checklist)) == command.DONE

    merged = json.loads((folder / audit.REPORT).read_bytes())
    marked = next(each for each in merged["criteria"] if each["slug"] == "travel-training")
    assert (marked["status"], marked["by_hand"]["status"]) == ("not-found", "met")
    assert "Ann Reed, 27 November 2026: met." in (folder / "report.html").read_text()
    assert "It is on the buses page." in (folder / "report.csv").read_text(encoding="utf-8-sig")
    said = capsys.readouterr().out
    assert "By hand: 1 duty marked, 1 otherwise than by the machine." in said
    assert (
        f"The page with these marks is {folder / 'report.html'}. One that you put elsewhere is as it was"
        in said
    )


def test_marks_belong_to_the_folder_and_stand_beside_what_the_next_audit_says(folder):
    taken_in(folder, msgspec.json.encode(a_checklist({"travel-training": ("met", "On the buses page.")})))
    taken_in(folder, msgspec.json.encode(a_checklist({"mediation": ("partly", "")}, by="Bo Hill")))
    again = Audit(Asked(HOME, folder))
    kept, _ = again.open()

    made = again.report(kept)
    kept.close()

    marks = {each.slug: each.by_hand for each in made.criteria if each.by_hand}
    assert {slug: (mark.by, mark.on, mark.status) for slug, mark in marks.items()} == {
        "travel-training": ("Ann Reed", date(2026, 11, 27), "met"),
        "mediation": ("Bo Hill", date(2026, 11, 27), "partly"),
    }
    assert told(made, "travel-training").status == "cannot-tell"
    assert coverage(made).points == 75
    later = msgspec.structs.replace(made, made_at=datetime(2026, 12, 9, tzinfo=UTC))
    assert "Ann Reed, 27 November 2026: met." in (shown := page(later))
    assert "The machine has looked again since." in shown


def test_marks_of_another_site_are_not_taken_in(folder, report):
    by_hand.keep(
        folder / audit.BY_HAND, by_hand.merge(report, a_checklist({"mediation": ("met", "")}), "ann.json")
    )

    other = msgspec.structs.replace(
        report, site=msgspec.structs.replace(report.site, url="https://b.example/")
    )

    assert by_hand.kept(folder / audit.BY_HAND, other) == {}
    assert list(by_hand.kept(folder / audit.BY_HAND, report)) == ["mediation"]


def test_nothing_is_written_of_a_checklist_with_a_fault(folder, capsys):
    before = (folder / audit.REPORT).read_bytes()
    checklist = a_checklist({"sendiass": ("met", ""), "nonsense": ("met", "")})

    assert taken_in(folder, msgspec.json.encode(checklist)) == command.NOT_UNDERSTOOD

    assert "Nothing of ann.json was taken in" in capsys.readouterr().err
    assert (folder / audit.REPORT).read_bytes() == before
    assert not (folder / "report.html").exists()


def test_without_a_report_there_is_nothing_to_take_it_into(tmp_path, capsys):
    assert taken_in(tmp_path, b"{}") == command.NOT_UNDERSTOOD
    assert "There is no report in" in capsys.readouterr().err


def test_a_checklist_and_an_audit_are_two_steps(folder, capsys):
    assert taken_in(folder, b"{}", "--again-from", "check") == command.NOT_UNDERSTOOD
    assert "--by-hand is for a report that is there" in capsys.readouterr().err
