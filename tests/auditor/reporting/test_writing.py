"""The files of a report, and what they promise."""

from __future__ import annotations

import json
import os
import re
import resource
import subprocess
import sys
from pathlib import Path

import jsonschema
import msgspec
import pytest

from localoffer.auditor import checks, scoring, values
from localoffer.auditor.reporting import by_hand, diffing, putting, schema, writing
from localoffer.auditor.reporting import values as told
from localoffer.auditor.reporting.values import Report
from tests.auditor.reporting.a_report import a_checklist, a_hostile_report, a_report

SHIPPED = Path(schema.__file__).with_name("audit-report.schema.json")
PAGE = Path(__file__).parents[3] / "docs" / "reference" / "audit-report.md"
STRUCTS = (
    told.Report,
    told.SiteTold,
    values.Presence,
    values.WayIn,
    values.SearchTried,
    scoring.Bar,
    scoring.Part,
    told.CriterionTold,
    values.Evidence,
    told.ByHand,
    told.FindingTold,
    values.Feature,
    told.Change,
)


def a_full_report() -> Report:
    """A report with everything that one may have."""
    report = a_report()
    merged = by_hand.merge(
        report,
        a_checklist({"mediation": ("met", "Yes.")}, report_made_at=report.made_at, on=report.made_at.date()),
        "a.json",
    )
    change = diffing.change(a_hostile_report(), merged, checks.rules(), looked_at=(), untold=())
    return msgspec.structs.replace(merged, change=change)


def test_the_schema_that_is_shipped_is_what_the_code_gives():
    assert SHIPPED.read_text(encoding="utf-8") == schema.schema(), f"Write it anew, as {schema.__name__} says"


@pytest.mark.parametrize(
    "report", [a_report(), a_hostile_report(), a_full_report()], ids=["plain", "hostile", "full"]
)
def test_a_report_is_of_the_form_that_is_promised_and_can_be_read_again(report):
    written = writing.as_json(report)

    jsonschema.Draft202012Validator(json.loads(schema.schema())).validate(json.loads(written))
    assert msgspec.json.decode(written, type=Report) == report


def test_a_report_of_before_the_newest_fields_can_be_read():
    older = json.loads(writing.as_json(a_report()))
    for name in ("unread", "links"):
        del older["site"][name]
    for each in older["criteria"]:
        del each["by_hand"]

    assert msgspec.json.decode(json.dumps(older), type=Report).site.links == {}


@pytest.mark.parametrize("struct", STRUCTS, ids=lambda struct: struct.__name__)
def test_each_field_is_documented_in_its_place(struct):
    section = PAGE.read_text(encoding="utf-8").split(f"\n### {struct.__name__}\n")[1].split("\n##")[0]

    assert re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE) == list(struct.__struct_fields__)


def test_every_part_of_the_schema_is_documented():
    assert {struct.__name__ for struct in STRUCTS} == set(json.loads(schema.schema())["$defs"])


def test_all_files_are_written_each_as_a_whole(tmp_path):
    places = {name: tmp_path / name / f"report.{name}" for name in ("html", "csv", "json")}

    written = writing.write(a_report(), **places, json_made=tmp_path / "report.json")

    assert written == [places["html"], places["csv"], tmp_path / "report.json", places["json"]]
    assert places["json"].read_bytes() == (tmp_path / "report.json").read_bytes()
    left = {path for path in tmp_path.rglob("*") if path.is_file()}
    assert left == set(written)


def test_what_is_no_plain_file_is_written_to_and_stays_what_it_is(tmp_path):
    target, link, pipe = tmp_path / "target", tmp_path / "link", tmp_path / "pipe"
    target.write_bytes(b"before")
    link.symlink_to(target)
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)

    putting.put(link, b"report")
    putting.put(pipe, b"report")

    assert (link.is_symlink(), target.read_bytes()) == (True, b"report")
    assert (pipe.is_fifo(), os.read(reader, 100)) == (True, b"report")
    os.close(reader)


def test_what_could_not_be_put_in_its_place_leaves_the_old_one_and_nothing_beside_it(tmp_path):
    report = tmp_path / "report.html"
    report.write_bytes(b"the last one")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, before[1]))  # as if the disk were full
    try:
        with pytest.raises(OSError, match="large"):
            putting.put(report, b"x" * 2000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)

    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"report.html": b"the last one"}


def test_whoever_waited_reads_what_it_came_to():
    report = a_full_report()

    said = writing.summary(report)

    assert said[1] == "There is a full Local Offer. It has real local content."
    bars = {bar.slug: bar.band for bar in report.bars}
    assert f"  Links work                           {bars['links']}" in said
    assert "Faults: 2 serious." in said
    assert any(
        line.startswith("Since the last audit: 2 new, 0 fixed, 0 still there, 40 not checked")
        for line in said
    )
    assert said[-1] == told.DRAFT


def test_of_a_site_that_could_not_be_audited_nothing_is_said_against_it():
    said = writing.summary(
        a_report(state="could-not-audit", why="It did not answer.", presence=None, found=(), findings=())
    )

    assert said == [
        "https://localoffer.example/",
        "This site could not be audited. It did not answer.",
        "",
        told.DRAFT,
    ]


@pytest.mark.parametrize("module", ["page", "writing", "by_hand", "putting", "layout"])
def test_each_part_can_be_loaded_first(module: str):
    done = subprocess.run(
        [sys.executable, "-c", f"import localoffer.auditor.reporting.{module}"],
        capture_output=True,
        text=True,
    )

    assert done.returncode == 0, done.stderr
