"""Reads the starter pack from `content/*.yaml`, and says everything that is wrong in it, with file and line.

What a file holds: docs/reference/starter.md.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache, partial
from pathlib import Path
from typing import Any

import yaml
from django.core.exceptions import ValidationError
from django.db import models as db
from wagtail.blocks import (
    Block,
    BooleanBlock,
    ChoiceBlock,
    IntegerBlock,
    ListBlock,
    PageChooserBlock,
    RegexBlock,
    RichTextBlock,
    StreamBlock,
    StructBlock,
)
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock

from localoffer.cms.blocks import BlocksField
from localoffer.cms.models import BasePage
from localoffer.cms.page_care import ReviewEvery
from localoffer.cms.readiness.checks import BLANK_CLOSES, BLANK_OPENS, is_blank
from localoffer.duties import codes, loading
from localoffer.duties.yaml_lines import Fault, NotYamlError, Page, below, did_you_mean, read_text, shown
from localoffer.finder.search import AGE_BANDS

from .. import models
from ..blocks.services import ServicesBlock
from ..pictures import OURS
from . import blanks
from .texts import Kind, Place, place_of, place_of_field, rewritten

HERE = Path(__file__).parent / "content"
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\Z")
PAGE = "page:"
_NEEDED = ("key", "type", "slug", "title", "in_short", "care")
_OPTIONAL = ("below", "duties", "related", "links", "menu", "twin_of", "redirect_page", "picture")
_CHOICES = {
    "kind": sorted(codes.SERVICE_KINDS),
    "need": sorted(codes.NEEDS),
    "age": list(AGE_BANDS),
}
_TAGS = re.compile(r"</?([a-zA-Z][a-zA-Z0-9]*)")
# Features of a rich text, and the tags they give
_TAGS_OF = {
    "h2": {"h2"},
    "h3": {"h3"},
    "h4": {"h4"},
    "bold": {"b", "strong"},
    "ul": {"ul", "li"},
    "ol": {"ol", "li"},
    "link": {"a"},
}
_PLAIN_VALUES = yaml.SafeLoader("")


class StarterError(ValueError):
    """Files of the starter pack that cannot be used: `faults` has everything wrong in them."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = sorted(faults)
        super().__init__("\n".join(map(str, self.faults)))


def blanks_of(model: type[BasePage], fields: dict[str, Any]) -> tuple[str, ...]:
    """The names of the blanks in a page's fields, each once, in the order in which they stand."""
    found: dict[str, str] = {}

    def look(text: str, place: Place) -> str:
        for name in blanks.blanks_in(text):
            found.setdefault(blanks.key_of(name), name)
        return text

    rewritten(model, fields, look)
    return tuple(found.values())


@dataclass(frozen=True)
class WrittenPage:
    """A page as somebody wrote it into a file: nothing of it is in a database yet.

    `fields` are the values of its model's fields, with blocks as plain lists; pages stand in them as `page:KEY`.
    """

    key: str
    model: type[BasePage]
    slug: str
    fields: dict[str, Any]
    owner: str = ""
    review_every: int = ReviewEvery.YEAR
    below: str = ""
    duties: tuple[str, ...] = ()
    in_menu: bool = False
    #: Fields that name one page: twin_of, redirect_page
    points_at: dict[str, str] = field(default_factory=dict)
    #: One of our drawings (pages/pictures), for the top of the page
    picture: str = ""

    @property
    def title(self) -> str:
        return self.fields["title"]

    @property
    def blocks(self) -> list[str]:
        """The names of its fields that hold blocks."""
        return [name for name in self.fields if isinstance(self.model._meta.get_field(name), BlocksField)]

    @property
    def names_others(self) -> bool:
        """Whether it points at other pages."""
        return bool(self.points_at) or any(True for _ in _named(list(self.fields.values())))

    def rewritten(self, change: Callable[[str, Place], str]) -> "WrittenPage":
        """The same page with each of its texts changed."""
        return WrittenPage(
            **{**vars(self), "fields": rewritten(self.model, self.fields, change)},
        )

    def blanks(self) -> tuple[str, ...]:
        """The names of its blanks, each once, in the order in which they stand."""
        return blanks_of(self.model, self.fields)


