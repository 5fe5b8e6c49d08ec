"""What `./dev` promises somebody with a fresh clone."""

import ast
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def test_an_old_python_is_told_what_is_needed_and_not_given_a_syntax_error():
    ast.parse((ROOT / "dev").read_text(encoding="utf-8"), feature_version=(3, 8))


def test_only_the_standard_library_is_needed_to_begin(dev):
    tree = ast.parse((ROOT / "dev").read_text(encoding="utf-8"))
    at_the_top = [node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)]
    names = {alias.name for node in at_the_top if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module for node in at_the_top if isinstance(node, ast.ImportFrom)}

    assert {name.partition(".")[0] for name in names} - sys.stdlib_module_names == set()


def test_every_verb_is_explained(dev):
    for verb in set(dev.VERBS) - {"inside"}:
        assert re.search(rf"^    \./dev {verb}\b", dev.__doc__, re.MULTILINE), verb


def test_an_unknown_verb_is_answered_with_the_known_ones():
    asked = subprocess.run([sys.executable, ROOT / "dev", "dmeo"], capture_output=True, text=True)

    assert asked.returncode == 1
    assert "./dev demo" in asked.stderr


# --- The locks -----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["requirements.lock", "package-lock.json"])
def test_a_lock_holds_no_download_address(name):
    addresses = re.findall(r"\w+://\S+", (ROOT / name).read_text(encoding="utf-8"))

    assert addresses == []


def test_everything_locked_has_a_hash(dev):
    for block in dev.lock_blocks():
        assert re.match(r"[\w.-]+==[\w.]+", block), block
        assert "--hash=sha256:" in block


def test_the_lock_has_everything_that_is_asked_for(dev):
    from packaging.requirements import Requirement
    from packaging.utils import canonicalize_name

    project = dev.tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = [
        *project["project"]["dependencies"],
        *(line for extra in project["project"]["optional-dependencies"].values() for line in extra),
        *project["dependency-groups"]["dev"],
    ]
    locked = [re.match(r"([\w.-]+)==([\w.]+)", block).groups() for block in dev.lock_blocks()]

    for requirement in map(Requirement, wanted):
        versions = [version for name, version in locked if name == canonicalize_name(requirement.name)]
        assert versions, requirement
        assert all(requirement.specifier.contains(version) for version in versions), requirement


def test_a_lock_that_no_longer_answers_pyproject_is_noticed(dev, monkeypatch, tmp_path):
    for name in ("pyproject.toml", "requirements.lock", "package.json", "package-lock.json"):
        shutil.copy(ROOT / name, tmp_path)
    monkeypatch.setattr(dev, "ROOT", tmp_path)
    monkeypatch.setattr(dev, "LOCK", tmp_path / "requirements.lock")
    dev.lock_inside([])

    asked = tmp_path / "pyproject.toml"
    asked.write_text(asked.read_text().replace('"PyYAML>=6.0"', '"PyYAML>=6.0.3"'))

    with pytest.raises(SystemExit, match="asks for other packages"):
        dev.lock_inside([])


def test_a_lock_changed_by_hand_is_noticed(dev, monkeypatch, tmp_path):
    for name in ("pyproject.toml", "requirements.lock", "package.json", "package-lock.json"):
        shutil.copy(ROOT / name, tmp_path)
    monkeypatch.setattr(dev, "ROOT", tmp_path)
    monkeypatch.setattr(dev, "LOCK", tmp_path / "requirements.lock")

    dev.LOCK.write_text(dev.LOCK.read_text().replace("pyyaml==6", "pyyaml==5"))

    with pytest.raises(SystemExit, match="changed by hand"):
        dev.lock_inside([])


# --- Machines that lack something ----------------------------------------------------------------


def test_a_python_without_ensurepip_and_pip_is_told_what_to_install(dev, monkeypatch, tmp_path):
    without_pip = tmp_path / "python"
    without_pip.write_text("#!/bin/sh\nexit 1\n")
    without_pip.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(without_pip))
    monkeypatch.setattr(dev, "DEBIAN_WHEELS", tmp_path)

    with pytest.raises(SystemExit, match=r"sudo apt-get install python3\.\d+-venv"):
        dev.pip_from_outside()


def test_debians_own_wheel_of_pip_is_used_where_ensurepip_is_missing(dev, monkeypatch, tmp_path):
    without_pip = tmp_path / "python"
    without_pip.write_text('#!/bin/sh\n[ "$1" != -m ] && echo "pip 23.0.1 from $1"\n')
    without_pip.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(without_pip))
    (tmp_path / "pip-23.0.1-py3-none-any.whl").touch()
    monkeypatch.setattr(dev, "DEBIAN_WHEELS", tmp_path)

    command = dev.pip_from_outside(tmp_path / "python")

    assert command[1:] == [
        f"{tmp_path}/pip-23.0.1-py3-none-any.whl/pip",
        "--python",
        str(tmp_path / "python"),
    ]


