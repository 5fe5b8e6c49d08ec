"""No door of the admin leads to another council: every address, every bulk action, every list."""

import itertools
import json
import re
from urllib.parse import urlencode

import pytest
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core import mail
from django.urls import NoReverseMatch, URLPattern, get_resolver, reverse
from wagtail.admin.views.bulk_action.registry import bulk_action_registry
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import ModelLogEntry, Page, PageLogEntry, Revision, TaskState, Workflow
from wagtail.snippets.models import get_snippet_models

from localoffer.accounts import actions, posted
from localoffer.accounts.models import Role
from localoffer.accounts.moderation import WORKFLOW
from localoffer.directory.models import Location, Organization, Service
from tests.accounts.foreign import Records, records_of
from tests.factories.accounts import UserFactory
from tests.factories.directory import ServiceFactory

OWN, FOREIGN = "Ownmark", "Zanzibar"

# Who may is asked before any record is: no database sees it otherwise
pytestmark = [pytest.mark.once, pytest.mark.references]

# Words that stand in an address beside the keys of records
WORDS = {
    "action_name": "approve",
    "action": "delete",
    "content_type_app_name": "pages",
    "content_type_model_name": "homepage",
    "app_label": "directory",
    "model_name": "service",
    "app_name": "cms",
    "filter_spec": "width-100",
    "uidb64": "MQ",
    "token": "set-password",
    "vocabulary": "kind",
    "criterion": "appeals",
    "starter_key": "hub-about",
    "mode": "preview",
}
# Open to people who have not signed in, and so about nobody's records
OUTSIDE = re.compile(r"password_reset|login|logout|sprite|javascript_catalog")


def admin_addresses():
    """(name to reverse by, [names of arguments], how many arguments have no name) for every address of the admin."""
    found = []

    def walk(resolver, namespaces):
        for pattern in resolver.url_patterns:
            if isinstance(pattern, URLPattern):
                if pattern.name:
                    groups = pattern.pattern.regex
                    unnamed = groups.groups - len(groups.groupindex)
                    name = ":".join([*namespaces, pattern.name])
                    found.append((name, list(groups.groupindex), 0 if groups.groupindex else unnamed))
            else:
                walk(pattern, [*namespaces, pattern.namespace] if pattern.namespace else namespaces)

    for pattern in get_resolver().url_patterns:
        if str(pattern.pattern) == "admin/":
            walk(pattern, [])
    return sorted({(name, tuple(args), unnamed) for name, args, unnamed in found})


ADDRESSES = admin_addresses()
BY_NAMESPACE = {}
for _model in get_snippet_models():
    _viewset = _model.snippet_viewset
    BY_NAMESPACE[_viewset.get_admin_url_namespace()] = _model
    BY_NAMESPACE[_viewset.get_chooser_admin_url_namespace()] = _model


class Walk:
    """Two councils full of records, and somebody who serves the one and once served the other."""

    def __init__(self, fenbridge, saltmere, role=Role.ADMINISTRATOR):
        self.council = fenbridge
        self.walker = UserFactory(username="walker")
        actions.give_role(self.walker, authority=saltmere.authority, role=Role.PUBLISHER)
        self.foreign = records_of(saltmere, FOREIGN, by=self.walker)
        actions.give_role(self.walker, authority=fenbridge.authority, role=role)
        self.own = records_of(fenbridge, OWN, by=self.walker)
        actions.take_role(self.walker, authority=saltmere.authority)
        self.walker.refresh_from_db()
        self.client = fenbridge.client(self.walker, raise_request_exception=True)

    def key(self, records: Records, name: str, argument: str):
        """The key of one of these records that the argument of an address can ask for."""
        if argument in WORDS:
            return WORDS[argument]
        if argument == "pk":
            for namespace in itertools.accumulate(name.split(":")[:-1], lambda a, b: f"{a}:{b}"):
                if model := BY_NAMESPACE.get(namespace):
                    return records.by_model[model].pk
            for part, model in (("image", "image_id"), ("doc", "document_id"), ("settings", "site")):
                if part in name:
                    return records.site if model == "site" else records.by_argument[model]
            return records.by_argument["page_id"]
        if argument in ("revision_id", "workflow_state_id") and name.startswith("wagtailadmin_pages"):
            return records.by_argument["page_revision" if argument == "revision_id" else "page_state"]
        if argument not in records.by_argument:
            raise AssertionError(
                f"{name} takes {argument!r}: give an example of another council's in tests/accounts/foreign.py"
            )
        return records.by_argument[argument]

    def answers(self, address: str):
        """What a GET and a POST of an address give, signed in as the walker."""
        yield self.client.get(address)
        yield self.client.post(address, {"next": "/admin/"})
        yield self.client.post(
            address, {"action-publish": "1"}, headers={"x-requested-with": "XMLHttpRequest"}
        )


