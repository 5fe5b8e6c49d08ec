"""A service: the revisioned cluster of the directory, with what lives inside it."""

from django.contrib.contenttypes.fields import GenericRelation
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.fields import RichTextField
from wagtail.models import DraftStateMixin, LockableMixin, PreviewableMixin, RevisionMixin

from localoffer.ui.phones import dialled

from . import drafted
from .base import Binnable, Identified, InBin, InUseManager, Sourced, SourcedQuerySet, YesNo
from .drafted import ByItsCouncil, standing_for, with_keys_of_rows, with_todays_terms

# What does not travel with a draft, besides what never does
KEPT_ON_PUBLISH = (*drafted.KEPT_ON_PUBLISH, "source_status", "imported_revision_id", "live_when_binned")

LONGEST_LIFE = 130


class Referral(models.TextChoices):
    SELF = "self", "Ask yourself"
    EITHER = "either", "Ask yourself, or someone refers you"
    REFERRAL = "referral", "Someone has to refer you"


class Cost(models.TextChoices):
    FREE = "free", "Free"
    CHARGE = "charge", "There is a charge"
    VARIES = "varies", "Free for some, a charge for others"


class Running(models.TextChoices):
    TERM_TIME = "term-time", "Term time"
    HOLIDAYS = "holidays", "School holidays"
    ALL_YEAR = "all-year", "All year"


def terms_of(taxonomy_code: str, **options) -> ParentalManyToManyField:
    """A typed link to the terms of one vocabulary; an empty one means "not stated"."""
    return ParentalManyToManyField(
        "directory.TaxonomyTerm",
        blank=True,
        related_name="+",
        limit_choices_to={"taxonomy__code": taxonomy_code},
        **options,
    )


class ServiceQuerySet(InBin, SourcedQuerySet):
    def published(self) -> "ServiceQuerySet":
        return self.filter(live=True)

    def listed_by(self, authority) -> "ServiceQuerySet":
        """Services in this council's Local Offer, whoever keeps the record."""
        return self.filter(listings__authority=authority)


