"""Another council's records, of every kind an address of the admin can ask for, all bearing one word.

The walker once worked there: edited, locked and submitted its records, and no longer does.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone
from wagtail.admin.models import EditingSession
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.log_actions import log
from wagtail.models import Locale, Page, UploadedFile, Workflow
from wagtail.snippets.models import get_snippet_models
from wagtail_localize.models import Translation, TranslationSource

from localoffer.accounts.models import CouncilGroup, Membership, Role, SavedView
from localoffer.accounts.moderation import WORKFLOW
from localoffer.cms.models import Alert, GlossaryTerm
from localoffer.compliance.models import Confirmation
from localoffer.directory import bin
from localoffer.directory.models import (
    ImportJob,
    ImportMapping,
    ImportRun,
    Location,
    Organization,
    OwnQuestions,
    Service,
)
from localoffer.directory.term_actions import add_term
from localoffer.finder.models import OwnWords
from localoffer.pages.models import HomePage, KeyDate, QuestionPage
from localoffer.updates.models import Issue
from tests.factories.accounts import officer
from tests.factories.directory import LocationFactory, OrganizationFactory, ServiceFactory, term
from tests.factories.voice import ProblemReportFactory


@dataclass
class Records:
    """A council's records: by model, and by the name of an argument of the admin's addresses."""

    word: str
    by_model: dict[type, Any] = field(default_factory=dict)
    by_argument: dict[str, Any] = field(default_factory=dict)


def records_of(council, word: str, *, by) -> Records:
    """Something of every kind in a council, each with `word` in its name, made by somebody."""
    made = Records(word)
    organization = OrganizationFactory(owner=council.authority, name=f"{word} organisation")
    location = LocationFactory(owner=council.authority, name=f"{word} hall", city=f"{word} town")
    service = ServiceFactory(
        owner=council.authority, organization=organization, name=f"{word} service", at=[location]
    )
    service.name = f"{word} draft of a service"
    revision = service.save_revision(user=by)
    log(service, "wagtail.edit", user=by)
    state = Workflow.objects.get(name=WORKFLOW).start(service, by)
    service.refresh_from_db()
    service.locked, service.locked_by = True, by
    service.save()

    page = council.site.root_page.add_child(
        instance=HomePage(title=f"{word} page", slug=f"{word.lower()}-page", owner=by)
    )
    page_revision = page.save_revision(user=by, log_action=True)
    page.locked, page.locked_by = True, by
    page.save()
    page_state = Workflow.objects.get(name=WORKFLOW).start(page, by)
    collection = CouncilGroup.objects.filter(authority=council.authority).first().collection
    collection.name = f"{word} files"
    collection.save()
    image = get_image_model().objects.create(
        title=f"{word} picture", file=get_test_image_file(), collection=collection, uploaded_by_user=by
    )
    document = get_document_model().objects.create(
        title=f"{word} paper", file=ContentFile(b"x", name=f"{word}.txt"), collection=collection
    )
    somebody = officer(council.authority, Role.EDITOR, first_name=word, last_name="Officer")
    upload = UploadedFile.objects.create(file=ContentFile(b"x", name="u.txt"), uploaded_by_user=somebody)
    session = EditingSession.objects.create(
        user=somebody, content_object=service, last_seen_at=revision.created_at
    )
    made.by_model = {
        Service: service,
        Organization: organization,
        Location: location,
        Page: page,
        get_image_model(): image,
        get_document_model(): document,
    }
    made.by_argument = {
        "page_id": page.pk,
        "parent_page_id": page.pk,
        "page_to_move_id": page.pk,
        "destination_id": page.pk,
        "page_pk": page.pk,
        "image_id": image.pk,
        "document_id": document.pk,
        "doc_id": document.pk,
        "uploaded_file_id": upload.pk,
        "collection_id": collection.pk,
        "revision_id": revision.pk,
        "revision_id_a": revision.pk,
        "revision_id_b": revision.pk,
        "task_state_id": state.current_task_state_id,
        "task_id": state.current_task_state.task_id,
        "workflow_state_id": state.pk,
        "workflow_pk": state.workflow_id,
        "object_id": service.pk,
        "session_id": session.pk,
        "membership_id": Membership.objects.get(user=somebody).pk,
        "redirect_id": Redirect.objects.create(
            old_path=f"/{word.lower()}", site=council.site, redirect_page=page
        ).pk,
        "page_revision": page_revision.pk,
        "page_state": page_state.pk,
    }
    for beside in BESIDE:
        beside(council, word, by)
    for model in get_snippet_models():
        if model not in made.by_model:
            made.by_model[model] = EXAMPLES[model](council, word, by)
    for name, example in ARGUMENTS.items():
        made.by_argument[name] = example(council, word, by).pk
    return made


# What other rooms add: a record of a model with screens in the admin, or behind an argument of an address. Each is a
# function of (council, word, by).
EXAMPLES: dict[type, Any] = {
    GlossaryTerm: lambda council, word, by: GlossaryTerm.objects.create(
        owner=council.authority, term=f"{word} team", short="Helps."
    ),
    Alert: lambda council, word, by: Alert.objects.create(
        owner=council.authority, title=f"{word} alert", ends_at=timezone.now() + timedelta(days=9)
    ),
    OwnWords: lambda council, word, by: OwnWords.objects.create(owner=council.authority, say=f"{word} words"),
    Issue: lambda council, word, by: _issue(council, word, by),
    KeyDate: lambda council, word, by: KeyDate.objects.create(
        owner=council.authority, title=f"{word} date", on=timezone.localdate()
    ),
    OwnQuestions: lambda council, word, by: OwnQuestions.objects.create(
        owner=council.authority, kind=_term(council, f"{word} kind", by), parent=f"What does {word} cost?"
    ),
}
ARGUMENTS: dict[str, Any] = {
    "view_id": lambda council, word, by: SavedView.objects.create(
        user=officer(council.authority), authority=council.authority, name=word, list_name="accounts:people"
    ),
    "job_id": lambda council, word, by: ImportJob.objects.create(
        authority=council.authority, by=by, file_name=f"{word}.csv", source=word
    ),
    "run_id": lambda council, word, by: ImportRun.objects.create(
        authority=council.authority, source=word, started_at=timezone.now(), finished_at=timezone.now()
    ),
    "mapping_id": lambda council, word, by: ImportMapping.objects.create(
        owner=council.authority, name=word, source=word, text="columns:\n  Ref: id\n  Title: name\n"
    ),
    "problem_id": lambda council, word, by: ProblemReportFactory(
        service=ServiceFactory(owner=council.authority, name=f"{word} club"),
        words=f"{word} words of a family",
    ),
}


def _issue(council, word, by):
    slug = f"{word.lower()}-{Issue.objects.count()}"
    return Issue.objects.create(owner=council.authority, title=f"{word} issue", slug=slug, opening="Hello")


ARGUMENTS["issue_id"] = _issue


def _translated(council, word, by):
    """A page of the council that is being translated into Polish."""
    found = Translation.objects.filter(source__object_repr=f"{word} question").first()
    if found is None:
        page = QuestionPage(
            title=f"{word} question", slug=f"{word.lower()}-question", answer=f"{word} answer"
        )
        Page.objects.get(pk=council.site.root_page_id).add_child(instance=page)
        source, _ = TranslationSource.get_or_create_from_instance(page)
        polish = Locale.objects.get(language_code="pl")
        found = Translation.objects.create(source=source, target_locale=polish)
        found.save_target(user=by, publish=False)
    return found


ARGUMENTS["translation_id"] = _translated
ARGUMENTS["translation_source_id"] = lambda *council_word_by: _translated(*council_word_by).source
ARGUMENTS["string_segment_id"] = lambda *council_word_by: _translated(
    *council_word_by
).source.stringsegment_set.first()
# A door that is shut: any key will do
ARGUMENTS["overridable_segment_id"] = ARGUMENTS["string_segment_id"]


def _in_the_bin(factory):
    """A record that has been put in the bin."""

    def make(council, word, by):
        record = factory(owner=council.authority, name=f"{word} binned")
        bin.put_in_bin(record, by=by)
        return record

    return make


for _kind, _factory in (
    ("service", ServiceFactory),
    ("organization", OrganizationFactory),
    ("location", LocationFactory),
):
    for _argument in (f"{_kind}_id", f"other_{_kind}_id"):
        ARGUMENTS[_argument] = lambda council, word, by, make=_factory: make(
            owner=council.authority, name=f"{word} other"
        )
    ARGUMENTS[f"binned_{_kind}_id"] = _in_the_bin(_factory)


def _term(council, word, by):
    kind = term("kind", "fun").taxonomy
    return add_term(kind, name=f"{word} term", owner=council.authority, by=by)


ARGUMENTS["term_id"] = _term


# What can be read on screens whose addresses name no record
BESIDE: list[Any] = [
    lambda council, word, by: Confirmation.objects.create(
        authority=council.authority,
        criterion="appeals",
        computed="gap",
        status="gap",
        note=f"{word} note",
        planned=f"{word} plan",
        by_name=f"{word} officer",
    ),
]
