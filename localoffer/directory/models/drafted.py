"""What is common to records that have versions, and records whose changes wait for somebody to publish them."""

import uuid
from collections.abc import Iterable
from typing import Any

from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from modelcluster.models import ClusterableModel, get_all_child_relations
from wagtail.models import DraftStateMixin, LockableMixin, RevisionMixin, WorkflowMixin

from localoffer.accounts import moderation

from .base import Binnable

# What does not travel with a draft: publishing an old version leaves these as they are.
KEPT_ON_PUBLISH = (
    "owner_id",
    "source",
    "source_id",
    "source_digest",
    "binned_at",
    "binned_by_id",
    "merged_into_id",
    "how_to_undo",
    "emptied_at",
)

#: Where a version keeps what the record said when the version was written
AS_IT_WAS = "as_it_was"


class ByItsCouncil(WorkflowMixin):
    """A record that its own council moderates."""

    class Meta:
        abstract = True

    @classmethod
    def get_default_workflow(cls):
        """One workflow for every council: its task finds the approvers from the record."""
        return moderation.workflow()

    def get_workflow(self):
        """The same, asked for once: Wagtail wants to know four times for one form."""
        if not hasattr(self, "_workflow"):
            self._workflow = self.get_default_workflow()
        return self._workflow

    @property
    def approved_schedule(self) -> bool:
        """Whether a version is set to appear by itself; a list may have fetched that for all its rows."""
        if hasattr(self, "_scheduled_revisions"):
            return bool(self._scheduled_revisions)
        return super().approved_schedule


class Drafted(ByItsCouncil, DraftStateMixin, LockableMixin, RevisionMixin, ClusterableModel):
    """A record that is there as soon as it is made, and whose changes can wait as a draft.

    Services point at it, so it is never “unpublished”: `live` is always true. It has no page of its own; families
    see it in the pages of services.

    A draft is what an editor *changed*. Each version remembers what the record said when it was written
    (`AS_IT_WAS`), and what it did not change follows the record: an import, a merge or a find-and-replace in the
    meantime is not undone by publishing an older draft.
    """

    workflow_states = GenericRelation(
        "wagtailcore.WorkflowState",
        content_type_field="base_content_type",
        object_id_field="object_id",
        related_query_name="%(class)s",
        for_concrete_model=False,
    )

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.live = True
        super().save(*args, **kwargs)

    def unpublish(self, *args: Any, **kwargs: Any) -> None:
        """Not possible: services would have nobody who runs them, and no place. Put it in the bin instead."""
        raise NotImplementedError("It is part of services: put it in the bin instead.")

    def save_revision(self, *args: Any, **kwargs: Any):
        """Keep this version. The first ever is preceded by what the record says today, to compare with.

        Wagtail would also take a record without a published version off its place while a version is scheduled.
        """
        if self.live_revision_id is None:
            row = type(self)._base_manager.get(pk=self.pk)
            is_new = super(Drafted, row).serializable_data() == super().serializable_data()
            first = super().save_revision(*args, **kwargs) if is_new else row._keep_as_it_is()
            standing = {"live_revision": first, "latest_revision": first, "has_unpublished_changes": False}
            type(self)._base_manager.filter(pk=self.pk).update(**standing)
            for name, value in standing.items():
                setattr(self, name, value)
            if is_new:
                return first
        return super().save_revision(*args, **kwargs)

    def _keep_as_it_is(self):
        return super().save_revision(clean=False, changed=False)

    def serializable_data(self) -> dict[str, Any]:
        said = super().serializable_data()
        row = type(self)._base_manager.filter(pk=self.pk).first() if self.live_revision_id else None
        return said | ({AS_IT_WAS: super(Drafted, row).serializable_data()} if row else {})

    def get_latest_revision_as_object(self):
        """The draft, where there is one; else the record itself, which imports change without a version."""
        return super().get_latest_revision_as_object() if self.has_unpublished_changes else self

    def with_content_json(self, content: dict[str, Any]):
        content = dict(content)
        as_it_was = content.pop(AS_IT_WAS, None)
        if as_it_was and self.has_unpublished_changes and self._is_waiting(content, as_it_was):
            # From the database: the object at hand may be the very draft
            row = type(self)._base_manager.get(pk=self.pk)
            now = super(Drafted, row).serializable_data()
            for name, value in as_it_was.items():
                if content.get(name) == value and name in now:
                    content[name] = now[name]
        record = super().with_content_json(with_todays_terms(type(self), self._without_vanished(content)))
        for field in KEPT_ON_PUBLISH:
            setattr(record, field, getattr(self, field))
        return with_keys_of_rows(record)

    def _is_waiting(self, content: dict[str, Any], as_it_was: dict[str, Any]) -> bool:
        latest = self.latest_revision.content if self.latest_revision_id else {}
        return latest == {**content, AS_IT_WAS: as_it_was}

    def _without_vanished(self, content: dict[str, Any]) -> dict[str, Any]:
        """What the version points at may be gone, or merged into another."""
        return content


def with_keys_of_rows(record: ClusterableModel) -> Any:
    """The record, its rows with keys of the right type.

    JSON holds keys as text, and modelcluster leaves them so: a form would not know its own rows again.
    """
    for relation in get_all_child_relations(type(record)):
        for row in getattr(record, relation.get_accessor_name()).all():
            row.pk = row._meta.pk.to_python(row.pk)
    return record


def is_to_terms(field: models.Field) -> bool:
    """Whether this field of a record holds terms of a vocabulary."""
    return field.is_relation and field.related_model._meta.label == "directory.TaxonomyTerm"


def with_todays_terms(model: type[models.Model], content: dict[str, Any]) -> dict[str, Any]:
    """What a version says, with the terms of today for those that were merged since; what has vanished is left out."""
    from .taxonomy import TaxonomyTerm

    several = {f.name: content.get(f.name) or [] for f in model._meta.many_to_many if is_to_terms(f)}
    one = {f.name: content.get(f.name) for f in model._meta.fields if is_to_terms(f)}
    named = {pk for pks in (*several.values(), one.values()) for pk in pks if pk}
    if not named:
        return content
    rows = TaxonomyTerm.objects.filter(pk__in=named).values_list("pk", "merged_into")
    today = {str(pk): str(merged_into or pk) for pk, merged_into in rows}
    return {
        **content,
        # Two terms of then may be one of today
        **{
            name: list(dict.fromkeys(today[str(pk)] for pk in pks if str(pk) in today))
            for name, pks in several.items()
        },
        **{name: today.get(str(pk)) for name, pk in one.items()},
    }


def standing_for(model: type[Binnable], keys: Iterable[str | None]) -> dict[str, str]:
    """The key of the record in use for each key as a version has it; what has vanished is left out."""
    found = {}
    for key in keys:
        try:
            found[uuid.UUID(str(key))] = key
        except ValueError:
            continue
    return {found[key]: str(now) for key, now in model.standing_for(found).items()}
