"""A council's CSV sheet: every good row is read, and every other answered with what to do."""

import csv
import io
from datetime import date, time
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from localoffer.directory.sources import csv_rows, sheet, tables
from localoffer.directory.sources.records import ReadResult, UnreadableSourceError
from localoffer.directory.sources.sheet_columns import COLUMNS, reference_table, write_template

REFERENCE = Path(__file__).parents[3] / "docs" / "reference" / "sheet.md"


@pytest.fixture
def read(terms, today):
    """Reads a sheet given as text, bytes or rows (a list of dicts)."""

    def read(given_as) -> ReadResult:
        if isinstance(given_as, list):
            given_as = as_csv(given_as)
        data = given_as if isinstance(given_as, bytes) else given_as.encode()
        return sheet.ingest(data, terms=terms, today=today)

    return read


def as_csv(rows: list[dict[str, str]]) -> str:
    file = io.StringIO()
    writer = csv.DictWriter(file, list(dict.fromkeys(name for row in rows for name in row)), restval="")
    writer.writeheader()
    writer.writerows(rows)
    return file.getvalue()


def a_row(**more: str) -> dict[str, str]:
    return {"id": "1", "name": "Stay and Play", "organisation": "Lime Tree Trust"} | more


def told(result: ReadResult) -> list[tuple[int | str, str, str]]:
    return [(problem.row, problem.field, problem.severity) for problem in result.problems]


def words(result: ReadResult) -> str:
    return " ".join(problem.message for problem in result.problems)


# --- the template and the reference


def test_the_template_reads_back_as_one_service_with_two_venues_and_no_problem(tmp_path, terms, today):
    write_template(tmp_path / "sheet.csv")

    result = sheet.ingest(tmp_path / "sheet.csv", terms=terms, today=today)

    [service] = result.records
    assert result.problems == ()
    assert [venue.location.name for venue in service.venues] == ["Acorn Hall", "Tern Library"]
    assert [(each.byday, each.opens_at) for each in service.schedules] == [
        ("MO", time(10)),
        ("TH", time(13)),
        ("1SA", time(10)),
    ]
    assert [each.amount for each in service.cost_options] == [Decimal("2.50"), Decimal("4.00")]
    assert [each.code for each in service.languages] == ["pl", "ro"]
    assert [each.number for each in service.phones] == ["01632 960001", "01632 960002"]
    assert (service.minimum_age, service.maximum_age, service.plan_required) == (0, 4, "no")
    assert (service.needs, service.kinds, service.tier) == (("ASD", "SLCN"), ("toddler-groups",), "universal")


def test_the_template_opens_in_excel_with_every_letter_right(tmp_path):
    write_template(tmp_path / "sheet.csv")

    assert (tmp_path / "sheet.csv").read_bytes().startswith(b"\xef\xbb\xbf")


def test_the_reference_describes_every_column():
    # Written anew with: print(reference_table())
    assert reference_table() in REFERENCE.read_text(encoding="utf-8")


def test_no_two_columns_answer_to_the_same_name():
    names = [name for column in COLUMNS for name in (column.name, *column.also)]

    assert sorted(names) == sorted(set(names))


# --- rows that continue


def test_times_on_a_row_with_a_venue_are_that_venues(read):
    result = read(
        [
            a_row(venue_id="A", venue_name="Acorn Hall", times="Mon 10:00-11:30"),
            {"id": "1", "venue_id": "B", "venue_name": "Tern Library", "times": "Tue 10:00-11:30"},
            {"id": "1", "times": "Wed 10:00-11:30"},
        ]
    )

    [service] = result.records
    assert [(each.byday, each.venue) for each in service.schedules] == [("MO", "A"), ("TU", "B"), ("WE", "")]


def test_a_further_row_may_stand_below_other_services(read):
    result = read([a_row(), a_row(id="2", name="Youth club"), {"id": "1", "phone": "01632 960003"}])

    assert [each.number for each in result.records[0].phones] == ["01632 960003"]


