"""Words: texts, steps, answers, time limits, contacts, tables, quotations."""

from django.core.exceptions import ValidationError
from wagtail.blocks import (
    CharBlock,
    ListBlock,
    RichTextBlock,
    StructBlock,
    StructBlockValidationError,
    StructValue,
    TextBlock,
)
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock

from localoffer.cms.blocks import CodeChoiceBlock
from localoffer.cms.readiness.checks import is_blank
from localoffer.duties.time_limits import STAGES, TimeLimit, time_limits
from localoffer.ui.phones import dialled

from .blanks import EmailOrBlankBlock, PhoneOrBlankBlock, URLOrBlankBlock

PLAIN = ["bold", "ul", "ol", "link", "document-link"]
HEADINGS = ["h2", "h3", *PLAIN]
#: Inside a part or a stop, whose own title is the second level.
SMALLER_HEADINGS = ["h3", "h4", *PLAIN]


class AnswerBlock(StructBlock):
    """One of the questions every family asks, and its answer. Those that follow differ in the question alone."""

    heading = ""
    pictogram = ""

    text = RichTextBlock(features=PLAIN, label="Answer")

    def get_context(self, value, parent_context=None):
        return {
            **super().get_context(value, parent_context=parent_context),
            "heading": self.heading,
            "pictogram": self.pictogram,
        }

    class Meta:
        template = "pages/blocks/answer.html"
        drawn_once = True


class WhoBlock(AnswerBlock):
    heading, pictogram = "Who can get it", "people"

    class Meta:
        icon = "group"
        label = "Who can get it"


class HowBlock(AnswerBlock):
    heading, pictogram = "How to get it", "door"

    class Meta:
        icon = "key"
        label = "How to get it"


class NextBlock(AnswerBlock):
    heading, pictogram = "What happens next", "next"

    class Meta:
        icon = "arrow-right"
        label = "What happens next"


class CostsBlock(AnswerBlock):
    heading, pictogram = "What it costs", "money"

    class Meta:
        icon = "tag"
        label = "What it costs"


class StepBlock(StructBlock):
    title = CharBlock(max_length=120, help_text="What to do, as you would say it: “Ring the school”.")
    text = TextBlock(required=False, max_length=600, help_text="One or two short sentences.")


class StepsBlock(StructBlock):
    """Things to do, one after another."""

    heading = CharBlock(required=False, max_length=120)
    steps = ListBlock(StepBlock(), min_num=2)

    class Meta:
        icon = "list-ol"
        template = "pages/blocks/steps.html"
        drawn_once = True


