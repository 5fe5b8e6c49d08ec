"""Listens to every kind of change in the directory, and refreshes the index after commit."""

import logging
from collections.abc import Iterable, Iterator
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Q
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete, pre_save

from localoffer.directory import models as directory
from localoffer.directory.models.service import PartOfService
from localoffer.directory.signals import services_written

from . import index
from .models import OwnWords, StaleService

logger = logging.getLogger(__name__)

_TERM_LINKS = ("needs", "kinds", "strands", "delivery", "communication", "age_stages")


class _Refresh:
    """Refreshes services when the transaction commits. One for each savepoint, so that a rollback takes it along.

    The first that is called does the work of all in its transaction: a hundred deeds are one refresh. (Refreshing
    what a rollback left as it was does no harm.)
    """

    def __init__(self) -> None:
        self.service_ids: set[UUID] = set()
        self.savepoints = tuple(connection.savepoint_ids)
        self.is_done = False
        before = next(_to_be_done(), None)
        self.together: list[_Refresh] = before.together if before else []
        self.together.append(self)

    def __call__(self) -> None:
        if self.is_done:
            return
        service_ids: set[UUID] = set()
        for each in self.together:
            service_ids |= each.service_ids
            each.is_done = True
        try:
            index.refresh(service_ids)
        except Exception:
            # The change itself is saved; the StaleService rows make the clock try again.
            logger.exception("The index could not be refreshed. It will be tried again within a minute.")


def services_changed(service_ids: Iterable[UUID]) -> None:
    """Note inside this transaction that services changed, and refresh their entries when it commits."""
    ids = set(service_ids)
    if not ids:
        return
    waiting = _waiting()
    new = ids if waiting is None else ids - waiting.service_ids
    if not new:
        return
    StaleService.objects.bulk_create([StaleService(service_id=pk) for pk in new], batch_size=1000)
    if waiting is None:
        waiting = _Refresh()
        waiting.service_ids |= new
        transaction.on_commit(waiting)
    else:
        waiting.service_ids |= new


def _waiting() -> _Refresh | None:
    if not connection.in_atomic_block:
        return None
    here = tuple(connection.savepoint_ids)
    return next((each for each in _to_be_done() if each.savepoints == here), None)


def _to_be_done() -> Iterator[_Refresh]:
    """What this transaction will refresh when it commits, the newest first."""
    for _, function, *_ in reversed(connection.run_on_commit):
        if isinstance(function, _Refresh) and not function.is_done:
            yield function


def _of_service(sender, instance, **kwargs):
    services_changed({instance.pk})


def _of_part(sender, instance, **kwargs):
    services_changed({instance.service_id})


def _of_part_before(sender, instance, **kwargs):
    """A row that moves to another service changes the one it leaves, too."""
    if not instance._state.adding:
        services_changed(sender.objects.filter(pk=instance.pk).values_list("service_id", flat=True))


def _of_check(sender, instance, **kwargs):
    services_changed(
        directory.Listing.objects.filter(pk=instance.listing_id).values_list("service_id", flat=True)
    )


def _of_organization(sender, instance, **kwargs):
    services_changed(directory.Service.objects.filter(organization=instance).values_list("pk", flat=True))


def _of_location(sender, instance, **kwargs):
    if isinstance(instance, directory.Location):
        at = directory.ServiceAtLocation.objects.filter(location=instance)
        services_changed(at.values_list("service_id", flat=True))


def _of_term(sender, instance, **kwargs):
    """Services under a term, under the terms below it, and (a broad need implies its parts) beside it."""
    family, layer = {instance.pk}, {instance.pk}
    while layer:
        layer = set(
            directory.TaxonomyTerm.objects.filter(parent__in=layer)
            .exclude(pk__in=family)
            .values_list("pk", flat=True)
        )
        family |= layer
    if instance.parent_id:
        family.add(instance.parent_id)
    linked = Q()
    for name in _TERM_LINKS:
        through = directory.Service._meta.get_field(name).remote_field.through
        linked |= Q(pk__in=through.objects.filter(taxonomyterm__in=family).values("service_id"))
    access = directory.Location.access.through.objects.filter(taxonomyterm__in=family).values("location_id")
    linked |= Q(pk__in=directory.ServiceAtLocation.objects.filter(location__in=access).values("service_id"))
    services_changed(directory.Service.objects.filter(linked).values_list("pk", flat=True))


def _of_links(sender, instance, action, reverse, pk_set, **kwargs):
    if action not in ("post_add", "post_remove", "post_clear"):
        return
    if isinstance(instance, directory.Service):
        services_changed({instance.pk})
    elif isinstance(instance, directory.Location):
        _of_location(sender, instance)


def _of_bulk(sender, service_ids, **kwargs):
    services_changed(service_ids)


def _of_own_words(instance, **kwargs) -> None:
    """Another state of the council: what was understood of its questions may be something else now."""
    if isinstance(instance, OwnWords):
        index.draw_versions({instance.owner_id})


def connect() -> None:
    """Called once when the app is ready."""

    def listen(receiver, model, *signals):
        for signal in signals:
            signal.connect(receiver, sender=model, dispatch_uid=f"finder-{model._meta.label}-{id(signal)}")

    listen(_of_own_words, OwnWords, post_save, post_delete)
    m2m_changed.connect(_of_own_words, sender=OwnWords.terms.through, dispatch_uid="finder-own-words-terms")
    listen(_of_service, directory.Service, post_save, post_delete)
    parts = [
        model
        for model in vars(directory).values()
        if isinstance(model, type) and issubclass(model, PartOfService)
    ]
    for model in (*parts, directory.Listing, directory.StatedWait, directory.StatusChange):
        listen(_of_part, model, post_save, post_delete)
        listen(_of_part_before, model, pre_save)
    listen(_of_check, directory.Check, post_save)
    listen(_of_organization, directory.Organization, post_save)
    # What pointed at a deleted place or term is known only before it goes
    listen(_of_location, directory.Location, post_save, pre_delete)
    listen(_of_term, directory.TaxonomyTerm, post_save, pre_delete)
    for name in _TERM_LINKS:
        listen(_of_links, directory.Service._meta.get_field(name).remote_field.through, m2m_changed)
    listen(_of_links, directory.Location.access.through, m2m_changed)
    services_written.connect(_of_bulk, dispatch_uid="finder-bulk")
