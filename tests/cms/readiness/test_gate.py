"""No door of the admin lets an unready page through to families, and nothing that was typed is lost."""

import re
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
import wagtail
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.utils import timezone
from wagtail.blocks import CharBlock, ListBlock, RichTextBlock, StreamBlock, StructBlock, TextBlock
from wagtail.images.blocks import ImageChooserBlock
from wagtail.models import Page, Workflow
from wagtail.rich_text import RichText
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text

from localoffer.accounts.models import Role
from localoffer.accounts.moderation import WORKFLOW
from localoffer.cms.models import CouncilSettings, PageCare, ReadinessOverride
from localoffer.cms.readiness import gate
from localoffer.cms.readiness.pages import of_blocks, readiness, texts_of
from localoffer.pages.models import HomePage

PLAIN = "<p>You can ask for help.</p>"
BLANK = "<p>Ring us on [[your number]].</p>"
WARNED = "<p>Ask the XYZ team.</p>"
WHY = "The team is called so by everybody here."


@pytest.fixture
def fenbridge(db, kept_fenbridge):
    return kept_fenbridge()


@pytest.fixture
def homes_within_homes(monkeypatch):
    """A first page may stand below another here, so that one can be made and copied in the editor."""
    for name, value in {
        "parent_page_types": None,
        "subpage_types": None,
        "_clean_parent_page_models": None,
        "_clean_subpage_models": None,
    }.items():
        monkeypatch.setattr(HomePage, name, value, raising=False)


@pytest.fixture
def publisher(fenbridge):
    return fenbridge.officer(Role.PUBLISHER, first_name="Amara", last_name="Bell")


def page_of(fenbridge, about=PLAIN, *, owner="SEND team", title="Help", live=False):
    page = HomePage(title=title, slug=title.lower(), about=about, live=live)
    if owner:
        page.care = [PageCare(owner=owner)]
    Page.objects.get(pk=fenbridge.site.root_page_id).add_child(instance=page)
    page.save_revision()
    return page


def typed(about, page=None, *, title="Help", action="action-publish", owner="SEND team", **more):
    """What the editor posts: of a page that is there already, or of a new one."""
    care = {"owner": owner, "review_every": "12"}
    if page is not None:
        care["id"] = str(page.care.first().pk)
    return nested_form_data(
        {
            "title": title,
            "slug": title.lower(),
            "heading": "Find help",
            "lead": "",
            "about": rich_text(about),
            "seo_title": "",
            "search_description": "",
            "care": inline_formset([care], initial=0 if page is None else 1),
            "duties_served": inline_formset([]),
            "comments": inline_formset([]),
            action: "1",
            **more,
        }
    )


def is_live(page):
    return Page.objects.get(pk=page.pk).live


def drafted(page):
    return HomePage.objects.get(pk=page.pk).get_latest_revision_as_object().about


# --- The editor ------------------------------------------------------------------------------------------


def test_a_publisher_publishes_a_page_that_is_ready(fenbridge, publisher):
    page = page_of(fenbridge)

    fenbridge.client(publisher).post(f"/admin/pages/{page.pk}/edit/", typed(PLAIN, page))

    assert is_live(page)


def test_a_page_with_a_blank_is_not_published_but_kept_as_a_draft_and_the_reason_is_given(
    fenbridge, publisher
):
    page = page_of(fenbridge)
    hers = fenbridge.client(publisher)

    answer = hers.post(f"/admin/pages/{page.pk}/edit/", typed(BLANK, page), follow=True)

    assert not is_live(page)
    assert "[[your number]]" in drafted(page)
    told = answer.content.decode()
    assert "Your changes are saved as a draft." in told
    assert "Fill in this blank" in told
    assert "[[your number]]" in told
    assert "Publish with this note" not in told


def test_what_families_read_stays_while_the_next_draft_is_not_ready(fenbridge, publisher):
    page = page_of(fenbridge)
    hers = fenbridge.client(publisher)
    hers.post(f"/admin/pages/{page.pk}/edit/", typed(PLAIN, page))

    hers.post(f"/admin/pages/{page.pk}/edit/", typed(BLANK, page))

    page.refresh_from_db()
    assert page.live
    assert "You can ask" in page.about
    assert "[[your number]]" in drafted(page)


