"""What anyone reads of how a council meets the law: the page, the table and the JSON say the same."""

import csv
import io
import re
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from localoffer.accounts.models import Role
from localoffer.compliance import actions, evidence, statement
from localoffer.compliance.models import ComplianceSnapshot, Confirmation
from localoffer.directory.models import AppendOnlyError
from localoffer.duties import loading
from tests.compliance.building import a_page, a_service, indexed

PAGE = "/how-we-meet-the-law/"


@pytest.fixture
def anyone(fenbridge):
    return fenbridge.client()


@pytest.fixture
def short_breaks(fenbridge, today):
    """A guide and three services: enough for the duty to be met."""
    page = a_page(fenbridge, "short-breaks", on=today)
    for number in range(3):
        a_service(fenbridge, on=today, name=f"Break {number}", kinds=["short-breaks"])
    indexed()
    return page


def words(answer) -> str:
    return " ".join(answer.content.decode().split())


def confirm(council, status="partly", note="The statement is a year old.", **said):
    by = council.officer()
    return actions.confirm(
        authority=council.authority, criterion="short-breaks", status=status, note=note, by=by, **said
    )


def test_every_duty_in_force_is_there_in_order_with_its_status(anyone, short_breaks):
    shown = words(anyone.get(PAGE))

    places = [
        shown.index(f'id="duty-{criterion.slug}"') for criterion, _ in loading.in_force(evidence.today())
    ]
    assert len(places) == 76
    assert places == sorted(places)
    assert shown.count('class="standing__status"') == 76
    assert '<a href="/short-breaks/">Short breaks</a>' in shown
    assert '<a href="/find/?kind=short-breaks">3 services</a>' in shown


def test_what_is_unconfirmed_never_reads_as_law(anyone):
    shown = anyone.get("/how-we-meet-the-law.json").json()
    doubtful = [
        duty for section in shown["sections"] for duty in section["duties"] if not duty["is_confirmed_law"]
    ]
    page = anyone.get(PAGE).content.decode()

    assert doubtful
    for duty in doubtful:
        article = page.split(f'id="duty-{duty["slug"]}"')[1].split("</article>")[0]
        assert "Unconfirmed: what it rests on" in article
        assert "We think" in article
        assert "The law says" not in article
        assert "Must:" not in article
        assert "We have not yet checked this" in article


def test_only_those_of_one_status_are_shown_when_that_is_asked_for(anyone, short_breaks):
    all_of_them = anyone.get("/how-we-meet-the-law.json").json()["counts"]
    assert sum(all_of_them.values()) == 76

    for status, count in all_of_them.items():
        shown = words(anyone.get(f"{PAGE}?status={status}"))
        assert shown.count('class="standing__status"') == count
        assert f'status={status}" class="standings__one' in shown
    assert anyone.get(f"{PAGE}?status=<b>").content.decode().count('class="standing__status"') == 76


def test_the_table_and_the_json_say_what_the_page_says(anyone, fenbridge, short_breaks):
    confirm(fenbridge, planned="A new one.", planned_by=date(2027, 3, 31))
    rows = list(
        csv.DictReader(io.StringIO(anyone.get("/how-we-meet-the-law.csv").content.decode("utf-8-sig")))
    )
    data = anyone.get("/how-we-meet-the-law.json").json()
    duties = [duty for section in data["sections"] for duty in section["duties"]]
    page = words(anyone.get(PAGE))

    assert [row["Duty"] for row in rows] == [duty["slug"] for duty in duties]
    assert len(rows) == 76
    for row, duty in zip(rows, duties, strict=True):
        assert row["Status"] == statement.STATUSES[duty["status"]]
        assert row["Why"] == " ".join(duty["reasons"])
        article = page.split(f'id="duty-{duty["slug"]}"')[1].split("</article>")[0]
        status = article.split('class="standing__status"')[1].split("</p>")[0]
        assert f"</span> {row['Status']}</span>" in status
    [mine] = [row for row in rows if row["Duty"] == "short-breaks"]
    assert mine["Status"] == "Partly met"
    assert mine["What the evidence shows"] == "Met"
    assert mine["What an officer said"] == "Partly met: The statement is a year old."
    assert (mine["Planned"], mine["Planned by"]) == ("A new one.", "2027-03-31")


