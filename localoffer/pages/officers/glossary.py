"""The council's own terms, in the admin."""

from wagtail.admin.panels import FieldPanel, ObjectList

from localoffer.accounts.viewsets import CouncilViewSet
from localoffer.cms.models import GlossaryTerm
from localoffer.directory.admin.forms import CouncilForm


class GlossaryTermViewSet(CouncilViewSet):
    model = GlossaryTerm
    icon = "help"
    menu_label = "Glossary"
    menu_order = 139
    list_display = ["__str__", "short", "changed_at"]
    search_fields = ["term", "short", "also"]
    search_backend_name = None
    edit_handler = ObjectList(
        [FieldPanel("term"), FieldPanel("short"), FieldPanel("also"), FieldPanel("url")],
        base_form_class=CouncilForm,
    )


VIEWSETS = [GlossaryTermViewSet()]
