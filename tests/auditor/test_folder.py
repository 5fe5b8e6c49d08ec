"""What was found stays in its folder, whatever comes: another site, an audit that is cut off, a site that is down."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from localoffer.auditor import audit, command
from localoffer.auditor.reporting.values import Report
from tests.auditor.reporting.a_report import a_checklist
from tests.auditor.serving import Reply, Server, bound


class Offer:
    """A Local Offer of one page, on this machine; `is_down` and `stops` may be changed while it is served."""

    def __init__(self) -> None:
        self.socket = bound()
        self.host = f"127.0.0.1:{self.socket.getsockname()[1]}"
        self.is_down = self.stops = False
        self.server = Server({"offer": (self.socket, self._answer)})

    def _answer(self, asked) -> Reply:
        if asked.path == "/robots.txt":
            return Reply(b"", 404)
        if self.stops:
            os.kill(os.getpid(), signal.SIGINT)
        return Reply(
            b"<html lang=en><title>SEND Local Offer | Saltmere Council</title><main><h1>SEND Local Offer</h1>"
            b"<p>Help for children with special educational needs. Ring 01632 960123.</p></main></html>",
            500 if self.is_down else 200,
        )

    def audited(self, out: Path, *more: str, scheme: str = "http") -> int:
        """The code with which an audit of it ends."""
        how = ["--allow-address", self.host, "--no-browser", "--delay", "0", "--out", str(out)]
        return command.main([f"{scheme}://{self.host}/", *how, *more])


@pytest.fixture
def offer() -> Iterator[Offer]:
    made = Offer()
    yield made
    made.server.close()


@pytest.fixture
def another() -> Iterator[Offer]:
    made = Offer()
    yield made
    made.server.close()


def files(out: Path) -> dict[str, bytes]:
    """All that lies in a folder and is somebody's to read."""
    return {
        each.name: each.read_bytes() for each in out.iterdir() if each.suffix in (".json", ".html", ".csv")
    }


def read(out: Path) -> Report:
    return msgspec.json.decode((out / audit.REPORT).read_bytes(), type=Report)


@pytest.mark.parametrize("more", [[], ["--resume"], ["--again-from", "check"]])
def test_another_sites_audit_is_refused_in_a_folder_and_takes_nothing_from_it(
    offer, another, more, tmp_path, capsys
):
    offer.audited(tmp_path)
    before = files(tmp_path)
    capsys.readouterr()

    assert another.audited(tmp_path, *more) == command.NOT_UNDERSTOOD

    told = capsys.readouterr().err
    assert f"has the audit of http://{offer.host}/. Say another folder with --out." in told
    assert files(tmp_path) == before
    assert another.server.asked == []


def test_a_folder_of_which_only_the_report_is_left_is_that_sites_all_the_same(offer, another, tmp_path):
    offer.audited(tmp_path)
    for each in tmp_path.glob("*.sqlite*"):
        each.unlink()

    assert another.audited(tmp_path) == command.NOT_UNDERSTOOD
    assert offer.host in read(tmp_path).site.url


def test_an_audit_that_is_stopped_leaves_the_last_report_and_what_the_next_is_compared_with(
    offer, tmp_path, capsys
):
    offer.audited(tmp_path)
    before, last = files(tmp_path), read(tmp_path)

    offer.stops = True
    assert offer.audited(tmp_path) == 130
    assert {name: files(tmp_path)[name] for name in before} == before
    offer.stops = False
    assert offer.audited(tmp_path, "--resume") == command.DONE

    assert read(tmp_path).change.since == last.made_at.isoformat(timespec="seconds")
    assert set(read(tmp_path).change.still) == {each.fingerprint for each in last.findings}


@pytest.mark.parametrize("happens", ["stopped", "down", "asked by https"])
def test_marks_by_hand_are_taken_into_the_last_report_when_a_later_audit_came_to_nothing(
    happens, offer, tmp_path
):
    offer.audited(tmp_path)
    first = read(tmp_path)
    checklist = a_checklist(
        {"sendiass": ("met", "")}, site=first.site.url, report_made_at=first.made_at, on=first.made_at.date()
    )
    (tmp_path / "ann.txt").write_bytes(msgspec.json.encode(checklist))
    offer.stops, offer.is_down = happens == "stopped", happens == "down"
    scheme = "https" if happens == "asked by https" else "http"
    assert offer.audited(tmp_path, scheme=scheme) in (130, command.COULD_NOT)

    assert offer.audited(tmp_path, "--by-hand", str(tmp_path / "ann.txt")) == command.DONE

    assert (read(tmp_path).state, read(tmp_path).made_at) == (first.state, first.made_at)
    assert next(each for each in read(tmp_path).criteria if each.slug == "sendiass").by_hand