@pytest.mark.parametrize("begins", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_of_the_table_is_worked_out_by_a_spreadsheet(begins):
    assert statement.harmless(f"{begins}1+1") == f"'{begins}1+1"
    assert statement.harmless("Ring 01632 960001 - or write") == "Ring 01632 960001 - or write"


def test_a_formula_that_an_officer_writes_reaches_nobodys_spreadsheet(anyone, fenbridge, short_breaks):
    confirm(fenbridge, planned="=HYPERLINK(1)", owner="@team")

    table = anyone.get("/how-we-meet-the-law.csv").content.decode("utf-8-sig")

    cells = [cell for row in csv.reader(io.StringIO(table)) for cell in row]
    assert "'=HYPERLINK(1)" in cells
    assert "'@team" in cells
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]


def test_where_an_officer_says_less_both_are_shown(anyone, fenbridge, short_breaks):
    confirm(fenbridge)

    shown = words(anyone.get(f"{PAGE}?status=partly"))

    assert "The evidence shows “Met”. An officer said “Partly met”." in shown
    assert "Partly met: The statement is a year old." in shown


def test_an_officer_never_raises_it_above_the_evidence(fenbridge, today):
    with pytest.raises(ValidationError, match="The evidence shows “gap”, so you can say “gap”"):
        confirm(fenbridge, status="met", note="We do this well.")

    assert not Confirmation.objects.exists()


def test_what_was_confirmed_as_met_is_a_gap_once_the_page_is_gone(anyone, fenbridge, short_breaks):
    confirm(fenbridge, status="met", note="Read on Monday.")
    assert "Met: Read on Monday." in words(anyone.get(PAGE))

    short_breaks.unpublish()
    actions.keep(authority=fenbridge.authority)

    article = words(anyone.get(PAGE)).split('id="duty-short-breaks"')[1].split("</article>")[0]
    assert "The evidence shows “Partly met”. An officer said “Met”." in article
    assert 'class="tag tag--wait"' in article


def test_a_confirmation_needs_words_and_is_never_changed(fenbridge, short_breaks):
    with pytest.raises(ValidationError):
        confirm(fenbridge, note="   ")
    said = confirm(fenbridge)

    said.note = "Something else."
    with pytest.raises(AppendOnlyError):
        said.save()
    with pytest.raises(AppendOnlyError):
        said.delete()
    with pytest.raises(AppendOnlyError):
        Confirmation.objects.all().update(note="Something else.")
    with pytest.raises(AppendOnlyError):
        Confirmation.objects.all().delete()


def test_the_last_confirmation_counts_and_the_page_shows_it_at_once(anyone, fenbridge, short_breaks):
    anyone.get(PAGE)
    confirm(fenbridge, status="gap", note="First word.")
    confirm(fenbridge, status="met", note="Second word.")

    shown = words(anyone.get(PAGE))

    assert "Second word." in shown
    assert "First word." not in shown
    assert ComplianceSnapshot.objects.count() == 1


def test_nobody_is_named_to_families(anyone, fenbridge, short_breaks):
    by = fenbridge.officer(first_name="Amara", last_name="Ndiaye")
    actions.confirm(
        authority=fenbridge.authority, criterion="short-breaks", status="met", note="Read.", by=by
    )

    for address in (PAGE, "/how-we-meet-the-law.csv", "/how-we-meet-the-law.json"):
        assert "Ndiaye" not in anyone.get(address).content.decode()


def test_an_inspector_reads_what_the_page_said_on_any_day(anyone, fenbridge, short_breaks, today):
    then = today - timedelta(days=6)
    kept = actions.keep(authority=fenbridge.authority)
    ComplianceSnapshot.objects.create(
        authority=fenbridge.authority,
        day=then,
        made_at=kept.made_at - timedelta(days=6),
        packed=ComplianceSnapshot.pack(
            {**kept.said, "day": then.isoformat(), "sections": kept.said["sections"][:1]}
        ),
        gaps=0,
        overdue=0,
    )

    shown = words(anyone.get(f"{PAGE}?on={then.isoformat()}"))
    assert f"As things stood on {then.day} {then:%B %Y}" in shown
    assert shown.count('class="standing__status"') < 76
    assert f"how-we-meet-the-law.csv?on={then.isoformat()}" in shown
    assert anyone.get(f"/how-we-meet-the-law.json?on={then.isoformat()}").json()["day"] == then.isoformat()

    between = then + timedelta(days=1)
    answer = anyone.get(f"{PAGE}?on={between.isoformat()}")
    assert answer.status_code == 404
    assert f"Nothing was kept on {between.day} {between:%B %Y}." in words(answer)
    assert f'<a href="{PAGE}?on={then.isoformat()}">' in words(answer), "the nearest day"
    for address in ("/how-we-meet-the-law.json", "/how-we-meet-the-law.csv"):
        answer = anyone.get(f"{address}?on={between.isoformat()}")
        assert answer.status_code == 404
        assert then.isoformat() in answer.content.decode()


