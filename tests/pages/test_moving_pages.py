"""Pages of another system come along as drafts: what they say, their links to each other, and their old addresses."""

import zipfile

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from localoffer.accounts.models import Role
from localoffer.pages.models import GuidePage, QuestionPage, TopicHubPage
from localoffer.pages.moving import html, pages
from tests.accounts.conftest import council

BREAKS = """<html><head><title>Old site | Breaks</title><meta name="description" content="A rest for you."></head><body>
<nav><a href="/">Home</a></nav><main><h1>Short breaks</h1><p onclick="x()">A <strong>rest</strong> &amp; fun.
<script>alert(1)</script></p>
<h2>Who can have one</h2><div>Any child.<br>Ask <a href="../plans/ask.html#top">for a plan</a>.</div><h3>Money</h3>
<table><tr><th>Club</th><td>£2</td></tr><tr><td>Night</td><td>free</td></tr></table>
<img src="a.png"><ul><li>One</li><li>Two <ul><li>and a half</li></ul></li></ul>
<p><a href="javascript:alert(1)">Bad</a> <a href="/gone.html">Gone</a> <a href="https://example.org/x?a=1&amp;b=2">Elsewhere</a>
<a href="mailto:a@example.org">Write</a></p></main><footer>©</footer></body></html>"""


@pytest.fixture
def fenbridge(db, kept_fenbridge):
    return kept_fenbridge()


def sheet(tmp_path, *rows, heading="title,address,summary,html,topic,owner,review months,duties"):
    file = tmp_path / "pages.csv"
    file.write_text("\n".join((heading, *rows)))
    return file


def bring_in(path, *more):
    call_command("import_pages", "fenbridge", str(path), *more)


def parts_of(page):
    return [(part.value["title"], part.value["body"][0].value.source) for part in page.parts]


def test_only_plain_words_headings_lists_and_links_are_left_of_a_page():
    document = html.read(BREAKS)

    assert (document.title, document.summary) == ("Short breaks", "A rest for you.")
    assert dict(document.left_out) == {"picture": 1}
    [(first, opening), (second, who)] = html.in_sections(document, opening="In short")
    assert (first, opening) == ("In short", "<p>A <b>rest</b> &amp; fun.</p>")
    assert second == "Who can have one"
    assert "<p>Any child.<br>Ask" in who
    assert "<h3>Money</h3><ul><li>Club; £2</li><li>Night; free</li></ul>" in who
    assert "<ul><li>One</li><li>Two</li><li>and a half</li></ul>" in who


@pytest.mark.parametrize(
    ("text", "left"),
    {
        "<p><b>a<p>b</b>": "a b",
        "<li>x": "x",
        "<a href=x><h2>y</a><p>z": "y z",
        "</ul></p><td>z": "z",
        "<main>": "",
        "<h2></h2><p> </p>": "",
        "<nav>a<p>b": "",
    }.items(),
)
def test_broken_html_is_read_as_far_as_it_goes(text, left):
    sections = html.in_sections(html.read(text), opening="")

    assert html.words(" ".join(f"{title} {words}" for title, words in sections).replace("<", " <")) == left


def test_a_folder_becomes_drafts_whose_links_and_old_addresses_lead_to_each_other(fenbridge, tmp_path):
    (tmp_path / "breaks").mkdir()
    (tmp_path / "plans").mkdir()
    (tmp_path / "breaks" / "index.html").write_text(BREAKS)
    (tmp_path / "plans" / "ask.html").write_text(
        "<h1>How to ask</h1><p>Write. <a href='/breaks/'>Breaks</a></p>"
    )

    bring_in(tmp_path)

    breaks, ask = GuidePage.objects.get(title="Short breaks"), GuidePage.objects.get(title="How to ask")
    assert not breaks.live
    assert not ask.live
    assert breaks.search_description == "A rest for you."
    [_, (title, words)] = parts_of(breaks)
    assert title == "Who can have one"
    assert f'<a linktype="page" id="{ask.pk}">for a plan</a>' in words
    assert '<a href="https://example.org/x?a=1&amp;b=2">Elsewhere</a>' in words
    assert 'href="mailto:a@example.org"' in words
    assert "javascript" not in words
    assert "Gone" in words
    assert "gone.html" not in words
    assert parts_of(ask) == [("How to ask", f'<p>Write. <a linktype="page" id="{breaks.pk}">Breaks</a></p>')]
    assert breaks.get_latest_revision_as_object().parts[0].value["title"] == "In short"

    client = fenbridge.client()
    assert client.get("/plans/ask.html").status_code in (301, 404)
    ask.get_latest_revision().publish()
    answer = client.get("/plans/ask.html")
    assert (answer.status_code, answer.headers["Location"]) == (301, ask.get_url())
    assert client.get(answer.headers["Location"]).status_code == 200