@dataclass(frozen=True)
class Pack:
    """All pages of the starter pack: what is above comes before what is below."""

    pages: tuple[WrittenPage, ...]

    def page(self, key: str) -> WrittenPage | None:
        return next((page for page in self.pages if page.key == key), None)

    def above(self, page: WrittenPage) -> Iterator[WrittenPage]:
        """The pages that it stands below, from the top."""
        if page.below and (parent := self.page(page.below)):
            yield from self.above(parent)
            yield parent

    def blanks(self) -> dict[str, list[WrittenPage]]:
        """The name of each blank, and the pages on which it stands."""
        names: dict[str, str] = {}
        found: dict[str, list[WrittenPage]] = {}
        for page in self.pages:
            for name in page.blanks():
                found.setdefault(names.setdefault(blanks.key_of(name), name), []).append(page)
        return found

    def serving(self, criterion: str) -> list[WrittenPage]:
        """The pages that name a duty."""
        return [page for page in self.pages if criterion in page.duties]


@cache
def shipped() -> Pack:
    """The pack that comes with the project. Raises StarterError if somebody broke a file of it."""
    return read(HERE)


def read(folder: Path) -> Pack:
    """Read a folder of the starter pack. Raises StarterError with every fault of every file."""
    faults: list[Fault] = []
    found: dict[str, tuple[WrittenPage, Page, dict[str, yaml.Node]]] = {}
    files = sorted(folder.glob("*.yaml"))
    if not files:
        faults.append(Fault(str(folder), 1, "", "there is no file in it, such as journeys.yaml."))
    for file in files:
        page = Page(file.name, faults)
        try:
            top = page.top(read_text(file))
        except NotYamlError as error:
            page.wrong(error.line, "", error.what)
            continue
        row = page.fields(top, "", needed=("pages",))
        for node, name in page.items(row.get("pages"), "pages"):
            _page(page, node, name, found)
    _hold_together(found)
    if faults:
        raise StarterError(faults)
    return Pack(tuple(_from_the_top({key: each[0] for key, each in found.items()})))


def _page(page: Page, node: yaml.Node, name: str, found: dict) -> None:
    """Read one page of a file into `found`."""
    said = _said(node, "type")
    model = models.__dict__.get(said) if said in models.__all__ and said != "HomePage" else None
    own = _own_fields(model) if model else []
    if model is None:
        types = [each for each in models.__all__ if each != "HomePage"]
        page.wrong(
            node, below(name, "type"), f"{shown(said or '')} is no type of page. {did_you_mean(said, types)}"
        )
        return
    row = page.fields(node, name, needed=_NEEDED, optional=(*_OPTIONAL, *own))
    key = page.text(row.get("key"), below(name, "key"))
    if key:
        name = key  # which says more than pages[7]
    slug = page.text(row.get("slug"), below(name, "slug"))
    if slug and not SLUG.match(slug):
        page.wrong(row["slug"], below(name, "slug"), "write small letters, digits and hyphens.")
    if key in found:
        page.wrong(row["key"], name, f"{found[key][1].file} has a page of this key already. Choose another.")
        return
    care = page.fields(row.get("care"), below(name, "care"), needed=("owner", "review_every"))
    every = page.one_of(
        care.get("review_every"),
        below(name, "care.review_every"),
        [str(value) for value in ReviewEvery.values],
    )
    duties = page.some_of(
        row.get("duties"), below(name, "duties"), [each.slug for each in loading.criteria()]
    )
    menu = _plain(row["menu"]) if "menu" in row else False
    if menu not in (True, False):
        page.wrong(row["menu"], below(name, "menu"), "write true or false.")
    fields = {
        "title": _line(page, row.get("title"), below(name, "title"), Place(Kind.LINE, 255)),
        "search_description": _line(page, row.get("in_short"), below(name, "in_short"), Place(Kind.LINES)),
    }
    for each in own:
        if each in row:
            fields[each] = _field(page, row[each], below(name, each), model._meta.get_field(each))
        elif model._meta.get_field(each).blank is False and not model._meta.get_field(each).has_default():
            page.wrong(node, below(name, each), "it is missing. Add it.")
    for each in ("related", "links"):
        if each in row:
            keys = page.texts(row[each], below(name, each))
            fields[each] = [{"type": "link", "value": {"page": f"{PAGE}{key}", "label": ""}} for key in keys]
    points_at = {
        each: page.text(row[each], below(name, each)) for each in ("twin_of", "redirect_page") if each in row
    }
    if not key:
        return
    written = WrittenPage(
        key=key,
        model=model,
        slug=slug,
        fields=fields,
        owner=page.text(care.get("owner"), below(name, "care.owner")),
        review_every=int(every or ReviewEvery.YEAR),
        below=page.text(row.get("below"), below(name, "below")),
        duties=duties,
        in_menu=menu is True,
        points_at=points_at,
        picture=page.one_of(row["picture"], below(name, "picture"), list(OURS)) if "picture" in row else "",
    )
    for each, _ in _blanks_of(written):
        if len(each) > blanks.LONGEST_BLANK:
            page.wrong(
                node, name, f"the blank {shown(each)} is longer than {blanks.LONGEST_BLANK} characters."
            )
    found[key] = (written, page, {"": node, **row})


