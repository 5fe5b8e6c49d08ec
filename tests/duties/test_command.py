"""`localoffer duties`, for those who keep the law and those who ask after it."""

import json
import subprocess
import sys

import pytest

from localoffer import cli
from localoffer.duties import loading


def asked(capsys, *arguments):
    status = cli.main(["duties", *arguments])
    said = capsys.readouterr()
    return status, said.out, said.err


def test_checking_the_law_loads_no_web_framework():
    program = (
        "import sys; from localoffer import cli\n"
        "status = cli.main(['duties', 'check'])\n"
        "sys.exit(status or any(name.partition('.')[0] in ('django', 'wagtail') for name in sys.modules))"
    )

    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)

    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.startswith("All is well: 76 criteria")


def test_an_officer_checks_a_folder_of_her_own(capsys, law_folder):
    assert asked(capsys, "check", str(law_folder.path))[0] == 0

    law_folder.change("strength: must", "strength: mst")
    status, _, error = asked(capsys, "check", str(law_folder.path))

    assert status == 1
    assert "criteria/sendiass.yaml, line 6, versions[1].strength: “mst”" in error
    assert "1 fault." in error


def test_an_inspector_lists_one_section(capsys):
    status, out, _ = asked(capsys, "list", "--section", "travel")

    assert status == 0
    assert "travel-training" in out
    assert "sendiass" not in out
    assert "3 in force on" in out


def test_a_list_says_what_is_not_yet_checked(capsys):
    lines = asked(capsys, "list")[1].splitlines()

    doubted = {line.split()[0] for line in lines if line.endswith("[not yet checked against the text]")}
    assert "travel-costs" in doubted
    assert "short-breaks" not in doubted


def test_a_program_reads_the_law_of_a_day(capsys):
    status, out, _ = asked(capsys, "list", "--on", "2012-01-01", "--json")

    assert status == 0
    [row] = json.loads(out)
    assert (row["slug"], row["strength"], row["valid_from"]) == ("short-breaks", "must", "2011-04-01")
    assert row["evidence"]["services"][0]["kinds"] == ["short-breaks"]


@pytest.mark.parametrize("slug", [criterion.slug for criterion in loading.criteria()])
def test_each_duty_can_be_shown(capsys, slug):
    status, out, _ = asked(capsys, "show", slug)

    assert status == 0
    version = loading.criterion(slug).versions[-1]
    assert out.startswith(version.title)
    assert version.says in " ".join(out.split())
    assert "\nEvidence\n" in out
    assert all(source.ref in " ".join(out.split()) for source in version.sources)


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (("show", "sendias"), "Did you mean “sendiass”?"),
        (
            ("show", "sendiass", "--on", "2010-01-01"),
            "is not in force on 2010-01-01. It stands from 2014-09-01",
        ),
        (("list", "--section", "helth"), "There is no section “helth”. There are education, health"),
    ],
)
def test_who_asks_for_what_is_not_there_is_told_what_is(capsys, arguments, error):
    status, out, err = asked(capsys, *arguments)

    assert (status, out) == (2, "")
    assert error in err


@pytest.mark.parametrize("arguments", [(), ("lsit",), ("list", "--on", "31/12/2026")])
def test_what_is_not_understood_ends_with_2(capsys, arguments):
    with pytest.raises(SystemExit) as left:
        cli.main(["duties", *arguments])

    assert left.value.code == 2
    assert "usage: localoffer duties" in capsys.readouterr().err
