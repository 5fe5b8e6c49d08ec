"""A list that a family keeps without an account, and shares by a link."""

import datetime as dt
import hashlib
import re
from html import unescape

import pytest
from django.conf import settings as django_settings
from django.core import mail
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Site

from localoffer.cms.models import CouncilSettings, Worry
from localoffer.directory import merging
from localoffer.directory.models.service import Phone
from localoffer.finder.shortlist import actions, cookie, keys
from localoffer.finder.shortlist.models import (
    KEPT_FOR,
    LONGEST_NOTE,
    MOST_IN_A_LIST,
    Shortlist,
    ShortlistItem,
)
from tests.factories.directory import ServiceFactory, closed
from tests.factories.places import DemonstrationFactory, served_on

HOST, OTHER_HOST = "fenbridge.localhost", "saltmere.localhost"
LIST = "/my-list/"
NOBODYS = "This link shows no list"


class Visitor:
    """Somebody with a browser of her own."""

    def __init__(self, address="198.51.100.7"):
        self.client = Client(enforce_csrf_checks=True, REMOTE_ADDR=address)

    def get(self, path=LIST, *, host=HOST, **headers):
        return self.client.get(path, headers={"host": host, **headers})

    def post(self, path, *, host=HOST, secure=False, **typed):
        headers = {"host": host, **typed.pop("headers", {})}
        return self.client.post(f"{LIST}{path}/", typed, headers=headers, secure=secure)

    def keep(self, service, *, on="/find/?q=club", **more):
        came_from = {"referer": f"http://{HOST}{on}"} | more.pop("headers", {})
        return self.post("keep", keep=f"service:{service.pk}", headers=came_from, **more)

    def note(self, item, words):
        return self.post("note", item=item.pk, note=words)

    @property
    def token(self):
        return self.client.cookies[cookie.NAME].value

    @property
    def list(self):
        return Shortlist.objects.opened_by(self.token).get()

    def link(self):
        """The path of the link that her page shows."""
        return re.search(r'class="own-link" href="http://[^/]+(/list/[^"]+)"', self.get().content.decode())[1]


@pytest.fixture(autouse=True)
def nobody_was_counted():
    cache.clear()


@pytest.fixture
def she(council):
    return Visitor()


@pytest.fixture
def club(council, indexed):
    with indexed():
        service = ServiceFactory(owner=council, name="Wriggle Club")
        Phone.objects.create(service=service, number="01632 960125")
    return service


@pytest.fixture
def choir(council, indexed):
    with indexed():
        return ServiceFactory(owner=council, name="Open Choir")


@pytest.fixture
def saltmere(council):
    other = DemonstrationFactory(name="Saltmere", official_name="Saltmere Council", slug="saltmere")
    served_on(other, OTHER_HOST)
    return other


def said(answer):
    """What a page's main part says, without its tags."""
    main = answer.content.decode().partition("<main")[2].partition("</main")[0]
    return unescape(" ".join(re.sub(r"<[^>]*>", " ", main).split()))


def titles(answer):
    found = re.findall(
        r'<h3 class="result__title">(?:<a[^>]*>)?([^<]*)', answer.content.decode().partition("<main")[2]
    )
    return [unescape(each) for each in found]


# --- No cookie before the first press, and then one ---------------------------------------------------------


@pytest.mark.parametrize(
    "path", ["/find/", "/kinds/", "/a-z/", "/services/wriggle-club/", LIST, "/list/nobodys/"]
)
def test_whoever_never_presses_gets_no_cookie_and_no_link_to_a_list(she, club, path):
    answer = she.get(path)

    assert not answer.cookies
    assert not Shortlist.objects.exists()
    assert f'href="{LIST}"' not in answer.content.decode()


def test_the_first_press_sets_one_cookie_that_no_script_and_no_other_site_can_use(she, club):
    answer = she.keep(club)

    assert list(answer.cookies) == [cookie.NAME]
    kept = answer.cookies[cookie.NAME]
    assert (kept["httponly"], kept["samesite"], kept["path"], kept["domain"]) == (True, "Lax", "/", "")
    assert not kept["secure"]
    assert len(kept.value) >= 43, "256 bits"


