"""Starts a council's site: its council record if it is a demonstration, its home page, host and settings."""

from django.conf import settings
from django.db import transaction
from wagtail.models import Locale, Page, Site

from localoffer.cms.models import CouncilSettings, PageCare
from localoffer.places.models import Authority, AuthoritySite

from ..models import HomePage


@transaction.atomic
def create_demonstration(*, slug: str, name: str, official_name: str = "", gss_code: str = "") -> Authority:
    """A flagged demonstration council, the same one when it is there already. Never part of a national list.

    Raises ValueError for the slug of a real council.
    """
    found = Authority.objects.filter(slug=slug).first()
    if found is not None and not found.is_demonstration:
        raise ValueError(
            f"{found.official_name} is a real council. Give it a site with: localoffer serve-council"
        )
    if found is not None:
        return found
    taken = set(Authority.objects.demonstrations().values_list("gss_code", flat=True))
    if not gss_code or gss_code in taken:
        # Low numbers are for the councils that come with this package
        gss_code = next(
            code for number in range(10_001, 100_000) if (code := f"DEMO{number:05}") not in taken
        )
    return Authority.objects.create(
        slug=slug,
        name=name,
        official_name=official_name or name,
        gss_code=gss_code,
        type=Authority.Type.UNITARY,
        is_demonstration=True,
    )


@transaction.atomic
def create_site(authority: Authority, *, host: str, port: int = 80, **home) -> Site:
    """The council's home page, served on this host. Run again, it changes the port and nothing else.

    `home` gives fields of the HomePage. Wagtail's own welcome page, which belongs to no council, is removed.
    """
    owned = (
        AuthoritySite.objects.filter(authority=authority, site__hostname=host).select_related("site").first()
    )
    if owned is not None:
        if owned.site.port != port:
            owned.site.port = port
            owned.site.save()
        return owned.site
    _remove_welcome_page()
    root = Page.get_first_root_node() or Page.add_root(
        title="Root",
        slug="root",
        locale=Locale.objects.get_or_create(language_code=settings.LANGUAGE_CODE)[0],
    )
    page = root.add_child(
        instance=HomePage(
            title=authority.official_name or authority.name,
            slug=authority.slug,
            care=[PageCare(owner="Local Offer team")],
            **home,
        )
    )
    page.save_revision().publish()
    site = Site.objects.create(hostname=host, port=port, site_name=authority.name, root_page=page)
    AuthoritySite.objects.create(site=site, authority=authority)
    CouncilSettings.for_site(site)
    return site


def _remove_welcome_page() -> None:
    """Wagtail's first migrations make a default site with a welcome page: here a host is a council's or nobody's."""
    for site in Site.objects.filter(is_default_site=True, hostname="localhost", authority_site=None):
        page = site.root_page
        site.delete()
        if page.depth == 2 and page.slug == "home" and not page.get_children().exists():
            page.delete()
