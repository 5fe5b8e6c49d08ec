"""The doors of Wagtail's own that stand open to a council's officers. All others are closed to them."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest
from wagtail.admin.models import EditingSession
from wagtail.documents import get_document_model
from wagtail.documents.permissions import permission_policy as document_policy
from wagtail.images import get_image_model
from wagtail.images.permissions import permission_policy as image_policy
from wagtail.models import Page, Revision, Site, Task, TaskState, UploadedFile, WorkflowState
from wagtail.permissions import page_permission_policy

from . import doors
from .doors import Door, Scope
from .models import CouncilGroup, Role

# --- What is a council's, and may be met by this person ------------------------------------------------


def pages_of(request: HttpRequest, kwargs: Mapping[str, Any] = {}) -> QuerySet:
    """The pages of this council's sites that the person may explore."""
    within = Q(pk__in=[])
    for site in Site.objects.filter(authority_site__authority=request.authority).select_related("root_page"):
        if site.root_page.depth > 1:  # the root of all pages is every council's
            within |= Q(path__startswith=site.root_page.path)
    return page_permission_policy.explorable_instances(request.user).filter(within)


def sites_of(request: HttpRequest, kwargs: Mapping[str, Any] = {}) -> QuerySet:
    return Site.objects.filter(authority_site__authority=request.authority)


def collections_of(request: HttpRequest) -> QuerySet:
    return CouncilGroup.objects.filter(authority=request.authority).values("collection")


def images_of(request: HttpRequest, kwargs: Mapping[str, Any] = {}) -> QuerySet:
    mine = image_policy.instances_user_has_any_permission_for(request.user, ["change", "choose"])
    return mine.filter(collection__in=collections_of(request))


def documents_of(request: HttpRequest, kwargs: Mapping[str, Any] = {}) -> QuerySet:
    mine = document_policy.instances_user_has_any_permission_for(request.user, ["change", "choose"])
    return mine.filter(collection__in=collections_of(request))


def uploads_of(request: HttpRequest, kwargs: Mapping[str, Any] = {}) -> QuerySet:
    return UploadedFile.objects.filter(uploaded_by_user=request.user)


def within(argument: str, model: type) -> dict[str, Scope]:
    """What may follow a record in an address: its own revisions, and its own way through moderation.

    `argument` names the record's key in the address.
    """

    def of_record(queryset: QuerySet, kwargs: Mapping[str, Any], prefix: str = "") -> QuerySet:
        content_type = ContentType.objects.get_for_model(model)
        return queryset.filter(
            **{
                f"{prefix}base_content_type": content_type,
                f"{prefix}object_id": str(doors.unquote(str(kwargs[argument]))),
            }
        )

    def revisions(request, kwargs):
        return of_record(Revision.objects, kwargs)

    def task_states(request, kwargs):
        return of_record(TaskState.objects, kwargs, "workflow_state__")

    def workflow_states(request, kwargs):
        return of_record(WorkflowState.objects, kwargs)

    def tasks(request, kwargs):
        return Task.objects.filter(pk__in=task_states(request, kwargs).values("task"))

    return {
        "revision_id": revisions,
        "task_state_id": task_states,
        "workflow_state_id": workflow_states,
        "task_id": tasks,
    }


# --- Views that take ids where an address does not show them --------------------------------------------

# Models of Wagtail's whose bulk actions are open, with the records that are a person's. Records that a council keeps
# say theirs in their viewset (`CouncilViewSet.bulk_actions`).
BULK: dict[type, tuple[Scope, frozenset[str]]] = {
    Page: (pages_of, frozenset({"publish", "unpublish", "move", "delete"})),
    get_image_model(): (images_of, frozenset({"add_tags", "add_to_collection", "delete"})),
    get_document_model(): (documents_of, frozenset({"add_tags", "add_to_collection", "delete"})),
}


def _model_named(kwargs: Mapping[str, Any]) -> type:
    try:
        return apps.get_model(kwargs["app_label"], kwargs["model_name"])
    except LookupError:
        raise Http404


def _bulk_actions_of(model: type) -> frozenset[str] | tuple[str, ...]:
    if model in BULK:
        return BULK[model][1]
    return getattr(getattr(model, "snippet_viewset", None), "bulk_actions", ())


def _records(request: HttpRequest, model: type) -> QuerySet:
    """The records of a model that are a person's to meet; Http404 for a model that is nobody's."""
    if model in BULK:
        return BULK[model][0](request, {})
    if issubclass(model, Page):
        return model.objects.filter(pk__in=pages_of(request))
    if not hasattr(model._default_manager, "editable_by"):
        raise Http404
    return model._default_manager.editable_by(request.user)


