"""Deeds that change a vocabulary: one call each, in one transaction, saying who did it.

None of them takes a term off a record. A shared term is everybody's, and only an administrator of the installation
changes it; a council's own term is that council's. Who may is for the caller to make sure of.
"""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max, ProtectedError
from django.utils.text import slugify
from wagtail.log_actions import log

from .imports.plan import own_digest_of_place
from .models import Location, Taxonomy, TaxonomyTerm, TaxonomyTermName
from .models.taxonomy import OWN
from .signals import services_written
from .sources import rich_text
from .vocabulary import folded, holders_of_words
from .where_used import CARRIERS, carrying, links, services_showing, single_links

# A council's own terms come after the shared ones, which it cannot put in another order
OWN_FROM = 10_000


@transaction.atomic
def add_term(
    taxonomy: Taxonomy,
    *,
    name: str,
    owner=None,
    parent: TaxonomyTerm | None = None,
    description: str = "",
    other_names: Iterable[str] = (),
    code: str = "",
    by=None,
) -> TaxonomyTerm:
    """Add a term to a vocabulary: a shared one, or `owner`'s own. Returns it.

    Its code is made from its name; an own one's begins with the council's slug. Raises ValidationError when its
    name or code is taken.
    """
    _take_turns(taxonomy)
    term = TaxonomyTerm(taxonomy=taxonomy, owner=owner, name=_clean(name), description=description.strip())
    term.code = code or _free_code(term)
    _put_under(term, parent)
    others = _clean_all(other_names, but=term.name)
    _refuse_taken(term, others)
    term.full_clean()
    term.save()
    TaxonomyTermName.objects.bulk_create([TaxonomyTermName(term=term, name=other) for other in others])
    log(term, "localoffer.add_term", user=by, data={"vocabulary": taxonomy.code, "code": term.code})
    return term


@transaction.atomic
def rename_term(
    term: TaxonomyTerm,
    *,
    name: str,
    description: str | None = None,
    other_names: Iterable[str] | None = None,
    by=None,
) -> TaxonomyTerm:
    """Reword a term: its name, and where given what it means and what else it is called. Returns it.

    Its code stays, and so does its former name as another one, so that old sheets are still understood. Raises
    ValidationError when a name is taken.
    """
    term = _to_change(term)
    before, had = term.name, list(term.other_names.values_list("name", flat=True))
    term.name = _clean(name)
    if description is not None:
        term.description = description.strip()
    others = _clean_all(had if other_names is None else other_names, but=term.name)
    if folded(before) != folded(term.name):
        others = _clean_all([*others, before], but=term.name)
    _refuse_taken(term, others)
    term.full_clean()
    term.save()
    if others != had:
        term.other_names.all().delete()
        TaxonomyTermName.objects.bulk_create([TaxonomyTermName(term=term, name=other) for other in others])
    log(term, "localoffer.rename_term", user=by, data={"before": before, "after": term.name})
    return term


@transaction.atomic
def move_term(term: TaxonomyTerm, *, parent: TaxonomyTerm | None, by=None) -> TaxonomyTerm:
    """Put a term under another, or at the top, as the last of those there. Returns it.

    Raises ValidationError where it cannot stand there.
    """
    term = _to_change(term)
    before = term.parent
    # A broad need stands for those under it: what carries it is found by one fewer now
    services_written.send(sender=TaxonomyTerm, service_ids=services_showing([term.pk, term.parent_id]))
    _put_under(term, parent)
    term.save()
    data = {"before": before and before.code, "after": parent and parent.code}
    log(term, "localoffer.move_term", user=by, data=data)
    return term


@transaction.atomic
def shift_term(term: TaxonomyTerm, *, up: bool, by=None) -> TaxonomyTerm:
    """Let a term change places with the one before it (`up`) or after it, among its like. Returns it."""
    term = _to_change(term)
    like = list(_beside(term).order_by("sort_order", "name"))
    orders: list[int] = []
    for each in like:
        orders.append(max(each.sort_order, orders[-1] + 1 if orders else 0))
    here = like.index(term)
    there = here - 1 if up else here + 1
    if not 0 <= there < len(like):
        return term
    like[here], like[there] = like[there], like[here]
    for each, order in zip(like, orders, strict=True):
        if each.sort_order != order:
            each.sort_order = order
            each.save()
    log(term, "localoffer.move_term", user=by, data={"up": up})
    return like[there]


