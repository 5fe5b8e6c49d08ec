"""Somebody else's sheet through a mapping: Open Objects-style and Outpost's."""

import codecs
import csv
import io
from datetime import date, time
from decimal import Decimal
from pathlib import Path

import pytest

from localoffer.directory.sources import mapped, mapping
from localoffer.directory.sources.mapping import parse
from localoffer.directory.sources.records import UnreadableSourceError

SAMPLES = Path(__file__).parents[2] / "samples"
EXPORT = SAMPLES / "open-objects" / "export.csv"


@pytest.fixture
def read(vocabulary, today):
    """Reads rows (a list of dicts), bytes or a file through a mapping, given by its lines."""

    def read(given, lines: str = "", *, name: str = ""):
        text = (
            mapping.shipped(name)
            if name
            else f"columns:\n  Ref: id\n  Title: name\n  By: organisation\n{lines}"
        )
        raw = as_csv(given) if isinstance(given, list) else given
        return mapped.ingest(raw, mapping=parse(text, terms=vocabulary), terms=vocabulary, today=today)

    return read


def as_csv(rows: list[dict[str, str]]) -> bytes:
    file = io.StringIO()
    writer = csv.DictWriter(file, list(dict.fromkeys(name for row in rows for name in row)), restval="")
    writer.writeheader()
    writer.writerows(rows)
    return file.getvalue().encode()


def a_row(**more: str) -> dict[str, str]:
    return {"Ref": "1", "Title": "Stay and Play", "By": "Lime Tree Trust"} | more


def words(result) -> str:
    return " ".join(problem.message for problem in result.problems)


# An Open Objects-style export


def test_an_export_is_read_through_the_example_mapping(read):
    result = read(EXPORT, name="open-objects")

    tots, house, chess = result.records
    assert tots.source_id == "OO-1001"
    assert (
        tots.description
        == "<p>A play group by the sea.</p><p>Sand, water and <strong>quiet corners</strong>.</p>"
    )
    assert tots.needs == ("ASD", "SLCN")
    assert tots.kinds == ("fun",)
    assert tots.referral == "self"
    assert (tots.organization.name, tots.organization.sector) == ("Saltmere Play Trust", "charity")
    assert [phone.number for phone in tots.phones] == ["01632 960101", "07700 900101"]
    assert [(contact.title, contact.name) for contact in tots.contacts] == [("Group leader", "")]
    assert tots.venues[0].location.access == ("step-free", "accessible-toilet")
    assert [(each.byday, each.opens_at) for each in tots.schedules] == [("MO", time(10))]
    assert [answer.question for answer in tots.answers] == ["What training do staff have?"]
    assert (tots.checked_on, tots.status, tots.reach) == (date(2026, 9, 3), "active", "in-area")
    assert (house.status, house.referral) == ("temporarily closed", "referral")
    assert (chess.status, chess.organization.source_id) == ("inactive", "not-stated")


def test_a_confidential_address_is_kept_by_nobody(read):
    _, house, _ = read(EXPORT, name="open-objects").records

    [venue] = house.venues
    assert venue.location.is_private
    assert (venue.location.address_1, venue.location.postal_code) == ("", "")
    assert "Hidden Lane" not in repr(house)


def test_what_cannot_be_read_is_told_with_the_row_a_spreadsheet_shows(read):
    result = read(EXPORT, name="open-objects")

    told = {(problem.row, problem.field, problem.severity) for problem in result.problems}
    assert (3, "checked_on", "warning") in told  # 31 February
    assert (4, "needs", "warning") in told  # dragons
    assert (6, "id", "refused") in told
    assert "“Internal comments”" in words(result)


# Turning rows


def test_two_columns_for_a_list_are_one_list_and_for_a_text_two_paragraphs(read):
    [service] = read(
        [a_row(Need="ASD", More="HI", First="One.", Second="Two.")],
        "  Need: needs\n  More: needs\n  First: description\n  Second: description\n",
    ).records

    assert service.needs == ("ASD", "HI")
    assert service.description == "<p>One.</p><p>Two.</p>"


