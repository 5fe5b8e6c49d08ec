"""Who is told, and what a page says."""

import re
from typing import Any

HOST = "fenbridge.localhost"
OFFICERS, PROVIDER = "officers@fenbridge.example.org", "club@provider.example.org"
SAFEGUARDING = "safe@fenbridge.example.org"


def words_on(answer: Any) -> str:
    """What a page's main part says, without its tags."""
    main = answer.content.decode().partition("<main")[2].partition("</main")[0]
    return " ".join(re.sub(r"<[^>]*>", " ", main).split())
