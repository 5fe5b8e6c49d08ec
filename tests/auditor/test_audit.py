"""A whole audit, of an invented council and of a site that means harm: what is found, what is never touched, and that
nothing found is lost."""

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from pathlib import Path
from threading import Thread
from urllib.parse import urlsplit

import msgspec
import pytest

from localoffer.auditor import command as command_line
from localoffer.auditor.audit import Asked, Audit
from localoffer.auditor.reporting import putting
from localoffer.auditor.reporting.values import Report
from localoffer.auditor.stopping import while_loading
from localoffer.auditor.values import CANNOT_TELL, NOT_FOUND
from tests.auditor.hostile import Hostile
from tests.auditor.serving import Reply, Server, bound
from tests.auditor.town import Plan, Town

QUICK = {"delay": 0.0, "browser": False, "most_minutes": 10.0}


def audited(town: Town, out: Path, **how) -> Report:
    asked = Asked(
        url=town.truth.offer_home,
        council_home=town.truth.council_home,
        out=out,
        allowed=tuple(town.allowed),
        today=town.plan.today,
        **(QUICK | how),
    )
    return Audit(asked).run()


@contextmanager
def an_offer_of_one_page(closed_by: str, *, at_first: Callable[[], object] = lambda: None) -> Iterator[str]:
    """A Local Offer of which only the first page can be read, served on loopback. Yields its host and port.

    :param at_first: done before each answer
    """
    links = "".join(f"<li><a href=/{number}>Part {number}</a>" for number in range(6))
    home = (
        "<html lang=en><title>Fenbridge SEND Local Offer</title><main><h1>SEND Local Offer</h1>"
        f"<p>Help for children with special educational needs. Ring 01632 960123.</p><ul>{links}</ul></main></html>"
    )
    rules = "User-agent: *\nAllow: /$\nDisallow: /\n" if closed_by == "robots.txt" else ""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            at_first()
            known = {"/": (home, "text/html"), "/robots.txt": (rules, "text/plain")}
            body, kind = known.get(self.path, ("", "text/html"))
            self.send_response(200 if self.path in known else 500)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, format: str, *arguments: object) -> None:
            return None

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture(scope="module")
def served():
    with Town(Plan(seed=4, retry_after=2, scripted=0)) as town:
        yield town


@pytest.fixture(scope="module")
def report(served, tmp_path_factory) -> Report:
    return audited(served, tmp_path_factory.mktemp("audit"))


def test_a_full_local_offer_is_called_one_and_read_to_its_end(served: Town, report: Report):
    assert report.state == "done", report.why
    assert report.site.presence.kind == "full"
    assert report.site.is_complete
    assert report.site.pages > 200


def test_the_way_from_the_councils_home_page_is_found(served: Town, report: Report):
    by_clicks = next(way for way in report.site.ways_in if way.by == "clicks")

    assert by_clicks.clicks is not None
    assert by_clicks.clicks <= served.truth.clicks


def test_every_broken_link_is_found_and_none_that_works_is_accused(served: Town, report: Report):
    accused = {finding.target for finding in report.findings if finding.rule == "broken-link"}

    assert accused == {fault.target for fault in served.truth.of_links()}


def test_most_duties_are_told_as_they_are_and_few_gaps_are_claimed_that_are_none(
    served: Town, report: Report
):
    told = [
        (served.truth.criteria[each.slug], each)
        for each in report.criteria
        if each.slug in served.truth.criteria
    ]
    met = [(truth.state == "met", each.status == "met") for truth, each in told]
    right = sum(a and b for a, b in met)
    gaps = ["not-found" in truth.allowed for truth, each in told if each.status == "not-found"]

    assert 2 * right / (sum(a for a, _ in met) + sum(b for _, b in met)) >= 0.9
    assert gaps.count(False) <= 3