def test_over_https_the_cookie_never_goes_over_anything_else(she, club):
    answer = she.keep(club, secure=True)

    assert answer.cookies[cookie.NAME]["secure"]


def test_only_the_hash_of_the_cookie_is_stored(she, club):
    she.keep(club)
    she.post("share")

    link = she.link().split("/")[2]
    stored = repr([*Shortlist.objects.values(), *ShortlistItem.objects.values()])
    assert she.token not in stored
    assert link not in stored
    assert hashlib.sha256(she.token.encode()).hexdigest() in stored


def test_two_visitors_have_lists_that_know_nothing_of_each_other(she, club, choir):
    he = Visitor()
    she.keep(club)
    he.keep(choir)

    assert titles(she.get()) == ["Wriggle Club"]
    assert titles(he.get()) == ["Open Choir"]


def test_a_cookie_that_somebody_made_up_opens_nothing_and_never_becomes_a_list(she, club):
    she.client.cookies[cookie.NAME] = "chosen-by-somebody-else"

    assert "There is nothing in your list." in said(she.get())
    she.client.cookies[cookie.NAME] = "chosen-by-somebody-else"
    she.keep(club)

    assert she.token != "chosen-by-somebody-else"
    assert titles(she.get()) == ["Wriggle Club"]


def test_a_cookie_whose_list_has_gone_is_taken_back(she, club):
    she.keep(club)
    she.list.delete()

    answer = she.get()

    assert answer.cookies[cookie.NAME]["max-age"] == 0
    assert "There is nothing in your list." in said(answer)


def test_the_way_back_to_the_results_stands_after_keeping_a_service_on_its_page(she, club):
    page = "/services/wriggle-club/"
    came = she.get(page, referer=f"http://{HOST}/find/?q=club&near=LN6+7QX").content.decode()
    carried = re.search(r'name="back" value="([^"]*)"', came)[1]

    answer = she.keep(club, on=page, back=unescape(carried))

    back = she.get(answer["Location"].partition("#")[0], referer=f"http://{HOST}{page}").content.decode()
    assert "Kept in my list" in back
    assert "Back to the results" in back
    assert 'href="/find/?q=club&amp;near=LN6' in back
    assert 'name="back"' not in she.get(page).content.decode()


# --- Keeping ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/find/?q=club", "/services/wriggle-club/"])
def test_every_result_and_every_service_page_has_the_press(she, club, path):
    html = she.get(path).content.decode()

    assert f'name="keep" value="service:{club.pk}"' in html
    assert f'action="{LIST}keep/"' in html


@pytest.mark.parametrize(
    "path", ["/find/?q=club&near=LN6+7QX", "/services/wriggle-club/", "/ages/5-10/", "/needs/HI/"]
)
def test_a_press_leads_back_to_the_page_it_was_made_on_which_says_so(she, club, path):
    answer = she.keep(club, on=path)

    assert answer.status_code == 302
    assert answer["Location"].startswith(path)
    assert answer["Location"].endswith(f"kept={club.pk}#kept")
    back = she.get(answer["Location"].partition("#")[0])
    assert "Kept in my list : Wriggle Club" in said(back)
    ways = re.findall(rf'<a class="to-list"\s+href="{LIST}">(.+?)</a>', back.content.decode())
    # Beside what was kept; and above the rest of a list
    assert ways == (["See my list"] if path.startswith("/services/") else ["My list", "See my list"])


@pytest.mark.parametrize(
    "came_from",
    [
        "",
        "https://evil.example.org/find/",
        f"http://{HOST}//evil.example.org/",
        f"http://{HOST}/my-list/?said=deleted",
        f"http://{HOST}/nowhere/",
        "http://[",
        "javascript:alert(1)",
    ],
)
def test_a_press_leads_nowhere_but_to_a_page_of_ours(she, club, came_from):
    answer = she.keep(club, headers={"referer": came_from})

    assert answer["Location"] == LIST


def test_the_same_press_twice_keeps_it_once(she, club):
    she.keep(club)
    she.keep(club)

    assert ShortlistItem.objects.count() == 1


