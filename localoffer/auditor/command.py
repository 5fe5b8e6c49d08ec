"""`localoffer audit URL`: inspect a Local Offer website, from the command line. Needs neither Django nor a database."""

from __future__ import annotations

import argparse
import math
import os
import shutil
import sqlite3
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from . import addresses
from .network.guard import PORTS, Guard, RefusedError
from .printable import printable
from .stopping import STOPPED, while_loading, while_reading

if TYPE_CHECKING:
    from .audit import Asked
    from .reporting.values import Report

DONE, NOT_UNDERSTOOD, PARTIAL, COULD_NOT = 0, 2, 3, 4
CONTACT = "LOCALOFFER_CONTACT"
_CODES = {"done": DONE, "partial": PARTIAL, "could-not-audit": COULD_NOT}


def main(arguments: Sequence[str]) -> int:
    """Audit a site. Returns 0 when all of it was looked at, 3 when a part was, 4 when it could not be audited, and 2
    for what was not understood or could not be written. Stopped by Ctrl-C it returns 130, and can go on with
    --resume."""
    with while_loading():
        options = _parser().parse_args(arguments)
        # Only now: --help needs none of what these load
        from . import audit, schools  # noqa: F401
        from .reporting import writing  # noqa: F401

        return _audit(options)


def _audit(options: argparse.Namespace) -> int:
    from . import audit

    url = addresses.alike(options.url if "://" in options.url else f"https://{options.url}")
    out = options.out or Path(f"audit-{_named_by(url)}")
    if wrong := _not_together(options) or _not_writable(options):
        return _not_understood(wrong)
    if options.by_hand:
        return _merge(options, url, out)
    try:
        guard = Guard(options.allow_address)
        for each in filter(None, [url, options.council_home]):
            guard.check_url(each)
        if not url:
            raise RefusedError("the address is not well formed")
    except (ValueError, RefusedError) as error:
        return _not_understood(f"{options.url} cannot be audited: {error}.{_on_ones_own_machine(url)}")
    local = {f"{host}:{port}" for host, port in guard.allowed}
    contact = options.contact or os.environ.get(CONTACT, "")
    if not contact.isprintable():
        return _not_understood(
            "What is said with --contact goes into one line of each request: write one line."
        )
    if not contact and urlsplit(url).netloc not in local:
        asking = "Your e-mail or web address, which the council sees with each request: "
        contact = input(asking).strip() if sys.stdin.isatty() else ""
        if not contact:
            return _not_understood(
                "Say who is asking, for the council whose site it is: --contact you@example.org (or an address of the "
                f"web), or set {CONTACT}. It is sent with each request and kept nowhere."
            )
    if options.school:
        with while_reading():
            return _school(url, contact, options)
    asked = audit.Asked(
        url=url,
        out=out,
        council_home=addresses.alike(options.council_home) if options.council_home else "",
        most_pages=options.max_pages,
        most_minutes=options.max_minutes,
        delay=options.delay,
        browser=not options.no_browser,
        resume=options.resume,
        again_from=options.again_from,
        allowed=tuple(options.allow_address),
        contact=contact,
    )
    with while_reading():
        shown = Progress()
        try:
            return _read(asked, options, shown)
        except KeyboardInterrupt:
            shown.end()
            print(f"Stopped. What was found is kept in {out}; go on with --resume.", file=sys.stderr)
            return STOPPED


def _read(asked: Asked, options: argparse.Namespace, shown: Progress) -> int:
    from . import audit

    out = asked.out
    try:
        report = audit.Audit(asked, shown).run()
    except ValueError as error:
        shown.end()
        return _not_understood(str(error))
    except sqlite3.DatabaseError as error:
        shown.end()
        return _not_understood(
            f"{out / audit.KEPT} could not be used: {error}. If the disk is full, make room and go on with --resume; "
            "if the file is damaged, begin anew without it."
        )
    except OSError as error:
        shown.end()
        return _not_understood(
            f"{out} could not be written to: {error.strerror}. Say another folder with --out."
        )
    shown.end()
    return _write(report, options, out) or _CODES[report.state]


