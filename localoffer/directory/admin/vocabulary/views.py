"""Vocabularies and their terms, for a council's administrator.

She sees the shared terms and her council's own, with where *her* records use them. She changes her own; the shared
ones are an administrator of the installation's to change, and each page says so.
"""

import functools

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.models import ModelLogEntry

from ... import term_actions
from ...models import Taxonomy, TaxonomyTerm, TaxonomyTermName
from ...where_used import numbers_of_records
from .forms import MergeForm, NewTermForm, RetireForm, TermForm

# Records that a term's page names, of each type
MOST_NAMED = 50
SHARED = (
    "“{term}” is shared by every council here. Only an administrator of the installation can change it. You can add a "
    "term of your own, or ask them."
)


def known(request: HttpRequest, kwargs=None):
    """The terms that the person may look at: shared ones, and their council's own."""
    return TaxonomyTerm.objects.known_to(request.authority)


def vocabularies(request: HttpRequest) -> HttpResponse:
    """Every vocabulary, with how many terms it has."""
    rows = []
    offered = TaxonomyTerm.objects.offered_to(request.authority).values_list("taxonomy_id", "owner_id")
    counts: dict = {}
    for taxonomy, owner in offered:
        shared, own = counts.get(taxonomy, (0, 0))
        counts[taxonomy] = (shared, own + 1) if owner else (shared + 1, own)
    for taxonomy in Taxonomy.objects.order_by("name"):
        shared, own = counts.get(taxonomy.pk, (0, 0))
        rows.append({"taxonomy": taxonomy, "shared": shared, "own": own})
    return _show(request, "vocabularies", "Vocabulary", rows=rows)


def vocabulary(request: HttpRequest, vocabulary: str) -> HttpResponse:
    """One vocabulary's terms as a tree, with how many of the council's own records have each."""
    taxonomy = get_object_or_404(Taxonomy, code=vocabulary)
    terms = (
        known(request).filter(taxonomy=taxonomy).current().in_order().select_related("parent", "successor")
    )
    terms = list(terms)
    editable = set(
        TaxonomyTerm.objects.editable_by(request.user).filter(taxonomy=taxonomy).values_list("pk", flat=True)
    )
    keys = [term.pk for term in terms]
    own = numbers_of_records(keys, by=request.user)
    everywhere = numbers_of_records(keys) if request.user.is_superuser else None
    rows = [
        {
            "term": term,
            "own": own.get(term.pk, 0),
            "everywhere": everywhere and everywhere.get(term.pk, 0),
            "can_change": term.pk in editable,
        }
        for term in terms
    ]
    offered = [row for row in rows if not row["term"].is_retired]
    for row in offered:
        if row["can_change"]:
            like = [each["term"].pk for each in offered if _are_alike(each["term"], row["term"])]
            row["is_first"], row["is_last"] = like[0] == row["term"].pk, like[-1] == row["term"].pk
    return _show(
        request,
        "vocabulary",
        taxonomy.name,
        taxonomy=taxonomy,
        offered=offered,
        retired=[row for row in rows if row["term"].is_retired],
        shows_everywhere=everywhere is not None,
    )


def _are_alike(one: TaxonomyTerm, other: TaxonomyTerm) -> bool:
    return (one.parent_id, one.owner_id) == (other.parent_id, other.owner_id)


def add(request: HttpRequest, vocabulary: str) -> HttpResponse:
    """Add a term of the council's own; an administrator of the installation may add a shared one."""
    taxonomy = get_object_or_404(Taxonomy, code=vocabulary)
    form_class = NewTermForm if request.user.is_superuser else TermForm
    form = form_class(request.POST or None, tops=_tops(request, taxonomy))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        done = _do(
            form,
            term_actions.add_term,
            taxonomy,
            name=said["name"],
            owner=None if said.get("whose") == "shared" else request.authority,
            parent=said["parent"],
            description=said["description"],
            other_names=said["other_names"],
            by=request.user,
        )
        if done:
            messages.success(request, f"“{done}” is there now. Officers can choose it for records.")
            return redirect("vocabulary:vocabulary", taxonomy.code)
    return _show(request, "form", "Add a term", taxonomy=taxonomy, form=form, button="Add it")


