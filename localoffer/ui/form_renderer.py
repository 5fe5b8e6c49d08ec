"""Django's own widgets, written by a few lines of Python instead of by templates within templates.

A form for a service has some 200 tick boxes, fields and options. Django renders three templates for each, which
is most of the time an officer waits. What comes out is the same, but for empty lines: a test compares them.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.forms.renderers import DjangoTemplates
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

WIDGETS = "django/forms/widgets/"


def _attributes(widget: Mapping[str, Any]) -> str:
    return "".join(
        f" {name}" if value is True else f' {name}="{conditional_escape(str(value))}"'
        for name, value in widget["attrs"].items()
        if value is not False
    )


def _input(widget: Mapping[str, Any]) -> str:
    value = widget["value"]
    written = "" if value is None else f' value="{conditional_escape(_text(value))}"'
    name = conditional_escape(widget["name"])
    return f'<input type="{widget["type"]}" name="{name}"{written}{_attributes(widget)}>'


def _labelled_input(option: Mapping[str, Any]) -> str:
    if not option["wrap_label"]:
        return _input(option)
    key = option["attrs"].get("id")
    to = f' for="{conditional_escape(key)}"' if key else ""
    return f"<label{to}>{_input(option)} {conditional_escape(option['label'])}</label>"


def _inputs(widget: Mapping[str, Any]) -> str:
    attributes = widget["attrs"]
    parts = ["<div"]
    for name in ("id", "class"):
        if value := attributes.get(name):
            parts.append(f' {name}="{conditional_escape(value)}"')
    parts.append(">")
    for group, options, _ in widget["optgroups"]:
        parts.append(f"\n  <div><label>{conditional_escape(group)}</label>" if group else "")
        parts.extend(f"<div>\n    {_labelled_input(option)}</div>" for option in options)
        parts.append("\n  </div>" if group else "")
    parts.append("\n</div>")
    return "".join(parts)


def _select(widget: Mapping[str, Any]) -> str:
    parts = [f'<select name="{conditional_escape(widget["name"])}"{_attributes(widget)}>']
    for group, options, _ in widget["optgroups"]:
        parts.append(f'\n  <optgroup label="{conditional_escape(group)}">' if group else "")
        for option in options:
            value = conditional_escape(_text(option["value"]))
            label = conditional_escape(option["label"])
            parts.append(f'\n  <option value="{value}"{_attributes(option)}>{label}</option>')
        parts.append("\n  </optgroup>" if group else "")
    parts.append("\n</select>")
    return "".join(parts)


def _textarea(widget: Mapping[str, Any]) -> str:
    name, value = conditional_escape(widget["name"]), conditional_escape(widget["value"] or "")
    return f'<textarea name="{name}"{_attributes(widget)}>\n{value}</textarea>'


def _text(value: Any) -> str:
    return value if isinstance(value, SafeString) else str(value)


_INPUTS = "text number email url tel search password hidden date datetime time checkbox file color input"
_PARTS: dict[str, Callable[[Mapping[str, Any]], str]] = {
    **{f"{WIDGETS}{name}.html": _input for name in _INPUTS.split()},
    **{f"{WIDGETS}{name}.html": _labelled_input for name in ("checkbox_option", "radio_option")},
    **{f"{WIDGETS}{name}.html": _inputs for name in ("checkbox_select", "radio")},
    f"{WIDGETS}select.html": _select,
    f"{WIDGETS}textarea.html": _textarea,
}
# What the options of a choice must be rendered by, for it to be written here
_OPTIONS = {f"{WIDGETS}{name}.html" for name in ("checkbox_option", "radio_option", "select_option")}


class FormRenderer(DjangoTemplates):
    """Writes Django's own widgets itself, and leaves all others to their templates."""

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        part = _PARTS.get(template_name)
        if part is None or not _is_usual(context["widget"]):
            return super().render(template_name, context, request=request)
        return mark_safe(part(context["widget"]).strip())


def _is_usual(widget: Mapping[str, Any]) -> bool:
    groups = widget.get("optgroups", ())
    return all(option["template_name"] in _OPTIONS for _, options, _ in groups for option in options)
