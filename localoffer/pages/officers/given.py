"""What an officer gives to be brought in: it is weighed, and what is wrong with it is said in words."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest

from localoffer.directory.sources.records import UnreadableSourceError

#: Problems, pages or addresses shown of a list
MOST_SHOWN = 200


def weighed(request: HttpRequest, weigh: Callable[[HttpRequest], dict[str, Any]]) -> dict[str, Any]:
    """What `weigh` says of what was posted; {"fault": why} of what it cannot read, and {} of nothing."""
    if request.method != "POST":
        return {}
    try:
        return weigh(request)
    except (UnreadableSourceError, ValidationError) as error:
        return {"fault": " ".join(getattr(error, "messages", [str(error)]))}
