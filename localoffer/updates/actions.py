"""Deeds with subscriptions. Families have no `by`; nothing they do is in a log. Letters go after commit."""

import datetime as dt
import hashlib
import logging
from collections.abc import Iterable
from functools import partial

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from wagtail.log_actions import log

from localoffer.finder.search import Search
from localoffer.places.models import Authority

from . import letters, searches, tasks
from .models import (
    CONFIRMED_WITHIN,
    MOST_ASKED,
    MOST_SEARCHES,
    Asked,
    Letter,
    PageChange,
    Subscriber,
    next_after,
)
from .newsletter.models import Issue
from .topics import NEWSLETTER, Item, topics_of

logger = logging.getLogger(__name__)

#: What became new so lately is left for the next letter: a long import may still be writing what it began before, and
#: an officer may put a slip right
SETTLED = dt.timedelta(minutes=30)
#: Shown of one topic in one letter; the rest is counted
MOST_ITEMS = 12
#: People looked at in one go
MOST_AT_ONCE = 300


def search_key(query: str) -> str:
    return f"search:{hashlib.sha256(query.encode()).hexdigest()[:32]}"


def address(typed: str) -> str:
    """An address as it is kept: no mailbox that people use tells capitals apart."""
    return typed.strip().lower()


@transaction.atomic
def ask(
    *,
    authority: Authority,
    email: str,
    topics: Iterable[str],
    search: Search | None,
    rhythm: str,
    now: dt.datetime,
) -> None:
    """Write to an address, to hear whether its owner wants these letters.

    It does the same whether the address is known or not, and gives nothing back, so that nobody can find out. An
    address that has been asked too often hears no more for some days.
    """
    email = address(email)
    # Councils together: whoever wants to flood somebody would go from one to the next
    if Asked.objects.filter(email=email, made_at__gt=now - CONFIRMED_WITHIN).count() >= MOST_ASKED:
        return
    wants = [[key, ""] for key in dict.fromkeys(topics)]
    if search is not None and (query := searches.to_keep(search, authority).query_string()):
        wants.append([search_key(query), query])
    if not wants:
        return
    asked = Asked.objects.create(authority=authority, email=email, wants=wants, rhythm=rhythm, made_at=now)
    # The clock sends it when this fails
    transaction.on_commit(partial(tasks.send_asked.enqueue, asked.pk), robust=True)


@transaction.atomic
def confirm(*, asked: Asked, now: dt.datetime) -> Subscriber:
    """She said yes: from now on she gets what was asked for, besides what she may have had already."""
    subscriber, is_new = Subscriber.objects.select_for_update().get_or_create(
        authority=asked.authority,
        email=asked.email,
        defaults={
            "rhythm": asked.rhythm,
            "confirmed_on": now.date(),
            "due_at": next_after(now, asked.rhythm),
        },
    )
    if not is_new and subscriber.rhythm != asked.rhythm:
        _set_rhythm(subscriber, asked.rhythm, now)
    searches_left = MOST_SEARCHES - subscriber.subscriptions.exclude(query="").count()
    for key, query in asked.wants:
        if query and searches_left <= 0:
            continue
        _, is_added = subscriber.subscriptions.get_or_create(
            key=key, defaults={"query": query, "told_until": now}
        )
        searches_left -= bool(query and is_added)
    asked.delete()
    return subscriber


@transaction.atomic
def change(
    *, subscriber: Subscriber, keys: Iterable[str], rhythm: str, now: dt.datetime
) -> Subscriber | None:
    """Get exactly these from now on, in this rhythm. None at all is the end of all letters: then it gives None."""
    found = Subscriber.objects.select_for_update().filter(pk=subscriber.pk).first()
    if found is None:  # she stopped them in another tab meanwhile
        return None
    subscriber, keys = found, set(keys)
    had = set(subscriber.subscriptions.values_list("key", flat=True))
    if not keys:
        stop(subscriber=subscriber)
        return None
    subscriber.subscriptions.exclude(key__in=keys).delete()
    # A search that she let go is not kept anywhere, so it cannot come back from here
    for key in sorted(key for key in keys - had if not key.startswith("search:")):
        subscriber.subscriptions.create(key=key, told_until=now)
    if subscriber.rhythm != rhythm:
        _set_rhythm(subscriber, rhythm, now)
    return subscriber


def stop(*, subscriber: Subscriber) -> None:
    """No more letters: the address goes, with all that was kept with it and every letter on its way."""
    subscriber.delete()


@transaction.atomic
def forget_address(*, authority: Authority, email: str, by) -> None:
    """Delete an address because its owner asked the council. It gives nothing back: officers see no addresses."""
    email = address(email)
    Subscriber.objects.of(authority).filter(email=email).delete()
    Asked.objects.of(authority).filter(email=email).delete()
    log(authority, "localoffer.forget_address", user=by)  # that it was done, never which


@transaction.atomic
def say_changed(*, page, words: str, by) -> PageChange:
    """Tell those who follow a page's topic what has changed on it. Returns the PageChange."""
    if not page.permissions_for_user(by).can_publish():
        raise PermissionDenied("Only who may publish this page can write to those who follow it.")
    words = " ".join(words.split())
    if not page.live:
        raise ValidationError("Nobody can read this page yet. Publish it first.")
    if not words:
        raise ValidationError({"words": "Say in a sentence what has changed."})
    said = PageChange(page_id=page.pk, words=words, by_name=(by.get_full_name() or by.get_username())[:160])
    said.full_clean()
    said.save()
    log(page, "localoffer.page_changed", user=by, data={"words": words})
    return said