def guard_bulk(request: HttpRequest, kwargs: Mapping[str, Any]) -> None:
    model = _model_named(kwargs)
    if kwargs["action"] not in _bulk_actions_of(model):
        raise Http404
    records = _records(request, model)
    ids = request.GET.getlist("id")
    if "all" in ids:
        # Wagtail takes every record of the model, or of a parent. Ours narrow it themselves (`CouncilBulkAction`).
        if model is Page:
            if not doors.is_in(records, request.GET.get("childOf", "")):
                raise Http404
        elif not hasattr(model, "snippet_viewset"):
            raise Http404
        ids = [each for each in ids if each != "all"]
    if not all(doors.is_in(records, each) for each in ids):
        raise Http404


def guard_session(request: HttpRequest, kwargs: Mapping[str, Any]) -> None:
    """A session that is there is the person's own; one that is not is made anew."""
    if EditingSession.objects.filter(pk=kwargs["session_id"]).exclude(user=request.user).exists():
        raise Http404


def guard_editing_session(request: HttpRequest, kwargs: Mapping[str, Any]) -> None:
    """Who else has a record open: asked for by model and key."""
    guard_session(request, kwargs)
    if not doors.is_in(_records(request, _model_named(kwargs)), kwargs["object_id"]):
        raise Http404


def guard_setting(request: HttpRequest, kwargs: Mapping[str, Any]) -> None:
    if kwargs["app_name"] != "cms":
        raise Http404


# --- The doors -----------------------------------------------------------------------------------------

_PAGE_ARGUMENTS = {
    "page_id": pages_of,
    "parent_page_id": pages_of,
    "page_to_move_id": pages_of,
    "destination_id": pages_of,
    "pk": pages_of,
    **within("page_id", Page),
}
_PAGE_WORDS = frozenset(
    {
        "content_type_app_name",
        "content_type_model_name",
        "app_label",
        "model_name",
        "action_name",
        "revision_id_a",
        "revision_id_b",
    }
)


def wagtails() -> dict[str, Door]:
    """Wagtail's own doors that are open to officers."""
    pages = Door(args=_PAGE_ARGUMENTS, plain=_PAGE_WORDS)
    images = Door(
        args={"image_id": images_of, "pk": images_of, "uploaded_file_id": uploads_of},
        query={"id": images_of},
        plain=frozenset({"filter_spec"}),
    )
    documents = Door(
        args={
            "document_id": documents_of,
            "doc_id": documents_of,
            "pk": documents_of,
            "uploaded_file_id": uploads_of,
        },
        query={"id": documents_of},
    )
    settings = Door(
        role=Role.ADMINISTRATOR,
        args={"pk": sites_of},
        plain=frozenset({"app_name", "model_name"}),
        guard=guard_setting,
    )
    open_to_all = (
        "wagtailadmin_home wagtailadmin_account wagtailadmin_logout wagtailadmin_dismissibles "
        "wagtailadmin_block_preview wagtailadmin_explore_root wagtailadmin_choose_page "
        "wagtailadmin_choose_page_search wagtailadmin_choose_page_external_link "
        "wagtailadmin_choose_page_email_link wagtailadmin_choose_page_phone_link "
        "wagtailadmin_choose_page_anchor_link wagtailembeds"
    )
    # These search and count the pages of all councils, and the last names every council's groups
    shut = "search search_results type_use type_use_results set_privacy"
    described = {
        **{name: Door() for name in open_to_all.split()},
        **{f"wagtailadmin_pages:{name}": Door(is_closed=True) for name in shut.split()},
        "wagtailadmin_explore": pages,
        "wagtailadmin_explore_results": pages,
        "wagtailadmin_pages": pages,
        "wagtailadmin_pages:revisions_compare": Door(positional=(pages_of, None, None)),
        # Publishes, copies and moves by program; Wagtail's own screens never ask for it
        "wagtailadmin_api:pages:action": Door(is_closed=True),
        "wagtailadmin_api:pages": Door(args={"pk": pages_of}, plain=frozenset({"action_name"})),
        "wagtailadmin_choose_page_child": pages,
        "wagtailadmin_choose_page_chosen_multiple": Door(query={"id": pages_of}),
        "wagtail_bulk_action": Door(plain=frozenset({"app_label", "model_name", "action"}), guard=guard_bulk),
        "wagtailadmin_editing_sessions:ping": Door(
            plain=frozenset({"app_label", "model_name", "object_id", "session_id"}),
            guard=guard_editing_session,
        ),
        "wagtailadmin_editing_sessions:release": Door(plain=frozenset({"session_id"}), guard=guard_session),
        "wagtailimages": images,
        "wagtailimages_chooser": images,
        "wagtaildocs": documents,
        "wagtaildocs_chooser": documents,
        "wagtailsettings:edit": settings,
        "wagtailsettings:preview_on_edit": settings,
    }
    return {name: replace(door, is_wagtails=True) for name, door in described.items()}