@transaction.atomic
def merge_terms(term: TaxonomyTerm, *, into: TaxonomyTerm, by=None) -> int:
    """Put everything that carries a term under another, for good. Returns how many services and places changed.

    The term's code, its names and the revisions that mention it lead to the other from now on. Raises
    ValidationError where that would take a term off somebody's record or out of somebody's reach.
    """
    term, into = _to_change(term, into)
    refuse_to_merge(term, into)
    touched = services_showing([term.pk, *([term.parent_id] if term.parent_id else [])])
    changed = sum(carrying(model, [term.pk]).count() for model in CARRIERS)
    # What is in the bin may be taken out of it
    places = carrying(Location, [term.pk], with_binned=True)
    unedited = [place for place in places.exclude(source_digest="") if _is_as_its_source_said(place)]

    for field in links():
        rows, owner = field.remote_field.through.objects, field.m2m_field_name()
        having_both = rows.filter(taxonomyterm=into).values(owner)
        rows.filter(taxonomyterm=term, **{f"{owner}__in": having_both}).delete()
        rows.filter(taxonomyterm=term).update(taxonomyterm=into)
    for field in single_links():
        field.model.with_binned.filter(**{field.name: term}).update(**{field.name: into})
    for place in unedited:
        # Or the next import would take this for an officer's change, and leave what the source says
        Location.with_binned.filter(pk=place.pk).update(source_digest=own_digest_of_place(place))
    for child in TaxonomyTerm.objects.filter(parent=term):
        child.parent = into
        child.save()
    TaxonomyTerm.objects.filter(merged_into=term).update(merged_into=into)
    TaxonomyTerm.objects.filter(successor=term).update(successor=into)
    term.merged_into, term.is_retired, term.parent, term.successor = into, True, None, None
    term.save()
    services_written.send(sender=TaxonomyTerm, service_ids=touched)
    data = {"merged": term.name, "code": term.code, "into": into.code, "records": changed}
    log(into, "localoffer.merge_terms", user=by, data=data)
    return changed


def refuse_to_merge(term: TaxonomyTerm, into: TaxonomyTerm) -> None:
    """Raise ValidationError, in words for the person asking, when one term cannot go into another."""
    children = TaxonomyTerm.objects.filter(parent=term)
    if term.pk == into.pk:
        why = "Choose another term: this one cannot go into itself."
    elif term.taxonomy_id != into.taxonomy_id:
        why = f"“{into}” is in another vocabulary. Choose a term of the same one."
    elif into.merged_into_id:
        why = f"“{into}” was merged into “{into.current}”. Choose that one."
    elif into.is_retired:
        why = f"“{into}” is retired. Restore it first, or choose another."
    elif into.owner_id and into.owner_id != term.owner_id:
        whose = "everybody’s" if term.is_shared else "another council’s"
        why = f"“{term}” is {whose}, and “{into}” belongs to one council. Choose a shared term."
    elif into.parent_id == term.pk:
        why = f"“{into}” stands under “{term}”. Move it to the top first."
    elif into.parent_id and children.exists():
        why = f"Terms stand under “{term}”, and none can stand under “{into}”. Choose a term at the top."
    else:
        return
    raise ValidationError({"into": why})


@transaction.atomic
def retire_term(term: TaxonomyTerm, *, successor: TaxonomyTerm | None = None, by=None) -> TaxonomyTerm:
    """Offer a term no longer. Records that have it keep it; `successor` is what to choose instead. Returns it.

    Raises ValidationError while terms that are offered stand under it.
    """
    term = _to_change(term)
    refuse_to_retire(term)
    if successor is not None:
        _refuse_as_successor(term, successor)
    term.is_retired, term.successor = True, successor
    term.save()
    log(term, "localoffer.retire_term", user=by, data={"successor": successor and successor.code})
    return term


def refuse_to_retire(term: TaxonomyTerm) -> None:
    """Raise ValidationError, in words for the person asking, when a term cannot be retired."""
    if term.is_retired:
        raise ValidationError(f"“{term}” is retired already.")
    below = TaxonomyTerm.objects.in_use().filter(parent=term)
    if number := below.count():
        those = f"“{below[0]}” stands" if number == 1 else f"{number} terms stand"
        raise ValidationError(f"{those} under “{term}”. Move, merge or retire what is under it first.")


def _refuse_as_successor(term: TaxonomyTerm, successor: TaxonomyTerm) -> None:
    if successor.pk == term.pk or successor.taxonomy_id != term.taxonomy_id:
        why = "Choose another term of the same vocabulary."
    elif successor.is_retired or successor.merged_into_id:
        why = f"“{successor}” is offered no longer itself. Choose one that is."
    elif successor.owner_id and successor.owner_id != term.owner_id:
        why = f"“{successor}” belongs to one council. Choose a shared term."
    else:
        return
    raise ValidationError({"successor": why})


@transaction.atomic
def restore_term(term: TaxonomyTerm, *, by=None) -> TaxonomyTerm:
    """Offer a retired term again. Returns it. Raises ValidationError when the one above it is retired."""
    term = _to_change(term)
    if term.parent and term.parent.is_retired:
        raise ValidationError(f"“{term.parent}”, above it, is retired. Restore that one first.")
    term.is_retired, term.successor = False, None
    term.save()
    log(term, "localoffer.restore_term", user=by)
    return term