def _blanks_of(written: WrittenPage) -> Iterator[tuple[str, WrittenPage]]:
    return ((name, written) for name in written.blanks())


def _own_fields(model: type[BasePage]) -> list[str]:
    """The fields that a file may give, beside those of every page."""
    return [
        each.name
        for each in model._meta.get_fields()
        if each.model is model
        and not each.auto_created
        and not each.is_relation
        and each.concrete
        and each.name not in ("related", "links")
        and not each.name.startswith("image")  # `picture` gives one of our drawings
        and isinstance(each, BlocksField | db.CharField | db.TextField | db.DateField)
    ]


def _said(node: yaml.Node, name: str) -> str:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if isinstance(key, yaml.ScalarNode) and key.value == name and isinstance(value, yaml.ScalarNode):
                return value.value
    return ""


def _plain(node: yaml.Node) -> Any:
    return _PLAIN_VALUES.construct_document(node)


def _field(page: Page, node: yaml.Node, name: str, model_field: db.Field) -> Any:
    if isinstance(model_field, BlocksField):
        return _block(page, node, name, model_field.stream_block)
    if isinstance(model_field, db.DateField):
        return page.day(node, name)
    place = place_of_field(model_field.model, model_field.name)
    return _line(page, node, name, place or Place(Kind.LINE))


def _line(page: Page, node: yaml.Node | None, name: str, place: Place) -> str:
    """One text, held to its place."""
    if node is None:
        return ""
    if not isinstance(node, yaml.ScalarNode):
        page.wrong(node, name, "write one text here. Put it in quotes if it begins with [ or has a colon.")
        return ""
    if node.tag == "tag:yaml.org,2002:null":
        return ""
    text = node.value.strip()
    if text.count(BLANK_OPENS) != text.count(BLANK_CLOSES):
        page.wrong(node, name, "a blank begins with [[ and ends with ]]: one of them is missing.")
    elif fault := blanks.does_not_fit(text, place):
        page.wrong(node, name, fault)
    elif place.most and len(text) > place.most and not is_blank(text):
        page.wrong(node, name, f"it is {len(text)} characters long; {place.most} is the most here.")
    return text


# --- Blocks ---------------------------------------------------------------------------------------------


