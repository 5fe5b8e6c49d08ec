"""Lists and forms of services, organisations and places."""

import django_filters
from django.contrib.admin.utils import quote
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Prefetch
from django.forms import ModelChoiceField
from django.shortcuts import redirect
from django.urls import reverse
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import ObjectList
from wagtail.admin.ui.tables import Column, LiveStatusTagColumn, UpdatedAtColumn
from wagtail.admin.widgets.button import Button
from wagtail.models import Revision, WorkflowState
from wagtail.snippets.views.snippets import DeleteView, EditView

from localoffer.accounts.models import Role
from localoffer.accounts.viewsets import CouncilCreateView, CouncilIndexView, CouncilViewSet

from .. import bin
from ..models import Listing, Location, Organization, Service, TaxonomyTerm
from .forms import CouncilForm, ServiceForm
from .panels import LOCATION_PANELS, ORGANIZATION_PANELS, SERVICE_PANELS


def _own_organizations(request):
    return Organization.objects.editable_by(request.user)


def _terms(taxonomy):
    return lambda request: TaxonomyTerm.objects.of(taxonomy).offered_to(request.authority).in_order()


class ServiceFilterSet(WagtailFilterSet):
    organization = django_filters.ModelChoiceFilter(label="Run by", queryset=_own_organizations)
    kinds = django_filters.ModelChoiceFilter(label="Kind of help", queryset=_terms("kind"))
    needs = django_filters.ModelChoiceFilter(label="Need", queryset=_terms("need"))
    live = django_filters.BooleanFilter(label="Families can see it")
    has_unpublished_changes = django_filters.BooleanFilter(label="Has a draft")
    locked = django_filters.BooleanFilter(label="Locked")
    has_phone = django_filters.BooleanFilter(label="Has a phone number", method="filter_phone")

    class Meta:
        model = Service
        fields = ["organization", "kinds", "needs", "live", "has_unpublished_changes", "locked"]

    @property
    def form(self):
        form = super().form
        for field in form.fields.values():
            if isinstance(field, ModelChoiceField) and not isinstance(field.widget.choices, list):
                # Only the names: a council has hundreds of providers
                names = [(str(key), name) for key, name in field.queryset.values_list("pk", "name")]
                field.widget.choices = [("", field.empty_label), *names]
        return form

    def filter_phone(self, services, name, value):
        phones = Service._meta.get_field("phones").related_model.objects.filter(service=OuterRef("pk"))
        return services.filter(Exists(phones) if value else ~Exists(phones))


class ServiceIndexView(CouncilIndexView):
    def get_base_queryset(self):
        moderated = Prefetch(
            "workflow_states",
            queryset=WorkflowState.objects.active().select_related("current_task_state__task"),
            to_attr="_current_workflow_states",  # where Wagtail looks first
        )
        scheduled = Prefetch(
            "_revisions",
            queryset=Revision.objects.filter(approved_go_live_at__isnull=False).defer("content"),
            to_attr="_scheduled_revisions",
        )
        services = super().get_base_queryset().select_related("organization", "latest_revision")
        return services.defer("latest_revision__content").prefetch_related(moderated, scheduled)


class _SavesFacts:
    """Records what is said on a day, when a person saves: never when Wagtail saves a draft by itself."""

    def save_instance(self):
        service = super().save_instance()
        if self.view_name == "create" or not self.expects_json_response:
            self.form.record_facts(by=self.request.user)
        return service

    def is_valid(self, form):
        # Wagtail asks this of its own saving only. A person's saving must not undo another's unseen, either.
        if not self.expects_json_response and self.view_name == "edit" and self.is_out_of_date:
            self.produced_error_code = "invalid_revision"
            self.produced_error_message = self._somebody_else_saved()
            form.is_valid()
            return False
        return super().is_valid(form)

    def _somebody_else_saved(self) -> str:
        who = self.latest_revision.user or "An import"
        return (
            f"{who} saved this {self.model._meta.verbose_name} after you opened it. Nothing you typed is lost: it is "
            "below. Look at the newest version in another tab (History), then save again to put yours in its place."
        )


