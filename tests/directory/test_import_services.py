"""`localoffer import`, as an officer types it."""

import csv
import json
import re
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from localoffer.directory.models import ImportRun, Listing, Location, Service, TaxonomyTerm
from localoffer.finder import index
from localoffer.finder.models import Entry
from localoffer.places.models import Authority, AuthoritySite
from tests.directory.imports import processes
from tests.directory.sources.feed_server import as_json, serving
from tests.factories.places import PostcodeFactory

pytestmark = pytest.mark.django_db

ALL_SAMPLES = Path(__file__).parent.parent / "samples"
SAMPLES = ALL_SAMPLES / "bristol"
ROWS = [
    {"id": "1", "name": "Stay and Play", "organisation": "Lime Tree Trust"},
    {"id": "2", "name": "Swimming", "organisation": "Lime Tree Trust"},
]


@pytest.fixture(autouse=True)
def data_folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path / "data"


@pytest.fixture
def sheet(tmp_path):
    """Writes a sheet of rows and gives its path."""

    def write(*rows: dict, name: str = "services.csv") -> str:
        path = tmp_path / name
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(dict.fromkeys(key for row in rows for key in row)))
            writer.writeheader()
            writer.writerows(rows)
        return str(path)

    return write


def run(*arguments: str, **options) -> str:
    said = StringIO()
    call_command("import_services", *arguments, stdout=said, stderr=said, **options)
    return said.getvalue()


def everything() -> dict[str, int]:
    """How many rows there are in every table."""
    with connection.cursor() as cursor:
        counts = {}
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT COUNT(*) FROM "{table}"')
            counts[table] = cursor.fetchone()[0]
    return counts


def test_a_sheet_is_imported_and_imported_again(council, sheet, django_capture_on_commit_callbacks):
    path = sheet(*ROWS)

    with django_capture_on_commit_callbacks(execute=True):
        assert (
            run(path, "--council", "saltmere").splitlines()[-1]
            == "2 added, 0 changed, 0 unchanged, 0 refused."
        )
    assert run(path, "--council", "saltmere") == "0 added, 0 changed, 2 unchanged, 0 refused.\n"
    assert {entry.name for entry in Entry.objects.all()} == {"Stay and Play", "Swimming"}
    assert Service.objects.first().source == "services"


def test_the_template_is_written_and_imports_without_a_word(council, tmp_path):
    path = tmp_path / "template.csv"
    assert f"Fill in {path}" in run("--template", str(path))

    said = run(str(path), "--council", "saltmere")

    assert said == "1 added, 0 changed, 0 unchanged, 0 refused.\n"
    service = Service.objects.get()
    assert service.name == "Stay and Play"
    assert {at.location.name for at in service.service_at_locations.all()} == {"Acorn Hall", "Tern Library"}
    assert service.phones.count() == 2
    assert Listing.objects.get().last_check.how == "source"


def test_real_records_of_bristols_feed_are_imported(council, django_capture_on_commit_callbacks):
    for name in ("services-page1.json", "service-1625ip.json"):
        with django_capture_on_commit_callbacks(execute=True):
            said = run(str(SAMPLES / name), "--council", "saltmere", "--source", name)
        assert re.search(r"[1-9]\d* added, 0 changed, 0 unchanged, 0 refused", said.splitlines()[-1]), said
        again = run(str(SAMPLES / name), "--council", "saltmere", "--source", name).splitlines()[-1]
        assert again.startswith("0 added, 0 changed, ")
    assert Entry.objects.count() == Service.objects.count() > 1
    assert index.check() == []
    for service in Service.objects.all():
        service.full_clean()
        service.latest_revision.as_object().full_clean()


@pytest.mark.parametrize(
    ("sample", "added", "options"),
    [
        ("buckinghamshire/services.json", 20, []),
        ("buckinghamshire/service.json", 1, []),
        ("outpost/services_valid.csv", 2, []),
        ("outpost/services_import_sample.csv", 2, []),
        ("open-objects/export.csv", 3, ["--mapping", "open-objects"]),
    ],
)
def test_real_records_of_other_systems_are_imported(
    council, sample, added, options, django_capture_on_commit_callbacks
):
    path = str(ALL_SAMPLES / sample)

    with django_capture_on_commit_callbacks(execute=True):
        said = run(path, "--council", "saltmere", *options)
    again = run(path, "--council", "saltmere", *options).splitlines()[-1]

    assert said.splitlines()[-1].startswith(f"{added} added, 0 changed, 0 unchanged"), said
    assert again.startswith(f"0 added, 0 changed, {added} unchanged"), again
    assert Entry.objects.count() == Service.objects.filter(live=True).count()
    assert index.check() == []
    for service in Service.objects.all():
        service.full_clean()
        service.latest_revision.as_object().full_clean()


