"""Reads what Open Referral UK feeds send, as they really are.

The standard is HSDS-UK 3.0, whose list endpoints wrap a page of services in ``contents``. Feeds also send a
plain list, one service, one JSON object a line (``format=ndjson``), and the first version's ``content`` and
camelCase.

>>> read(b'{"contents": [{"id": "a", "name": "Toddler group"}], "total_pages": 1}').services
({'id': 'a', 'name': 'Toddler group'},)
"""

from __future__ import annotations

import json
import math
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

DEEPEST = 40

_WRAPPERS = ("contents", "content", "services", "items", "results", "data")


class UnreadableFeedError(ValueError):
    """A reply that is no Open Referral UK data. The message says what is wrong and what to do."""


@dataclass(frozen=True, slots=True)
class Reply:
    """One reply of a feed: its services as they came, keys in snake_case, numbers finite or None.

    ``total_pages`` and ``page_number`` are None where the feed does not say. ``is_details`` marks the
    description of a feed found at its base address (``version``, ``openapi_url``), which lists nothing
    itself. ``faults`` are parts of the reply that are no services, in words.
    """

    services: tuple[dict[str, Any], ...] = ()
    page_number: int | None = None
    total_pages: int | None = None
    is_last_page: bool | None = None
    is_page: bool = False
    is_details: bool = False
    faults: tuple[str, ...] = ()


def read(data: bytes | str) -> Reply:
    """One reply, whichever way it is wrapped.

    :raises UnreadableFeedError: when it is not JSON, or JSON that holds no services
    """
    text = _text(data)
    if not text.strip():
        raise UnreadableFeedError("The reply is empty. Check the address, or download the file again.")
    try:
        found = _parsed(text)
    except json.JSONDecodeError as error:
        return _lines(text, error)
    return _unwrapped(found)


def _unwrapped(found: Any) -> Reply:
    if isinstance(found, list):
        services, faults = _objects(found)
        return Reply(services=services, faults=faults)
    if not isinstance(found, dict):
        raise UnreadableFeedError(
            "This JSON holds no services. Give the address of a feed's /services, or a page of it."
        )
    for name in _WRAPPERS:
        if isinstance(found.get(name), list) and not _is_service(found):
            services, faults = _objects(found[name])
            return Reply(
                services=services,
                page_number=_whole(found, "page_number", "number"),
                total_pages=_whole(found, "total_pages"),
                is_last_page=_flag(found, "last_page", "last"),
                is_page=True,
                faults=faults,
            )
    if "openapi_url" in found or ("version" in found and "profile" in found):
        return Reply(is_details=True)
    if _is_service(found):
        return Reply(services=(found,))
    if isinstance(found.get("service"), dict):
        return Reply(services=(found["service"],))
    said = found.get("message") or found.get("error")
    if isinstance(said, str):
        raise UnreadableFeedError(f"The feed answers with an error: {said[:200]}")
    raise UnreadableFeedError(
        "This JSON holds no services: no “contents” list and no service with a name. "
        "Give the address of a feed's /services, or a page of it."
    )


def _lines(text: str, error: json.JSONDecodeError) -> Reply:
    """Newline-delimited JSON, when it is that; a line that cannot be read loses only itself."""
    lines = [(number, line) for number, line in enumerate(text.split("\n"), start=1) if line.strip()]
    services: list[dict[str, Any]] = []
    faults: list[str] = []
    for number, line in lines if len(lines) > 1 else ():
        try:
            found = _parsed(line)
        except json.JSONDecodeError:
            faults.append(f"Line {number} is not JSON")
            # A page of JSON cut off in the middle is no list of objects: do not read all of it as such
            if not services:
                break
            continue
        good, bad = _objects(found if isinstance(found, list) else [found])
        services.extend(good)
        faults.extend(f"Line {number}: {each}" for each in bad)
    if services:
        return Reply(services=tuple(services), faults=tuple(faults))
    if text.lstrip()[:1] == "<":
        raise UnreadableFeedError(
            "This is a web page, not a feed. Give the address of the feed itself; it often ends in /services."
        )
    if text.lstrip()[:1] in "{[":
        raise UnreadableFeedError(
            f"This JSON stops making sense at line {error.lineno}, character {error.colno} ({error.msg}). "
            "It may have been cut off: download it again."
        )
    raise UnreadableFeedError("This is not JSON. Give an Open Referral UK page, list or address.")