def _merge(options: argparse.Namespace, url: str, out: Path) -> int:
    """Take a checklist by hand into the report that is there. Asks the site for nothing."""
    from . import audit
    from .reporting import by_hand

    if options.resume or options.again_from:
        return _not_understood(
            "--by-hand is for a report that is there: first audit, then take the checklist in."
        )
    report = audit.report_in(out / audit.REPORT)
    if report and report.state == audit.COULD_NOT:
        # A site that was down for an hour does not take away what a person has looked at beside the report before
        report = audit.report_in(out / audit.LAST_REPORT) or report
    if not report:
        return _not_understood(
            f"There is no report in {out}. Audit {url} first, or say with --out where its is."
        )
    try:
        report = by_hand.merge(report, by_hand.read(options.by_hand), options.by_hand.name)
    except by_hand.ChecklistError as error:
        return _not_understood(str(error))
    try:
        by_hand.keep(out / audit.BY_HAND, report)
    except OSError as error:
        return _not_understood(f"{out} could not be written to: {error.strerror}.")
    if code := _write(report, options, out):
        return code
    if not options.html:
        print(
            f"The page with these marks is {out / 'report.html'}. One that you put elsewhere is as it was: say the "
            "place with --html, and it is written anew."
        )
    return DONE


def _school(url: str, contact: str, options: argparse.Namespace) -> int:
    """Find a school's report, say what it tells and what not, and write a page of it, and JSON where asked for."""
    import msgspec

    from . import audit, schools
    from .reporting import putting
    from .reporting.page import school_page
    from .values import STATUSES

    today = audit.today()
    asked = schools.AskedOfSchool(
        url, audit.user_agent(contact), delay=options.delay, allowed=tuple(options.allow_address)
    )
    shown = Progress()
    try:
        report = schools.audit(asked, today, shown)
    except KeyboardInterrupt:
        shown.end()
        print("Stopped. Nothing of it is kept.", file=sys.stderr)
        return STOPPED
    shown.end()
    asked_for = schools.items(today)
    html = options.html or (options.out or Path(f"school-{_named_by(url)}")) / "report.html"
    try:
        putting.put(html, school_page(url, report, asked_for, today).encode())
        if options.json:
            putting.put(options.json, msgspec.json.format(msgspec.json.encode(report), indent=1))
    except OSError as error:
        return _not_understood(f"{html} could not be written: {error.strerror}. Say another with --html.")
    titles = {item.slug: item.title for item in asked_for}
    print(printable(f"{report.url or url}: {report.why}"))
    for each in report.items:
        print(f"  {STATUSES[each.status]:<22} {titles[each.slug]}")
        if each.evidence and each.evidence[0].quote:
            print(printable(f"  {'':<22} “{each.evidence[0].quote}”"))
    print(f"Made by a machine, as a draft for a person to confirm.\n\nThe report: {html}")
    return DONE if report.url else COULD_NOT


def _not_together(options: argparse.Namespace) -> str:
    """What was asked for that --school has not; "" where nothing was."""
    told = {
        "--csv": options.csv,
        "--resume": options.resume,
        "--again-from": options.again_from,
        "--by-hand": options.by_hand,
        "--council-home": options.council_home,
    }
    asked = [name for name, value in told.items() if value]
    if not (options.school and asked):
        return ""
    return (
        f"--school does not go together with {' and '.join(asked)}. It can be given --html, --json and --out."
    )


def _not_writable(options: argparse.Namespace) -> str:
    """Which file of the report has no place, and why: to be known before the audit, not after it."""
    from .reporting import putting

    for kind in ("html", "csv", "json"):
        path = getattr(options, kind)
        if path and (why := putting.why_not(path)):
            return f"{path} cannot be written: {why}. Say another place with --{kind}."
    return ""


def _on_ones_own_machine(url: str) -> str:
    """What to add where a port is refused; "" where it is another thing that is wrong."""
    try:
        parts = urlsplit(url)
        if parts.port in (None, *PORTS.values()):
            return ""
    except ValueError:
        return ""
    return f" For a test on your own machine: --allow-address {parts.netloc} (HOST:PORT, as in the address)."


def _named_by(url: str) -> str:
    return urlsplit(url).netloc.replace(":", "-")


