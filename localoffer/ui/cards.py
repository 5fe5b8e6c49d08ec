"""What components/cards.html takes."""


def way_on(title: str, href: str = "", text: str = "", **more: str) -> dict[str, str]:
    """A card with every field that the component asks for. One that is missing costs a template more than the card."""
    return {"title": title, "href": href, "text": text, **_EMPTY, **more}


_EMPTY = {"meta": "", "pictogram": "", "above": "", "lang": ""}