def test_a_mapping_of_ones_own_is_read_from_a_file(council, sheet, tmp_path):
    mapping = tmp_path / "mapping.yaml"
    mapping.write_text(
        "columns:\n  Ref: id\n  Title: name\n  Need: {field: needs, values: {Autistic: ASD}}\n"
    )
    path = sheet({"Ref": "1", "Title": "Chess", "Need": "Autistic"})

    said = run(path, "--council", "saltmere", "--mapping", str(mapping))

    assert said.endswith("1 added, 0 changed, 0 unchanged, 0 refused, 1 warning.\n")
    assert [term.code for term in Service.objects.get().needs.all()] == ["ASD"]


def test_a_mapping_with_mistakes_imports_nothing_and_says_where_they_are(council, sheet, tmp_path):
    mapping = tmp_path / "mapping.yaml"
    mapping.write_text("columns:\n  Ref: id\n  Title: nmae\n")

    with pytest.raises(CommandError, match=r"Line 3, column “Title”.*Did you mean “name”"):
        run(sheet(*ROWS), "--council", "saltmere", "--mapping", str(mapping))

    assert not Service.objects.exists()


@pytest.mark.parametrize("what", ["no-such-file.yaml", "."])
def test_a_mapping_that_is_no_file_is_said_kindly(council, sheet, what):
    with pytest.raises(CommandError, match="cannot be read"):
        run(sheet(*ROWS), "--council", "saltmere", "--mapping", what)


def test_a_mapping_is_not_for_a_feed(council, tmp_path):
    with pytest.raises(CommandError, match="A mapping is for a sheet"):
        run(str(SAMPLES / "services-page1.json"), "--council", "saltmere", "--mapping", "open-objects")


def test_the_template_as_a_workbook_imports_without_a_word(council, tmp_path):
    path = tmp_path / "template.xlsx"
    run("--template", str(path))

    assert run(str(path), "--council", "saltmere") == "1 added, 0 changed, 0 unchanged, 0 refused.\n"


def test_a_live_feed_is_imported(council):
    with serving() as feed:
        service = json.loads((SAMPLES / "service-1625ip.json").read_text(encoding="utf-8"))
        feed.at("/oruk/services", lambda query: as_json({"total_pages": 1, "contents": [service]}))
        said = run(f"{feed.base}/oruk/", "--council", "saltmere")
        again = run(f"{feed.base}/oruk/services", "--council", "saltmere")

    assert said.splitlines()[-1].startswith("1 added")
    assert again.splitlines()[-1].startswith("0 added, 0 changed, 1 unchanged")


def test_a_feed_that_cannot_be_reached_is_said_and_nothing_is_written(council):
    with serving() as feed:
        address = feed.base
    before = everything()

    with pytest.raises(CommandError, match="Nothing was written"):
        run(address, "--council", "saltmere")

    assert everything() == before


def test_a_dry_run_says_what_would_change_and_writes_nothing(council, sheet, tmp_path):
    run(sheet(*ROWS), "--council", "saltmere")
    before = everything()

    path = sheet(
        {**ROWS[0], "name": "Sing and Play"}, {"id": "3", "name": "Judo", "organisation": "Lime Tree Trust"}
    )
    report = tmp_path / "report.csv"
    said = run(path, "--council", "saltmere", "--dry-run", "--report", str(report))

    assert everything() == before
    lines = [" ".join(line.split()) for line in said.splitlines()]
    assert lines[:2] == ["changed 1 Sing and Play", "added 3 Judo"]
    assert lines[2].startswith("missing 2 Swimming: It is no longer in the source.")
    assert lines[3] == "Would be: 1 added, 1 changed, 0 unchanged, 1 missing, 0 refused."
    assert "Judo" in report.read_text(encoding="utf-8-sig")


def test_a_dry_run_before_anything_is_set_up_leaves_nothing_behind(sheet):
    before = everything()

    said = run(sheet(*ROWS), "--council", "tryout", "--create-council", "Tryout", "--dry-run")

    assert said.endswith("Would be: 2 added, 0 changed, 0 unchanged, 0 refused.\n")
    assert everything() == before
    assert not TaxonomyTerm.objects.exists()


def test_a_dry_run_of_a_feed_keeps_no_replies(council, settings):
    with serving() as feed:
        feed.at("/services", lambda query: as_json([{"id": "1", "name": "Play", "status": "active"}]))
        run(feed.base, "--council", "saltmere", "--dry-run")

    assert not Path(settings.DATA_DIR).exists()


def test_somebody_who_has_nothing_yet_imports_into_a_council_of_their_own(sheet):
    run(sheet(*ROWS), "--council", "tryout", "--create-council", "Tryout Council")

    council = Authority.objects.get(slug="tryout")
    assert council.is_demonstration
    assert AuthoritySite.objects.get(authority=council).site.hostname == "tryout.localhost"
    assert Listing.objects.of(council).count() == 2

    run(sheet(*ROWS), "--council", "tryout", "--create-council", "Tryout Council")
    assert Listing.objects.of(council).count() == 2