def test_they_stand_in_the_order_they_were_kept(she, club, choir):
    she.keep(club)
    she.keep(choir)

    answer = she.get()

    assert titles(answer) == ["Wriggle Club", "Open Choir"]
    assert "2 services, in the order you kept them" in said(answer)
    assert "01632 960125" in said(answer)


def test_when_the_browser_takes_no_cookie_the_page_says_why_nothing_was_kept(council, club):
    without_cookies = Visitor()
    answer = without_cookies.keep(club)
    without_cookies.client.cookies.clear()

    assert "A list needs one cookie" in said(without_cookies.get(answer["Location"].partition("#")[0]))


@pytest.mark.parametrize("value", ["", "service:", "service:nonsense", "guide:1", "service:\x00", "x" * 5000])
def test_what_is_in_no_local_offer_is_not_kept(she, council, value):
    answer = she.post("keep", keep=value)

    assert answer["Location"] == f"{LIST}?said=unknown"
    assert not Shortlist.objects.exists()
    assert not answer.cookies


def test_who_keeps_dates_and_ticked_none_is_told_to_tick_one(she, council):
    answer = she.post("keep")

    assert "You ticked nothing." in said(she.get(answer["Location"]))
    assert not Shortlist.objects.exists()


def test_a_draft_and_another_councils_service_are_not_kept(she, council, saltmere, indexed):
    with indexed():
        draft = ServiceFactory(owner=council, name="Secret plan", live=False)
        elsewhere = ServiceFactory(owner=saltmere, name="Elsewhere")

    for service in (draft, elsewhere):
        assert she.keep(service)["Location"] == f"{LIST}?said=unknown"


def test_a_list_has_room_for_sixty_and_says_so_kindly(she, club, choir):
    she.keep(club)
    for number in range(MOST_IN_A_LIST - 1):
        she.list.items.create(key=str(number), name=f"Service {number}")

    answer = she.keep(choir)

    assert "Your list is full: it has room for 60." in said(she.get(answer["Location"]))
    assert she.list.items.count() == MOST_IN_A_LIST
    she.keep(club)
    assert she.list.items.count() == MOST_IN_A_LIST, "what is in it can be pressed again"


def test_one_network_can_make_so_many_lists_and_those_there_are_go_on(she, club, choir):
    she.keep(club)
    for _ in range(59):
        Visitor().keep(club)

    assert Visitor().keep(club).status_code == 429
    assert "perhaps you are at a school" in said(Visitor().keep(club))
    assert she.keep(choir).status_code == 302
    assert Visitor(address="203.0.113.9").keep(club).status_code == 302


# --- Closed, gone, become part of another -------------------------------------------------------------------


def test_a_closed_one_is_marked(she, club, indexed):
    she.keep(club)
    with indexed():
        closed(club, timezone.localdate())

    assert "Wriggle Club" in titles(she.get())
    assert "Closed" in said(she.get())


def test_one_that_has_gone_is_said_to_have_and_keeps_its_note(she, club, indexed):
    she.keep(club)
    she.note(she.list.items.get(), "Ring on Monday")
    with indexed():
        club.unpublish()

    page = she.get()

    assert titles(page) == ["Wriggle Club"]
    assert "This is not in the Local Offer any more." in said(page)
    assert "Ring on Monday" in said(page)
    assert "/services/wriggle-club/" not in page.content.decode()


def test_one_that_became_part_of_another_leads_there(she, club, choir, council, indexed):
    she.keep(club)
    with indexed():
        last = ServiceFactory(owner=council, name="Everything Club")
        merging.merge(keep=choir, drop=club)
        choir.refresh_from_db()
        merging.merge(keep=last, drop=choir)

    page = she.get()

    assert titles(page) == ["Everything Club"]
    assert "You kept “Wriggle Club”. It is part of this service now." in said(page)


# --- Notes --------------------------------------------------------------------------------------------------


