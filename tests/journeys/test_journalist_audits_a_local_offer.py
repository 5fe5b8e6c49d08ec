"""A journalist audits the demonstration council's Local Offer, as anyone may audit anybody's, and reads the report."""

import threading
from urllib.parse import urlsplit

import pytest

from localoffer.auditor.audit import Asked, Audit

pytestmark = [pytest.mark.usefixtures("demonstration"), pytest.mark.once]


def audited(asked: Asked) -> list:
    """The report, made in a thread of its own: the browser of the journeys has this one's loop."""
    made = []
    thread = threading.Thread(target=lambda: made.append(Audit(asked).run()))
    thread.start()
    thread.join()
    return made


def test_the_demonstration_is_a_full_local_offer_whose_links_work(address, tmp_path):
    host = urlsplit(address()).netloc
    asked = Asked(
        url=address(),
        out=tmp_path,
        allowed=(host,),
        delay=0,
        browser=False,
        most_pages=250,
        most_minutes=6,
    )

    (report,) = audited(asked)

    assert report.state in ("done", "partial")
    assert report.site.presence.kind == "full"
    assert report.site.pages > 100
    statuses = [each.status for each in report.criteria]
    assert statuses.count("met") > 45
    assert statuses.count("not-found") <= 5
    accused = {finding.rule for finding in report.findings if finding.severity in ("critical", "serious")}
    assert not accused & {"repealed-law", "abolished-body", "no-language", "no-title", "unlabelled-field"}
    broken = [finding.target for finding in report.findings if finding.rule == "broken-link"]
    assert [url for url in broken if urlsplit(url).netloc == host] == []
