"""What components/cards.html takes."""

from typing import Any


def way_on(title: str, href: str = "", text: str = "", **more: Any) -> dict[str, Any]:
    """A card with every field that the component asks for. One that is missing costs a template more than the card."""
    return {"title": title, "href": href, "text": text, **_EMPTY, **more}


_EMPTY = {"meta": "", "pictogram": "", "picture": None, "above": "", "lang": ""}