def test_a_new_page_that_is_not_ready_is_kept_and_no_family_sees_it(fenbridge, publisher, homes_within_homes):
    hers = fenbridge.client(publisher)

    answer = hers.post(
        f"/admin/pages/add/pages/homepage/{fenbridge.site.root_page_id}/",
        typed(BLANK, title="Fresh"),
        follow=True,
    )

    page = HomePage.objects.get(slug="fresh")
    assert not page.live
    assert "[[your number]]" in drafted(page)
    assert "Fill in this blank" in answer.content.decode()
    assert fenbridge.client().get(page.get_url() or "/fresh/").status_code == 404


def test_a_new_page_asks_at_once_who_looks_after_it_and_its_draft_is_kept_without_an_answer(
    fenbridge, publisher, homes_within_homes
):
    hers = fenbridge.client(publisher)
    address = f"/admin/pages/add/pages/homepage/{fenbridge.site.root_page_id}/"

    assert 'name="care-0-owner"' in hers.get(address).content.decode()

    draft = typed(PLAIN, title="Fresh", owner="", action="action-save")
    hers.post(address, draft)

    fresh = HomePage.objects.get(slug="fresh")
    assert "You can ask for help." in drafted(fresh)
    assert not fresh.live


def test_a_page_cannot_be_agreed_for_an_hour_to_come_while_it_is_not_ready(fenbridge, publisher):
    page = page_of(fenbridge)
    tomorrow = (timezone.localtime() + timedelta(days=1)).strftime("%Y-%m-%d %H:%M")

    fenbridge.client(publisher).post(f"/admin/pages/{page.pk}/edit/", typed(BLANK, page, go_live_at=tomorrow))

    assert page.get_latest_revision().approved_go_live_at is None
    assert not page.revisions.exclude(approved_go_live_at=None).exists()


def test_the_clock_publishes_what_was_ready_when_its_hour_was_agreed(fenbridge, publisher):
    page = page_of(fenbridge)
    tomorrow = (timezone.localtime() + timedelta(days=1)).strftime("%Y-%m-%d %H:%M")
    fenbridge.client(publisher).post(f"/admin/pages/{page.pk}/edit/", typed(PLAIN, page, go_live_at=tomorrow))
    page.revisions.exclude(approved_go_live_at=None).update(approved_go_live_at=timezone.now())
    for revision in page.revisions.exclude(approved_go_live_at=None):
        revision.content["go_live_at"] = timezone.now().isoformat()
        revision.save()

    call_command("publish_scheduled")

    assert is_live(page)


# --- Warnings and notes --------------------------------------------------------------------------------


def test_a_warning_stops_until_somebody_says_why_it_may_stand(fenbridge, publisher):
    page = page_of(fenbridge)
    hers = fenbridge.client(publisher)
    shown = hers.post(f"/admin/pages/{page.pk}/edit/", typed(WARNED, page), follow=True).content.decode()
    assert not is_live(page)
    assert "Explain XYZ" in shown
    assert "Publish with this note" in shown

    answer = hers.post(f"/admin/page-readiness/{page.pk}/", {"note": WHY})

    assert answer.status_code == 302
    assert is_live(page)
    kept = ReadinessOverride.objects.get(page=page)
    assert (kept.by_name, kept.note) == ("Amara Bell", WHY)
    assert [warning["quote"] for warning in kept.warnings] == ["XYZ"]


def test_a_note_of_one_word_is_no_reason_and_is_given_back(fenbridge, publisher):
    page = page_of(fenbridge, WARNED)

    answer = fenbridge.client(publisher).post(f"/admin/page-readiness/{page.pk}/", {"note": "because"})

    assert answer.status_code == 422
    assert "Say in a sentence why" in answer.content.decode()
    assert ">because</textarea>" in answer.content.decode()
    assert not is_live(page)


def test_a_note_covers_what_it_was_written_about_and_nothing_new(fenbridge, publisher):
    page = page_of(fenbridge, WARNED)
    publisher.acting_for = fenbridge.authority
    gate.accept_warnings(page, by=publisher, note=WHY)

    assert gate.what_stops(page) == []
    page.about = WARNED + "<p>Ask the QQQ team.</p>"
    assert [problem.quote for problem in gate.what_stops(page)] == ["QQQ"]


def test_no_note_lets_a_blank_through(fenbridge, publisher):
    page = page_of(fenbridge, WARNED + BLANK)

    with pytest.raises(gate.NotReadyError):
        gate.accept_warnings(page, by=publisher, note=WHY)
    assert not ReadinessOverride.objects.exists()


def test_an_editor_who_may_not_publish_accepts_no_warnings(fenbridge):
    page = page_of(fenbridge, WARNED)

    with pytest.raises(PermissionDenied):
        gate.accept_warnings(page, by=fenbridge.officer(Role.EDITOR), note=WHY)


