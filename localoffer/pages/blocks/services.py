"""Services of the directory, as they are on the day a page is read."""

from wagtail.blocks import (
    BooleanBlock,
    CharBlock,
    IntegerBlock,
    StructBlock,
    StructValue,
    TextBlock,
)

from localoffer.cms.blocks import CodeChoiceBlock
from localoffer.directory.blocks import ServiceChooserBlock
from localoffer.directory.models import Service
from localoffer.finder.labels import labels
from localoffer.finder.models import STATUS_CLOSED, Entry
from localoffer.finder.search import AGE_BANDS, Search

from ..live_services import found_for

MOST = 5


def _choices(facet: str):
    """The choices of a filter, those further down with the name of the one above: “Health: Continence”."""

    def choices():
        known = labels()[facet]
        names = {each.code: each.name for each in known}
        return [
            (each.code, f"{names[each.parent]}: {each.name}" if each.parent in names else each.name)
            for each in known
        ]

    return choices


class ServicesValue(StructValue):
    def search(self, **changes) -> Search:
        """What is looked for; `changes` are what a reader said of herself (near, age)."""
        chosen = {name: (self[name],) for name in ("kind", "need") if self.get(name)}
        if self.get("no_plan"):
            chosen["plan"] = ("no",)
        age = AGE_BANDS.get(self.get("age") or "")
        wanted = Search(text=self.get("text") or "", age=age, chosen=chosen)
        return wanted.but(**{name: value for name, value in changes.items() if value})


class ServicesBlock(StructBlock):
    """A search that is kept: the services it finds are those of the day."""

    heading = CharBlock(max_length=120, default="Services that can help")
    text = CharBlock(
        required=False,
        max_length=120,
        label="In words",
        help_text="As a family would type it: “help with sleep”. Leave it empty if the choices below are enough.",
    )
    kind = CodeChoiceBlock(choices=_choices("kind"), required=False, search_index=False, label="Kind of help")
    need = CodeChoiceBlock(choices=_choices("need"), required=False, search_index=False)
    age = CodeChoiceBlock(choices=_choices("age"), required=False, search_index=False)
    no_plan = BooleanBlock(required=False, label="Only those that need no EHC plan")
    how_many = IntegerBlock(min_value=1, max_value=MOST, default=3, help_text=f"At most {MOST}.")

    class Meta:
        icon = "search"
        value_class = ServicesValue
        template = "pages/blocks/services.html"

    def get_context(self, value, parent_context=None):
        context = super().get_context(value, parent_context=parent_context)
        request = context.get("request")
        if getattr(request, "authority", None) is None:
            return context
        return {**context, "found": found_for(request, value.search(), how_many=value["how_many"] or 3)}


class OneServiceValue(StructValue):
    def shown(self, authority) -> dict | None:
        """{title, href, text, closed, successor} of a service in this council's Local Offer; None for any other.

        An open one costs one query; one that closed, those that find what took its place.
        """
        service = self["service"]
        if service is None or authority is None:
            return None
        entries = Entry.objects.filter(authority=authority)
        entry = entries.filter(service_id=service.pk).first()
        if entry is not None and entry.status != STATUS_CLOSED:
            return {"title": entry.name, "href": entry.get_absolute_url(), "text": self["words"]}
        after = service.followers()
        listed = {
            each.service_id: each for each in entries.filter(service_id__in=[each.pk for each in after])
        }
        successor = next((listed[each.pk] for each in after if each.pk in listed), None)
        if entry is None and successor is None:
            return None
        return {
            "title": entry.name if entry else "",
            "href": entry.get_absolute_url() if entry else "",
            "text": self["words"],
            "closed": True,
            "successor": successor and {"title": successor.name, "href": successor.get_absolute_url()},
        }


class OneServiceBlock(StructBlock):
    """One service. When it has closed the page says so, and names what took its place."""

    service = ServiceChooserBlock(Service)
    words = TextBlock(required=False, max_length=300, help_text="Why it is here, in a sentence.")

    class Meta:
        icon = "pick"
        value_class = OneServiceValue
        template = "pages/blocks/one_service.html"

    def get_context(self, value, parent_context=None):
        context = super().get_context(value, parent_context=parent_context)
        authority = getattr(context.get("request"), "authority", None)
        return {**context, "service": value.shown(authority)}