@transaction.atomic
def send_issue(*, issue: Issue, by, now: dt.datetime, seen: str | None = None) -> int:
    """Send an issue to everybody who gets the newsletter, and put it into the archive. Once. Returns to how many.

    `seen` is the issue as whoever sends it has read it (`Issue.as_it_reads`): another is not sent.
    The letters are written in the same transaction, one for each address, and go in the next minutes.
    """
    sending = Issue.objects.select_for_update().get(pk=issue.pk)
    if sending.is_sent:
        raise ValidationError("It has been sent already. It is in the archive.")
    if seen is not None and seen != sending.as_it_reads:
        raise ValidationError(
            "It was not sent: somebody changed it after you opened this page. Read it again as it is now, then tick "
            "and send it."
        )
    keys = list(Subscriber.objects.of(sending.owner).getting(NEWSLETTER).values_list("pk", flat=True))
    sending.sent_at, sending.sent_to, sending.sent_by = now, len(keys), by
    sending.save()
    Letter.objects.bulk_create(
        (Letter(subscriber_id=key, issue=sending, made_at=now) for key in keys), batch_size=500
    )
    log(sending, "localoffer.send_issue", user=by, data={"to": len(keys)})
    return len(keys)


def send_test(*, issue: Issue, to: str) -> bool:
    """Send an issue to the officer who writes it, as families would get it. Returns whether it went."""
    return letters.send_test(issue, to=to)


@transaction.atomic
def withdraw_issue(*, issue: Issue, by, now: dt.datetime) -> None:
    """Take an issue out of the archive and the feed; letters of it that still wait do not go. Mail that went stays."""
    Issue.objects.filter(pk=issue.pk, sent_at__isnull=False, withdrawn_at=None).update(withdrawn_at=now)
    Letter.objects.filter(issue=issue).delete()
    log(issue, "localoffer.withdraw_issue", user=by)


def forget_unconfirmed(*, now: dt.datetime) -> int:
    """Delete the addresses that nobody confirmed in three days. Returns how many."""
    return Asked.objects.too_old(now).delete()[0]


def forget_given_up() -> int:
    """Delete the letters that no server took in two days. Returns how many."""
    return Letter.objects.given_up().delete()[0]


# --- Writing of what is new -----------------------------------------------------------------------------


def write_due(*, now: dt.datetime) -> int:
    """Write a letter to everybody who is due and for whom there is something new. Returns how many letters.

    A letter, and how far it tells, are written in one transaction by whoever moves the subscriber's day on. So two
    processes, or one that is killed and started again, write it once, and what one letter did not tell, the next does.
    """
    until, written = now - SETTLED, 0
    told: dict = {}
    due = Subscriber.objects.due(now).select_related("authority").prefetch_related("subscriptions")
    for subscriber in due[:MOST_AT_ONCE]:
        try:
            parts = _parts(subscriber, until, told)
            with transaction.atomic():
                mine = Subscriber.objects.filter(pk=subscriber.pk, due_at=subscriber.due_at)
                if not mine.update(due_at=next_after(now, subscriber.rhythm)):
                    continue
                told_of = [each.pk for each in subscriber.subscriptions.all() if each.told_until < until]
                subscriber.subscriptions.filter(pk__in=told_of).update(told_until=until)
                if parts:
                    Letter.objects.create(subscriber=subscriber, parts=parts, made_at=now)
                    written += 1
        except Exception as error:  # one topic that breaks for one council must not keep the others waiting
            logger.exception("A letter could not be written (%s).", type(error).__name__)
    return written


def _parts(subscriber: Subscriber, until: dt.datetime, told: dict) -> list[dict]:
    """What is new for somebody, each thing once, under what she follows."""
    authority = subscriber.authority
    if authority.pk not in told:
        told[authority.pk] = {topic.key: topic for topic in topics_of(authority)}
    topics, made, seen = told[authority.pk], [], set()
    for each in subscriber.subscriptions.all():
        if each.key == NEWSLETTER or each.told_until >= until:
            continue
        if each.query:
            title, href, items = _of_search(each, authority, until, told)
        elif topic := topics.get(each.key):
            title, href = topic.title, topic.href
            items = _once(
                told,
                (each.key, authority.pk, each.told_until),
                lambda topic=topic, each=each: list(topic.items(each.told_until, until)),
            )
        else:
            continue  # the page is gone, or not published now
        new = [item for item in items if item.href not in seen]
        seen |= {item.href for item in new}
        if new:
            made.append(
                {
                    "title": title,
                    "href": href,
                    "items": [vars(item) for item in new[:MOST_ITEMS]],
                    "more": max(0, len(new) - MOST_ITEMS),
                }
            )
    return made


def _of_search(each, authority: Authority, until: dt.datetime, told: dict) -> tuple[str, str, list[Item]]:
    search = searches.read(each.query)
    items = _once(
        told,
        (each.key, authority.pk, each.told_until),
        lambda: list(searches.new_services(search, authority, each.told_until, until)),
    )
    title = f"New services: {searches.in_words(search, authority.pk)}"
    return title, searches.address_of(search), items


def _once(told: dict, key: tuple, make) -> list[Item]:
    """What many people follow is looked for once."""
    if key not in told:
        told[key] = make()
    return told[key]


def _set_rhythm(subscriber: Subscriber, rhythm: str, now: dt.datetime) -> None:
    subscriber.rhythm, subscriber.due_at = rhythm, next_after(now, rhythm)
    subscriber.save(update_fields=["rhythm", "due_at"])
