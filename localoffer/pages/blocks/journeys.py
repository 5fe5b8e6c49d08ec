"""A stop of a journey."""

from wagtail.blocks import CharBlock, ListBlock, RichTextBlock, StructBlock

from .parts import PartValue, slug_block
from .services import ServicesBlock
from .text import PLAIN, ContactBlock


class StopValue(PartValue):
    @property
    def rows(self) -> list[dict]:
        """Its answers, as components/glance.html takes them; those nobody gave are left out."""
        said = [
            ("What you can ask for", self["ask_for"], "decide"),
            ("How long it takes", self["how_long"], "clock"),
            ("Who decides", self["who_decides"], "people"),
            ("If the answer is no", self["if_refused"], "warning"),
        ]
        return [
            {"label": label, "lang": "en-GB", "body": body, "icon": icon}
            for label, body, icon in said
            if body
        ]

    @property
    def looks_for_services(self) -> bool:
        search = self["services"].search()
        return bool(search.text or search.is_filtered)


class StopBlock(StructBlock):
    """A place on the way that a family knows when it is there."""

    title = CharBlock(max_length=120, help_text="As a family would say it: “The school has noticed, too”.")
    slug = slug_block()
    in_short = CharBlock(max_length=200, help_text="One sentence for the list of stops.")
    what = RichTextBlock(features=PLAIN, label="What it is")
    ask_for = RichTextBlock(features=PLAIN, required=False, label="What you can ask for")
    how_long = CharBlock(required=False, max_length=300, label="How long it takes")
    who_decides = CharBlock(required=False, max_length=300)
    if_refused = RichTextBlock(features=PLAIN, required=False, label="What to do if the answer is no")
    questions = ListBlock(CharBlock(max_length=200), default=[], label="Questions a parent can ask")
    own_questions = ListBlock(CharBlock(max_length=200), default=[], label="Questions a young person can ask")
    contacts = ListBlock(ContactBlock(), default=[], label="Whom to ask")
    services = ServicesBlock(label="Services at this stop")

    class Meta:
        icon = "site"
        value_class = StopValue
