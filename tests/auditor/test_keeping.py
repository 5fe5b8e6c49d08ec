"""What an audit keeps fills no disk and spoils no later audit, whatever a site sends."""

from pathlib import Path

from localoffer.auditor.keeping import KeptAudit, KeptReply
from localoffer.auditor.network.fetching import Reply


def a_file(number: int, size: int) -> Reply:
    url = f"https://town.example/{number}.pdf"
    return Reply(url, url, 200, "application/pdf", body=b"%PDF-", packed=bytes(size))


def test_of_a_site_that_would_fill_a_disk_what_came_is_known_and_its_source_no_longer_kept(tmp_path: Path):
    path = tmp_path / "kept.sqlite"
    kept = KeptAudit(path, most_held=2_000_000)
    for number in range(20):
        kept.put_reply(a_file(number, 300_000))
    kept.put_reply(a_file(20, 0))
    told = [reply.status for reply in kept.replies()]
    kept.close()

    assert told == [200] * 21
    assert 1_000_000 < path.stat().st_size < 2_500_000


def test_an_audit_that_goes_on_counts_what_it_had_kept(tmp_path: Path):
    path = tmp_path / "kept.sqlite"
    for run in range(3):
        kept = KeptAudit(path, most_held=2_000_000)
        for number in range(5):
            kept.put_reply(a_file(5 * run + number, 300_000))
        kept.close()

    assert path.stat().st_size < 2_500_000


def test_a_mark_that_no_request_can_hold_does_not_keep_a_page_from_being_asked_for_again():
    url = "https://town.example/"
    good = KeptReply(url, url, 200, etag='"a1"', body=b"<p>")
    odd = KeptReply(url, url, 200, etag='"a\x011"', modified="Mon, 05 Jan 2026 09:00:00 GMT", body=b"<p>")

    assert good.conditions == {"If-None-Match": '"a1"'}
    assert odd.conditions == {"If-Modified-Since": "Mon, 05 Jan 2026 09:00:00 GMT"}
