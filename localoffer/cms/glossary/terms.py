"""The glossary of one council: its own terms, and what comes with the project."""

from functools import lru_cache
from typing import Any, Final

from django.core.cache import cache
from django.db import connection, transaction

from localoffer.places.models import Authority

from .models import GlossaryTerm
from .shipped import Term, shipped, together

KEPT_FOR: Final = 60  # seconds: within these, another process forgets


def terms_of(authority: Authority | None) -> tuple[Term, ...]:
    """Every term that is explained on a council's site, A to Z. A warm page asks the database nothing."""
    if authority is None:
        return shipped()
    if connection.in_atomic_block:  # what an open transaction sees may never come to be
        return _with_ours(tuple(_own(authority.pk)))
    own = cache.get_or_set(_key(authority.pk), lambda: _own(authority.pk), KEPT_FOR)
    return _with_ours(tuple(own)) if own else shipped()


@lru_cache(maxsize=64)
def _with_ours(own: tuple[Term, ...]) -> tuple[Term, ...]:
    """The same object for the same terms: by that, texts that were marked with them are known again."""
    return together(own, shipped())


def _own(pk: int) -> list[Term]:
    return [term.as_term for term in GlossaryTerm.objects.filter(owner=pk)]


def term_changed(instance: GlossaryTerm, **kwargs: Any) -> None:
    """A council's glossary changed: what is kept of it is forgotten, now and after commit."""
    pk = instance.owner_id
    cache.delete(_key(pk))
    transaction.on_commit(lambda: cache.delete(_key(pk)))


def _key(pk: int) -> str:
    return f"cms:glossary:{pk}"
