"""Every component with its examples, read from the files beside them.

A component is `templates/components/<name>.html`, beginning with a comment that says what it takes; its
examples are `templates/components/examples/<name>.yaml`: a list of {name, with, inside}, where `with` is
what the component is given and `inside` names the element it must sit in ("ul.cards").
"""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

COMPONENTS_DIR = Path(__file__).resolve().parent / "templates" / "components"
OPENING_COMMENT = re.compile(r"\A{% comment %}\n(.+?)\n{% endcomment %}", re.DOTALL)


class _ExampleLoader(yaml.SafeLoader):
    """YAML in which `!html "…"` is markup, as a view would hand it over; anything else is escaped."""


_ExampleLoader.add_constructor("!html", lambda loader, node: mark_safe(loader.construct_scalar(node)))


@dataclass(frozen=True)
class Example:
    """One way to use a component."""

    name: str
    component: str
    given: dict[str, Any]
    inside: str = ""

    def render(self) -> SafeString:
        """Return the component's HTML, within the element it belongs in."""
        html = mark_safe(render_to_string(f"components/{self.component}.html", self.given))
        if not self.inside:
            return html
        element, _, css_class = self.inside.partition(".")
        return format_html('<{} class="{}">{}</{}>', element, css_class, html, element)


@dataclass(frozen=True)
class Component:
    """One file in templates/components."""

    name: str
    takes: str
    examples: tuple[Example, ...]


def component_names() -> list[str]:
    """Return the name of every component, in order of the alphabet."""
    return sorted(path.stem for path in COMPONENTS_DIR.glob("*.html"))


def component(name: str) -> Component:
    """Read one component and its examples.

    FileNotFoundError when it has no examples, ValueError when it does not begin with a comment.
    """
    opening = OPENING_COMMENT.match((COMPONENTS_DIR / f"{name}.html").read_text(encoding="utf-8"))
    if opening is None:
        raise ValueError(f"Begin components/{name}.html with a {{% comment %}} that says what it takes.")
    text = (COMPONENTS_DIR / "examples" / f"{name}.yaml").read_text(encoding="utf-8")
    rows = yaml.load(text, _ExampleLoader)  # noqa: S506 - a SafeLoader, and files of our own
    return Component(
        name=name,
        takes=opening[1],
        examples=tuple(
            Example(row["name"], name, row.get("with") or {}, row.get("inside", "")) for row in rows
        ),
    )


@cache
def components() -> tuple[Component, ...]:
    """Return every component with its examples."""
    return tuple(component(name) for name in component_names())