class Service(
    Identified,
    Sourced,
    Binnable,
    PreviewableMixin,
    ByItsCouncil,
    DraftStateMixin,
    LockableMixin,
    RevisionMixin,
    ClusterableModel,
):
    """Something that helps children and young people with SEND, or their families.

    Blank, null and empty all mean "not stated": they never hide a service from a search, and never
    claim that it is open to everyone.
    """

    # What it is
    name = models.CharField(max_length=255)
    alternate_name = models.CharField("other names", max_length=255, blank=True)
    organization = models.ForeignKey(
        "directory.Organization",
        verbose_name="organisation",
        on_delete=models.PROTECT,
        related_name="services",
    )
    description = RichTextField(blank=True, features=["h3", "bold", "italic", "ul", "ol", "link"])
    url = models.URLField("website", max_length=500, blank=True)
    email = models.EmailField(blank=True)
    alert = models.TextField("short-term notice", blank=True)
    kinds = terms_of("kind", verbose_name="kinds of help")
    strands = terms_of("strand", verbose_name="strands")
    tier = models.ForeignKey(
        "directory.TaxonomyTerm",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        limit_choices_to={"taxonomy__code": "tier"},
    )
    accreditations = models.TextField(blank=True)

    # Who it is for
    minimum_age = models.FloatField(
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(LONGEST_LIFE)],
        help_text="Years.",
    )
    maximum_age = models.FloatField(
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(LONGEST_LIFE)],
        help_text="Years.",
    )
    age_stages = terms_of("age-stage", verbose_name="ages and stages")
    needs = terms_of("need", verbose_name="needs")
    eligibility_description = models.TextField("who can have it", blank=True)
    plan_required = models.CharField("EHC plan needed", max_length=3, choices=YesNo.choices, blank=True)
    diagnosis_required = models.CharField("diagnosis needed", max_length=3, choices=YesNo.choices, blank=True)
    if_not_eligible = models.TextField("if you do not qualify", blank=True)
    what_comes_next = models.TextField(
        blank=True, help_text="Where to go when a child is too old for this, or leaves it."
    )

    # How to get it
    referral = models.CharField(max_length=10, choices=Referral.choices, blank=True)
    referrers = models.TextField("who can refer", blank=True)
    application_process = models.TextField("how to ask", blank=True)
    application_url = models.URLField("form", max_length=500, blank=True)
    who_decides = models.TextField("who decides and how", blank=True)

    # Where, when, in what way
    delivery = terms_of("delivery", verbose_name="how it reaches families")
    communication = terms_of("communication", verbose_name="ways of communicating")
    interpretation_services = models.TextField(blank=True)
    running = models.CharField("runs in", max_length=10, choices=Running.choices, blank=True)

    # What it costs
    cost = models.CharField(max_length=10, choices=Cost.choices, blank=True)
    fees_description = models.TextField("about the cost", blank=True)
    personal_budget = models.CharField(
        "Personal Budget accepted", max_length=3, choices=YesNo.choices, blank=True
    )
    direct_payment = models.CharField(
        "direct payments accepted", max_length=3, choices=YesNo.choices, blank=True
    )

    # Who answers for it
    accountable_body = models.CharField(max_length=255, blank=True)
    complaints = models.TextField("how to complain", blank=True)
    assurer_email = models.EmailField("mailbox of those who check", blank=True)

    last_modified = models.DateTimeField(auto_now=True)
    # What the source last said of whether it runs, in HSDS's words: only another word is news, so that what an
    # officer has opened or closed since stays so.
    source_status = models.CharField(max_length=20, blank=True, editable=False)
    # The revision the last import wrote. When a later one is the latest, an editor has been here since.
    imported_revision = models.ForeignKey(
        "wagtailcore.Revision",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )

    # Whether families could see it before it was put in the bin
    live_when_binned = models.BooleanField(default=False, editable=False)

    workflow_states = GenericRelation(
        "wagtailcore.WorkflowState",
        content_type_field="base_content_type",
        object_id_field="object_id",
        related_query_name="service",
        for_concrete_model=False,
    )

    objects = InUseManager.from_queryset(ServiceQuerySet)()
    with_binned = ServiceQuerySet.as_manager()

    class Meta(Sourced.Meta):
        ordering = ["name"]
        constraints = [
            *Sourced.Meta.constraints,
            *Binnable.Meta.constraints,
            models.CheckConstraint(
                condition=Q(binned_at=None) | Q(live=False),
                name="directory_nobody_sees_a_service_in_the_bin",
                violation_error_message="It is in the bin. Restore it first.",
            ),
            models.CheckConstraint(
                condition=Q(minimum_age=None) | Q(maximum_age=None) | Q(minimum_age__lte=F("maximum_age")),
                name="directory_service_ages_in_order",
                violation_error_message="The youngest age is above the oldest.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    # What is true today, from the append-only rows beside the record

    @property
    def status_change(self):
        """The last StatusChange, or None: a service nobody has closed is open."""
        return self.status_changes.order_by("-on", "-recorded_at").first()

    @property
    def stated_wait(self):
        """The last StatedWait, or None when nobody has said."""
        return self.stated_waits.order_by("-said_on", "-recorded_at").first()

    @property
    def is_closed(self) -> bool:
        return self.status_change is not None and self.status_change.is_closing

    def serve_preview(self, request, mode_name):
        """The service's page as families would see it."""
        from ..views import preview

        return preview(request, self)

    @property
    def followed_by(self) -> "Service | None":
        """What to look at instead: what it was merged into, or what took over when it closed."""
        if self.is_in_bin:
            return self.merged_into
        change = self.status_change
        return change.successor if change is not None and change.is_closing else None

    def followers(self) -> list["Service"]:
        """What followed it, and what followed that, to the last. Ends where a circle would begin."""
        found, seen, service = [], {self.pk}, self.followed_by
        while service is not None and service.pk not in seen:
            seen.add(service.pk)
            found.append(service)
            service = service.followed_by
        return found

    def go_into_bin(self, *, at, by=None) -> list[str]:
        self.live_when_binned, self.live = self.live, False
        return [*super().go_into_bin(at=at, by=by), "live", "live_when_binned"]

    def come_out_of_bin(self) -> list[str]:
        self.live, self.live_when_binned = self.live_when_binned, False
        return [*super().come_out_of_bin(), "live", "live_when_binned"]

    def with_content_json(self, content):
        """This service as an older revision had it, keeping what never travels with a draft.

        What the revision points at may be gone by now: what was merged (a record or a term) is the one
        that was kept, a vanished organisation stays today's, a vanished place or term is left out, so
        that an old revision can always be opened.
        """
        service = super().with_content_json(with_todays_terms(Service, self._without_vanished(content)))
        for field in KEPT_ON_PUBLISH:
            setattr(service, field, getattr(self, field))
        return with_keys_of_rows(service)

    def _without_vanished(self, content: dict) -> dict:
        from .location import Location
        from .organization import Organization

        content = dict(content)
        kept = standing_for(Organization, {content.get("organization")})
        content["organization"] = kept.get(content.get("organization"), str(self.organization_id))
        content["owner"] = self.owner_id
        wanted = {row.get("location") for row in content.get("service_at_locations", [])}
        wanted |= {row.get("location") for row in content.get("schedules", [])}
        there = standing_for(Location, wanted)
        venues = {}
        for row in content.get("service_at_locations", []):
            if place := there.get(row.get("location")):
                venues.setdefault(place, {**row, "location": place})
        content["service_at_locations"] = list(venues.values())
        content["schedules"] = [
            {**row, "location": there.get(row.get("location"))} for row in content.get("schedules", [])
        ]
        return content


class PartOfService(Identified):
    """A row that lives inside a service and travels with its revisions, in its own order."""

    sort_order = models.PositiveSmallIntegerField(default=0, editable=False)
    sort_order_field = "sort_order"

    class Meta:
        abstract = True
        ordering = ["sort_order"]


class Phone(PartOfService):
    service = ParentalKey(Service, on_delete=models.CASCADE, related_name="phones")
    number = models.CharField(max_length=50)
    extension = models.CharField(max_length=20, blank=True)
    description = models.CharField(
        max_length=255, blank=True, help_text="Such as: mornings only, or text only."
    )

    def __str__(self) -> str:
        return self.number

    @property
    def href(self) -> str:
        """The address that rings this number: tel: and its digits."""
        return f"tel:{dialled(self.number)}"


class Contact(PartOfService):
    """Whom to ask for. A role is better than a name: names change and are personal data."""

    service = ParentalKey(Service, on_delete=models.CASCADE, related_name="contacts")
    title = models.CharField("role", max_length=255, blank=True)
    name = models.CharField(max_length=255, blank=True)
    department = models.CharField(max_length=255, blank=True)
    email = models.EmailField(blank=True)

    def __str__(self) -> str:
        return self.title or self.name or self.email


class Frequency(models.TextChoices):
    WEEKLY = "WEEKLY", "Every week"
    MONTHLY = "MONTHLY", "Every month"


class Schedule(PartOfService):
    """When a service runs, as the parts of an RFC 5545 RRULE that HSDS uses."""

    service = ParentalKey(Service, on_delete=models.CASCADE, related_name="schedules")
    location = models.ForeignKey(
        "directory.Location", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    freq = models.CharField("how often", max_length=10, choices=Frequency.choices, blank=True)
    interval = models.PositiveSmallIntegerField(null=True, blank=True)
    byday = models.CharField(
        "days", max_length=50, blank=True, help_text="MO,TU or 1MO for the first Monday."
    )
    bymonthday = models.CharField("days of the month", max_length=50, blank=True)
    dtstart = models.DateField("first on", null=True, blank=True)
    until = models.DateField("last on", null=True, blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    opens_at = models.TimeField(null=True, blank=True)
    closes_at = models.TimeField(null=True, blank=True)
    description = models.TextField("in words", blank=True)

    def __str__(self) -> str:
        return self.description or f"{self.byday} {self.opens_at or ''}".strip()


class CostOption(PartOfService):
    service = ParentalKey(Service, on_delete=models.CASCADE, related_name="cost_options")
    option = models.CharField(max_length=255, blank=True, help_text="Who pays this, such as: per child.")
    amount = models.DecimalField(max_digits=9, decimal_places=2, null=True, blank=True, help_text="Pounds.")
    amount_description = models.CharField(max_length=255, blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.option} {self.amount if self.amount is not None else ''}".strip()


class Language(PartOfService):
    """A language the service is offered in."""

    service = ParentalKey(Service, on_delete=models.CASCADE, related_name="languages")
    name = models.CharField(max_length=100)
    code = models.CharField(max_length=10, blank=True, help_text="BCP 47, such as pl for Polish.")
    note = models.CharField(max_length=255, blank=True)

    def __str__(self) -> str:
        return self.name


class Link(PartOfService):
    service = ParentalKey(Service, on_delete=models.CASCADE, related_name="links")
    label = models.CharField(max_length=255)
    url = models.URLField(max_length=500)

    def __str__(self) -> str:
        return self.label


class ServiceAtLocation(PartOfService):
    """This service at this place."""

    service = ParentalKey(Service, on_delete=models.CASCADE, related_name="service_at_locations")
    location = models.ForeignKey(
        "directory.Location", on_delete=models.CASCADE, related_name="service_at_locations"
    )
    description = models.TextField(blank=True)

    def __str__(self) -> str:
        return str(self.location)


class ServiceArea(PartOfService):
    service = ParentalKey(Service, on_delete=models.CASCADE, related_name="service_areas")
    name = models.CharField(max_length=255)
    uri = models.CharField(max_length=500, blank=True)

    def __str__(self) -> str:
        return self.name


class Funding(PartOfService):
    service = ParentalKey(Service, on_delete=models.CASCADE, related_name="funding")
    source = models.CharField(max_length=255)

    def __str__(self) -> str:
        return self.source


class ProviderAnswer(PartOfService):
    """The provider's own answer to one of the questions families ask."""

    service = ParentalKey(Service, on_delete=models.CASCADE, related_name="answers")
    question = models.CharField(max_length=255)
    answer = models.TextField()

    def __str__(self) -> str:
        return self.question
