"""How the forms are laid out: grouped as an officer thinks, with help beside each field."""

from django.forms import CheckboxSelectMultiple
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    Panel,
    PublishingPanel,
)

from .. import merging, quality
from ..models import Location, Organization
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


SERVICE_PANELS = [
    RemarksPanel(),
    MultiFieldPanel(
        [
            FieldPanel(
                "name", required_on_save=True, help_text="As families would say it, not as the contract does."
            ),
            FieldPanel("alternate_name", help_text="Old names and short names people still search for."),
            FieldPanel(
                "organization",
                widget=KnownChooser(Organization),
                required_on_save=True,
                help_text="Who runs it.",
            ),
            FieldPanel("description", help_text="What happens there, in two or three plain sentences."),
            FieldPanel(
                "alert",
                help_text="Shown at the top of its page, such as: closed this Friday. Take it off afterwards.",
            ),
        ],
        heading="What it is",
    ),
    MultiFieldPanel(
        [
            FieldPanel("kinds", widget=CheckboxSelectMultiple, help_text="Two or three are enough."),
            FieldPanel("strands", widget=CheckboxSelectMultiple),
            FieldPanel("tier"),
        ],
        heading="Where families find it",
    ),
    MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("minimum_age"), FieldPanel("maximum_age")]),
            FieldPanel("age_stages", widget=CheckboxSelectMultiple),
            FieldPanel(
                "needs",
                widget=CheckboxSelectMultiple,
                help_text="None ticked means “not stated”. It never hides the service.",
            ),
            FieldPanel("eligibility_description", help_text="Who can have it, and who cannot."),
            FieldRowPanel([FieldPanel("plan_required"), FieldPanel("diagnosis_required")]),
            FieldPanel("if_not_eligible", help_text="What to do instead. Families see this."),
            FieldPanel("what_comes_next"),
        ],
        heading="Who it is for",
    ),
    MultiFieldPanel(
        [
            FieldPanel("referral"),
            FieldPanel("referrers", help_text="Such as: a GP, your school’s SENCO."),
            FieldPanel("application_process", help_text="What to do first, and what happens then."),
            FieldPanel("application_url"),
            FieldPanel("who_decides", help_text="Who says yes or no, and how long that takes."),
            InlinePanel("phones", heading="Phone numbers", label="Phone number"),
            FieldPanel("email"),
            FieldPanel("url"),
            InlinePanel("contacts", heading="Whom to ask for", label="Contact"),
            InlinePanel("links", heading="Other links", label="Link"),
        ],
        heading="How to get it",
    ),
    MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("reach"), FieldPanel("running")]),
            FieldPanel("why_listed"),
            FieldPanel("delivery", widget=CheckboxSelectMultiple),
            InlinePanel(
                "service_at_locations",
                [FieldPanel("location", widget=KnownChooser(Location)), FieldPanel("description")],
                heading="Places",
                label="Place",
            ),
            InlinePanel(
                "schedules",
                [
                    FieldRowPanel([FieldPanel("freq"), FieldPanel("byday")]),
                    FieldRowPanel([FieldPanel("opens_at"), FieldPanel("closes_at")]),
                    FieldPanel("description"),
                    FieldPanel("location", widget=KnownChooser(Location)),
                    FieldRowPanel([FieldPanel("valid_from"), FieldPanel("valid_to")]),
                    FieldRowPanel([FieldPanel("dtstart"), FieldPanel("until")]),
                    FieldRowPanel([FieldPanel("interval"), FieldPanel("bymonthday")]),
                ],
                heading="Times",
                label="Time",
            ),
            InlinePanel("languages", heading="Languages", label="Language"),
            FieldPanel("communication", widget=CheckboxSelectMultiple),
            FieldPanel("interpretation_services"),
            InlinePanel("service_areas", heading="Areas it serves", label="Area"),
        ],
        heading="Where and when",
    ),
    MultiFieldPanel(
        [
            FieldPanel("cost"),
            FieldPanel("fees_description", help_text="What families pay, and who need not."),
            InlinePanel("cost_options", heading="Prices", label="Price"),
            FieldRowPanel([FieldPanel("personal_budget"), FieldPanel("direct_payment")]),
            InlinePanel("funding", heading="Who pays for it", label="Source of money"),
        ],
        heading="Cost",
    ),
    MultiFieldPanel(
        [
            FactsPanel("wait"),
            FieldRowPanel([FieldPanel("wait_weeks"), FieldPanel("wait_list_status")]),
            FieldRowPanel([FieldPanel("wait_words"), FieldPanel("wait_said_on")]),
        ],
        heading="Wait",
        help_text="What you type here is added when you save, and counts at once, even while the rest is a draft.",
    ),
    MultiFieldPanel(
        [
            FactsPanel("checks"),
            FieldPanel("checked_how"),
            FieldPanel("checked_note"),
            FieldPanel("check_every"),
            FieldPanel("assurer_email", help_text="Where we ask the provider to check this record."),
        ],
        heading="Checks",
    ),
    MultiFieldPanel(
        [
            FieldPanel(
                "accountable_body", help_text="Who answers for it: the council, an NHS trust, a charity."
            ),
            FieldPanel("complaints", help_text="What to do when you are not happy."),
            FieldPanel("accreditations"),
            InlinePanel("answers", heading="What the provider says", label="Answer"),
        ],
        heading="Who answers for it",
    ),
    PublishingPanel(),
]

ORGANIZATION_PANELS = [
    MultiFieldPanel(
        [
            FieldPanel("name"),
            FieldPanel("alternate_name"),
            FieldPanel("sector"),
            FieldPanel("description"),
        ],
        heading="Who they are",
    ),
    MultiFieldPanel([FieldPanel("email"), FieldPanel("website")], heading="How to reach them"),
    MultiFieldPanel(
        [
            FieldPanel("legal_status"),
            FieldPanel("uri"),
            FieldPanel("parent_organization", widget=KnownChooser(Organization)),
            InlinePanel("organization_identifiers", heading="Numbers others know them by", label="Number"),
        ],
        heading="For the record",
    ),
]

LOCATION_PANELS = [
    MultiFieldPanel(
        [FieldPanel("name"), FieldPanel("location_type"), FieldPanel("is_private")],
        heading="The place",
    ),
    MultiFieldPanel(
        [
            FieldPanel("address_1"),
            FieldPanel("address_2"),
            FieldPanel("city"),
            FieldPanel("state_province"),
            FieldPanel("postal_code", help_text="Distances are measured from it."),
            FieldPanel("external_identifier"),
        ],
        heading="Address",
    ),
    MultiFieldPanel(
        [
            FieldPanel("access", widget=CheckboxSelectMultiple),
            FieldPanel("transportation"),
            FieldPanel("description"),
        ],
        heading="Getting there",
    ),
]