def term(request: HttpRequest, term_id) -> HttpResponse:
    """One term: what it is, where the council's own records use it, and what can be done with it."""
    found = get_object_or_404(
        known(request).select_related("taxonomy", "parent", "successor", "merged_into"), pk=term_id
    )
    if found.merged_into_id:
        messages.info(request, f"“{found}” was merged into this term.")
        return redirect("vocabulary:term", found.merged_into_id)
    used = found.where_used(by=request.user)
    counts = used.counts()
    can_change = TaxonomyTerm.objects.editable_by(request.user).filter(pk=found.pk).exists()
    merged = known(request).filter(merged_into=found).order_by("name")
    names = [*found.other_names.values_list("name", flat=True), *merged.values_list("name", flat=True)]
    others = TaxonomyTermName.objects.filter(term__in=merged)
    names += others.values_list("name", flat=True)
    return _show(
        request,
        "term",
        found.name,
        taxonomy=found.taxonomy,
        term=found,
        below=known(request).in_use().filter(parent=found).in_order(),
        names=sorted(set(names), key=str.casefold),
        codes=list(merged.values_list("code", flat=True)),
        used=[
            {"title": title, "records": list(records[:MOST_NAMED]), "more": max(0, number - MOST_NAMED)}
            for title, number, records in (
                ("Services", counts["services"], used.services),
                ("Services with a draft that has it", used.drafts.count(), used.drafts),
                ("Places", counts["places"], used.locations),
                (
                    "Places with a draft that has it",
                    used.drafts_of_locations.count(),
                    used.drafts_of_locations,
                ),
            )
            if number
        ],
        used_in_words=used.in_words(),
        everywhere=found.where_used().in_words() if request.user.is_superuser else "",
        can_change=can_change,
        why_not="" if can_change else SHARED.format(term=found),
        log=ModelLogEntry.objects.filter(object_id=found.pk).select_related("user")[:10]
        if can_change
        else (),
    )


def _changing(view):
    """A view of a term that the person may change. Whoever may only look at it is told why, on its page."""

    @functools.wraps(view)
    def look_first(request, term_id, **kwargs):
        terms = known(request).select_related("taxonomy", "parent")
        found = get_object_or_404(terms, pk=term_id)
        if not TaxonomyTerm.objects.editable_by(request.user).filter(pk=found.pk).exists():
            if not found.merged_into_id:
                messages.error(request, SHARED.format(term=found))
            return redirect("vocabulary:term", found.pk)
        return view(request, found, **kwargs)

    return look_first


@_changing
def reword(request: HttpRequest, term: TaxonomyTerm) -> HttpResponse:
    """Give a term another name or meaning, or another place."""
    initial = {
        "name": term.name,
        "description": term.description,
        "parent": term.parent_id,
        "other_names": "\n".join(term.other_names.values_list("name", flat=True)),
    }
    tops = _tops(request, term.taxonomy).exclude(pk=term.pk)
    if term.is_shared:
        tops = tops.shared()
    form = TermForm(request.POST or None, initial=initial, tops=tops)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        if done := _do(form, _reword_and_move, term, said=said, by=request.user):
            messages.success(
                request, f"“{done}” is saved. Old sheets that say “{term.name}” are still understood."
            )
            return redirect("vocabulary:term", done.pk)
    note = "Its code stays, and its former name becomes another name, so that old sheets and addresses go on working."
    return _show(
        request,
        "form",
        f"Reword “{term}”",
        taxonomy=term.taxonomy,
        term=term,
        form=form,
        button="Save",
        note=note,
    )


def _reword_and_move(term: TaxonomyTerm, *, said: dict, by) -> TaxonomyTerm:
    before = term.parent_id
    done = term_actions.rename_term(
        term, name=said["name"], description=said["description"], other_names=said["other_names"], by=by
    )
    if (said["parent"] and said["parent"].pk) != before:
        done = term_actions.move_term(done, parent=said["parent"], by=by)
    return done


@require_POST
@_changing
def shift(request: HttpRequest, term: TaxonomyTerm, up: bool) -> HttpResponse:
    """Move a term one place up or down among its like."""
    if _do(None, term_actions.shift_term, term, up=up, by=request.user, request=request):
        messages.success(request, f"“{term}” was moved {'up' if up else 'down'}.")
    return redirect(f"{reverse('vocabulary:vocabulary', args=[term.taxonomy.code])}#term-{term.pk}")


@_changing
def merge(request: HttpRequest, term: TaxonomyTerm) -> HttpResponse:
    """First choose the term to keep (`?into=`), then see what changes, then do it."""
    terms = TaxonomyTerm.objects.of(term.taxonomy.code).offered_to(
        request.authority if term.owner_id else None
    )
    terms = terms.exclude(pk=term.pk).in_order().select_related("parent")
    data = request.POST if request.method == "POST" else request.GET if "into" in request.GET else None
    form = MergeForm(data, terms=terms)
    preview = None
    if data is not None and form.is_valid():
        into = form.cleaned_data["into"]
        if request.method == "POST":
            number = _do(form, term_actions.merge_terms, term, into=into, by=request.user)
            if number is not None:
                done = (
                    f"{number:,} record{'' if number == 1 else 's'} changed" if number else "No record had it"
                )
                messages.success(request, f"“{term}” is part of “{into}” now. {done}.")
                return redirect("vocabulary:term", into.pk)
        else:
            preview = _preview(form, request, term, into)
    return _show(
        request, "merge", f"Merge “{term}”", taxonomy=term.taxonomy, term=term, form=form, preview=preview
    )


