"""The letters themselves, in plain words and as simple HTML, and sending them.

Nothing in a letter tells who opened it or followed a link: there are no pictures, and each link is the plain address
of a page on the council's own host.
"""

import html
import logging
import re
from dataclasses import dataclass
from email.utils import formataddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import transaction
from django.db.models import F
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import strip_tags
from wagtail.models import Site
from wagtail.rich_text import expand_db_html

from localoffer.cms.models import CouncilSettings
from localoffer.finder.shortlist.letters import can_be_sent
from localoffer.places import hosts
from localoffer.places.models import Authority

from . import keys, searches
from .models import Asked, Letter, Outgoing, Subscriber
from .newsletter.models import Issue
from .newsletter.showing import Words, parts_of
from .topics import NEWSLETTER, topics_of

logger = logging.getLogger(__name__)

#: Letters sent in one go; the clock comes again in a minute
MOST_AT_ONCE = 100


@dataclass(frozen=True)
class Sender:
    """The council that writes, and the site its links lead to."""

    authority: Authority
    settings: CouncilSettings

    @classmethod
    def of(cls, authority: Authority) -> "Sender | None":
        """None for a council without a site: then there is nowhere to lead to."""
        found = CouncilSettings.of(authority)
        return found and cls(authority, found)

    @property
    def name(self) -> str:
        return _one_line(self.authority.official_name or self.authority.name)

    @property
    def site(self) -> Site:
        return self.settings.site

    def address(self, path: str) -> str:
        return path if "://" in path else hosts.whole_address(self.site, path)

    @property
    def host(self) -> str:
        return self.site.hostname


def send_waiting() -> int:
    """Send every letter that is due, also those that a stopped process left. Returns how many went."""
    if not can_be_sent():
        return 0
    now = timezone.now()
    asked = list(Asked.objects.waiting(now).select_related("authority")[:MOST_AT_ONCE])
    waiting = Letter.objects.waiting(now).select_related("subscriber__authority", "issue")
    waiting = list(waiting[:MOST_AT_ONCE])
    if not asked and not waiting:
        return 0
    connection = get_connection()  # one conversation with the mail server for all of them
    try:
        connection.open()
    except Exception as error:  # no letter has been tried, so none is nearer to being given up
        logger.warning("The mail server does not answer (%s). Letters wait.", type(error).__name__)
        return 0
    try:
        sent = sum(send_asked(each, connection) for each in asked)
        return sent + sum(send_letter(each, connection) for each in waiting)
    finally:
        connection.close()


def send_asked(asked: Asked, connection=None) -> bool:
    """Send the letter that asks for a confirmation. Returns whether it went."""
    if not _claim(asked) or not _send(lambda: confirmation(asked), connection):
        return False
    Asked.objects.filter(pk=asked.pk).update(sent_at=timezone.now())
    return True


def send_letter(letter: Letter, connection=None) -> bool:
    """Send what is new, or an issue, and delete the letter. Returns whether it went."""
    if not _claim(letter):
        return False
    make = issue_letter if letter.issue_id else news
    if not _send(lambda: make(letter), connection):
        return False
    Letter.objects.filter(pk=letter.pk).delete()
    return True


def send_test(issue: Issue, *, to: str) -> bool:
    """Send an issue to one address, to look at. Returns whether it went."""
    return can_be_sent() and _send(lambda: made_of_issue(issue, issue.owner, to=to, is_test=True), None)


def _claim(letter: Outgoing) -> bool:
    """Take a letter for this process. Whoever raises its number of tries has it; nobody else sends it now."""
    if not can_be_sent():  # it waits, untried, until the installation can
        return False
    mine = type(letter)._default_manager.filter(pk=letter.pk, tries=letter.tries, sent_at=None)
    with transaction.atomic():
        return bool(mine.update(tries=F("tries") + 1, tried_at=timezone.now()))


def _send(make, connection) -> bool:
    try:
        made = make()
        if made is None:
            return False
        made.connection = connection
        made.send()
    except Exception as error:
        # Its text may hold an address, so only its kind is logged
        logger.warning("A letter was not sent (%s).", type(error).__name__)
        return False
    return True


# --- What they say ----------------------------------------------------------------------------------------


def confirmation(asked: Asked) -> EmailMultiAlternatives | None:
    """Asks whether the owner of an address wants these letters."""
    sender = Sender.of(asked.authority)
    return sender and _letter(
        sender,
        "confirm",
        to=asked.email,
        subject=f"Please confirm: news from {sender.name} Local Offer",
        number=asked.number,
        wants=wanted_in_words(asked.wants, asked.authority),
        rhythm=asked.get_rhythm_display(),
        link=sender.address(keys.to_confirm(asked)),
    )


