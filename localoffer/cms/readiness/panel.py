"""In the editor: how ready the page is that is being edited."""

from typing import Any

from wagtail.admin.panels import Panel

from .checks import Problem


class ReadinessPanel(Panel):
    """Lists what keeps this page from being published, as it was last saved."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "cms/admin/readiness_panel.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            return {
                **super().get_context_data(parent_context),
                "is_new": self.instance.pk is None,
                "problems": [] if self.instance.pk is None else self._problems(),
            }

        def _problems(self) -> list[Problem]:
            from .gate import what_stops  # which reads pages, and so stands above their panels

            return what_stops(self.instance)
