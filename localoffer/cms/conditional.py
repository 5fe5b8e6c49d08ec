"""A page that a browser holds already is not sent again: 304, in place of the bytes."""

from collections.abc import Callable
from functools import wraps
from hashlib import blake2b
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response


def not_sent_twice(view: Callable[..., HttpResponse]) -> Callable[..., Any]:
    """Decorate a view whose page is the same for all who ask for it: it gets a weak ETag, made from what it holds.

    It must stand above what sets Cache-Control and Vary, so that the short answer carries them too. Why the page
    itself is read, and not the version of what it shows: docs/decisions/0014-conditional-get.md.
    """

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        page = view(request, *args, **kwargs)
        if page.status_code != 200:
            return page
        # Weak: whatever compresses pages on their way may send other bytes for the same page
        page.headers["ETag"] = f'W/"{blake2b(page.content, digest_size=16).hexdigest()}"'
        return get_conditional_response(request, etag=page.headers["ETag"], response=page)

    return answer