def _limits() -> list[tuple[str, list[tuple[str, str]]]]:
    """The time limits of the law to choose from, by stage; those that are unconfirmed say so."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for limit in time_limits():
        doubt = "" if limit.is_confirmed else " (unconfirmed)"
        groups.setdefault(STAGES[limit.stage], []).append((limit.id, f"{limit.step}: {limit.limit}{doubt}"))
    return list(groups.items())


class TimeLimitValue(StructValue):
    """A limit in an editor's words, or one of the law: then how long, its source and any doubt are the law's."""

    @property
    def of_the_law(self) -> TimeLimit | None:
        return time_limits().limits.get(self.get("limit") or "")

    @property
    def shown(self) -> dict | None:
        """{what, how_long, law, is_unconfirmed}; None when the limit that was chosen is there no more."""
        law = self.of_the_law
        what = self.get("what") or (law.step if law else "")
        how_long = (
            f"{law.limit[:1].upper()}{law.limit[1:]}. It runs from: {law.runs_from_words}."
            if law
            else self.get("how_long") or ""
        )
        return (
            {
                "what": what,
                "how_long": how_long,
                "law": law.source if law else self.get("law") or "",
                "is_unconfirmed": bool(law and not law.is_confirmed),
            }
            if what and how_long
            else None
        )


class TimeLimitBlock(StructBlock):
    limit = CodeChoiceBlock(
        choices=_limits,
        required=False,
        label="A time limit of the law",
        help_text="How long it is, and where it is written, then come from the law. Or write your own below.",
    )
    what = CharBlock(
        required=False,
        max_length=160,
        help_text="For example: The council says if it will assess. With a limit of the law, only to say it your way.",
    )
    how_long = CharBlock(
        required=False, max_length=160, help_text="For example: Within 6 weeks of being asked."
    )
    law = CharBlock(
        required=False,
        max_length=200,
        label="Where it is written",
        help_text="For example: SEND Regulations 2014, regulation 5. Only what somebody has read there.",
    )

    class Meta:
        value_class = TimeLimitValue

    def clean(self, value):
        """Refuse a limit with half of it missing, and one of the law that says something else beside it."""
        value = super().clean(value)
        faults = {}
        if value["limit"]:
            for name in ("how_long", "law"):
                if value[name]:
                    faults[name] = ValidationError("Leave this empty: it comes from the law that you chose.")
        else:
            for name, told in (("what", "Say what it is about."), ("how_long", "Say how long.")):
                if not value[name]:
                    faults[name] = ValidationError(f"{told} Or choose a time limit of the law above.")
        if faults:
            raise StructBlockValidationError(block_errors=faults)
        return value


class TimeLimitsBlock(StructBlock):
    """How long each thing may take at most."""

    heading = CharBlock(max_length=120, default="How long it can take")
    limits = ListBlock(TimeLimitBlock(), min_num=1)

    class Meta:
        icon = "time"
        template = "pages/blocks/time_limits.html"
        drawn_once = True

    def get_context(self, value, parent_context=None):
        shown = [each.shown for each in value["limits"]]
        context = super().get_context(value, parent_context=parent_context)
        return {**context, "limits": [each for each in shown if each]}


class ContactValue(StructValue):
    @property
    def phone_href(self) -> str:
        return dialled(self["phone"])

    @property
    def ways(self) -> dict[str, str]:
        """The ways to reach them. What is still to fill in, which nobody can press, stands with the address."""
        named = {way: self[way] or "" for way in ("phone", "email", "web")}
        lines = [self["address"] or "", *(value for value in named.values() if is_blank(value))]
        return {
            **{way: "" if is_blank(value) else value for way, value in named.items()},
            "address": "\n".join(filter(None, lines)),
        }


class ContactBlock(StructBlock):
    """Somebody to ring, write to or visit."""

    name = CharBlock(max_length=120, help_text="A team or a role: “SEND team”.")
    words = TextBlock(required=False, max_length=300, help_text="What they can help with.")
    phone = PhoneOrBlankBlock(required=False, max_length=30)
    when = CharBlock(required=False, max_length=120, help_text="For example: Monday to Friday, 9am to 5pm.")
    email = EmailOrBlankBlock(required=False, label="E-mail")
    web = URLOrBlankBlock(required=False, label="Web address")
    address = TextBlock(required=False, max_length=300)

    class Meta:
        icon = "user"
        template = "pages/blocks/contact.html"
        drawn_once = True
        value_class = ContactValue

    def clean(self, value):
        """Refuse somebody who cannot be reached."""
        value = super().clean(value)
        if not any(value[way] for way in ("phone", "email", "web", "address")):
            raise StructBlockValidationError(
                block_errors={
                    "phone": ValidationError("Give a phone number, an e-mail, a page or an address.")
                }
            )
        return value


class CalloutBlock(StructBlock):
    """Something nobody should miss."""

    title = CharBlock(required=False, max_length=120)
    text = TextBlock(max_length=600)
    kind = CodeChoiceBlock(
        choices=[("notice", "Good to know"), ("good", "Good news"), ("wait", "Take care")], default="notice"
    )

    class Meta:
        icon = "warning"
        template = "pages/blocks/callout.html"
        drawn_once = True


class QuotationBlock(StructBlock):
    """What a parent or a young person said. Only with their leave, and without their name."""

    words = TextBlock(max_length=600)
    who = CharBlock(max_length=120, help_text="No names: “Mother of a boy of 7”.")

    class Meta:
        icon = "openquote"
        label = "Families say"
        template = "pages/blocks/quotation.html"
        drawn_once = True


class TableBlock(TypedTableBlock):
    """Facts in rows. The first column says what each row is about; a caption is needed, for those who listen."""

    def __init__(self, **kwargs):
        super().__init__([("text", CharBlock(required=False, max_length=300))], **kwargs)

    def clean(self, value):
        value = super().clean(value)
        if value and not (value.caption or "").strip():
            raise ValidationError("Give the table a caption: it says what the table shows.")
        return value

    def get_context(self, value, parent_context=None):
        return {
            **super().get_context(value, parent_context=parent_context),
            "headings": [column["heading"] for column in value.columns],
            "rows": [row["values"] for row in value.row_data],
        }

    class Meta:
        icon = "table"
        template = "pages/blocks/table.html"
        drawn_once = True
