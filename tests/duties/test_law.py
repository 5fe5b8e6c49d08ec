"""Each of the duties that come with the project, and how sure we say we are of it."""

import re
from datetime import date
from importlib.resources import files

import pytest
import yaml

from localoffer.duties import codes, loading
from localoffer.duties.law import Source, Version
from tests.reading import reading_age

TODAY = date(2026, 11, 26)
ALL = loading.in_force(TODAY)
each = pytest.mark.parametrize(("criterion", "version"), ALL, ids=[criterion.slug for criterion, _ in ALL])
ALL_ITEMS = pytest.mark.parametrize("item", loading.school_report(), ids=lambda item: item.slug)


def test_the_project_holds_76_duties_in_11_sections_and_a_schools_report_of_21():
    assert (len(ALL), len(loading.sections()), len(loading.school_report())) == (76, 11, 21)
    assert {criterion.section for criterion, _ in ALL} == {section.slug for section in loading.sections()}


def test_nobody_was_bound_before_the_law_was_made():
    assert loading.in_force(date(2010, 12, 31)) == ()
    assert [criterion.slug for criterion, _ in loading.in_force(date(2012, 1, 1))] == ["short-breaks"]


def test_an_inspector_who_mistypes_is_told_the_nearest():
    with pytest.raises(loading.UnknownCriterionError, match="Did you mean “sendiass”"):
        loading.criterion("sendias")


@each
def test_a_family_reads_what_it_can_expect_in_words_for_age_11(criterion, version):
    assert reading_age(version.entitlement) <= 11, version.entitlement
    assert 1 <= len(re.findall(r"[.](?:\s|$)", version.entitlement)) <= 3


@each
def test_only_what_the_law_asks_is_said_to_be_a_must(criterion, version):
    says_must = re.search(r"\bmust\b", version.entitlement) is not None

    if version.strength == "should":
        assert not says_must
        assert "should" in version.entitlement
    else:
        assert says_must or "you can ask" in version.entitlement.casefold() or "must" in version.caution


@each
def test_what_nobody_has_checked_never_reads_as_law(criterion, version):
    if any(source.is_confirmed for source in version.sources):
        return
    assert not version.is_confirmed
    assert version.says.startswith("We think ")
    assert "not yet checked against the text" in version.says
    assert version.caution


@each
def test_a_duty_rests_on_evidence_that_somebody_must_publish(criterion, version):
    evidence = version.evidence

    assert any((evidence.pages, evidence.services, evidence.site, evidence.comments, evidence.later))
    # What only comes later is what neither a page nor a service could show
    if evidence.parts:
        assert criterion.section in ("taking-part", "publishing")
    if criterion.kind == "content":
        assert evidence.pages or evidence.services or evidence.site or evidence.comments


@each
def test_evidence_is_described_in_half_a_sentence(criterion, version):
    wanted = (*version.evidence.pages, *version.evidence.services)

    for one in wanted:
        assert not one.about.endswith(".")
        assert len(one.about) <= 110
    assert not version.local.endswith(".")
    assert version.local[0].islower() or version.local.startswith("the ")


@each
def test_those_that_are_mixed_up_point_at_each_other_or_at_what_exists(criterion, version):
    slugs = {other.slug for other, _ in ALL}

    assert set(version.confusable_with) <= slugs - {criterion.slug}


@ALL_ITEMS
def test_an_item_of_a_schools_report_names_its_source(item):
    assert item.is_in_force(TODAY)
    assert item.sources
    assert item.is_confirmed == any(source.confidence == "read" for source in item.sources)


def test_the_law_asks_for_services_by_words_that_the_directory_has():
    text = files("localoffer.directory").joinpath("data/vocabulary.yaml").read_text("utf-8")
    terms = {
        taxonomy["code"]: {term["code"] for term in taxonomy["terms"]}
        for taxonomy in yaml.safe_load(text)["taxonomies"]
    }

    assert terms["kind"] == codes.SERVICE_KINDS
    assert terms["strand"] == codes.STRANDS
    assert terms["need"] == codes.NEEDS
    assert terms["age-stage"] == codes.STAGES


def test_no_service_for_complaints_passes_for_mediation_or_for_help_to_settle_a_disagreement():
    asked = {
        slug: {
            kind for wanted in loading.criterion(slug).on(TODAY).evidence.services for kind in wanted.kinds
        }
        for slug in ("mediation", "disagreement-resolution", "complaints")
    }

    assert all(asked.values())
    assert len(set.union(*asked.values())) == sum(map(len, asked.values()))


def test_the_law_asks_for_the_reach_that_listings_have():
    from localoffer.directory.models.listing import Reach

    assert set(Reach.values) == codes.REACHES


SURE = Source("An Act, section 1", "law", "read")
TOLD = Source("An Act, section 1", "law", "summary")
UNSURE = Source("An Act, section 1", "law", "unconfirmed")
CODE = Source("SEND Code of Practice 2015, paragraph 4.1", "guidance", "read")
BLOG = Source("Good practice", "advice", "read")


@pytest.mark.parametrize(
    ("strength", "sources", "says", "is_confirmed"),
    [
        ("must", (SURE, UNSURE), "The law says", True),
        ("must", (UNSURE, CODE), "Government guidance says that the law asks for this", True),
        ("must", (TOLD,), "We think the law says (from a summary, not yet checked against the text)", False),
        ("must", (UNSURE,), "We think the law says (not yet checked against the text)", False),
        ("should", (CODE,), "Government guidance says", True),
        ("should", (UNSURE,), "We think government guidance says (not yet checked against the text)", False),
        ("must", (BLOG, UNSURE), "We think the law says (not yet checked against the text)", False),
    ],
)
def test_a_reader_sees_who_says_so_and_how_sure_we_are(strength, sources, says, is_confirmed):
    version = ALL[0][1]
    values = {name: getattr(version, name) for name in Version.__slots__}
    version = Version(**{**values, "strength": strength, "sources": sources})

    assert version.says == says
    assert version.is_confirmed is is_confirmed
    assert bool(version.caution) is not is_confirmed
