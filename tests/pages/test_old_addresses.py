"""A council that comes from another system loses no link: old addresses lead on, or it says which cannot."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from localoffer.accounts.models import Role
from localoffer.pages.models import HomePage, QuestionPage
from localoffer.pages.moving.old_addresses import plan, read
from tests.accounts.conftest import council
from tests.factories.directory import ServiceFactory


@pytest.fixture
def fenbridge(db, kept_fenbridge):
    return kept_fenbridge()


@pytest.fixture
def breaks(fenbridge):
    """A page at /breaks/."""
    home = Page.objects.get(pk=fenbridge.site.root_page_id)
    return home.add_child(instance=QuestionPage(title="Can we get a break?", slug="breaks", answer="Yes."))


def weighed(fenbridge, *lines):
    rows, problems = read("\n".join(("old,new", *lines)).encode())
    return plan(rows, fenbridge.authority, problems=problems)


def said(made):
    return [f"{problem.row}: {problem.message}" for problem in made.problems]


def test_old_addresses_lead_to_pages_services_and_elsewhere_for_good(fenbridge, breaks, tmp_path):
    service = ServiceFactory(owner=fenbridge.authority, name="Heron Lodge")
    address = service.listings.get().get_absolute_url()
    file = tmp_path / "old.csv"
    file.write_text(
        f"old,new\n/kb5/service.page?id=abc&x=1,{address}\nhttps://old.example.org/breaks.html,/breaks/\n"
        "/forms,https://forms.example.org/ask\n"
    )

    call_command("old_addresses", "fenbridge", str(file))

    client = fenbridge.client()
    for old, new in {
        "/kb5/service.page?x=1&id=abc": address,
        "/breaks.html": breaks.get_url(),
        "/forms/": "https://forms.example.org/ask",
    }.items():
        answer = client.get(old)
        assert (answer.status_code, answer.headers["Location"]) == (301, new), old
    assert client.get("/kb5/service.page?id=other").status_code == 404
    call_command("old_addresses", "fenbridge", str(file))
    assert Redirect.objects.count() == 3


def test_a_page_that_is_moved_is_still_reached(fenbridge, breaks, tmp_path):
    file = tmp_path / "old.csv"
    file.write_text("old,new\n/b.html,/breaks/\n")
    call_command("old_addresses", "fenbridge", str(file))

    breaks.slug = "a-break"
    breaks.save()

    assert fenbridge.client().get("/b.html").headers["Location"].endswith("/a-break/")


def test_a_page_that_is_named_back_has_no_old_address_that_leads_to_itself(
    fenbridge, breaks, django_capture_on_commit_callbacks
):
    for slug in ("a-break", "breaks"):
        breaks.slug = slug
        with django_capture_on_commit_callbacks(execute=True):
            breaks.save_revision().publish()
        breaks.refresh_from_db()

    assert [row.old_path for row in Redirect.objects.filter(redirect_page=breaks)] == ["/a-break"]
    breaks.unpublish()
    assert fenbridge.client().get("/breaks/").status_code == 404


def test_whatever_is_wrong_is_said_by_its_row_and_nothing_is_written(fenbridge, breaks, tmp_path):
    other = council("saltmere")
    lines = [
        "/a,/nowhere/",  # 2
        "/b,/b/",
        "/c,/d",  # 4
        "/d,/breaks/",
        "/d/,/breaks/",  # 6
        "/breaks,https://example.org/",
        "/e,http://example.org/",  # 8
        f"/f,https://{other.host}/",
        f"https://{other.host}/g,/breaks/",  # 10
        "/admin/pages/,/breaks/",
        ",/breaks/",  # 12
        "/h,",
        "i.html,/breaks/",  # 14
    ]

    told = said(weighed(fenbridge, *lines))

    for number, words in {
        2: "There is no page and no service at /nowhere/",
        3: "/b/ leads to itself",
        4: "/d is the old address of row 5. Write /breaks/ here",
        6: "stands in row 5 already",
        7: "the address of something that families can see here",
        8: "begins with https://",
        9: "another council’s address",
        10: "another council’s address",
        11: "An old address must be free",
        12: "old address is missing",
        13: "Where it leads now is missing",
        14: "Begin the old address with /",
    }.items():
        assert any(each.startswith(f"{number}: ") and words in each for each in told), (number, told)
    assert len(told) == 12
    file = tmp_path / "old.csv"
    file.write_text("\n".join(("old,new", *lines)))
    with pytest.raises(CommandError, match=r"12 rows are wrong\. Nothing was written"):
        call_command("old_addresses", "fenbridge", str(file))
    file.write_text("old,new\n/a,/nowhere/")
    with pytest.raises(CommandError, match=r"1 row is wrong\. Nothing"):
        call_command("old_addresses", "fenbridge", str(file))
    for command in ("old_addresses", "import_pages"):
        with pytest.raises(CommandError, match=r"none\.csv cannot be read \(No such file or directory\)\."):
            call_command(command, "fenbridge", str(tmp_path / "none.csv"))
    assert not Redirect.objects.exists()


def test_a_draft_is_no_place_to_lead_to_and_a_chain_to_an_older_list_is_named(fenbridge, breaks):
    Redirect.objects.create(site=fenbridge.site, old_path="/first", redirect_page=breaks)
    Page.objects.get(pk=fenbridge.site.root_page_id).add_child(
        instance=HomePage(title="Draft", slug="draft", live=False)
    )

    told = said(weighed(fenbridge, "/x,/draft/", "/y,/first"))

    assert "There is no page and no service at /draft/" in told[0]
    assert "/first is an old address itself" in told[1]


def test_an_officer_sees_what_would_happen_and_then_does_it(fenbridge, breaks):
    client = fenbridge.client(fenbridge.officer(Role.PUBLISHER))
    file = SimpleUploadedFile("old.csv", b"old,new\n/b.html,/breaks/\n")

    seen = client.post("/admin/old-addresses/", {"file": file})

    assert "1 new, 0 to change" in seen.content.decode()
    assert not Redirect.objects.exists()
    assert (
        client.post("/admin/old-addresses/", {"list": seen.context["list"], "do": "yes"}).status_code == 302
    )
    row = Redirect.objects.get()
    assert (row.old_path, row.site, row.redirect_page_id) == ("/b.html", fenbridge.site, breaks.pk)
    assert "/b.html" in client.get("/admin/old-addresses/").content.decode()
    client.post(f"/admin/old-addresses/{row.pk}/remove/")
    assert not Redirect.objects.exists()


def test_an_officer_meets_no_old_address_of_another_council(fenbridge, breaks):
    other = council("saltmere")
    row = Redirect.objects.create(site=fenbridge.site, old_path="/secret", redirect_page=breaks)
    client = other.client(other.officer(Role.PUBLISHER))

    assert "/secret" not in client.get("/admin/old-addresses/").content.decode()
    assert client.post(f"/admin/old-addresses/{row.pk}/remove/").status_code == 404
    assert other.client().get("/secret/").status_code == 404
    assert Redirect.objects.filter(pk=row.pk).exists()


def test_a_list_with_faults_shows_them_and_a_file_that_is_no_list_says_so(fenbridge, breaks):
    client = fenbridge.client(fenbridge.officer(Role.PUBLISHER))

    wrong = client.post(
        "/admin/old-addresses/", {"file": SimpleUploadedFile("a.csv", b"old,new\n/a,/nowhere/\n")}
    )
    other = client.post("/admin/old-addresses/", {"file": SimpleUploadedFile("a.csv", b"from,to\n/a,/b\n")})

    assert wrong.status_code == 422
    assert "Row 2: There is no page and no service at /nowhere/" in wrong.content.decode()
    assert "columns “old” and “new”" in other.content.decode()
    assert not Redirect.objects.exists()
