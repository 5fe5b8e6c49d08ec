"""A bar is the sum of its parts, and every rule counts in the bar that it names."""

from localoffer.auditor import checks, scoring
from localoffer.auditor.checking import Counted
from localoffer.auditor.scoring import Bar, Duty
from localoffer.auditor.values import CriterionFound

DUTIES = {"sendiass": Duty("Advice", "must"), "mediation": Duty("Mediation", "must")}
FOUND = [CriterionFound("sendiass", "met", ""), CriterionFound("mediation", "met", "")]


def coverage(*counts: Counted):
    return scoring.bars(counts, checks.rules(), FOUND, DUTIES)[0]


def test_each_rule_of_coverage_counts_as_much_as_one_must():
    clean = coverage(Counted("sector-missing", 0, 0, 1), Counted("no-out-of-area", 0, 0, 1))
    faulty = coverage(Counted("sector-missing", 0, 1, 1), Counted("no-out-of-area", 1, 0, 1))

    assert clean.points == 100
    # Of four parts one is half, for it is only likely, and one is nothing
    assert faulty.points == 62.5
    assert {part.slug: part.taken for part in faulty.parts} == {
        "no-out-of-area": 25,
        "sector-missing": 12.5,
        "sendiass": 0,
        "mediation": 0,
    }


def test_pages_left_to_schools_take_more_the_more_of_them_there_are():
    few, many = (coverage(Counted("left-to-schools", of, 0, 100)).points for of in (1, 40))

    assert 98 < few < 100
    assert many == 66.7


def test_a_rule_of_coverage_that_was_not_looked_at_is_left_out_and_said():
    bar = coverage()

    assert bar.points == 100
    assert checks.rules()["left-to-schools"].title in bar.not_known


def test_what_a_must_and_a_rule_say_alike_counts_once():
    missing = Counted("no-out-of-area", 0, 1, 1)
    duties = DUTIES | {"out-of-area-provision": Duty("Provision outside the area", "must")}

    def bar_where_the_must_is(status: str) -> Bar:
        found = [*FOUND, CriterionFound("out-of-area-provision", status, "")]
        return scoring.bars([missing], checks.rules(), found, duties)[0]

    told, not_told = bar_where_the_must_is("not-found"), bar_where_the_must_is("cannot-tell")

    assert told.points == 66.7
    assert "no-out-of-area" not in {part.slug for part in told.parts}
    # Where the must is not told, the rule speaks for it: one of three parts is half
    assert not_told.points == 83.3
    assert "no-out-of-area" in {part.slug for part in not_told.parts}


def test_a_rule_that_says_what_a_must_says_serves_that_must():
    known = checks.rules()

    assert all(known[rule].criterion == duty for rule, duty in scoring.SAME_AS.items())
    assert all(known[rule].bar == "coverage" for rule in scoring.SAME_AS)


def test_every_rule_counts_in_a_bar():
    counts = [Counted(slug, 1, 0, 1) for slug in checks.rules()]

    counted = {part.slug for bar in scoring.bars(counts, checks.rules(), FOUND, DUTIES) for part in bar.parts}

    assert checks.rules().keys() <= counted