def test_planted_faults_are_found_and_what_only_looks_like_one_is_left_alone(served: Town, report: Report):
    rules = {
        "out-of-date": {"past-event", "old-year", "past-date", "closed-date"},
        "wrong-information": {
            "repealed-law",
            "abolished-body",
            "old-name",
            "wrong-phone-number",
            "wrong-email-address",
        },
        "no-alt": {"picture-without-words"},
        "no-label": {"unlabelled-field"},
        "no-language": {"no-language"},
        "review-old": {"checked-long-ago", "check-overdue"},
    }
    found = defaultdict(set)
    for finding in report.findings:
        found[finding.page].add(finding.rule)
    for kind, wanted in rules.items():
        faults = served.truth.of(kind)
        hit = [fault for fault in faults if found[fault.page] & wanted]
        assert len(hit) >= 0.9 * len(faults), (kind, [fault.page for fault in faults if fault not in hit])
    faulty = {(fault.kind, fault.page) for fault in served.truth.faults}
    for fault in served.truth.innocent:
        if fault.kind in rules and (fault.kind, fault.page) not in faulty:
            assert not found[fault.page] & rules[fault.kind], (fault, found[fault.page])


def test_every_quotation_is_short_and_every_duty_says_why(report: Report):
    quotes = [finding.quote for finding in report.findings]
    quotes += [shown.quote for each in report.criteria for shown in (*each.evidence, *each.near)]

    assert all(len(quote) <= 300 for quote in quotes)
    assert all(each.why for each in report.criteria)
    assert all(
        each.evidence
        for each in report.criteria
        if each.status == "met" and each.slug in {"sendiass", "short-breaks"}
    )


def test_nothing_but_pages_was_asked_for_and_nothing_that_nobody_should_touch(served: Town, report: Report):
    hosts = {urlsplit(base).netloc: name for name, base in served.bases.items()}
    asked = {(one.site, one.target) for one in served.asked}

    assert {one.method for one in served.asked} == {"GET"}
    for url in (*served.truth.never, *served.truth.forbidden, *served.truth.canaries):
        parts = urlsplit(url)
        target = f"{parts.path or '/'}{f'?{parts.query}' if parts.query else ''}"
        assert (hosts.get(parts.netloc, "canary"), target) not in asked, url
    assert not served.server.asked_of("canary")
    assert all("LocalOfferAuditor" in one.headers["user-agent"] for one in served.asked)


def test_robots_txt_is_the_first_thing_asked_of_each_host(served: Town, report: Report):
    first = {}
    for one in served.asked:
        first.setdefault(one.site, one.path)

    assert set(first.values()) == {"/robots.txt"}


def test_endless_calendars_and_filters_end(served: Town, report: Report):
    asked = Counter(urlsplit(one.target).path.rsplit("/", 1)[0] for one in served.server.asked_of("council"))

    assert max(asked.values()) < 400
    assert report.site.not_read > 0


def test_a_host_is_asked_no_faster_than_the_delay(tmp_path):
    with Town(Plan(seed=5, entries=5, traps=False, retry_after=1, faults={}, decoys=False)) as town:
        audited(town, tmp_path, delay=0.1, most_pages=25, most_minutes=0.2)
        asked = [one.at for one in town.server.asked_of("council")]

    apart = [later - sooner for sooner, later in pairwise(asked)]
    assert len(apart) > 10
    assert sum(apart) >= 0.1 * len(apart)
    # A busy machine's network may bring two a little nearer
    assert min(apart) >= 0.05


def test_the_next_audit_asks_only_for_what_has_changed_and_says_what_is_still_there(tmp_path):
    with Town(Plan(seed=6, entries=10, traps=False, retry_after=1, scripted=0)) as town:
        first = audited(town, tmp_path)
        before = len(town.asked)
        second = audited(town, tmp_path)
        again = town.asked[before:]

    conditional = [one for one in again if "if-none-match" in one.headers]
    assert len(conditional) > 0.5 * first.site.pages
    assert second.change is not None
    assert set(second.change.still) == {finding.fingerprint for finding in first.findings}
    assert (second.change.new, second.change.fixed, second.change.criteria) == ((), (), {})


def test_an_audit_while_the_site_is_down_says_nothing_against_it_and_is_not_what_the_next_is_compared_with(
    tmp_path,
):
    with Town(Plan(seed=6, entries=10, traps=False, scripted=0)) as town:
        first = audited(town, tmp_path, most_pages=40)
    down = audited(town, tmp_path, most_pages=40)

    assert "there are more than the 40 that were" in first.why
    assert down.state == "could-not-audit"
    assert {each.status for each in down.criteria} == {CANNOT_TELL}
    assert down.findings == ()
    assert {bar.band for bar in down.bars} == {"not known"}
    audit = Audit(Asked(url=town.truth.offer_home, out=tmp_path, allowed=tuple(town.allowed)))
    kept, last = audit.open()
    assert last is not None
    assert len(last.pages) >= first.site.pages
    kept.close()
    last.close()


