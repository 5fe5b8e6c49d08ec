"""What a council sets for its whole site, and the page that every page type starts from."""

from datetime import date, datetime
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.utils import timezone
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel, ObjectList, Panel, TabbedInterface
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.models import Page, PageViewRestriction

from localoffer.duties.ehc.counting import months_after

from . import languages, theme
from .alerts.models import Alert  # noqa: F401 - Django looks here
from .blocks import BlocksField, LinkBlock, NationalContactBlock, OwnContactBlock
from .council_state import CouncilState  # noqa: F401 - Django looks here
from .crisis import contacts
from .findable import Findable, words_of
from .glossary.models import GlossaryTerm  # noqa: F401 - Django looks here
from .overtaken import BasePageForm
from .page_care import DutyServed, PageCare, PageCheck, ReviewEvery  # noqa: F401 - Django looks here
from .readiness.models import ReadinessOverride  # noqa: F401 - Django looks here
from .readiness.panel import ReadinessPanel


class CheckEvery(models.IntegerChoices):
    """How long a check stands, in days."""

    QUARTER = 91, "every three months"  # as Open Referral UK recommends
    HALF_YEAR = 183, "every six months"
    YEAR = 365, "once a year"


def links() -> BlocksField:
    """Return a field for a list of links."""
    return BlocksField([("link", LinkBlock())], blank=True)


