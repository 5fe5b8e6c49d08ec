"""Nobody breaks a published page by deleting what it uses: it says which pages those are."""

import json

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.urls import reverse
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Page, ReferenceIndex

from localoffer.accounts.models import CouncilGroup, Role
from localoffer.cms.uses import uses_of
from localoffer.directory import bin, merging
from localoffer.pages.models import HomePage, QuestionPage
from tests.accounts.test_kept_apart import form_of
from tests.factories.directory import ServiceFactory

pytestmark = pytest.mark.references


@pytest.fixture
def fenbridge(db, kept_fenbridge):
    return kept_fenbridge()


@pytest.fixture
def publisher(fenbridge):
    return fenbridge.officer(Role.PUBLISHER)


@pytest.fixture
def home(fenbridge):
    root = Page.objects.get(pk=fenbridge.site.root_page_id)
    return root.add_child(instance=HomePage(title="Home", slug="home-of-tests"))


@pytest.fixture
def service(fenbridge):
    return ServiceFactory(owner=fenbridge.authority, name="Heron Lodge")


def showing(service):
    return json.dumps(
        [{"type": "one_service", "value": {"service": str(service.pk), "words": "Nights away."}}]
    )


def a_question(home, title="Can we get a break?", *, draft=None, **fields):
    page = QuestionPage(title=title, slug=title.lower().replace(" ", "-").strip("?"), answer="Yes.", **fields)
    home.add_child(instance=page)
    page.save_revision().publish()
    if draft is not None:
        page.body = draft
        page.save_revision()
    ReferenceIndex.create_or_update_for_object(QuestionPage.objects.get(pk=page.pk))  # what the worker does
    return page


def test_a_service_that_a_page_shows_is_not_put_in_the_bin(fenbridge, home, service):
    a_question(home, body=showing(service))

    with pytest.raises(
        ValidationError, match=r"Heron Lodge is shown on “Can we get a break\?”\. Take it out"
    ):
        bin.put_in_bin(service)
    service.refresh_from_db()
    assert not service.is_in_bin


def test_a_service_in_the_draft_of_a_page_counts_and_in_a_page_that_is_not_published_it_does_not(
    fenbridge, home, service
):
    page = a_question(home, draft=showing(service))

    with pytest.raises(ValidationError, match=r"“Can we get a break\?” \(in its draft\)"):
        bin.put_in_bin(service)
    page.unpublish()
    bin.put_in_bin(service)
    assert service.__class__.with_binned.get(pk=service.pk).is_in_bin


def test_when_two_services_become_one_the_page_shows_the_one_that_was_kept(fenbridge, home, service):
    other = ServiceFactory(owner=fenbridge.authority, name="Heron House", organization=service.organization)
    page = a_question(home, body=showing(service))

    merging.merge(keep=other, drop=service)

    [block] = QuestionPage.objects.get(pk=page.pk).body
    assert block.value["service"] == other
    with pytest.raises(ValidationError, match="Heron House is shown on"):
        bin.put_in_bin(other)


def test_a_page_that_others_lead_to_says_so_in_place_of_going(fenbridge, home, publisher):
    led_to = a_question(home, "Who decides?")
    related = json.dumps([{"type": "link", "value": {"page": led_to.pk, "label": ""}}])
    a_question(home, related=related)
    client = fenbridge.client(publisher)

    one = client.post(f"/admin/pages/{led_to.pk}/delete/")
    at_once = client.post(f"/admin/bulk/wagtailcore/page/delete/?id={led_to.pk}")

    for answer in (one, at_once):
        assert answer.status_code == 409
        assert "“Who decides?” was not deleted" in answer.content.decode()
        assert "Can we get a break?" in answer.content.decode()
    assert Page.objects.filter(pk=led_to.pk).exists()
    assert (
        client.post(
            f"/admin/pages/{home.get_children().get(title='Can we get a break?').pk}/delete/"
        ).status_code
        == 302
    )


def test_what_goes_with_a_page_does_not_keep_it(home):
    led_to = a_question(home, "Who decides?")
    related = json.dumps([{"type": "link", "value": {"page": led_to.pk, "label": ""}}])
    other = a_question(home, related=related)

    assert [use.page.pk for use in uses_of([led_to])] == [other.pk]
    assert uses_of([led_to], but_below=[home]) == []


def test_a_picture_and_a_file_that_a_page_uses_stay_where_they_are(fenbridge, home, publisher):
    collection = CouncilGroup.objects.filter(authority=fenbridge.authority).first().collection
    image = get_image_model().objects.create(
        title="A lodge", file=get_test_image_file(), collection=collection
    )
    document = get_document_model().objects.create(
        title="A leaflet", file=ContentFile(b"x", name="a.txt"), collection=collection
    )
    picture = {"picture": {"image": image.pk, "alt_text": "A lodge", "decorative": False}, "caption": ""}
    text = f'<p><a linktype="document" id="{document.pk}">Leaflet</a></p>'
    a_question(
        home, body=json.dumps([{"type": "picture", "value": picture}, {"type": "text", "value": text}])
    )
    client = fenbridge.client(publisher)

    for address in (
        f"/admin/images/{image.pk}/delete/",
        f"/admin/documents/delete/{document.pk}/",
        f"/admin/bulk/wagtailimages/image/delete/?id={image.pk}",
        f"/admin/bulk/wagtaildocs/document/delete/?id={document.pk}",
    ):
        answer = client.post(address)
        assert answer.status_code == 409, address
        assert "Can we get a break?" in answer.content.decode(), address

    home.get_children().get(title="Can we get a break?").delete()
    assert client.post(f"/admin/images/{image.pk}/delete/").status_code == 302
    assert not get_image_model().objects.filter(pk=image.pk).exists()


@pytest.mark.parametrize("deed", ["delete", "unpublish", "move"])
def test_no_officer_takes_a_councils_first_page_away_nor_all_at_once(fenbridge, deed):
    hers = fenbridge.client(fenbridge.officer(Role.ADMINISTRATOR))
    key = fenbridge.site.root_page_id

    hers.post(reverse(f"wagtailadmin_pages:{deed}", args=[key]))
    hers.post(reverse("wagtail_bulk_action", args=["wagtailcore", "page", deed]) + f"?id={key}")

    assert Page.objects.get(pk=key).live
    assert fenbridge.client().get("/").status_code == 200


def test_who_publishes_the_first_page_is_shown_her_own_pages_next(fenbridge, publisher):
    hers = fenbridge.client(publisher)
    address = reverse("wagtailadmin_pages:edit", args=[fenbridge.site.root_page_id])
    posted = form_of(hers.get(address)) | {"heading": "Ask us anything", "action-publish": "1"}
    posted.pop("description", None)

    answer = hers.post(address, posted, follow=True)

    assert answer.status_code == 200, answer.redirect_chain
    assert "Ask us anything" in fenbridge.client().get("/").content.decode()