def _block(page: Page, node: yaml.Node, name: str, block: Block) -> Any:
    """A block's value as Wagtail keeps it, with every fault written down."""
    if isinstance(block, StreamBlock):
        return [
            made for each, where in page.items(node, name) if (made := _of_stream(page, each, where, block))
        ]
    if isinstance(block, ListBlock):
        if isinstance(node, yaml.SequenceNode) and not node.value and not block.meta.min_num:
            return []
        return [_block(page, each, where, block.child_block) for each, where in page.items(node, name)]
    if isinstance(block, TypedTableBlock):
        return _table(page, node, name, block)
    if isinstance(block, StructBlock):
        return _struct(page, node, name, block)
    return _leaf(page, node, name, block)


def _of_stream(page: Page, node: yaml.Node, name: str, block: StreamBlock) -> dict | None:
    row = page.fields(node, name, needed=("type", "value"))
    said = page.one_of(row.get("type"), below(name, "type"), list(block.child_blocks))
    if not said or "value" not in row:
        return None
    return {
        "type": said,
        "value": _block(page, row["value"], f"{name}.{said}", block.child_blocks[said]),
    }


def _struct(page: Page, node: yaml.Node, name: str, block: StructBlock) -> dict[str, Any]:
    needed = [
        each
        for each, child in block.child_blocks.items()
        if child.required and not isinstance(child, ListBlock | StructBlock) and not child.get_default()
    ]
    row = page.fields(
        node, name, needed=needed, optional=[each for each in block.child_blocks if each not in needed]
    )
    choices = _CHOICES if isinstance(block, ServicesBlock) else {}
    # What nobody wrote is empty, and not None: a translation reads every text
    found = {each: "" for each, child in block.child_blocks.items() if place_of(child) and each not in needed}
    for each, value in row.items():
        child = block.child_blocks[each]
        where = below(name, each)
        if each in choices:
            found[each] = _choice(page, value, where, choices[each])
        else:
            found[each] = _block(page, value, where, child)
            if each in needed and found[each] in ("", None):
                page.wrong(value, where, "it is empty. Write something.")
    if {"phone", "address"} <= found.keys() and not any(
        found.get(way) for way in ("phone", "email", "web", "address")
    ):
        page.wrong(node, name, "give a phone number, an e-mail, a web page or an address.")
    return found


def _choice(page: Page, node: yaml.Node, name: str, allowed: list[str]) -> str:
    if isinstance(node, yaml.ScalarNode) and not node.value:
        return ""
    return page.one_of(node, name, allowed)


def _leaf(page: Page, node: yaml.Node, name: str, block: Block) -> Any:
    if isinstance(block, PageChooserBlock):
        said = _plain(node) if isinstance(node, yaml.ScalarNode) else ""
        if said is not None and not (isinstance(said, str) and said.startswith(PAGE)):
            page.wrong(node, name, f"name a page by its key, such as {PAGE}assessment.")
            return None
        return said
    if place := place_of(block):
        text = _line(page, node, name, place)
        if isinstance(block, RichTextBlock):
            _rich(page, node, name, text, block)
        return text
    value = _plain(node)
    if isinstance(block, ChoiceBlock):
        return _choice(page, node, name, [str(code) for code, _ in block.field.choices if code])
    if isinstance(block, BooleanBlock):
        if value not in (True, False):
            page.wrong(node, name, "write true or false.")
        return value
    if isinstance(block, IntegerBlock | RegexBlock):
        try:
            block.clean(value)
        except ValidationError as error:
            page.wrong(node, name, " ".join(error.messages))
        return value
    if value not in (None, ""):
        page.wrong(node, name, "a pack that every council starts from has no file, picture or service here.")
    return None


def _rich(page: Page, node: yaml.Node, name: str, text: str, block: RichTextBlock) -> None:
    allowed = {"p", "br"}.union(*(_TAGS_OF.get(each, set()) for each in block.features or []))
    if text and not text.startswith("<"):
        page.wrong(node, name, "write HTML here: <p>Words.</p>")
    for tag in _TAGS.findall(text):
        if tag.lower() not in allowed:
            page.wrong(node, name, f"<{tag}> cannot stand here. Write one of {', '.join(sorted(allowed))}.")
            return