def test_a_further_row_without_its_service_is_refused(read):
    result = read([{"id": "9", "name": "", "phone": "01632 960003"}, a_row()])

    assert told(result) == [(2, "name", "refused")]
    assert "move it below the row it continues" in words(result)


def test_a_further_row_does_not_change_what_the_first_row_says(read):
    result = read([a_row(cost="free"), {"id": "1", "cost": "charge"}])

    assert result.records[0].cost == "free"
    assert told(result) == [(3, "cost", "warning")]


def test_an_id_that_comes_twice_keeps_the_last_and_says_so(read):
    result = read([a_row(name="Old name"), a_row(id="2"), a_row(name="New name")])

    assert [record.name for record in result.records] == ["Stay and Play", "New name"]
    assert told(result) == [(4, "id", "warning")]


# --- what a cell may hold


def test_headings_are_known_however_they_are_written(read):
    [service] = read(
        "ID;Name;Organization;Min Age;Post code;Website\n1;Club;Trust;5;pe301aa;www.example.org"
    ).records

    assert service.minimum_age == 5
    assert service.venues[0].location.postal_code == "PE30 1AA"
    assert service.url == "https://www.example.org"


def test_terms_are_given_by_code_or_name_and_others_are_put_aside(read):
    result = read([a_row(needs="autism; slcn; Autsim; Wibble")])

    [service] = result.records
    assert service.needs == ("ASD", "SLCN")
    assert [each.term for each in service.unmatched_terms] == ["Autsim", "Wibble"]
    assert "Did you mean “autism”?" in words(result)


def test_what_is_not_stated_stays_not_stated(read):
    [service] = read([a_row()]).records

    assert (service.minimum_age, service.maximum_age) == (None, None)
    assert (service.cost, service.referral, service.plan_required, service.status, service.reach) == ("",) * 5


def test_a_service_without_an_organisation_is_kept_and_says_so(read):
    result = read([a_row(organisation="")])

    assert result.records[0].organization.name == "Organisation not stated"
    assert told(result) == [(2, "organisation", "warning")]


def test_a_bad_value_is_left_out_and_the_row_is_kept(read):
    result = read(
        [
            a_row(
                minimum_age="old",
                checked_on="31/02/2026",
                url="see poster",
                email="ring us",
                postcode="LN6",
                amount="a bit",
                status="sometimes",
                phone="at the desk",
            )
        ]
    )

    [service] = result.records
    assert service.name == "Stay and Play"
    assert {field for _, field, _ in told(result)} == {
        "minimum_age",
        "checked_on",
        "url",
        "email",
        "postcode",
        "amount",
        "status",
        "phone",
    }
    assert all(severity == "warning" for *_, severity in told(result))


def test_times_that_are_no_rule_are_kept_in_words(read):
    [service] = read([a_row(times="most mornings, ring first")]).records

    assert [each.description for each in service.schedules] == ["most mornings, ring first"]


def test_exact_rules_may_be_given_instead_of_times(read):
    [service] = read(
        [
            a_row(
                freq="weekly",
                interval="2",
                byday="Tuesday",
                opens_at="10:00",
                closes_at="11am",
                until="18/12/2026",
            )
        ]
    ).records

    [rule] = service.schedules
    assert (rule.freq, rule.interval, rule.byday, rule.until) == ("WEEKLY", 2, "TU", date(2026, 12, 18))


def test_a_check_that_is_still_to_come_is_no_check(read):
    result = read([a_row(checked_on="2027-01-01")])

    assert result.records[0].checked_on is None
    assert "still to come" in words(result)


def test_a_wait_without_its_day_is_left_out(read):
    dated = read([a_row(wait_weeks="12", wait_said_on="1/11/2026")])
    undated = read([a_row(wait_weeks="12")])

    assert (dated.records[0].wait_weeks, dated.records[0].wait_said_on) == (12, date(2026, 11, 1))
    assert undated.records[0].wait_weeks is None
    assert told(undated) == [(2, "wait_said_on", "warning")]


