"""Admin screens for records that a council keeps: Wagtail's own, seen from the person and the council."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from wagtail.admin.views.bulk_action import BulkAction
from wagtail.snippets.views.chooser import (
    ChooseResultsView,
    ChooseView,
    SnippetChooserViewSet,
)
from wagtail.snippets.views.snippets import CreateView, IndexView, SnippetViewSet

from .doors import Door, Scope
from .models import Role, SavedView
from .permission_policy import CouncilPermissionPolicy
from .wagtail_doors import within

_WORDS = frozenset({"action_name", "revision_id_a", "revision_id_b"})


def scope_of(model: type) -> Scope:
    """The records of a model that a person may edit, in the council whose admin this is."""

    def scope(request: HttpRequest, kwargs: Mapping[str, Any] = {}) -> QuerySet:
        return model._default_manager.editable_by(request.user)

    return scope


class CouncilIndexView(IndexView):
    """A list of a council's records, with the views of it that the person has saved."""

    def get_base_queryset(self):
        return self.model._default_manager.editable_by(self.request.user)

    def preprocess_field_value(self, field, value, export_format):
        value = super().preprocess_field_value(field, value, export_format)
        # A spreadsheet would run what begins like a formula
        return f"'{value}" if str(value).startswith(("=", "+", "-", "@", "\t", "\r")) else value

    def get_context_data(self, *args, **kwargs):
        query = self.request.GET.copy()
        query.pop("p", None)
        views = SavedView.objects.filter(
            user=self.request.user, authority=self.request.authority, list_name=self.index_url_name
        )
        return {
            **super().get_context_data(*args, **kwargs),
            "saved_views": views,
            "list_name": self.index_url_name,
            "list_query": query.urlencode(),
        }


class CouncilCreateView(CreateView):
    def get_initial_form_instance(self):
        return self.model(owner=self.request.authority)


class _ChoosesOwn:
    def get_object_list(self):
        return self.model_class._default_manager.editable_by(self.request.user)


class CouncilChooseView(_ChoosesOwn, ChooseView):
    pass


class CouncilChooseResultsView(_ChoosesOwn, ChooseResultsView):
    pass


class CouncilChooserViewSet(SnippetChooserViewSet):
    choose_view_class = CouncilChooseView
    choose_results_view_class = CouncilChooseResultsView


class CouncilViewSet(SnippetViewSet):
    """Screens for a model with `owner` and `objects.editable_by(user)`.

    The middleware lets nobody at another council's record; what is here narrows the lists.
    Register it with `register_snippet`, and its `doors()` with the hook `register_admin_doors`.
    """

    index_view_class = CouncilIndexView
    index_template_name = "accounts/list.html"
    create_template_name = "accounts/create.html"
    edit_template_name = "accounts/edit.html"
    add_view_class = CouncilCreateView
    chooser_viewset_class = CouncilChooserViewSet
    copy_view_enabled = False
    add_to_admin_menu = True

    #: Names of bulk actions that are open, each a CouncilBulkAction
    bulk_actions: tuple[str, ...] = ()

    @property
    def permission_policy(self):
        return CouncilPermissionPolicy(self.model)

    def doors(self) -> dict[str, Door]:
        """What lies behind each address of these screens and of the chooser."""
        scope = scope_of(self.model)
        records = Door(
            role=Role.EDITOR,
            args={"pk": scope, **within("pk", self.model)},
            query={"id": scope},
            plain=_WORDS,
        )
        return {
            self.get_admin_url_namespace(): records,
            self.get_chooser_admin_url_namespace(): Door(args={"pk": scope}, query={"id": scope}),
        }


class CouncilBulkAction(BulkAction):
    """A deed for many records at once, none of them another council's. Name the role it takes in `role`."""

    role = Role.EDITOR

    @classmethod
    def get_queryset(cls, model, object_ids):
        return model._default_manager.filter(pk__in=object_ids)

    def get_all_objects_in_listing_query(self, parent_id):
        return self.model._default_manager.editable_by(self.request.user).values_list("pk", flat=True)

    def check_perm(self, obj):
        return (
            self.request.user.has_role(self.request.authority, self.role)
            and self.model._default_manager.editable_by(self.request.user).filter(pk=obj.pk).exists()
        )
