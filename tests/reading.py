"""How old a reader must be for a text: Flesch-Kincaid, on words of our own."""

import re
from html import unescape

# Words of the field, which the glossary explains, as long as what stands for them
TERMS = {
    "Local Offer": "long name",
    "EHC needs assessment": "three word name",
    "EHC plan": "a plan",
    "SENDIASS": "name",
    "SEND Tribunal": "big name",
    "Disabled Students’ Allowance": "long fund name",
    "pupil referral units": "three word name",
    "mediation": "name",
    "SEND": "need",
}


def reading_age(text):
    """Flesch-Kincaid's grade, and five years."""
    for term, instead in TERMS.items():
        text = text.replace(term, instead)
    sentences = [part for part in re.split(r"[.!?:;]\s+", text) if part]
    words = re.findall(r"[A-Za-z’-]+", text)
    syllables = sum(map(syllables_of, words))
    return 0.39 * len(words) / len(sentences) + 11.8 * syllables / len(words) - 15.59 + 5


def syllables_of(word):
    word = re.sub("[^a-z]", "", word.casefold())
    count = len(re.findall("[aeiouy]+", word))
    if re.search(r"([^lae]e|[^td]ed|[^sxzcgh]es)$", word) and count > 1:
        count -= 1
    return max(count, 1)


def words_of(page: str) -> str:
    """The main part of a page as text, each block of it a sentence."""
    main = page.split("<main")[1].split("</main>")[0].partition(">")[2]
    main = re.sub(r"<(svg|address)\b.*?</\1>", " ", main, flags=re.DOTALL)
    blocks = re.split(r"</?(?:p|li|h\d|dt|dd|div|summary|legend|label|button|ul|ol)\b[^>]*>", main)
    texts = (re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", "", block))).strip() for block in blocks)
    return " ".join(text if text[-1] in ".!?:" else f"{text}." for text in texts if text)