def _preview(form: MergeForm, request: HttpRequest, term: TaxonomyTerm, into: TaxonomyTerm) -> dict | None:
    """What a merge would change; None, with the reason on the form, where it cannot be."""
    try:
        term_actions.refuse_to_merge(term, into)
    except ValidationError as error:
        form.add_error("into", error.message_dict["into"])
        return None
    # A shared term is merged for every council, and only somebody who administers them all gets here
    used = term.where_used(by=None if request.user.is_superuser else request.user)
    return {
        "into": into,
        "counts": used.in_words(),
        "is_used": bool(used),
        "both": used.services.filter(pk__in=into.where_used().services.values("pk")).count(),
        "below": TaxonomyTerm.objects.current().filter(parent=term).in_order(),
    }


@_changing
def retire(request: HttpRequest, term: TaxonomyTerm) -> HttpResponse:
    """Offer a term no longer, and say what to choose instead."""
    terms = TaxonomyTerm.objects.of(term.taxonomy.code).offered_to(
        request.authority if term.owner_id else None
    )
    form = RetireForm(
        request.POST or None, terms=terms.exclude(pk=term.pk).in_order().select_related("parent")
    )
    why_not = ""
    try:
        term_actions.refuse_to_retire(term)
    except ValidationError as error:
        why_not = " ".join(error.messages)
    if request.method == "POST" and not why_not and form.is_valid():
        successor = form.cleaned_data["successor"]
        if _do(form, term_actions.retire_term, term, successor=successor, by=request.user):
            messages.success(request, f"“{term}” is offered no longer. Records that have it keep it.")
            return redirect("vocabulary:term", term.pk)
    return _show(
        request,
        "retire",
        f"Retire “{term}”",
        taxonomy=term.taxonomy,
        term=term,
        form=form,
        why_not=why_not,
        used=term.where_used(by=None if request.user.is_superuser else request.user).in_words(),
    )


@require_POST
@_changing
def restore(request: HttpRequest, term: TaxonomyTerm) -> HttpResponse:
    """Offer a retired term again."""
    if _do(None, term_actions.restore_term, term, by=request.user, request=request):
        messages.success(request, f"“{term}” is offered again.")
    return redirect("vocabulary:term", term.pk)


@require_POST
@_changing
def delete(request: HttpRequest, term: TaxonomyTerm) -> HttpResponse:
    """Delete a term that nothing has ever used; for any other, say what to do instead."""
    try:
        term_actions.delete_term(term, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("vocabulary:term", term.pk)
    messages.success(request, f"“{term}” was deleted. Nothing had used it.")
    return redirect("vocabulary:vocabulary", term.taxonomy.code)


def _do(form, deed, *args, request: HttpRequest | None = None, **kwargs):
    """What the deed gives; None, with the reason beside the field or above the page, when it is refused."""
    try:
        with transaction.atomic():
            return deed(*args, **kwargs)
    except ValidationError as error:
        if form is None:
            messages.error(request, " ".join(error.messages))
            return None
        said = error.message_dict if hasattr(error, "error_dict") else {None: error.messages}
        for field, why in said.items():
            form.add_error(field if field in form.fields else None, why)
        return None


def _tops(request: HttpRequest, taxonomy: Taxonomy):
    """What a term can stand under."""
    offered = TaxonomyTerm.objects.filter(taxonomy=taxonomy, parent=None).offered_to(request.authority)
    return offered.in_order().select_related("parent")


def _show(
    request: HttpRequest, name: str, title: str, *, taxonomy: Taxonomy | None = None, term=None, **context
):
    crumbs = [
        {"url": reverse("wagtailadmin_home"), "label": "Home"},
        {"url": reverse("vocabulary:list"), "label": "Vocabulary"},
    ]
    if taxonomy is not None:
        crumbs.append({"url": reverse("vocabulary:vocabulary", args=[taxonomy.code]), "label": taxonomy.name})
    if term is not None and name != "term":
        crumbs.append({"url": reverse("vocabulary:term", args=[term.pk]), "label": term.name})
    if name not in ("vocabularies", "vocabulary"):
        crumbs.append({"url": "", "label": title})
    context |= {"header_title": title, "header_icon": "tag", "breadcrumbs_items": crumbs}
    return render(
        request, f"directory/admin/vocabulary/{name}.html", {**context, "taxonomy": taxonomy, "term": term}
    )
