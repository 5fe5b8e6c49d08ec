"""Forget what is kept of a council as soon as anything in it changes."""

from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete, post_save
from wagtail.models import Page, Site
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from localoffer.places.models import Authority, AuthoritySite

from .context import forget, forget_all
from .glossary.terms import term_changed
from .models import Alert, CouncilSettings, GlossaryTerm


def settings_changed(instance: CouncilSettings, **kwargs: Any) -> None:
    forget(instance.site_id)
    # And after commit: a page rendered in between has put the old settings back.
    transaction.on_commit(lambda: forget(instance.site_id))


def anything_changed(**kwargs: Any) -> None:
    forget_all()
    transaction.on_commit(forget_all)


def connect() -> None:
    """Listen for every change that can show in a header or footer."""
    post_save.connect(settings_changed, sender=CouncilSettings, dispatch_uid="cms_settings_saved")
    post_delete.connect(settings_changed, sender=CouncilSettings, dispatch_uid="cms_settings_deleted")
    for model in (Authority, AuthoritySite, Site):
        post_save.connect(anything_changed, sender=model, dispatch_uid=f"cms_{model.__name__}_saved")
    for signal in (page_published, page_unpublished, page_slug_changed, post_page_move):
        signal.connect(anything_changed, dispatch_uid=f"cms_{id(signal)}")
    for signal in (post_save, post_delete):
        signal.connect(anything_changed, sender=Alert, dispatch_uid=f"cms_alert_{id(signal)}")
        signal.connect(term_changed, sender=GlossaryTerm, dispatch_uid=f"cms_glossary_{id(signal)}")
    post_delete.connect(anything_changed, sender=Page, dispatch_uid="cms_page_deleted")