@pytest.mark.parametrize("on", ["yesterday", "2026-02-30", "<script>", "9999-99-99", "x" * 500])
def test_what_is_no_day_is_explained(anyone, on):
    answer = anyone.get(PAGE, {"on": on})

    assert answer.status_code == 404
    assert "is not a day that we can read. Write it as 2026-11-20." in words(answer)
    assert "<script>" not in answer.content.decode().replace('<script src="', "")


def test_each_council_shows_its_own(fenbridge, saltmere, short_breaks):
    confirm(fenbridge, note="Fenbridge words.")

    theirs = words(saltmere.client().get(PAGE))

    assert "Fenbridge words." not in theirs
    assert "/find/?kind=short-breaks" not in theirs
    assert "Fenbridge words." in words(fenbridge.client().get(PAGE))
    # And what is kept ready of the one is not given to the other
    assert "Fenbridge words." not in words(saltmere.client().get(PAGE))


def test_who_has_the_page_already_is_not_sent_it_again(anyone, fenbridge, short_breaks):
    page = anyone.get(PAGE)
    assert anyone.get(PAGE, headers={"if-none-match": page.headers["ETag"]}).status_code == 304

    confirm(fenbridge)
    assert anyone.get(PAGE, headers={"if-none-match": page.headers["ETag"]}).status_code == 200


def test_the_page_reads_one_row_however_many_duties_there_are(anyone, django_assert_num_queries):
    anyone.get(PAGE)
    # Whose host it is, the newest snapshot, and what the frame shows of a council (read anew in a test's transaction)
    with django_assert_num_queries(7):
        anyone.get(PAGE)


def test_the_page_is_at_the_foot_of_every_page(anyone):
    assert f'<a href="{PAGE}">How we meet the law</a>' in words(anyone.get("/"))


def test_a_list_to_fill_in_by_hand_has_every_duty_and_sends_nothing(anyone):
    shown = anyone.get(f"{PAGE}checklist/").content.decode()

    assert shown.count('class="by-hand__duty"') == 76
    form = shown.split('<form class="by-hand"')[1].split("</form>")[0]
    assert "submit" not in form
    assert "action=" not in form.split(">")[0]


def test_the_night_keeps_what_each_councils_page_says(fenbridge, saltmere, today):
    from django.core.management import call_command

    call_command("keep_compliance")
    call_command("keep_compliance")

    assert list(
        ComplianceSnapshot.objects.order_by("authority__slug").values_list("authority__slug", "day")
    ) == [
        ("fenbridge", today),
        ("saltmere", today),
    ]


def test_a_snapshot_holds_all_that_the_page_said(fenbridge, short_breaks, today):
    confirm(fenbridge, planned="More.", planned_by=date(2027, 1, 31))
    made = statement.make(
        evidence.gather(fenbridge.authority, day=today),
        Confirmation.objects.of(fenbridge.authority).latest(),
    )

    kept = ComplianceSnapshot.objects.get()

    assert statement.Statement.from_json(kept.said) == made
    older = kept.said
    for section in older["sections"]:
        for duty in section["duties"]:
            del duty["missing"]
    assert len(statement.Statement.from_json(older).duties) == 76, "kept before that was thought of"
    assert len(kept.packed) < 40_000


# --- Officers ---------------------------------------------------------------------------------------


ADMIN = "/admin/how-we-meet-the-law/"


