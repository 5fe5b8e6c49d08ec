"""What finished pages add to other rooms."""

from django.urls import reverse
from django.utils import timezone
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from localoffer.accounts.models import Role
from localoffer.accounts.permissions import of_model
from localoffer.accounts.week import Heading, Line
from localoffer.cms.conditional import not_sent_twice
from localoffer.cms.context import Link
from localoffer.cms.models import CouncilSettings, Worry

from .key_dates import officers as key_dates
from .starter import create_demonstration, create_site

for viewset in key_dates.VIEWSETS:
    register_snippet(viewset)
hooks.register("register_week", key_dates.over)


@hooks.register("register_admin_doors")
def admin_doors():
    """Officers write key dates, each for their own council."""
    return {name: door for viewset in key_dates.VIEWSETS for name, door in viewset.doors().items()}


@hooks.register("create_demonstration_council")
def create_demonstration_council(*, slug, name):
    """A council to try things out with, served on SLUG.localhost; the import asks for it. Returns the Authority."""
    authority = create_demonstration(slug=slug, name=name)
    create_site(authority, host=f"{slug}.localhost", port=8000)
    return authority


@hooks.register("register_site_links")
def site_links(authority):
    """What every site says about itself, and what each family may want to know of the law."""
    return [
        ("menu", Link("Your rights", reverse("pages:entitlements"), order=40)),
        ("about", Link("EHC plan dates", reverse("pages:timeline"), order=390)),
        ("about", Link("Key dates", reverse("pages:key_dates"), order=400)),
        ("about", Link("About this site", reverse("pages:about"), order=500)),
    ]


@hooks.register("register_role_permissions")
def role_permissions():
    """Who looks after a council's site: its name, colours, who is rung in a crisis; and its key dates.

    A key date is seen as soon as it is saved, so whoever writes one may publish.
    """
    of_dates = of_model(
        "keydate", app="pages", add=Role.PUBLISHER, change=Role.PUBLISHER, delete=Role.PUBLISHER
    )
    settings = {Role.ADMINISTRATOR: ["cms.change_councilsettings"]}
    return {role: [*of_dates.get(role, []), *settings.get(role, [])] for role in of_dates | settings}


@hooks.register("register_week")
def worries_that_wait(request):
    """Safeguarding worries that could not be sent come before all else in an officer's week; never their words."""
    waiting = (
        Worry.objects.unsent().filter(authority=request.authority, attempts__gt=0).order_by("written_at")
    )
    oldest = waiting[:3]
    if not oldest:
        return []
    settings = CouncilSettings.objects.filter(site__authority_site__authority=request.authority).first()
    may_mend = settings and request.user.has_role(request.authority, Role.ADMINISTRATOR)
    href = (
        reverse("wagtailsettings:edit", args=["cms", "councilsettings", settings.site_id]) if may_mend else ""
    )
    return [
        Heading(
            "Worries about somebody’s safety that we could not send",
            waiting.count(),
            [
                Line(
                    worry.about or "A form",
                    href=href,
                    detail=f"written on {timezone.localtime(worry.written_at):%-d %B at %H:%M}; {worry.failure}",
                )
                for worry in oldest
            ],
            href=href,
            order=1,
            is_pressing=True,
        )
    ]


@hooks.register("on_serve_page")
def not_sent_again(serve):
    """A page that the browser holds already is not sent a second time."""

    def answer(page, request, args, kwargs):
        def whole(request):
            made = serve(page, request, args, kwargs)
            return made.render() if hasattr(made, "render") else made

        return not_sent_twice(whole)(request)

    return answer
