"""What has become of the faults of the last audit: new, fixed, still there, or not looked at again."""

from __future__ import annotations

from collections.abc import Collection

from .values import Change, Report


def change(last: Report, now: Report, looked_at: Collection[str]) -> Change:
    """Hold an audit against the last one.

    :param looked_at: addresses of the pages read this time: a fault whose page is not among them is not *fixed*
    """
    then = {each.fingerprint: each for each in last.findings}
    here = {each.fingerprint for each in now.findings}
    gone = [each for fingerprint, each in then.items() if fingerprint not in here]
    rules = {each.rule for each in now.findings}
    # A rule that a browser finds was not looked for without one
    blind = {each.rule for each in last.findings if each.rule not in rules and last.axe and not now.axe}
    fixed = [
        each
        for each in gone
        if each.page in looked_at and not (each.rule in blind and each.bar == "accessibility")
    ]
    before = {each.slug: each.status for each in last.criteria}
    return Change(
        since=last.made_at.isoformat(timespec="seconds"),
        ruleset=last.ruleset,
        new=tuple(sorted(here - set(then))),
        fixed=tuple(sorted(each.fingerprint for each in fixed)),
        still=tuple(sorted(here & set(then))),
        not_checked=tuple(sorted({each.fingerprint for each in gone} - {each.fingerprint for each in fixed})),
        criteria={
            each.slug: (before[each.slug], each.status)
            for each in now.criteria
            if each.slug in before and before[each.slug] != each.status
        },
    )
