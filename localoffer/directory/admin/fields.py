"""Wagtail's panels, without what nobody uses and without writing the same row again for everybody.

A service has some 80 fields on one screen, and ten sets of rows, each with an empty row for the next one.
"""

from functools import partial
from typing import Any

from django.forms.models import ModelChoiceField
from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.admin.telepath import Adapter, register, registry
from wagtail.admin.telepath.widgets import WidgetAdapter

from .widgets import KnownChooser


class Field(FieldPanel):
    """A field. Records have no comments by editors (pages have), so it has no button for one."""

    def __init__(self, field_name: str, **kwargs: Any) -> None:
        super().__init__(field_name, **{"disable_comments": True} | kwargs)

    class BoundPanel(FieldPanel.BoundPanel):
        def js_opts(self) -> dict[str, Any]:
            opts = super().js_opts()
            return opts | {"widget": opts["widget"] and _OnThePage(opts["widget"])}


class _OnThePage:
    """A widget that is on the page already: the scripts look for it, and never write another like it."""

    def __init__(self, widget: Any) -> None:
        self.widget = widget


class _OnThePageAdapter(Adapter):
    def pack(self, found: _OnThePage, context: Any) -> tuple[str, list[Any]]:
        usual = registry.find_adapter(type(found.widget))
        if type(usual).js_args is not WidgetAdapter.js_args:
            return usual.pack(found.widget, context)
        context.add_media(usual.get_media(found.widget))
        return usual.js_constructor, [""]  # instead of the whole widget, written a second time


register(_OnThePageAdapter(), _OnThePage)


class Rows(InlinePanel):
    """A set of rows. Its empty row is the same for everybody, and is written once."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._empty_rows: dict[str | None, SafeString] = {}

    @cached_property
    def panel_definitions(self) -> list[Any]:
        return [
            Field(panel.field_name) if type(panel) is FieldPanel else panel
            for panel in super().panel_definitions
        ]

    def empty_row(self, child: Any) -> SafeString:
        """The row that a script copies for a new one. A choice among records may be another for each person."""
        choices = [field for field in child.form.fields.values() if isinstance(field, ModelChoiceField)]
        if any(
            not isinstance(field.widget, KnownChooser) and not field.widget.is_hidden for field in choices
        ):
            return type(child).render_form_content(child)
        language = get_language()
        if language not in self._empty_rows:
            self._empty_rows[language] = type(child).render_form_content(child)
        return self._empty_rows[language]

    class BoundPanel(InlinePanel.BoundPanel):
        def __init__(self, **kwargs: Any) -> None:
            super().__init__(**kwargs)
            if self.form is not None:
                self.empty_child.render_form_content = partial(self.panel.empty_row, self.empty_child)