def test_numbers_and_their_notes_stay_together(read):
    [service] = read(
        [a_row(Tel="01632 960001", About="Office", Mob="07700 900001", Text="Texts only")],
        "  Tel: phone\n  About: phone_note\n  Mob: phone\n  Text: phone_note\n",
    ).records

    assert [(each.number, each.description) for each in service.phones] == [
        ("01632 960001", "Office"),
        ("07700 900001", "Texts only"),
    ]


def test_the_first_of_two_columns_for_one_thing_counts(read):
    [service] = read([a_row(A="", B="free", C="charge")], "  A: cost\n  B: cost\n  C: cost\n").records

    assert service.cost == "free"


@pytest.mark.parametrize(
    ("order", "given"),
    [
        ("day-first", "03/09/2026"),
        ("month-first", "09/03/2026"),
        ("month-first", "9-3-26"),
        ("year-first", "2026/09/03"),
        ("year-first", "20260903"),
        ("month-first", "2026-09-03"),
        ("day-first", "46268"),
    ],
)
def test_days_are_read_in_the_order_the_mapping_says(read, order, given):
    [service] = read([a_row(Checked=given)], f"  Checked: checked_on\ndates: {order}\n").records

    assert service.checked_on == date(2026, 9, 3)


@pytest.mark.parametrize("never", ["31/02/2026", "29.2.2025", "2026-13-01", "0/0/0000", "99999999"])
def test_a_day_that_never_was_is_left_out_and_said(read, never):
    result = read([a_row(Checked=never)], "  Checked: checked_on\n")

    assert result.records[0].checked_on is None
    assert "Write a day as" in words(result)


def test_what_stands_for_nothing_is_nothing(read):
    [service] = read(
        [a_row(Cost="TBC", Mail="N/a")], "  Cost: cost\n  Mail: email\nnot_stated: [tbc, n/a]\n"
    ).records

    assert (service.cost, service.email) == ("", "")


def test_a_constant_is_said_where_no_column_says_it(read):
    first, second = read(
        [a_row(Cost="free"), a_row(Ref="2")], "  Cost: cost\nconstants: {cost: charge, reach: national}\n"
    ).records

    assert (first.cost, second.cost) == ("free", "charge")
    assert first.reach == "national"


def test_a_service_is_withdrawn_before_and_after_its_days(read):
    rows = [
        a_row(From="01/12/2026", To=""),
        a_row(Ref="2", From="", To="21/11/2026"),
        a_row(Ref="3", From="22/11/2026", To="22/11/2026"),
    ]
    result = read(rows, "constants: {status: active}\nshown: {from: From, to: To}\n")

    assert [service.status for service in result.records] == ["inactive", "inactive", "active"]


def test_a_column_that_tells_secret_addresses_must_be_there(read):
    with pytest.raises(UnreadableSourceError, match="nothing was read"):
        read([a_row(Street="1 Hidden Lane")], "  Street: address_1\n  Secret: private\n")


def test_a_word_that_is_neither_yes_nor_no_keeps_an_address_secret(read):
    result = read(
        [a_row(Street="1 Hidden Lane", Secret="ask first")], "  Street: address_1\n  Secret: private\n"
    )

    assert result.records[0].venues[0].location.is_private


def test_the_wrong_file_is_said_with_its_columns(read):
    with pytest.raises(UnreadableSourceError, match="“Name”, “Colour”"):
        read([{"Name": "x", "Colour": "red"}])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_an_export_is_read_however_it_spells_its_letters(read, encoding):
    raw = as_csv([a_row(Title="Café – Olé")]).decode().encode(encoding)

    assert read(raw).records[0].name == "Café – Olé"


def test_columns_of_one_name_are_told_apart(vocabulary):
    found = mapped.look(b"Ref,Name,Name,\n1,a,b,c\n")

    assert found.heading == ("Ref", "Name", "Name (2)", "(column 4)")
    assert found.values["Name (2)"] == (("b", 1),)


# The preview