@transaction.atomic
def delete_term(term: TaxonomyTerm, *, by=None) -> None:
    """Delete a term that was added by mistake and that nothing has ever used.

    Raises ValidationError for any other, with what to do instead.
    """
    term = _to_change(term)
    try:
        log(term, "localoffer.delete_term", user=by, data={"code": term.code}, deleted=True)
        term.delete()
    except ProtectedError as error:
        refused = {type(each) for each in error.protected_objects}
        others = f"Other terms refer to “{term}”. Retire it instead."
        raise ValidationError(others if refused == {TaxonomyTerm} else error.args[0]) from error


# --- What the deeds have in common ------------------------------------------------------------------


def _take_turns(taxonomy: Taxonomy) -> None:
    """One person at a time changes a vocabulary, so that no name, code or place is given twice."""
    Taxonomy.objects.select_for_update().get(pk=taxonomy.pk)


def _to_change(*terms: TaxonomyTerm):
    """These terms as they are now, held until the transaction ends, in the order given. Refuses one that was merged.

    Whoever links a record to one of them at this moment is waited for.
    """
    _take_turns(terms[0].taxonomy)
    pks = [term.pk for term in terms]
    rows = TaxonomyTerm.objects.select_for_update(of=("self",)).select_related("taxonomy", "owner")
    now = {term.pk: term for term in rows.filter(pk__in=pks).order_by("pk")}
    for term in terms:
        if term.pk not in now:
            raise ValidationError(f"“{term}” has been deleted meanwhile.")
    first = now[pks[0]]
    if first.merged_into_id:
        raise ValidationError(f"“{first}” was merged into “{first.current}”. Change that one.")
    found = [now[pk] for pk in pks]
    return found[0] if len(found) == 1 else found


def _clean(text: str) -> str:
    return rich_text.line(text)


def _clean_all(names: Iterable[str], *, but: str) -> list[str]:
    """Names once each, in order, without the one that is the term's own."""
    found = {folded(name): _clean(name) for name in names if name.strip()}
    found.pop(folded(but), None)
    return sorted(found.values(), key=folded)


def _free_code(term: TaxonomyTerm) -> str:
    base = slugify(term.name)[:40].strip("-") or "term"
    base = f"{term.owner.slug[:35].strip('-')}{OWN}{base}" if term.owner else base
    alike = TaxonomyTerm.objects.filter(taxonomy=term.taxonomy_id, code__istartswith=base)
    taken = {code.lower() for code in alike.values_list("code", flat=True)}
    code, number = base, 1
    while code.lower() in taken:
        number += 1
        code = f"{base}-{number}"
    return code


def _refuse_taken(term: TaxonomyTerm, others: list[str]) -> None:
    taken = holders_of_words(term.taxonomy, owner=term.owner)
    for field, words in (("name", [term.name]), ("other_names", others)):
        for word in words:
            holder = taken.get(folded(word))
            if holder is None or holder.pk == term.pk or holder.merged_into_id == term.pk:
                continue
            stands_for = holder.current
            if holder.merged_into_id is None and holder.is_retired:
                instead = f"“{holder}” is retired. Restore it, or choose another name."
            elif folded(stands_for.name) == folded(word):
                instead = f"There is a term “{stands_for}” already. Use that one, or choose another name."
            else:
                instead = f"“{word}” stands for “{stands_for}” already. Use that one, or choose another name."
            raise ValidationError({field: instead})


def _put_under(term: TaxonomyTerm, parent: TaxonomyTerm | None) -> None:
    """Set a term's parent and its place, last among its like. Refuses a place where it cannot stand."""
    why = ""
    if parent is not None:
        if parent.taxonomy_id != term.taxonomy_id:
            why = f"“{parent}” is in another vocabulary."
        elif parent.pk == term.pk:
            why = "A term cannot stand under itself."
        elif parent.owner_id and parent.owner_id != term.owner_id:
            why = f"“{parent}” belongs to one council, so only its own terms can stand under it."
        elif parent.is_retired or parent.merged_into_id:
            why = f"“{parent}” is offered no longer. Choose another."
        elif parent.parent_id:
            why = f"“{parent}” stands under “{parent.parent}”. There are two levels, no more."
        elif not term._state.adding and TaxonomyTerm.objects.filter(parent=term).exists():
            why = f"Terms stand under “{term}”. Move them first: there are two levels, no more."
    if why:
        raise ValidationError({"parent": why})
    term.parent = parent
    last = _beside(term).exclude(pk=term.pk).aggregate(last=Max("sort_order"))["last"]
    start = 0 if term.is_shared else OWN_FROM
    term.sort_order = start if last is None else max(last + 1, start)


def _beside(term: TaxonomyTerm):
    """The terms among which this one has its place: those of its owner under the same parent."""
    return TaxonomyTerm.objects.current().filter(
        taxonomy=term.taxonomy_id, parent=term.parent_id, owner=term.owner_id
    )


def _is_as_its_source_said(place: Location) -> bool:
    return own_digest_of_place(place) == place.source_digest
