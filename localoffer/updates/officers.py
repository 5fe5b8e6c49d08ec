"""What officers do: write the newsletter, see how many people follow what, and say what has changed on a page.

They never see an address. An administrator can delete one, by typing it, because its owner asked.
"""

from dataclasses import replace

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST
from wagtail.admin import messages
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.models import Page
from wagtail.snippets.views.snippets import EditView

from localoffer.accounts.models import Role
from localoffer.accounts.viewsets import CouncilCreateView, CouncilIndexView, CouncilViewSet
from localoffer.accounts.wagtail_doors import pages_of
from localoffer.cms.models import CouncilSettings
from localoffer.directory.admin.forms import CouncilForm
from localoffer.finder.shortlist.letters import can_be_sent

from . import actions
from .models import PageChange, Subscriber, Subscription
from .newsletter.models import FEWEST_SHOWN, Issue, people
from .newsletter.showing import left_out
from .topics import NEWSLETTER, topics_of


class IssueIndexView(CouncilIndexView):
    def get_edit_url(self, instance):
        return look_url(instance) if instance.is_sent else super().get_edit_url(instance)

    def get_delete_url(self, instance):
        return None if instance.is_sent else super().get_delete_url(instance)


class _ThenLook:
    """After saving: the screen where it is looked at, tried and sent."""

    def get_success_url(self):
        return look_url(self.object)


class IssueCreateView(_ThenLook, CouncilCreateView):
    pass


class IssueEditView(_ThenLook, EditView):
    @transaction.atomic
    def post(self, request, *args, **kwargs):
        Issue.objects.select_for_update().filter(
            pk=self.object.pk
        ).first()  # so that nobody sends it meanwhile
        return super().post(request, *args, **kwargs)


class IssueForm(CouncilForm):
    """An issue that is written. When it was sent meanwhile, it says so, and what was typed stays on the screen."""

    def _tell_of_another(self) -> None:
        if Issue.objects.filter(pk=self.instance.pk, sent_at__isnull=False).exists():
            raise ValidationError(
                "This issue was sent while you were writing, so it cannot be changed any more. Nothing you typed is "
                "lost: it is below. Copy what still matters into a new issue."
            )
        super()._tell_of_another()


class IssueViewSet(CouncilViewSet):
    model = Issue
    icon = "mail"
    menu_label = "Newsletter"
    menu_order = 143
    index_view_class = IssueIndexView
    add_view_class = IssueCreateView
    edit_view_class = IssueEditView
    list_display = ["title", "standing"]
    search_fields = ["title"]
    search_backend_name = None
    edit_handler = ObjectList(
        [FieldPanel("title"), FieldPanel("slug"), FieldPanel("opening"), FieldPanel("body")],
        base_form_class=IssueForm,
    )

    def doors(self):
        """What was sent stays as it was sent."""
        doors = super().doors()
        name = self.get_admin_url_namespace()
        return doors | {
            f"{name}:edit": replace(doors[name], guard=_is_opened_unsent),
            f"{name}:delete": replace(doors[name], guard=_is_unsent),
        }


def _is_opened_unsent(request: HttpRequest, kwargs) -> None:
    if request.method != "POST":  # to whoever wrote meanwhile, the form says it, and keeps what she typed
        _is_unsent(request, kwargs)


def _is_unsent(request: HttpRequest, kwargs) -> None:
    if issues_of(request).filter(pk=kwargs["pk"], sent_at__isnull=False).exists():
        raise PermissionDenied("It was sent. What was sent is not changed.")


def look_url(issue: Issue) -> str:
    return reverse("updates_issues:look", args=[issue.pk])


VIEWSETS = [IssueViewSet()]


def issues_of(request: HttpRequest, kwargs=None):
    """The issues that somebody may work on, in this council."""
    return Issue.objects.editable_by(request.user)


@require_GET
def look(request: HttpRequest, issue_id: int) -> HttpResponse:
    """An issue before it goes, with how many people would get it; or how it went."""
    issue = _issue(request, issue_id)
    settings = CouncilSettings.of(request.authority)
    getting = Subscriber.objects.of(request.authority).getting(NEWSLETTER).count()
    waiting = issue.letters.count()
    return _show(
        request,
        "issue",
        str(issue),
        issue=issue,
        people=people(getting),
        waiting=people(waiting) if waiting else "",
        left_out=left_out(issue, settings.site) if settings and not issue.is_sent else 0,
        can_send=can_be_sent(),
        may_send=request.user.has_role(request.authority, Role.PUBLISHER),
        edit="" if issue.is_sent else reverse(Issue.snippet_viewset.get_url_name("edit"), args=[issue.pk]),
        page=issue.get_absolute_url() if issue.is_sent and not issue.withdrawn_at else "",
    )


