"""The invented councils are data that anyone may edit; these say what must stay true of them. No database needed."""

import re
from datetime import date, time
from html.parser import HTMLParser
from pathlib import Path

import pytest
import yaml

import localoffer
from localoffer.directory.in_words import CHECK_STANDS
from localoffer.pages.demonstration.days import settled

PACKAGE = Path(localoffer.__file__).parent
FOLDER = PACKAGE / "pages" / "demonstration"
VOCABULARY = PACKAGE / "directory" / "data" / "vocabulary.yaml"

# Days are said from the day of loading, so any day will do. This is the day it was first written.
TODAY = date(2026, 11, 22)

# Ofcom keeps these numbers free for drama: nobody can ever be rung by mistake.
NUMBERS_FOR_DRAMA = re.compile(r"(01632 960\d{3}|0808 157 0\d{3}|07700 900\d{3})\Z")
PLAIN_TAGS = {"p", "ul", "ol", "li", "strong", "em", "h3"}
CHOICES = {
    "plan_required": {"yes", "no", ""},
    "diagnosis_required": {"yes", "no", ""},
    "personal_budget": {"yes", "no", ""},
    "direct_payment": {"yes", "no", ""},
    "referral": {"self", "either", "referral", ""},
    "cost": {"free", "charge", "varies", ""},
    "running": {"term-time", "holidays", "all-year", ""},
}
# A field of a service → the vocabulary its codes come from.
TERMS = {
    "needs": "need",
    "kinds": "kind",
    "strands": "strand",
    "age_stages": "age-stage",
    "communication": "communication",
    "delivery": "delivery",
    "tier": "tier",
}
# What a service may say, beside the above.
WORDS = """
    source_id name alternate_name organization url email description minimum_age maximum_age alert
    eligibility_description referrers application_process application_url who_decides fees_description
    if_not_eligible what_comes_next complaints accountable_body interpretation_services accreditations assurer_email
    phones contacts links languages cost_options schedules venues answers service_areas funding
    wait status checks listing
"""
FIELDS = {*CHOICES, *TERMS, *re.findall(r"\w+", WORDS)}


class StrictLoader(yaml.SafeLoader):
    """Refuses what YAML lets pass: a key given twice, and `on:` or `no:` read as true or false."""


def _mapping(loader: StrictLoader, node: yaml.MappingNode, deep: bool = False) -> dict:
    keys = [loader.construct_object(key, deep=True) for key, _ in node.value]
    repeated = {str(key) for key in keys if keys.count(key) > 1}
    if repeated:
        raise yaml.constructor.ConstructorError(None, None, f"given twice: {repeated}", node.start_mark)
    if not all(isinstance(key, str) for key in keys):
        raise yaml.constructor.ConstructorError(None, None, f"quote these keys: {keys}", node.start_mark)
    return yaml.SafeLoader.construct_mapping(loader, node, deep)


StrictLoader.add_constructor(
    yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG,
    lambda loader, node: _mapping(loader, node, deep=True),
)


def read(path: Path) -> dict:
    return yaml.load(path.read_text("utf-8"), Loader=StrictLoader)


def load(slug: str) -> dict:
    """One council's file with the files of its services folder, if it has one, joined to it."""
    council = read(FOLDER / f"{slug}.yaml")
    for path in sorted((FOLDER / f"{slug}-services").glob("*.yaml")):
        for part, rows in read(path).items():
            council.setdefault(part, []).extend(rows)
    return settled(council, today=TODAY)


COUNCILS = {slug: load(slug) for slug in ("fenbridge", "saltmere")}
SERVICES = [service for council in COUNCILS.values() for service in council["services"]]
SERVICES_BY_ID = {service["source_id"]: service for service in SERVICES}
LOCATIONS = {place["key"]: place for council in COUNCILS.values() for place in council["locations"]}
VOCABULARIES = {taxonomy["code"]: taxonomy["terms"] for taxonomy in read(VOCABULARY)["taxonomies"]}
CODES = {code: {term["code"] for term in terms} for code, terms in VOCABULARIES.items()}

