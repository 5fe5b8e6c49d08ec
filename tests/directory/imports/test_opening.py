"""What somebody names on the command line, found and told apart."""

import gzip
import json
import os
import time

import pytest

from localoffer.directory.imports.opening import default_source, format_of, open_source, replies_folder
from localoffer.directory.sources.records import UnreadableSourceError
from localoffer.directory.vocabulary import load_vocabulary
from tests.directory.sources.feed_server import as_json
from tests.directory.sources.workbooks import workbook

SERVICE = {"id": "one", "name": "Stay and Play", "status": "active"}
FEED = {"total_pages": 1, "page_number": 1, "contents": [SERVICE]}


@pytest.fixture(autouse=True)
def data_folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path / "data"


@pytest.mark.parametrize(
    ("given", "called"),
    [
        ("https://feeds.example.org/oruk/services", "feeds.example.org/oruk"),
        ("https://feeds.example.org/oruk/", "feeds.example.org/oruk"),
        ("HTTPS://FEEDS.example.org:443/oruk?page=3", "feeds.example.org/oruk"),
        ("https://somebody:secret@feeds.example.org/", "feeds.example.org"),
        ("http://127.0.0.1:8000/services", "127.0.0.1:8000"),
        ("/somewhere/Local Offer.2026.csv", "Local Offer"),
        (".csv", "file"),
        ("http://[broken", "[broken"),
        (f"https://example.org/{'x' * 300}", f"example.org/{'x' * 88}"),
    ],
)
def test_a_source_is_called_the_same_however_it_is_given(given, called):
    assert default_source(given) == called


@pytest.mark.parametrize(
    ("content", "format"),
    [
        (b"id,name\n1,Play\n", "csv"),
        (b"\xef\xbb\xbf{}", "oruk"),
        (b"\n [ ]", "oruk"),
        (b"", "csv"),
        (b'[{"id": 1, "needs_referral": null, "regular_schedules": []}]', "outpost"),
        (b'[{"id": 1, "needs_referral": null, "regular_schedules": [], "service_at_locations": []}]', "oruk"),
        (b"import_id,import_id_reference,name\n", "outpost-sheet"),
        ("import_id,import_id_reference,name\n".encode("utf-16"), "outpost-sheet"),
        (b"id,name\n1,import_id_reference\n", "csv"),
        (workbook(["id", "name"]), "xlsx"),
        (workbook(["import_id", "import_id_reference"]), "outpost-sheet"),
        (b"PK\x03\x04 damaged", "xlsx"),
    ],
)
def test_a_file_is_told_by_its_beginning(tmp_path, content, format):
    file = tmp_path / "something"
    file.write_bytes(content)

    assert format_of(file) == format


@pytest.mark.parametrize("what", ["no-such-file.csv", ".", "with\x00null", "ftp://example.org/feed"])
def test_what_is_no_file_is_said_kindly(what):
    with pytest.raises(UnreadableSourceError, match="There is no file"):
        open_source(what)


@pytest.mark.django_db
def test_a_live_feed_is_read_and_its_replies_are_kept_to_be_read_again(feed):
    load_vocabulary()
    feed.at("/oruk/services", lambda query: as_json(FEED))

    result = open_source(f"{feed.base}/oruk")

    assert [record.name for record in result.records] == ["Stay and Play"]
    [kept] = replies_folder().iterdir()
    assert [record.name for record in open_source(str(kept)).records] == ["Stay and Play"]
    assert default_source(str(kept)) == default_source(f"{feed.base}/oruk")


@pytest.mark.django_db
def test_nothing_is_kept_of_a_feed_that_is_only_looked_at(feed):
    feed.at("/services", lambda query: as_json(FEED))

    assert open_source(feed.base, keep=False).records
    assert not replies_folder().exists()


@pytest.mark.django_db
def test_replies_are_forgotten_after_thirty_days(feed):
    replies_folder().mkdir(parents=True)
    for name, days in (("old.jsonl.gz", 31), ("new.jsonl.gz", 29), ("other.txt", 99)):
        file = replies_folder() / name
        file.touch()
        os.utime(file, (time.time() - days * 86_400,) * 2)
    feed.at("/services", lambda query: as_json(FEED))

    open_source(feed.base)

    assert not (replies_folder() / "old.jsonl.gz").exists()
    assert (replies_folder() / "new.jsonl.gz").exists()
    assert (replies_folder() / "other.txt").exists()


@pytest.mark.django_db
def test_a_sheet_is_not_read_from_an_address(feed):
    with pytest.raises(UnreadableSourceError, match="Download the sheet first"):
        open_source(f"{feed.base}/sheet.csv", format="csv")


@pytest.mark.django_db
def test_damaged_replies_are_said_kindly(tmp_path):
    for name, content in (
        ("a.jsonl.gz", b"no gzip"),
        ("b.jsonl.gz", gzip.compress(json.dumps([1]).encode())),
    ):
        (tmp_path / name).write_bytes(content)
        assert default_source(str(tmp_path / name)) == name[0]
        with pytest.raises(UnreadableSourceError):
            open_source(str(tmp_path / name))