def test_bringing_them_in_again_leaves_what_an_editor_has_done_since(fenbridge, tmp_path):
    file = sheet(
        tmp_path,
        "Short breaks,/kb5/page?id=7,A rest.,<p>Fun.</p>,Care,SEND team,6,short-breaks sendiass",
        "Grants,,,<p>Money.</p>,Care,,,",
    )
    bring_in(file)
    page = GuidePage.objects.get(title="Short breaks")
    page.title = "Breaks for you"
    page.save_revision()

    bring_in(file)

    assert GuidePage.objects.count() == 2
    page = GuidePage.objects.get(pk=page.pk)
    assert page.get_latest_revision_as_object().title == "Breaks for you"
    assert page.get_parent().specific == TopicHubPage.objects.get(title="Care", live=False)
    assert (page.care.get().owner, page.care.get().review_every) == ("SEND team", 6)
    assert {duty.criterion for duty in page.duties_served.all()} == {"short-breaks", "sendiass"}
    assert Redirect.objects.get().old_path == "/kb5/page?id=7"


def test_one_fault_is_said_by_its_row_and_nothing_is_written(fenbridge, tmp_path, capsys):
    home = Page.objects.get(pk=fenbridge.site.root_page_id)
    home.add_child(instance=QuestionPage(title="Here", slug="here", answer="Yes."))
    file = sheet(
        tmp_path,
        "Good,/good,,<p>Fine.</p>,,,,",
        ",/b,,<p>x</p>,,,,",
        "Empty,/c,,<nav>x</nav>,,,,",
        "Here,/d,,<p>x</p>,,,,",
        "Good,/e,,<p>x</p>,,,,",
        "Months,/good/,,<p>x</p>,,,5,",
        "Duty,/here/,,<p>x</p>,,,,no-such-duty",
    )

    with pytest.raises(CommandError, match="Nothing was written"):
        bring_in(file)

    said = capsys.readouterr().out
    for words in (
        "row 3: It has no title",
        "row 4: It says nothing",
        "row 5: There is a page “here” here already",
        "row 6: It has the title of row 2",
        "row 7: “5” is not one of 3, 6, 12 and 24 months",
        "row 7: It has the old address of row 2",
        "row 8: There is no duty “no-such-duty”",
        "row 8: Its old address /here is one that families see here today",
    ):
        assert words in said, said
    assert not GuidePage.objects.exists()
    assert not Redirect.objects.exists()


def test_a_zip_file_is_read_like_a_folder_and_what_is_no_page_is_left(fenbridge, tmp_path):
    with zipfile.ZipFile(tmp_path / "site.zip", "w") as packed:
        packed.writestr("../up.html", "<h1>Up</h1><p>Words.</p>")
        packed.writestr("a.txt", "x")

    sources, problems = pages.read(tmp_path / "site.zip")

    assert [source.title for source in sources] == ["Up"]
    assert problems == []
    bring_in(tmp_path / "site.zip", "--dry-run")
    assert not GuidePage.objects.exists()


# --- In the admin ----------------------------------------------------------------------------------------


def given(name, text):
    return {"file": SimpleUploadedFile(name, text if isinstance(text, bytes) else text.encode())}


