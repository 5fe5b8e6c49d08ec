"""Blocks that name a record of the directory."""

from wagtail.snippets.blocks import SnippetChooserBlock

from .models import Service


class ServiceChooserBlock(SnippetChooserBlock):
    """Chooses among the council's own. Wagtail looks keys up as they stand in JSON, where ours, UUIDs, are texts."""

    def bulk_to_python(self, values):
        found = {str(key): service for key, service in Service.objects.in_bulk(filter(None, values)).items()}
        return [found.get(str(value)) for value in values]

    def get_prep_value(self, value):
        key = super().get_prep_value(value)
        return None if key is None else str(key)