def test_a_bad_row_is_named_and_the_good_ones_come_in(council, sheet):
    said = run(
        sheet(
            *ROWS,
            {"id": "", "name": "No id", "organisation": ""},
            {"id": "4", "name": "", "organisation": "x"},
        ),
        "--council",
        "saltmere",
    )

    assert said.splitlines()[-1].startswith("2 added, 0 changed, 0 unchanged, 2 refused")
    assert re.search(r"refused +4", said)


def test_new_services_wait_as_drafts_when_asked_to(council, sheet):
    run(sheet(*ROWS), "--council", "saltmere", "--drafts")

    assert not Service.objects.published().exists()
    assert Service.objects.filter(has_unpublished_changes=True).count() == 2


@pytest.mark.parametrize(
    ("verbosity", "lines"),
    [(0, 0), (1, 1), (2, 3)],
)
def test_it_says_as_much_as_it_is_asked_to(council, sheet, verbosity, lines):
    assert len(run(sheet(*ROWS), "--council", "saltmere", verbosity=verbosity).splitlines()) == lines


def test_a_long_report_is_cut_on_the_screen_and_whole_in_the_file(council, sheet, tmp_path):
    report = tmp_path / "report.csv"
    rows = [{"id": str(n), "name": f"Play {n}", "minimum_age": "old"} for n in range(250)]

    said = run(sheet(*rows), "--council", "saltmere", "--report", str(report), verbosity=2)

    assert len(said.splitlines()) == 202
    assert "more. Write them all to a file with --report FILE." in said
    with report.open(encoding="utf-8-sig", newline="") as file:
        assert sum(1 for row in csv.reader(file) if row[2] == "added") == 250


# What goes wrong says what to do


def test_a_council_that_is_not_there_is_said_with_one_that_is(council, sheet):
    with pytest.raises(CommandError, match=r"There is no council 'saltmeer' here\. Did you mean saltmere\?"):
        run(sheet(*ROWS), "--council", "saltmeer")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "Say what to import and for whom"),
        (["services.csv"], "Say what to import and for whom"),
        (["nothing.csv", "--council", "saltmere"], "There is no file 'nothing.csv'"),
        (["x.csv", "--council", "saltmere", "--source", "s" * 101], "longer than 100 characters"),
        (
            ["x.csv", "--council", "saltmere", "--report", "/no/such/folder/report.csv"],
            "cannot be written to",
        ),
        (["x.csv", "--council", "No Slug", "--create-council", "Name"], "is no short name"),
        (["--template", "/no/such/folder/sheet.csv"], "cannot be written"),
    ],
)
def test_what_cannot_be_done_is_said_with_what_to_do(council, arguments, words):
    with pytest.raises(CommandError, match=words):
        run(*arguments)

    assert not ImportRun.objects.exists()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty|nothing|no "),
        (b"{", "JSON"),
        (b"[]", "not one service"),
        (b"name,colour\nPlay,red\n", "id"),
        (b"PK\x03\x04spreadsheet", "."),
        (b"\x00\x01\x02", "."),
        (b'{"total_pages": 1, "contents": []}', "not one service"),
    ],
)
def test_a_file_with_nothing_to_import_is_said_kindly(council, tmp_path, content, words):
    path = tmp_path / "feed"
    path.write_bytes(content)

    with pytest.raises(CommandError, match=words) as told:
        run(str(path), "--council", "saltmere")

    assert "Traceback" not in str(told.value)
    assert not ImportRun.objects.exists()


def test_a_database_without_tables_is_said_and_the_exit_status_is_one(tmp_path):
    done = processes.run_from_nothing(
        tmp_path / "new.sqlite3", "import", "nothing.csv", "--council", "saltmere"
    )

    assert done.returncode == 1
    assert "make its tables first" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_postcode_becomes_a_point_to_measure_from(council, sheet):
    PostcodeFactory(postcode="LN6 7QX", easting=495_532, northing=369_287)

    run(sheet({**ROWS[0], "venue_name": "Acorn Hall", "postcode": "ln67qx"}), "--council", "saltmere")

    assert Location.objects.get().point == (495_532, 369_287)


def test_an_import_is_undone_by_its_number(council, sheet):
    run(sheet(*ROWS), "--council", "saltmere")
    [line] = run("--runs", "--council", "saltmere").splitlines()
    number = line.split()[0]
    assert line.endswith("services: 2 added")

    assert (
        run("--undo", number).splitlines()[-1].startswith("3 removed, 0 put back, 0 left as it is; 0 checks")
    )
    assert not Service.objects.exists()
    assert run("--runs", "--council", "saltmere").strip().endswith("(undone)")


@pytest.mark.parametrize("number", ["7", "not-a-number", "6a9f1f0a-0000-4000-8000-000000000000"])
def test_an_import_that_is_not_there_is_not_undone(council, number):
    with pytest.raises(CommandError, match=r"There is no import.*--runs"):
        run("--undo", number)
