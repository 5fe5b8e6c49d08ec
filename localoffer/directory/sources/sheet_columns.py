"""The columns of our sheet: the one place that names them, for the reader, the template and the reference."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from pathlib import Path

from .rich_text import clean


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, what to write in it, an example, and other names it is known by.

    ``repeats`` columns may be filled in again on rows that continue a service.
    """

    name: str
    words: str
    example: str = ""
    repeats: bool = False
    also: tuple[str, ...] = ()


def _again(name: str, words: str, example: str = "", *also: str) -> Column:
    return Column(name, words, example, repeats=True, also=also)


COLUMNS: tuple[Column, ...] = (
    Column(
        "id",
        "Your own number or code for the service. It must stay the same from one import to the next.",
        "LO-101",
        also=("service_id", "reference", "source_id"),
    ),
    Column(
        "name",
        "The name people know it by. Leave it empty on a row that continues the service above.",
        "Stay and Play",
        also=("service", "service_name", "title"),
    ),
    Column(
        "alternate_name", "Another name it goes by.", "Little Acorns", also=("other_names", "also_known_as")
    ),
    Column(
        "description",
        "What it is. Plain text, or simple HTML; an empty line begins a new paragraph.",
        "A toddler group with a sensory corner.",
    ),
    Column(
        "organisation",
        "Who provides it.",
        "Lime Tree Trust",
        also=("organization", "provider", "organisation_name", "organization_name"),
    ),
    Column(
        "organisation_id",
        "Your code for the organisation. Without it, the name tells organisations apart.",
        "ORG-7",
        also=("organization_id", "provider_id"),
    ),
    Column(
        "sector",
        "council, nhs, school, charity, private or parent-led.",
        "charity",
        also=("organisation_sector",),
    ),
    Column(
        "organisation_description",
        "A sentence or two about the organisation.",
        "",
        also=("organization_description",),
    ),
    Column("organisation_website", "The organisation's own web address.", "", also=("organization_website",)),
    Column("organisation_email", "The organisation's own mailbox.", "", also=("organization_email",)),
    Column(
        "url",
        "The service's web address.",
        "https://limetree.example.org/play",
        also=("website", "web", "web_address"),
    ),
    Column(
        "email",
        "A mailbox for the service, rather than one person's.",
        "play@example.org",
        also=("email_address", "e_mail"),
    ),
    Column("alert", "Something families should know this week."),
    Column(
        "kinds",
        "Kinds of help, by code or name; several apart at semicolons.",
        "toddler-groups",
        also=("kind", "category", "categories"),
    ),
    Column(
        "strands",
        "Part of the Local Offer: education, health, social-care, leisure …",
        "leisure",
        also=("strand",),
    ),
    Column("needs", "Needs it is for, by code or name.", "ASD; SLCN", also=("need", "send_needs")),
    Column(
        "age_stages",
        "early-years, primary, secondary, post-16, young-adult, parents-and-carers.",
        "early-years",
        also=("age_stage",),
    ),
    Column("tier", "universal, targeted or specialist.", "universal"),
    Column(
        "minimum_age", "Years: 5, 0.5 or 18 months. Empty is “not stated”.", "0", also=("min_age", "age_from")
    ),
    Column("maximum_age", "Years.", "4", also=("max_age", "age_to")),
    Column(
        "eligibility_description",
        "Who can have it, in words.",
        "Any family with a child under five.",
        also=("eligibility", "who_for"),
    ),
    Column("plan_required", "Is an EHC plan needed? yes or no.", "no", also=("ehc_plan_required",)),
    Column("diagnosis_required", "Is a diagnosis needed? yes or no.", "no"),
    Column("if_not_eligible", "What to do if you do not qualify."),
    Column("what_comes_next", "Where to go when a child is too old for this, or leaves it."),
    Column("referral", "self (ask yourself), referral (someone has to refer you) or either.", "self"),
    Column("referrers", "Who can refer.", ""),
    Column("application_process", "How to ask for it.", "Just turn up.", also=("how_to_apply",)),
    Column("application_url", "The web address of a form."),
    Column("who_decides", "Who decides, and how."),
    Column("delivery", "venue, home, school, phone, online.", "venue"),
    Column("communication", "bsl, makaton, pecs, easy-read … by code or name.", "makaton"),
    Column("interpretation_services", "How to get an interpreter."),
    Column("running", "term-time, holidays or all-year.", "term-time"),
    Column("cost", "free, charge or varies.", "charge"),
    Column("fees_description", "About the cost, in words.", "First visit free.", also=("fees",)),
    Column("personal_budget", "Can a Personal Budget be used? yes or no."),
    Column("direct_payment", "Can direct payments be used? yes or no."),
    Column("accountable_body", "Who answers for it."),
    Column("complaints", "How to complain."),
    Column("accreditations", "Registrations and quality marks."),
    Column("reach", "Seen from your council: in-area, neighbouring, regional or national.", "in-area"),
    Column("why_listed", "Why you list a service outside your area."),
    Column(
        "checked_on",
        "The day somebody last made sure that all this is right.",
        "2026-09-01",
        also=("assured_date", "last_checked", "checked"),
    ),
    Column("assurer_email", "The mailbox of those who check."),
    Column("wait_weeks", "The wait in whole weeks.", "", also=("waiting_time_weeks",)),
    Column("wait_words", "The wait in words.", "", also=("waiting_time", "wait_time")),
    Column("wait_list_status", "Is the waiting list open, closed or paused?"),
    Column("wait_said_on", "The day this wait was said. A wait without its day is left out."),
    Column(
        "status", "active, temporarily closed, defunct (closed for good) or inactive (withdrawn).", "active"
    ),
    Column("status_reason", "Why it is closed."),
    Column("successor_id", "The id of the service that replaces it.", "", also=("successor",)),
    _again("venue_name", "The name of the place.", "Acorn Hall", "venue", "location_name", "location"),
    _again(
        "venue_id",
        "Your code for the place. Without it, name and address tell places apart.",
        "V-12",
        "location_id",
    ),
    _again("address_1", "First line of the address.", "2 Invented Street", "address", "street"),
    _again("address_2", "Second line."),
    _again("city", "Town or city.", "Saltmere", "town"),
    _again("county", "County.", "", "state_province"),
    _again("postcode", "The whole postcode.", "PE30 1AA", "postal_code", "post_code"),
    _again("uprn", "The place's UPRN.", "", "external_identifier"),
    _again(
        "latitude", "Degrees (WGS84), together with longitude. Without them the postcode is used.", "", "lat"
    ),
    _again("longitude", "Degrees.", "", "long", "lng", "lon"),
    _again(
        "private",
        "yes: keep this address secret. None of it is then stored.",
        "no",
        "is_private",
        "venue_private",
    ),
    _again(
        "access",
        "step-free, accessible-toilet, parking, hearing-loop … by code or name.",
        "step-free; parking",
        "accessibility",
    ),
    _again("getting_there", "Buses, parking, which door.", "Bus 4 stops outside.", "transportation"),
    _again("venue_note", "About the service at this place.", ""),
    _again(
        "times",
        "Such as Mon 10:00-11:30; 1st Sat 10:00-12:00. On a row with a venue they are that venue's.",
        "Mon 10:00-11:30; Thu 1pm-3pm",
        "schedule",
        "opening_times",
    ),
    _again("times_note", "About the times, in words.", "Term time only.", "schedule_description"),
    _again("freq", "For exact rules (RFC 5545), instead of times: WEEKLY or MONTHLY."),
    _again("interval", "2 is every second week or month."),
    _again("byday", "MO,TU or 1MO for the first Monday."),
    _again("bymonthday", "Days of the month: 1,15; -1 is the last."),
    _again("opens_at", "10:00"),
    _again("closes_at", "11:30"),
    _again("dtstart", "First on this day."),
    _again("until", "Last on this day."),
    _again("valid_from", "The times hold from this day."),
    _again("valid_to", "The times hold until this day."),
    _again(
        "phone",
        "A telephone number, with words if need be: Bookings: 01632 960001.",
        "01632 960001",
        "telephone",
        "tel",
        "phone_number",
    ),
    _again("extension", "Its extension."),
    _again("phone_note", "About the number.", "Mornings only", "phone_description"),
    _again("contact_title", "Whom to ask for: a role.", "Group leader", "contact_role", "job_title"),
    _again("contact_department", "Their team."),
    _again("contact_name", "A person's name, only if they agreed to have it published."),
    _again("contact_email", "A mailbox, better a shared one."),
    _again("cost_option", "Who pays this or for what.", "Per child"),
    _again("amount", "Pounds: 4.50.", "2.50", "cost_amount"),
    _again("amount_note", "About the amount.", "Brothers and sisters free", "amount_description"),
    _again(
        "languages",
        "Languages it is offered in; a code in brackets if you know it: Polish (pl).",
        "Polish (pl)",
        "language",
    ),
    _again("link", "A further web address.", "", "link_url"),
    _again("link_label", "What the link leads to."),
    _again("question", "One of the questions families ask."),
    _again("answer", "The provider's answer to it."),
    _again("service_areas", "Areas it serves.", "Saltmere", "service_area", "area"),
    _again("funding", "Who pays for the service.", "", "funded_by"),
)

