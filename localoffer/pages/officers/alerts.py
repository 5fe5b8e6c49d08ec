"""The council's alerts, in the admin."""

from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList

from localoffer.accounts.viewsets import CouncilViewSet
from localoffer.cms.models import Alert
from localoffer.directory.admin.forms import CouncilForm


class AlertViewSet(CouncilViewSet):
    model = Alert
    icon = "warning"
    menu_label = "Alerts"
    menu_order = 141
    list_display = ["title", "kind", "standing", "starts_at", "ends_at"]
    search_fields = ["title", "words"]
    search_backend_name = None
    edit_handler = ObjectList(
        [
            FieldPanel("kind"),
            FieldPanel("title"),
            FieldPanel("words"),
            MultiFieldPanel(
                [FieldPanel("url"), FieldPanel("link_text")], heading="A link, if there is more to read"
            ),
            FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at")]),
        ],
        base_form_class=CouncilForm,
    )


VIEWSETS = [AlertViewSet()]
