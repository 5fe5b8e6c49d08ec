"""How the forms are laid out: grouped as an officer thinks, with help beside each field."""

from django.forms import CheckboxSelectMultiple
from wagtail.admin.panels import (
    FieldRowPanel,
    MultiFieldPanel,
    Panel,
    PublishingPanel,
)

from .. import merging, quality
from ..models import Location, Organization
from .fields import Field, Rows
from .widgets import KnownChooser


class RemarksPanel(Panel):
    """What is missing or hard to read, at the top of the form. It stops nobody."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "directory/admin/remarks.html"

        def get_context_data(self, parent_context=None):
            context = super().get_context_data(parent_context)
            if self.instance._state.adding:
                return context | {"remarks": []}
            remarks = []
            for remark in quality.remarks_on(self.instance):
                field = self.instance._meta.get_field(remark.field)
                label = getattr(field, "verbose_name", None) or remark.field
                remarks.append({"label": str(label).capitalize(), "words": remark.words})
            return context | {"remarks": remarks}


class FactsPanel(Panel):
    """What is on record today of checks or waits: read only, for such facts are added and never changed."""

    def __init__(self, facts, **kwargs):
        super().__init__(**kwargs)
        self.facts = facts

    def clone_kwargs(self):
        return {**super().clone_kwargs(), "facts": self.facts}

    class BoundPanel(Panel.BoundPanel):
        template_name = "directory/admin/facts.html"

        def get_context_data(self, parent_context=None):
            context = super().get_context_data(parent_context) | {"facts": self.panel.facts}
            if self.instance._state.adding:
                return context
            if self.panel.facts == "wait":
                return context | {"wait": self.instance.stated_wait}
            listing = getattr(self.form, "listing", None)
            return context | {
                "checks": list(listing.checks.all()[:3]) if listing else [],
                "next_check_on": listing.next_check_on() if listing else None,
                "remembered": merging.history_of(self.instance)[:5],
            }


class WhenPanel(PublishingPanel):
    """When a change is to appear. What services point at has no day on which it goes."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.children = [child for child in self.children if child.field_name != "expire_at"]


