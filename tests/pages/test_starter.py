"""Starting a council from the pack: drafts, blanks, facts, and what is published."""

import csv
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from wagtail.models import Page, ReferenceIndex

from localoffer.cms.models import CouncilSettings, DutyServed, PageCare
from localoffer.cms.readiness import gate
from localoffer.pages.models import GuidePage, HomePage
from localoffer.pages.starter import actions, blanks, create_demonstration, create_site, facts, reading
from localoffer.pages.starter.blanks import key_of
from localoffer.pages.starter.standing import Step, home_of, standings
from localoffer.pages.starter.texts import Kind, Place
from tests.factories.places import AuthorityFactory

WRITTEN = """
pages:
- key: money
  type: TopicHubPage
  slug: money
  title: Money
  in_short: Help with money.
  care: {owner: Money team, review_every: 6}
- key: grants
  type: GuidePage
  below: money
  slug: grants
  title: Grants in [[the place's name]]
  in_short: Who can have a grant.
  care: {owner: Money team, review_every: 3}
  duties: [benefits-and-grants]
  related: [who]
  parts:
  - type: part
    value:
      title: Who can have one
      slug: who
      body:
      - {type: text, value: "<p>Ring [[the name of the money team]] on a weekday.</p><p>[[what grants there are]]</p>"}
      - type: contact
        value:
          name: "[[the name of the money team]]"
          phone: "[[the phone number of the money team]]"
          email: "[[the e-mail address of the money team]]"
- key: who
  type: QuestionPage
  below: money
  slug: who-decides
  title: Who decides?
  in_short: Two people do.
  care: {owner: Money team, review_every: 12}
  duties: [benefits-and-grants, who-decides]
  related: [grants]
  answer: Two people in [[the council's name]] decide each month.
"""


@pytest.fixture(scope="module")
def pack(tmp_path_factory) -> reading.Pack:
    folder = tmp_path_factory.mktemp("pack")
    (folder / "money.yaml").write_text(WRITTEN, "utf-8")
    return reading.read(folder)


@pytest.fixture
def council(db):
    council = create_demonstration(slug="fenbridge", name="Fenbridge", official_name="Fenbridge Council")
    create_site(council, host="fenbridge.localhost")
    return council


@pytest.fixture
def elsewhere(council):
    other = create_demonstration(slug="saltmere", name="Saltmere", official_name="Saltmere Council")
    create_site(other, host="saltmere.localhost")
    return other


SAID = [
    facts.Fact("the name of the money team", "Money & More"),
    facts.Fact("the phone number of the money team", "01632 960235"),
    facts.Fact("the e-mail address of the money team", "money@fenbridge.example.org"),
    facts.Fact("what grants there are", "For days out:\n- the zoo\n- the sea & sand"),
]


def steps(council, pack) -> dict[str, str]:
    return {each.written.key: each.step.value for each in standings(council, pack)}


def draft(council, pack, key) -> Page:
    [found] = [each for each in standings(council, pack) if each.written.key == key]
    return found.draft.as_page()


# Started


def test_a_started_council_has_every_page_as_a_draft_that_families_do_not_see(council, pack, client):
    begun = actions.begin(council, pack=pack)

    assert begun.made == ("money", "grants", "who")
    assert not Page.objects.live().descendant_of(home_of(council)).exists()
    assert client.get("/money/grants/", headers={"host": "fenbridge.localhost"}).status_code == 404
    page = draft(council, pack, "grants")
    assert (page.title, page.get_parent().title) == ("Grants in Fenbridge", "Money")
    assert PageCare.objects.get(page=page).review_every == 3
    assert (
        DutyServed.objects.filter(page=page).values_list("criterion", flat=True).get()
        == "benefits-and-grants"
    )
    assert [link.value["page"].slug for link in page.related] == ["who-decides"], "though it was made later"


def test_the_gate_names_the_blanks_of_a_started_page(council, pack):
    actions.begin(council, pack=pack)
    problems = gate.what_stops(draft(council, pack, "grants"))

    assert {problem.quote for problem in problems if problem.code == "blank"} == {
        "[[the name of the money team]]",
        "[[what grants there are]]",
        "[[the phone number of the money team]]",
        "[[the e-mail address of the money team]]",
    }
    assert steps(council, pack) == {"money": "ready", "grants": "blanks", "who": "ready"}


def test_starting_again_changes_nothing_that_an_officer_made_and_makes_what_is_missing(council, pack):
    actions.begin(council, pack=pack)
    page = draft(council, pack, "grants")
    page.title, page.slug = "Money you need not pay back", "free-money"
    page.save_revision()
    draft(council, pack, "who").delete()

    begun = actions.begin(council, pack=pack)

    assert begun.made == ("who",)
    assert draft(council, pack, "grants").title == "Money you need not pay back"
    assert actions.begin(council, pack=pack).made == ()
    assert Page.objects.descendant_of(home_of(council)).count() == 3


