"""My list, what can be done with it, and the page it is shared as."""

from collections import Counter
from collections.abc import Callable
from functools import wraps

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe
from wagtail.models import Site

from localoffer.cms.forms import what_happens_to_worries
from localoffer.places import limits
from localoffer.places.models import Authority
from localoffer.places.origins import comes_from_elsewhere

from . import actions, beside, cookie, keys, letters, things
from .forms import NoteForm, SendForm
from .models import MOST_IN_A_LIST, Kind, Shortlist, ShortlistItem

#: A school may share one address, and teach thirty people to keep a list.
NEW_LISTS = limits.Fence("new-lists", ((limits.A_QUARTER_HOUR, 60), (limits.A_DAY, 400)))
LETTERS = limits.Fence("list-letters", ((limits.A_QUARTER_HOUR, 10), (limits.A_DAY, 60)))
LETTERS_OF_A_LIST = limits.Fence(
    "letters-of-a-list", ((limits.A_QUARTER_HOUR, 3), (limits.A_DAY, 10)), of_network=False
)

# Somebody else may use this device after her: no page of a list is kept, not even for “back”.
PRIVATE = cache_control(private=True, no_store=True)

#: What has just happened, by the word in the address of the list's page.
SAID = {
    "noted": "Your note is saved.",
    "removed": "It is out of your list.",
    "sent": "The letter is on its way. We did not keep your address.",
    "shared": "Your link is ready. Copy it from below.",
    "ended": "The link has ended. It shows nothing to anybody now.",
    "deleted": "Your list is deleted, with all your notes. Nothing of it is left here.",
}
WENT_WRONG = {
    "full": f"Your list is full: it has room for {MOST_IN_A_LIST}. Remove one, then keep the new one.",
    "nothing": "You ticked nothing. Go back, tick what you want to keep, and press once more.",
    "unknown": "We could not keep that: it is not in this Local Offer now.",
}


