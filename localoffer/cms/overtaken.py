"""Two people at one page or record: what one saves does not silently take the place of what the other saved meanwhile.

A script in the browser warns as well (Wagtail's editing sessions); this holds without it, and in the moment of saving.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.core.exceptions import ValidationError
from django.http import JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.models import Page, RevisionMixin


@dataclass(frozen=True)
class Overtaken:
    """Somebody else saved a page or record since a form of it was opened."""

    what: str  # "page", "service"
    by_name: str
    at: datetime
    compare: str  # the address in the admin at which both versions stand side by side

    def __str__(self) -> str:
        return f"{self._saved}, after you opened it."

    @property
    def while_typing(self) -> str:
        """What to say where a browser would save by itself: who saved, when, and what to do."""
        return (
            f"{self} So your browser no longer saves by itself. Press “Save”: you can then compare the two, and "
            "nothing you typed is lost."
        )

    @property
    def once_told(self) -> str:
        """The same to somebody who was told, and has not pressed “Save” again."""
        return (
            f"{self._saved}. Until you answer, your browser does not save by itself. Compare what was saved, then "
            "press “Save” to put yours in its place."
        )

    @property
    def _saved(self) -> str:
        at = date_format(timezone.localtime(self.at), r"H:i \o\n j F")
        return f"{self.by_name} saved this {self.what} at {at}"


def overtaken(
    record: RevisionMixin, posted: Mapping[str, str], user, *, nobody: str = "Somebody"
) -> Overtaken | None:
    """Who else has saved a page or record since the form was opened that is posted; None if nobody has.

    A form says which version it began with. Where the browser saves by itself while somebody types, it says instead
    which version that made, and makes it anew in the same place: then its moment tells whose it is now.
    `nobody` is what to call whoever saved without an account.
    """
    newest = record.get_latest_revision()
    if newest is None or "loaded_revision_id" not in posted or newest.user_id == user.pk:
        return None
    own = posted.get("overwrite_revision_id", "")
    begun_with = own or posted["loaded_revision_id"]
    is_same = begun_with == str(newest.pk)
    if is_same and (own or posted.get("loaded_revision_created_at") == newest.created_at.isoformat()):
        return None
    return _by(
        record, newest, nobody, before=begun_with if begun_with.isdecimal() and not is_same else "earliest"
    )


def saved_last(record: RevisionMixin, *, nobody: str = "Somebody") -> Overtaken:
    """Who saved last, for somebody whose form was told of it and begins with that version since."""
    return _by(record, record.get_latest_revision(), nobody, before="earliest")


def by_itself(record: RevisionMixin, posted: Mapping[str, str], user) -> JsonResponse | None:
    """Why a browser may not save a page by itself, as Wagtail's script reads it; None when it may.

    Of all its codes of errors the script shows the words of three only, and “A server error occurred” for the others.
    """
    if posted.get("seen"):
        words = saved_last(record).once_told
    elif other := overtaken(record, posted, user):
        words = other.while_typing
    else:
        return None
    return JsonResponse(
        {"success": False, "error_code": "invalid_revision", "error_message": words}, status=400
    )


def _by(record: RevisionMixin, newest, nobody: str, *, before: str) -> Overtaken:
    is_page = isinstance(record, Page)
    screens = "wagtailadmin_pages" if is_page else record.snippet_viewset.get_admin_url_namespace()
    return Overtaken(
        what="page" if is_page else record._meta.verbose_name,
        by_name=str(newest.user or nobody),
        at=newest.created_at,
        compare=reverse(f"{screens}:revisions_compare", args=[record.pk, before, newest.pk]),
    )


class BasePageForm(WagtailAdminPageForm):
    """The form of every page. It is not saved over what somebody else saved meanwhile, unless that is known.

    `seen` holds that its reader was told so: then a browser must not save by itself, which would be no answer of hers.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["seen"] = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean(self):
        cleaned = super().clean()
        if self.instance.pk and (other := overtaken(self.instance, self.data, self.for_user)):
            # The form that is shown again begins with the newest version: saving that puts it in its place
            self.data = self.data.copy()
            self.data[self.add_prefix("seen")] = "newer"
            raise ValidationError(
                f"{other} Nothing you typed is lost: it is below. Compare what was saved, then save again to put "
                "yours in its place."
            )
        return cleaned
