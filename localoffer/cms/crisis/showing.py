"""Help above everything, on whatever page is the answer to a request."""

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from django.http import HttpRequest
from django.urls import reverse

from .contacts import Shown
from .detector import Danger, danger_in

if TYPE_CHECKING:
    from localoffer.cms.context import Council

#: In the address of a page that follows a form: ?help=now. It says neither what was written nor of which kind it was.
PARAM: Final = "help"


def look_for_danger(request: HttpRequest, *texts: str) -> Danger | None:
    """Read what was typed; when it speaks of danger, the page that answers this request begins with help."""
    kinds: dict[str, None] = {}
    for text in texts:
        if text and (found := danger_in(text)):
            kinds.update(dict.fromkeys(found.kinds))
    if not kinds:
        return None
    danger = Danger(tuple(kinds))
    request.danger = danger
    return danger


def help_for(request: HttpRequest, council: "Council") -> Shown | None:
    """What the base page shows above everything: nearly always nothing."""
    danger = getattr(request, "danger", None)
    if danger is None and request.GET.get(PARAM) != "now":
        return None
    shown = council.crisis_help.for_kinds(danger.kinds if danger else ())
    return replace(shown, more=reverse("cms:crisis_help"))