def _table(page: Page, node: yaml.Node, name: str, block: TypedTableBlock) -> dict[str, Any]:
    row = page.fields(node, name, needed=("columns", "rows", "caption"))
    columns = [
        page.fields(each, where, needed=("type", "heading"))
        for each, where in page.items(row.get("columns"), below(name, "columns"))
    ]
    rows = []
    for each, where in page.items(row.get("rows"), below(name, "rows")):
        values = page.fields(each, where, needed=("values",)).get("values")
        cells = [
            _line(page, cell, field, place_of(block.child_blocks["text"]))
            for cell, field in page.items(values, below(where, "values"))
        ]
        if len(cells) != len(columns):
            page.wrong(each, where, f"it has {len(cells)} cells, and there are {len(columns)} columns.")
        rows.append({"values": cells})
    return {
        "columns": [
            {
                "type": page.one_of(each.get("type"), f"{name}.columns", list(block.child_blocks)),
                "heading": page.text(each.get("heading"), f"{name}.columns"),
            }
            for each in columns
        ],
        "rows": rows,
        "caption": page.text(row.get("caption"), below(name, "caption")),
    }


# --- All files together ---------------------------------------------------------------------------------


def _hold_together(found: dict[str, tuple[WrittenPage, Page, dict[str, yaml.Node]]]) -> None:
    """Whether every page that another names is there, and may stand where it stands."""
    at: dict[tuple[str, str], str] = {}
    for key, (written, page, nodes) in found.items():
        wrong = partial(_unknown, page, nodes, key, found)
        if written.below:
            wrong(written.below, "below")
            if written.below in found:
                parent = found[written.below][0].model
                if parent not in written.model.allowed_parent_page_models():
                    page.wrong(
                        nodes["below"],
                        below(key, "below"),
                        f"a {written.model.__name__} cannot stand below a {parent.__name__}.",
                    )
        elif models.HomePage not in written.model.allowed_parent_page_models():
            page.wrong(
                nodes[""], key, f"a {written.model.__name__} stands below another page. Say which: below."
            )
        for name, value in written.points_at.items():
            wrong(value, name)
        for name, value in written.fields.items():
            for other in _named(value):
                wrong(other, name)
        place = (written.below, written.slug)
        if place in at:
            page.wrong(
                nodes.get("slug", nodes[""]), below(key, "slug"), f"{at[place]} has this address already."
            )
        at[place] = key
        if _is_below_itself(written, found):
            page.wrong(nodes["below"], below(key, "below"), "it stands below itself.")


def _unknown(page: Page, nodes: dict, key: str, found: dict, other: str, name: str) -> None:
    if other and other not in found:
        page.wrong(
            nodes.get(name, nodes[""]),
            below(key, name),
            f"there is no page {shown(other)}. {did_you_mean(other, found)}",
        )


def _named(value: Any) -> Iterator[str]:
    """The keys of the pages that a value names."""
    if isinstance(value, list):
        for each in value:
            yield from _named(each)
    elif isinstance(value, dict):
        for each in value.values():
            yield from _named(each)
    elif isinstance(value, str) and value.startswith(PAGE):
        yield value.removeprefix(PAGE)


def _is_below_itself(written: WrittenPage, found: dict) -> bool:
    seen = set()
    while written.below in found:
        if written.below in seen or written.below == written.key:
            return True
        seen.add(written.below)
        written = found[written.below][0]
    return False


def _from_the_top(found: dict[str, WrittenPage]) -> Iterator[WrittenPage]:
    """Those that stand below none first, each level in the order of its files."""
    waiting = list(found.values())
    there: set[str] = {""}
    while waiting:
        level = [page for page in waiting if page.below in there]
        yield from level
        there |= {page.key for page in level}
        waiting = [page for page in waiting if page.key not in there]