def news(letter: Letter) -> EmailMultiAlternatives | None:
    """What is new in what somebody follows."""
    subscriber = letter.subscriber
    sender = Sender.of(subscriber.authority)
    if sender is None:
        return None
    parts = [
        part
        | {
            "href": sender.address(part["href"]),
            "items": [item | {"href": sender.address(item["href"])} for item in part["items"]],
        }
        for part in letter.parts
    ]
    number = sum(len(part["items"]) + part["more"] for part in parts)
    first = parts[0]["items"][0]["title"]
    return _letter(
        sender,
        "news",
        to=subscriber.email,
        subject=f"New: {first}" if number == 1 else f"New: {first}, and {number - 1} more",
        number=letter.number,
        subscriber=subscriber,
        parts=parts,
    )


def issue_letter(letter: Letter) -> EmailMultiAlternatives | None:
    """An issue of the newsletter, to a subscriber."""
    subscriber = letter.subscriber
    return made_of_issue(
        letter.issue, subscriber.authority, to=subscriber.email, number=letter.number, subscriber=subscriber
    )


def made_of_issue(
    issue: Issue,
    authority: Authority,
    *,
    to: str,
    number: str = "",
    subscriber: Subscriber | None = None,
    is_test: bool = False,
) -> EmailMultiAlternatives | None:
    """An issue as a letter. Without a subscriber it is one to look at."""
    sender = Sender.of(authority)
    if sender is None:
        return None
    opening = _whole(sender, issue.opening)
    parts = [
        {"heading": part.heading, "html": (made := _whole(sender, part.text)), "words": as_text(made)}
        if isinstance(part, Words)
        else {"ways": [vars(way) | {"href": sender.address(way.href)} for way in part]}
        for part in parts_of(issue, sender.site)
    ]
    return _letter(
        sender,
        "issue",
        to=to,
        subject=f"{'Test: ' if is_test else ''}{issue.title}",
        number=number,
        subscriber=subscriber,
        issue=issue,
        opening_html=opening,
        opening_words=as_text(opening),
        parts=parts,
        in_archive=sender.address(issue.get_absolute_url()) if issue.slug and not is_test else "",
    )


def wanted_in_words(wants: list, authority: Authority) -> list[str]:
    """What was asked for, as people read it. What is there no longer is left out."""
    titles = {topic.key: topic.title for topic in topics_of(authority)} | {NEWSLETTER: "The newsletter"}
    said = [
        f"New services: {searches.in_words(searches.read(query), authority.pk)}" if query else titles.get(key)
        for key, query in wants
    ]
    return [each for each in said if each]


def _letter(
    sender: Sender,
    name: str,
    *,
    to: str,
    subject: str,
    number: str,
    subscriber: Subscriber | None = None,
    **context,
) -> EmailMultiAlternatives:
    context |= {
        "council": sender.name,
        "is_demonstration": sender.authority.is_demonstration,
        "home": sender.address("/"),
        "subject": subject,
        "brand": sender.settings.brand_colour,
        "stop": sender.address(keys.to_stop(subscriber)) if subscriber else "",
        "change": sender.address(keys.to_change(subscriber)) if subscriber else "",
    }
    headers = {"Auto-Submitted": "auto-generated"}
    if number:
        # The same for each try: if a server took it and we were stopped before we knew, mailboxes see one letter
        headers["Message-ID"] = f"<{number}.{name}@{sender.host}>"
    if subscriber:
        headers |= {
            "List-Id": f"<updates.{sender.host}>",
            "List-Unsubscribe": f"<{context['stop']}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        }
    letter = EmailMultiAlternatives(
        subject=_one_line(subject),
        body=_tidy(render_to_string(f"updates/letters/{name}.txt", context)),
        from_email=formataddr((f"{sender.name} Local Offer", settings.DEFAULT_FROM_EMAIL)),
        to=[to],
        reply_to=[sender.settings.contact_email] if sender.settings.contact_email else None,
        headers=headers,
    )
    letter.attach_alternative(render_to_string(f"updates/letters/{name}.html", context), "text/html")
    return letter


_LINK = re.compile(r'<a [^>]*?href="([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)


def _whole(sender: Sender, rich_text: str) -> str:
    """Rich text as HTML whose links work in a letter."""
    made = expand_db_html(rich_text)
    return re.sub(r'href="(/[^"]*)"', lambda found: f'href="{sender.address(found[1])}"', made)


def as_text(made: str) -> str:
    """HTML as plain words: an item a line, and the address of each link behind its words."""
    made = _LINK.sub(lambda found: f"{found[2]} ({found[1]})", made)
    made = re.sub(r"<li[^>]*>", "\n- ", made)
    made = re.sub(r"<br\s*/?>", "\n", made)
    made = re.sub(r"</(p|ul|ol|h\d)>", "\n\n", made)
    return html.unescape(strip_tags(made)).strip()


def _tidy(text: str) -> str:
    """No more than one empty line together: what a template leaves out leaves none behind."""
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


def _one_line(text: str) -> str:
    return " ".join(text.split())
