"""Getting news by e-mail: asking, saying yes, changing it, ending it. Nobody signs in."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from localoffer.cms.crisis.showing import look_for_danger
from localoffer.finder.search import Search
from localoffer.finder.shortlist.letters import can_be_sent
from localoffer.places import limits, sealed
from localoffer.places.models import Authority

from . import actions, keys, searches
from .forms import SEARCH, ChoiceForm, SubscribeForm, about
from .letters import wanted_in_words
from .models import CONFIRMED_WITHIN, Rhythm, Subscriber
from .topics import NEWSLETTER, topics_of

#: A school may share one address
ASKS = limits.Fence("updates", ((limits.A_QUARTER_HOUR, 20), (limits.A_DAY, 100)))
PRIVATE = cache_control(private=True, no_store=True)


def keyed(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For a page whose address is a key: nobody else's site learns it, and no search engine keeps it.

    Whoever has the key may press; it is in the form, so there is nothing that another site could forge.
    """

    @wraps(view)
    def kept_to_her(request: HttpRequest) -> HttpResponse:
        response = view(request, request.POST.get("key") or request.GET.get("key", ""))
        response["Referrer-Policy"] = "no-referrer"
        response["X-Robots-Tag"] = "noindex"
        return response

    return csrf_exempt(PRIVATE(require_http_methods(["GET", "HEAD", "POST"])(kept_to_her)))


@csrf_exempt  # no cookie to compare with: the seal does what is needed (docs/decisions/0006)
@PRIVATE  # an address that was typed may be on it
@require_http_methods(["GET", "HEAD", "POST"])
def subscribe(request: HttpRequest) -> HttpResponse:
    """What one can get, and the form that asks for it."""
    authority = Authority.for_request(request)
    is_sent = request.method == "POST"
    asked_search = QueryDict(request.POST.get(SEARCH, "")) if is_sent else request.GET
    search = Search.from_params(asked_search)
    look_for_danger(request, search.text)
    search = searches.to_keep(search, authority)
    groups = _offered(authority, search)
    offered = [(option["value"], option["label"]) for group in groups for option in group["options"]]
    form = SubscribeForm(request.POST if is_sent else None, request=request, offered=offered)
    if not is_sent or not form.is_valid():
        return _ask(request, form, groups, search, status=422 if is_sent else 200)
    if ASKS.is_shut(request):
        return _ask(request, form, groups, search, is_limited=True, status=429)
    ASKS.count(request)
    said = form.cleaned_data
    actions.ask(
        authority=authority,
        email=said["email"],
        topics=[key for key in said["wants"] if key != SEARCH],
        search=search if SEARCH in said["wants"] else None,
        rhythm=said["rhythm"],
        now=timezone.now(),
    )
    return redirect("updates:asked")


@PRIVATE
@require_safe
def asked(request: HttpRequest) -> HttpResponse:
    """She has to look into her mailbox now. It says the same to everybody."""
    return render(request, "updates/asked.html", {"days": CONFIRMED_WITHIN.days})


@keyed
def confirm(request: HttpRequest, key: str) -> HttpResponse:
    """Say yes, by a press: programs that look at mail follow links, and press nothing."""
    authority = Authority.for_request(request)
    found = keys.asked_with(key, authority)
    if found is None:
        return render(request, "updates/no_longer.html", {"is_confirming": True}, status=410)
    if request.method == "POST":
        subscriber = actions.confirm(asked=found, now=timezone.now())
        return redirect(f"{keys.to_change(subscriber)}&said=confirmed")
    context = {
        "key": key,
        "wants": wanted_in_words(found.wants, authority),
        "rhythm": found.get_rhythm_display(),
    }
    return render(request, "updates/confirm.html", context)


@keyed
def mine(request: HttpRequest, key: str) -> HttpResponse:
    """What she gets, to change."""
    authority = Authority.for_request(request)
    subscriber = keys.subscriber_with(key, authority)
    if subscriber is None:
        return render(request, "updates/no_longer.html", status=410)
    groups = _hers(authority, subscriber)
    offered = [(option["value"], option["label"]) for group in groups for option in group["options"]]
    form = ChoiceForm(
        request.POST if request.method == "POST" else None, offered=offered, is_none_allowed=True
    )
    if form.is_bound and form.is_valid():
        wants, rhythm = form.cleaned_data["wants"], form.cleaned_data["rhythm"]
        if actions.change(subscriber=subscriber, keys=wants, rhythm=rhythm, now=timezone.now()) is None:
            return render(request, "updates/stopped.html")
        return redirect(f"{keys.to_change(subscriber)}&said=changed")
    context = {
        "key": key,
        "groups": groups,
        "rhythms": _rhythms(subscriber.rhythm),
        "problems": form.problems() if form.is_bound else [],
        "said": SAID.get(request.GET.get("said", ""), ""),
        "stop": reverse("updates:stop"),
    }
    return render(request, "updates/mine.html", context, status=422 if form.is_bound else 200)