@pytest.fixture
def walk(fenbridge, saltmere) -> Walk:
    made = Walk(fenbridge, saltmere)
    made.own.site, made.foreign.site = fenbridge.site.pk, saltmere.site.pk
    return made


def takes_a_record(arguments, unnamed) -> bool:
    return bool(unnamed) or any(argument not in WORDS for argument in arguments)


def state_of(records: Records) -> dict:
    """Everything that must not change in another council."""
    rows = {}
    for model, record in records.by_model.items():
        rows[model.__name__] = list(model._base_manager.filter(pk=record.pk).values())
    service = records.by_model[Service]
    kind = ContentType.objects.get_for_model(Service)
    rows["revisions"] = list(
        Revision.objects.filter(object_id__in=[str(service.pk), str(records.by_argument["page_id"])])
        .order_by("pk")
        .values_list("pk", "content")
    )
    rows["log"] = list(
        ModelLogEntry.objects.filter(content_type=kind, object_id=str(service.pk)).values_list("pk")
    )
    rows["pages"] = list(PageLogEntry.objects.filter(page=records.by_argument["page_id"]).values_list("pk"))
    rows["tasks"] = list(
        TaskState.objects.filter(workflow_state__object_id=str(service.pk)).values_list("pk", "status")
    )
    return rows


def test_every_address_with_another_councils_key_says_that_there_is_nothing(walk):
    before, wrong, walked = state_of(walk.foreign), [], 0

    for name, arguments, unnamed in ADDRESSES:
        if OUTSIDE.search(name) or not takes_a_record(arguments, unnamed):
            continue
        # Alone, and after one's own record, where an address asks for two
        records = [argument for argument in arguments if argument not in WORDS]
        mixes = [{}] + [{argument: walk.own} for argument in records[:1] if len(records) > 1]
        for mix in mixes:
            kwargs = {each: walk.key(mix.get(each, walk.foreign), name, each) for each in arguments}
            if mix and records[1:] and kwargs[records[1]] == walk.key(walk.own, name, records[1]):
                continue  # a task is the same for every council
            if "revision_id_a" in records and mix:
                continue  # revisions to compare are found among the record's own
            try:
                address = (
                    reverse(name, kwargs=kwargs)
                    if not unnamed
                    else reverse(
                        name, args=[walk.foreign.by_argument["page_id"], "earliest", "latest"][:unnamed]
                    )
                )
            except NoReverseMatch:
                address = reverse(name, args=list(kwargs.values()))
            for answer in walk.answers(address):
                walked += 1
                if answer.status_code not in (404, 405) or FOREIGN in answer.content.decode(errors="replace"):
                    wrong.append((name, address, answer.status_code))

    assert wrong == []
    assert walked > 300
    assert state_of(walk.foreign) == before