def test_a_page_that_is_ready_needs_no_note(fenbridge, publisher):
    with pytest.raises(ValidationError, match="nothing to accept"):
        gate.accept_warnings(page_of(fenbridge), by=publisher, note=WHY)


# --- Moderation ----------------------------------------------------------------------------------------


def test_a_moderator_cannot_approve_what_is_not_ready_and_it_waits_on(fenbridge):
    page = page_of(fenbridge, BLANK)
    editor, moderator = fenbridge.officer(Role.EDITOR), fenbridge.officer(Role.MODERATOR)
    state = Workflow.objects.get(name=WORKFLOW).start(page, editor)

    answer = fenbridge.client(moderator).post(
        f"/admin/pages/workflow/action/{page.pk}/approve/{state.current_task_state_id}/", follow=True
    )

    assert not is_live(page)
    state.refresh_from_db()
    assert state.status == state.STATUS_IN_PROGRESS
    assert "Fill in this blank" in answer.content.decode()


def test_a_moderator_in_wagtails_small_window_is_led_to_the_reasons(fenbridge):
    page = page_of(fenbridge, BLANK)
    state = Workflow.objects.get(name=WORKFLOW).start(page, fenbridge.officer(Role.EDITOR))

    answer = fenbridge.client(fenbridge.officer(Role.MODERATOR)).post(
        f"/admin/pages/workflow/action/{page.pk}/approve/{state.current_task_state_id}/",
        {"comment": ""},
        headers={"x-requested-with": "XMLHttpRequest"},
    )

    assert answer.json() == {"step": "success", "redirect": f"/admin/page-readiness/{page.pk}/"}


def test_a_moderator_who_approves_in_the_editor_keeps_what_she_changed(fenbridge):
    page = page_of(fenbridge, PLAIN)
    Workflow.objects.get(name=WORKFLOW).start(page, fenbridge.officer(Role.EDITOR))
    moderator = fenbridge.client(fenbridge.officer(Role.MODERATOR))

    moderator.post(
        f"/admin/pages/{page.pk}/edit/",
        typed(BLANK, page, action="action-workflow-action", **{"workflow-action-name": "approve"}),
    )

    assert not is_live(page)
    assert "[[your number]]" in drafted(page)


def test_a_moderator_writes_why_a_warning_may_stand_and_then_approves(fenbridge):
    page = page_of(fenbridge, WARNED)
    state = Workflow.objects.get(name=WORKFLOW).start(page, fenbridge.officer(Role.EDITOR))
    hers = fenbridge.client(fenbridge.officer(Role.MODERATOR))
    approve = f"/admin/pages/workflow/action/{page.pk}/approve/{state.current_task_state_id}/"
    hers.post(approve)
    assert not is_live(page)

    hers.post(f"/admin/page-readiness/{page.pk}/", {"note": WHY})
    hers.post(approve)

    assert is_live(page)


# --- Other doors ---------------------------------------------------------------------------------------


def test_several_pages_at_once_are_published_only_if_each_is_ready(fenbridge, publisher):
    ready, unready = page_of(fenbridge, title="Ready"), page_of(fenbridge, BLANK, title="Unready")
    address = f"/admin/bulk/wagtailcore/page/publish/?id={ready.pk}&id={unready.pk}"

    answer = fenbridge.client(publisher).post(address, {"include_descendants": ""}, follow=True)

    assert not is_live(ready)
    assert not is_live(unready)
    assert "“Unready” is not ready" in answer.content.decode()


def test_pages_below_are_looked_at_when_they_are_published_along(fenbridge, publisher):
    above = page_of(fenbridge, title="Above")
    below = HomePage(title="Below", slug="below", about=BLANK, live=False)
    above.add_child(instance=below)
    below.save_revision()

    fenbridge.client(publisher).post(
        f"/admin/bulk/wagtailcore/page/publish/?id={above.pk}", {"include_descendants": "on"}
    )

    assert not is_live(above)
    assert not is_live(below)


def test_a_copy_of_an_unready_page_is_a_draft(fenbridge, publisher, homes_within_homes):
    page = page_of(fenbridge, BLANK, live=True)

    answer = fenbridge.client(publisher).post(
        f"/admin/pages/{page.pk}/copy/",
        {
            "new_title": "Copy",
            "new_slug": "copy",
            "new_parent_page": str(page.get_parent().pk),
            "publish_copies": "on",
        },
        follow=True,
    )

    assert not HomePage.objects.get(slug="copy").live
    assert "The copy is a draft" in answer.content.decode()


