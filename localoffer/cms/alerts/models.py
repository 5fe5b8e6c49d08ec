"""An alert as an officer writes it."""

from dataclasses import replace

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from wagtail.models import Site

from localoffer.auditor.link_words import says_nothing

from ..routes import is_dead
from .showing import Shown


class AlertQuerySet(models.QuerySet):
    def kept_by(self, authority) -> "AlertQuerySet":
        return self.filter(owner=authority)

    def editable_by(self, user) -> "AlertQuerySet":
        """Alerts that somebody may edit: those of their councils; in an admin, of its council alone."""
        found = self.filter(owner__in=user.councils())
        return found if user.acting_for is None else found.filter(owner=user.acting_for)

    def not_over(self, now) -> "AlertQuerySet":
        """Those to show now or later."""
        return self.filter(ends_at__gt=now)


class Alert(models.Model):
    """A banner on every page of a council's site. It begins and ends by itself."""

    class Kind(models.TextChoices):
        URGENT = "urgent", "urgent: what families must know today"
        NOTICE = "notice", "notice: good to know"

    owner = models.ForeignKey("places.Authority", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(
        max_length=10, choices=Kind.choices, default=Kind.NOTICE, help_text="Urgent ones stand first."
    )
    title = models.CharField(max_length=80, help_text="“Our phone line is closed today.”")
    words = models.TextField(
        max_length=300, blank=True, help_text="One or two short sentences: what it means, and what to do."
    )
    url = models.CharField(
        "address with more",
        max_length=300,
        blank=True,
        validators=[RegexValidator(r"^(/(?!/)|https?://)\S*$", "Begin with https:// or with /.")],
        help_text="An address, or a path of this site such as /who-to-ask/.",
    )
    link_text = models.CharField(
        "words of the link", max_length=60, blank=True, help_text="Where it leads: “Who to ask”."
    )
    starts_at = models.DateTimeField(
        "from", default=timezone.now, help_text="A moment to come: it waits until then."
    )
    ends_at = models.DateTimeField("until", help_text="It ends by itself.")

    objects = AlertQuerySet.as_manager()

    class Meta:
        verbose_name = "alert"
        ordering = [F("ends_at").desc(), "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="cms_alert_ends_after_it_begins",
                violation_error_message="It must end after it begins. Look at both moments again.",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def as_shown(self) -> Shown:
        """What families read of it, and when."""
        return Shown(
            title=self.title,
            words=self.words,
            href=self.url,
            link_text=self.link_text,
            is_urgent=self.kind == self.Kind.URGENT,
            starts_at=self.starts_at,
            ends_at=self.ends_at,
        )

    def shown_on(self, site: Site) -> Shown:
        """What families of a site read: without its link, once no page is there any more."""
        return replace(self.as_shown, href="", link_text="") if self._is_dead_on(site) else self.as_shown

    def _is_dead_on(self, site: Site) -> bool:
        return bool(self.url) and is_dead(self.url, site)

    def standing(self) -> str:
        """For the list of officers: whether families see it."""
        now = timezone.now()
        if self.as_shown.is_on(now):
            return "shown now"
        return "over" if self.ends_at <= now else "waits"

    def clean(self) -> None:
        """Refuse an address without words that say where it leads, words without an address, and a dead link."""
        super().clean()
        if bool(self.url) != bool(self.link_text):
            field = "link_text" if self.url else "url"
            raise ValidationError({field: "Give both the address and the words of its link, or neither."})
        if self.link_text and says_nothing(self.link_text):
            raise ValidationError({"link_text": "Say where the link leads: “Who to ask”, not “read more”."})
        for site in Site.objects.filter(authority_site__authority=self.owner_id).select_related("root_page"):
            if self._is_dead_on(site):
                raise ValidationError(
                    {"url": "Families find no page there. Publish it first, or write another address."}
                )