@pytest.mark.parametrize("closed_by", ["robots.txt", "500"])
def test_nothing_is_called_missing_of_a_site_whose_pages_are_closed_or_broken(closed_by: str, tmp_path):
    with an_offer_of_one_page(closed_by) as host:
        found = Audit(Asked(f"http://{host}/", tmp_path, allowed=(host,), **QUICK)).run()

    assert found.state == "partial"
    assert "could not be read" in found.why
    assert found.site.presence.kind == CANNOT_TELL
    assert NOT_FOUND not in {each.status for each in found.criteria}
    assert not [
        each.rule for each in found.findings if each.rule.startswith(("no-acc", "no-off", "comments-"))
    ]


def test_pages_that_lead_to_where_nobody_may_look_are_none_of_the_offers_that_were_missed(tmp_path):
    """Some councils' links go through addresses of their own to another's site, which is closed or behind a wall."""
    socket = bound()
    host = f"127.0.0.1:{socket.getsockname()[1]}"

    def answer(asked):
        if asked.path.startswith("/go/"):
            return Reply(b"", 302, headers={"Location": f"http://10.0.0.1{asked.path}"})
        if asked.path == "/robots.txt":
            return Reply(b"", 404)
        links = "".join(
            f"<li><a href=/go/{number}>Clinic {number}</a><li><a href=/{number}>Part {number}</a>"
            for number in range(4)
        )
        return Reply(
            f"<html lang=en><title>Fenbridge SEND Local Offer</title><main><h1>SEND Local Offer {asked.path}</h1>"
            "<p>Help for children with special educational needs. Ring 01632 960123.</p>"
            f"<ul>{links}</ul></main></html>".encode()
        )

    server = Server({"offer": (socket, answer)})
    try:
        found = Audit(Asked(f"http://{host}/", tmp_path, allowed=(host,), **QUICK)).run()
    finally:
        server.close()

    assert {f"/go/{number}" for number in range(4)} <= {asked.path for asked in server.asked}
    assert (found.state, found.site.is_complete) == ("done", True)


@pytest.mark.parametrize("damage", [b"no database at all", b""])
def test_a_kept_file_that_was_damaged_is_begun_anew(damage: bytes, tmp_path):
    with Town(Plan(seed=6, entries=10, traps=False, scripted=0)) as town:
        audited(town, tmp_path, most_pages=5)
        kept = tmp_path / "audit.sqlite"
        # Its head is whole, and what follows is not
        kept.write_bytes(damage or kept.read_bytes()[:4096] + b"\xff" * (kept.stat().st_size - 4096))

        assert audited(town, tmp_path, most_pages=5).site.pages > 0


def test_a_site_that_means_harm_is_audited_to_an_end_and_leads_nowhere(hostile: Hostile, tmp_path):
    asked = Asked(
        url=f"{hostile.base}/",
        out=tmp_path,
        allowed=tuple(hostile.allowed),
        # What never ends is left so soon that there is time for all that means harm
        **(QUICK | {"most_minutes": 1.5, "patience": 3.0}),
    )

    report = Audit(asked).run()

    assert hostile.contacted == []
    assert report.site.presence.kind != "full"  # how much of it can be read depends on the machine
    assert (tmp_path / "report.json").stat().st_size < 20_000_000


def test_two_audits_do_not_work_in_one_folder(tmp_path):
    with Town(Plan(seed=9, entries=3, traps=False, retry_after=1, faults={})) as town:
        first = subprocess.Popen(command(town, tmp_path, "--delay", "1"), stderr=subprocess.PIPE, text=True)
        assert first.stderr
        first.stderr.readline()  # it has begun
        time.sleep(0.5)
        second = subprocess.run(command(town, tmp_path), capture_output=True, text=True, timeout=60)
        first.kill()
        first.communicate()

    assert second.returncode == 2
    assert "Another audit is at work" in second.stderr


# --- Killed, and from the command line


def command(town: Town, out: Path, *more: str) -> list[str]:
    allowed = [part for address in town.allowed for part in ("--allow-address", address)]
    return [
        *(sys.executable, "-m", "localoffer.cli", "audit", town.truth.offer_home),
        *("--council-home", town.truth.council_home, "--out", str(out), "--delay", "0", "--no-browser"),
        *allowed,
        *more,
    ]


