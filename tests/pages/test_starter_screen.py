"""Starter pages in the admin: what an officer sees of them, fills in, starts and publishes."""

import csv
import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from wagtail.models import Page

from localoffer.accounts.models import Role
from localoffer.pages.models import GuidePage
from localoffer.pages.officers.starter import headings, start_page_url
from localoffer.pages.starter import actions, create_demonstration, create_site
from localoffer.pages.starter.reading import shipped
from localoffer.pages.starter.standing import facts_of, known_pages, standings
from tests.factories.accounts import officer

HOST = "fenbridge.localhost"
SCREEN = "/admin/starter-pages/"
BLANKS = f"{SCREEN}blanks/"


@pytest.fixture
def council(db):
    council = create_demonstration(slug="fenbridge", name="Fenbridge", official_name="Fenbridge Council")
    create_site(council, host=HOST)
    actions.begin(council, keys={"hub-advice", "sendiass", "contacts", "hub-about"})
    return council


@pytest.fixture
def sign_in(council, client):
    def as_(role: Role):
        client.force_login(officer(council, role))
        client.defaults["headers"] = {"host": HOST}
        return client

    return as_


def ask(client, address, data=None):
    if data is None:
        return client.get(address, headers={"host": HOST})
    return client.post(address, data, headers={"host": HOST})


def names(council) -> set[str]:
    return {name for each in standings(council) for name in each.blanks}


def field_for(said: str, label: str) -> str:
    return re.search(rf'for="id_(blank-\w+)"[^>]*>\s*{re.escape(label)}\s*<', said)[1]


def test_an_editor_sees_how_far_each_page_is_and_cannot_publish(council, sign_in):
    client = sign_in(Role.EDITOR)
    said = ask(client, SCREEN).content.decode()

    parts = [re.sub(r" \(\d+\)", "", each) for each in re.findall(r"<h2 id=[^>]*>([^<]+)</h2>", said)]
    assert parts == ["Drafts with blanks", "Ready to be published", "Not started"]
    assert f"Fill in {len(names(council))} blanks" in said
    assert f"{SCREEN}start/short-breaks/" in said
    assert f'action="{SCREEN}publish/"' not in said
    assert ask(client, f"{SCREEN}publish/", {}).status_code == 302
    assert not Page.objects.live().filter(depth__gt=2).exists()


def test_each_blank_is_asked_once_with_the_pages_where_it_stands_and_fills_all_of_them(council, sign_in):
    client = sign_in(Role.EDITOR)
    said = ask(client, BLANKS).content.decode()
    phone = field_for(said, "The phone number of SENDIASS")

    assert len(re.findall(r">\s*The phone number of SENDIASS\s*<", said)) == 1
    assert "<strong>SENDIASS</strong>" in said, "blanks about one team stand together"
    answer = ask(client, BLANKS, {phone: "0808 157 0160"})

    assert answer.status_code == 302
    assert "the phone number of SENDIASS" not in names(council)
    for key in ("sendiass", "contacts"):
        page = known_pages(council, shipped())[key]
        assert "0808 157 0160" in str(page.get_latest_revision().content)
        assert not Page.objects.get(pk=page.pk).live


def test_what_cannot_stand_there_is_said_beside_it_and_all_that_was_typed_stays(council, sign_in):
    client = sign_in(Role.EDITOR)
    said = ask(client, BLANKS).content.decode()
    phone, name = field_for(said, "The phone number of SENDIASS"), field_for(said, "The name of SENDIASS")
    before = names(council)

    answer = ask(client, BLANKS, {phone: "ring us", name: "Fenbridge SENDIASS"})

    said = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="ring us"' in said
    assert 'value="Fenbridge SENDIASS"' in said
    assert "A phone number is digits and spaces only" in said
    assert names(council) == before


def test_the_sheet_goes_out_and_comes_back(council, sign_in):
    client = sign_in(Role.EDITOR)
    sheet = ask(client, f"{SCREEN}blanks.csv").content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(sheet)))
    assert {"blank", "value", "pages"} == set(rows[0])

    filled = "blank,value\nthe phone number of SENDIASS,0808 157 0160\n"
    ask(client, f"{SCREEN}sheet/", {"sheet": SimpleUploadedFile("blanks.csv", filled.encode())})
    assert "the phone number of SENDIASS" not in names(council)

    wrong = "blank,value\nthe hat of SENDIASS,red\n"
    ask(client, f"{SCREEN}sheet/", {"sheet": SimpleUploadedFile("blanks.csv", wrong.encode())})
    said = ask(client, SCREEN).content.decode()
    assert "Nothing was changed. blanks.csv, line 2, the hat of SENDIASS: no page has this blank." in said


