"""The one cookie of the public site, set by the press that makes a list and never before."""

from django.http import HttpRequest, HttpResponse

from .models import KEPT_FOR

NAME = "my-list"


def token_in(request: HttpRequest) -> str:
    """The token of the visitor's list; "" when there is none. Whether such a list exists nobody has asked yet."""
    return request.COOKIES.get(NAME, "")


def give(request: HttpRequest, response: HttpResponse, token: str) -> None:
    """Have the browser keep a list's token for as long as the list is kept unused."""
    response.set_cookie(
        NAME, token, max_age=KEPT_FOR * 24 * 60 * 60, path="/", secure=request.is_secure(), httponly=True,
        samesite="Lax",
    )  # fmt: skip


def take_away(response: HttpResponse) -> None:
    response.delete_cookie(NAME, path="/", samesite="Lax")
