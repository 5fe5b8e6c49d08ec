"""The rules as a page of documentation.

`python -m localoffer.auditor.checks.listing > docs/reference/audit-rules.md` writes it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

from ..scoring import RULESETS
from ..values import CONFIDENCES, SEVERITIES
from . import every
from .rules import BARS

_OVER = {
    "pages": "the pages it concerns",
    "links": "the links that were tried",
    "sample": "the pages a browser looked at",
    "site": "the site: it is there or not",
}

_ONCE = ", once a record"


def listing() -> str:
    """The page, as Markdown."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield "# What the auditor can find wrong"
    yield ""
    yield "Written from the code by `python -m localoffer.auditor.checks.listing`; a test holds it to that. Each rule"
    yield "serves a criterion of [the duties](duties.md) and counts towards one bar of a report."
    yield ""
    yield from (f"- severity **{name}**: {what}" for name, what in SEVERITIES.items())
    yield from (f"- confidence **{name}**: {what}" for name, what in CONFIDENCES.items())
    yield from (f"- bar **{name}**: {what}" for name, what in BARS.items())
    yield from (f"- counted over **{name}**: {what}" for name, what in _OVER.items())
    yield f"- {_ONCE.strip(', ')}: what its print version, its history or the form to report a mistake in it says again"
    yield "  is no fault more"
    for check in every():
        if check.rules:
            yield ""
            yield f"## `checks/{check.name}.py`"
            yield ""
            yield "| rule | what is wrong | criterion | bar | severity | confidence | counted over |"
            yield "|---|---|---|---|---|---|---|"
            for rule in check.rules:
                yield (
                    f"| `{rule.slug}` | {rule.title} | `{rule.criterion}` | {rule.bar} | {rule.severity}"
                    f" | {rule.confidence} | {rule.over}{_ONCE if rule.once_a_record else ''} |"
                )
    yield ""
    yield "## Rulesets"
    yield ""
    yield "A report says by which it was made. Figures of two are not to be compared; `--again-from check` marks an"
    yield "older audit by the newest. When a mark can be another, `scoring.RULESETS` gets a new one, with what is"
    yield "otherwise."
    yield ""
    yield "| ruleset | what is otherwise than before |"
    yield "|---|---|"
    yield from (f"| {name} | {what} |" for name, what in RULESETS.items())


if __name__ == "__main__":
    sys.stdout.write(listing())
