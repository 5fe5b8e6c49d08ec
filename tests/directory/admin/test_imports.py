"""A publisher imports: gives a file, looks at what would change, has it written, undoes it."""

import datetime as dt
import re
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from localoffer.accounts.models import Role
from localoffer.directory.imports import jobs
from localoffer.directory.models import ImportJob, ImportMapping, ImportRun, Service
from localoffer.directory.models.import_job import Stage, uploads_folder
from localoffer.directory.sources import mapping
from localoffer.directory.vocabulary import load_vocabulary

pytestmark = pytest.mark.django_db

SAMPLES = Path(__file__).parents[2] / "samples"
EXPORT = (SAMPLES / "open-objects" / "export.csv").read_bytes()
SHEET = b"id,name,organisation,phone\n1,Stay and Play,Trust,01632 960001\n2,Swimming,Trust,\n"


@pytest.fixture(scope="module")
def kept_vocabulary(keep):
    return keep(load_vocabulary)


@pytest.fixture(autouse=True)
def installation(settings, tmp_path, db, kept_vocabulary):
    settings.DATA_DIR = tmp_path / "data"
    kept_vocabulary()


@pytest.fixture
def publisher(fenbridge):
    return fenbridge.officer(Role.PUBLISHER)


@pytest.fixture
def client(fenbridge, publisher):
    return fenbridge.client(publisher)


def url(name: str, *args) -> str:
    return reverse(f"directory_imports:{name}", args=args)


def give(client, content: bytes = SHEET, name: str = "services.csv", **more):
    """Uploads a file; returns the job and the page that follows."""
    file = SimpleUploadedFile(name, content)
    answer = client.post(url("new"), {"file": file, **more}, follow=True)
    assert answer.status_code == 200
    return ImportJob.objects.order_by("-created_at").first(), answer.content.decode()


def written(client, content: bytes = SHEET, **more) -> ImportRun:
    job, _ = give(client, content, **more)
    client.post(url("write", job.pk))
    job.refresh_from_db()
    return job.run


def test_a_publisher_sees_what_would_change_before_anything_is_written(client):
    job, page = give(client)

    assert job.stage == Stage.READY
    assert "2 added" in page
    assert "Stay and Play" in page
    assert "Nothing is written yet" in page
    assert not Service.objects.exists()


def test_what_was_looked_at_is_written_and_the_page_says_what_became_of_it(client, publisher):
    job, _ = give(client)

    page = client.post(url("write", job.pk), follow=True).content.decode()

    assert Service.objects.count() == 2
    assert "2 added" in page
    assert "Undo this import" in page
    assert ImportRun.objects.get().by == publisher
    assert list(uploads_folder().glob("*.csv")) == []
    assert "services" in client.get(url("index")).content.decode()


def test_changes_are_shown_field_by_field_and_refusals_with_their_reason(client):
    written(client)

    _, page = give(client, SHEET.replace(b"Swimming", b"Swimming lessons") + b",No id,,\n")

    assert re.search(
        r"<dt>Name</dt>\s*<dd>\s*<del>Swimming</del>.*<ins>Swimming lessons</ins>", page, re.DOTALL
    )
    assert "Give this row an id" in page
    assert "row 4" in page


def test_our_sheet_to_fill_in_is_there_to_download(client):
    answer = client.get(url("template"))

    assert answer.headers["Content-Disposition"] == 'attachment; filename="services.xlsx"'
    job, page = give(client, answer.content, name="services.xlsx")
    assert "1 added, 0 changed, 0 unchanged, 0 refused" in page
    assert job.format == "xlsx"


def test_an_import_that_is_given_up_is_not_written_and_its_file_goes(client):
    job, _ = give(client)

    client.post(url("drop", job.pk))

    assert list(uploads_folder().glob("*.csv")) == []
    assert not Service.objects.exists()


def test_one_that_cannot_be_read_says_why_and_what_to_do(client):
    job, page = give(client, b"Colour,Size\nred,big\n")

    assert job.stage == Stage.FAILED
    assert "There is no column “id”" in page
    assert "Make a mapping for it" in page
    assert "Run it again" in page


