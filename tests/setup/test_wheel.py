"""What somebody gets who installs the wheel and has never seen this checkout."""

import importlib.metadata
import os
import shutil
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[2]
NOT_SHIPPED = {".scss", ".pyc"}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    built = build(ROOT, folder)
    assert built.returncode == 0, built.stdout
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def empty_environment(tmp_path_factory, wheel, dev) -> Path:
    """An environment with the wheel and its base dependencies in it, and nothing else.

    The dependencies are copied from where the tests run, so that no network is needed.
    """
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, with_pip=False, symlinks=os.name != "nt")
    python = folder / "bin" / "python"
    subprocess.run([*dev.installer(python), "--no-deps", "--no-index", wheel], check=True, cwd=folder)
    [packages] = (folder / "lib").glob("python*/site-packages")
    ours = importlib.metadata.Distribution.at(next(packages.glob("localoffer-*.dist-info")))
    for name in needed_by(ours):
        copy_package(name, packages)
    return folder


def needed_by(package: importlib.metadata.Distribution) -> set[str]:
    """What a package needs here, and what that needs in turn. What only an extra asks for is not in it."""
    names = set()
    for line in package.requires or ():
        requirement = Requirement(line)
        if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
            names |= {requirement.name, *needed_by(importlib.metadata.distribution(requirement.name))}
    return names


def build(project: Path, folder: Path) -> subprocess.CompletedProcess:
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    return subprocess.run(command, cwd=project, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)


def copy_package(name: str, packages: Path) -> None:
    for file in importlib.metadata.files(name):
        if ".." not in file.parts:
            (packages / file).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file.locate(), packages / file)


def in_environment(folder: Path, *command: str) -> subprocess.CompletedProcess:
    env = {"PATH": str(folder / "bin")}
    return subprocess.run(
        [str(folder / "bin" / command[0]), *command[1:]], env=env, cwd=folder, text=True, capture_output=True
    )


def test_the_command_is_there_without_a_web_framework(empty_environment):
    asked = in_environment(empty_environment, "localoffer", "--version")

    assert asked.stdout.startswith("localoffer 0."), asked.stderr


def test_feeds_can_be_read_without_a_web_framework(empty_environment):
    rooms = [path.stem for path in (ROOT / "localoffer" / "oruk").glob("*.py") if path.stem != "__init__"]
    imports = "; ".join(f"import localoffer.oruk.{room}" for room in rooms)
    program = f"import sys; {imports}; sys.exit('django' in sys.modules)"

    asked = in_environment(empty_environment, "python", "-c", program)

    assert asked.returncode == 0, asked.stderr


def test_the_law_can_be_checked_and_shown_without_a_web_framework(empty_environment):
    checked = in_environment(empty_environment, "localoffer", "duties", "check")
    shown = in_environment(empty_environment, "localoffer", "duties", "show", "sendiass")

    assert checked.stdout.startswith("All is well: 76 criteria"), checked.stderr
    assert shown.returncode == 0, shown.stderr


def test_a_timeline_is_counted_without_a_web_framework(empty_environment):
    counted = in_environment(
        empty_environment, "localoffer", "duties", "timeline", "--requested", "2027-03-03"
    )

    assert "By 14 April 2027" in counted.stdout, counted.stderr


def test_the_auditor_says_what_to_install_where_it_has_no_browser(empty_environment):
    program = (
        "import asyncio, sys; from localoffer.auditor.browser import Browser, axe_version;"
        "from localoffer.auditor.network.guard import Guard; print(axe_version());"
        "print(asyncio.run(Browser(Guard(), 'auditor').look('https://council.example/')).error);"
        "sys.exit('django' in sys.modules)"
    )

    asked = in_environment(empty_environment, "python", "-c", program)

    assert asked.returncode == 0, asked.stderr
    version, error = asked.stdout.splitlines()
    assert version >= "4.14"
    assert error == "Playwright is not installed. Say: pip install 'localoffer[browser]'"


def test_an_audit_writes_its_report_without_a_web_framework(empty_environment):
    # Nobody listens there, and the report says so
    nobody = "127.0.0.1:9"
    audited = in_environment(
        empty_environment,
        "localoffer", "audit", f"http://{nobody}/", "--allow-address", nobody, "--no-browser", "--out", "audited",
    )  # fmt: skip

    assert audited.returncode == 4, audited.stderr
    assert "This site could not be audited" in (empty_environment / "audited" / "report.html").read_text()
    assert {path.suffix for path in (empty_environment / "audited").glob("report.*")} == {
        ".html",
        ".csv",
        ".json",
    }


def test_a_verb_that_needs_the_site_says_what_to_install(empty_environment):
    asked = in_environment(empty_environment, "localoffer", "find", "short breaks")

    assert asked.returncode == 1
    assert 'pip install "localoffer[site]"' in asked.stderr


def test_everything_beside_the_code_is_in_the_wheel(wheel):
    shipped = set(zipfile.ZipFile(wheel).namelist())

    ours = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "localoffer").rglob("*")
        if path.is_file() and path.suffix not in NOT_SHIPPED and "__pycache__" not in path.parts
    }

    assert ours - shipped == set()
    for name in (
        "css/site.css",
        "css/map.css",
        "leaflet/leaflet.js",
        "leaflet/leaflet.css",
        "leaflet/LICENSE",
    ):
        assert f"localoffer/ui/static/ui/{name}" in shipped
    for name in ("axe.min.js", "LICENSE", "LICENSE-3RD-PARTY.txt"):
        assert f"localoffer/auditor/browser/axe/{name}" in shipped
    assert any(name.endswith(".html") for name in shipped)
    assert any(name.endswith((".csv", ".yaml")) for name in shipped)


def test_the_licence_is_in_the_wheel(wheel):
    names = zipfile.ZipFile(wheel).namelist()

    assert [name for name in names if name.endswith("LICENSE")] != []


@pytest.mark.parametrize(
    ("left_out", "missing"),
    [
        ("*.css", "localoffer/ui/static/ui/css/map.css, localoffer/ui/static/ui/css/site.css, "),
        ("axe.min.js", "localoffer/auditor/browser/axe/axe.min.js"),
    ],
)
def test_no_wheel_is_built_without_what_dev_makes_and_copies(tmp_path, left_out, missing):
    project = tmp_path / "project"
    shutil.copytree(
        ROOT / "localoffer", project / "localoffer", ignore=shutil.ignore_patterns(left_out, "__pycache__")
    )
    for name in ("pyproject.toml", "hatch_build.py", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, project)

    built = build(project, tmp_path)

    assert built.returncode != 0
    assert f"({missing}" in built.stdout
    assert "Say ./dev css" in built.stdout
    assert list(tmp_path.glob("*.whl")) == []