@register_setting(icon="cog", order=100)
class CouncilSettings(BaseSiteSetting):
    """Name, colours, logo, people to ring and footer of one council's site: settings, never markup."""

    title = models.CharField(
        "what this site is called",
        max_length=60,
        default="SEND Local Offer",
        help_text="Under the council's name.",
    )
    logo = models.ForeignKey(
        "wagtailimages.Image",
        verbose_name="logo",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="Shown in place of the council's name, on white.",
    )
    brand_colour = models.CharField(
        "main colour",
        max_length=7,
        default=theme.DEFAULT_BRAND,
        help_text="Buttons and links, for example #0a5c63.",
    )
    deep_colour = models.CharField(
        "deep colour", max_length=7, default=theme.DEFAULT_DEEP, help_text="The footer, for example #06393e."
    )

    person_name = models.CharField(
        "who helps families",
        max_length=80,
        blank=True,
        help_text="The information, advice and support service.",
    )
    person_words = models.CharField(
        "in a few words", max_length=120, blank=True, help_text="For example: free and independent."
    )
    person_phone = models.CharField("phone", max_length=30, blank=True)
    person_email = models.EmailField("e-mail", blank=True)
    person_url = models.URLField("web address", blank=True)

    contact_phone = models.CharField(
        "council's phone", max_length=30, blank=True, help_text="For people without the internet."
    )
    contact_email = models.EmailField("council's e-mail", blank=True)
    contact_address = models.TextField("address for letters", max_length=300, blank=True)
    problems_email = models.EmailField(
        "mailbox for reported problems",
        blank=True,
        help_text="Who hears of mistakes that families find. If empty: the council's e-mail.",
    )

    complaints_url = models.URLField("how to complain", blank=True)
    accessibility_url = models.CharField(
        "accessibility statement",
        max_length=300,
        blank=True,
        validators=[RegexValidator(r"^(/|https?://)\S*$", "Begin with https:// or with /.")],
        help_text="An address, or a path such as /accessibility/.",
    )
    suggested_questions = models.TextField(
        "questions to try",
        max_length=600,
        blank=True,
        help_text="One a line, as a parent would say it. Four or five.",
    )
    imports_need_review = models.BooleanField(
        "new services from imports wait for an officer",
        default=False,
        help_text="Otherwise families see them at once.",
    )
    safeguarding_email = models.EmailField(
        "safeguarding mailbox",
        blank=True,
        help_text="What people write into a form goes here at once when it speaks of danger. Somebody must read it "
        "every working day. If empty: the council's e-mail.",
    )
    crisis_contacts = BlocksField(
        [("own", OwnContactBlock()), ("national", NationalContactBlock())],
        blank=True,
        verbose_name="who to ring in a crisis",
        help_text="Shown above everything when somebody types words of danger, and at “Need help now?”. 999 is always "
        "first. Yours come next, then the national ones, unless you put them in another order or leave them out.",
    )
    check_every = models.PositiveSmallIntegerField(
        "services are checked",
        choices=CheckEvery.choices,
        default=CheckEvery.HALF_YEAR,
        help_text="When a service is due for a check. Any one can have its own.",
    )
    closed_pages_stay_for = models.PositiveSmallIntegerField(
        "days that a closed service's page explains",
        default=60,
        help_text="After that its address leads straight to what took its place, where there is one.",
    )
    reading_age_limit = models.PositiveSmallIntegerField(
        "reading age of pages for families",
        default=11,
        validators=[MinValueValidator(8), MaxValueValidator(16)],
        help_text="A page that reads at a higher age is published only with a note that says why. 11 is what an adult "
        "who reads with difficulty, or is tired, can follow.",
    )
    menu = links()
    other_ways = links()
    about = links()

    panels = [
        MultiFieldPanel(
            [FieldPanel("title"), FieldPanel("logo"), FieldPanel("brand_colour"), FieldPanel("deep_colour")],
            heading="Name and colours",
        ),
        MultiFieldPanel(
            [
                FieldPanel("person_name"),
                FieldPanel("person_words"),
                FieldPanel("person_phone"),
                FieldPanel("person_email"),
                FieldPanel("person_url"),
            ],
            heading="Talk to a person",
        ),
        MultiFieldPanel(
            [
                FieldPanel("contact_phone"),
                FieldPanel("contact_email"),
                FieldPanel("contact_address"),
                FieldPanel("problems_email"),
                FieldPanel("complaints_url"),
                FieldPanel("accessibility_url"),
            ],
            heading="The council",
        ),
        MultiFieldPanel(
            [FieldPanel("safeguarding_email"), FieldPanel("crisis_contacts")],
            heading="When somebody is in danger",
        ),
        FieldPanel("suggested_questions"),
        FieldPanel("imports_need_review"),
        MultiFieldPanel(
            [
                FieldPanel("check_every"),
                FieldPanel("closed_pages_stay_for"),
                FieldPanel("reading_age_limit"),
            ],
            heading="Keeping it right",
        ),
        FieldPanel("menu", heading="More links in the menu"),
        FieldPanel("other_ways", heading="Other ways to read this"),
        FieldPanel("about", heading="More links about this offer"),
    ]

    class Meta:
        verbose_name = "council's site"

    def __str__(self) -> str:
        return f"{self.title} ({self.site})"

    def clean(self) -> None:
        """Refuse a colour that white words cannot be read on, naming the measured ratio."""
        super().clean()
        self.brand_colour, self.deep_colour = self.brand_colour.lower(), self.deep_colour.lower()
        problems = {
            field: theme.problem_with(getattr(self, field)) for field in ("brand_colour", "deep_colour")
        }
        if any(problems.values()):
            raise ValidationError({field: problem for field, problem in problems.items() if problem})

    def save(self, *args, **kwargs) -> None:
        # A script or an import must not give a council colours that its own officers would be refused.
        self.clean()
        super().save(*args, **kwargs)

    @classmethod
    def of(cls, authority) -> "CouncilSettings | None":
        """The settings of a council's site, its first when there are several; None when it has no site."""
        found = cls.objects.filter(site__authority_site__authority=authority).select_related("site")
        return found.order_by("site_id").first()

    @property
    def problems_mailbox(self) -> str:
        return self.problems_email or self.contact_email

    @property
    def theme(self) -> theme.Theme:
        return theme.Theme(brand=self.brand_colour, deep=self.deep_colour)

    @property
    def safeguarding_mailbox(self) -> str:
        return self.safeguarding_email or self.contact_email

    @property
    def crisis_help(self) -> contacts.CrisisHelp:
        """Who to ring in a crisis: the council's own and the national ones, in its order."""
        chosen = [block.value.contact for block in self.crisis_contacts]
        left_out = [
            block.value["code"]
            for block in self.crisis_contacts
            if block.block_type == "national" and block.value["is_left_out"]
        ]
        return contacts.CrisisHelp(contacts.arranged(chosen, left_out))

    @property
    def questions(self) -> list[str]:
        """The questions to try, one an entry."""
        return [line.strip() for line in self.suggested_questions.splitlines() if line.strip()]


class WorryQuerySet(models.QuerySet):
    def unsent(self) -> "WorryQuerySet":
        return self.filter(sent_at=None)

    def waiting(self, now: datetime) -> "WorryQuerySet":
        """Those to be sent now."""
        return self.unsent().filter(next_try_at__lte=now)

    def same_as(self, worry: "Worry", *, since: datetime) -> "WorryQuerySet":
        return self.filter(authority=worry.authority, digest=worry.digest, written_at__gte=since)


class Worry(models.Model):
    """Words of danger on their way to a council's safeguarding mailbox. Once they are sent the words are gone."""

    authority = models.ForeignKey("places.Authority", on_delete=models.CASCADE, related_name="+")
    about = models.CharField(max_length=200, blank=True)
    words = models.TextField()
    contact = models.CharField(max_length=300, blank=True)
    kinds = models.CharField(max_length=200)
    digest = models.CharField(max_length=64, editable=False)
    written_at = models.DateTimeField(default=timezone.now)
    next_try_at = models.DateTimeField(default=timezone.now)
    attempts = models.PositiveIntegerField(default=0)
    failure = models.CharField(max_length=60, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    objects = WorryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "worries"
        indexes = [models.Index(fields=["sent_at", "next_try_at"], name="cms_worry_waiting")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(sent_at=None) | models.Q(words="", contact=""),
                name="cms_sent_worry_has_no_words",
            )
        ]

    def __str__(self) -> str:
        return f"A worry for {self.authority}"  # never its words


