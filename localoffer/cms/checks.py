"""System checks: what every room above must keep to."""

import sys
from collections.abc import Iterator
from typing import Any

from django.core.checks import Error
from django.forms import BaseForm
from django.urls import URLPattern, URLResolver, get_resolver

from localoffer.duties import loading, shipped

from .forms import FreeText, is_free_text

ADMINS = ("admin/", "django-admin/")


def forms_route_worries(app_configs: Any, **kwargs: Any) -> list[Error]:
    """Every public form of ours that people can write in shows help and passes worries on."""
    found = {form for view in public_views(get_resolver().url_patterns) for form in forms_of(view)}
    return [
        Error(
            f"{form.__module__}.{form.__qualname__} has a field for free text ({name}), and does nothing when somebody "
            "writes of danger in it.",
            hint="Start it from localoffer.cms.forms.FreeTextForm (or FreeText, for a ModelForm).",
            id="localoffer.E001",
        )
        for form in sorted(found, key=lambda form: form.__qualname__)
        if not issubclass(form, FreeText)
        for name in [next((name for name, field in form.base_fields.items() if is_free_text(field)), "")]
        if name
    ]


def law_can_be_read(app_configs: Any, **kwargs: Any) -> list[Error]:
    """The files of the law hold nothing that is wrong: one Error for each fault, with its file and line."""
    try:
        shipped.read_all()
    except loading.DutiesError as error:
        return [
            Error(
                f"In the law as data: {fault}",
                hint="Mend the file, then say: localoffer duties check",
                id="localoffer.E002",
            )
            for fault in error.faults
        ]
    return []


def public_views(patterns: list[Any], prefix: str = "") -> Iterator[Any]:
    """The views behind every address but the admin's."""
    for pattern in patterns:
        path = prefix + str(pattern.pattern)
        if path.startswith(ADMINS):
            continue
        if isinstance(pattern, URLResolver):
            yield from public_views(pattern.url_patterns, path)
        elif isinstance(pattern, URLPattern) and pattern.callback is not None:
            yield pattern.callback


def forms_of(view: Any) -> Iterator[type[BaseForm]]:
    """The forms a view can show: its own, and all that its module knows."""
    while hasattr(view, "__wrapped__"):
        view = view.__wrapped__
    own = getattr(getattr(view, "view_class", None), "form_class", None)
    if isinstance(own, type):
        yield own
    module = getattr(view, "__module__", "")
    if module.startswith(("django.", "wagtail.")) or module not in sys.modules:
        return
    for thing in list(vars(sys.modules[module]).values()):
        if isinstance(thing, type) and issubclass(thing, BaseForm) and hasattr(thing, "base_fields"):
            yield thing
