"""Whether what a browser sends comes from a page of our own: public forms have no CSRF cookie to compare with."""

from urllib.parse import urlsplit

from django.http import HttpRequest

_NOBODY = "null"


def comes_from_elsewhere(request: HttpRequest) -> bool:
    """Whether a page of another site sent a form. Browsers say so; older ones say nothing.

    A page that keeps its address to itself has the origin "null", and so has one that hides where it is from: only
    a browser that also says "same-origin" is believed then.
    """
    site = request.headers.get("Sec-Fetch-Site", "")
    if site not in ("", "same-origin", "none"):
        return True
    said = request.headers.get("Origin", "")
    if said == _NOBODY:
        return not site
    try:
        origin = urlsplit(said)
    except ValueError:
        return True
    return bool(origin.netloc) and origin.netloc != request.get_host()