@pytest.mark.parametrize(
    ("posted", "says"),
    [
        ({}, "one of the two"),
        ({"address": "https://example.org/feed", "file": True}, "one of the two"),
        ({"address": "nowhere at all"}, "Enter a valid URL"),
        ({"address": "https://example.org/feed", "mapping": "new"}, "A mapping is for a file"),
        ({"file": True, "source": "x" * 101}, "at most 100 characters"),
        ({"file": True, "mapping": "6a9f1f0a-0000-4000-8000-000000000000"}, "Select a valid choice"),
    ],
)
def test_a_form_filled_in_wrongly_says_what_to_do_and_imports_nothing(client, posted, says):
    if posted.get("file"):
        posted = posted | {"file": SimpleUploadedFile("services.csv", SHEET)}

    page = client.post(url("new"), posted).content.decode()

    assert says in page
    assert not ImportJob.objects.exists()


def test_a_file_too_large_is_refused(client, monkeypatch):
    monkeypatch.setattr("localoffer.directory.admin.import_forms.LARGEST_UPLOAD", 10)

    page = client.post(url("new"), {"file": SimpleUploadedFile("services.csv", SHEET)}).content.decode()

    assert "Import it in parts" in page


def test_while_it_is_at_work_the_page_says_how_far_it_is(client, fenbridge):
    job = jobs.take_file(SimpleUploadedFile("services.csv", SHEET), authority=fenbridge.authority, by=None)
    with jobs._lock(job):
        job.stage, job.done, job.total = Stage.COMPARING, 500, 2_000
        job.save()
        page = client.get(url("job", job.pk)).content.decode()
        told = client.get(url("progress", job.pk)).json()

    assert "Comparing with the directory: 500 of 2,000" in page
    assert "Look again" in page
    assert told == {
        "is_at_work": True,
        "words": "Comparing with the directory: 500 of 2,000",
        "done": 500,
        "total": 2_000,
    }


def test_one_whose_process_died_says_that_nothing_was_written_and_runs_again(client, fenbridge):
    job = jobs.take_file(SimpleUploadedFile("services.csv", SHEET), authority=fenbridge.authority, by=None)
    ImportJob.objects.filter(pk=job.pk).update(stage=Stage.WRITING)

    page = client.get(url("job", job.pk)).content.decode()
    assert "It did not finish: nothing was written. Run it again." in page

    page = client.post(url("read", job.pk), follow=True).content.decode()
    assert "2 added" in page


def test_the_first_page_of_the_admin_tells_of_imports_to_look_at(client):
    give(client)

    assert "Imports to look at" in client.get("/admin/").content.decode()


# Past imports


def test_the_report_comes_as_a_file_in_which_nothing_is_a_formula(client):
    run = written(client, SHEET + b"=1+1,,,\n")

    answer = client.get(url("report", run.pk))
    text = answer.content.decode("utf-8-sig")

    assert answer.headers["Content-Disposition"].startswith('attachment; filename="import-20')
    assert "1,Stay and Play,added," in text
    assert not re.search(r"^=", text, re.MULTILINE)


def test_an_import_is_undone_after_a_question(client, publisher):
    run = written(client)

    asked = client.get(url("undo", run.pk)).content.decode()
    assert "no longer count" in asked
    assert Service.objects.count() == 2

    page = client.post(url("undo", run.pk), follow=True).content.decode()
    assert not Service.objects.exists()
    assert "This import was undone" in page
    assert ImportRun.objects.get().undone.by == publisher
    assert "Undone" in client.get(url("index")).content.decode()


def test_what_was_left_is_told_with_its_reason(client):
    run = written(client)
    service = Service.objects.get(source_id="1")
    service.name = "Better name"
    service.save_revision().publish()

    page = client.post(url("undo", run.pk), follow=True).content.decode()

    assert "Better name" in page
    assert "It was changed since, so it stays as it is." in page


def test_an_old_import_is_not_undone_and_the_list_says_so(client):
    run = written(client)
    ImportRun.objects.update(finished_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC))

    page = client.post(url("undo", run.pk), follow=True).content.decode()

    assert "more than 30 days old" in page
    assert Service.objects.count() == 2
    assert "No longer" in client.get(url("index")).content.decode()


