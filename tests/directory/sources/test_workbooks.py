"""Our sheet as a workbook: read as a spreadsheet shows it, and never run, calculated or unpacked without end."""

import datetime as dt
import struct
from decimal import Decimal

import pytest
from openpyxl.worksheet.formula import ArrayFormula

from localoffer.directory.sources import sheet, tables, xlsx_rows
from localoffer.directory.sources.records import ReadResult, UnreadableSourceError
from localoffer.directory.sources.sheet_columns import write_template

from .workbooks import changed, workbook

FIRST_SHEET = "xl/worksheets/sheet1.xml"


@pytest.fixture
def read(terms, today):
    def read(*rows: list, prepare=None, raw: bytes | None = None) -> ReadResult:
        return sheet.ingest(raw or workbook(*rows, prepare=prepare), terms=terms, today=today)

    return read


def told(result: ReadResult) -> list[tuple[int | str, str, str]]:
    return [(problem.row, problem.field, problem.severity) for problem in result.problems]


def words(result: ReadResult) -> str:
    return " ".join(problem.message for problem in result.problems)


HEADING = ["id", "name", "organisation"]
PLAY = ["1", "Stay and Play", "Lime Tree Trust"]


def test_the_template_as_a_workbook_reads_back_like_the_csv_one(tmp_path, terms, today):
    read = []
    for name in ("sheet.csv", "sheet.xlsx"):
        write_template(tmp_path / name)
        read.append(sheet.ingest(tmp_path / name, terms=terms, today=today))

    assert read[0] == read[1]
    assert read[1].problems == ()


def test_days_times_and_numbers_are_read_as_they_are_shown(read):
    result = read(
        [*HEADING, "checked_on", "opens_at", "byday", "minimum_age", "amount", "wait_weeks", "plan_required"],
        [*PLAY, dt.datetime(2026, 9, 3), dt.time(10, 30), "MO", 5, 2.5, 3.0, True],
        ["2", "Swim", "Trust", 46268, 0.4375, "MO", 0.1 + 0.2, "£4", None, False],
    )

    one, two = result.records
    assert one.checked_on == two.checked_on == dt.date(2026, 9, 3)
    assert one.schedules[0].opens_at == two.schedules[0].opens_at == dt.time(10, 30)
    assert (one.minimum_age, two.minimum_age) == (5, 0.3)
    assert one.cost_options[0].amount == Decimal("2.50")
    assert (one.plan_required, two.plan_required) == ("yes", "no")


def test_an_id_that_is_a_number_has_no_decimals(read):
    assert [each.source_id for each in read(HEADING, [7, "Play", "T"], [8.0, "Swim", "T"]).records] == [
        "7",
        "8",
    ]


def test_a_telephone_number_gets_back_the_0_that_a_spreadsheet_dropped(read):
    result = read([*HEADING, "phone"], [*PLAY, 1632960001])

    assert result.records[0].phones[0].number == "01632960001"
    assert "read as 01632960001" in words(result)


@pytest.mark.parametrize("never", ["31/02/2026", "2026-02-31", 99999, -1, 1.5])
def test_a_day_that_never_was_is_left_out_and_said(read, never):
    result = read([*HEADING, "checked_on"], [*PLAY, never])

    assert result.records[0].checked_on is None
    assert told(result) == [(2, "checked_on", "warning")]


# Formulas, merged cells, macros


def test_a_formula_is_read_by_its_result_and_never_calculated(read):
    raw = workbook([*HEADING, "email"], [*PLAY, "x"])
    raw = changed(
        raw,
        FIRST_SHEET,
        lambda xml: xml.replace(
            b"</sheetData>",
            b'<row r="3"><c r="A3" t="str"><f>1+1</f><v>2</v></c>'
            b'<c r="B3" t="str"><f>CONCAT("a")</f><v>Swim</v></c></row></sheetData>',
        ),
    )

    assert [(each.source_id, each.name) for each in read(raw=raw).records] == [
        ("1", "Stay and Play"),
        ("2", "Swim"),
    ]


def test_a_formula_without_a_result_is_said_with_its_cell(read):
    result = read([*HEADING, "email"], [*PLAY, "=A2&B2"], ["2", "Swim", "T", None])

    assert result.records[0].email == ""
    assert told(result) == [(2, "D", "warning")]
    assert "nothing is calculated" in words(result)


def test_a_row_of_formulas_without_results_is_passed_over_and_said(read):
    result = read(HEADING, ["=1", "=2", "=3"], PLAY)

    assert [each.source_id for each in result.records] == ["1"]
    assert told(result) == [(2, "A", "warning"), (2, "B", "warning"), (2, "C", "warning")]


def test_an_array_formula_breaks_nothing(read):
    def array(book):
        book.active["B3"] = ArrayFormula("B3:B4", "=A2:A3")

    assert len(read(HEADING, PLAY, prepare=array).records) == 1


def test_what_a_formula_got_wrong_is_left_out(read):
    result = read([*HEADING, "email"], [*PLAY, "#REF!"])

    assert result.records[0].email == ""
    assert told(result) == [(2, "D", "warning")]


def test_a_cell_that_only_looks_like_a_formula_is_text(read):
    def as_text(book):
        book.active["B2"].data_type = "s"

    assert (
        read(HEADING, ["1", "=SUM of all things", "T"], prepare=as_text).records[0].name
        == "=SUM of all things"
    )


