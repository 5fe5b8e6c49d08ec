"""What has become of the faults of the last audit: new, fixed, still there, or not looked at again.

*Fixed* is only said where somebody would have seen the fault if it were still there: its page was read, its link was
tried, the browser looked at it again, and its rule is still one of ours.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from ..checking import MOST_OF_A_RULE
from ..checks.rules import Rule
from .values import Change, FindingTold, Report


def change(
    last: Report,
    now: Report,
    rules: Mapping[str, Rule],
    *,
    looked_at: Collection[str],
    untold: Collection[str],
) -> Change:
    """Hold an audit against the last one.

    :param looked_at: addresses of the pages read this time
    :param untold: addresses that those pages link to and of which nobody can tell whether they work
    """
    then = {each.fingerprint: each for each in last.findings}
    here = {each.fingerprint for each in now.findings}
    told: dict[str, int] = {}
    for each in now.findings:
        told[each.rule] = told.get(each.rule, 0) + 1

    def is_fixed(fault: FindingTold) -> bool:
        rule = rules.get(fault.rule)
        if rule is None or fault.page not in looked_at or told.get(fault.rule, 0) >= MOST_OF_A_RULE:
            return False
        if rule.over == "sample":
            return fault.page in now.site.sample
        return rule.over != "links" or fault.target.partition("#")[0] not in untold

    gone = sorted((each for each in last.findings if each.fingerprint not in here), key=_by_fingerprint)
    fixed = {each.fingerprint for each in gone if is_fixed(each)}
    before = {each.slug: each.status for each in last.criteria}
    return Change(
        since=last.made_at.isoformat(timespec="seconds"),
        ruleset=last.ruleset,
        new=tuple(sorted(here - set(then))),
        fixed=tuple(sorted(fixed)),
        still=tuple(sorted(here & set(then))),
        not_checked=tuple(sorted({each.fingerprint for each in gone} - fixed)),
        criteria={
            each.slug: (before[each.slug], each.status)
            for each in now.criteria
            if each.slug in before and before[each.slug] != each.status
        },
        gone=tuple(gone),
    )


def _by_fingerprint(fault: FindingTold) -> str:
    return fault.fingerprint
