"""Descriptions as we keep them: simple HTML, whatever they come as.

>>> rich("Fun for all.\\n\\nCome along!")
'<p>Fun for all.</p><p>Come along!</p>'
>>> rich('<h1>About</h1><script>alert(1)</script>Ring <a href="tel:01632960001" onclick="x()">us</a>')
'<h3>About</h3><p>Ring <a href="tel:01632960001">us</a></p>'
"""

from __future__ import annotations

import html
import re
import unicodedata

import nh3

TAGS = {"p", "ul", "ol", "li", "strong", "em", "a", "h3", "br"}
SCHEMES = {"http", "https", "mailto", "tel"}

# A description holds headings of one level only: the page it stands on has those above.
_SAME_AS = {"h1": "h3", "h2": "h3", "h4": "h3", "h5": "h3", "h6": "h3", "b": "strong", "i": "em", "div": "p"}
_RENAMED = re.compile(rf"<(/?)({'|'.join(_SAME_AS)})(?=[\s/>])", re.IGNORECASE)
_A_TAG = re.compile(r"<(?:/?[a-z][a-z0-9]*[\s/>]|!)", re.IGNORECASE)
_TOKEN = re.compile(r"(</?[a-z0-9]+[^>]*>)")
_BLOCKS = ("p", "ul", "ol", "h3", "li")
_BULLET = re.compile(r"^\s*[-*•·]\s+")
# Control and format characters do nothing but harm in a record, soft hyphens and zero-width spaces included.
# Those that several scripts and many emoji are spelled with stay.
_UNWANTED = ("Cc", "Cf", "Cs", "Co")
_KEPT = {"\n", "\u200c", "\u200d", "\u200e", "\u200f", *map(chr, range(0xE0020, 0xE0080))}
_SPACES = (("\r\n", "\n"), ("\r", "\n"), ("\u2028", "\n"), ("\u2029", "\n"), ("\u00a0", " "), ("\t", " "))


def clean(value: str) -> str:
    """The text in one spelling (NFC), without control characters, null bytes and spaces around it."""
    if not value.isprintable():
        for given, kept in _SPACES:
            value = value.replace(given, kept)
        for char in set(value) - _KEPT:
            if unicodedata.category(char) in _UNWANTED:
                value = value.replace(char, "")
    return unicodedata.normalize("NFC", value).strip()


def plain(value: str) -> str:
    """Text without markup, for fields that hold none: paragraphs become lines."""
    value = clean(value)
    if _A_TAG.search(value):
        value = re.sub(r"(?i)<br\s*/?>|</?(?:p|div|ul|ol|li|h[1-6]|tr)(?:\s[^>]*)?>", "\n", value)
        value = nh3.clean(value, tags=set())
    if "&" in value:
        value = html.unescape(value)
    lines = [" ".join(line.split()) for line in clean(value).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def line(value: str) -> str:
    """Text without markup on one line."""
    return " ".join(plain(value).split())


def rich(value: str) -> str:
    """The text as simple HTML: p, ul, ol, li, strong, em, h3, br and links to http, https, mailto and tel.

    Plain text becomes paragraphs, and lines that begin with a dash or dot a list.
    """
    value = clean(value)
    if not _A_TAG.search(value):
        return _from_plain(value)
    value = _RENAMED.sub(lambda tag: f"<{tag[1]}{_SAME_AS[tag[2].lower()]}", value)
    # Putting loose words into paragraphs can cut a <strong> in two, which the sanitiser then makes whole
    for _ in range(4):
        tidied = _in_blocks(_sanitised(value))
        if tidied == value:
            break
        value = tidied
    return _sanitised(value)


def _sanitised(value: str) -> str:
    value = nh3.clean(
        value,
        tags=TAGS,
        attributes={"a": {"href"}},
        attribute_filter=_only_whole_addresses,
        url_schemes=SCHEMES,
        link_rel=None,
    )
    return re.sub(r"<a>(.*?)</a>", r"\1", value, flags=re.DOTALL)


def _only_whole_addresses(_tag: str, _attribute: str, value: str) -> str | None:
    # A relative address means nothing on another site
    scheme, colon, rest = value.strip().partition(":")
    return value.strip() if colon and rest and scheme.lower() in SCHEMES else None


def _from_plain(value: str) -> str:
    made: list[str] = []
    for paragraph in re.split(r"\n\s*\n", html.unescape(value)):
        words: list[str] = []
        bullets: list[str] = []
        for each in paragraph.split("\n"):
            if _BULLET.match(each):
                _close(made, words)
                bullets.append(_escaped(_BULLET.sub("", each)))
            elif each.strip():
                _close_list(made, bullets)
                words.append(_escaped(each))
        _close(made, words)
        _close_list(made, bullets)
    return "".join(made)


def _close(made: list[str], words: list[str]) -> None:
    if words:
        made.append(f"<p>{'<br>'.join(words)}</p>")
        words.clear()


def _close_list(made: list[str], bullets: list[str]) -> None:
    if bullets:
        made.append(f"<ul>{''.join(f'<li>{each}</li>' for each in bullets)}</ul>")
        bullets.clear()


def _escaped(value: str) -> str:
    return html.escape(" ".join(value.split()), quote=False)


def _in_blocks(value: str) -> str:
    """Sanitised HTML with every loose run of words in a paragraph, and no empty paragraphs."""
    made: list[str] = []
    loose: list[str] = []
    depth = 0
    for token in _TOKEN.split(value):
        name = token.strip("</>").split()[0] if token.startswith("<") else ""
        if name in _BLOCKS and not token.startswith("</"):
            if depth == 0:
                _wrap(made, loose)
            depth += 1
            made.append(token)
        elif name in _BLOCKS:
            depth = max(0, depth - 1)
            made.append(token)
        elif depth:
            made.append(token)
        else:
            loose.append(token)
    _wrap(made, loose)
    tidy = "".join(made).replace("&nbsp;", " ")
    tidy = re.sub(r"\s+", " ", tidy)
    tidy = re.sub(r"(?:<br>\s*)+(?=</(?:p|li|h3)>)", "", tidy)
    tidy = re.sub(r"(<(?:p|li|h3)>)(?:\s|<br>)+", r"\1", tidy)
    tidy = re.sub(
        r"\s+(</(?:p|li|h3|ul|ol)>)|(</?(?:p|li|h3|ul|ol)>)\s+(?=<(?:p|li|h3|ul|ol)>)", r"\1\2", tidy
    )
    while (fuller := re.sub(r"<(p|li|h3|strong|em|ul|ol)>\s*</\1>", "", tidy)) != tidy:
        tidy = fuller
    return tidy.strip()


def _wrap(made: list[str], loose: list[str]) -> None:
    words = "".join(loose)
    loose.clear()
    for paragraph in re.split(r"(?:<br>\s*){2,}", words):
        if paragraph.strip():
            made.append(f"<p>{paragraph.strip()}</p>")
