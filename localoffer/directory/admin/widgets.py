"""Choosers that ask the database once for a whole form, however many rows it has."""

from django.core.exceptions import ValidationError
from wagtail.snippets.widgets import AdminSnippetChooser


class KnownChooser(AdminSnippetChooser):
    """A chooser that names only the person's own records (`records`), whatever was posted.

    Its form may have fetched what its rows point at beforehand (`known`: key → record).
    """

    def __init__(self, model, **kwargs):
        super().__init__(model, **kwargs)
        self.known = {}
        self.records = model._default_manager.none()

    def get_instance(self, value):
        if value is None or isinstance(value, self.model_class):
            return value
        if found := self.known.get(str(value)):
            return found
        try:
            return self.records.filter(pk=value).first()
        except (ValueError, ValidationError):
            return None

    def __deepcopy__(self, memo):
        copied = super().__deepcopy__(memo)
        copied.known, copied.records = self.known, self.records  # one for all rows of a form
        return copied