def told(report: Report) -> dict:
    """What has to be the same however often an audit was cut off."""
    return {
        "criteria": {each.slug: each.status for each in report.criteria},
        "findings": {finding.fingerprint for finding in report.findings},
        "pages": report.site.pages,
        "state": report.state,
    }


def read(out: Path) -> Report:
    return msgspec.json.decode((out / "report.json").read_bytes(), type=Report)


def test_killed_at_ten_moments_an_audit_goes_on_and_loses_nothing(tmp_path):
    plan = Plan(seed=7, entries=40, traps=False, retry_after=1, scripted=0, slowness=0.05)
    with Town(plan) as town:
        whole = subprocess.run(command(town, tmp_path / "whole"), capture_output=True, text=True, timeout=300)
        assert whole.returncode == 0, whole.stderr
        asked_for_one = len(town.asked)
        chance = random.Random(7)
        for _ in range(10):
            process = subprocess.Popen(
                command(town, tmp_path / "cut", "--resume"),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            time.sleep(chance.uniform(0.8, 3.0))
            process.send_signal(signal.SIGKILL)
            process.wait()
        last = subprocess.run(
            command(town, tmp_path / "cut", "--resume"), capture_output=True, text=True, timeout=300
        )
        assert last.returncode == 0, last.stderr
        asked_for_both = len(town.asked)

    assert told(read(tmp_path / "cut")) == told(read(tmp_path / "whole"))
    # What was read before a kill is not asked for again, but for robots.txt, site maps and what was under way
    assert asked_for_both - asked_for_one < 2 * asked_for_one


def test_no_web_framework_is_loaded(tmp_path):
    with Town(Plan(seed=8, entries=3, traps=False, retry_after=1, faults={})) as town:
        script = (
            "import sys; from localoffer.cli import main; code = main(sys.argv[1:]);"
            "print(code, sorted({name.split('.')[0] for name in sys.modules} & {'django', 'wagtail', 'playwright'}))"
        )
        words = command(town, tmp_path, "--max-pages", "20")[3:]
        done = subprocess.run(
            [sys.executable, "-c", script, *words], capture_output=True, text=True, timeout=120
        )

    assert done.stdout.splitlines()[-1] == "3 []", done.stderr


def test_a_schools_report_is_found_from_its_first_page_and_judged(tmp_path):
    report = (
        "<title>SEN information report 2026 to 2027</title><main><h1>SEN information report 2026 to 2027</h1>"
        "<h2>Who to talk to</h2><p>Our SENCO is in school every day: ring 01632 960 111.</p><h2>Staff training</h2>"
        "<p>All our teachers had training on autism this September, and two assistants are trained in speech.</p>"
        "<h2>If you are unhappy</h2><p>Speak to the class teacher first, then write to the head. Our complaints "
        "procedure says what happens next.</p></main>"
    )
    pages = {
        "/": "<title>A school</title><a href='/about'>Key information</a>",
        "/about": "<title>Key information</title><a href='/sen-report'>SEN information report</a>",
        "/sen-report": report,
    }
    socket = bound()
    host = f"127.0.0.1:{socket.getsockname()[1]}"
    server = Server(
        {
            "school": (
                socket,
                lambda asked: Reply(pages.get(asked.path, "").encode(), 200 if asked.path in pages else 404),
            )
        }
    )
    try:
        done = subprocess.run(
            [sys.executable, "-m", "localoffer.cli", "audit", "--school", f"http://{host}/", "--delay", "0",
             "--allow-address", host, "--json", str(tmp_path / "school.json"), "--out", str(tmp_path)],
            capture_output=True, text=True, timeout=60,
        )  # fmt: skip
    finally:
        server.close()

    assert done.returncode == 0, done.stderr
    told = msgspec.json.decode((tmp_path / "school.json").read_bytes())
    assert told["url"] == f"http://{host}/sen-report"
    assert told["is_current"] is True
    assert "met" in done.stdout
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert f"http://{host}/sen-report" in page


@pytest.mark.parametrize(
    ("title", "code", "said"),
    [
        ("SEND Local Offer | Saltmere Council", 4, "does not look like a school’s site"),
        ("Bins and recycling", 4, "does not look like a school’s site"),
        ("SEND Local Offer | Hill Primary School", 0, "things that such a report has to tell"),
        ("Hill Primary School", 0, "It is not a SEN information report"),
    ],
)
def test_a_page_that_is_no_schools_is_not_held_against_what_a_school_has_to_tell(
    title, code, said, tmp_path, capsys
):
    page = (
        f"<title>{title}</title><main><h1>{title}</h1><h2>Who to talk to</h2><p>Our SENCO is in school every day: "
        "ring 01632 960 111.</p><h2>Staff training</h2><p>All our teachers had training on autism this September, and "
        "two assistants are trained in speech.</p><h2>If you are unhappy</h2><p>Speak to the class teacher first, then "
        "write to the head. Our complaints procedure says what happens next.</p><h2>How we check progress</h2><p>We "
        "review each child's progress every term, and meet parents three times a year to talk about it.</p>"
        "<h2>Equipment</h2><p>We buy equipment for disabled pupils from our SEN budget and the local authority.</p>"
        "<h2>Clubs and trips</h2><p>All pupils with SEN can join our clubs and trips, with an assistant.</p></main>"
    )
    socket = bound()
    host = f"127.0.0.1:{socket.getsockname()[1]}"
    server = Server({"site": (socket, lambda asked: Reply(page.encode(), 200 if asked.path == "/" else 404))})
    try:
        ended = command_line.main(
            ["--school", f"http://{host}/", "--delay", "0", "--allow-address", host, "--out", str(tmp_path)]
        )
    finally:
        server.close()

    assert (ended, said in capsys.readouterr().out) == (code, True)


@pytest.mark.parametrize(
    ("more", "said"), [([], "go on with --resume"), (["--school"], "Nothing of it is kept")]
)
def test_whoever_stops_an_audit_is_told_what_is_kept(more, said, tmp_path, capsys):
    socket = bound()
    host = f"127.0.0.1:{socket.getsockname()[1]}"

    def stopped_by_hand(asked):
        os.kill(os.getpid(), signal.SIGINT)
        return Reply(b"")

    server = Server({"stopped": (socket, stopped_by_hand)})
    try:
        code = command_line.main(
            [f"http://{host}/", "--allow-address", host, "--no-browser", "--out", str(tmp_path), *more]
        )
    finally:
        server.close()

    assert code == 130
    assert said in capsys.readouterr().err


def test_whoever_stops_it_while_it_is_loaded_is_told_so(capsys):
    with pytest.raises(SystemExit) as ended, while_loading():
        os.kill(os.getpid(), signal.SIGINT)

    assert ended.value.code == 130
    assert capsys.readouterr().err == "Stopped before anything was read.\n"


@pytest.mark.parametrize(
    ("answers", "why"),
    [
        ({"/": Reply(b"No.", 403)}, "turns programs away (403)"),
        (
            {"/": Reply(b"<title>Just a moment...</title><p>Checking your browser.</p>")},
            "asks whether a person is there",
        ),
        ({"/robots.txt": Reply(b"User-agent: *\nDisallow: /\n", type="text/plain")}, "robots.txt"),
        ({"/": Reply(b"<h1>Page not found</h1><p>There is no such page.</p>")}, "no such page"),
    ],
    ids=["403", "challenge", "robots.txt", "soft 404"],
)
def test_of_a_site_that_is_closed_to_programs_nobody_can_tell_whether_it_is_an_offer(answers, why, tmp_path):
    socket = bound()
    host = f"127.0.0.1:{socket.getsockname()[1]}"
    server = Server({"closed": (socket, lambda asked: answers.get(asked.path, Reply(b"", 404)))})
    try:
        found = Audit(Asked(f"http://{host}/", tmp_path, allowed=(host,), **QUICK)).run()
    finally:
        server.close()

    assert (found.state, found.site.presence.kind) == ("could-not-audit", CANNOT_TELL)
    assert {each.status for each in found.criteria} == {CANNOT_TELL}
    assert why in found.why


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["file:///etc/passwd"], 2, "cannot be audited"),
        (["https://user:pw@town.example/"], 2, "name or password"),
        (["http://127.0.0.1:1/", "--allow-address", "127.0.0.1"], 2, "HOST:PORT"),
        (["http://town.localhost:8123/"], 2, "own machine: --allow-address town.localhost:8123 (HOST:PORT"),
        (["--school", "https://a.example/", "--csv", "a.csv", "--resume"], 2, "with --csv and --resume"),
        (["https://town.example/"], 2, "--contact"),
        (["https://town.example/", "--contact", "jo@a.example\r\nX-Sent: too"], 2, "write one line"),
        (["https://town.example/", "--max-pages", "none"], 2, "write 1 or more"),
        (["https://town.example/", "--max-pages", "²"], 2, "write 1 or more"),
        (["https://town.example/", "--delay", "-1"], 2, "from 0 on"),
        (["http://127.0.0.1:1/", "--allow-address", "127.0.0.1:1", "--no-browser"], 4, "nothing answers"),
    ],
)
def test_the_command_says_what_it_could_not_do_and_ends_with_a_code_for_it(arguments, code, said, tmp_path):
    environment = {key: value for key, value in os.environ.items() if key != "LOCALOFFER_CONTACT"}
    done = subprocess.run(
        [sys.executable, "-m", "localoffer.cli", "audit", *arguments, "--out", str(tmp_path / "out")],
        capture_output=True, text=True, timeout=60, env=environment, stdin=subprocess.DEVNULL,
    )  # fmt: skip

    assert done.returncode == code, done.stderr
    assert said in done.stdout + done.stderr