def test_a_note_is_shown_to_its_owner_as_it_was_written(she, club):
    she.keep(club)
    item = she.list.items.get()

    answer = she.note(item, "Ring Jo.\r\n<b>Tuesdays</b>\x00")

    assert answer["Location"] == f"{LIST}?said=noted#item-{item.pk}"
    assert she.list.items.get().note == "Ring Jo.\n<b>Tuesdays</b>"
    assert "&lt;b&gt;Tuesdays&lt;/b&gt;" in she.get().content.decode()


def test_a_note_can_be_emptied(she, club):
    she.keep(club)
    item = she.list.items.get()
    she.note(item, "Ring Jo")

    she.note(item, "")

    assert she.list.items.get().note == ""


def test_the_form_asks_for_no_childs_name_and_says_what_happens_to_worries(she, club):
    she.keep(club)

    assert "Do not write a child’s name." in said(she.get())
    assert "Nobody reads this form at night." in said(she.get())


def test_a_note_that_is_too_long_is_all_still_there(she, club):
    she.keep(club)
    item = she.list.items.get()
    long = "Ring Jo. " * 70

    answer = she.note(item, long)

    assert answer.status_code == 422
    assert f"You wrote {len(long.strip())} letters. A note can have {LONGEST_NOTE}" in said(answer)
    assert long in answer.content.decode()
    assert f'href="#note-{item.pk}"' in answer.content.decode()
    assert she.list.items.get().note == ""


def test_words_of_danger_in_a_note_bring_help_first_and_are_passed_on(she, club, council):
    settings = CouncilSettings.for_site(Site.objects.get(authority_site__authority=council))
    settings.safeguarding_email = "safe@fenbridge.example.org"
    settings.save()
    she.keep(club)

    answer = she.note(she.list.items.get(), "He says he wants to kill himself")

    assert "help=now" in answer["Location"]
    assert Worry.objects.get().about == "a note in somebody’s own list of services"
    assert "999" in she.get(answer["Location"].partition("#")[0]).content.decode().partition("<main")[0]


def test_nobody_writes_into_or_removes_from_a_list_of_somebody_else(she, club, choir):
    he = Visitor()
    she.keep(club)
    he.keep(choir)
    hers = she.list.items.get()

    he.note(hers, "Mine now")
    he.post("remove", item=hers.pk)
    Visitor().post("remove", item=hers.pk)

    assert she.list.items.get().note == ""


@pytest.mark.parametrize("item", ["", "x", "-1", "1" * 30, "²", "\x00"])
def test_a_press_about_nothing_is_no_error(she, club, item):
    she.keep(club)

    for path in ("note", "remove"):
        assert she.post(path, item=item, note="?")["Location"] == LIST


# --- Removing and deleting ----------------------------------------------------------------------------------


def test_what_is_removed_is_gone_with_its_note(she, club, choir):
    she.keep(club)
    she.keep(choir)

    answer = she.post("remove", item=she.list.items.first().pk)

    assert "It is out of your list." in said(she.get(answer["Location"]))
    assert titles(she.get()) == ["Open Choir"]


def test_a_deleted_list_leaves_nothing_and_its_link_ends(she, club):
    she.keep(club)
    she.post("share")
    link = she.link()

    answer = she.post("delete")

    assert answer.cookies[cookie.NAME]["max-age"] == 0
    assert not Shortlist.objects.exists()
    assert not ShortlistItem.objects.exists()
    assert she.get(link).status_code == 404
    assert "Your list is deleted" in said(she.get(answer["Location"]))


def test_a_list_that_nobody_used_for_a_year_is_deleted_at_night_and_no_other(she, club):
    he = Visitor()
    she.keep(club)
    he.keep(club)
    today = timezone.localdate()
    Shortlist.objects.filter(pk=she.list.pk).update(used_on=today - dt.timedelta(days=KEPT_FOR + 1))
    Shortlist.objects.filter(pk=he.list.pk).update(used_on=today - dt.timedelta(days=KEPT_FOR))

    call_command("forget_unused_lists")

    assert list(Shortlist.objects.all()) == [he.list]


def test_looking_at_a_list_or_at_its_link_keeps_it_for_another_year(she, club):
    she.keep(club)
    she.post("share")
    link, today = she.link(), timezone.localdate()
    for path in (LIST, link):
        Shortlist.objects.update(used_on=today - dt.timedelta(days=300))

        she.get(path)

        assert she.list.used_on == today