def test_a_page_that_stood_there_before_is_taken_for_the_page_of_the_pack(council, pack):
    theirs = home_of(council).add_child(instance=GuidePage(title="Our money", slug="money"))

    begun = actions.begin(council, pack=pack)

    assert begun.made == ("grants", "who")
    assert draft(council, pack, "grants").get_parent().pk == theirs.pk


def test_two_councils_do_not_touch_each_other(council, elsewhere, pack):
    actions.begin(council, pack=pack, said=SAID)
    actions.begin(elsewhere, pack=pack)

    assert steps(council, pack)["grants"] == "ready"
    assert steps(elsewhere, pack)["grants"] == "blanks"
    assert draft(elsewhere, pack, "grants").title == "Grants in Saltmere"


def test_one_page_can_be_started_with_the_topic_it_stands_below(council, pack):
    page = actions.begin_page(council, "grants", pack=pack)

    assert page.get_parent().specific.slug == "money"
    assert list(page.related) == [], "what it led to is not there"
    assert steps(council, pack) == {"money": "ready", "grants": "blanks", "who": "not-started"}
    assert actions.begin_page(council, "grants", pack=pack).pk == page.pk


@pytest.mark.references
def test_what_is_made_in_one_go_is_what_wagtail_makes_of_a_page(council, pack):
    actions.begin(council, pack=pack, said=SAID, publish=True)
    made = draft(council, pack, "grants")
    stock = GuidePage(title=made.title, slug="again", search_description=made.search_description)
    stock.parts, stock.related = made.parts, made.related
    stock.care, stock.duties_served = [PageCare(owner="Money team", review_every=3)], []
    made.get_parent().add_child(instance=stock)
    stock.save_revision().publish()
    made, stock = (GuidePage.objects.get(pk=page.pk) for page in (made, stock))

    assert (made.live, made.has_unpublished_changes) == (stock.live, stock.has_unpublished_changes)
    assert made.live_revision_id == made.latest_revision_id is not None
    assert made.first_published_at
    assert made.draft_title == made.title
    its_own = {"pk", "slug", "path", "url_path", "translation_key", "care", "duties_served"}
    moments = {"latest_revision_created_at", "first_published_at", "last_published_at"}
    same = [page.serializable_data() for page in (made, stock)]
    blocks = {"parts", "related"}
    for name in (
        same[0].keys() - its_own - moments - blocks - {"latest_revision", "live_revision", "numchild"}
    ):
        assert same[0][name] == same[1][name], name
    assert made.parts.render_as_block() == stock.parts.render_as_block()
    assert made.related[0].value["page"].pk == stock.related[0].value["page"].pk
    said = [page.latest_revision.content for page in (made, stock)]
    assert said[0].keys() == said[1].keys()
    assert '"id": ' in said[0]["parts"], "by which the editor tells one block from another"
    references = [
        set(ReferenceIndex.get_references_for_object(page).values_list("to_object_id", "model_path"))
        for page in (made, stock)
    ]
    assert references[0] >= {each for each in references[1] if each[1].startswith("related")} != set()
    assert {page.pk for page in GuidePage.objects.search("zoo")} == {made.pk, stock.pk}
    made.full_clean()


# Filled


def test_facts_given_later_fill_the_blanks_that_are_open_in_drafts(council, pack):
    actions.begin(council, pack=pack)

    filled = actions.fill(council, SAID, pack=pack)

    page = draft(council, pack, "grants")
    text, contact = page.parts[0].value["body"]
    assert (filled.blanks, filled.left) == (4, ())
    assert text.value.source == (
        "<p>Ring Money &amp; More on a weekday.</p>"
        "<p>For days out:</p><ul><li>the zoo</li><li>the sea &amp; sand</li></ul>"
    )
    assert contact.value["name"] == "Money & More"
    assert contact.value["phone"] == "01632 960235"
    page.full_clean()
    assert gate.what_stops(page) == []
    assert not page.live


def test_a_blank_is_the_same_when_an_editor_has_curled_its_apostrophe_or_made_part_of_it_bold(council, pack):
    actions.begin(council, pack=pack)
    page = draft(council, pack, "who")
    page.answer = "Ask [[the  Council’s helper]] first."
    page.save_revision()

    actions.fill(council, [facts.Fact("the council's helper", "Jo at the desk")], pack=pack)

    assert draft(council, pack, "who").answer == "Ask Jo at the desk first."


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Ring [[when]]. Or write.", "Ring on weekdays, 9 a.m. to 4 p.m. Or write."),
        ("Ring <b>[[when]]</b>. Or write.", "Ring <b>on weekdays, 9 a.m. to 4 p.m</b>. Or write."),
        ("Ring [[when]], or write.", "Ring on weekdays, 9 a.m. to 4 p.m., or write."),
        ("Ring [[when]]", "Ring on weekdays, 9 a.m. to 4 p.m."),
        ("<p>[[when]]</p>", "<p>on weekdays, 9 a.m. to 4 p.m.</p>"),
    ],
)
def test_a_fact_that_ends_in_a_full_stop_ends_its_sentence_once(text, said):
    known = {key_of("when"): "on weekdays, 9 a.m. to 4 p.m."}

    assert blanks.filled(text, Place(Kind.RICH), known) == said


