"""Languages by their codes: in English, and as their own speakers write them."""

from functools import cache

from django.conf.locale import LANG_INFO

# What Django does not list, as English and own names
_MORE = {
    "bfi": ("British Sign Language", ""),
    "ku": ("Kurdish", "Kurdî"),
    "ckb": ("Kurdish (Sorani)", "کوردیی ناوەندی"),
    "ps": ("Pashto", "پښتو"),
    "so": ("Somali", "Soomaali"),
    "sq": ("Albanian", "shqip"),
    "ti": ("Tigrinya", "ትግርኛ"),
    "am": ("Amharic", "አማርኛ"),
    "prs": ("Dari", "دری"),
    "yue": ("Cantonese", "廣東話"),
    "zh": ("Chinese", "中文"),
    "gu": ("Gujarati", "ગુજરાતી"),
    "rom": ("Romani", "Romani"),
    "tl": ("Tagalog", "Tagalog"),
    "en": ("English", "English"),
    "phr": ("Mirpuri", ""),
    "syl": ("Sylheti", ""),
    "si": ("Sinhala", "සිංහල"),
    "om": ("Oromo", "Afaan Oromoo"),
    "yo": ("Yoruba", "Yorùbá"),
    "ha": ("Hausa", "Hausa"),
    "ak": ("Twi", "Twi"),
    "sn": ("Shona", "chiShona"),
    "ln": ("Lingala", "Lingála"),
    "kri": ("Krio", "Krio"),
    "tet": ("Tetum", "Tetun"),
    "yi": ("Yiddish", "ייִדיש"),
}


@cache
def names(code: str) -> tuple[str, str]:
    """The names of a language: in English, and its own ("" where we do not know it).

    For one that nobody knows, its code.
    Own names are Django's, from `django.conf.locale` (BSD-3-Clause), and a few more.
    """
    code = code.lower()
    if code in _MORE:
        return _MORE[code]
    known = LANG_INFO.get(code) or LANG_INFO.get(code.partition("-")[0])
    if not known or "name" not in known:
        return code, ""
    return known["name"], known["name_local"]


_RIGHT_TO_LEFT = {"ar", "ckb", "fa", "he", "prs", "ps", "sd", "ug", "ur", "yi"}


def tag(code: str) -> str:
    """A language's code as HTML writes it: "en-GB" for Django's "en-gb"."""
    language, _, region = code.partition("-")
    return f"{language}-{region.upper() if len(region) == 2 else region.title()}" if region else language


def is_rtl(code: str) -> bool:
    """Whether it is written from right to left."""
    return code.lower().partition("-")[0] in _RIGHT_TO_LEFT


def own_name(code: str) -> str:
    """What its speakers call it; its English name where we do not know that."""
    english, own = names(code)
    return own or english
