"""Councils, the hosts they are served on, and postcodes."""

import factory
from wagtail.models import Locale, Page, Site

from localoffer.places.models import Authority, AuthoritySite, Outcode, Postcode


class AuthorityFactory(factory.django.DjangoModelFactory):
    """A county council in the East Midlands that nobody has heard of."""

    class Meta:
        model = Authority

    gss_code = factory.Sequence("E99{:06d}".format)
    name = factory.Sequence("Invented{}shire".format)
    official_name = factory.LazyAttribute(lambda council: f"{council.name} Council")
    slug = factory.LazyAttribute(lambda council: council.name.lower().replace(" ", "-"))
    type = Authority.Type.COUNTY
    region_code = Authority.Region.EAST_MIDLANDS


class DemonstrationFactory(AuthorityFactory):
    """A demonstration council."""

    gss_code = factory.Sequence("DEMO{:05d}".format)
    is_demonstration = True
    region_code = ""


class OutcodeFactory(factory.django.DjangoModelFactory):
    """LN6, in the south of Lincoln, across two councils."""

    class Meta:
        model = Outcode

    outcode = "LN6"
    easting = 493_769
    northing = 368_166


class PostcodeFactory(factory.django.DjangoModelFactory):
    """A postcode of Lincoln."""

    class Meta:
        model = Postcode

    postcode = "LN6 7QX"
    easting = 495_532
    northing = 369_287
    authority = factory.SubFactory(AuthorityFactory)


def served_on(authority: Authority, host: str, *, port: int = 80, root_page: Page | None = None) -> Site:
    """Serve a council on a host, from a page (the root of all pages when none is given)."""
    root_page = root_page or root_of_all_pages()
    site = Site.objects.create(
        hostname=host, port=port, site_name=authority.name, root_page=root_page, is_default_site=False
    )
    AuthoritySite.objects.create(site=site, authority=authority)
    return site


def root_of_all_pages() -> Page:
    """Return Wagtail's root page, anew after a test outside transactions has emptied every table."""
    root = Page.get_first_root_node()
    if root is None:
        locale, _ = Locale.objects.get_or_create(language_code="en-gb")
        root = Page.add_root(instance=Page(title="Root", slug="root", locale=locale))
    return root
