"""Every way into the admin, and what lies behind it for one person in one council.

Wagtail's admin trusts whoever is in it with every record of a kind. Here each of its addresses is a door. A door
says what every argument of the address (and every id in the query) may be: one of a QuerySet that begins from the
person. `middleware.py` looks before the view runs, so that no view, however it fetches, meets a record that is not
the person's to meet. **A door that nobody has described is closed**, so that what a new release of Wagtail adds stays
shut until somebody has thought about it.

Rooms describe theirs with the hook `register_admin_doors`: see docs/reference/admin.md.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from wagtail import hooks

from .models import Role

#: Rooms register a function that returns {name of an address, or of a namespace: Door}.
DOORS_HOOK = "register_admin_doors"

# Given the request and all arguments of the address, what the argument may be the key of
Scope = Callable[[HttpRequest, Mapping[str, Any]], QuerySet]


@dataclass(frozen=True)
class Door:
    """What lies behind an address of the admin.

    `args` and `query` give, for each argument of the address and each id in the query, a Scope; `positional` does
    for arguments without a name, with None for words. `plain` names arguments that are words, not keys of records.
    `guard` sees the whole request and raises Http404. An administrator of the installation passes all of Wagtail's
    own doors (`is_wagtails`), but no council's.
    """

    role: Role = Role.EDITOR
    is_closed: bool = False
    is_wagtails: bool = False
    positional: tuple[Scope | None, ...] = ()
    args: Mapping[str, Scope] = field(default_factory=dict)
    query: Mapping[str, Scope] = field(default_factory=dict)
    plain: frozenset[str] = frozenset()
    guard: Callable[[HttpRequest, Mapping[str, Any]], None] | None = None

    def look(self, request: HttpRequest, args: Sequence[Any], kwargs: Mapping[str, Any]) -> None:
        """Raise Http404 for anything that is not this person's in this council; PermissionDenied for a lower role."""
        if self.is_wagtails and request.user.is_superuser:
            return
        if self.is_closed or len(args) > len(self.positional):
            raise Http404
        if not request.user.has_role(request.authority, self.role):
            raise PermissionDenied
        for scope, value in zip(self.positional, args, strict=False):
            if scope is not None and not is_in(scope(request, kwargs), value):
                raise Http404
        for name, value in kwargs.items():
            if name in self.plain:
                continue
            scope = self.args.get(name)
            if scope is None or not is_in(scope(request, kwargs), value):
                raise Http404
        for name, scope in self.query.items():
            for value in request.GET.getlist(name):
                if value and not is_in(scope(request, kwargs), value):
                    raise Http404
        if self.guard is not None:
            self.guard(request, kwargs)


def is_in(records: QuerySet, key: Any) -> bool:
    """Whether there is a record with this key, as an address spells it; False for what cannot be a key at all."""
    try:
        return records.filter(pk=unquote(str(key))).exists()
    except (ValueError, ValidationError, OverflowError):
        return False


@cache
def described() -> dict[str, Door]:
    """Every door that a room has described, by the name of its address or namespace."""
    found: dict[str, Door] = {}
    for register in hooks.get_hooks(DOORS_HOOK):
        for name, door in register().items():
            if name in found:
                raise ValueError(f"The admin door {name!r} is described twice.")
            found[name] = door
    return found


SHUT = Door(is_closed=True, is_wagtails=True)


def door_to(view_name: str) -> Door:
    """The door of an address: its own, else that of its namespace, else one that is shut."""
    doors = described()
    return next((doors[name] for name in _names(view_name) if name in doors), SHUT)


def _names(view_name: str) -> Iterator[str]:
    """ "a:b:c", then "a:b", then "a"."""
    while view_name:
        yield view_name
        view_name = view_name.rpartition(":")[0]
