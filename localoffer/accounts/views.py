"""A council's own people, for its administrators; and the lists that somebody has saved."""

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from . import actions
from .doors import door_to
from .forms import PersonForm, RoleForm, SavedViewForm
from .models import Membership, SavedView


def people(request: HttpRequest) -> HttpResponse:
    """Everybody who serves this council."""
    memberships = Membership.objects.filter(authority=request.authority).select_related("user")
    return _show(request, "people", "People", memberships=memberships.order_by("user__username"))


def add(request: HttpRequest) -> HttpResponse:
    """Let somebody serve this council. The same is said whether or not the address was known here."""
    form = PersonForm(request.POST or None, authority=request.authority)
    if request.method == "POST" and form.is_valid():
        user = actions.person_with(
            email=form.cleaned_data["email"],
            first_name=form.cleaned_data["first_name"],
            last_name=form.cleaned_data["last_name"],
        )
        actions.give_role(user, authority=request.authority, role=form.cleaned_data["role"], by=request.user)
        messages.success(
            request,
            f"{user.email} can work here now. They choose a password with “Forgotten password?” on the sign-in page.",
        )
        return redirect("accounts:people")
    return _show(request, "person", "Add somebody", form=form)


def change(request: HttpRequest, membership_id: int) -> HttpResponse:
    """Give somebody another role, or none."""
    membership = get_object_or_404(
        Membership.objects.filter(authority=request.authority).select_related("user"), pk=membership_id
    )
    form = RoleForm(request.POST or None, initial={"role": membership.role})
    if request.method == "POST":
        try:
            if "remove" in request.POST:
                actions.take_role(membership.user, authority=request.authority, by=request.user)
                messages.success(request, f"{membership.user} no longer works here. What they wrote stays.")
                return redirect("accounts:people")
            if form.is_valid():
                actions.give_role(
                    membership.user,
                    authority=request.authority,
                    role=form.cleaned_data["role"],
                    by=request.user,
                )
                messages.success(request, f"{membership.user} has another role now.")
                return redirect("accounts:people")
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
    return _show(request, "person", str(membership.user), form=form, membership=membership)


@require_POST
def save_view(request: HttpRequest) -> HttpResponse:
    """Keep a list as it is now under a name; the same name again puts the new one in its place."""
    form = SavedViewForm(request.POST)
    if not form.is_valid() or door_to(form.cleaned_data["list_name"]).is_closed:
        messages.error(request, "Give this view a name of up to 60 characters.")
        return redirect("wagtailadmin_home")
    view, _ = SavedView.objects.update_or_create(
        user=request.user,
        authority=request.authority,
        list_name=form.cleaned_data["list_name"],
        name=form.cleaned_data["name"],
        defaults={"query": form.cleaned_data["query"]},
    )
    messages.success(request, f"Saved as “{view}”.")
    return redirect(view.get_absolute_url())


@require_POST
def forget_view(request: HttpRequest, view_id: int) -> HttpResponse:
    """Forget one of one's own saved views."""
    view = get_object_or_404(
        SavedView.objects.filter(user=request.user, authority=request.authority), pk=view_id
    )
    view.delete()
    return redirect(view.list_name)


def _show(request: HttpRequest, name: str, title: str, **context) -> HttpResponse:
    crumbs = [
        {"url": reverse("wagtailadmin_home"), "label": "Home"},
        {"url": reverse("accounts:people"), "label": "People"},
    ]
    if name != "people":
        crumbs.append({"url": "", "label": title})
    return render(
        request,
        f"accounts/{name}.html",
        {"header_title": title, "header_icon": "user", "breadcrumbs_items": crumbs, **context},
    )