# --- Sharing ------------------------------------------------------------------------------------------------


def test_a_link_shows_the_services_and_nothing_of_their_owner(she, club, choir):
    she.keep(club)
    she.keep(choir)
    she.note(she.list.items.first(), "Ask for Sam")
    she.post("share")

    answer = Visitor(address="203.0.113.9").get(she.link())

    assert titles(answer) == ["Wriggle Club", "Open Choir"]
    assert "Sam" not in answer.content.decode()
    assert she.token not in answer.content.decode()
    assert "<form" not in answer.content.decode()
    assert not answer.cookies


def test_a_link_is_found_by_no_search_engine_and_told_to_no_other_site(she, club):
    she.keep(club)
    she.post("share")

    answer = she.get(she.link())

    assert '<meta name="robots" content="noindex">' in answer.content.decode()
    assert answer["X-Robots-Tag"] == "noindex"
    assert answer["Referrer-Policy"] == "no-referrer"
    assert "no-store" in answer["Cache-Control"]


def test_her_page_shows_the_link_until_she_ends_it(she, club):
    she.keep(club)
    she.post("share")
    link = she.link()
    assert she.link() == link

    answer = she.post("end-sharing")

    assert "The link has ended." in said(she.get(answer["Location"]))
    assert "own-link" not in she.get().content.decode()
    ended = Visitor().get(link)
    assert ended.status_code == 404
    assert NOBODYS in said(ended)
    assert titles(ended) == []


def test_a_new_link_ends_the_one_before(she, club):
    she.keep(club)
    she.post("share")
    old = she.link()

    she.post("share")

    assert she.link() != old
    assert she.get(old).status_code == 404
    assert titles(she.get(she.link())) == ["Wriggle Club"]


def test_the_link_does_not_open_the_list_itself(she, club):
    she.keep(club)
    she.post("share")
    he = Visitor()
    he.client.cookies[cookie.NAME] = she.link().split("/")[2]

    assert titles(he.get()) == []
    assert she.get(f"/list/{she.token}/").status_code == 404, "nor does the cookie make a link"


@pytest.mark.parametrize("token", ["x", "A" * 43, "%00", "..", "a%20b", "é", "1" * 3000])
def test_a_forged_link_shows_nobodys_list(she, club, token):
    she.keep(club)

    answer = Visitor().get(f"/list/{token}/")

    assert answer.status_code == 404
    assert NOBODYS in said(answer)


def test_what_has_gone_is_not_named_to_others(she, club, choir, indexed):
    she.keep(club)
    she.keep(choir)
    she.post("share")
    with indexed():
        club.unpublish()

    answer = Visitor().get(she.link())

    assert titles(answer) == ["Open Choir"]
    assert "Wriggle" not in answer.content.decode()


# --- One council's list is nothing on another's site --------------------------------------------------------


def test_another_councils_site_knows_neither_the_list_nor_its_link(she, club, saltmere):
    she.keep(club)
    she.post("share")
    link, token = she.link(), she.token

    assert she.get(link, host=OTHER_HOST).status_code == 404
    there = she.get(host=OTHER_HOST)
    assert "There is nothing in your list." in said(there)
    she.client.cookies[cookie.NAME] = token
    she.post("delete", host=OTHER_HOST)
    assert Shortlist.objects.count() == 1


# --- A press on another site does nothing -------------------------------------------------------------------

ELSEWHERE = [
    {"origin": "https://evil.example.org"},
    {"origin": "http://["},
    {"origin": "null"},
    {"origin": "null", "sec-fetch-site": "cross-site"},
    {"sec-fetch-site": "cross-site"},
    {"sec-fetch-site": "same-site"},
]
PRESSES = ["keep", "note", "remove", "send", "share", "end-sharing", "delete"]