def test_uv_asks_the_index_that_pip_was_told_of(dev, monkeypatch, tmp_path):
    python = pip_that(tmp_path, "echo \"global.index-url='https://packages.example/simple'\"")
    monkeypatch.setattr(dev, "PYTHON", python)
    monkeypatch.delenv("UV_DEFAULT_INDEX", raising=False)

    assert dev.as_pip_is_told() == {"UV_DEFAULT_INDEX": "https://packages.example/simple"}


def test_where_uv_cannot_be_had_pip_is_left_to_do_it(dev, monkeypatch, tmp_path):
    monkeypatch.setattr(dev, "VENV", tmp_path)
    monkeypatch.setattr(dev, "BIN", tmp_path / "bin")
    monkeypatch.setattr(dev, "PYTHON", pip_that(tmp_path, "exit 1"))
    monkeypatch.setattr(dev.shutil, "which", lambda *_, **__: None)
    monkeypatch.setenv("LOCALOFFER_WITHOUT_UV", "")  # to be put back after

    assert not dev.install_with_uv()
    assert os.environ["LOCALOFFER_WITHOUT_UV"]
    assert dev.installer(dev.PYTHON)[:3] == [str(dev.PYTHON), "-m", "pip"]


def pip_that(folder: Path, does: str) -> Path:
    """The Python of an environment whose pip does this."""
    (folder / "lib/python3.11/site-packages/pip").mkdir(parents=True)
    (folder / "bin").mkdir()
    python = folder / "bin" / "python"
    python.write_text(f"#!/bin/sh\n{does}\n")
    python.chmod(0o755)
    return python


def test_a_port_that_is_taken_is_said_before_anything_else(dev):
    import socket

    with socket.create_server(("127.0.0.1", 0)) as other, pytest.raises(SystemExit, match="Try another"):
        dev.insist_on_free_port(other.getsockname()[1])


# --- Journeys where there is no browser ----------------------------------------------------------

JOURNEYS = """
def test_somebody_comes(page):
    pass

def test_somebody_does_not_need_a_browser():
    pass
"""


def run_journeys(tmp_path, **env):
    (tmp_path / "test_journeys.py").write_text(JOURNEYS)
    nothing_there = {
        "PATH": str(tmp_path),
        "LOCALOFFER_BROWSER": "",
        "PLAYWRIGHT_BROWSERS_PATH": str(tmp_path),
        "CI": "",
    }
    ours = ("LOCALOFFER_BESIDE_THIS_RUN", "LOCALOFFER_RESULT_FILE")
    inherited = {name: value for name, value in os.environ.items() if name not in ours}
    plugins = [f"-ptests.{name}" for name in ("network", "databases", "browsers")]
    project = [f"--rootdir={ROOT}", f"-c{ROOT / 'pyproject.toml'}"]
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-pno:cacheprovider", *plugins, *project, tmp_path],
        cwd=ROOT,
        env=inherited | nothing_there | env,
        text=True,
        capture_output=True,
    )


def test_the_last_line_says_how_many_journeys_did_not_run_and_how_to_get_a_browser(tmp_path):
    ran = run_journeys(tmp_path)

    assert ran.returncode == 0, ran.stdout + ran.stderr
    last = ran.stdout.strip().splitlines()[-1]
    assert last.startswith("2 browser journeys did not run")  # one page, on a phone and on a desk
    assert "apt-get install chromium" in last


def test_in_ci_journeys_fail_where_there_is_no_browser(tmp_path):
    ran = run_journeys(tmp_path, CI="true")

    assert ran.returncode == 1
    assert "must run in CI" in ran.stdout


def asked_of(part: str) -> set[str]:
    """The tests of two files, one with some of each sort, as one part of `./dev test` chooses them."""
    env = os.environ | {"LOCALOFFER_PART": part, "DATABASE_URL": ""}
    chosen = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "--collect-only",
            "-pno:cacheprovider",
            "tests/setup/test_harness.py",
            "tests/auditor/reporting/test_page_in_a_browser.py",
        ],
        cwd=ROOT,
        env=env,
        text=True,
        capture_output=True,
    )
    return {line.partition("::")[2] for line in chosen.stdout.splitlines() if "::" in line}


def test_a_test_is_asked_of_each_database_if_it_asks_one_and_else_once():
    without, first, last = map(asked_of, ("no database", "first database", "last database"))

    assert "test_the_network_is_closed[http://example.org/]" in without
    assert "test_who_asks_for_nothing_that_is_kept_finds_nothing" in first & last
    assert "test_axe_sees_what_is_wrong" in first & last
    assert "test_a_hostile_site_runs_nothing" in without  # in a browser, but it needs no site of ours
    assert not without & (first | last)