every_service = pytest.mark.parametrize("service", SERVICES, ids=lambda service: service["source_id"])
every_council = pytest.mark.parametrize("council", COUNCILS.values(), ids=COUNCILS.keys())


def words_in(value) -> list[str]:
    """Every piece of text anywhere inside a record."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for part in value.values() for text in words_in(part)]
    return [text for part in value for text in words_in(part)] if isinstance(value, list) else []


def dates_in(value) -> list[date]:
    if isinstance(value, dict):
        return [day for part in value.values() for day in dates_in(part)]
    if isinstance(value, list):
        return [day for part in value for day in dates_in(part)]
    return [value] if isinstance(value, date) else []


class TagsOf(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.seen: set[str] = set()
        self.open: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.seen.add(tag)
        self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop() == tag


# Enough, and varied


def test_fenbridge_has_a_full_directory_and_saltmere_a_small_one():
    assert len(COUNCILS["fenbridge"]["services"]) >= 150
    assert 10 <= len(COUNCILS["saltmere"]["services"]) <= 25


def test_every_service_and_every_name_is_given_once():
    assert len(SERVICES_BY_ID) == len(SERVICES)
    for council in COUNCILS.values():
        names = [service["name"] for service in council["services"]]
        assert len(names) == len(set(names))


def test_a_family_in_fenbridge_finds_something_of_every_kind():
    used = {kind for service in COUNCILS["fenbridge"]["services"] for kind in service["kinds"]}
    second_level = {
        term["code"] for term in VOCABULARIES["kind"] if term.get("parent") and not term.get("family_hubs")
    }

    assert second_level - used == set()


# As a living directory


FENBRIDGE = COUNCILS["fenbridge"]["services"]
OPEN = [service for service in FENBRIDGE if service["status"]["status"] == "active"]


def days_since(day: date) -> int:
    return (TODAY - day).days


def last_check(service: dict) -> date | None:
    """The last one at which somebody answered."""
    return max(
        (check["on"] for check in service["checks"] if check["outcome"] != "not-reached"), default=None
    )


def test_there_are_open_paused_closed_and_far_away_services():
    statuses = [service["status"]["status"] for service in FENBRIDGE]
    reaches = [service["listing"]["reach"] for service in FENBRIDGE]

    assert statuses.count("temporarily closed") >= 4
    assert statuses.count("defunct") >= 7
    assert sum(1 for service in FENBRIDGE if service["status"].get("successor")) >= 4
    assert {"in-area", "neighbouring", "regional", "national"} <= set(reaches)


def test_checks_are_fresh_due_overdue_or_never_made():
    ages = [days_since(on) if (on := last_check(service)) else None for service in FENBRIDGE]

    assert 8 <= ages.count(None) <= 16
    made = [age for age in ages if age is not None]
    assert sum(1 for age in made if age <= 31) >= 40
    assert sum(1 for age in made if 153 <= age <= CHECK_STANDS.days) >= 6, "due within a month"
    assert 40 <= sum(1 for age in made if age > CHECK_STANDS.days) <= 70
    assert 10 <= sum(1 for age in made if age > 365) <= 30


def test_checks_were_made_by_many_in_many_ways_and_not_everyone_was_reached():
    checks = [check for service in FENBRIDGE for check in service["checks"]]

    assert {check["how"] for check in checks} >= {"rang", "wrote", "visited", "provider", "website"}
    assert {check["outcome"] for check in checks} == {"right", "corrected", "not-reached"}
    assert len({check["by_role"] for check in checks}) >= 20
    tried_since = [
        service
        for service in FENBRIDGE
        if any(
            check["outcome"] == "not-reached" and check["on"] > (last_check(service) or date.min)
            for check in service["checks"]
        )
    ]
    assert len(tried_since) >= 4


def test_waits_are_short_long_old_paused_and_closed():
    waits = [service["wait"] for service in FENBRIDGE if service.get("wait")]
    weeks = [wait["weeks"] for wait in waits if wait.get("weeks") is not None]

    assert weeks.count(0) >= 8
    assert sum(1 for number in weeks if number >= 26) >= 10
    assert {wait.get("list_status") for wait in waits} >= {"open", "paused", "closed"}
    assert sum(1 for wait in waits if days_since(wait["said_on"]) > CHECK_STANDS.days) >= 8


def test_some_children_will_be_too_old_before_a_place_comes_up():
    waits = {
        service["source_id"]: (
            service["wait"]["weeks"],
            service["maximum_age"],
            service.get("minimum_age", 0),
        )
        for service in FENBRIDGE
        if service.get("maximum_age") and (service.get("wait") or {}).get("weeks")
    }
    early = [source_id for source_id, (weeks, oldest, _) in waits.items() if weeks >= 52 and oldest <= 5]
    all_of_them = [
        source_id
        for source_id, (weeks, oldest, youngest) in waits.items()
        if weeks > 52 * (oldest + 1 - youngest)
    ]

    assert len(early) >= 3
    assert all_of_them
    for source_id in {*early, *all_of_them}:
        assert SERVICES_BY_ID[source_id]["if_not_eligible"], "it says what else there is"
        assert SERVICES_BY_ID[source_id]["what_comes_next"]


def test_some_open_services_have_gaps_that_an_officer_should_fill():
    assert sum(1 for service in OPEN if not service.get("phones")) >= 10
    assert sum(1 for service in OPEN if not service.get("eligibility_description")) >= 20
    assert sum(1 for service in OPEN if service.get("if_not_eligible")) >= 40


def test_some_services_were_entered_twice():
    numbers = [phone["number"] for service in OPEN for phone in service.get("phones", [])]
    for source_id in ("fb-901", "fb-902", "fb-904"):
        again = SERVICES_BY_ID[source_id]
        assert all(numbers.count(phone["number"]) >= 2 for phone in again["phones"])


def test_help_is_there_in_many_languages_and_signs():
    languages = {row["name"] for service in OPEN for row in service.get("languages", [])}

    assert languages >= {"Polish", "Lithuanian", "Romanian", "British Sign Language"}
    for sign in ("bsl", "makaton"):
        assert sum(1 for service in OPEN if sign in service.get("communication", [])) >= 20


def test_five_toddler_groups_meet_at_different_places():
    groups = [
        service for service in COUNCILS["fenbridge"]["services"] if "toddler-groups" in service["kinds"]
    ]
    postcodes = {LOCATIONS[venue["location"]]["postal_code"] for group in groups for venue in group["venues"]}

    assert len(postcodes) >= 5


# Each record


@every_service
def test_a_service_uses_only_fields_the_directory_has(service):
    assert set(service) - FIELDS == set()
    for field, allowed in CHOICES.items():
        assert service.get(field, "") in allowed, field


@every_service
def test_a_service_has_a_name_words_and_a_provider_that_exists(service):
    organizations = {row["key"] for council in COUNCILS.values() for row in council["organizations"]}

    assert service["name"].strip()
    assert len(service["name"]) <= 255
    assert len(service.get("alternate_name", "")) <= 255
    assert service["organization"] in organizations
    text = re.sub(r"<[^>]+>", " ", service["description"])
    assert 3 <= len(text.split()) <= 175


@every_service
def test_a_description_is_simple_html(service):
    tags = TagsOf(service["description"])

    assert tags.seen <= PLAIN_TAGS
    assert tags.open == []


@every_service
def test_every_word_a_service_is_sorted_by_is_in_the_vocabulary(service):
    for field, taxonomy in TERMS.items():
        given = service.get(field) or []
        for code in [given] if isinstance(given, str) else given:
            assert code in CODES[taxonomy], f"{code} is not a {taxonomy}"


@every_service
def test_ages_times_and_costs_are_real(service):
    lowest, highest = service.get("minimum_age"), service.get("maximum_age")
    assert lowest is None or highest is None or lowest <= highest
    for schedule in service.get("schedules", []):
        assert schedule.get("freq", "") in {"", "WEEKLY", "MONTHLY"}  # Open Referral UK knows no others
        for part in filter(None, schedule.get("byday", "").split(",")):
            assert re.fullmatch(r"[1-5]?(MO|TU|WE|TH|FR|SA|SU)", part)
        assert time.fromisoformat(schedule["opens_at"]) < time.fromisoformat(schedule["closes_at"])
    for option in service.get("cost_options", []):
        assert option["amount"] >= 0


@every_service
def test_nobody_real_can_be_rung_or_written_to(service):
    for phone in service.get("phones", []):
        assert NUMBERS_FOR_DRAMA.match(phone["number"]), phone["number"]
    for text in words_in(service):
        for number in re.findall(r"\b0[\d ]{9,12}\d\b", text):
            assert NUMBERS_FOR_DRAMA.match(number), number
        for domain in re.findall(r"[\w.+-]+@([\w.-]+)", text) + re.findall(r"https?://([^/\s]+)", text):
            assert re.search(r"(^|\.)example\.(org|com)$", domain), domain


@every_service
def test_nothing_was_checked_said_or_closed_in_the_future(service):
    for check in service["checks"]:
        assert date(2023, 1, 1) <= check["on"] <= TODAY
        assert check["by_role"]
        assert check["how"] in {"rang", "wrote", "visited", "provider", "website", "source"}
        assert check["outcome"] in {"right", "corrected", "not-reached"}
    assert all(day <= TODAY for day in dates_in(service.get("wait")) + dates_in(service["status"]))
    if wait := service.get("wait"):
        assert wait["said_on"]
        assert "weeks" in wait or wait["words"]
        assert wait.get("list_status", "") in {"open", "closed", "paused", ""}


@every_service
def test_a_paused_or_closed_service_says_since_when_and_why(service):
    status = service["status"]

    assert status["status"] in {"active", "temporarily closed", "defunct"}
    if status["status"] != "active":
        assert status["on"]
        assert status["reason"]


@every_service
def test_a_successor_exists_and_the_trail_ends_at_an_open_service(service):
    seen = [service["source_id"]]
    while successor := SERVICES_BY_ID[seen[-1]]["status"].get("successor"):
        assert successor not in seen
        seen.append(successor)
    if len(seen) > 1:
        assert SERVICES_BY_ID[seen[-1]]["status"]["status"] == "active"


@every_service
def test_a_service_from_elsewhere_says_why_it_is_listed(service):
    listing = service["listing"]

    assert listing["reach"] in {"in-area", "neighbouring", "regional", "national"}
    if listing["reach"] != "in-area":
        assert listing["why_listed"]


@every_service
def test_a_service_says_who_refers_when_someone_has_to(service):
    if service.get("referral") == "referral":
        assert service["referrers"]


@every_service
def test_a_provider_who_answers_the_usual_questions_answers_all_seven(service):
    assert len(service.get("answers", [])) in {0, 7}


def test_about_a_dozen_providers_have_answered():
    assert sum(1 for service in SERVICES if service.get("answers")) >= 12


# Places


@every_council
def test_services_in_the_area_meet_inside_the_postcodes_the_council_claims(council):
    claimed = set(council["council"]["outcodes"])
    for service in council["services"]:
        for key in {venue["location"] for venue in service.get("venues", [])}:
            place = LOCATIONS[key]
            if place.get("is_private"):
                continue
            inside = place["postal_code"].split()[0] in claimed
            assert inside or service["listing"]["reach"] != "in-area", f"{service['source_id']} at {key}"


def test_two_councils_never_claim_the_same_postcodes():
    claimed = [outcode for council in COUNCILS.values() for outcode in council["council"]["outcodes"]]

    assert len(claimed) == len(set(claimed))


def test_every_place_that_is_used_exists_and_schedules_are_at_one_of_the_services_places():
    for service in SERVICES:
        venues = {venue["location"] for venue in service.get("venues", [])}
        assert venues <= LOCATIONS.keys()
        assert {row["venue"] for row in service.get("schedules", []) if row.get("venue")} <= venues


def test_every_place_has_an_address_and_known_access():
    for place in LOCATIONS.values():
        assert set(place.get("access", [])) <= CODES["access"]
        if not place.get("is_private"):
            assert place["address_1"]
            assert place["city"]
            assert re.fullmatch(r"[A-Z]{1,2}\d{1,2} \d[A-Z]{2}", place["postal_code"])
            assert not place["postal_code"].startswith("EX")


def test_tests_know_where_every_place_is():
    sample = Path(__file__).parent.parent / "samples" / "demonstration" / "postcodes.csv"
    known = {line.split(",")[0] for line in sample.read_text("utf-8").splitlines()[1:]}

    assert {
        place["postal_code"] for place in LOCATIONS.values() if not place.get("is_private")
    } - known == set()


def test_a_safe_address_is_written_nowhere():
    private = [place for place in LOCATIONS.values() if place.get("is_private")]

    assert private
    for place in private:
        assert set(place) <= {"key", "name", "is_private", "access"}


# Councils


@every_council
def test_a_council_has_a_home_page_with_the_question_first(council):
    home = council["home"]

    assert home["title"]
    assert home["introduction"]
    assert len(home["suggested_questions"]) >= 4
    for part in ("without_a_plan", "urgent", "sendiass", "about", "missing"):
        assert home[part]["title"]
        assert home[part]["text"]


@every_council
def test_a_council_says_that_it_is_invented_and_how_to_reach_help(council):
    settings = council["settings"]

    assert "invented" in settings["demonstration_notice"]
    assert council["council"]["host"] == f"{council['council']['slug']}.localhost"
    for key in (settings["sendiass"]["service"], settings["urgent_help"]["service"]):
        assert key in SERVICES_BY_ID
    for number in (
        settings["contact_phone"],
        settings["sendiass"]["phone"],
        settings["urgent_help"]["phone"],
    ):
        assert not number or NUMBERS_FOR_DRAMA.match(number)


@every_council
def test_a_council_lists_others_services_only_if_they_exist_and_says_why(council):
    own = {service["source_id"] for service in council["services"]}
    for row in council["also_lists"]:
        assert row["source_id"] in SERVICES_BY_ID.keys() - own
        assert row["listing"]["reach"] != "in-area"
        assert row["listing"]["why_listed"]
        assert all(check["on"] <= TODAY for check in row["checks"])


def test_both_councils_list_two_national_services_that_exist_once():
    also = {row["source_id"] for row in COUNCILS["saltmere"]["also_lists"]}

    assert {"nat-001", "nat-002"} <= also
    assert {"nat-001", "nat-002"} <= {service["source_id"] for service in COUNCILS["fenbridge"]["services"]}


# The vocabulary


def test_the_vocabulary_has_the_eight_lists_the_directory_needs():
    lists = {"need", "kind", "strand", "access", "communication", "age-stage", "tier", "delivery"}

    assert VOCABULARIES.keys() == lists


@pytest.mark.parametrize("terms", VOCABULARIES.values(), ids=VOCABULARIES.keys())
def test_every_term_has_a_code_a_name_a_sentence_and_a_parent_that_comes_first(terms):
    seen = []
    for term in terms:
        assert term["code"] not in seen
        assert term["name"]
        assert term["description"].endswith(".")
        assert term.get("parent") is None or term["parent"] in seen
        seen.append(term["code"])


def test_national_types_of_need_keep_their_national_codes():
    national = {term["dfe_code"] for term in VOCABULARIES["need"] if term.get("dfe_code")}

    assert national == {
        "SPLD",
        "MLD",
        "SLD",
        "PMLD",
        "DS",
        "SEMH",
        "SLCN",
        "ASD",
        "HI",
        "VI",
        "MSI",
        "PD",
        "OTH",
        "NSA",
    }