@pytest.mark.parametrize("headers", ELSEWHERE)
@pytest.mark.parametrize("path", PRESSES)
def test_a_press_on_another_site_is_refused(she, club, choir, path, headers):
    she.keep(club)
    item = she.list.items.get()

    answer = she.post(
        path, keep=f"service:{choir.pk}", item=item.pk, note="x", email="a@example.org", headers=headers
    )

    assert answer.status_code == 403
    assert "Nothing was changed" in said(answer)
    assert not answer.cookies
    assert [each.note for each in she.list.items.all()] == [""]
    assert not she.list.is_shared
    assert mail.outbox == []


@pytest.mark.parametrize(
    "headers",
    [{"origin": f"http://{HOST}", "sec-fetch-site": "same-origin"}, {"origin": f"http://{HOST}"}, {}],
)
def test_a_press_on_our_own_page_is_taken(she, club, headers):
    she.keep(club, headers=headers)

    assert titles(she.get()) == ["Wriggle Club"]


@pytest.mark.parametrize("path", PRESSES)
def test_whoever_asks_for_the_address_of_a_press_comes_to_the_list(she, club, path):
    she.keep(club)

    assert she.get(f"{LIST}{path}/")["Location"] == LIST
    assert she.list.items.count() == 1


# --- By e-mail ----------------------------------------------------------------------------------------------


def test_one_letter_brings_the_services_with_whole_addresses_and_no_note(she, club, choir, indexed):
    she.keep(club)
    she.keep(choir)
    she.note(she.list.items.first(), "Ask for Sam")
    with indexed():
        closed(choir, timezone.localdate())

    answer = she.post("send", email="mum@example.org")

    (letter,) = mail.outbox
    assert letter.to == ["mum@example.org"]
    assert letter.subject == "Your list from the Local Offer of Fenbridge Council"
    assert "1. Wriggle Club" in letter.body
    assert "Phone: 01632 960125" in letter.body
    assert "http://fenbridge.localhost/services/wriggle-club/" in letter.body
    assert "2. Open Choir" in letter.body
    assert "   Closed\n" in letter.body
    assert "Sam" not in letter.body, "or anybody could have us send words of theirs to a stranger"
    assert "The letter is on its way." in said(she.get(answer["Location"]))


def test_the_address_is_stored_nowhere(she, club):
    she.keep(club)
    with CaptureQueriesContext(connection) as captured:
        she.post("send", email="mum@example.org")

    assert mail.outbox
    assert "mum@example.org" not in repr(captured.captured_queries)
    assert "mum@example.org" not in repr([*cache._cache.items()])


@pytest.mark.parametrize(
    "email",
    ["", "mum@", "mum example.org", "mum@example.org\nBcc: all@example.org", "a" * 250 + "@example.org"],
)
def test_what_is_no_address_is_asked_for_again(she, club, email):
    she.keep(club)

    answer = she.post("send", email=email)

    assert answer.status_code == 422
    assert "e-mail address" in said(answer)
    assert 'href="#email"' in answer.content.decode()
    assert unescape(answer.content.decode()).count(email.splitlines()[0] if email else "") >= 1
    assert mail.outbox == []


def test_one_list_is_sent_so_often_wherever_that_is_done_from(she, club):
    she.keep(club)
    for number in range(3):
        she.client.defaults["REMOTE_ADDR"] = f"203.0.{number}.9"
        assert she.post("send", email="mum@example.org").status_code == 302

    she.client.defaults["REMOTE_ADDR"] = "203.0.77.9"
    answer = she.post("send", email="mum@example.org")

    assert answer.status_code == 429
    assert "Please try again in 15 minutes." in said(answer)
    assert 'value="mum@example.org"' in answer.content.decode()
    assert len(mail.outbox) == 3


def test_one_network_sends_so_many_letters(council, club):
    for _ in range(10):
        somebody = Visitor()
        somebody.keep(club)
        assert somebody.post("send", email="mum@example.org").status_code == 302

    one_more, elsewhere = Visitor(), Visitor(address="203.0.113.9")
    one_more.keep(club)
    elsewhere.keep(club)

    assert one_more.post("send", email="mum@example.org").status_code == 429
    assert elsewhere.post("send", email="mum@example.org").status_code == 302


