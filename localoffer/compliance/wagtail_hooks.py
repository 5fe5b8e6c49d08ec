"""What this room adds to other rooms' pages, and to Wagtail."""

from django.urls import path, reverse
from wagtail import hooks

from localoffer.accounts.doors import Door
from localoffer.accounts.menu import CouncilMenuItem
from localoffer.accounts.models import Role
from localoffer.accounts.permissions import of_model
from localoffer.accounts.week import Heading, Line
from localoffer.cms.context import Link
from localoffer.finder.found_pages.own import SitePage

from . import officers, statement
from .models import ComplianceSnapshot

FIRST_FEW = 5


@hooks.register("register_site_links")
def site_links(authority):
    """The way there, at the foot of every page."""
    return [("about", Link(officers.TITLE, reverse("compliance:page"), order=510))]


@hooks.register("register_pages_to_find")
def pages_to_find(authority):
    return [
        SitePage(
            "how-we-meet-the-law",
            officers.TITLE,
            reverse("compliance:page"),
            "Every duty of a Local Offer: where we meet it, who looks after it, and what is missing.",
            "legal duties council must law SEND Code of Practice regulations inspection compliance evidence gaps",
        )
    ]


@hooks.register("register_admin_doors")
def admin_doors():
    """Each officer reads; who confirms is asked by the screen itself. Slugs of duties are the same for all councils."""
    return {
        "compliance_duties": Door(role=Role.EDITOR),
        "compliance_look_again": Door(role=Role.EDITOR),
        "compliance_duty": Door(role=Role.EDITOR, plain=frozenset({"criterion"})),
    }


@hooks.register("register_role_permissions")
def role_permissions():
    """A confirmation is the council's word to its families, so whoever may publish gives it."""
    return of_model("confirmation", app="compliance", add=Role.PUBLISHER)


@hooks.register("register_admin_urls")
def admin_urls():
    return [
        path("how-we-meet-the-law/", officers.duties, name="compliance_duties"),
        path("how-we-meet-the-law/look-again/", officers.look_again, name="compliance_look_again"),
        path("how-we-meet-the-law/<slug:criterion>/", officers.duty, name="compliance_duty"),
    ]


@hooks.register("register_admin_menu_item")
def menu_item():
    return CouncilMenuItem(
        "The law",  # the whole title does not fit
        reverse("compliance_duties"),
        role=Role.EDITOR,
        icon_name="clipboard-list",
        order=145,
    )


@hooks.register("register_week")
def gaps_of_the_week(request):
    """How many duties are a gap or overdue, as the page said last; nothing before it has said anything."""
    kept = ComplianceSnapshot.objects.of(request.authority).newest()
    if kept is None:
        return []
    gaps = [
        duty
        for duty in statement.Statement.from_json(kept.said).worst_first()
        if duty.status == statement.GAP
    ][:FIRST_FEW]
    overdue = f"{kept.overdue} more overdue a check of their pages" if kept.overdue else ""
    lines = [Line(duty.title, reverse("compliance_duty", args=[duty.slug])) for duty in gaps]
    if overdue:
        lines.append(Line("Pages to check", reverse("compliance_duties"), overdue))
    return [
        Heading(
            "gap in how we meet the law" if kept.gaps == 1 else "gaps in how we meet the law",
            kept.gaps,
            lines,
            href=reverse("compliance_duties"),
            nothing="No duty is a gap." if not overdue else f"No duty is a gap; {overdue}.",
            order=60,
        )
    ]
