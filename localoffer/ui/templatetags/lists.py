"""What a results page has dozens of, put together in Python: a filter's choices, and a result's facts.

As template loops they took more than half of the page's time; as one join a tenth of it
(`./dev bench finder`).
"""

from html import escape

from django import template
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


def escaped(value: object) -> str:
    """Django's, without its care for lazy translations: it is called three hundred times for a page."""
    return value.__html__() if hasattr(value, "__html__") else escape(str(value))


_TICK = (
    '<label class="tick{under}"><input type="{type}" name="{name}" value="{value}"{checked}> '
    '<span class="tick__label">{label}</span>{count}</label>'
)
_COUNT = ' <span class="n">{}<span class="govuk-visually-hidden"> results</span></span>'


@register.simple_tag
def ticks(group: dict) -> SafeString:
    """A group's options as labelled boxes or buttons; see components/filters.html for what a group holds."""
    kind, name = escaped(group["type"]), escaped(group["name"])
    lines = [
        _TICK.format(
            under=" tick--under" if option.get("under") else "",
            type=kind,
            name=name,
            value=escaped(option["value"]),
            checked=" checked" if option.get("checked") else "",
            label=escaped(option["label"]),
            count="" if option.get("count") is None else _COUNT.format(escaped(option["count"])),
        )
        for option in group["options"]
    ]
    return mark_safe("\n".join(lines))  # every part is escaped above


@register.simple_tag
def facts(tags: list[dict]) -> SafeString:
    """A row of short facts, each {text, tone}; the same as components/facts.html, which uses it."""
    items = [
        f'<li class="tag{f" tag--{escaped(tone)}" if (tone := tag.get("tone")) else ""}">'
        f"{escaped(tag['text'])}</li>"
        for tag in tags
    ]
    return mark_safe(f'<ul class="facts">{"".join(items)}</ul>')  # every part is escaped above
