"""A council's groups are made with its site, and follow when the site gets another first page."""

from typing import Any

from django.db.models.signals import post_save
from wagtail.models import Site

from localoffer.places.models import AuthoritySite

from .groups import make_groups


def site_given(instance: AuthoritySite, raw: bool = False, **kwargs: Any) -> None:
    if not raw:
        make_groups(instance.authority)


def site_changed(instance: Site, created: bool, raw: bool = False, **kwargs: Any) -> None:
    if not created and not raw and (owned := AuthoritySite.objects.filter(site=instance).first()):
        make_groups(owned.authority)


def connect() -> None:
    """Listen for sites."""
    post_save.connect(site_given, sender=AuthoritySite, dispatch_uid="accounts_site_given")
    post_save.connect(site_changed, sender=Site, dispatch_uid="accounts_site_changed")