def test_an_id_merged_over_rows_stands_for_all_of_them(read):
    def merge(book):
        book.active.merge_cells("A2:A4")
        book.active.merge_cells("B2:B4")

    result = read(
        [*HEADING, "phone"],
        [*PLAY, "01632 960001"],
        [None, None, None, "01632 960002"],
        [None, None, None, "01632 960003"],
        ["2", "Swim", "Trust", "01632 960004"],
        prepare=merge,
    )

    assert [len(each.phones) for each in result.records] == [3, 1]
    assert "Cells are merged (A2:A4, B2:B4)" in words(result)


def test_macros_are_not_run_and_said(read):
    raw = changed(workbook(HEADING, PLAY), "xl/vbaProject.bin", lambda _: b"\xd0\xcf\x11\xe0 Sub AutoOpen")

    result = read(raw=raw)

    assert len(result.records) == 1
    assert "macros" in words(result)


def test_pasted_word_markup_is_tidied(read):
    pasted = (
        "<!--[if gte mso 9]><xml><w:WordDocument/></xml><![endif]--><style>p.MsoNormal{mso-style-name:x}</style>"
        '<p class="MsoNormal" style="mso-outline:1"><span lang="EN-GB"><b>Play</b><o:p>&nbsp;</o:p></span></p>'
        '<p class="MsoListParagraph">·&nbsp;Sand</p>'
    )

    assert read([*HEADING, "description"], [*PLAY, pasted]).records[0].description == (
        "<p><strong>Play</strong> </p><p>· Sand</p>".replace(" </p>", "</p>")
    )


# Which sheet, and how far


def test_the_sheet_with_our_columns_is_read_and_the_others_are_named(read):
    def more(book):
        book.create_sheet("Notes", 0).append(["Read me first"])
        book.create_sheet("Secret").append(["id", "name"])
        book["Secret"].sheet_state = "hidden"

    result = read(HEADING, PLAY, prepare=more)

    assert [each.name for each in result.records] == ["Stay and Play"]
    assert "Only the sheet “Sheet” was read, and not “Notes”." in words(result)


def test_empty_rows_and_columns_are_passed_over(read):
    result = read(
        [], [None, *HEADING], [], [None, *PLAY], [None, "", "  ", None], [], [None, "2", "Swim", "T"]
    )

    assert [each.source_id for each in result.records] == ["1", "2"]
    assert result.problems == ()


def test_a_cell_far_away_takes_neither_time_nor_memory(read):
    def far(book):
        book.active["A1048576"] = "x"
        book.active["XFD3"] = "y"

    result = read(HEADING, PLAY, prepare=far)

    assert [each.source_id for each in result.records] == ["1"]


def test_more_rows_than_are_read_are_said(read, monkeypatch):
    monkeypatch.setattr(tables, "MOST_ROWS", 3)

    result = read(HEADING, *([str(number), "Play", "T"] for number in range(9)))

    assert len(result.records) == 2
    assert not result.is_complete


# Traps


def test_a_workbook_that_unpacks_without_end_is_refused(read):
    raw = changed(
        workbook(HEADING, PLAY), "xl/media/bomb.bin", lambda _: b"\0" * (xlsx_rows.LARGEST_UNPACKED + 1)
    )
    assert len(raw) < 2_000_000

    with pytest.raises(UnreadableSourceError, match="larger than 400 MB"):
        read(raw=raw)


def test_a_workbook_that_lies_about_its_size_is_refused(read):
    raw = changed(workbook(HEADING, PLAY), FIRST_SHEET, lambda xml: xml + b" " * 50_000_000)
    # The size in the directory at the end, and in the part's own head
    for size in (struct.pack("<L", len_of(raw)),):
        raw = raw.replace(size, struct.pack("<L", 100))

    with pytest.raises(UnreadableSourceError, match="no workbook that can be read"):
        read(raw=raw)


def len_of(raw: bytes) -> int:
    import io
    import zipfile

    return zipfile.ZipFile(io.BytesIO(raw)).getinfo(FIRST_SHEET).file_size


def test_entities_that_grow_are_refused(read):
    bomb = (
        b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        b'<row r="1"><c r="A1" t="str"><v>&b;</v></c></row></sheetData></worksheet>'
    )

    with pytest.raises(UnreadableSourceError):
        read(raw=changed(workbook(HEADING, PLAY), FIRST_SHEET, lambda _: bomb))


def test_outside_files_are_not_fetched_by_a_workbook(read):
    outside = (
        b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        b'<row r="1"><c r="A1" t="str"><v>&a;</v></c></row></sheetData></worksheet>'
    )

    with pytest.raises(UnreadableSourceError):
        read(raw=changed(workbook(HEADING, PLAY), FIRST_SHEET, lambda _: outside))


def test_too_many_texts_are_refused(read, monkeypatch):
    monkeypatch.setattr(xlsx_rows, "LARGEST_TEXTS", 100)
    raw = changed(
        workbook(HEADING, PLAY), "xl/sharedStrings.xml", lambda _: b"<sst>" + b"<si/>" * 100 + b"</sst>"
    )

    with pytest.raises(UnreadableSourceError, match="too much text"):
        read(raw=raw)


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (b"PK\x03\x04 nothing of the kind", "no workbook that can be read"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "older workbook, or one with a password"),
        (workbook(), "The sheet is empty"),
        (workbook(["Colour", "Size"], ["red", "big"]), "There is no column “id”"),
    ],
)
def test_what_is_no_sheet_of_ours_is_said_kindly(read, raw, says):
    with pytest.raises(UnreadableSourceError, match=says):
        read(raw=raw)


def test_a_workbook_cut_off_anywhere_is_said_kindly(read):
    raw = workbook(HEADING, *([str(number), "Play", "T"] for number in range(50)))

    for length in range(4, len(raw), 97):
        with pytest.raises(UnreadableSourceError):
            read(raw=raw[:length])