@require_POST
def test(request: HttpRequest, issue_id: int) -> HttpResponse:
    """Send it to whoever pressed, and to nobody else."""
    issue = _issue(request, issue_id)
    if not request.user.email:
        messages.error(request, "Your account has no e-mail address. Ask an administrator to give it one.")
    elif actions.send_test(issue=issue, to=request.user.email):
        messages.success(request, f"A test is on its way to {request.user.email}.")
    else:
        messages.error(
            request, "The mail server did not take it. Try again later, or ask who runs this server."
        )
    return redirect("updates_issues:look", issue.pk)


@require_POST
def send(request: HttpRequest, issue_id: int) -> HttpResponse:
    """Send it to everybody who gets the newsletter. There is no way back, so a tick says that it was looked at."""
    issue = _issue(request, issue_id)
    if not request.POST.get("sure"):
        messages.error(
            request, "Tick that you have read it and want to send it now. Then press “Send it” again."
        )
        return redirect("updates_issues:look", issue.pk)
    try:
        number = actions.send_issue(
            issue=issue, by=request.user, now=timezone.now(), seen=request.POST.get("seen", "")
        )
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, f"It is on its way to {people(number)}, and in the archive.")
    return redirect("updates_issues:look", issue.pk)


@require_POST
def withdraw(request: HttpRequest, issue_id: int) -> HttpResponse:
    """Take it out of the archive."""
    issue = _issue(request, issue_id)
    actions.withdraw_issue(issue=issue, by=request.user, now=timezone.now())
    messages.success(
        request, "It is out of the archive and the feed. Letters that went cannot be called back."
    )
    return redirect("updates_issues:look", issue.pk)


class ForgetForm(forms.Form):
    email = forms.EmailField(label="E-mail address to delete")


@require_GET
def followers(request: HttpRequest) -> HttpResponse:
    """How many people follow what. No screen shows who."""
    counts = dict(
        Subscription.objects.filter(subscriber__authority=request.authority, query="")
        .values_list("key")
        .annotate(Count("pk"))
    )
    topics = [(topic.key, topic.title) for topic in topics_of(request.authority)]
    searching = Subscription.objects.filter(subscriber__authority=request.authority).exclude(query="")
    return _show(
        request,
        "followers",
        "News by e-mail",
        total=people(Subscriber.objects.of(request.authority).count()),
        rows=[
            {"title": title, "people": people(counts.get(key, 0))}
            for key, title in [(NEWSLETTER, "The newsletter"), *topics]
        ]
        + [
            {
                "title": "New services that fit a search",
                "people": people(searching.values("subscriber").distinct().count()),
            }
        ],
        fewest=FEWEST_SHOWN,
        form=ForgetForm(),
        may_forget=request.user.has_role(request.authority, Role.ADMINISTRATOR),
        can_send=can_be_sent(),
    )


@require_POST
def forget(request: HttpRequest) -> HttpResponse:
    """Delete an address because its owner asked. The answer is the same whether it was there."""
    form = ForgetForm(request.POST)
    if not form.is_valid():
        messages.error(request, "This is not a whole e-mail address. Give one like name@example.org.")
    else:
        actions.forget_address(authority=request.authority, email=form.cleaned_data["email"], by=request.user)
        messages.success(
            request, "If that address got letters from here, it is deleted, and gets none from now on."
        )
    return redirect("updates_followers:all")


class PageChangeForm(forms.ModelForm):
    class Meta:
        model = PageChange
        fields = ["words"]
        widgets = {"words": forms.Textarea(attrs={"rows": 3, "maxlength": 300})}


def page_changed(request: HttpRequest, page_id: int) -> HttpResponse:
    """Say what has changed on a page, to those who follow its topic."""
    page = get_object_or_404(pages_of(request), pk=page_id)
    form = PageChangeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.say_changed(page=page, words=form.cleaned_data["words"], by=request.user)
        except ValidationError as error:
            form.add_error(None, " ".join(error.messages))
        else:
            messages.success(request, "It will be in the next letter to those who follow the topic.")
            return redirect("wagtailadmin_pages:edit", page.pk)
    said = PageChange.objects.filter(page=page)[:5]
    return _show(request, "page_changed", f"What has changed: {page.title}", page=page, form=form, said=said)


def may_say_changed(page: Page, user) -> bool:
    return page.live and page.permissions_for_user(user).can_publish()


def _issue(request: HttpRequest, issue_id: int) -> Issue:
    return get_object_or_404(issues_of(request), pk=issue_id)


def _show(request: HttpRequest, name: str, title: str, **context) -> HttpResponse:
    crumbs = [{"url": reverse("wagtailadmin_home"), "label": "Home"}]
    if name == "issue":
        crumbs.append({"url": reverse(Issue.snippet_viewset.get_url_name("list")), "label": "Newsletter"})
    crumbs.append({"url": "", "label": title})
    return render(
        request,
        f"updates/admin/{name}.html",
        {"header_title": title, "header_icon": "mail", "breadcrumbs_items": crumbs, **context},
    )
