"""How long an import takes, and how much memory. Run it with: ./dev bench imports [--services N] [--csv | --xlsx]

10,000 services with two telephone numbers, a place, two times, two costs and terms each, as an Open Referral
UK file (or our sheet, two rows a service): imported into an empty directory, again unchanged, again with a tenth
changed, and both undone.
Each runs in a process of its own, by the `localoffer import` command, and includes refreshing the finder's
index. At most 60 s and 500 MB for the first.
"""

import argparse
import csv
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import time
import uuid
import zipfile
from collections.abc import Callable
from pathlib import Path
from xml.sax.saxutils import escape

from bench._setting_up import scratch_site

MOST_SECONDS, MOST_MB = 60, 500
POSTCODES = ("LN6 7RQ", "LN1 3JF", "LN2 1PL", "PE21 6QP", "PE20 2HA", "NG34 7PZ", "LN10 6UH", "LN5 8LG")
NEEDS = ("ASD", "SLCN", "SPLD", "MLD", "SLD", "PMLD", "SEMH", "HI", "VI", "PD")
KINDS = ("learning", "health", "care", "fun", "travel", "money", "adult", "advice")
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
WORDS = (
    "group play speech music swimming quiet sensory family club friends travel work school college teachers nurse "
    "therapy respite holiday walking reading art drama sport advice rights money home support weekly relaxed trained "
    "children young people parents carers brothers sisters babies toddlers teenagers adults deaf blind autism dyslexia"
).split()


def services(how_many: int, *, changed: bool) -> list[dict]:
    """Services as an Open Referral UK feed has them. With `changed`, a tenth say something else than without."""
    chance = random.Random(2)
    return [_service(number, chance, is_changed=changed and number % 10 == 3) for number in range(how_many)]


def _service(number: int, chance: random.Random, *, is_changed: bool) -> dict:
    words = [chance.choice(WORDS) for _ in range(60)]
    name = f"{words[0].title()} {words[1]} {number}"
    day, need, kind = chance.choice(DAYS), chance.sample(NEEDS, 2), chance.choice(KINDS)
    group = number % 2_000  # an organisation has five services
    return {
        "id": _id("service", number),
        "name": name,
        "status": "active",
        "description": f"<p>{' '.join(words)}{' and now more' if is_changed else ''}.</p>",
        "url": f"https://service-{number}.example.org/",
        "email": f"service-{number}@example.org",
        "minimum_age": number % 12,
        "maximum_age": number % 12 + 6,
        "eligibility_description": f"Families of children with {words[2]} needs.",
        "application_process": "Ring us or fill in the form.",
        "assured_date": "2026-09-01",
        "organization": {
            "id": _id("organization", group),
            "name": f"Organisation {group}",
            "description": "It helps families.",
            "website": f"https://organisation-{group}.example.org/",
        },
        "phones": [
            {"id": _id("phone", number), "number": f"01632 960{number % 1000:03}"},
            {"id": _id("text", number), "number": f"07700 900{number % 1000:03}", "description": "text only"},
        ],
        "service_at_locations": [
            {
                "id": _id("at", number),
                "location": {
                    "id": _id("location", number),
                    "name": f"{words[3].title()} Hall",
                    "location_type": "physical",
                    "addresses": [
                        {
                            "id": _id("address", number),
                            "address_1": f"{number} Invented Street",
                            "city": "Fenbridge",
                            "state_province": "Lincolnshire",
                            "postal_code": chance.choice(POSTCODES),
                            "country": "GB",
                            "address_type": "physical",
                        }
                    ],
                },
            }
        ],
        "schedules": [
            {
                "id": _id("s", number),
                "freq": "WEEKLY",
                "byday": day,
                "opens_at": "10:00",
                "closes_at": "11:30",
            },
            {
                "id": _id("t", number),
                "freq": "MONTHLY",
                "byday": f"1{day}",
                "opens_at": "13:00",
                "closes_at": "15:00",
            },
        ],
        "cost_options": [
            {"id": _id("c", number), "option": "Per child", "amount": "4.50", "currency": "GBP"},
            {"id": _id("d", number), "option": "Per family", "amount": "8.00", "currency": "GBP"},
        ],
        "attributes": [
            {
                "id": _id(f"attribute-{code}", number),
                "taxonomy_term": {"id": _id(code, 0), "code": code, "name": code, "taxonomy": taxonomy},
            }
            for taxonomy, code in (
                ("need", need[0]),
                ("need", need[1]),
                ("kind", kind),
                ("delivery", "venue"),
            )
        ],
    }