def test_a_copy_of_a_ready_page_is_published_if_she_wants(fenbridge, publisher, homes_within_homes):
    page = page_of(fenbridge, live=True)

    fenbridge.client(publisher).post(
        f"/admin/pages/{page.pk}/copy/",
        {
            "new_title": "Copy",
            "new_slug": "copy",
            "new_parent_page": str(page.get_parent().pk),
            "publish_copies": "on",
        },
    )

    assert HomePage.objects.get(slug="copy").live


def test_the_admins_programming_interface_publishes_nothing(fenbridge, publisher):
    page = page_of(fenbridge, BLANK)

    answer = fenbridge.client(publisher).post(f"/admin/api/main/pages/{page.pk}/action/publish/")

    assert answer.status_code == 404
    assert not is_live(page)


def test_a_script_that_publishes_for_a_person_is_held_to_it_too(fenbridge, publisher):
    page = page_of(fenbridge, BLANK)

    with pytest.raises(gate.NotReadyError, match=r"Fill in this blank.*\[\[your number\]\]"):
        page.get_latest_revision().publish(user=publisher)


def test_wagtail_publishes_pages_from_nowhere_that_we_do_not_know():
    root = Path(wagtail.__file__).parent
    callers = {
        str(path.relative_to(root))
        for path in root.rglob("*.py")
        if not {"tests", "tests.py"} & set(path.parts)
        and re.search(r"(?<!class )PublishPageRevisionAction\(|\.publish\(", path.read_text())
    }

    assert callers == {
        "admin/api/actions/publish.py",
        "admin/views/generic/mixins.py",  # snippets
        "admin/views/pages/bulk_actions/publish.py",
        "admin/views/pages/create.py",
        "admin/views/pages/edit.py",
        "management/commands/publish_scheduled.py",
        "models/pages.py",
        "models/revisions.py",
        "workflows.py",  # WAGTAIL_FINISH_WORKFLOW_ACTION is ours
    }, "A new release of Wagtail publishes from somewhere else: docs/reference/readiness.md, “Doors”."


# --- Reading a page ------------------------------------------------------------------------------------


def test_every_text_of_a_page_is_read_with_the_name_of_its_field(fenbridge):
    page = page_of(fenbridge)
    page.lead, page.search_description = "First.\nSecond.", "What it is."

    read = {text.where: text.html for text in texts_of(page)}

    assert read["Title"] == "<h2>Help</h2>"
    assert read["Opening words"] == "<p>First.</p><p>Second.</p>"
    assert read["About the Local Offer"] == PLAIN
    assert read["Search description"] == "<h2>What it is.</h2>"
    assert "Slug" not in read


def test_the_site_sets_its_own_limit_of_reading_age(fenbridge):
    hard = (
        "<p>You can ask the council to look at it again, and somebody will write to you about what they decide.</p>"
        * 8
    )
    page = page_of(fenbridge, hard)
    assert [problem.code for problem in readiness(page)] == ["reading-age"]

    settings = CouncilSettings.for_site(fenbridge.site)
    settings.reading_age_limit = 16
    settings.save()

    assert readiness(page) == []


def test_the_texts_and_pictures_of_blocks_are_read(db):
    picture = SimpleNamespace(title="IMG 1", description="")
    block = StreamBlock(
        [
            ("text", RichTextBlock()),
            (
                "picture",
                StructBlock([("image", ImageChooserBlock()), ("alt", CharBlock()), ("caption", CharBlock())]),
            ),
            ("steps", ListBlock(StructBlock([("heading", CharBlock()), ("words", TextBlock())]))),
        ]
    )
    stream = [
        SimpleNamespace(block=block.child_blocks["text"], block_type="text", value=RichText("<p>Hello.</p>")),
        SimpleNamespace(
            block=block.child_blocks["picture"],
            block_type="picture",
            value={"image": picture, "alt": "", "caption": "A ramp"},
        ),
        SimpleNamespace(
            block=block.child_blocks["steps"],
            block_type="steps",
            value=[{"heading": "Ring", "words": "First.\nThen."}],
        ),
    ]

    assert [(text.where, text.html) for text in of_blocks(stream)] == [
        ("Text", "<p>Hello.</p>"),
        ("Picture", '<img title="IMG 1">'),
        ("Picture", "<div>A ramp</div>"),
        ("Steps", "<div>Ring</div>"),
        ("Steps", "<p>First.</p><p>Then.</p>"),
    ]
