"""An officer who changes a file of the law is told what is wrong in it, where, and what may stand there."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from localoffer.duties import loading
from tests.duties.a_law import CRITERION, SECTIONS

VERSION = CRITERION[CRITERION.index("  - valid_from") :]


def faults(folder):
    with pytest.raises(loading.DutiesError) as refused:
        loading.read(folder.path)
    assert str(refused.value) == "\n".join(map(str, refused.value.faults))
    return [str(fault) for fault in refused.value.faults]


def test_a_council_reads_a_law_of_its_own_from_a_folder(law_folder):
    law = loading.read(law_folder.path)

    assert [criterion.slug for criterion in law.criteria] == ["further-contacts", "sendiass"]
    assert law.criterion("sendiass").versions[0].evidence.services[0].stating == ("contact",)
    assert law.school_report == ()


@pytest.mark.parametrize(
    ("before", "after", "fault"),
    [
        (
            "strength: must",
            "strength: mst",
            "line 6, versions[1].strength: “mst” is not known here. Did you mean “must”?",
        ),
        (
            "title: Free advice",
            "titel: Free advice",
            "line 5, versions[1]: there is no field “titel”. Did you mean “title”?",
        ),
        ("    local: its phone number\n", "", "line 4, versions[1].local: it is missing. Add it."),
        ("local: its phone number", "local:", "line 14, versions[1].local: it is empty."),
        (
            "local: its phone number",
            "title: again",
            "line 14, versions[1].title: it is there twice; line 5 has it already.",
        ),
        (
            "section: advice-and-support",
            "section: advise-and-support",
            "line 1, section: “advise-and-support” is not known",
        ),
        (
            "kind: content",
            "kind: website",
            "line 2, kind: “website” is not known here. Write one of content, process, technical.",
        ),
        ("2014-09-01", "2014-13-01", "line 4, versions[1].valid_from: “2014-13-01” is not a day."),
        ("2014-09-01", "1 September 2014", "Write year-month-day, such as 2014-09-01."),
        ("confidence: read", "confidence: sure", "sources[1].confidence: “sure” is not known here."),
        ("kind: law", "kind: blog", "sources[1].kind: “blog” is not known here."),
        (
            "met_when: [Names the service]",
            "met_when: []",
            "line 15, versions[1].met_when: the list is empty.",
        ),
        ("met_when: [Names the service]", "met_when: Names it", "met_when: this should be a list"),
        ("cues: [SENDIASS]", "cues: [a, a]", "cues[2]: “a” is in line 26 already."),
        (
            "[further-contacts]",
            "[further-contact]",
            "confusable_with[1]: “further-contact” is not known here. Did you mean “further-contacts”?",
        ),
        ("[further-contacts]", "[sendiass]", "“sendiass” is not known here."),
        (
            "kinds: [guide, contact]",
            "kinds: [guid]",
            "evidence.pages[1].kinds[1]: “guid” is not known here. Did you mean “guide”?",
        ),
        (
            "kinds: [sendiass]",
            "kinds: [sendias]",
            "evidence.services[1].kinds[1]: “sendias” is not known here. Did you mean “sendiass”?",
        ),
        (
            "          kinds: [sendiass]\n          stating: [contact]\n",
            "",
            "services[1]: say which services: kinds, strands",
        ),
        ("stating: [contact]", "share: 50", "services[1].share: a share is of those that state something"),
        (
            "stating: [contact]",
            "at_least: 0",
            "services[1].at_least: “0” is not a whole number from 1 to 1000.",
        ),
        (
            "checked_within: 12",
            "checked_within: 99",
            "pages[1].checked_within: “99” is not a whole number from 1 to 24.",
        ),
        (
            "checked_within: 12",
            "checked_within: 12\n        - {about: b, kinds: [guide], checked_within: 12}",
            "pages[2].kinds: “guide” is asked for above already.",
        ),
        (
            "    cues:",
            "      site: [{fact: reading-age}]\n    cues:",
            "evidence.site[1].share: say of how many per cent",
        ),
        (
            "    cues:",
            "      site: [{fact: search-live, share: 5}]\n    cues:",
            "site[1].share: it is so or not: no share.",
        ),
        (
            "    cues:",
            "      comments: [{what: read}]\n    cues:",
            "comments[1].what: “read” is not known here.",
        ),
        (
            "    cues:",
            "      later: [{part: crawler, what: a}]\n    cues:",
            "later[1].part: “crawler” is not known here.",
        ),
        ("title: Free advice", "title: [Free", "for what begins in line 5). Put words that hold a colon"),
        ("title: Free advice", "title: a: b", "line 5: this is not YAML (mapping values are not allowed"),
    ],
)
def test_an_officer_is_told_file_line_field_and_what_is_allowed(law_folder, before, after, fault):
    law_folder.change(before, after)

    said = faults(law_folder)

    assert all(one.startswith("criteria/sendiass.yaml, line ") for one in said)
    assert any(fault in one for one in said), said


def test_evidence_that_says_nothing_is_refused(law_folder):
    evidence = CRITERION[CRITERION.index("    evidence:") : CRITERION.index("    cues:")]
    law_folder.change(evidence, "    evidence: {}\n")

    assert "say what shows that this is met" in faults(law_folder)[0]


def test_all_that_is_wrong_is_said_at_once(law_folder):
    law_folder.change("strength: must", "strength: mst")
    law_folder.write("sections.yaml", SECTIONS + SECTIONS)
    law_folder.write("criteria/further-contacts.yaml", "")
    law_folder.write("school-report.yaml", "- slug: Not good\n")

    said = faults(law_folder)

    assert [one.split(",")[0] for one in said] == sorted(one.split(",")[0] for one in said)
    assert {one.split(",")[0] for one in said} == {
        "criteria/sendiass.yaml", "criteria/further-contacts.yaml", "sections.yaml", "school-report.yaml"
    }  # fmt: skip


def test_a_folder_without_the_law_is_said_to_be_so(tmp_path, law_folder):
    with pytest.raises(loading.DutiesError, match="there is no such folder"):
        loading.read(tmp_path / "nowhere")
    (law_folder.path / "sections.yaml").unlink()

    assert "sections.yaml, line 1: it cannot be opened" in faults(law_folder)[0]


def test_a_file_whose_name_is_no_slug_is_refused(law_folder):
    law_folder.write("criteria/New Duty.yaml", CRITERION)

    assert "name the file in small letters" in faults(law_folder)[0]


# --- Versions ---------------------------------------------------------------------------------------------


def two_versions(law_folder, *, until, then):
    ended = f"2014-09-01\n    valid_until: {until}" if until else "2014-09-01"
    first = VERSION.replace("2014-09-01", ended)
    second = VERSION.replace("2014-09-01", then).replace("Free advice", "Newer advice")
    law_folder.change(VERSION, first + second)


def test_a_reader_gets_the_law_as_it_stood_on_a_day(law_folder):
    two_versions(law_folder, until="2027-08-31", then="2027-09-01")
    criterion = loading.read(law_folder.path).criterion("sendiass")

    def title(day):
        version = criterion.on(date.fromisoformat(day))
        return version and version.title

    assert title("2014-08-31") is None
    assert title("2014-09-01") == title("2027-08-31") == "Free advice"
    assert title("2027-09-01") == title("2100-01-01") == "Newer advice"


@pytest.mark.parametrize(
    ("until", "then", "what"),
    [
        ("", "2027-09-01", "the version before it still stands. Give that one a valid_until: 2027-08-31."),
        ("2027-09-01", "2027-09-01", "two would be in force at once"),
        ("2027-08-30", "2027-09-01", "nothing is in force from 2027-08-31 until then"),
        ("2027-08-31", "2010-01-01", "2010-01-01 is not after 2014-09-01. Put the oldest first."),
        ("2014-01-01", "2014-01-02", "2014-01-01 is before 2014-09-01, when it begins."),
    ],
)
def test_versions_that_overlap_or_leave_a_gap_are_refused(law_folder, until, then, what):
    two_versions(law_folder, until=until, then=then)

    assert any(what in one for one in faults(law_folder))


@given(
    starts=st.lists(st.dates(date(2000, 1, 1), date(2100, 1, 1)), min_size=1, max_size=4, unique=True),
    day=st.dates(date(1990, 1, 1), date(2110, 1, 1)),
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=30)
def test_on_each_day_since_it_began_one_version_stands(law_folder, starts, day):
    starts.sort()
    text = ""
    for start, following in zip(starts, [*starts[1:], None], strict=True):
        until = f"\n    valid_until: {following - timedelta(days=1)}" if following else ""
        text += VERSION.replace("2014-09-01", f"{start}{until}")
    law_folder.change(VERSION, text)

    criterion = loading.read(law_folder.path).criterion("sendiass")

    standing = [version for version in criterion.versions if version.is_in_force(day)]
    assert len(standing) == (day >= starts[0])
    assert criterion.on(day) == (standing[0] if standing else None)


# --- Whatever is typed ------------------------------------------------------------------------------------

LINES = CRITERION.splitlines(keepends=True)
PIECES = st.sampled_from(
    ["", "-", ": ", "[", "]", "{", "}", "~", "&a", "*a", "'", '"', "\t", "#", "0", "!!int", "\x00", "é"]
)


@given(
    number=st.integers(0, len(LINES) - 1),
    piece=PIECES | st.text(max_size=8),
    where=st.integers(0, 40),
    leave_out=st.booleans(),
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_a_slip_of_the_pen_is_read_or_explained_and_never_a_crash(
    law_folder, number, piece, where, leave_out
):
    line = LINES[number]
    changed = "" if leave_out else line[:where] + piece + line[where:]
    text = "".join([*LINES[:number], changed, *LINES[number + 1 :]])
    (law_folder.path / "criteria" / "sendiass.yaml").write_bytes(text.encode("utf-8", "surrogatepass"))

    faults = []
    try:
        loading.read(law_folder.path)
    except loading.DutiesError as error:
        faults = error.faults or [None]

    assert all(fault.file.endswith(".yaml") and fault.line >= 1 and fault.what for fault in faults)
