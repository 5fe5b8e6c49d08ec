"""What the base page shows of the council whose site it is: `council`, in every template.

It is put together once, and held by each process for as long as its version is the same (council_state.py). The
version is asked for with the pages of the site, where a page asks for those, and else by itself.
"""

from dataclasses import dataclass, field, replace
from typing import Any, Final

from django.db import connection
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from wagtail import hooks
from wagtail.models import Page, Site

from localoffer.places.models import Authority, AuthoritySite
from localoffer.ui.held import Held
from localoffer.ui.phones import dialled

from . import languages
from .alerts import showing
from .council_state import version_of
from .crisis.contacts import CrisisHelp
from .crisis.showing import help_for
from .models import Alert, CouncilSettings

# A change that no signal told of (SQL by hand) is seen after this; councils held at once in each process
SECONDS_HELD: Final = 60
MOST_HELD: Final = 64

#: Rooms above register a function for this hook: given the Authority, it returns a list of (place, Link),
#: the place being "menu", "other_ways" or "about".
LINKS_HOOK: Final = "register_site_links"


@dataclass(frozen=True)
class Link:
    """A link in the menu or the footer; `lang` when its label is in another language. Lower `order` comes first."""

    label: str
    href: str
    lang: str = ""
    order: int = 100


@dataclass(frozen=True)
class Image:
    url: str
    width: int
    height: int


@dataclass(frozen=True)
class Person:
    """Somebody to ring or write to; `phone_href` is the number without its spaces."""

    name: str
    words: str = ""
    phone: str = ""
    email: str = ""
    href: str = ""
    address: str = ""

    @property
    def phone_href(self) -> str:
        return dialled(self.phone)


@dataclass(frozen=True)
class Council:
    """What the base page needs to know. Without a council (an error before one is known) all of it is plain."""

    name: str = ""  # Fenbridge Council
    place: str = ""  # Fenbridge
    title: str = "Local Offer"
    is_demonstration: bool = False
    brand: str = ""
    theme_url: str = ""
    logo: Image | None = None
    person: Person | None = None
    contact: Person | None = None
    menu: list[Link] = field(default_factory=list)
    other_ways: list[Link] = field(default_factory=list)
    about: list[Link] = field(default_factory=list)
    questions: list[str] = field(default_factory=list)
    crisis_help: CrisisHelp = field(default_factory=CrisisHelp)
    urgent: Link | None = None  # the page of everybody to ring in a crisis
    worries_reach: str = ""  # who gets what people write of danger: "safeguarding", "council", or nobody
    all_alerts: tuple[showing.Shown, ...] = ()  # those that wait, too
    #: The languages that pages can be read in, by Wagtail's translation key
    versions: dict[str, tuple[languages.Version, ...]] = field(default_factory=dict)

    @property
    def alerts(self) -> list[showing.Shown]:
        """What stands on every page at this moment, urgent first."""
        return showing.at(timezone.now(), self.all_alerts)

    def in_language(self, code: str) -> "Council":
        """The same, with its links leading to pages in this language where there are any. The others stay English."""
        there = languages.by_english_address(self.versions, code)

        def led(links: list[Link]) -> list[Link]:
            return [
                replace(link, label=page.title, href=page.href, lang=page.code)
                if (page := there.get(link.href))
                else link
                for link in links
            ]

        return replace(self, menu=led(self.menu), other_ways=led(self.other_ways), about=led(self.about))


#: Where whoever has asked for the version already leaves it on a request
VERSION: Final = "_council_version"

_held: Held[int, Council] = Held(most=MOST_HELD, seconds=SECONDS_HELD)