def pressed(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For what a press of a button does: a POST from a page of our own.

    There is no CSRF cookie to compare with (docs/decisions/0006), so what the browser says of where a press comes
    from is what counts. An address bar or a reload after a mistake leads to the list.
    """

    @wraps(view)
    def only_from_here(request: HttpRequest) -> HttpResponse:
        if request.method != "POST":
            return redirect("finder:shortlist")
        if comes_from_elsewhere(request):
            return render(request, "finder/shortlist/from_elsewhere.html", status=403)
        return view(request)

    return csrf_exempt(PRIVATE(only_from_here))


@PRIVATE
@require_safe
def shortlist(request: HttpRequest) -> HttpResponse:
    """What somebody keeps, with her notes, and what she can do with it."""
    mine = _mine(request)
    if mine is not None:
        actions.use(shortlist=mine, on=timezone.localdate())
    return _page(request, mine)


@pressed
def keep(request: HttpRequest) -> HttpResponse:
    """Keep something, or several things. The first press makes a list, and sets the cookie that opens it."""
    authority, today = Authority.for_request(request), timezone.localdate()
    kept = [tuple(each.partition(":")[::2]) for each in request.POST.getlist("keep")[:MOST_IN_A_LIST]]
    if not kept:
        return _to_list("nothing")
    found = things.read(kept, authority=authority, today=today)
    if not found:
        return _to_list("unknown")
    mine, token = _mine(request), cookie.token_in(request)
    is_new = mine is None
    if is_new and NEW_LISTS.is_shut(request):
        return _page(request, None, problem=_too_many("lists"), status=429)
    try:
        with transaction.atomic():
            if is_new:  # never with a token that came from outside: somebody else may know it
                token = keys.new_token()
                mine = actions.start(authority=authority, token=token, on=today)
            for kind, key in kept:
                if thing := found.get((kind, key)):
                    actions.keep(shortlist=mine, kind=kind, key=key, name=thing.title)
    except actions.FullError:
        return _to_list("full")
    if is_new:
        NEW_LISTS.count(request)
    thing = found.get(kept[0])
    response = redirect(
        beside.page_pressed_on(request, kept[0][1], thing.href if thing else reverse("finder:shortlist"))
    )
    cookie.give(request, response, token)
    return response


@pressed
def write_note(request: HttpRequest) -> HttpResponse:
    """Write, change or empty a note."""
    item = _item(request)
    if item is None:
        return _to_list()
    form = NoteForm(request.POST, request=request, about="a note in somebody’s own list of services")
    if not form.is_valid():
        return _page(request, item.shortlist, note_form=form, noted=item, status=422)
    actions.write_note(item=item, note=form.cleaned_data["note"])
    return redirect(form.then(f"{reverse('finder:shortlist')}?said=noted") + f"#item-{item.pk}")


@pressed
def remove(request: HttpRequest) -> HttpResponse:
    """Take something out."""
    item = _item(request)
    if item is None:
        return _to_list()
    actions.remove(item=item)
    return _to_list("removed")


@pressed
def send(request: HttpRequest) -> HttpResponse:
    """Send the list to an address, once."""
    mine = _mine(request)
    if mine is None or not letters.can_be_sent():
        return _to_list()
    form = SendForm(request.POST)
    if not form.is_valid():
        return _page(request, mine, send_form=form, status=422)
    if LETTERS.is_shut(request) or LETTERS_OF_A_LIST.is_shut(request, about=mine.token_hash):
        return _page(request, mine, send_form=form, problem=_too_many("letters"), status=429)
    shown = [row["thing"] for row in _rows(mine) if _is_for_others(row)]
    if not shown:
        return _to_list()
    LETTERS.count(request)
    LETTERS_OF_A_LIST.count(request, about=mine.token_hash)
    try:
        letters.send(
            shown,
            to=form.cleaned_data["email"],
            authority=mine.authority,
            site=Site.find_for_request(request),
        )
    except letters.NotSentError:
        problem = "We could not send the letter just now. Please try again later, or print your list."
        return _page(request, mine, send_form=form, problem=problem, status=503)
    return _to_list("sent")


@pressed
def share(request: HttpRequest) -> HttpResponse:
    """Make a link to the list; the one before ends."""
    mine = _mine(request)
    if mine is None:
        return _to_list()
    actions.share(shortlist=mine, token=cookie.token_in(request))
    return _to_list("shared", "#share")


@pressed
def end_sharing(request: HttpRequest) -> HttpResponse:
    """End the link."""
    mine = _mine(request)
    if mine is None:
        return _to_list()
    actions.end_sharing(shortlist=mine)
    return _to_list("ended")


@pressed
def delete(request: HttpRequest) -> HttpResponse:
    """Delete the list, and take the cookie back."""
    mine = _mine(request)
    if mine is not None:
        actions.delete(shortlist=mine)
    response = _to_list("deleted")
    cookie.take_away(response)
    return response


@PRIVATE
@require_safe
def shared(request: HttpRequest, token: str) -> HttpResponse:
    """A list as whoever has its link sees it: the services, and nothing of whose it is."""
    found = Shortlist.objects.of(Authority.for_request(request)).shared_as(token).first()
    if found is None:
        response = render(request, "finder/shortlist/ended.html", status=404)
    else:
        actions.use(shortlist=found, on=timezone.localdate())
        rows = [{"thing": row["thing"], "kind": row["kind"]} for row in _rows(found) if _is_for_others(row)]
        context = {"rows": rows, "how_many": _how_many(rows) or "Nothing"}
        response = render(request, "finder/shortlist/shared.html", context)
    # The address is a key: no site that is visited from here learns it, and no search engine keeps it.
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    return response


def _mine(request: HttpRequest) -> Shortlist | None:
    """The visitor's own list at this council."""
    token = cookie.token_in(request)
    if not token:
        return None
    lists = Shortlist.objects.of(Authority.for_request(request))
    return lists.opened_by(token).select_related("authority").first()


def _item(request: HttpRequest) -> ShortlistItem | None:
    """Which thing of her own list a press is about."""
    mine, number = _mine(request), request.POST.get("item", "")
    if mine is None or not (number.isascii() and number.isdigit() and len(number) < 19):
        return None
    return mine.items.select_related("shortlist__authority").filter(pk=number).first()


def _rows(mine: Shortlist) -> list[dict]:
    """What is in a list, in the order it was kept; `thing` is None for what has gone."""
    items = list(mine.items.all())
    found = things.read(
        [(item.kind, item.key) for item in items], authority=mine.authority, today=timezone.localdate()
    )
    return [{"item": item, "kind": item.kind, "thing": found.get((item.kind, item.key))} for item in items]


def _is_for_others(row: dict) -> bool:
    """Whether the link and the letter show it: it is still there, and not only hers."""
    return row["thing"] is not None and not row["thing"].is_only_hers


def _how_many(rows: list[dict]) -> str:
    """ "2 services", "1 service, 2 pages and 3 dates"."""
    numbers = Counter(row["kind"] for row in rows)
    said = [
        f"{numbers[kind]} {one if numbers[kind] == 1 else many}"
        for kind, one, many in (
            (Kind.SERVICE, "service", "services"),
            (Kind.PAGE, "page", "pages"),
            (Kind.QUESTIONS, "list of questions", "lists of questions"),
            (Kind.DATE, "date", "dates"),
        )
        if numbers[kind]
    ]
    return " and ".join(filter(None, [", ".join(said[:-1]), *said[-1:]]))


def _page(
    request: HttpRequest,
    mine: Shortlist | None,
    *,
    note_form: NoteForm | None = None,
    noted: ShortlistItem | None = None,
    send_form: SendForm | None = None,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    """The list's page; with what is to be put right, and what was typed, after a form that was not."""
    token, said = cookie.token_in(request), request.GET.get("said", "")
    rows = _rows(mine) if mine else []
    problems = []
    for row in rows:
        row["note"], row["note_id"] = row["item"].note, f"note-{row['item'].pk}"
        if noted is not None and row["item"].pk == noted.pk:
            row["note"], row["error"] = request.POST.get("note", ""), note_form.errors["note"][0]
            problems.append({"text": row["error"], "href": f"#{row['note_id']}"})
    email_error = next(iter(send_form.errors.get("email", [])), "") if send_form else ""
    if email_error:
        problems.append({"text": email_error, "href": "#email"})
    link = ""
    if mine and mine.is_shared:
        path = reverse("finder:shared", args=[keys.share_token(token, mine.share_number)])
        link = request.build_absolute_uri(path)
    context = {
        "rows": rows,
        "how_many": _how_many(rows),
        "has_things": any(map(_is_for_others, rows)),
        "has_list": mine is not None,
        "said": SAID.get(said, ""),
        "problem": problem or WENT_WRONG.get(said, ""),
        "problems": problems,
        "can_send": letters.can_be_sent(),
        "email": request.POST.get("email", "") if send_form else "",
        "email_error": email_error,
        "link": link,
        "worries": what_happens_to_worries(request),
        "no_cookie": beside.NO_COOKIE if beside.KEPT in request.GET and not token else "",
    }
    response = render(request, "finder/shortlist/shortlist.html", context, status=status)
    if mine:
        cookie.give(request, response, token)
    elif token:  # it was deleted, here or on another page, or nobody used it for a year
        cookie.take_away(response)
    return response


def _to_list(said: str = "", fragment: str = "") -> HttpResponse:
    return redirect(f"{reverse('finder:shortlist')}{f'?said={said}' if said else ''}{fragment}")


def _too_many(what: str) -> str:
    return (
        f"Many {what} have come from here in a short time: perhaps you are at a school or a library. "
        "Please try again in 15 minutes. Nothing in your list is lost."
    )