def _id(kind: str, number: int) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"{kind}-{number}"))


def write_json(path: Path, found: list[dict]) -> None:
    """A page of a feed that holds them all."""
    with path.open("w", encoding="utf-8") as file:
        json.dump({"total_items": len(found), "total_pages": 1, "page_number": 1, "contents": found}, file)


def write_csv(path: Path, found: list[dict]) -> None:
    """The same in our sheet: a row a service, and a second one for its other number, time and cost."""
    columns = (
        "id name description organisation organisation_id url email kinds needs minimum_age maximum_age delivery "
        "eligibility_description application_process checked_on venue_name venue_id address_1 city county postcode "
        "freq byday opens_at closes_at phone phone_note cost_option amount"
    ).split()
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="")
        writer.writeheader()
        for each in found:
            place = each["service_at_locations"][0]["location"]
            terms = [(a["taxonomy_term"]["taxonomy"], a["taxonomy_term"]["code"]) for a in each["attributes"]]
            for number in range(2):
                phone, time_, cost = (
                    each["phones"][number],
                    each["schedules"][number],
                    each["cost_options"][number],
                )
                row = {
                    "id": each["id"],
                    **{name: time_[name] for name in ("freq", "byday", "opens_at", "closes_at")},
                    "phone": phone["number"],
                    "phone_note": phone.get("description", ""),
                    "cost_option": cost["option"],
                    "amount": cost["amount"],
                }
                if number == 0:
                    address = place["addresses"][0]
                    row |= {
                        name: each[name]
                        for name in ("name", "description", "url", "email", "application_process")
                    }
                    row |= {
                        name: each[name] for name in ("minimum_age", "maximum_age", "eligibility_description")
                    }
                    row |= {
                        "organisation": each["organization"]["name"],
                        "organisation_id": each["organization"]["id"],
                        "checked_on": each["assured_date"],
                        "delivery": "venue",
                        "needs": "; ".join(code for taxonomy, code in terms if taxonomy == "need"),
                        "kinds": "; ".join(code for taxonomy, code in terms if taxonomy == "kind"),
                        "venue_name": place["name"],
                        "venue_id": place["id"],
                        "address_1": address["address_1"],
                        "city": address["city"],
                        "county": address["state_province"],
                        "postcode": address["postal_code"],
                    }
                writer.writerow(row)


_NUMBER = re.compile(r"\d{1,3}(\.\d\d)?")
_PARTS = {
    "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    'spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/'
    'vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>',
    "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
    'officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
    'relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    'relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
    "xl/workbook.xml": '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://'
    'schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Services" sheetId="1" '
    'r:id="rId1"/></sheets></workbook>',
}


def write_xlsx(path: Path, found: list[dict]) -> None:
    """The same sheet as a workbook, written by hand: a library takes longer to write one than we to import it."""
    as_csv = path.with_suffix(".csv")
    write_csv(as_csv, found)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as packed:
        for name, text in _PARTS.items():
            packed.writestr(name, text)
        with (
            packed.open("xl/worksheets/sheet1.xml", "w") as part,
            as_csv.open(encoding="utf-8", newline="") as file,
        ):
            part.write(
                b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
            )
            for row in csv.reader(file):
                part.write(f"<row>{''.join(map(_cell, row))}</row>".encode())
            part.write(b"</sheetData></worksheet>")