def test_a_closed_service_names_its_successor(read):
    [service] = read([a_row(status="closed", status_reason="Funding ended", successor_id="2")]).records

    assert (service.status, service.status_reason, service.successor_source_id) == (
        "defunct",
        "Funding ended",
        "2",
    )


@pytest.mark.parametrize("formula", ["=HYPERLINK(1)", "+44 1632", "-2+3", "@SUM(1)", "=cmd|' /C calc'!A0"])
def test_a_cell_that_looks_like_a_formula_is_text(read, formula):
    assert read([a_row(name=formula)]).records[0].name == formula


def test_markup_in_a_description_is_made_safe(read):
    [service] = read(
        [a_row(description="<h1>Hi</h1><script>alert(1)</script>", alert="<b>Shut</b> today")]
    ).records

    assert (service.description, service.alert) == ("<h3>Hi</h3>", "Shut today")


# --- private places


def test_a_private_address_is_not_read_in(read):
    [service] = read(
        [
            a_row(
                venue_name="Refuge",
                address_1="12 Rose Lane",
                postcode="PE30 1AA",
                private="yes",
                times_note="At no. 12",
            )
        ]
    ).records

    assert "Rose" not in repr(service)
    assert "PE30" not in repr(service)
    assert service.venues[0].location.is_private


def test_a_place_that_is_private_in_one_row_is_private_in_all(read):
    result = read(
        [
            a_row(venue_id="V", address_1="12 Rose Lane", postcode="PE30 1AA"),
            a_row(id="2", venue_id="V", private="yes"),
        ]
    )

    assert "Rose" not in repr(result.records)


def test_when_in_doubt_an_address_is_kept_secret(read):
    result = read([a_row(address_1="12 Rose Lane", private="perhaps")])

    assert result.records[0].venues[0].location.is_private
    assert "kept secret until then" in words(result)


# --- files as they come


CAFE = "id,name,organisation\n1,Café £5 club,Trust\n"


@pytest.mark.parametrize(
    "data",
    [
        CAFE.encode(),
        CAFE.encode("utf-8-sig"),
        CAFE.encode("utf-16"),
        CAFE.encode("utf-16-le"),
        CAFE.encode("utf-16-be"),
        CAFE.encode("utf-32"),
        CAFE.encode("cp1252"),
        CAFE.replace(",", ";").encode(),
        CAFE.replace(",", "\t").encode("utf-16"),
        ("sep=;\n" + CAFE.replace(",", ";")).encode("cp1252"),
        CAFE.replace("\n", "\r\n").encode(),
        CAFE.replace("\n", "\r").encode(),
        ("\n\n" + CAFE).encode(),
    ],
)
def test_every_letter_is_right_however_the_sheet_was_saved(read, data):
    assert [record.name for record in read(data).records] == ["Café £5 club"]


def test_the_older_windows_way_is_said_to_have_been_assumed(read):
    assert "Look whether é, £ and ’ came out right" in words(read(CAFE.encode("cp1252")))


def test_letters_that_were_saved_wrongly_before_are_pointed_out(read):
    assert "Ã© or â€™" in words(read([a_row(name="CafÃ©")]))


@pytest.mark.parametrize(
    ("data", "advice"),
    [
        (b"", "empty"),
        (b"\n\n \n", "empty"),
        (b"PK\x03\x04rest", "CSV UTF-8"),
        (b"%PDF-1.7", "PDF"),
        (b'{"contents": []}', "Open Referral UK"),
        (b"<html>", "web page"),
        (b"name,phone\nx,1\n", "no column “id”"),
        (b"id,phone\nx,1\n", "no column “name”"),
        (b"id,name" + b",x" * 1000 + b"\n", "1,002 columns"),
        (b"id,name" + b",x" * 1_000_000 + b"\n", "names of the columns"),
        (CAFE.encode() + "2,Café,x\n".encode("cp1252"), "mixes two ways"),
    ],
)
def test_a_file_that_is_no_sheet_says_what_to_do(read, data, advice):
    with pytest.raises(UnreadableSourceError) as caught:
        read(data)

    assert advice in str(caught.value)


