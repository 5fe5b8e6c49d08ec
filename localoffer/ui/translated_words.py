"""What a translated page says of itself, in the languages in which we know how to say it."""

from datetime import datetime
from typing import Final

from django.utils import formats, timezone, translation

_ENGLISH: Final = {
    "is_one": "This is a translation.",
    "changed": "The English page changed on {day}, so this one may be out of date.",
    "english": "Read the page in English",
}
_WORDS: Final[dict[str, dict[str, str]]] = {
    "pl": {
        "is_one": "To jest tłumaczenie.",
        "changed": "Strona po angielsku zmieniła się {day}. To tłumaczenie może być nieaktualne.",
        "english": "Przeczytaj tę stronę po angielsku",
    },
}


def says(code: str, changed_at: datetime | None) -> dict[str, str]:
    """The words of components/translation.html for a page in this language."""
    lang = code if code in _WORDS else "en-GB"
    words = _WORDS.get(code, _ENGLISH)
    changed = ""
    if changed_at is not None:
        with translation.override(lang.lower()):
            changed = words["changed"].format(
                day=formats.date_format(timezone.localtime(changed_at), "DATE_FORMAT")
            )
    return {
        "lang": lang,
        "is_one": words["is_one"],
        "changed": changed,
        "english": words["english"],
    }