# Wagtail leaves a temporary file to the garbage collector somewhere among its pages
@pytest.mark.filterwarnings("ignore:.*SpooledTemporaryFile:pytest.PytestUnraisableExceptionWarning")
def test_no_page_without_a_key_shows_another_councils_words(walk):
    seen, wrong = {}, []

    for name, arguments, unnamed in ADDRESSES:
        if OUTSIDE.search(name) or takes_a_record(arguments, unnamed):
            continue
        address = reverse(name, kwargs={each: WORDS[each] for each in arguments})
        for query in ("", f"?q={FOREIGN}", "?p=1&export=csv", "?term=Zan"):
            if name in ("wagtailadmin_error_test",):
                continue
            answer = walk.client.get(address + query, follow=True)
            content = b"".join(answer.streaming_content) if answer.streaming else answer.content
            text = content.decode(errors="replace")
            # What was typed is shown again: a name is the word and another behind it
            if found := re.search(rf"{FOREIGN}(?: |\\u0020)\w+", text):
                wrong.append((name, query, found.group(0)))
            seen[name] = seen.get(name, False) or OWN in text

    assert wrong == []
    # And that these pages show something at all
    for name in (
        "wagtailsnippets_directory_service:list",
        "wagtailsnippets_directory_organization:list",
        "wagtailsnippets_directory_location:list",
        "wagtailsnippetchoosers_directory_organization:choose",
        "wagtailadmin_home",
        "wagtailimages:index",
        "wagtaildocs:index",
        "accounts:people",
        "voice_problems:list",
        "compliance_duties",
        "compliance_duty",
    ):
        assert seen[name], f"{name} does not show the council's own"


def bulk_actions():
    bulk_action_registry._scan_for_bulk_actions()
    return [
        (app, model, action)
        for app, models in bulk_action_registry.actions.items()
        for model, actions_of_model in models.items()
        for action in actions_of_model
    ]


@pytest.mark.parametrize("with_own", [False, True], ids=["alone", "among one’s own"])
def test_no_bulk_action_takes_another_councils_record(walk, with_own):
    before, wrong = state_of(walk.foreign), []

    for app, model, action in bulk_actions():
        by_name = {(m._meta.app_label, m._meta.model_name): m for m in walk.foreign.by_model}
        found = by_name.get((app, model))
        ids = [walk.foreign.by_model[found].pk] if found else [1]
        if with_own and found:
            ids.insert(0, walk.own.by_model[found].pk)
        query = urlencode({"id": ids}, doseq=True)
        address = reverse("wagtail_bulk_action", args=[app, model, action]) + f"?{query}&next=/admin/"
        for answer in walk.answers(address):
            if answer.status_code != 404 or FOREIGN in answer.content.decode(errors="replace"):
                wrong.append((app, model, action, answer.status_code))

    assert wrong == []
    assert state_of(walk.foreign) == before


def test_all_in_a_bulk_action_means_all_of_ones_own(walk):
    before = state_of(walk.foreign)

    for app, model, action in bulk_actions():
        address = reverse("wagtail_bulk_action", args=[app, model, action]) + "?id=all&next=/admin/"
        for answer in walk.answers(address):
            assert FOREIGN not in answer.content.decode(errors="replace"), (app, model, action)

    assert state_of(walk.foreign) == before


def test_another_councils_ids_in_a_query_are_not_taken(walk):
    page, service = walk.foreign.by_argument["page_id"], walk.foreign.by_model[Service].pk
    asked = [
        (reverse("wagtailadmin_choose_page_chosen_multiple"), {"id": page}),
        (reverse("wagtailsnippetchoosers_directory_service:chosen_multiple"), {"id": service}),
        (reverse("wagtailimages_chooser:chosen_multiple"), {"id": walk.foreign.by_argument["image_id"]}),
        (reverse("wagtaildocs_chooser:chosen_multiple"), {"id": walk.foreign.by_argument["document_id"]}),
    ]

    for address, query in asked:
        assert walk.client.get(address, query).status_code == 404, address


def test_the_api_of_the_admin_knows_no_pages_of_another_council(walk):
    for query in (
        "",
        "?child_of=root",
        "?for_explorer=1",
        f"?child_of={walk.foreign.by_argument['page_id']}",
    ):
        answer = walk.client.get(f"/admin/api/main/pages/{query}")

        assert FOREIGN not in answer.content.decode()
    for kind in ("images", "documents"):
        assert walk.client.get(f"/admin/api/main/{kind}/").status_code == 404


@pytest.mark.parametrize("model", [Organization, Location])
def test_another_councils_record_posted_in_a_form_is_refused_without_its_name(walk, model):
    service = walk.own.by_model[Service]
    service.locked = False
    service.save()
    address = reverse("wagtailsnippets_directory_service:edit", args=[service.pk])
    posted = form_of(walk.client.get(address))
    key = str(walk.foreign.by_model[model].pk)
    posted["organization" if model is Organization else "service_at_locations-0-location"] = key

    answer = walk.client.post(address, posted)

    form = answer.context["form"]
    refused = form.errors if model is Organization else form.formsets["service_at_locations"].errors[0]
    assert list(refused) == ["organization" if model is Organization else "location"]
    assert FOREIGN not in answer.content.decode()