def test_an_answer_given_meanwhile_stays_and_whoever_comes_later_reads_both(council, sign_in):
    client = sign_in(Role.EDITOR)
    said = ask(client, BLANKS).content.decode()
    phone, name = field_for(said, "The phone number of SENDIASS"), field_for(said, "The name of SENDIASS")
    ask(client, BLANKS, {phone: "0808 157 0160"})

    ask(client, BLANKS, {phone: "0300 999 9999", name: "Fenbridge SENDIASS"})

    said = ask(client, SCREEN).content.decode()
    assert "Kept: 1 answer." in said
    assert "“0808 157 0160” stays. You wrote “0300 999 9999”" in said
    old = "blank,value\nthe phone number of SENDIASS,0300 999 9999\nthe name of SENDIASS,Fenbridge SENDIASS\n"
    ask(client, f"{SCREEN}sheet/", {"sheet": SimpleUploadedFile("blanks.csv", old.encode())})
    said = ask(client, SCREEN).content.decode()
    assert said.count("Already answered meanwhile") == 1, "what is the same is nothing to speak of"
    assert "Kept:" not in said
    assert facts_of(council)["the phone number of sendiass"] == "0808 157 0160"


def test_her_week_begins_with_what_is_to_be_done_on_starter_pages(council, sign_in):
    client = sign_in(Role.EDITOR)
    week = " ".join(ask(client, "/admin/").content.decode().split())

    first = re.search(r'<h2 class="week__title".*?</section>', week)[0]
    assert (
        f'<a href="{SCREEN}"><span class="week__count">{len(names(council))}</span> blanks to fill' in first
    )


def test_her_week_asks_one_thing_when_there_are_no_starter_pages(council, django_assert_num_queries, rf):
    request = rf.get("/admin/")
    request.authority = create_demonstration(slug="saltmere", name="Saltmere")

    with django_assert_num_queries(1):
        assert headings(request) == []


def test_a_page_that_is_not_started_opens_in_the_editor_below_its_topic_when_it_is(council, sign_in):
    client = sign_in(Role.EDITOR)
    address = f"{SCREEN}start/short-breaks/"
    looked = ask(client, address)
    assert "Short breaks" in looked.content.decode()
    assert not GuidePage.objects.filter(slug="short-breaks").exists(), "looking makes nothing"

    answer = ask(client, address, {})

    page = GuidePage.objects.get(slug="short-breaks")
    assert answer.url == f"/admin/pages/{page.pk}/edit/"
    assert (page.live, page.get_parent().slug) == (False, "care-and-breaks")
    assert ask(client, answer.url).status_code == 200, "blanks in its fields do not break the editor"
    assert ask(client, address).url == answer.url, "started once"
    assert ask(client, f"{SCREEN}start/no-such-page/").status_code == 404
    assert "This is an easy read page" in ask(client, f"{SCREEN}start/work-easy/").content.decode()


def test_a_publisher_publishes_what_is_ready_and_no_page_with_a_blank(council, sign_in):
    client = sign_in(Role.PUBLISHER)
    [parent] = [each for each in standings(council) if each.written.key == "hub-advice"]
    waiting = {each.written.key for each in standings(council) if each.blanks}

    ask(client, f"{SCREEN}publish/", {})

    live = set(Page.objects.live().filter(depth__gt=2).values_list("slug", flat=True))
    assert parent.page.slug not in live, "nothing below it is published"
    assert waiting
    assert not live & {page.slug for key, page in known_pages(council, shipped()).items() if key in waiting}


def test_a_duty_without_a_page_leads_to_the_page_that_would_serve_it(council):
    assert start_page_url(council, "short-breaks").startswith(f"{SCREEN}start/")
    serving = {page.key for page in shipped().serving("short-breaks")}
    actions.begin(council, keys={"breaks", *serving})
    assert start_page_url(council, "short-breaks") == "", "they are all there as drafts"
