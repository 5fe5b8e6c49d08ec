"""What a night's look over pages finds: reading ages, initials, broken links; who sees it; what it shows of duties."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from wagtail.models import Page, PageViewRestriction

from localoffer.accounts.models import Role
from localoffer.cms.models import Alert, CouncilSettings, PageCare
from localoffer.compliance import evidence, statement
from localoffer.directory.models import Link as ServiceLink
from localoffer.directory.sources.web import Browser
from localoffer.pages.looking_over import actions, trying
from localoffer.pages.looking_over.facts import site_facts
from localoffer.pages.looking_over.models import Address, LinkUse, PageLook, State
from localoffer.pages.models import GuidePage, HomePage
from localoffer.pages.officers import broken_links
from tests.directory.sources.feed_server import serving
from tests.factories.directory import ServiceFactory

NOW = datetime(2026, 11, 26, 3, tzinfo=UTC)
PLAIN = "<p>" + "You can ask for help at your school. They will talk with you. " * 12 + "</p>"
HARD = (
    "<p>"
    + "Multidisciplinary professionals systematically coordinate individualised provision. " * 20
    + "</p>"
)


@pytest.fixture
def fenbridge(db, kept_fenbridge):
    return kept_fenbridge()


@pytest.fixture
def saltmere(db, kept_saltmere):
    return kept_saltmere()


def a_page(council, title, about=PLAIN):
    page = HomePage(title=title, slug=title.lower().replace(" ", "-"), about=about)
    page.care = [PageCare(owner="SEND team")]
    return Page.objects.get(pk=council.site.root_page_id).add_child(instance=page)


def an_alert(council, title, url, *, ends_at=NOW + timedelta(days=1)):
    fields = {"url": url, "link_text": "More about it", "starts_at": NOW - timedelta(days=1)}
    return Alert.objects.create(owner=council.authority, title=title, ends_at=ends_at, **fields)


def link(address, words="Our form"):
    return f'<p>Ask with <a href="{address}">{words}</a>.</p>'


def look(council, *, at=NOW):
    actions.look_over(council.authority, now=at)
    return {each.address: (each.state, each.why) for each in Address.objects.of(council.authority)}


def facts(council):
    return site_facts(council.authority, NOW.date())


# --- Reading age and initials -----------------------------------------------------------------------------


def test_a_hard_page_and_unexplained_initials_count_until_they_are_mended(fenbridge):
    assert facts(fenbridge) == {}, "nobody has looked yet"
    a_page(fenbridge, "Plain")
    hard = a_page(fenbridge, "Hard", HARD)
    initials = a_page(fenbridge, "Initials", f"{PLAIN}<p>Ask the QZX.</p>")
    look(fenbridge)

    assert facts(fenbridge)["reading-age"] == (2, 3)
    assert facts(fenbridge)["acronyms-explained"] == (3, 4)

    HomePage.objects.filter(pk__in=[hard.pk, initials.pk]).update(about=PLAIN)
    look(fenbridge)
    assert facts(fenbridge)["reading-age"] == (3, 3)
    assert facts(fenbridge)["acronyms-explained"] == (4, 4)


def test_pages_that_families_cannot_read_do_not_count(fenbridge):
    shut, gone = a_page(fenbridge, "Shut", HARD), a_page(fenbridge, "Gone", HARD)
    look(fenbridge)
    assert facts(fenbridge)["reading-age"] == (0, 2)

    PageViewRestriction.objects.create(page=shut, restriction_type=PageViewRestriction.LOGIN)
    gone.unpublish()

    assert "reading-age" not in facts(fenbridge)


def test_the_duties_that_rest_on_them_say_of_how_many_pages_it_is_so(fenbridge):
    def reasons(slug):
        facts = evidence.gather(fenbridge.authority, day=NOW.date())
        return " ".join(statement.make(facts, {}).duty(slug).reasons)

    page = a_page(fenbridge, "Plain", PLAIN + link("/no-such-page/"))
    a_page(fenbridge, "Hard", HARD)
    assert " of 2 pages" not in reasons("plain-language")
    look(fenbridge)

    assert "1 of 2 pages" in reasons("plain-language")
    assert "2 of 3 pages" in reasons("up-to-date")
    page.unpublish()
    assert "0 of 1 pages" in reasons("plain-language")
    assert "2 of 3 pages" not in reasons("up-to-date")


def test_thirty_pages_are_asked_about_in_as_many_queries_as_one(fenbridge, django_assert_num_queries):
    a_page(fenbridge, "Plain")
    look(fenbridge)
    with django_assert_num_queries(5):
        facts(fenbridge)

    for number in range(30):
        a_page(fenbridge, f"Page {number}")
    look(fenbridge)
    with django_assert_num_queries(5):
        facts(fenbridge)


# --- Links on this site -----------------------------------------------------------------------------------


def test_links_on_this_site_are_known_to_lead_somewhere_or_not(fenbridge, saltmere):
    home = Page.objects.get(pk=fenbridge.site.root_page_id)
    parts = [{"type": "part", "value": {"title": "How to ask", "slug": "", "body": []}}]
    guide = home.add_child(instance=GuidePage(title="Breaks", slug="breaks", parts=parts))
    draft = a_page(fenbridge, "Draft")
    draft.unpublish()
    theirs = a_page(saltmere, "Theirs")
    club = ServiceFactory(owner=fenbridge.authority, name="Wriggle Club")
    lead = {
        f'linktype="page" id="{guide.pk}"': "",
        f'linktype="page" id="{draft.pk}"': "The page “Draft” is not published.",
        f'linktype="page" id="{theirs.pk}"': "It is a page of another site.",
        'linktype="page" id="999999"': "The page has been deleted.",
        'linktype="document" id="999999"': "The file has been deleted.",
        'href="/breaks/"': "",
        'href="/breaks/how-to-ask/"': "",
        'href="/breaks/all/#how-to-ask"': "",
        'href="/breaks/all/#whom-to-ask"': "The page is there, but it has no part “#whom-to-ask”.",
        'href="/no-such-page/"': "There is no such page on this site.",
        f'href="http://{fenbridge.host}/breaks/gone/"': "There is no such page on this site.",
        f'href="{club.listings.get().get_absolute_url()}"': "",
        'href="/services/no-such-club/"': "There is no such page on this site.",
        'href="/find/?q=club"': "",
        'href="/key-dates/"': "",
        'linktype="page" id="99999999999999999999"': None,
        'href="mailto:send@fenbridge.example.org"': None,
    }
    a_page(fenbridge, "Links", "".join(f"<p><a {each}>Words</a></p>" for each in lead))

    found = look(fenbridge)

    assert sorted(why for _, why in found.values()) == sorted(
        each for each in lead.values() if each is not None
    )
    assert {state for state, why in found.values() if why} == {State.BROKEN}
    assert look(saltmere) == {}


def test_a_broken_link_counts_against_its_page_until_the_page_is_mended(fenbridge):
    page = a_page(fenbridge, "Links", PLAIN + link("/no-such-page/"))
    look(fenbridge)
    assert facts(fenbridge)["links-work"] == (1, 2)
    first_seen = Address.objects.get().since

    look(fenbridge, at=NOW + timedelta(days=1))
    assert Address.objects.get().since == first_seen, "since when it is broken"

    HomePage.objects.filter(pk=page.pk).update(about=PLAIN + link("/find/"))
    look(fenbridge, at=NOW + timedelta(days=2))
    assert facts(fenbridge)["links-work"] == (2, 2)
    assert [each.address for each in Address.objects.all()] == ["/find/"]


def test_looking_again_makes_no_second_row(fenbridge):
    a_page(fenbridge, "Links", PLAIN + link("/find/"))
    look(fenbridge)
    look(fenbridge)

    assert (PageLook.objects.count(), LinkUse.objects.count(), Address.objects.count()) == (2, 1, 1)


# --- Links to other sites ---------------------------------------------------------------------------------


@pytest.fixture
def elsewhere():
    with serving() as site:
        yield site


def try_links(now, *, naps=None):
    return trying.try_due(
        browser=Browser(allow_private=True, waits=()),
        now=lambda: now,
        sleep=lambda seconds: naps.append(seconds) if naps is not None else None,
    )


def states(council):
    return {each.address.rpartition("/")[2]: each.state for each in Address.objects.of(council.authority)}


def test_an_address_elsewhere_is_broken_only_after_two_tries(fenbridge, elsewhere):
    elsewhere.at("/works", lambda _: (200, {}, b"Hello"))
    elsewhere.at("/moved", lambda _: (301, {"Location": f"{elsewhere.base}/works"}, b""))
    elsewhere.at("/shy", lambda _: (403, {}, b"Are you a robot?"))
    elsewhere.at("/busy", lambda _: (429, {}, b""))
    names = ["works", "moved", "gone", "shy", "busy"]
    a_page(fenbridge, "Links", PLAIN + "".join(link(f"{elsewhere.base}/{name}") for name in names))
    look(fenbridge)
    assert facts(fenbridge)["links-work"] == (1, 1), "the page with links that nobody has tried is left out"

    naps = []
    assert try_links(NOW, naps=naps) == 0
    assert len(naps) == 4, "one host is asked once a second"
    works, could_not = State.WORKING, State.UNKNOWN
    first = {"works": works, "moved": works, "gone": could_not, "shy": could_not, "busy": could_not}
    assert states(fenbridge) == first
    assert facts(fenbridge)["links-work"] == (2, 2)

    try_links(NOW + timedelta(hours=1))
    assert states(fenbridge) == first, "an hour later nothing is tried again"
    try_links(NOW + timedelta(hours=13))
    assert states(fenbridge) == first | {"gone": State.BROKEN}
    assert facts(fenbridge)["links-work"] == (1, 2)

    elsewhere.at("/gone", lambda _: (200, {}, b"Back"))
    try_links(NOW + timedelta(days=3))
    assert states(fenbridge)["gone"] == State.WORKING


def test_an_address_inside_the_own_network_is_not_fetched(fenbridge, elsewhere):
    a_page(fenbridge, "Links", link(f"{elsewhere.base}/secret"))
    look(fenbridge)

    trying.try_due(now=lambda: NOW, sleep=lambda _: None)

    assert Address.objects.get().state == State.UNKNOWN
    assert "inside a private network" in Address.objects.get().why
    assert elsewhere.asked == []


def test_whoever_is_stopped_in_the_middle_leaves_the_rest_to_another(fenbridge, elsewhere, monkeypatch):
    elsewhere.at("/a", lambda _: (200, {}, b""))
    elsewhere.at("/b", lambda _: (200, {}, b""))
    a_page(fenbridge, "Links", link(f"{elsewhere.base}/a") + link(f"{elsewhere.base}/b"))
    look(fenbridge)
    ask = Browser.status

    def stopped(browser, url):
        if url.endswith("/b"):
            raise KeyboardInterrupt
        return ask(browser, url)

    with monkeypatch.context() as patched:
        patched.setattr(Browser, "status", stopped)
        with pytest.raises(KeyboardInterrupt):
            try_links(NOW)
    assert states(fenbridge) == {"a": State.WORKING, "b": State.NEW}

    try_links(NOW + trying.TAKEN_FOR)
    assert states(fenbridge)["b"] == State.WORKING


# --- Who sees them ----------------------------------------------------------------------------------------


def test_an_officer_sees_her_councils_broken_links_and_the_way_to_mend_them(fenbridge, saltmere):
    page = a_page(fenbridge, "Short breaks", PLAIN + link("/no-such-page/", "Ask for a break"))
    club = ServiceFactory(owner=fenbridge.authority, name="Wriggle Club")
    ServiceLink.objects.create(service=club, label="Our leaflet", url=f"http://{fenbridge.host}/nowhere/")
    a_page(saltmere, "Saltmere secret", PLAIN + link("/saltmere-nowhere/"))
    look(fenbridge)
    look(saltmere)
    editor = fenbridge.client(fenbridge.officer(Role.EDITOR))

    shown = editor.get("/admin/broken-links/").content.decode()
    week = editor.get("/admin/").content.decode()
    ready = editor.get(f"/admin/page-readiness/{page.pk}/").content.decode()

    assert "2 broken links" in shown
    assert "“Ask for a break”" in shown
    assert f'href="/admin/pages/{page.pk}/edit/"' in shown
    assert "“Our leaflet”" in shown
    assert f'/edit/{club.pk}/"' in shown
    assert "Saltmere secret" not in shown + week
    for part in (
        "checks overdue",
        "checks due",
        "problems reported",
        "broken links",
        "nobody has checked yet",
    ):
        assert part in week, "what is due, overdue, broken and unanswered is on one page"
    assert "Links that lead nowhere" in ready


def test_who_looks_after_the_menu_and_the_alerts_sees_their_broken_links_and_where_to_mend_them(
    fenbridge, saltmere
):
    gone = a_page(fenbridge, "Transport")
    settings = CouncilSettings.for_site(fenbridge.site)
    settings.menu = [
        ("link", {"label": "Travel", "page": gone}),
        ("link", {"label": "Find help", "address": "/find/"}),
    ]
    settings.about = [("link", {"label": "Who pays", "address": "/no-such-page/"})]
    settings.accessibility_url = "/no-statement/"
    settings.save()
    alert = an_alert(fenbridge, "Buses are late", "/no-buses/")
    an_alert(fenbridge, "Over", "/long-gone/", ends_at=NOW - timedelta(hours=1))
    an_alert(saltmere, "Saltmere secret", "/saltmere-nowhere/")
    gone.unpublish()
    look(fenbridge)
    look(saltmere)

    def seen_by(role):
        return fenbridge.client(fenbridge.officer(role)).get("/admin/broken-links/").content.decode()

    administrator = seen_by(Role.ADMINISTRATOR)
    assert "4 broken links" in administrator
    for words in ("“Travel”", "“Who pays”", "Accessibility statement", "Alert: Buses are late"):
        assert words in administrator
    assert f'href="/admin/settings/cms/councilsettings/{fenbridge.site.pk}/"' in administrator
    assert f'/edit/{alert.pk}/"' in administrator
    assert "Saltmere secret" not in administrator
    assert "1 broken link<" in seen_by(Role.PUBLISHER), "the alert, but no settings"
    assert "No broken link is known" in seen_by(Role.EDITOR)

    settings.about = settings.menu = []
    settings.accessibility_url = ""
    settings.save()
    alert.delete()
    look(fenbridge)
    assert "No broken link is known" in seen_by(Role.ADMINISTRATOR)


def test_a_page_that_was_published_since_is_left_out_until_the_next_night(fenbridge, rf):
    page = a_page(fenbridge, "Short breaks", PLAIN + link("/no-such-page/"))
    look(fenbridge)
    assert len(broken_links.of_page(page)) == 1

    page.about = PLAIN
    page.save_revision().publish()

    assert broken_links.of_page(page) == []


def test_the_screen_asks_as_often_for_thirty_links_as_for_one(fenbridge):
    from django.test.utils import CaptureQueriesContext

    editor = fenbridge.client(fenbridge.officer(Role.EDITOR))

    def asked():
        look(fenbridge)
        with CaptureQueriesContext(connection) as captured:
            editor.get("/admin/broken-links/")
        return len(captured)

    a_page(fenbridge, "One", link("/nowhere-0/"))
    asked()
    one = asked()
    for number in range(30):
        a_page(fenbridge, f"Page {number}", link(f"/nowhere-{number}/"))

    assert asked() == one
