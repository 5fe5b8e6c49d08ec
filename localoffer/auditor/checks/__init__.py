"""The checks, one file each. A file has `RULES`, and either or both of two functions, which are pure:

    of_page(page, today) -> findings on one page that was read
    of_site(site) -> findings and features of the whole

and, where a rule is not about every web page of the offer, `concerns(page)`: the pages it is counted over. To add one:
copy the nearest, write its test beside the others, name the criterion it serves (CONTRIBUTING.md).
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from ..sites import Site
from ..values import Feature, Finding, Page
from .rules import Rule


def _every_page(page: Page) -> bool:
    return page.is_within and page.type == "html"


@dataclass(frozen=True, slots=True)
class Check:
    """One file of this folder."""

    name: str
    rules: tuple[Rule, ...]
    of_page: Callable[[Page, date], Iterable[Finding]] | None
    of_site: Callable[[Site], Iterable[Finding | Feature]] | None
    concerns: Callable[[Page], bool] = _every_page


@cache
def every() -> tuple[Check, ...]:
    """All checks, by name."""
    return tuple(_checks())


@cache
def rules() -> dict[str, Rule]:
    """All rules, by slug."""
    return {rule.slug: rule for check in every() for rule in check.rules}


def _checks() -> Iterator[Check]:
    for found in sorted(pkgutil.iter_modules(__path__), key=lambda module: module.name):
        module = importlib.import_module(f"{__name__}.{found.name}")
        if hasattr(module, "RULES"):
            yield Check(
                found.name,
                tuple(module.RULES),
                getattr(module, "of_page", None),
                getattr(module, "of_site", None),
                getattr(module, "concerns", _every_page),
            )
