"""Blocks that name a record of the directory."""

from wagtail.snippets.blocks import SnippetChooserBlock

from .models import Service


def _as_it_is_today(service: Service) -> Service | None:
    seen = set()
    while service.merged_into_id and service.pk not in seen:
        seen.add(service.pk)
        service = Service.with_binned.get(pk=service.merged_into_id)
    return None if service.is_in_bin else service


class ServiceChooserBlock(SnippetChooserBlock):
    """Chooses among the council's own. Wagtail looks keys up as they stand in JSON, where ours, UUIDs, are texts."""

    def to_python(self, value):
        return self.bulk_to_python([value])[0]

    def bulk_to_python(self, values):
        """The services of today: for one that was merged, the one that was kept; none for what is in the bin."""
        found = Service.with_binned.in_bulk([value for value in values if value])
        today = {str(key): _as_it_is_today(service) for key, service in found.items()}
        return [today.get(str(value)) for value in values]

    def get_prep_value(self, value):
        key = super().get_prep_value(value)
        return None if key is None else str(key)
