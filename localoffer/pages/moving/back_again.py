"""A page that is named, or put, back where it was: its address is no old one any more, and leads nowhere else."""

from typing import Any

from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page
from wagtail.signals import page_slug_changed, post_page_move


def connect() -> None:
    """Look whenever pages get other addresses."""
    for signal in (page_slug_changed, post_page_move):
        signal.connect(forget_addresses_in_use, dispatch_uid="old-addresses-in-use")


def forget_addresses_in_use(sender: type[Page], instance: Page, **kwargs: Any) -> None:
    """Take away old addresses of a page and those below it that are where they stand now.

    Such a row would lead a page that is unpublished later to itself, without end.
    """
    for page in instance.get_descendants(inclusive=True):
        if parts := page.get_url_parts():
            site_id, _, path = parts
            Redirect.objects.filter(
                site_id=site_id, old_path=Redirect.normalise_path(path), redirect_page=page
            ).delete()