def _write(report: Report, options: argparse.Namespace, out: Path) -> int:
    """Write the report's files, and tell whoever waited what is in them. Returns `DONE`, or the code for a failure."""
    from . import audit
    from .reporting import writing

    try:
        written = writing.write(
            report,
            html=options.html or out / "report.html",
            csv=options.csv or out / "report.csv",
            json=options.json,
            json_made=out / audit.REPORT,
        )
    except OSError as error:
        return _not_understood(
            f"The report could not be written{f' to {error.filename}' if error.filename else ''}: {error.strerror}. "
            f"All that was found is kept in {out}: make room or say another place, and write the report again with "
            "--again-from report, which asks the site for nothing."
        )
    print("\n".join(map(printable, writing.summary(report))))
    print("\nThe report: " + "\n            ".join(str(path) for path in written))
    return DONE


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="localoffer audit",
        description="Inspects a Local Offer website against what the law asks of it, and writes a report with "
        "evidence. It asks slowly, obeys robots.txt, and sends nothing but requests for pages.",
        epilog="It ends with 0 when all of the site was looked at, 2 when the command was not understood or the "
        "report could not be written, 3 when a part was looked at, 4 when the site could not be audited, 130 when you "
        "stopped it with Ctrl-C, and 143 when the machine did (SIGTERM).",
    )
    parser.add_argument(
        "url", metavar="URL", help="the first page of the Local Offer; with --school, a school's site"
    )
    parser.add_argument(
        "--school",
        action="store_true",
        help="look for a school's SEN information report there, and hold it against what such a report must tell",
    )
    parser.add_argument(
        "--council-home",
        default="",
        metavar="URL",
        help="the council's own home page, where it is another site",
    )
    parser.add_argument(
        "--out",
        type=Path,
        metavar="DIR",
        help="where all is kept and the report is written (audit-HOST, or audit-HOST-PORT)",
    )
    for kind in ("json", "html", "csv"):
        parser.add_argument(
            f"--{kind}", type=Path, metavar="FILE", help=f"write the report as {kind.upper()} here"
        )
    parser.add_argument(
        "--max-pages", type=_positive, default=1500, metavar="N", help="pages to read at most (1500)"
    )
    parser.add_argument(
        "--max-minutes", type=_minutes, default=45.0, metavar="N", help="minutes to take at most (45)"
    )
    parser.add_argument(
        "--delay", type=_seconds, default=1.0, metavar="SECONDS", help="between two requests to one host (1)"
    )
    parser.add_argument("--no-browser", action="store_true", help="leave out what only a browser can see")
    parser.add_argument("--resume", action="store_true", help="go on with an audit that was cut off")
    parser.add_argument(
        "--again-from",
        default="",
        choices=["find", "fetch", "extract", "render", "links", "check", "report"],
        help="do a stage and those after it again, from what was kept: “check” marks an old audit by new rules",
    )
    parser.add_argument(
        "--by-hand",
        type=Path,
        metavar="FILE",
        help="put the marks of a checklist, saved from the report's page, beside the machine's in the report that is "
        "there; asks the site for nothing",
    )
    parser.add_argument(
        "--contact",
        default="",
        metavar="WHO",
        help=f"an e-mail or web address that is sent along (or {CONTACT})",
    )
    parser.add_argument(
        "--allow-address",
        action="append",
        default=[],
        metavar="HOST:PORT",
        help="an address of this machine that may be asked, for tests and the demonstration",
    )
    return parser


class Progress:
    """One line that is written over, on a terminal; elsewhere a line for each stage."""

    def __init__(self) -> None:
        self._stage = ""
        self._told = 0.0
        self._is_live = sys.stderr.isatty()

    def __call__(self, stage: str, done: int, of: int, what: str) -> None:
        """Say how far it is."""
        if stage != self._stage:
            self.end()
            self._stage = stage
            if not self._is_live:
                print(f"{_STAGES[stage]} …", file=sys.stderr, flush=True)
        now = time.monotonic()
        if not self._is_live or (now - self._told < 0.1 and done != of):
            return
        self._told = now
        wide = shutil.get_terminal_size().columns - 1
        filled = round(20 * done / of) if of else 0
        bar = f"[{'#' * filled}{' ' * (20 - filled)}]" if of else ""
        count = f"{done} of {of}" if of else str(done or "")
        print(
            f"\r{_STAGES[stage]:<24} {bar} {count}  {printable(what)}"[:wide].ljust(wide),
            end="",
            file=sys.stderr,
            flush=True,
        )

    def end(self) -> None:
        """Leave the line."""
        if self._is_live and self._stage:
            print(file=sys.stderr)
        self._stage = ""


_STAGES = {
    "find": "Looking for the way in",
    "fetch": "Reading pages",
    "extract": "Reading them again",
    "render": "Looking with a browser",
    "links": "Trying links",
    "check": "Checking",
    "report": "Writing the report",
}


def _not_understood(said: str) -> int:
    print(said, file=sys.stderr)
    return NOT_UNDERSTOOD


def _positive(said: str) -> int:
    if not said.isdecimal() or int(said) < 1:
        raise argparse.ArgumentTypeError(f"“{said}” is not a number of pages; write 1 or more")
    return int(said)


def _minutes(said: str) -> float:
    number = _seconds(said)
    if number == 0:
        raise argparse.ArgumentTypeError("in no minutes nothing can be read; write more than 0")
    return number


def _seconds(said: str) -> float:
    try:
        number = float(said)
    except ValueError:
        number = -1
    if not (math.isfinite(number) and number >= 0):
        raise argparse.ArgumentTypeError(f"“{said}” is not a number from 0 on")
    return number
