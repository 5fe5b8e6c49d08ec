"""What is posted to the admin may name records too: a page in a menu, a picture, a link in a text.

Wagtail's own forms take any page, picture or document there is, and show its title. The doors see addresses only; so
this looks at what was posted, by the names that fields for such things have in our forms, and in rich text.
"""

import json
import re
from collections.abc import Iterator
from functools import cache

from django.http import HttpRequest
from wagtail import hooks

from . import doors
from .doors import Scope
from .wagtail_doors import documents_of, images_of, pages_of

#: Names of fields and blocks that hold the key of a page, a picture or a document. A test holds our models to them.
FIELDS: dict[str, Scope] = {
    "page": pages_of,
    # Where a page is copied or moved to
    "new_parent_page": pages_of,
    "chooser": pages_of,
    "redirect_page": pages_of,
    "twin_of": pages_of,
    "logo": images_of,
    "image": images_of,
    "document": documents_of,
}
#: Rooms above name theirs: a function that returns {name of a field or a block: Scope}.
POSTED_HOOK = "register_posted_records"
# In a text, as the editor posts it
ENTITIES: dict[str, Scope] = {"LINK": pages_of, "IMAGE": images_of, "DOCUMENT": documents_of}
_NAME = re.compile(r"([a-z_]+)(?:-\d+)?$")


@cache
def scopes() -> dict[str, Scope]:
    """Every name of a field that holds the key of a record, with the records it may be the key of."""
    return FIELDS | {
        name: scope for register in hooks.get_hooks(POSTED_HOOK) for name, scope in register().items()
    }


def names_only_own(request: HttpRequest) -> bool:
    """Whether every page, picture and document that was posted is the council's, and one that the person may meet."""
    return all(doors.is_in(scope(request, {}), key) for scope, key in _named(request))


def _named(request: HttpRequest) -> Iterator[tuple[Scope, str]]:
    for name, values in request.POST.lists():
        scope = scopes().get(found.group(1)) if (found := _NAME.search(name)) else None
        for value in values:
            if scope is not None and value.strip():
                yield scope, _as_key(value)
            elif value.lstrip().startswith("{"):
                yield from _in_text(value)


def _as_key(value: str) -> str:
    """A number as Django would read it: " +3" is 3. What is none stays as it is, without blanks around it."""
    try:
        return str(int(value))
    except ValueError:
        return value.strip()


def _in_text(value: str) -> Iterator[tuple[Scope, str]]:
    try:
        entities = json.loads(value)["entityMap"].values()
        for entity in entities:
            scope, key = ENTITIES.get(entity["type"]), entity["data"].get("id")
            if scope is not None and key is not None:
                yield scope, str(key)
    except (ValueError, KeyError, TypeError, AttributeError):
        return  # no text of the editor's: its own form says what is wrong


# What a form posts beside what somebody typed: marks of versions, numbers of rows, which button it was
_NOT_TYPED = re.compile(
    r"csrfmiddlewaretoken|loaded_revision|overwrite_revision|seen$|next$|action-|.*-(?:id|ORDER|[A-Z]+_FORMS)$"
)


def words_typed(request: HttpRequest) -> list[tuple[str, str]]:
    """What somebody typed into a form, to give it back when the form cannot be taken: [(field in words, text)]."""
    found = []
    for name, value in request.POST.items():
        text = "" if _NOT_TYPED.match(name) else _in_words(value)
        # Several letters beside each other: neither a key, nor a number, nor a tick
        if re.search(r"[^\W\d_]{3}", text) and not re.fullmatch(r"[0-9a-f-]{32,36}", text):
            found.append((name.replace("-", " ").replace("_", " ").capitalize(), text))
    return found


def _in_words(value: str) -> str:
    """The text itself, of rich text as the editor posts it."""
    try:
        blocks = json.loads(value)["blocks"]
        return "\n".join(str(block["text"]) for block in blocks)
    except (ValueError, KeyError, TypeError):
        return value.strip()