def council(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `council`, found only when a template asks for it, and `crisis`, nearly always nothing."""
    found = SimpleLazyObject(lambda: council_for(request))
    return {"council": found, "crisis": SimpleLazyObject(lambda: help_for(request, found))}


def council_for(request: HttpRequest) -> Council:
    """Return what to show of the council whose site this request is for; a plain one when it is nobody's."""
    authority = getattr(request, "authority", None)
    site = Site.find_for_request(request) if authority is not None else None
    if site is None:
        return Council()
    if not hasattr(request, "_council"):  # asked for by a page, and again by its template
        if connection.in_atomic_block:  # what an open transaction sees may never come to be
            request._council = read_council(site, authority)
        else:
            version = getattr(request, VERSION, None)
            if version is None:
                version = version_of(site.pk)
            request._council = _held.get(site.pk, version, lambda: _read_anew(site.pk))
    return request._council


def forget() -> None:
    """Drop all that is held."""
    _held.forget()


def _read_anew(site_id: int) -> Council:
    # The request's own site and council may be some seconds old (places/hosts.py)
    found = AuthoritySite.objects.select_related("site__root_page", "authority").get(site_id=site_id)
    return read_council(found.site, found.authority)


def read_council(site: Site, authority: Authority) -> Council:
    """Put a council together from its settings, its pages and what other rooms registered."""
    settings = CouncilSettings.for_site(site)
    name = authority.official_name or authority.name
    urgent = Link("Need help now?", reverse("cms:crisis_help"), order=300)
    pages = list(languages.to_read(site))
    versions = languages.versions_of(site, pages)
    places = {
        "menu": [*_menu_links(site, pages), urgent],
        "other_ways": [
            Link(each.name, each.href, each.code, order=50)
            for each in versions.get(str(site.root_page.translation_key), ())
            if not each.is_english
        ],
        "about": [],
    }
    for register in hooks.get_hooks(LINKS_HOOK):
        for place, link in register(authority):
            places[place].append(link)
    for place, links in places.items():
        links += [
            Link(block.value["label"], block.value.href, block.value["language"], order=200)
            for block in getattr(settings, place)
            if block.value.href
        ]
    if settings.complaints_url:
        places["about"].append(Link("How to complain", settings.complaints_url, order=800))
    if settings.accessibility_url:
        places["about"].append(Link("Accessibility", settings.accessibility_url, order=900))
    return Council(
        name=name,
        place=authority.name,
        title=settings.title,
        is_demonstration=authority.is_demonstration,
        brand=settings.brand_colour,
        theme_url=reverse("cms:theme", args=[settings.theme.hash]),
        logo=_logo(settings),
        person=_person(
            settings.person_name or "Information, advice and support",
            words=settings.person_words,
            phone=settings.person_phone,
            email=settings.person_email,
            href=settings.person_url,
        ),
        contact=_person(
            name, phone=settings.contact_phone, email=settings.contact_email, address=settings.contact_address
        ),
        questions=settings.questions,
        crisis_help=settings.crisis_help,
        urgent=urgent,
        worries_reach="safeguarding"
        if settings.safeguarding_email
        else "council"
        if settings.contact_email
        else "",
        versions=versions,
        all_alerts=tuple(
            alert.shown_on(site) for alert in Alert.objects.kept_by(authority).not_over(timezone.now())
        ),
        **{place: sorted(links, key=lambda link: link.order) for place, links in places.items()},
    )


def _menu_links(site: Site, pages: list[Page]) -> list[Link]:
    root = site.root_page
    return [
        Link(
            page.title,
            page.get_url(current_site=site) or "",
            "" if page.locale_id == root.locale_id else page.locale.language_code,
            order=100,
        )
        for page in pages
        if page.show_in_menus and page.depth == root.depth + 1
    ]


def _logo(settings: CouncilSettings) -> Image | None:
    if settings.logo is None:
        return None
    try:
        drawn = settings.logo.get_rendition("max-352x112")
    except OSError:  # the file is gone: the council's name in words will do
        return None
    # Drawn at twice the size it is shown, for sharp screens.
    return Image(drawn.url, drawn.width // 2, drawn.height // 2)


def _person(name: str, **ways: str) -> Person | None:
    return (
        Person(name, **ways) if any(ways.get(way) for way in ("phone", "email", "href", "address")) else None
    )