def form_of(answer) -> dict:
    """What a browser would post of an edit form left as it is."""
    form = answer.context["form"]
    posted = {}
    for bound in [form, *(f for s in form.formsets.values() for f in s.forms)]:
        for field in bound:
            value = field.value()
            if value is None or value is False:
                continue
            posted[field.html_name] = [str(v) for v in value] if isinstance(value, list) else str(value)
    for formset in form.formsets.values():
        posted |= {field.html_name: field.value() for field in formset.management_form}
    posted["description"] = "null"
    return posted


def link_to(page) -> str:
    """A text with a link to a page, as Wagtail's editor posts it."""
    block = {
        "key": "aaaaa",
        "text": "here",
        "type": "unstyled",
        "depth": 0,
        "inlineStyleRanges": [],
        "entityRanges": [{"key": 0, "offset": 0, "length": 4}],
    }
    entity = {"type": "LINK", "mutability": "MUTABLE", "data": {"id": page, "url": "/x/"}}
    return json.dumps({"blocks": [block], "entityMap": {"0": entity}})


def test_another_councils_page_or_picture_posted_in_a_form_of_wagtails_is_refused(walk):
    settings = reverse("wagtailsettings:edit", args=["cms", "councilsettings", walk.own.site])
    page = reverse("wagtailadmin_pages:edit", args=[walk.council.site.root_page.pk])
    foreign, own = walk.foreign.by_argument, walk.own.by_argument
    service = address_of_edit(walk.own.by_model[Service])

    for address, given in (
        (settings, {"logo": foreign["image_id"]}),
        (settings, {"menu-0-value-page": foreign["page_id"], "menu-0-type": "link", "menu-count": "1"}),
        (page, {"about": link_to(foreign["page_id"])}),
        (service, {"description": link_to(foreign["page_id"])}),
        # However it is spelled
        (settings, {"logo": f" +{foreign['image_id']} "}),
        (service, {"description": link_to(foreign["page_id"]).replace("entityMap", r"entity\u004dap")}),
        (reverse("wagtailadmin_pages:copy", args=[own["page_id"]]), {"new_parent_page": foreign["page_id"]}),
        (
            reverse("wagtail_bulk_action", args=["wagtailcore", "page", "move"]) + f"?id={own['page_id']}",
            {"chooser": foreign["page_id"]},
        ),
    ):
        answer = walk.client.post(address, given)
        assert answer.status_code == 404, given
    # And one's own are taken
    whole = form_of(walk.client.get(service))
    taken = walk.client.post(service, whole | {"description": link_to(own["page_id"])})
    assert taken.status_code == 302


def address_of_edit(service) -> str:
    return reverse("wagtailsnippets_directory_service:edit", args=[service.pk])


def test_every_field_of_ours_for_a_page_picture_or_document_is_looked_at():
    wanted = (Page, get_image_model(), get_document_model())
    unknown = []
    for model in apps.get_models():
        if not model.__module__.startswith("localoffer."):
            continue
        for field in model._meta.get_fields():
            to = getattr(field, "related_model", None)
            is_ours = field.concrete and field.is_relation and isinstance(to, type) and issubclass(to, wanted)
            if is_ours and field.editable and not field.primary_key and field.name not in posted.FIELDS:
                unknown.append(f"{model.__name__}.{field.name}")

    assert unknown == [], "Name these in localoffer/accounts/posted.py"


def test_a_councils_document_is_not_served_on_anothers_host(walk, saltmere):
    there = walk.foreign.by_model[get_document_model()]
    address = reverse("wagtaildocs_serve", args=[there.pk, there.filename])

    served = saltmere.client().get(address)
    assert b"".join(served.streaming_content) == b"x"
    for (
        close
    ) in served._resource_closers:  # the file alone: closing the answer would end this test's transaction
        close()
    assert walk.council.client().get(address).status_code == 404


