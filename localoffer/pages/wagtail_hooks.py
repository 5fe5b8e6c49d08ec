"""What finished pages add to other rooms."""

from wagtail import hooks

from .starter import create_demonstration, create_site


@hooks.register("create_demonstration_council")
def create_demonstration_council(*, slug, name):
    """A council to try things out with, served on SLUG.localhost; the import asks for it. Returns the Authority."""
    authority = create_demonstration(slug=slug, name=name)
    create_site(authority, host=f"{slug}.localhost", port=8000)
    return authority