class ServiceCreateView(_SavesFacts, CouncilCreateView):
    pass


class ServiceEditView(_SavesFacts, EditView):
    def get_object(self, queryset=None):
        service = super().get_object(queryset)
        if self.request.method == "GET":
            # Wagtail asks a dozen times, and it does not change while the form is shown
            moderated = self.live_object.workflow_states.active().select_related("current_task_state__task")
            service._current_workflow_states = self.live_object._current_workflow_states = list(moderated)
        return service

    @property
    def header_more_buttons(self):
        buttons = super().header_more_buttons
        if self.request.user.has_role(self.request.authority, Role.PUBLISHER):
            url = reverse("upkeep:close", args=[self.object.pk])
            buttons.append(Button("Close it", url=url, icon_name="cross", priority=15))
        return buttons


class BinView(DeleteView):
    """What Wagtail calls deleting: it goes into the bin, and can be brought back for 30 days."""

    template_name = "directory/admin/upkeep/put_in_bin.html"
    page_title = "Put in the bin"
    usage_url_name = None  # who uses it may be another council's to know

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs) | {"is_service": isinstance(self.object, Service)}
        if context["is_service"]:
            elsewhere = Listing.objects.filter(service=self.object).exclude(authority=self.object.owner_id)
            context["listed_elsewhere"] = elsewhere.count()
        return context

    def form_valid(self, form):
        try:
            bin.put_in_bin(self.object, by=self.request.user)
        except ValidationError as error:
            messages.error(self.request, " ".join(error.messages))
            return redirect(reverse(self.edit_url_name, args=[quote(self.object.pk)]))
        messages.success(self.request, f"{self.object} is in the bin for 30 days.")
        return redirect(self.get_success_url())


class ServiceViewSet(CouncilViewSet):
    model = Service
    icon = "list-ul"
    menu_order = 110
    index_view_class = ServiceIndexView
    add_view_class = ServiceCreateView
    edit_view_class = ServiceEditView
    delete_view_class = BinView
    delete_template_name = "directory/admin/upkeep/put_in_bin.html"
    filterset_class = ServiceFilterSet
    list_display = [
        "name",
        Column("organization", label="Run by", sort_key="organization__name"),
        LiveStatusTagColumn(),
        UpdatedAtColumn(),
    ]
    search_fields = ["name", "alternate_name", "organization__name", "phones__number"]
    search_backend_name = None
    list_export = ["name", "organization", "live", "last_modified"]
    edit_handler = ObjectList(SERVICE_PANELS, base_form_class=ServiceForm)
    bulk_actions = ("publish", "unpublish", "delete")


class OrganizationViewSet(CouncilViewSet):
    model = Organization
    delete_template_name = "directory/admin/upkeep/put_in_bin.html"
    delete_view_class = BinView
    bulk_actions = ("delete",)
    icon = "group"
    menu_order = 120
    list_display = ["name", "sector", UpdatedAtColumn()]
    list_filter = ["sector"]
    search_fields = ["name", "alternate_name"]
    search_backend_name = None
    edit_handler = ObjectList(ORGANIZATION_PANELS, base_form_class=CouncilForm)


class LocationViewSet(CouncilViewSet):
    model = Location
    delete_template_name = "directory/admin/upkeep/put_in_bin.html"
    delete_view_class = BinView
    bulk_actions = ("delete",)
    icon = "site"
    menu_label = "Places"
    menu_order = 130
    list_display = ["__str__", "city", "postal_code", UpdatedAtColumn()]
    list_filter = ["city", "location_type", "is_private"]
    search_fields = ["name", "address_1", "city", "postal_code"]
    search_backend_name = None
    edit_handler = ObjectList(LOCATION_PANELS, base_form_class=CouncilForm)


VIEWSETS = [ServiceViewSet(), OrganizationViewSet(), LocationViewSet()]
