"""What a results page has dozens of, put together in Python: a filter's choices, and results with their facts.

As template loops they took more than half of the page's time; joined here, a tenth of it
(`./dev bench finder`).
"""

from functools import lru_cache
from html import escape

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from .pictures import icon, pictogram

register = template.Library()


def escaped(value: object) -> str:
    """Django's, without its care for lazy translations: it is called three hundred times for a page."""
    return value.__html__() if hasattr(value, "__html__") else escape(str(value))


_GROUP = (
    '<details class="filter"{open}><summary class="filter__summary">{legend}{chosen}</summary><fieldset>'
    '<legend class="govuk-visually-hidden">{legend}</legend>{ticks}</fieldset></details>'
)
_CHOSEN = ' <span class="filter__chosen">{} in use</span>'


@register.simple_tag
def filter_groups(groups: list[dict]) -> SafeString:
    """The groups of a list's filters; see components/filters.html, which uses it, for what a group holds."""
    return mark_safe(  # every part is escaped here, or in ticks()
        "\n".join(
            _GROUP.format(
                open=" open" if group.get("open") else "",
                legend=escaped(group["legend"]),
                chosen=_CHOSEN.format(escaped(group["chosen"])) if group.get("chosen") else "",
                ticks=ticks(group),
            )
            for group in groups
        )
    )


_TICK = (
    '<label class="tick{under}"><input type="{kind}" name="{name}" value="{value}"{checked}> '
    '<span class="tick__label">{label}</span>'
)
_COUNT = ' <span class="n">{}<span class="govuk-visually-hidden"> results</span></span>'


def ticks(group: dict) -> str:
    """A group's options as labelled boxes or buttons."""
    kind, name = group["type"], group["name"]
    made = []
    for option in group["options"]:
        get = option.get
        count = get("count")
        made.append(
            _tick(kind, name, option["value"], option["label"], bool(get("under")), bool(get("checked")))
            + ("" if count is None else _COUNT.format(escaped(count)))
            + "</label>"
        )
    return "\n".join(made)


@lru_cache(maxsize=5_000, typed=True)  # typed: what is marked as safe equals what is not
def _tick(kind: str, name: str, value: str, label: str, is_under: bool, is_checked: bool) -> str:
    # Remembered, because the choices of a vocabulary are the same on every page, and only their counts differ
    return _TICK.format(
        under=" tick--under" if is_under else "",
        kind=escaped(kind),
        name=escaped(name),
        value=escaped(value),
        checked=" checked" if is_checked else "",
        label=escaped(label),
    )


@register.simple_tag
def facts(tags: list[dict]) -> SafeString:
    """A row of short facts, each {text, tone}; the same as components/facts.html, which uses it."""
    items = [
        f'<li class="tag{f" tag--{escaped(tone)}" if (tone := tag.get("tone")) else ""}">'
        f"{escaped(tag['text'])}</li>"
        for tag in tags
    ]
    return mark_safe(f'<ul class="facts">{"".join(items)}</ul>')  # every part is escaped above


_RESULT = (
    '<li class="result">{picture}<div class="result__body"><div class="result__top">'
    '<h3 class="result__title"><a href="{href}">{title}</a></h3>{meta}</div>{facts}{place}{text}{why}{keep}</div></li>'
)
# Each part of a result that may be missing, with the markup around it
_AROUND = {
    "meta": '<p class="result__meta quiet">{}</p>',
    "place": '<p class="result__place quiet">{}</p>',
    "text": "<p>{}</p>",
}


@register.simple_tag
def finding(result: dict) -> SafeString:
    """One result; see components/result.html, which uses it, for what a result holds."""
    get = result.get
    parts = {name: around.format(escaped(get(name))) if get(name) else "" for name, around in _AROUND.items()}
    why = f"Why this: {escaped(get('why'))} " if get("why") else ""
    when = f'<span class="result__when">{escaped(get("when"))}</span>' if get("when") else ""
    return mark_safe(  # every part is escaped above, or here
        _RESULT.format(
            picture=pictogram(get("pictogram")) if get("pictogram") else "",
            href=escaped(result["href"]),
            title=escaped(result["title"]),
            facts=facts(get("tags")) if get("tags") else "",
            why=f'<p class="result__why">{why}{when}</p>' if why or when else "",
            keep=press(get("keep")) if get("keep") else "",
            **parts,
        )
    )


_PRESS = (
    '<form class="keep" method="post" action="{href}"><button class="chip" type="submit" name="{name}" value="{value}">'
    '{icon} {text}<span class="govuk-visually-hidden">: {about}</span></button></form>'
)


def press(keep: dict) -> str:
    """The press that keeps one result. Only what was just pressed says more, which its template knows."""
    if keep.get("done") or keep.get("not_done"):
        return render_to_string("components/keep.html", {"keep": keep})
    said = {name: escaped(keep[name]) for name in ("href", "name", "value", "text", "about")}
    return _PRESS.format(icon=icon("save"), **said)
