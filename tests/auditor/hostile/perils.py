"""What a hostile address does, and what must come of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from tests.auditor.serving import Asked, Reply

#: What an auditor has to make of an address.
MUST: Final = {
    "read": "it is read as far as the caps allow, quickly, and harms nobody",
    "cut short": "it never ends, or not soon: a cap on bytes, headers or seconds ends it, and the reason is kept",
    "refused": "it leads where nobody may go: what it leads to is never contacted",
}


@dataclass(frozen=True, slots=True)
class Peril:
    """One hostile address, and what answers there."""

    path: str
    does: str  # one sentence
    must: str  # MUST
    answer: Callable[[Asked], Reply]

    @property
    def name(self) -> str:
        """Short, for a test's name."""
        return self.path.strip("/").replace("/", "-")


def says(body: bytes | str, **more: object) -> Callable[[Asked], Reply]:
    """An answer that is always the same."""
    packed = body.encode() if isinstance(body, str) else body
    reply = Reply(packed, **more)  # type: ignore[arg-type]
    return lambda _: reply


def made(make: Callable[[], bytes], **more: object) -> Callable[[Asked], Reply]:
    """An answer that is large, and made when it is first wanted."""
    kept: list[Reply] = []

    def answer(_: Asked) -> Reply:
        if not kept:
            kept.append(Reply(make(), **more))  # type: ignore[arg-type]
        return kept[0]

    return answer


def page(body: str, head: str = "") -> str:
    """A web page like any other, around what it does."""
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Help for families</title>{head}</head>'
        f"<body><main><h1>Help for families</h1>{body}</main></body></html>"
    )
