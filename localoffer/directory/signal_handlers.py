"""What must stay true of terms, whoever writes: none in use is deleted, and none that was merged is taken up again."""

from django.db.models import ProtectedError
from django.db.models.signals import m2m_changed, pre_delete

from .models import TaxonomyTerm
from .where_used import CARRIERS, carrying, links, old_versions_naming, where_used


def refuse_to_orphan(instance: TaxonomyTerm, **kwargs) -> None:
    """Stop the deletion of a term that a record, a draft or an old version names. Raises ProtectedError.

    The links are rows that the database would let go in silence (Django deletes them with the term), and revisions
    are only text to it.
    """
    if instance.merged_into_id:
        why = f"“{instance}” was merged: old sheets and addresses find “{instance.current}” by it."
        raise ProtectedError(why, {instance})
    used = where_used(instance)
    instead = "Merge it into another term, or retire it."
    if used:
        first = {*used.services[:1], *used.drafts[:1], *used.locations[:1], *used.drafts_of_locations[:1]}
        raise ProtectedError(f"“{instance}” is used by {used.in_words()}. {instead}", first)
    for model in CARRIERS:
        if binned := carrying(model, [instance.pk], with_binned=True).first():
            raise ProtectedError(
                f"“{instance}” is used by “{binned}”, which is in the bin. {instead}", {binned}
            )
    if old := old_versions_naming(instance).first():
        raise ProtectedError(f"Old versions of records still name “{instance}”. {instead}", {old})


def lead_to_kept(sender, instance, action, reverse, pk_set, **kwargs) -> None:
    """Whatever adds a merged term to a record (a form opened before, say) adds the one that was kept."""
    if action != "pre_add" or reverse or not pk_set:
        return
    rows = TaxonomyTerm.objects.filter(pk__in=pk_set, merged_into__isnull=False)
    kept = dict(rows.values_list("pk", "merged_into"))
    if kept:
        here = next(field for field in links() if field.remote_field.through is sender)
        there = sender.objects.filter(**{here.m2m_field_name(): instance.pk})
        # In place: Django adds what is in this very set
        pk_set.difference_update(kept)
        pk_set.update(set(kept.values()).difference(there.values_list("taxonomyterm", flat=True)))


def connect() -> None:
    """Called once when the app is ready."""
    pre_delete.connect(refuse_to_orphan, sender=TaxonomyTerm, dispatch_uid="directory-term-in-use")
    for field in links():
        m2m_changed.connect(
            lead_to_kept, sender=field.remote_field.through, dispatch_uid=f"directory-merged-{field}"
        )