@pytest.mark.parametrize("many", [1, 12])
def test_the_list_asks_the_same_however_many_there_are(client, many, django_assert_num_queries, fenbridge):
    for number in range(many):
        ImportRun.objects.create(
            authority=fenbridge.authority,
            source=f"source {number}",
            started_at=dt.datetime(2026, 11, 1, tzinfo=dt.UTC),
            finished_at=dt.datetime(2026, 11, 1, tzinfo=dt.UTC),
            counts={"added": 1},
        )
        jobs.take_address(f"https://example.org/{number}", authority=fenbridge.authority, by=None)
    client.get(url("index"))

    with django_assert_num_queries(LIST_QUERIES):
        client.get(url("index"))


LIST_QUERIES = 19


# Mappings


def edited(page, **changes) -> dict:
    """What a browser would post of a mapping's form, with some columns changed: {column: {field: value}}."""
    form = page.context["form"]
    posted = {field.html_name: field.value() or "" for field in form}
    posted |= {field.html_name: field.value() for field in form.columns.management_form}
    for row in form.columns:
        values = {field.name: field.value() for field in row} | changes.get(row.title, {})
        posted |= {row.add_prefix(name): "" if value is None else value for name, value in values.items()}
    return posted


def test_a_mapping_is_made_from_a_file_previewed_and_imported(client):
    page = client.post(
        url("new"), {"file": SimpleUploadedFile("export.csv", EXPORT), "mapping": "new"}, follow=True
    )
    assert "SEN provision type" in page.content.decode()
    assert "Autistic spectrum|Speech and language" in page.content.decode()

    posted = edited(
        page,
        **{
            "Record ID": {"field": "id"},
            "SEN provision type": {
                "field": "needs",
                "split": "|",
                "values": "Autistic spectrum = ASD\nSpeech and language = SLCN\nGeneral =",
            },
            "Address is confidential": {"field": "private"},
            "Venue address 1": {"field": "address_1"},
            "Local Offer response - training": {"field": "?", "question": "What training do staff have?"},
        },
    )
    shown = client.post(page.redirect_chain[-1][0], posted, follow=True)

    text = shown.content.decode()
    assert "The first 4 rows" in text
    assert "ASD; SLCN" in text
    assert "What training do staff have?" in text
    kept = ImportMapping.objects.get()
    assert kept.parsed().dates == "day-first"

    job = ImportJob.objects.get()
    ready = client.post(url("read", job.pk), follow=True).content.decode()
    assert "3 added" in ready
    client.post(url("write", job.pk))
    assert Service.objects.count() == 3
    assert [t.code for t in Service.objects.get(source_id="OO-1001").needs.order_by("code")] == [
        "ASD",
        "SLCN",
    ]


def test_titles_that_are_ours_are_chosen_already(client):
    page = client.post(
        url("new"),
        {"file": SimpleUploadedFile("x.csv", b"Ref,Title,Postcode,Colour\n1,a,,\n"), "mapping": "new"},
        follow=True,
    )

    chosen = {row.title: row["field"].value() for row in page.context["form"].columns}
    assert chosen == {"Ref": "", "Title": "name", "Postcode": "postcode", "Colour": ""}


def test_a_wrong_word_is_answered_beside_its_column_and_what_was_typed_stays(client):
    page = client.post(
        url("new"), {"file": SimpleUploadedFile("export.csv", EXPORT), "mapping": "new"}, follow=True
    )
    posted = edited(
        page,
        **{
            "Record ID": {"field": "id"},
            "SEN provision type": {"field": "needs", "values": "Autistic spectrum = Dragons"},
            "Record status": {"field": "status", "values": "Live - active"},
        },
    )

    answer = client.post(page.redirect_chain[-1][0], posted)
    text = answer.content.decode()

    assert "write their word, “=”, and our word" in text
    assert "Autistic spectrum = Dragons" in text
    assert not ImportMapping.objects.exists()

    fixed = edited(answer, **{"Record status": {"values": "Live = active"}})
    text = client.post(page.redirect_chain[-1][0], fixed).content.decode()
    assert "“Dragons” is none of our words for this" in text


def test_what_the_table_does_not_show_stays_as_it_was(client, fenbridge):
    kept = ImportMapping.objects.create(
        owner=fenbridge.authority, name="Outpost", source="outpost", text=mapping.shipped("outpost-sheet")
    )
    before = kept.parsed()
    page = client.get(url("mapping", kept.pk))

    answer = client.post(url("mapping", kept.pk), edited(page, url={"field": ""}))

    assert answer.status_code == 302, answer.context["form"].errors
    kept.refresh_from_db()
    after = kept.parsed()
    assert after.rules == tuple(rule for rule in before.rules if rule.column != "url")
    assert (after.constants, after.continues, after.shown_to) == (
        before.constants,
        before.continues,
        before.shown_to,
    )


