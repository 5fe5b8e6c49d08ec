"""Is it right? What is no more, told as today's; and phone numbers and e-mail addresses of a wrong shape."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from ..values import Finding, Page, quoted
from .rules import Rule
from .superseded import WORD, Superseded, shipped
from .telling import Told, is_of_the_past, keeps_the_past, told_with

RULES: Final = (
    Rule(
        slug="repealed-law",
        title="Law, or a benefit, that is no more is told as today's",
        criterion="up-to-date",
        bar="currency",
        severity="critical",
        fix="Say what stands now, and take the old out, or say plainly that it is history.",
    ),
    Rule(
        slug="abolished-body",
        title="A body that is no more is told as today's",
        criterion="up-to-date",
        bar="currency",
        severity="serious",
        fix="Name whoever does this work now, and check the contact and the link.",
    ),
    Rule(
        slug="old-name",
        title="An old name is used",
        criterion="up-to-date",
        bar="currency",
        severity="minor",
        fix="Use the name of today.",
    ),
    Rule(
        slug="wrong-phone-number",
        title="A phone number has too few or too many digits",
        criterion="further-contacts",
        bar="currency",
        severity="serious",
        fix="Ring the number, and put it right.",
    ),
    Rule(
        slug="wrong-email-address",
        title="An e-mail address cannot be right",
        criterion="further-contacts",
        bar="currency",
        severity="serious",
        fix="Write to the address, and put it right.",
    ),
)

_ELSEWHERE: Final = re.compile(r"\b(?:Wales|Welsh|Northern Ireland|Scotland|Scottish)\b")
_SINCE: Final = re.compile(r"\b(?:since|from)\s+(?:\w+\s+){0,2}20\d\d\b", re.IGNORECASE)
_YEAR: Final = re.compile(r"\b(?:19|20)\d\d\b")
#: “Act 1995 and 2005”: the years of a law's own name, behind it.
_OF_ITS_NAME: Final = 20


def concerns(page: Page) -> bool:
    """Web pages and documents of the offer."""
    return page.is_within and page.type in ("html", "pdf")


def of_page(page: Page, today: date) -> Iterator[Finding]:
    """What a page tells that is so no more, and contacts that cannot be right."""
    if not keeps_the_past(page):
        yield from _superseded(page, today)
    yield from _phones(page)
    yield from _emails(page)


# --- Law, bodies and names ------------------------------------------------------------------------------------------


def _superseded(page: Page, today: date) -> Iterator[Finding]:
    plain = page.text.casefold()
    words = set(WORD.findall(plain))
    words |= {word[:-1] for word in words if word.endswith("s")}
    told: set[str] = set()
    for entry in shipped():
        if entry.what in told or entry.since > today or _stands_for_something_else(page, entry):
            continue
        for word, near, pattern in entry.looks_for:
            if word in words and near in plain and (quote := _told_as_todays(page, pattern, entry)):
                told.add(entry.what)
                yield Finding(
                    entry.rule,
                    page.url,
                    quote=quoted(quote),
                    target=entry.what,
                    detail=f"Since {_said(entry.since)} it is {entry.now}.",
                    confidence=entry.confidence,
                )
                break


def _stands_for_something_else(page: Page, entry: Superseded) -> bool:
    """Whether a page says what an entry's initials are short for, and it is another thing."""
    if not entry.initials or f"({entry.initials}" not in page.text:
        return False
    before = re.findall(rf"([^\W\d_]+)\W*\({entry.initials}s?\)", page.text)
    # “authorities” as well as “authority”
    return bool(before) and all(word.casefold()[:6] not in entry.what.casefold() for word in before)


def _told_as_todays(page: Page, pattern: re.Pattern[str], entry: Superseded) -> str:
    for told in told_with(page, pattern):
        found = pattern.search(told.sentence)
        if found and not _is_excused(told, found, entry) and not is_of_the_past(told):
            return told.sentence
    return ""


def _is_excused(told: Told, found: re.Match[str], entry: Superseded) -> bool:
    sentence = told.sentence
    if entry.having and not any(word in sentence for word in entry.having):
        return True
    if any(word in sentence for word in entry.unless) or _ELSEWHERE.search(sentence):
        return True
    # A year of its own days, such as an old report's, says that it is told of then
    rest = sentence[: found.start()] + " " + sentence[found.end() + _OF_ITS_NAME :]
    return any(int(year) <= entry.since.year for year in _YEAR.findall(_SINCE.sub(" ", rest)))


