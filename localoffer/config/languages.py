"""The languages that pages may be translated into, read from LOCALOFFER_LANGUAGES."""

from django.conf import global_settings
from django.core.exceptions import ImproperlyConfigured

from localoffer.ui.languages import names


def offered(codes: str, *, beside: str) -> list[tuple[str, str]]:
    """English and these languages, as (code, name in English).

    >>> offered("pl, ur", beside="en-gb")
    [('en-gb', 'English'), ('pl', 'Polish'), ('ur', 'Urdu')]
    """
    wanted = [code.strip().lower() for code in codes.replace(",", " ").split()]
    for code in wanted:
        if names(code)[0] == code:
            raise ImproperlyConfigured(
                f"LOCALOFFER_LANGUAGES names {code!r}, which is no language we know. Give codes, for example: pl ur so"
            )
    return [
        (beside, "English"),
        *((code, names(code)[0]) for code in dict.fromkeys(wanted) if code != beside),
    ]


def others(taken: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Every other language of Django's, which the admin may be read in."""
    codes = dict(taken)
    return [(code, name) for code, name in global_settings.LANGUAGES if code not in codes]