def test_a_mapping_written_as_text_is_answered_line_by_line(client):
    text = "columns:\n  Ref: id\n  Title: nmae\n"

    page = client.post(url("new_mapping"), {"name": "Old", "source": "old", "text": text}).content.decode()

    assert "Line 3, column “Title”" in page
    assert "Did you mean “name”?" in page
    assert "Title: nmae" in page
    assert not ImportMapping.objects.exists()


def test_two_mappings_of_one_name_are_refused(client, fenbridge):
    text = "columns:\n  Ref: id\n  Title: name\n"
    kept = ImportMapping.objects.create(owner=fenbridge.authority, name="Old", source="old", text=text)

    by_text = client.post(url("new_mapping"), {"name": "Old", "source": "old", "text": text}).content.decode()
    other = ImportMapping.objects.create(owner=fenbridge.authority, name="New", source="old", text=text)
    page = client.get(url("mapping", other.pk))
    by_table = client.post(url("mapping", other.pk), edited(page) | {"name": "Old"}).content.decode()

    assert "You have a mapping of this name" in by_text
    assert "You have a mapping of this name" in by_table
    client.post(url("delete_mapping", kept.pk))
    assert list(ImportMapping.objects.values_list("name", flat=True)) == ["New"]


def test_a_preview_without_a_file_says_what_to_do(client, fenbridge):
    kept = ImportMapping.objects.create(
        owner=fenbridge.authority, name="Old", source="old", text="columns:\n  Ref: id\n  Title: name\n"
    )

    assert "Give a file first" in client.get(url("preview", kept.pk)).content.decode()


@pytest.mark.parametrize(
    "given", ["outpost/services_valid.csv", "buckinghamshire/services.json", "bristol/services-page1.json"]
)
def test_every_sample_is_read_by_itself(client, given):
    job, page = give(client, (SAMPLES / given).read_bytes(), name=Path(given).name)

    assert job.stage == Stage.READY, job.message
    assert "added" in page


# Who may


@pytest.mark.parametrize("role", [Role.EDITOR, Role.MODERATOR])
def test_only_publishers_import(fenbridge, role):
    client = fenbridge.client(fenbridge.officer(role))

    for address in (url("index"), url("new"), url("mappings")):
        assert client.get(address).headers.get("location") == "/admin/"
    assert url("index") not in client.get("/admin/").content.decode()


def test_another_councils_officer_meets_nothing_of_it(client, saltmere):
    run = written(client)
    job, _ = give(client, SHEET)
    kept = ImportMapping.objects.create(
        owner=run.authority, name="From before", source="old", text="columns:\n  Ref: id\n  Title: name\n"
    )
    stranger = saltmere.client(saltmere.officer(Role.ADMINISTRATOR))

    for name, key in [
        *((name, job.pk) for name in ("job", "progress", "read", "write", "drop")),
        *((name, run.pk) for name in ("run", "report", "undo")),
        *((name, kept.pk) for name in ("mapping", "mapping_text", "preview", "delete_mapping")),
    ]:
        assert stranger.get(url(name, key)).status_code == 404, name
        assert stranger.post(url(name, key)).status_code == 404, name
    for name in ("new_mapping", "mappings"):
        assert stranger.get(f"{url(name)}?job={job.pk}").status_code == 404
    for name in ("index", "mappings", "new"):
        page = stranger.get(url(name)).content.decode()
        assert (
            "services" not in re.sub(r"Import services|/services|Services|snippets\S*", "", page)
            or "services.csv" not in page
        )
        assert "From before" not in page
    assert Service.objects.count() == 2
    job.refresh_from_db()
    assert job.stage == Stage.READY


def test_an_uploaded_file_has_no_address(client, settings):
    job, _ = give(client)

    for address in (
        f"/media/{job.file}",
        f"/uploads/{job.file}",
        f"/media/../uploads/{job.file}",
        f"/static/{job.file}",
    ):
        assert client.get(address).status_code == 404
    assert str(job.file) not in client.get(url("job", job.pk)).content.decode()
