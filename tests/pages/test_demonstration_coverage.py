"""Whatever a Local Offer has to cover, a family in Fenbridge finds a service for it. No database needed."""

import pytest

from .test_demonstration_content import COUNCILS, FOLDER, SERVICES_BY_ID, read

COVERAGE = read(FOLDER / "coverage.yaml")
FENBRIDGE = COUNCILS["fenbridge"]
LISTED = {
    *(service["source_id"] for service in FENBRIDGE["services"]),
    *(row["source_id"] for row in FENBRIDGE["also_lists"]),
}
# Criteria that pages meet, and no service: whoever empties another one has to say so here.
MET_BY_PAGES = {
    "accessibility-statement",
    "accessible-website",
    "comments-answered",
    "comments-published",
    "easy-to-use-site",
    "offer-and-services-reviewed",
    "plain-language",
    "purpose-and-guidance",
    "real-local-offer",
    "schools-accessibility-strategy",
    "up-to-date",
    "well-publicised",
    "whole-picture",
    "works-on-phones-and-paper",
}

every_provision = pytest.mark.parametrize(
    "services",
    [
        pytest.param(services, id=f"{criterion}: {provision}")
        for criterion, provisions in COVERAGE.items()
        for provision, services in provisions.items()
    ],
)


def test_every_criterion_is_there_and_all_but_the_pages_have_services():
    assert len(COVERAGE) == 76
    assert {criterion for criterion, provisions in COVERAGE.items() if not provisions} == MET_BY_PAGES


@every_provision
def test_a_kind_of_provision_has_services_that_fenbridge_lists(services):
    assert services
    assert set(services) <= LISTED


@every_provision
def test_a_family_can_use_one_of_them_today(services):
    assert any(SERVICES_BY_ID[service]["status"]["status"] == "active" for service in services)