SAID = {
    "confirmed": "Thank you. You will hear from us when there is something new.",
    "changed": "It is changed.",
}


@keyed
def stop(request: HttpRequest, key: str) -> HttpResponse:
    """End all letters by one press, here or in the mail program (RFC 8058), which wants no page to go on to.

    A link whose letters have ended says the same: it is what she wanted.
    """
    subscriber = keys.subscriber_with(key, Authority.for_request(request))
    if request.method == "POST" or subscriber is None:
        if subscriber is not None:
            actions.stop(subscriber=subscriber)
        return render(request, "updates/stopped.html")
    return render(request, "updates/stop.html", {"key": key, "change": keys.to_change(subscriber)})


def _ask(
    request: HttpRequest,
    form: SubscribeForm,
    groups: list[dict],
    search: Search,
    *,
    is_limited: bool = False,
    status: int = 200,
) -> HttpResponse:
    ticked = set(request.POST.getlist("wants") if form.is_bound else [*request.GET.getlist("topic"), SEARCH])
    for group in groups:
        for option in group["options"]:
            option["checked"] = option["value"] in ticked
    seal = request.POST.get("seal", "") if form.is_bound else ""
    context = {
        "groups": groups,
        "search": search.query_string(),
        "rhythms": _rhythms(request.POST.get("rhythm") or Rhythm.WEEKLY),
        "email": request.POST.get("email", ""),
        "errors": form.errors if form.is_bound else {},
        "problems": form.problems() if form.is_bound and not is_limited else [],
        "is_limited": is_limited,
        "seal": seal if _is_good(seal, request) else sealed.seal(about(request)),
        "can_send": can_be_sent(),
        "days": CONFIRMED_WITHIN.days,
    }
    return render(request, "updates/subscribe.html", context, status=status)


def _is_good(seal: str, request: HttpRequest) -> bool:
    try:
        sealed.opened(seal, about(request))
    except sealed.NotSealedError:
        return False
    except sealed.TooQuickError:
        pass
    return True


def _offered(authority: Authority, search: Search) -> list[dict]:
    """What can be chosen, in groups as components/choices.html takes them; the search first, where there is one."""
    groups = []
    if search.query_string():
        words = searches.in_words(search, authority.pk)
        option = {"value": SEARCH, "label": f"New services: {words}"}
        groups.append({"legend": "Your search", "options": [option]})
    topics = topics_of(authority)
    general = [_option(topic) for topic in topics if topic.is_general]
    newsletter = {
        "value": NEWSLETTER,
        "label": "The newsletter",
        "hint": "Now and then, when the Local Offer team writes one.",
    }
    groups.append({"legend": "From the council", "options": [*general, newsletter]})
    if special := [_option(topic) for topic in topics if not topic.is_general]:
        groups.append(
            {
                "legend": "On one topic",
                "hint": "New pages, and what has changed on old ones.",
                "options": special,
            }
        )
    for number, group in enumerate(groups):
        group["id"] = "wants" if number == 0 else f"wants-of-{number}"
    return groups


def _hers(authority: Authority, subscriber: Subscriber) -> list[dict]:
    """The same, with what she has ticked, and the searches that she follows."""
    groups = _offered(authority, Search())
    has = list(subscriber.subscriptions.all())
    keys_had = {each.key for each in has}
    for group in groups:
        for option in group["options"]:
            option["checked"] = option["value"] in keys_had
    followed = [
        {
            "value": each.key,
            "label": searches.in_words(searches.read(each.query), authority.pk),
            "checked": True,
        }
        for each in has
        if each.query
    ]
    if followed:
        hint = (
            "Untick one to end it. To follow another, search for it, and press “Get news of this by e-mail”."
        )
        groups.append(
            {"legend": "New services that fit a search", "hint": hint, "options": followed, "id": "searches"}
        )
    return groups


def _option(topic) -> dict:
    return {"value": topic.key, "label": topic.title, "hint": topic.text}


def _rhythms(chosen: str) -> list[dict]:
    return [{"value": value, "label": label, "checked": value == chosen} for value, label in Rhythm.choices]