SERVICE_PANELS = [
    RemarksPanel(),
    MultiFieldPanel(
        [
            Field(
                "name", required_on_save=True, help_text="As families would say it, not as the contract does."
            ),
            Field("alternate_name", help_text="Old names and short names people still search for."),
            Field(
                "organization",
                widget=KnownChooser(Organization),
                required_on_save=True,
                help_text="Who runs it.",
            ),
            Field("description", help_text="What happens there, in two or three plain sentences."),
            Field(
                "alert",
                help_text="Shown at the top of its page, such as: closed this Friday. Take it off afterwards.",
            ),
        ],
        heading="What it is",
    ),
    MultiFieldPanel(
        [
            Field("kinds", widget=CheckboxSelectMultiple, help_text="Two or three are enough."),
            Field("strands", widget=CheckboxSelectMultiple),
            Field("tier"),
        ],
        heading="Where families find it",
    ),
    MultiFieldPanel(
        [
            FieldRowPanel([Field("minimum_age"), Field("maximum_age")]),
            Field("age_stages", widget=CheckboxSelectMultiple),
            Field(
                "needs",
                widget=CheckboxSelectMultiple,
                help_text="None ticked means “not stated”. It never hides the service.",
            ),
            Field("eligibility_description", help_text="Who can have it, and who cannot."),
            FieldRowPanel([Field("plan_required"), Field("diagnosis_required")]),
            Field("if_not_eligible", help_text="What to do instead. Families see this."),
            Field("what_comes_next"),
        ],
        heading="Who it is for",
    ),
    MultiFieldPanel(
        [
            Field("referral"),
            Field("referrers", help_text="Such as: a GP, your school’s SENCO."),
            Field("application_process", help_text="What to do first, and what happens then."),
            Field("application_url"),
            Field("who_decides", help_text="Who says yes or no, and how long that takes."),
            Rows("phones", heading="Phone numbers", label="Phone number"),
            Field("email"),
            Field("url"),
            Rows("contacts", heading="Whom to ask for", label="Contact"),
            Rows("links", heading="Other links", label="Link"),
        ],
        heading="How to get it",
    ),
    MultiFieldPanel(
        [
            FieldRowPanel([Field("reach"), Field("running")]),
            Field("why_listed"),
            Field("delivery", widget=CheckboxSelectMultiple),
            Rows(
                "service_at_locations",
                [Field("location", widget=KnownChooser(Location)), Field("description")],
                heading="Places",
                label="Place",
            ),
            Rows(
                "schedules",
                [
                    FieldRowPanel([Field("freq"), Field("byday")]),
                    FieldRowPanel([Field("opens_at"), Field("closes_at")]),
                    Field("description"),
                    Field("location", widget=KnownChooser(Location)),
                    FieldRowPanel([Field("valid_from"), Field("valid_to")]),
                    FieldRowPanel([Field("dtstart"), Field("until")]),
                    FieldRowPanel([Field("interval"), Field("bymonthday")]),
                ],
                heading="Times",
                label="Time",
            ),
            Rows("languages", heading="Languages", label="Language"),
            Field("communication", widget=CheckboxSelectMultiple),
            Field("interpretation_services"),
            Rows("service_areas", heading="Areas it serves", label="Area"),
        ],
        heading="Where and when",
    ),
    MultiFieldPanel(
        [
            Field("cost"),
            Field("fees_description", help_text="What families pay, and who need not."),
            Rows("cost_options", heading="Prices", label="Price"),
            FieldRowPanel([Field("personal_budget"), Field("direct_payment")]),
            Rows("funding", heading="Who pays for it", label="Source of money"),
        ],
        heading="Cost",
    ),
    MultiFieldPanel(
        [
            FactsPanel("wait"),
            FieldRowPanel([Field("wait_weeks"), Field("wait_list_status")]),
            FieldRowPanel([Field("wait_words"), Field("wait_said_on")]),
        ],
        heading="Wait",
        help_text="What you type here is added when you save, and counts at once, even while the rest is a draft.",
    ),
    MultiFieldPanel(
        [
            FactsPanel("checks"),
            Field("checked_how"),
            Field("checked_note"),
            Field("check_every"),
            Field("assurer_email", help_text="Where we ask the provider to check this record."),
        ],
        heading="Checks",
    ),
    MultiFieldPanel(
        [
            Field("accountable_body", help_text="Who answers for it: the council, an NHS trust, a charity."),
            Field("complaints", help_text="What to do when you are not happy."),
            Field("accreditations"),
            Rows("answers", heading="What the provider says", label="Answer"),
        ],
        heading="Who answers for it",
    ),
    PublishingPanel(),
]

ORGANIZATION_PANELS = [
    MultiFieldPanel(
        [
            Field("name"),
            Field("alternate_name"),
            Field("sector"),
            Field("description"),
        ],
        heading="Who they are",
    ),
    MultiFieldPanel([Field("email"), Field("website")], heading="How to reach them"),
    MultiFieldPanel(
        [
            Field("legal_status"),
            Field("uri"),
            Field("parent_organization", widget=KnownChooser(Organization)),
            Rows("organization_identifiers", heading="Numbers others know them by", label="Number"),
        ],
        heading="For the record",
    ),
    WhenPanel(),
]

LOCATION_PANELS = [
    MultiFieldPanel(
        [Field("name"), Field("location_type"), Field("is_private")],
        heading="The place",
    ),
    MultiFieldPanel(
        [
            Field("address_1"),
            Field("address_2"),
            Field("city"),
            Field("state_province"),
            Field("postal_code", help_text="Distances are measured from it."),
            Field("external_identifier"),
        ],
        heading="Address",
    ),
    MultiFieldPanel(
        [
            Field("access", widget=CheckboxSelectMultiple),
            Field("transportation"),
            Field("description"),
        ],
        heading="Getting there",
    ),
    WhenPanel(),
]