def test_a_quotation_mark_that_never_closes_loses_only_its_own_row(read):
    result = read('id,name,organisation\n1,"Open,Trust\n2,Two,Trust\n3,"Three ""3""",Trust\n')

    assert [record.name for record in result.records] == ["Two", 'Three "3"']
    assert [(row, severity) for row, _, severity in told(result)] == [(2, "refused")]
    assert not result.is_complete


def test_a_cell_may_hold_several_lines(read):
    result = read('id,name,organisation,description\n1,One,Trust,"First\n\nSecond"\n2,Two,Trust,x\n')

    assert result.records[0].description == "<p>First</p><p>Second</p>"
    assert result.is_complete


@pytest.mark.parametrize(
    "bomb", ["x" * 10_000_000, "x," * 1_000_000, '"' + "x\n" * 5_000_000], ids=["cell", "columns", "lines"]
)
def test_a_row_without_measure_is_refused_and_the_next_is_read(read, bomb):
    result = read(f"id,name,organisation\n1,{bomb}\n2,Two,Trust\n")

    assert "Two" in [record.name for record in result.records] or not result.is_complete
    assert (2, "", "refused") in told(result)


def test_null_bytes_are_left_out_and_pointed_out(read):
    result = read("id,name,organisation\n1,St\0ay,Trust\n")

    assert result.records[0].name == "Stay"
    assert "cannot be read" in words(result)


def test_an_unknown_column_is_left_out_with_a_suggestion(read):
    assert "Did you mean “postcode”?" in words(read([a_row(postcde="PE30 1AA")]))


def test_a_row_without_an_id_is_refused_and_the_others_are_read(read):
    result = read([a_row(), a_row(id=""), a_row(id="3")])

    assert [record.source_id for record in result.records] == ["1", "3"]
    assert told(result) == [(3, "id", "refused")]


def test_a_long_sheet_is_read_row_by_row(read, monkeypatch):
    monkeypatch.setattr(tables, "MOST_ROWS", 100)
    rows = "".join(f"{number},Service {number},Trust\n" for number in range(200))

    result = read("id,name,organisation\n" + rows)

    assert len(result.records) == 99
    assert not result.is_complete


def test_a_sheet_of_nothing_but_broken_rows_is_given_up(read, monkeypatch):
    monkeypatch.setattr(csv_rows, "MOST_BROKEN_ROWS", 10)

    result = read("id,name\n" + '1,"x\n' * 101)

    assert "not read" in words(result)
    assert not result.is_complete


# --- anything at all


CELL = st.text(max_size=20) | st.sampled_from(
    ["yes", "31/02/2026", "-1", "Mon 10-11", "=1+1", "ASD;;", '"', "\0", "\ud800"]
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.dictionaries(st.sampled_from([column.name for column in COLUMNS]), CELL), max_size=4))
def test_any_cells_are_records_or_problems(read, rows):
    rows = [{"id": "1", "name": "x"}, *rows]

    result = read(as_csv(rows).encode("utf-8", "replace"))

    assert result.records or result.problems


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    data=st.binary(max_size=200)
    | st.binary(max_size=100).map(lambda tail: b"id,name,organisation\n1,a,b\n" + tail)
)
def test_any_bytes_are_records_or_problems_or_a_word_about_them(read, data):
    try:
        result = read(data)
    except UnreadableSourceError as error:
        assert str(error).endswith(".")  # noqa: PT017
    else:
        assert isinstance(result, ReadResult)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text('id,name;\t"\n\r1x\0=|', max_size=60))
def test_any_text_of_a_sheet_is_records_or_problems_or_a_word_about_it(read, text):
    try:
        read("id,name\n" + text)
        read(text)
    except UnreadableSourceError as error:
        assert str(error)  # noqa: PT017