@pytest.mark.parametrize(
    ("spoilt", "more", "said"),
    [("out", [], "Say another folder"), ("out/audit.sqlite", ["--resume"], "begin anew")],
)
def test_a_folder_or_file_that_cannot_be_used_is_told_with_what_to_do(spoilt, more, said, tmp_path, capsys):
    in_the_way = tmp_path / spoilt
    in_the_way.parent.mkdir(exist_ok=True)
    in_the_way.write_text("a text of somebody's, and no audit")

    code = command_line.main(
        ["http://127.0.0.1:1/", "--allow-address", "127.0.0.1:1", "--out", str(tmp_path / "out"), *more]
    )

    assert code == 2
    assert said in capsys.readouterr().err
    assert in_the_way.read_text() == "a text of somebody's, and no audit"


@pytest.mark.parametrize("kind", ["html", "csv", "json"])
@pytest.mark.parametrize(("place", "said"), [("file/report", "is no folder"), ("folder", "it is a folder")])
def test_a_report_that_has_no_place_is_told_before_anything_is_asked(kind, place, said, tmp_path, capsys):
    (tmp_path / "file").write_text("a text of somebody's")
    (tmp_path / "folder").mkdir()

    how = ["--allow-address", "127.0.0.1:1", "--no-browser", "--out", str(tmp_path / "out")]
    code = command_line.main(["http://127.0.0.1:1/", *how, f"--{kind}", str(tmp_path / place)])

    assert code == 2
    assert f"{said}" in (told := capsys.readouterr().err)
    assert f"Say another place with --{kind}" in told
    assert not (tmp_path / "out").exists()