class BasePage(Page):
    """What every page type starts from. Finished types live in higher rooms."""

    private_page_options: ClassVar[
        list[str]
    ] = []  # a Local Offer is published, and the form names every group

    base_form_class = BasePageForm

    #: Written to be read by families: tests hold its words to a reading age of 11.
    is_family_page = True
    #: What kind of evidence it is (localoffer/duties/codes.py, PAGE_KINDS); "" for none.
    page_kind = ""
    #: A page that is made of its subpages, or of services, may have no text of its own.
    may_be_empty = False
    #: Whoever found the page knows that neither it nor a page above it asks for a password or to sign in.
    is_known_open = False
    #: Whether a search finds it. What only leads elsewhere is not found.
    is_findable = True
    #: What a page of this type is worth beside one of another that answers as well.
    found_weight = 1.0

    care_panels: ClassVar[list[Panel]] = [
        ReadinessPanel(heading="How ready is this page?"),
        InlinePanel("care", heading="Who looks after it", label="Care", min_num=1, max_num=1),
        InlinePanel(
            "duties_served",
            heading="Which duties it serves",
            label="Duty",
            help_text="What the law asks for and families find on this page. It counts once the page is published.",
        ),
    ]

    class Meta:
        abstract = True

    @classmethod
    def get_edit_handler(cls):
        """Wagtail's own three tabs, and one for who looks after the page and which duties it serves."""
        return TabbedInterface(
            [
                ObjectList(cls.content_panels, heading="Content"),
                ObjectList(cls.care_panels, heading="Care"),
                ObjectList(cls.promote_panels, heading="Promote"),
                ObjectList(cls.settings_panels, heading="Settings"),
            ],
            base_form_class=cls.base_form_class,
        ).bind_to_model(cls)

    def findables(self) -> list[Findable]:
        """What of this page a search finds: the page, and each part of it with an address of its own."""
        return [Findable(self.title, summary=self.search_description, text=words_of(self))]

    @property
    def looked_after_by(self) -> str:
        """The role or team that looks after this page; "" when nobody said. (Wagtail's `owner` is who made it.)"""
        care = self.care.first()
        return care.owner if care else ""

    @property
    def review_every(self) -> int:
        """Months that a check of this page stands."""
        care = self.care.first()
        return care.review_every if care else ReviewEvery.YEAR

    def last_check(self) -> "PageCheck | None":
        """The last time somebody found this page right."""
        return self.checks.first()

    def next_check_on(self) -> date | None:
        """The day by which it should be checked again; None when it never was."""
        last = self.last_check()
        return months_after(last.checked_on, self.review_every) if last else None

    def get_view_restrictions(self):
        """What keeps a page from being read by anybody. Wagtail asks three times to find that there is nothing."""
        return PageViewRestriction.objects.none() if self.is_known_open else super().get_view_restrictions()

    def publish(
        self,
        revision,
        user=None,
        changed=True,
        log_action=True,
        previous_revision=None,
        skip_permission_checks=False,
    ):
        """Publish a revision. What a person publishes must be ready: NotReadyError says what to do if it is not.

        A script has no user, nor has the clock: what it publishes at an agreed hour was looked at when that was agreed.
        """
        if user is not None or self._is_a_translation_that_somebody_publishes(revision, log_action):
            from .readiness.gate import require_ready  # which reads pages, and so stands above this module

            require_ready(revision.as_object())
        return super().publish(
            revision,
            user=user,
            changed=changed,
            log_action=log_action,
            previous_revision=previous_revision,
            skip_permission_checks=skip_permission_checks,
        )

    def _is_a_translation_that_somebody_publishes(self, revision, log_action) -> bool:
        """Whether it is wagtail-localize that publishes: it names the person in the revision only.

        The clock says another `log_action`; what it publishes was looked at when its hour was agreed.
        """
        return log_action is True and revision.user_id is not None and not languages.is_english(self)

    def get_context(self, request, *args, **kwargs):
        """Adds what the page says of languages."""
        return {**super().get_context(request, *args, **kwargs), **languages.told(self, request)}

    def serve_preview(self, request, mode_name):
        """Show a draft as families would see it, to somebody who came here through the admin of this council."""
        # It is a request of its own, for a public address; Wagtail's accessibility checker asks whom somebody acts for
        request.user.acting_for = request.authority
        return super().serve_preview(request, mode_name)