def test_a_locked_draft_is_left_and_said(council, pack):
    actions.begin(council, pack=pack)
    Page.objects.filter(slug="grants").update(locked=True)

    filled = actions.fill(council, SAID, pack=pack)

    assert filled.blanks == 0
    assert filled.left == ("“Grants in Fenbridge” was left as it is: it is locked.",)


def test_facts_that_cannot_stand_there_change_nothing_and_each_says_why(council, pack):
    actions.begin(council, pack=pack)
    said = [
        facts.Fact("the phone number of the money team", "ring us", "facts.csv", 2),
        facts.Fact("the e-mail address of the money team", "money at fenbridge", "facts.csv", 3),
        facts.Fact("the name of the mony team", "Money", "facts.csv", 4),
        facts.Fact("the name of the money team", "M" * 121, "facts.csv", 5),
        facts.Fact("what grants there are", '<p onclick="steal()">Many</p>', "facts.csv", 6),
    ]

    with pytest.raises(facts.FactsError) as refused:
        actions.fill(council, said, pack=pack)

    lines = str(refused.value).splitlines()
    assert [line.split(":")[0] for line in lines] == [
        "facts.csv, line 2, the phone number of the money team",
        "facts.csv, line 3, the e-mail address of the money team",
        "facts.csv, line 4, the name of the mony team",
        "facts.csv, line 5, the name of the money team",
        "facts.csv, line 6, what grants there are",
    ]
    assert "is no e-mail address" in lines[1]
    assert "Did you mean “the name of the money team”?" in lines[2]
    assert "120 is the most" in lines[3]
    assert len(next(each for each in standings(council, pack) if each.blanks).blanks) == 4


def sheet_of(tmp_path, text: str, name="facts.csv", encoding="utf-8") -> Path:
    path = tmp_path / name
    path.write_bytes(text.encode(encoding))
    return path


def test_a_sheet_says_all_that_is_wrong_with_file_and_line(tmp_path):
    path = sheet_of(
        tmp_path,
        "blank,value,pages\nthe name of X,One,\nthe name of X,Two,\n"
        'the price,<script>alert(1)</script><p>x</p>,\n,lost,\n"a, b",[[other]],\n',
    )

    with pytest.raises(facts.FactsError) as refused:
        facts.read(path)

    said = str(refused.value)
    assert "facts.csv, line 3, the name of X: line 2 says something else" in said
    assert "facts.csv, line 4, the price: <script> is not allowed" in said
    assert "facts.csv, line 5, blank: nothing says which blank “lost” is for" in said
    assert "facts.csv, line 6, a, b: it holds a blank itself" in said


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("name,value\nx,y\n", "there is no column “blank”"),
        ("", "The sheet is empty"),
        ("%PDF-1.4", "This is a PDF"),
    ],
)
def test_a_file_that_is_no_sheet_of_blanks_says_what_it_should_be(tmp_path, text, words):
    with pytest.raises(facts.FactsError, match=words):
        facts.read(sheet_of(tmp_path, text))


def test_a_file_that_is_not_there_is_explained(tmp_path):
    with pytest.raises(facts.FactsError, match="cannot be opened"):
        facts.read(tmp_path / "nowhere.csv")


def test_yaml_that_cannot_be_read_says_the_line(tmp_path):
    with pytest.raises(facts.FactsError, match=r"facts\.yaml, line 3: this is not YAML"):
        facts.read(sheet_of(tmp_path, "a: b\nc: [\n", "facts.yaml"))


def test_a_sheet_that_excel_saved_in_its_own_letters_is_read(tmp_path):
    [fact] = facts.read(
        sheet_of(tmp_path, "Blank;Value\nthe price;£5 – “free” for some\n", encoding="cp1252")
    )

    assert (fact.blank, fact.value) == ("the price", "£5 – “free” for some")


# Published


def test_only_what_is_ready_is_published_and_the_rest_says_why(council, pack):
    actions.begin(council, pack=pack)

    done, left = actions.publish_ready(council, pack=pack)

    assert [each.written.key for each in done] == ["money", "who"]
    [(standing, why)] = left
    assert standing.written.key == "grants"
    assert why.startswith("4 blanks to fill: the name of the money team")