BY_NAME = {name: column for column in COLUMNS for name in (column.name, *column.also)}


def spelled(title: str) -> str:
    """A heading in the spelling of `BY_NAME`: "Post code" is "post_code"."""
    return re.sub(r"[^a-z0-9]+", "_", clean(title).casefold()).strip("_")


def write_template(path: Path) -> None:
    """A sheet to fill in: the headings, an example service, and a second row that continues it.

    A workbook when the name ends in ``.xlsx``; else CSV in UTF-8 with a byte order mark, so that Excel opens it
    with every letter right.
    """
    first = {column.name: column.example for column in COLUMNS}
    second = {
        "id": first["id"],
        "venue_name": "Tern Library",
        "address_1": "9 Invented Quay",
        "city": "Saltmere",
        "postcode": "PE30 1AB",
        "access": "step-free",
        "times": "1st Sat 10:00-12:00",
        "phone": "01632 960002",
        "cost_option": "Per family",
        "amount": "4",
        "languages": "Romanian (ro)",
    }
    rows = [list(first), list(first.values()), [second.get(name, "") for name in first]]
    if path.suffix.lower() == ".xlsx":
        _write_workbook(path, rows)
        return
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(rows)


def _write_workbook(path: Path, rows: list[list[str]]) -> None:
    """The rows as text, so that a telephone number keeps its 0, with the first of them always in sight."""
    from openpyxl import Workbook
    from openpyxl.comments import Comment
    from openpyxl.styles import Font

    book = Workbook()
    sheet = book.active
    sheet.title = "Services"
    for number, row in enumerate(rows, start=1):
        for place, value in enumerate(row, start=1):
            cell = sheet.cell(number, place, value or None)
            cell.number_format = "@"
            if number == 1:
                cell.font = Font(bold=True)
                cell.comment = Comment(COLUMNS[place - 1].words, "Local Offer")
                sheet.column_dimensions[cell.column_letter].width = max(14, len(value) + 2)
                sheet.column_dimensions[cell.column_letter].number_format = "@"
    sheet.freeze_panes = "C2"
    book.save(path)


def reference_table() -> str:
    """The columns as a Markdown table, for docs/reference/sheet.md."""
    rows = ["| column | what to write | example | further rows | also read as |", "|---|---|---|---|---|"]
    for column in COLUMNS:
        cells = (
            f"`{column.name}`",
            column.words,
            column.example,
            "yes" if column.repeats else "",
            ", ".join(f"`{name}`" for name in column.also),
        )
        rows.append(f"| {' | '.join(cells)} |")
    return "\n".join(rows)
