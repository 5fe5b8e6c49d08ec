"""What every answer tells the browser it may do."""

from collections.abc import Callable
from typing import Any, Final

from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from . import maps

# Nothing here needs them, and an address bar full of a family's words is no place to be asked.
PERMISSIONS_POLICY: Final = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer", "browsing-topics", "camera", "display-capture", "geolocation", "gyroscope",
        "magnetometer", "microphone", "midi", "payment", "usb",
    )
)  # fmt: skip


class ContentPolicyMiddleware(CSPMiddleware):
    """The strict policy of the settings on every answer, and a relaxed one on Wagtail's admin only.

    Wagtail's editor writes inline styles and scripts; no page that a family sees does. A page that offers a map may
    show pictures of the one host that they come from.
    """

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponse, report_only: bool = False
    ) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        if not report_only and request.path_info.startswith(reverse("wagtailadmin_home")):
            parts.config = settings.CONTENT_SECURITY_POLICY_OF_ADMIN["DIRECTIVES"]
        elif origin := maps.tiles_may_come_from(request):
            # Told by the request, so that the short answer 304 says it too
            parts.update = {**(parts.update or {}), "img-src": [origin]}
        return parts


def permissions_policy(get_response: Callable[[HttpRequest], Any]) -> Callable[[HttpRequest], Any]:
    """Middleware: no page may use the camera, the place, or anything else of the device."""

    def middleware(request: HttpRequest) -> Any:
        response = get_response(request)
        response.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        return response

    return middleware


def no_nameless_coding(get_response: Callable[[HttpRequest], Any]) -> Callable[[HttpRequest], Any]:
    """Middleware: an uploaded file that is packed in no way says so by saying nothing.

    Wagtail's `sendfile` sends “Content-Encoding: None”, a coding that whoever reads strictly cannot unpack.
    """

    def middleware(request: HttpRequest) -> Any:
        response = get_response(request)
        if response.headers.get("Content-Encoding") == "None":
            del response.headers["Content-Encoding"]
        return response

    return middleware