def test_where_no_mail_server_is_set_up_the_page_says_so_kindly(she, club, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    she.keep(club)

    assert "We cannot send e-mail from this site yet. You can print your list" in said(she.get())
    assert she.post("send", email="mum@example.org")["Location"] == LIST


def test_a_mail_server_that_fails_is_told_of_and_the_address_is_in_no_log(she, club, settings, caplog):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9  # where nobody listens
    she.keep(club)

    answer = she.post("send", email="mum@example.org")

    assert answer.status_code == 503
    assert "We could not send the letter just now." in said(answer)
    assert 'value="mum@example.org"' in answer.content.decode()
    assert "A list was not sent (ConnectionRefusedError)." in caplog.text
    assert "mum@" not in caplog.text


def test_notes_and_links_are_in_no_log(she, club, caplog):
    she.keep(club)
    she.note(she.list.items.get(), "Ask for Sam")
    she.note(she.list.items.get(), "Ask for Sam" * 100)

    assert "Sam" not in caplog.text
    assert django_settings.LOGGING["handlers"]["console"]["filters"] == ["no_queries"], (
        "tests/places/test_logs.py holds that this takes the key out of a link"
    )


# --- What it costs ------------------------------------------------------------------------------------------


def test_a_list_of_thirty_asks_the_database_no_more_than_a_list_of_one(she, council, club, indexed):
    she.keep(club)
    she.post("share")

    def asked(path):
        she.get(path)
        with CaptureQueriesContext(connection) as captured:
            assert she.get(path).status_code == 200
        return [query["sql"].split(" WHERE ")[0] for query in captured.captured_queries]

    for_one = asked(LIST), asked(she.link())
    with indexed():
        services = [ServiceFactory(owner=council) for _ in range(29)]
    for service in services:
        she.keep(service)

    for_thirty = asked(LIST), asked(she.link())
    assert len(titles(she.get())) == 30
    assert for_thirty == for_one
    assert max(len(each) for each in for_one) <= 12


def test_whoever_has_a_list_costs_a_page_of_results_nothing_more(she, club, queries, client):
    queries("/find/", q="club")
    before = queries("/find/", q="club")
    she.keep(club)
    client.cookies[cookie.NAME] = she.token

    assert queries("/find/", q="club") == before


@pytest.mark.parametrize("path", ["/find/", "/kinds/fun/", "/services/wriggle-club/"])
def test_no_cache_between_us_gives_one_visitors_page_to_another(she, club, path):
    answer = she.get(path)

    assert "private" in answer["Cache-Control"]
    assert "Cookie" in answer["Vary"]


def test_a_list_is_kept_by_no_browser_for_whoever_uses_the_device_next(she, club):
    she.keep(club)

    assert "no-store" in she.get()["Cache-Control"]


def test_a_list_can_be_read_on_a_day_when_nothing_can_be_saved(she, club):
    she.keep(club)
    shortlist = she.list
    Shortlist.objects.update(used_on=dt.date(2026, 1, 1))
    shortlist.refresh_from_db()
    only_reading(True)
    try:
        actions.use(shortlist=shortlist, on=timezone.localdate())
    finally:
        only_reading(False)

    assert Shortlist.objects.get().used_on == dt.date(2026, 1, 1)


def only_reading(yes):
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA query_only = {int(yes)}")
    elif yes:
        pytest.skip("a transaction that has written cannot be made read-only and back")


# --- Keys ---------------------------------------------------------------------------------------------------


def test_a_link_is_made_of_the_owners_key_and_a_number_and_of_nothing_else():
    token, number = keys.new_token(), keys.new_token()

    assert keys.share_token(token, number) == keys.share_token(token, number)
    assert keys.share_token(token, keys.new_token()) != keys.share_token(token, number)
    assert keys.share_token(keys.new_token(), number) != keys.share_token(token, number)
    assert re.fullmatch(r"[\w-]{43}", keys.share_token(token, number))


def test_a_service_that_is_wholly_deleted_takes_no_list_along(she, club, choir, indexed):
    she.keep(club)
    she.keep(choir)
    with indexed():
        club.delete()

    assert titles(she.get()) == ["Wriggle Club", "Open Choir"]
