"""Deeds on a list. Nobody signs in, so there is no `by`, and no line in any log: what is in a list is its owner's."""

import datetime as dt

from django.db import DatabaseError, transaction

from . import keys
from .models import MOST_IN_A_LIST, Shortlist, ShortlistItem


class FullError(ValueError):
    """The list holds as much as a list can."""


def start(*, authority, token: str, on: dt.date) -> Shortlist:
    """A new list, which this token opens."""
    return Shortlist.objects.create(authority=authority, token_hash=keys.hash_of(token), used_on=on)


def use(*, shortlist: Shortlist, on: dt.date) -> None:
    """Note, once a day, that somebody looks at a list: it is kept for a year from now."""
    if shortlist.used_on >= on:
        return
    try:
        with transaction.atomic():
            Shortlist.objects.filter(pk=shortlist.pk, used_on__lt=on).update(used_on=on)
    except DatabaseError:  # on a day when nothing can be saved, lists can still be read
        pass


@transaction.atomic
def keep(*, shortlist: Shortlist, kind: str, key: str, name: str) -> bool:
    """Put something at the end of a list. Says whether it is new there. Raises FullError."""
    shortlist = _locked(shortlist)
    if shortlist.items.filter(kind=kind, key=key).exists():
        return False
    if shortlist.items.count() >= MOST_IN_A_LIST:
        raise FullError
    shortlist.items.create(kind=kind, key=key, name=name)
    return True


def write_note(*, item: ShortlistItem, note: str) -> None:
    ShortlistItem.objects.filter(pk=item.pk).update(note=note)


def remove(*, item: ShortlistItem) -> None:
    item.delete()


@transaction.atomic
def share(*, shortlist: Shortlist, token: str) -> str:
    """Make a new link to a list that `token` opens; the one before ends. Returns the link's own token."""
    shortlist = _locked(shortlist)
    shortlist.share_number = keys.new_token()
    made = keys.share_token(token, shortlist.share_number)
    shortlist.share_hash = keys.hash_of(made)
    shortlist.save()
    return made


@transaction.atomic
def end_sharing(*, shortlist: Shortlist) -> None:
    """The link leads to nothing from now on."""
    shortlist = _locked(shortlist)
    shortlist.share_number, shortlist.share_hash = "", None
    shortlist.save()


def delete(*, shortlist: Shortlist) -> None:
    """Delete a list with all its notes; its link ends."""
    shortlist.delete()


def forget_unused(*, on: dt.date) -> int:
    """Delete the lists that nobody has used for a year. Returns how many."""
    unused = Shortlist.objects.unused(on)
    number = unused.count()
    unused.delete()
    return number


def _locked(shortlist: Shortlist) -> Shortlist:
    return Shortlist.objects.select_for_update().get(pk=shortlist.pk)
