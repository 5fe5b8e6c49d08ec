"""What is written in the starter pack: whole, plain, and filled in for the invented council."""

import re
from functools import cache
from pathlib import Path

import pytest
import yaml

from localoffer.cms.glossary import shipped
from localoffer.cms.readiness.checks import Draft, Text, problems_of
from localoffer.duties import loading
from localoffer.pages.starter import blanks, reading
from localoffer.pages.starter.texts import Kind, rewritten

FACTS = Path(reading.__file__).parents[1] / "demonstration" / "fenbridge-facts"
PACK = reading.read(reading.HERE)
FILLED_BY_US = {blanks.COUNCIL, blanks.AREA}
KNOWN_TERMS = frozenset(form for term in shipped.shipped() for form in term.forms)


@cache
def facts_of_fenbridge() -> dict[str, str]:
    found = {blanks.COUNCIL: "Fenbridge Council", blanks.AREA: "Fenbridge"}
    for file in sorted(FACTS.glob("*.yaml")):
        found |= yaml.safe_load(file.read_text("utf-8")) or {}
    return {blanks.key_of(name): str(value) for name, value in found.items()}


def as_families_read_it(page: reading.WrittenPage, facts: dict[str, str]) -> reading.WrittenPage:
    return page.rewritten(lambda text, place: blanks.filled(text, place, facts))


def problems(page: reading.WrittenPage) -> list[str]:
    """What the readiness checks say of a page's texts, blanks aside."""
    texts = []

    def look(text, place):
        html = text if place.kind is Kind.RICH else f"<p>{text}</p>" if place.kind is Kind.LINES else text
        if place.kind in (Kind.LINE, Kind.RICH, Kind.LINES):
            texts.append(Text(place.name, html if html.startswith("<") else f"<div>{text}</div>"))
        return text

    rewritten(page.model, page.fields, look)
    draft = Draft(
        tuple(texts),
        owner=page.owner,
        may_be_empty=page.model.may_be_empty,
        is_for_families=page.model.is_family_page,
        known_terms=KNOWN_TERMS,
    )
    return [f"{each.where}: {each.words} {each.quote}" for each in problems_of(draft) if each.code != "blank"]


def without_brackets(page: reading.WrittenPage) -> reading.WrittenPage:
    return page.rewritten(lambda text, place: re.sub(r"\[\[|\]\]", "", text))


every_page = pytest.mark.parametrize("page", PACK.pages, ids=lambda page: page.key)
every_content_criterion = pytest.mark.parametrize(
    "criterion",
    [each for each in loading.criteria() if each.kind == "content"],
    ids=lambda criterion: criterion.slug,
)


@every_content_criterion
def test_what_the_law_asks_families_to_be_told_has_a_page_of_a_kind_that_counts(criterion):
    kinds = {
        kind
        for version in criterion.versions[-1:]
        for wanted in version.evidence.pages
        for kind in wanted.kinds
    }
    serving = PACK.serving(criterion.slug)

    assert serving, "no page of the starter pack names this duty"
    # A page below the young people's hub is of that kind, too (docs/reference/compliance.md)
    served = {each.model.page_kind for page in serving for each in (page, *PACK.above(page))}
    assert not kinds or kinds & served, (
        f"{[page.key for page in serving]} name it, and only these kinds count: {sorted(kinds)}"
    )


@every_page
def test_a_started_page_is_plain_before_its_blanks_are_filled(page):
    assert problems(without_brackets(page)) == []


@every_page
def test_a_started_page_is_plain_with_the_facts_of_a_council(page):
    filled = as_families_read_it(page, facts_of_fenbridge())

    assert problems(filled) == []
    assert filled.blanks() == (), "blanks that localoffer/pages/demonstration/fenbridge-facts does not fill"


@every_page
def test_the_facts_of_a_council_fit_where_they_are_to_stand(page):
    facts, faults = facts_of_fenbridge(), []

    def look(text, place):
        new = blanks.filled(text, place, facts)
        if fault := blanks.does_not_fit(new, place):
            faults.append(f"{place.name}: {fault}")
        # What is alone in its paragraph may be several paragraphs; what stands in a sentence may not
        for name in blanks.blanks_in(text):
            fact = facts.get(blanks.key_of(name), "")
            if blanks.is_html(fact) and not (place.kind is Kind.RICH and f"<p>[[{name}]]</p>" in text):
                faults.append(f"“{name}” stands within a sentence, so its fact is plain words")
        return new

    page.rewritten(look)
    assert faults == []


@every_page
def test_a_started_page_says_who_looks_after_it_and_nobody_has_checked_it(page):
    assert page.owner
    assert page.review_every in (3, 6, 12, 24)


def test_every_fact_of_the_invented_council_is_asked_for_somewhere_and_given_once():
    asked = {blanks.key_of(name) for name in PACK.blanks()}
    given: dict[str, str] = {}
    twice, never = [], []
    for file in sorted(FACTS.glob("*.yaml")):
        for name, value in (yaml.safe_load(file.read_text("utf-8")) or {}).items():
            key = blanks.key_of(name)
            if key in given:
                twice.append(f"{name} ({given[key]}, {file.name})")
            given[key] = file.name
            if key not in asked:
                never.append(f"{name} ({file.name})")
            assert not blanks.what_is_wrong(str(value)), f"{name}: {blanks.what_is_wrong(str(value))}"
    assert (twice, never) == ([], [])