def test_a_preview_shows_twenty_rows_and_what_becomes_of_each(vocabulary, today):
    rows = [a_row(Ref=str(number), Need="ASD" if number else "Dragons") for number in range(50)]
    made = parse("columns:\n  Ref: id\n  Title: name\n  By: organisation\n  Need: needs\n  Gone: url\n")

    shown = mapped.preview(made, as_csv(rows), terms=vocabulary, today=today)

    assert len(shown.rows) == 20
    assert shown.rows[0].number == 2
    assert shown.rows[0].given["Need"] == "Dragons"
    assert shown.rows[0].ours[0]["name"] == "Stay and Play"
    assert ["Dragons" in problem.message for problem in shown.rows[0].problems] == [True]
    assert shown.rows[1].problems == ()
    assert ["“Gone”" in problem.message for problem in shown.problems] == [True]


def test_a_look_counts_the_words_in_each_column_also_in_lists():
    found = mapped.look(as_csv([a_row(Need="A|B"), a_row(Need="B")]), splits={"Need": "|"})

    assert found.rows == 2
    assert found.values["Need"] == (("B", 2), ("A", 1))


# Outpost's sheet


def test_outposts_sheet_is_read_with_its_further_rows(read):
    result = read(SAMPLES / "outpost" / "services_valid.csv", name="outpost-sheet")

    one, two = result.records
    assert (one.source_id, two.source_id) == ("1", "8")
    assert one.needs == ("ASD", "cognition-and-learning", "HI", "VI", "PD")
    assert [venue.location.name for venue in one.venues] == [
        "Venue or building name",
        "Second Venue or building name",
    ]
    assert one.venues[1].location.access == ("accessible-toilet", "hoist")
    assert [(cost.option, cost.amount) for cost in one.cost_options] == [
        ("Who is this fee for?", Decimal("1.00")),
        ("OAP", Decimal("0.00")),
    ]
    assert [(each.byday, each.opens_at) for each in one.schedules] == [("MO", time(9)), ("TU", None)]
    assert [link.label for link in one.links] == ["Facebook", "Twitter"]
    assert two.communication == ("bsl",)
    assert (two.status, two.cost, two.referral) == ("active", "free", "self")


def test_what_outpost_does_not_show_is_not_shown_here(read):
    one, _ = read(SAMPLES / "outpost" / "services_valid.csv", name="outpost-sheet").records

    assert one.status == "inactive"
    # A hidden contact, editors' notes and labels, custom fields, and a name where there is a role
    for hidden in (
        "private contact",
        "privat contacts",
        "234234",
        "note 1",
        "internal label",
        "i am text",
        "'public contact'",
    ):
        assert hidden not in repr(one).casefold()
    assert [contact.email for contact in one.contacts] == [""]  # email@email.com stands for nothing


def test_outposts_sheet_in_full_says_what_was_left_out(read):
    result = read(SAMPLES / "outpost" / "services_import_sample.csv", name="outpost-sheet")

    assert len(result.records) == 2
    assert "“custom_text_text_field”" in words(result)
    assert "“notes”" in words(result)


def test_a_custom_field_comes_in_when_the_mapping_says_so(read, vocabulary, today):
    text = mapping.shipped("outpost-sheet").replace(
        "columns:\n", 'columns:\n  custom_text_text_field: {question: "How do we find you?"}\n'
    )
    found = mapped.ingest(
        SAMPLES / "outpost" / "services_valid.csv", mapping=parse(text), terms=vocabulary, today=today
    )

    assert ("How do we find you?", "i am text") in [(a.question, a.answer) for a in found.records[0].answers]


def test_a_masked_place_of_outposts_is_secret(vocabulary, today):
    raw = (
        (SAMPLES / "outpost" / "services_valid.csv")
        .read_bytes()
        .replace(b"TRUE,FALSE,FALSE,Car", b"TRUE,TRUE,FALSE,Car")
    )
    made = parse(mapping.shipped("outpost-sheet"))

    one = mapped.ingest(raw, mapping=made, terms=vocabulary, today=today).records[0]

    assert one.venues[0].location.is_private
    assert one.venues[0].location.postal_code == ""


def test_the_list_of_custom_fields_is_no_sheet_of_services(read):
    with pytest.raises(UnreadableSourceError, match="Choose the right file"):
        read(SAMPLES / "outpost" / "custom_fields_sample.csv", name="outpost-sheet")


def test_a_mark_at_the_beginning_is_no_part_of_the_first_column(read):
    raw = codecs.BOM_UTF8 + as_csv([a_row()])

    assert read(raw).records[0].source_id == "1"