def test_an_officer_sees_gaps_first_and_the_pages_that_name_a_duty(fenbridge, short_breaks):
    hers = fenbridge.client(fenbridge.officer(Role.EDITOR))

    shown = hers.get(ADMIN)
    statuses = [duty.status for duty in shown.context["duties"]]
    one = words(hers.get(f"{ADMIN}short-breaks/"))

    assert statuses == sorted(statuses, key=statement.WORST_FIRST.index)
    assert statuses[0] == "gap"
    assert f'href="/admin/pages/{short_breaks.pk}/edit/">Short breaks</a> (published)' in one
    assert "A publisher of this council confirms it." in one
    assert hers.post(f"{ADMIN}short-breaks/", {"status": "met", "note": "Yes."}).status_code in (302, 403)
    assert not Confirmation.objects.exists()


def test_a_publisher_confirms_with_a_note_and_a_plan(fenbridge, short_breaks, anyone):
    hers = fenbridge.client(fenbridge.officer(Role.PUBLISHER))
    form = hers.get(f"{ADMIN}short-breaks/")
    assert 'value="met"' in words(form)

    refused = hers.post(f"{ADMIN}short-breaks/", {"status": "met", "note": ""})
    assert "Say in a sentence or two why: families read it." in words(refused)

    hers.post(
        f"{ADMIN}short-breaks/",
        {"status": "partly", "note": "It is thin.", "planned": "A new one", "planned_by": "2027-03-31"},
    )

    assert "It is thin." in words(anyone.get(PAGE))
    assert "A new one By 31 March 2027." in words(anyone.get(PAGE))


def test_nobody_confirms_more_than_the_evidence_even_by_hand(fenbridge):
    hers = fenbridge.client(fenbridge.officer(Role.PUBLISHER))

    refused = hers.post(f"{ADMIN}short-breaks/", {"status": "met", "note": "We do."})

    assert "You can say what the evidence shows, or less." in words(refused)
    assert not Confirmation.objects.exists()


def test_a_duty_without_a_page_has_a_button_to_start_one_and_with_a_page_it_has_none(fenbridge, today):
    hers = fenbridge.client(fenbridge.officer())
    shown = words(hers.get(f"{ADMIN}short-breaks/"))
    assert re.search(r'href="/admin/[^"]+">Start the missing page', shown)

    a_page(fenbridge, "short-breaks", on=today)
    actions.keep(authority=fenbridge.authority)

    assert "Start the missing page" not in words(hers.get(f"{ADMIN}short-breaks/"))


def test_her_week_says_how_many_gaps_there_are(fenbridge, short_breaks):
    hers = fenbridge.client(fenbridge.officer(Role.EDITOR))
    assert "gaps in how we meet the law" not in words(hers.get("/admin/")), "nobody has looked yet"
    kept = actions.keep(authority=fenbridge.authority)

    shown = words(hers.get("/admin/"))

    assert "gaps in how we meet the law" in shown
    assert f">{kept.gaps}<" in shown


def test_an_officer_of_another_council_sees_nothing_of_this_one(fenbridge, saltmere, short_breaks):
    confirm(fenbridge, note="Fenbridge words.", planned="Fenbridge plans.")
    theirs = saltmere.client(saltmere.officer(Role.ADMINISTRATOR))

    for address in (ADMIN, f"{ADMIN}short-breaks/", "/admin/"):
        shown = words(theirs.get(address))
        assert "Fenbridge words." not in shown
        assert "Fenbridge plans." not in shown
        assert f"/admin/pages/{short_breaks.pk}/edit/" not in shown
    theirs.post(f"{ADMIN}short-breaks/", {"status": "gap", "note": "Saltmere words."})
    assert "Saltmere words." not in words(fenbridge.client().get(PAGE))
    # Nor on the other council's host
    stranger = fenbridge.client(saltmere.officer(Role.ADMINISTRATOR))
    assert "Fenbridge words." not in words(stranger.get(f"{ADMIN}short-breaks/"))


def test_parts_and_facts_that_other_rooms_register_are_asked(fenbridge, today):
    from wagtail import hooks

    def part(authority, day):
        return {"comments": lambda wanted: ("met", f"Seen: {wanted.about}.")}

    with (
        hooks.register_temporarily("register_compliance_parts", part),
        hooks.register_temporarily("register_site_facts", lambda authority, day: {"links-work": (19, 20)}),
    ):
        facts = evidence.gather(fenbridge.authority, day=today)

    found = {duty.slug: duty for duty in statement.make(facts, {}).duties}
    assert found["comments-published"].status == "met"
    assert found["comments-invited"].status == "partly", "the page is missing"
    assert any("19 of 20 pages" in reason for reason in found["up-to-date"].reasons)
