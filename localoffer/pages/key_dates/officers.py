"""Where officers write their council's own key dates."""

from django import forms
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList

from localoffer.accounts.models import Role
from localoffer.accounts.viewsets import CouncilViewSet
from localoffer.accounts.week import Heading, Line
from localoffer.directory.admin.forms import CouncilForm
from localoffer.duties.ehc.counting import said

from .models import KeyDate, topics


class KeyDateForm(CouncilForm):
    """An entry, with what it may be about to choose from."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["topic"]
        self.fields["topic"] = forms.ChoiceField(
            choices=[("", "Something else"), *topics()],
            required=False,
            label=field.label,
            help_text=field.help_text,
        )


class KeyDateViewSet(CouncilViewSet):
    model = KeyDate
    icon = "calendar-alt"
    menu_label = "Key dates"
    menu_order = 142
    list_display = ["title", "on", "until", "audience"]
    search_fields = ["title", "text", "audience"]
    search_backend_name = None
    edit_handler = ObjectList(
        [
            FieldPanel("title"),
            FieldPanel("topic"),
            FieldRowPanel([FieldPanel("on"), FieldPanel("until")]),
            FieldPanel("audience"),
            FieldPanel("text"),
            FieldPanel("url"),
        ],
        base_form_class=KeyDateForm,
    )


VIEWSETS = [KeyDateViewSet()]
MOST_SHOWN = 3


def over(request) -> list[Heading]:
    """For an officer's week: entries whose day is past. Families see them no longer, and want next year's."""
    if not request.user.has_role(request.authority, Role.PUBLISHER):
        return []
    entries = KeyDate.objects.editable_by(request.user).over(timezone.localdate())
    viewset = KeyDate.snippet_viewset
    return [
        Heading(
            "Key dates that are over: give next year’s, or delete them",
            entries.count(),
            [
                Line(
                    entry.title,
                    href=reverse(viewset.get_url_name("edit"), args=[entry.pk]),
                    detail=f"was until {said(entry.last_day)}",
                )
                for entry in entries[:MOST_SHOWN]
            ],
            href=reverse(viewset.get_url_name("list")),
            order=80,
        )
    ]
