"""`localoffer duties timeline`, for those who help families on the telephone."""

from icalendar import Calendar

from localoffer import cli


def asked(capsys, *arguments):
    status = cli.main(["duties", *arguments])
    said = capsys.readouterr()
    return status, said.out, said.err


def test_a_helper_sees_what_follows_from_a_request(capsys, tmp_path):
    file = tmp_path / "timeline.ics"

    status, out, _ = asked(capsys, "timeline", "--requested", "2027-03-03", "--calendar", str(file))

    assert status == 0
    assert "By 21 July 2027" in out
    assert "SEND Regulations 2014, regulation 13(2)" in out
    assert "Unconfirmed: ask the council or SENDIASS." in out
    assert len(Calendar.from_ical(file.read_bytes()).walk("VEVENT")) == 3


def test_a_helper_is_told_of_dates_that_cannot_be(capsys):
    status, _, error = asked(
        capsys, "timeline", "--requested", "2027-03-03", "--refused-assessment", "2027-02-03"
    )

    assert status == 1
    assert "cannot come before" in error


def test_a_helper_who_gives_no_date_is_told_what_to_give(capsys):
    status, _, error = asked(capsys, "timeline")

    assert status == 2
    assert "--requested 2027-03-03" in error


def test_whoever_checks_the_law_hears_of_time_limits_and_key_dates(capsys):
    status, out, _ = asked(capsys, "check")

    assert status == 0
    assert ", 45 time limits, 10 key dates." in out


def test_an_officer_who_breaks_a_time_limit_of_her_own_is_told(capsys, law_folder):
    (law_folder.path / "time-limits.yaml").write_text("events: []\n", "utf-8")
    law_folder.change("strength: must", "strength: mst")

    status, _, error = asked(capsys, "check", str(law_folder.path))

    assert status == 1
    assert "time-limits.yaml, line 1, limits: it is missing. Add it." in error
    assert "criteria/sendiass.yaml, line 6" in error
