"""The `localoffer` command."""

import re
import subprocess
import sys

import pytest

from localoffer import cli


def test_help_names_every_verb_and_loads_no_web_framework():
    program = (
        "import sys; from localoffer import cli\n"
        "try: cli.main(['--help'])\n"
        "finally: assert not {'django', 'wagtail'} & set(sys.modules)"
    )
    asked = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    for verb in ("load-places", "import", "find", "index", "duties", "run"):
        assert re.search(rf"^    {verb}\s", asked.stdout, re.MULTILINE)


@pytest.mark.parametrize("verb", cli.DJANGO_VERBS)
def test_a_verbs_own_help_calls_it_by_its_name(verb, capsys):
    with pytest.raises(SystemExit) as left:
        cli.main([verb, "--help"])

    assert left.value.code == 0
    assert capsys.readouterr().out.startswith(f"usage: localoffer {verb} ")


def test_no_verb_at_all_is_answered_with_help(capsys):
    assert cli.main([]) == 2
    assert "usage: localoffer" in capsys.readouterr().out


def test_a_deed_that_fails_says_why_in_one_line_and_by_its_exit_status(capsys, db):
    status = cli.main(["find", "short breaks", "--council", "nowhere"])

    assert status != 0
    error = capsys.readouterr().err
    assert "nowhere" in error
    assert "Traceback" not in error