def test_a_place_for_the_report_is_not_touched_before_there_is_one_and_its_folders_are_made(tmp_path):
    page, csv = tmp_path / "old.html", tmp_path / "new" / "folder" / "report.csv"
    page.write_text("the page of before")

    assert (putting.why_not(page), putting.why_not(csv), putting.why_not(Path("/dev/stdout"))) == ("", "", "")

    assert page.read_text() == "the page of before"
    assert not csv.parent.exists()


def test_a_report_that_lost_its_place_is_told_and_written_again_without_asking_the_site(tmp_path, capsys):
    page = tmp_path / "report.html"
    with an_offer_of_one_page("robots.txt", at_first=lambda: page.mkdir(exist_ok=True)) as host:
        asked = [f"http://{host}/", "--allow-address", host, "--no-browser", "--delay", "0"]
        asked += ["--out", str(tmp_path / "out")]

        assert command_line.main([*asked, "--html", str(page)]) == 2

    told = capsys.readouterr().err
    assert f"could not be written to {page}" in told
    assert "--again-from report" in told
    assert command_line.main([*asked, "--again-from", "report"]) == 3
    assert (tmp_path / "out" / "report.html").exists()


def test_a_site_that_cannot_be_read_is_left_after_the_first_look(tmp_path, capsys):
    code = command_line.main(["http://localhost/", "--contact", "jo@a.example", "--out", str(tmp_path)])

    assert code == 4
    assert capsys.readouterr().err == "Looking for the way in …\n"
    assert (tmp_path / "report.html").exists()
