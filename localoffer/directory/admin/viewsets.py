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
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.ui.tables import Column, LiveStatusTagColumn, UpdatedAtColumn
from wagtail.admin.widgets.button import Button
from wagtail.models import Revision, WorkflowState
from wagtail.snippets.views.snippets import DeleteView, EditView, UnpublishView

from localoffer.accounts.models import Role
from localoffer.accounts.viewsets import CouncilCreateView, CouncilIndexView, CouncilViewSet
from localoffer.cms.overtaken import overtaken, saved_last

from .. import bin
from ..models import Listing, Location, Organization, OwnQuestions, Service, TaxonomyTerm
from .forms import CouncilForm, LocationForm, ServiceForm
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


class DraftedIndexView(CouncilIndexView):
    """A list of records that have drafts: whether each waits somewhere is asked once for all of them."""

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
        records = super().get_base_queryset().select_related("latest_revision")
        return records.defer("latest_revision__content").prefetch_related(moderated, scheduled)


class ServiceIndexView(DraftedIndexView):
    def get_base_queryset(self):
        return super().get_base_queryset().select_related("organization")


class _TellsOfAnother:
    """When somebody else has saved the record since the form was opened, says so and loses nothing."""

    def is_valid(self, form):
        if self.view_name != "edit":
            return super().is_valid(form)
        if self.expects_json_response:
            return not self._is_answered_for() and super().is_valid(form)
        # Wagtail asks this of its own saving only. A person's saving must not undo another's unseen, either.
        other = overtaken(self.object, self.request.POST, self.request.user, nobody="An import")
        if other is None:
            return super().is_valid(form)
        self.produced_error_code = "invalid_revision"
        self.produced_error_message = (
            f"{other} Nothing you typed is lost: it is below. Compare what was saved, then save again to put yours in "
            "its place."
        )
        compare = messages.button(other.compare, "Compare", new_window=True)
        messages.warning(self.request, str(other), buttons=[compare])
        form.is_valid()
        form.data = form.data.copy()
        form.data["told"] = "yes"
        return False

    def _is_answered_for(self) -> bool:
        """Where somebody else saved, her browser saves nothing by itself: it says who, when, and what to do."""
        posted = self.request.POST
        if posted.get("told"):
            words = saved_last(self.object, nobody="An import").once_told
        elif other := overtaken(self.object, posted, self.request.user, nobody="An import"):
            words = other.while_typing
        else:
            return False
        self.produced_error_code = "invalid_revision"
        self.produced_error_message = words
        return True


class _KnowsItsModeration:
    """Asks once where the record stands in moderation. Wagtail asks a dozen times, and it does not change meanwhile."""

    def get_object(self, queryset=None):
        record = super().get_object(queryset)
        if self.request.method == "GET":
            moderated = self.live_object.workflow_states.active().select_related("current_task_state__task")
            record._current_workflow_states = self.live_object._current_workflow_states = list(moderated)
        return record


class _SavesFacts(_TellsOfAnother):
    """Records what is said on a day, when a person saves: never when Wagtail saves a draft by itself."""

    def save_instance(self):
        service = super().save_instance()
        if self.view_name == "create" or not self.expects_json_response:
            self.form.record_facts(by=self.request.user)
        return service


class ServiceCreateView(_SavesFacts, CouncilCreateView):
    pass


class ServiceEditView(_SavesFacts, _KnowsItsModeration, EditView):
    @property
    def header_more_buttons(self):
        buttons = super().header_more_buttons
        if self.request.user.has_role(self.request.authority, Role.PUBLISHER):
            url = reverse("upkeep:close", args=[self.object.pk])
            buttons.append(Button("Close it", url=url, icon_name="cross", priority=15))
        return buttons


class _SavesWhenTold(_TellsOfAnother):
    """Wagtail does not save by itself what is there as soon as it is made: half a name would be."""

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.autosave_enabled = False

    def save_instance(self):
        if isinstance(self.form, LocationForm) and self.view_name == "edit":
            self.form.keep_secret()
        return super().save_instance()


class RecordCreateView(_SavesWhenTold, CouncilCreateView):
    pass


class RecordEditView(_SavesWhenTold, _KnowsItsModeration, EditView):
    pass


class NotUnpublishedView(UnpublishView):
    """Services would have nobody who runs them, and no place."""

    def dispatch(self, request, *args, **kwargs):
        messages.error(
            request,
            f"This {self.model._meta.verbose_name} is part of services, so it cannot be unpublished. What is used "
            "nowhere can be put in the bin.",
        )
        return redirect(self.edit_url_name, self.object.pk)


class RecordViewSet(CouncilViewSet):
    """Organisations and places: there as soon as they are made, their changes drafted, never unpublished."""

    index_view_class = DraftedIndexView
    add_view_class = RecordCreateView
    edit_view_class = RecordEditView
    unpublish_view_class = NotUnpublishedView
    delete_template_name = "directory/admin/upkeep/put_in_bin.html"
    bulk_actions = ("delete",)
    search_backend_name = None


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


class OrganizationViewSet(RecordViewSet):
    model = Organization
    delete_view_class = BinView
    icon = "group"
    menu_order = 120
    list_display = ["name", "sector", LiveStatusTagColumn(), UpdatedAtColumn()]
    list_filter = ["sector", "has_unpublished_changes", "locked"]
    search_fields = ["name", "alternate_name"]
    edit_handler = ObjectList(ORGANIZATION_PANELS, base_form_class=CouncilForm)


class LocationViewSet(RecordViewSet):
    model = Location
    delete_view_class = BinView
    icon = "site"
    menu_label = "Places"
    menu_order = 130
    list_display = ["__str__", "city", "postal_code", LiveStatusTagColumn(), UpdatedAtColumn()]
    list_filter = ["city", "location_type", "is_private", "has_unpublished_changes", "locked"]
    search_fields = ["name", "address_1", "city", "postal_code"]
    edit_handler = ObjectList(LOCATION_PANELS, base_form_class=LocationForm)


class QuestionsCreateView(CouncilCreateView):
    """New questions; the address may name the kind, so that a link leads to a form that knows what it is about."""

    def get_initial_form_instance(self):
        made = super().get_initial_form_instance()
        kinds = TaxonomyTerm.objects.of("kind").offered_to(self.request.authority)
        made.kind_id = (
            kinds.filter(code=self.request.GET.get("kind", "")).values_list("pk", flat=True).first()
        )
        return made


class OwnQuestionsViewSet(CouncilViewSet):
    model = OwnQuestions
    icon = "help"
    menu_label = "Questions to ask"
    menu_order = 141
    add_view_class = QuestionsCreateView
    list_display = ["kind", "is_instead", "changed_at"]
    search_fields = ["kind__name", "parent", "young"]
    search_backend_name = None
    edit_handler = ObjectList(
        [
            FieldPanel("kind", help_text="Families see yours as soon as you save. Ours: /questions-to-ask/."),
            FieldPanel("parent"),
            FieldPanel("young"),
            FieldPanel("is_instead"),
        ],
        base_form_class=CouncilForm,
    )


VIEWSETS = [ServiceViewSet(), OrganizationViewSet(), LocationViewSet(), OwnQuestionsViewSet()]
