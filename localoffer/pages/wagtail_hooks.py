"""What finished pages add to other rooms."""

from django.urls import reverse
from wagtail import hooks

from localoffer.cms.context import Link

from .starter import create_demonstration, create_site


@hooks.register("create_demonstration_council")
def create_demonstration_council(*, slug, name):
    """A council to try things out with, served on SLUG.localhost; the import asks for it. Returns the Authority."""
    authority = create_demonstration(slug=slug, name=name)
    create_site(authority, host=f"{slug}.localhost", port=8000)
    return authority


@hooks.register("register_site_links")
def site_links(authority):
    """What every site says about itself."""
    return [("about", Link("About this site", reverse("pages:about"), order=500))]