def _cell(value: str) -> str:
    if _NUMBER.fullmatch(value):
        return f"<c><v>{value}</v></c>"
    return f'<c t="inlineStr"><is><t>{escape(value)}</t></is></c>' if value else "<c/>"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--services", type=int, default=10_000, help="how many (10,000)")
    parser.add_argument("--csv", action="store_true", help="our sheet, rather than an Open Referral UK file")
    parser.add_argument("--xlsx", action="store_true", help="our sheet as a workbook")
    parser.add_argument("--inside", metavar="FILE", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.inside == "undo":
        undo_once()
        return
    if options.inside:
        import_once(options.inside)
        return

    write: Callable[[Path, list[dict]], None]
    ending, write = (
        ("xlsx", write_xlsx) if options.xlsx else ("csv", write_csv) if options.csv else ("json", write_json)
    )
    with tempfile.TemporaryDirectory() as folder, scratch_site(0):
        before, after = (Path(folder) / f"{name}.{ending}" for name in ("before", "after"))
        write(before, services(options.services, changed=False))
        write(after, services(options.services, changed=True))
        print(
            f"{options.services:,} services, {before.stat().st_size / 1e6:.0f} MB as {before.suffix[1:].upper()}"
        )
        first = measured("into an empty directory", before, options.services)
        measured("again, unchanged", before, options.services)
        measured("again, a tenth changed", after, options.services)
        measured("that undone", "undo", options.services // 10)
        measured("the first undone", "undo", options.services)
        if options.services == 10_000 and (first["seconds"] > MOST_SECONDS or first["mb"] > MOST_MB):
            sys.exit(f"Slower or larger than {MOST_SECONDS} s and {MOST_MB} MB.")


def measured(what: str, path: Path | str, how_many: int) -> dict:
    """Import a file in a process of its own, and print what it took."""
    started = time.perf_counter()
    child = subprocess.run(
        [sys.executable, "-m", "bench.imports", "--inside", str(path)],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    seconds = time.perf_counter() - started
    said = json.loads(child.stdout.splitlines()[-1])
    print(
        f"  {what + ':':<26} {seconds:5.1f} s ({said['cpu']:.1f} s of CPU), {said['mb']:.0f} MB at most, "
        f"{how_many / seconds:,.0f} services/s; locked for writing {said['locked']:.1f} s, index {said['index']:.1f} s"
    )
    print(f"    {said['report']}")
    return {"seconds": seconds, "mb": said["mb"]}


def undo_once() -> None:
    """What the child does to undo the last import that is not undone and wrote something."""
    import resource

    from localoffer import cli

    cli.start_django()
    from localoffer.directory import imports
    from localoffer.directory.models import ImportRun

    run = (
        ImportRun.objects.filter(undone=None, steps__isnull=False).distinct().order_by("-finished_at").first()
    )
    report = imports.undo(run)
    used = resource.getrusage(resource.RUSAGE_SELF)
    print(
        json.dumps(
            {
                "report": report.in_one_line(),
                "mb": used.ru_maxrss / 1024,
                "cpu": used.ru_utime + used.ru_stime,
                "locked": 0.0,
                "index": 0.0,
            }
        )
    )


def import_once(path: str) -> None:
    """What the child does: the command itself, with a stopwatch on its longest transaction and the index."""
    import io
    import resource
    from contextlib import redirect_stdout

    from localoffer import cli

    cli.start_django()
    from django.db import connection

    from localoffer.directory.signals import services_written

    moments: dict[str, float] = {}

    def note_begin(execute, sql, params, many, context):
        if sql.startswith("BEGIN") and "committed" not in moments:
            moments["begun"] = time.perf_counter()
        return execute(sql, params, many, context)

    def note_commit(sender, **kwargs):
        # Before anything else that waits for the commit
        connection.run_on_commit.insert(
            0, (set(), lambda: moments.setdefault("committed", time.perf_counter()), False)
        )

    services_written.connect(note_commit)
    said = io.StringIO()
    with connection.execute_wrapper(note_begin), redirect_stdout(said):
        status = cli.main(["import", path, "--council", "measured", "--source", "bench"])
    done = time.perf_counter()
    used = resource.getrusage(resource.RUSAGE_SELF)
    committed = moments.get("committed", done)
    print(
        json.dumps(
            {
                "report": said.getvalue().splitlines()[-1],
                "mb": used.ru_maxrss / 1024,
                "cpu": used.ru_utime + used.ru_stime,
                "locked": committed - moments.get("begun", committed),
                "index": done - committed,
            }
        )
    )
    sys.exit(status)


if __name__ == "__main__":
    os.environ.setdefault("PYTHONPATH", str(Path(__file__).resolve().parent.parent))
    main()
