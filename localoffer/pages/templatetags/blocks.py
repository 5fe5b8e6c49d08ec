"""`{% blocks body level=2 %}` and `{% stop said stop level=3 %}`: what editors wrote, as families read it."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from wagtail.blocks import StreamValue, StructValue

from ..blocks.drawn import drawn_once

register = template.Library()


@register.simple_tag(takes_context=True)
def blocks(
    context: Context, body: StreamValue, level: int | None = None, steps_level: int | None = None
) -> SafeString:
    """Blocks under each other. `level` is that of their headings, `steps_level` of what stands under those."""
    request = context.get("request")
    told = {"request": request, "level": level, "steps_level": steps_level}
    made = []
    for number, said in enumerate(body.raw_data):
        kind = said["type"]

        def draw(number: int = number) -> SafeString:
            return body[number].render_as_block(told)

        is_same_for_all = getattr(body.stream_block.child_blocks[kind].meta, "drawn_once", False)
        made.append(
            drawn_once(request, (kind, level, steps_level), said["value"], draw)
            if is_same_for_all
            else draw()
        )
    return mark_safe("\n".join(made))  # each has been through its template


@register.simple_tag(takes_context=True)
def stop(context: Context, said: Mapping[str, Any], stop: StructValue, level: int) -> SafeString:
    """All of one stop but for its services, which are those of the day. `said` is the stop as it is kept."""
    request = context.get("request")

    def draw() -> SafeString:
        return render_to_string("pages/stop.html", {"request": request, "stop": stop, "level": level})

    return drawn_once(request, ("stop", level), said, draw)