def _text(data: bytes | str) -> str:
    if isinstance(data, str):
        return data.removeprefix("\ufeff")
    try:
        return data.decode(json.detect_encoding(data)).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise UnreadableFeedError(
            f"This is not UTF-8 text (byte {error.start:,}), which JSON must be. Save it as UTF-8 and try "
            "again."
        ) from error


def _parsed(text: str) -> Any:
    try:
        # NaN and Infinity are not JSON, and some feeds send them
        found = json.loads(text, parse_constant=lambda _: None)
        return _tidied(found, 0)
    except json.JSONDecodeError:
        raise
    except RecursionError as error:
        raise UnreadableFeedError("This JSON is nested too deeply to be a list of services.") from error
    except ValueError as error:
        raise UnreadableFeedError(
            "This JSON holds a number with thousands of digits. Ask who keeps the feed."
        ) from error


def _tidied(value: Any, depth: int) -> Any:
    if isinstance(value, dict):
        if depth > DEEPEST:
            return None
        tidied: dict[str, Any] = {}
        for key, held in value.items():
            name = snake(key)
            # The standard's own spelling wins over another
            if name == key or name not in value:
                tidied[name] = _tidied(held, depth + 1)
        return tidied
    if isinstance(value, list):
        return None if depth > DEEPEST else [_tidied(each, depth + 1) for each in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value


@lru_cache(maxsize=4096)
def snake(key: str) -> str:
    """The key in the standard's spelling: "serviceId" is "service_id"."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", key).lower() if len(key) < 100 else key


def _is_service(found: dict[str, Any]) -> bool:
    return "name" in found and ("id" in found or "description" in found)


def _objects(found: list[Any]) -> tuple[tuple[dict[str, Any], ...], tuple[str, ...]]:
    good = tuple(each for each in found if isinstance(each, dict))
    bad = tuple(
        f"Item {number} is no service but {_kind(each)}"
        for number, each in enumerate(found, start=1)
        if not isinstance(each, dict)
    )
    return good, bad


def _kind(value: Any) -> str:
    kinds = {str: "a text", bool: "true or false", int: "a number", float: "a number", list: "a list"}
    return kinds.get(type(value), "nothing")


def _whole(found: dict[str, Any], *names: str) -> int | None:
    for name in names:
        held = found.get(name)
        if isinstance(held, (int, float)) and not isinstance(held, bool) and 0 <= held < 10**9:
            return int(held)
    return None


def _flag(found: dict[str, Any], *names: str) -> bool | None:
    return next((found[name] for name in names if isinstance(found.get(name), bool)), None)


# --- what a service holds, whatever type it turns out to be


def text(holder: Any, *names: str) -> str:
    """The first of the named fields that holds text or a number, as text; "" when none does."""
    if isinstance(holder, dict):
        for name in names:
            held = holder.get(name)
            if isinstance(held, str) and held.strip():
                return held
            if isinstance(held, (int, float)) and not isinstance(held, bool):
                # An int of a few thousand digits cannot be written out
                return str(held) if abs(held) < 10**30 else ""
    return ""


def objects(holder: Any, *names: str) -> list[dict[str, Any]]:
    """The objects in the first of the named fields that holds any; one alone counts as a list."""
    if isinstance(holder, dict):
        for name in names:
            held = holder.get(name)
            if isinstance(held, dict):
                return [held]
            if isinstance(held, list) and (found := [each for each in held if isinstance(each, dict)]):
                return found
    return []


def flag(holder: Any, *names: str) -> bool:
    """Whether any of the named fields is true, or says so in words."""
    if not isinstance(holder, dict):
        return False
    return any(
        held is True or (isinstance(held, str) and held.strip().lower() in ("true", "yes", "1")) or held == 1
        for held in (holder.get(name) for name in names)
    )