def test_a_topic_waits_for_a_page_below_it_and_a_page_for_its_topic(council, pack):
    actions.begin(council, pack=pack)
    question = draft(council, pack, "who")
    question.answer = "[[who]] decides."
    question.save_revision()

    done, left = actions.publish_ready(council, pack=pack)

    assert done == []
    assert {standing.written.key: why for standing, why in left}["money"] == (
        "no page below it is published yet."
    )

    actions.fill(council, SAID, pack=pack)
    topic = draft(council, pack, "money")
    topic.title = "[[Money]]"
    topic.save_revision()
    done, left = actions.publish_ready(council, pack=pack)

    assert done == []
    assert {standing.written.key: why for standing, why in left}["grants"].endswith(
        "above it, is not published yet."
    )


# The command, with the whole pack


def start(*args, **options) -> str:
    said = StringIO()
    call_command("start_council", *args, stdout=said, stderr=said, **options)
    return said.getvalue()


class Closed(StringIO):
    """A terminal in which `| head` has read enough."""

    def write(self, text):
        raise BrokenPipeError


def test_an_officer_starts_her_council_fills_the_sheet_and_brings_it_back(db, tmp_path):
    AuthorityFactory(
        name="Northumberland", official_name="Northumberland County Council", slug="northumberland"
    )

    said = start("northumberland county council")
    northumberland = HomePage.objects.get().get_site().authority_site.authority
    every = standings(northumberland)

    assert f"{len(reading.shipped().pages)} pages made" in said
    assert "http://northumberland.localhost:8000/" in said
    assert {each.step for each in every} <= {Step.BLANKS, Step.READY}, [
        (each.written.key, each.what_stops) for each in every if each.step is Step.UNREADY
    ]
    assert not Page.objects.live().filter(depth__gt=2).exists()

    sheet = tmp_path / "blanks.csv"
    assert "without a value" in start("Northumberland", blanks=sheet)
    with sheet.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    row = next(row for row in rows if row["blank"] == "the phone number of SENDIASS")
    assert row["pages"].count(";") >= 1, "it stands on several pages"
    row["value"] = "0300 123 4567"
    with sheet.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)

    with pytest.raises(BrokenPipeError):
        call_command("start_council", "Northumberland", facts=sheet, stdout=Closed())
    so_far = {blank: value for blank, value, _ in actions.sheet(northumberland)}
    assert so_far["the phone number of SENDIASS"] == "0300 123 4567", "kept before anything is said"
    said = start("Northumberland", facts=sheet, publish=True)

    assert "0 pages made" in said
    assert "Published: " in said
    assert "not yet: " in said
    assert key_of("the phone number of SENDIASS") not in {
        key_of(name) for each in standings(northumberland) for name in each.blanks
    }
    with sheet.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["blank", "value"], ["the phone number of SENDIASS", "0300 999 9999"]])
    again = start("Northumberland", facts=sheet)
    assert (
        "left as it is: the phone number of SENDIASS: “0300 123 4567” (the file says “0300 999 9999”" in again
    )
    said_so_far = {blank: value for blank, value, _ in actions.sheet(northumberland)}
    assert said_so_far["the phone number of SENDIASS"] == "0300 123 4567"


def test_a_council_that_is_not_found_is_met_with_near_names(db):
    AuthorityFactory(name="Northumberland", slug="northumberland")

    with pytest.raises(CommandError, match="Did you mean “Northumberland”"):
        start("Northumberlnd")
    with pytest.raises(CommandError, match=r"Give its name or short name"):
        start("Atlantis")


def test_an_invented_council_is_made_only_when_that_is_said(db):
    with pytest.raises(CommandError, match="load-places"):
        start("Fenbridge")


def test_a_bad_facts_file_leaves_no_council_behind(db, tmp_path):
    path = sheet_of(tmp_path, "blank,value\nthe colour of the moon,blue\n")

    with pytest.raises(CommandError, match="Nothing was changed: 1 thing to put right"):
        start("Fenbridge", demonstration=True, facts=path)

    assert not HomePage.objects.exists()


def test_a_site_that_is_there_keeps_its_host(council):
    with pytest.raises(CommandError, match=r"served on fenbridge\.localhost already"):
        start("fenbridge", demonstration=True, host="other.example.org")


def test_every_page_leads_to_the_accessibility_statement_from_the_day_it_is_published(council):
    page = actions.begin_page(council, "accessibility")
    assert CouncilSettings.of(council).accessibility_url == ""

    page.specific.get_latest_revision().publish()
    assert CouncilSettings.of(council).accessibility_url.endswith("/accessibility/")

    settings = CouncilSettings.of(council)
    settings.accessibility_url = "https://example.org/ours"
    settings.save()
    Page.objects.get(pk=page.pk).specific.get_latest_revision().publish()
    assert CouncilSettings.of(council).accessibility_url == "https://example.org/ours"