def _said(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


# --- Phone numbers and e-mails ------------------------------------------------------------------------------------

_NUMBER: Final = re.compile(r"(?:\+44\s?(?:\(0\)\s?)?|\(?0)\d[\d\s()–-]{5,16}\d(?![\d/])")
_ANNOUNCED: Final = re.compile(
    r"(?:\b(?:tel|telephone|phone|call|ring|text|mobile|helpline|advice ?line|contact|number|fax|whatsapp|sms"
    r"|dial|switchboard)\b"
    r"|☎|📞)[^\n.;]{0,45}$",
    re.IGNORECASE,
)
_NO_NUMBER_OF_A_PHONE: Final = re.compile(
    r"\b(?:charity|company|registration|registered|account|sort code|reference|ref|invoice|case|urn|ukprn"
    r"|nhs number)\b[^\n]{0,25}$",
    re.IGNORECASE,
)
#: Area codes in which some numbers have a digit fewer (Ofcom's national telephone numbering plan).
_SHORT_AREAS: Final = tuple(
    "01204 01208 01254 01276 01297 01298 01363 01364 01384 01386 01404 01420 01460 01461 01480 01488 01524 01527 01562"
    " 01566 01606 01629 01635 01647 01659 01695 01697 01726 01744 01750 01827 01837 01884 01900 01905 01935 01946 01949"
    " 01963 01995 0800".split()
)
_WITHIN_ANOTHER: Final = frozenset("0123456789/.,£#-")
_A_DATE: Final = re.compile(r"\d\d?[-–]\d\d?[-–](?:\d\d){1,2}")
#: Childline, and NHS Direct's old one.
_SHORT: Final = frozenset({"08001111", "08454647"})


def _phones(page: Page) -> Iterator[Finding]:
    known = {_digits(contact.value) for contact in page.contacts if contact.kind == "phone"}
    seen = set()
    for match in _NUMBER.finditer(page.text):
        written = match[0].strip(" ()–-")
        digits = _digits(match[0])
        if match.start() and page.text[match.start() - 1] in _WITHIN_ANOTHER:
            continue
        if (
            digits in seen
            or _is_of_a_phone(digits)
            or _begins_with_a_phone(match[0])
            or _A_DATE.fullmatch(written)
        ):
            continue
        before = page.text[max(0, match.start() - 70) : match.start()]
        if digits not in known and not _ANNOUNCED.search(before) and not _stands_alone(page.text, match):
            continue
        if _NO_NUMBER_OF_A_PHONE.search(before):
            continue
        seen.add(digits)
        yield Finding(
            "wrong-phone-number",
            page.url,
            quote=quoted(before.rsplit("\n", 1)[-1] + match[0]),
            target=written,
            detail=f"“{written}” has {len(digits)} digits.",
            confidence="likely" if len(digits) == 10 and digits.startswith("01") else "",
        )


def _stands_alone(text: str, match: re.Match[str]) -> bool:
    """Whether a line is a number that begins as a telephone's and no more, as in a table of contacts."""
    starts_line = match.start() == 0 or text[match.start() - 1] == "\n"
    ends_line = match.end() == len(text) or text[match.end()] == "\n"
    return starts_line and ends_line and bool(_AREA.match(match[0]))


_AREA: Final = re.compile(r"\(?0[1237]\d{1,3}\)?\s")


def _digits(written: str) -> str:
    """The digits of a number as they would be dialled in this country."""
    digits = re.sub(r"\D", "", written.replace("(0)", ""))
    return f"0{digits.removeprefix('44')}" if written.lstrip(" (").startswith("+") else digits


def _is_of_a_phone(digits: str) -> bool:
    if digits in _SHORT or digits.startswith("00"):
        return True
    if len(digits) > 15 or len(digits) < 8:  # two numbers written as one, or none at all
        return True
    if digits.startswith(("04", "06")):
        return False  # no numbers begin so
    return len(digits) == 11 or (len(digits) == 10 and digits.startswith(_SHORT_AREAS))


def _begins_with_a_phone(written: str) -> bool:
    """Whether a number stands whole before other figures: “01234 567890 9am”."""
    ends = [space.start() for space in re.finditer(r"\s", written)]
    return any(len(digits := _digits(written[:end])) >= 10 and _is_of_a_phone(digits) for end in ends)


_ADDRESS: Final = re.compile(r"(?<![\w.@+/-])([\w.+'-]+)@([\w,.-]+(?:\s(?:gov|nhs|co|org|ac)?\.?uk\b)?)")
LONGEST_NAME: Final = 65
LONGEST_HOST: Final = 120
_WRONG_END: Final = re.compile(
    r"\.(?:con|cmo|ocm|comm|ukk|kuk|u|gov|govuk|couk|orguk|nhsuk|gov\.u|co\.u|gv\.uk|go\.uk|og\.uk|nsh\.uk"
    r"|nhs\.u|c\.uk|gov\.ku)$"
)
_END: Final = r"(?:gov\.uk|nhs\.uk|nhs\.net|org\.uk|co\.uk|ac\.uk|sch\.uk|org|com|net|uk)\b"
# What has to be in the text, what is wrong then, and how to be sure
_NO_WHOLE_ADDRESS: Final = (
    ("@@", "There are two @.", re.compile(r"[\w.+-]+@@+[\w-]+(?:\.[\w-]+)+")),
    ("@ ", "There is a gap in it.", re.compile(rf"(?<![\w@])[\w.+-]+@\s+[\w.-]+\.{_END}")),
    (" @", "There is a gap in it.", re.compile(rf"(?<![\w@])[\w+-]+(?:\.[\w+-]+)+\s+@[\w.-]+\.{_END}")),
    (
        "mail",
        "There is no @ in it.",
        re.compile(
            r"[Mm]ail\s*(?:us|me|the\s+\w+|them)?\s*(?:at|on|to|:)\s*"
            rf"(?!www\.)(?P<host>[\w-]+(?:\.[\w-]+)*\.{_END})(?![@/])"
        ),
    ),
)
_MISSING_DOT: Final = re.compile(r"(?<=[a-z])(?:govuk|couk|orguk|nhsuk)$|\s")


def _emails(page: Page) -> Iterator[Finding]:
    seen: set[str] = set()
    for written, why, confidence in _wrong_addresses(page):
        if written.casefold() not in seen:
            seen.add(written.casefold())
            yield Finding(
                "wrong-email-address",
                page.url,
                quote=quoted(written),
                target=written,
                detail=why,
                confidence=confidence,
            )


def _wrong_addresses(page: Page) -> Iterator[tuple[str, str, str]]:
    """Each that is wrong, why, and how sure that is."""
    for near, why, pattern in _NO_WHOLE_ADDRESS:
        for match in pattern.finditer(page.text) if near in page.text else ():
            yield match.groupdict().get("host") or match[0], why, "likely"
    texts = [page.text]
    texts += [contact.value for contact in page.contacts if contact.kind == "email"]
    texts += [link.url.removeprefix("mailto:") for link in page.links if link.url.startswith("mailto:")]
    for each in texts:
        for match in _addresses(each):
            if why := _wrong_in_an_address(match[1], match[2].rstrip(".,")):
                yield match[0].strip(".,"), why, ""


def _addresses(text: str) -> Iterator[re.Match[str]]:
    """What stands round each @ of a text."""
    at = text.find("@")
    while at >= 0:
        begins = max(0, at - LONGEST_NAME)
        for match in _ADDRESS.finditer(text[begins : at + LONGEST_HOST]):
            if match.start() < at - begins < match.end():
                yield match
        at = text.find("@", at + 1)


def _wrong_in_an_address(name: str, host: str) -> str:
    host = host.casefold()
    if "," in host:
        return "There is a comma where a dot should be."
    if ".." in host or ".." in name or name.startswith(".") or name.endswith(".") or host.startswith("."):
        return "There is a dot too many."
    if _MISSING_DOT.search(host):
        return "A dot is missing."
    if "." not in host:
        return "What stands behind the @ is not whole."
    if _WRONG_END.search(host):
        return "Its end is misspelt."
    return ""
