"""The vocabularies a new installation starts with: needs, kinds of help, access and the like."""

from importlib.resources import files

from django.db import transaction

from localoffer.duties.yaml_lines import plain_values

from .models import Taxonomy, TaxonomyTerm, TaxonomyTermName
from .signals import services_written
from .where_used import services_showing


@transaction.atomic
def load_vocabulary() -> int:
    """Add the vocabularies, terms and other names of data/vocabulary.yaml that are not there yet.

    Returns how many terms. What has been reworded, moved, merged or retired here stays so: only what is missing is
    added, so it can be run again.
    """
    data = plain_values(files("localoffer.directory").joinpath("data/vocabulary.yaml").read_text("utf-8"))
    added = 0
    for vocabulary in data["taxonomies"]:
        taxonomy, _ = Taxonomy.objects.get_or_create(
            code=vocabulary["code"],
            defaults={name: vocabulary.get(name, "") for name in ("name", "description", "uri", "version")},
        )
        there = {term.code: term for term in taxonomy.terms.shared().select_related("merged_into")}
        above, new = set(), []
        for order, row in enumerate(vocabulary["terms"]):
            if row["code"] in there:
                continue
            parent = there[row["parent"]].current if row.get("parent") else None
            there[row["code"]] = TaxonomyTerm(
                taxonomy=taxonomy,
                code=row["code"],
                name=row["name"],
                description=row.get("description", ""),
                parent=parent,
                sort_order=order,
            )
            new.append(there[row["code"]])
            above |= {parent.pk} if parent else set()
        TaxonomyTerm.objects.bulk_create(new)
        _add_other_names(taxonomy, vocabulary["terms"], there)
        # Nothing carries a term that is new, but a broad need that was there stands for it from now on
        if above:
            services_written.send(sender=TaxonomyTerm, service_ids=services_showing(above))
        added += len(new)
    return added


def _add_other_names(taxonomy: Taxonomy, rows: list[dict], there: dict[str, TaxonomyTerm]) -> None:
    taken, new = holders_of_words(taxonomy), []
    for row in rows:
        for name in row.get("other_names", ()):
            if folded(name) not in taken:
                new.append(TaxonomyTermName(term=there[row["code"]].current, name=name))
    TaxonomyTermName.objects.bulk_create(new)


def folded(word: str) -> str:
    """A word as it is compared: upper and lower case are one, and so are several spaces."""
    return " ".join(word.casefold().split())


def holders_of_words(taxonomy: Taxonomy, *, owner=None) -> dict[str, TaxonomyTerm]:
    """Every word that stands for a term: {folded code, name or other name: the term}, for a council or for all.

    Retired and merged terms too: their words stay theirs. A code comes before a name, a name before another name,
    and a council's own term before a shared one.
    """
    terms = {
        term.pk: term
        for term in TaxonomyTerm.objects.filter(taxonomy=taxonomy)
        .known_to(owner)
        .select_related("merged_into")
        .order_by("sort_order", "name")
    }
    others = TaxonomyTermName.objects.filter(term__in=terms).order_by("name")
    words: dict[str, TaxonomyTerm] = {}
    claims = [
        *((term.code, term) for term in terms.values()),
        *((term.name, term) for term in sorted(terms.values(), key=_own_and_standing_first)),
        *sorted(
            ((other.name, terms[other.term_id]) for other in others),
            key=lambda claim: _own_and_standing_first(claim[1]),
        ),
    ]
    for word, term in claims:
        words.setdefault(folded(word), term)
    return words


def _own_and_standing_first(term: TaxonomyTerm) -> tuple[bool, bool, bool]:
    return term.is_shared, term.merged_into_id is not None, term.is_retired


def terms_by_words(council=None) -> dict[str, dict[str, str]]:
    """For readers of sources: taxonomy code → {lower-case code or name of a term: the term's code}.

    With the shared terms, and `council`'s own. Retired and merged terms too, each by its own code: they stand on old
    records, and would vanish from them at the next import; which term stands for a merged one is seen to when it is
    written, so that a source that says the same as before is not taken to have changed.
    """
    return {
        taxonomy.code: {word: term.code for word, term in holders_of_words(taxonomy, owner=council).items()}
        for taxonomy in Taxonomy.objects.all()
    }