def test_somebody_of_another_council_is_told_where_to_go(saltmere, fenbridge):
    client = fenbridge.client(saltmere.officer(Role.ADMINISTRATOR))

    home = client.get("/admin/")
    deeper = client.get(reverse("wagtailsnippets_directory_service:list"))

    assert home.status_code == 403
    assert "http://saltmere.test/admin/" in home.content.decode()
    assert deeper.headers["location"] == "/admin/"


def test_a_person_of_two_councils_sees_one_at_a_time(saltmere, fenbridge):
    both = fenbridge.officer(Role.PUBLISHER)
    actions.give_role(both, authority=saltmere.authority, role=Role.EDITOR)
    here = records_of(fenbridge, OWN, by=both)
    there = records_of(saltmere, FOREIGN, by=both)
    list_address = reverse("wagtailsnippets_directory_service:list")

    seen_here = fenbridge.client(both).get(list_address).content.decode()
    seen_there = saltmere.client(both).get(list_address).content.decode()

    assert [word in seen_here for word in (OWN, FOREIGN)] == [True, False]
    assert [word in seen_there for word in (OWN, FOREIGN)] == [False, True]
    edit = reverse("wagtailsnippets_directory_service:edit", args=[there.by_model[Service].pk])
    assert fenbridge.client(both).get(edit).status_code == 404
    assert saltmere.client(both).get(edit).status_code == 200
    assert here.by_model[Page]


@pytest.mark.filterwarnings("ignore:.*SpooledTemporaryFile:pytest.PytestUnraisableExceptionWarning")
def test_a_person_of_two_councils_meets_the_pages_and_files_of_one_at_a_time(saltmere, fenbridge):
    both = fenbridge.officer(Role.PUBLISHER)
    actions.give_role(both, authority=saltmere.authority, role=Role.EDITOR)
    records_of(fenbridge, OWN, by=both)
    records_of(saltmere, FOREIGN, by=both)
    client = fenbridge.client(both)

    for address in (
        "/admin/",
        "/admin/pages/",
        "/admin/api/main/pages/",
        reverse("wagtailimages:index"),
        reverse("wagtaildocs:index"),
        reverse("wagtailimages_chooser:choose"),
        reverse("wagtaildocs_chooser:choose"),
        reverse("wagtailimages:add"),
        reverse("wagtailimages:add_multiple"),
    ):
        assert FOREIGN not in client.get(address, follow=True).content.decode(), address


def test_an_address_typed_as_a_link_names_no_page_of_another_council(walk, saltmere):
    page = Page.objects.get(pk=walk.foreign.by_argument["page_id"])
    typed = {
        "external-link-chooser-url": f"http://saltmere.test/{page.slug}/",
        "external-link-chooser-link_text": "x",
    }

    answer = walk.client.post(reverse("wagtailadmin_choose_page_external_link"), typed)

    assert FOREIGN not in answer.content.decode().replace(page.slug, "")


def test_somebody_who_no_longer_works_here_is_not_written_to_about_her_draft(fenbridge):
    gone, moderator = fenbridge.officer(Role.EDITOR), fenbridge.officer(Role.MODERATOR)
    service = ServiceFactory(owner=fenbridge.authority, live=False)
    service.save_revision(user=gone)
    state = Workflow.objects.get(name=WORKFLOW).start(service, gone)
    actions.take_role(gone, authority=fenbridge.authority)
    mail.outbox.clear()

    state.refresh_from_db()
    state.current_task_state.specific.reject(user=moderator)

    assert [to for message in mail.outbox for to in message.to if to == gone.email] == []


def test_a_publisher_of_one_council_who_is_an_editor_of_another_publishes_for_the_first_only(
    saltmere, fenbridge
):
    both = fenbridge.officer(Role.PUBLISHER)
    actions.give_role(both, authority=saltmere.authority, role=Role.EDITOR)

    both.acting_for = fenbridge.authority
    may_here = both.has_perm("directory.publish_service")
    both.acting_for = saltmere.authority
    may_there = both.has_perm("directory.publish_service")

    assert (may_here, may_there) == (True, False)
