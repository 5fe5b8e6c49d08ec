"""The vocabularies a new installation starts with: needs, kinds of help, access and the like."""

from importlib.resources import files

import yaml
from django.db import transaction

from .models import Taxonomy, TaxonomyTerm


@transaction.atomic
def load_vocabulary() -> int:
    """Add the vocabularies and terms of data/vocabulary.yaml that are not there yet. Returns how many terms.

    What a council has reworded stays as it is: only what is missing is added, so it can be run again.
    """
    data = yaml.safe_load(files("localoffer.directory").joinpath("data/vocabulary.yaml").read_text("utf-8"))
    added = 0
    for vocabulary in data["taxonomies"]:
        taxonomy, _ = Taxonomy.objects.get_or_create(
            code=vocabulary["code"],
            defaults={name: vocabulary.get(name, "") for name in ("name", "description", "uri", "version")},
        )
        there = {term.code: term for term in taxonomy.terms.all()}
        new = []
        for order, row in enumerate(vocabulary["terms"]):
            if row["code"] in there:
                continue
            there[row["code"]] = TaxonomyTerm(
                taxonomy=taxonomy,
                code=row["code"],
                name=row["name"],
                description=row.get("description", ""),
                parent=there[row["parent"]] if row.get("parent") else None,
                sort_order=order,
            )
            new.append(there[row["code"]])
        # Nothing can point at a term that is new, so nobody has to be told of it
        TaxonomyTerm.objects.bulk_create(new)
        added += len(new)
    return added


def terms_by_words() -> dict[str, dict[str, str]]:
    """For readers of sources: taxonomy code → {lower-case code or name of a term: the term's code}.

    Retired terms too: they are kept on old records, and would vanish from them at the next import.
    """
    found: dict[str, dict[str, str]] = {}
    for taxonomy, code, name in TaxonomyTerm.objects.values_list("taxonomy__code", "code", "name"):
        words = found.setdefault(taxonomy, {})
        words.setdefault(name.lower(), code)
        words[code.lower()] = code
    return found