def test_a_publisher_sees_what_would_be_made_and_then_has_the_drafts_made(fenbridge):
    client = fenbridge.client(fenbridge.officer(Role.PUBLISHER))
    sheet = "title,html,topic\nShort breaks,<p>A rest.</p>,Care\nTransport,<p>A taxi.</p>,\n"

    seen = client.post("/admin/import-pages/", given("pages.csv", sheet))

    assert "2 new pages, 0 here already" in seen.content.decode()
    assert not GuidePage.objects.exists(), "nothing is made before it was seen"
    done = client.post("/admin/import-pages/", {"list": seen.context["list"], "do": "yes"})
    assert done.status_code == 302
    assert {(page.title, page.live) for page in GuidePage.objects.all()} == {
        ("Short breaks", False),
        ("Transport", False),
    }
    again = client.post("/admin/import-pages/", given("pages.csv", sheet)).content.decode()
    assert "0 new pages, 2 here already" in again


def test_before_she_makes_the_drafts_she_sees_what_would_keep_each_from_being_published(
    fenbridge, tmp_path, capsys
):
    rows = (
        "title,html,owner",
        'Breaks,"<p>A rest. <a href=""https://example.org/"">Click here</a></p>",SEND team',
        "Transport,<p>A taxi takes you to school.</p>,SEND team",
        "Clubs,<p>Come to a club. The QZXT runs it.</p>,",
    )
    client = fenbridge.client(fenbridge.officer(Role.PUBLISHER))

    seen = client.post("/admin/import-pages/", given("pages.csv", "\n".join(rows)))

    table = BeautifulSoup(seen.content, "html.parser").select_one("table.listing")
    [breaks, transport, clubs] = [
        row.find_all("td")[-1].get_text(" ", strip=True) for row in table.tbody("tr")
    ]
    assert breaks.startswith("1 to put right")
    assert "Click here" in breaks
    assert transport == "Ready"
    assert "Say who looks after" in clubs
    assert "QZXT" in clubs
    bring_in(sheet(tmp_path, *rows[1:], heading=rows[0]), "--dry-run")
    said = capsys.readouterr().out
    assert "Before “Breaks” is published: " in said
    assert "“Transport”" not in said


def test_html_files_come_along_through_the_admin_and_what_is_lost_is_said(fenbridge, tmp_path):
    client = fenbridge.client(fenbridge.officer(Role.PUBLISHER))
    packed = tmp_path / "site.zip"
    with zipfile.ZipFile(packed, "w") as file:
        file.writestr("help/breaks.html", BREAKS)

    one = client.post("/admin/import-pages/", given("breaks.html", BREAKS))
    several = client.post("/admin/import-pages/", given("site.zip", packed.read_bytes()))

    assert "1 picture left out" in one.content.decode()
    done = client.post("/admin/import-pages/", {"list": several.context["list"], "do": "yes"})
    assert "led to /gone.html, which did not come along" in done.content.decode()
    assert parts_of(GuidePage.objects.get())[0][0] == "In short"


def test_one_page_that_is_wrong_keeps_all_from_being_made(fenbridge):
    client = fenbridge.client(fenbridge.officer(Role.PUBLISHER))

    for more in ({}, {"do": "yes"}):
        wrong = client.post(
            "/admin/import-pages/",
            given("pages.csv", "title,html\nGood,<p>Yes.</p>\n,<p>No title.</p>\n") | more,
        )
        assert wrong.status_code == 422
        assert "Row 3: It has no title." in wrong.content.decode()
    assert client.post("/admin/import-pages/", {"list": "forged", "do": "yes"}).status_code == 422
    for name, text in (("pages.exe", "x"), ("pages.zip", "no zip"), ("pages.csv", "a,b\n1,2\n")):
        assert client.post("/admin/import-pages/", given(name, text)).status_code == 422
    assert not GuidePage.objects.exists()


def test_an_editor_brings_in_nothing_and_a_publisher_only_into_her_council(fenbridge):
    saltmere = council("saltmere")
    sheet = "title,html\nShort breaks,<p>A rest.</p>\n"

    refused = fenbridge.client(fenbridge.officer(Role.EDITOR)).post(
        "/admin/import-pages/", given("a.csv", sheet)
    )
    client = saltmere.client(saltmere.officer(Role.PUBLISHER))
    seen = client.post("/admin/import-pages/", given("a.csv", sheet))
    client.post("/admin/import-pages/", {"list": seen.context["list"], "do": "yes"})

    assert refused.status_code in (302, 403, 404)
    assert [page.get_site() for page in GuidePage.objects.all()] == [saltmere.site]
