"""How old a reader must be for a text or a page of ours."""

import re
from html import unescape

from localoffer.auditor.reading_age import age_of

# Words of the field, which the glossary explains
TERMS = (
    "Local Offer",
    "EHC needs assessment",
    "EHC plan",
    "SENDIASS",
    "SEND Tribunal",
    "Disabled Students’ Allowance",
    "pupil referral unit",
    "mediation",
    "SEND",
)


def reading_age(text: str) -> float:
    return age_of(text, left_out=TERMS)


def words_of(page: str) -> str:
    """The main part of a page as text, each block of it a sentence."""
    main = page.split("<main")[1].split("</main>")[0].partition(">")[2]
    main = re.sub(r"<(svg|address)\b.*?</\1>", " ", main, flags=re.DOTALL)
    blocks = re.split(r"</?(?:p|li|h\d|dt|dd|div|summary|legend|label|button|ul|ol)\b[^>]*>", main)
    texts = (re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", "", block))).strip() for block in blocks)
    return " ".join(text if text[-1] in ".!?:" else f"{text}." for text in texts if text)
