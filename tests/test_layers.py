"""What import-linter cannot see points down the house too: templates, models and pages named by text, addresses.

The table of layers is import-linter's own, in pyproject.toml. A room is a folder of localoffer/.
"""

import ast
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
HOUSE = ROOT / "localoffer"


def layers() -> list[set[str]]:
    """The rooms of each floor, from the top, as import-linter reads them."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = project["tool"]["importlinter"]["contracts"]
    table = next(contract for contract in contracts if contract["id"] == "layers")["layers"]
    return [{room.strip(" ()") for room in floor.split("|")} for floor in table]


@dataclass(frozen=True)
class Reference:
    """Something in one room that names something in another."""

    source: str
    line: int
    room: str
    named: str
    other: str

    def __str__(self) -> str:
        return f"{self.source}:{self.line}: {self.room} names {self.named!r}, which belongs to {self.other}"


def wrong_references(house: Path) -> list[str]:
    """Return what points sideways or up, one sentence each."""
    floor = {room: number for number, rooms in enumerate(layers()) for room in rooms}
    return [
        str(reference)
        for reference in references(house)
        if reference.room != reference.other and floor[reference.room] >= floor[reference.other]
    ]


def references(house: Path) -> Iterator[Reference]:
    rooms = {path.name for path in house.iterdir() if path.is_dir() and (path / "__init__.py").exists()}
    owners = Owners(house, rooms)
    for room in sorted(rooms):
        for path in sorted((house / room).rglob("*")):
            if path.suffix == ".py" and "migrations" not in path.parts:  # migrations repeat what models say
                found = in_python(path, owners)
            elif path.suffix in (".html", ".txt", ".xml") and "templates" in path.parts:
                found = in_template(path, owners)
            else:
                continue
            for line, named, other in found:
                yield Reference(str(path.relative_to(house)), line, room, named, other)


class Owners:
    """Which room owns a template, a tag library, a static file, a URL namespace, a model."""

    def __init__(self, house: Path, rooms: set[str]) -> None:
        self.rooms = rooms
        self.templates: dict[str, str] = {}
        self.static: dict[str, str] = {}
        self.libraries: dict[str, str] = {}
        self.namespaces: dict[str, str] = {}
        for room in rooms:
            for kind, known in (("templates", self.templates), ("static", self.static)):
                folder = house / room / kind
                for path in filter(Path.is_file, folder.rglob("*")):
                    known[path.relative_to(folder).as_posix()] = room
            for path in (house / room / "templatetags").glob("*.py"):
                self.libraries[path.stem] = room
            for path in (house / room).rglob("urls.py"):
                if name := re.search(
                    r'^app_name = "([\w-]+)"', path.read_text(encoding="utf-8"), re.MULTILINE
                ):
                    self.namespaces[name[1]] = room

    def of_text(self, text: str) -> str | None:
        """Return the room that a text in Python names something of, or None."""
        if text in self.templates:
            return self.templates[text]
        if match := re.fullmatch(r"([a-z_]+)\.[A-Z]\w*", text):  # a model: "directory.Service"
            return match[1] if match[1] in self.rooms else None
        if match := re.fullmatch(r"([\w-]+):[\w-]+", text):  # an address: "finder:results"
            return self.namespaces.get(match[1])
        if match := re.fullmatch(r"localoffer\.([a-z_]+)(\.\w+)*", text):  # a dotted path
            return match[1] if match[1] in self.rooms else None
        return None


def in_python(path: Path, owners: Owners) -> Iterator[tuple[int, str, str]]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            if other := owners.of_text(node.value):
                yield node.lineno, node.value, other
        elif isinstance(node, ast.Call):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            first = node.args[0] if node.args else None
            if name == "get_user_model":
                yield node.lineno, "get_user_model()", "accounts"
            elif name == "get_model" and len(node.args) == 2 and isinstance(first, ast.Constant):
                if first.value in owners.rooms:
                    yield node.lineno, str(first.value), str(first.value)
        elif isinstance(node, ast.Attribute) and node.attr == "AUTH_USER_MODEL":
            yield node.lineno, "AUTH_USER_MODEL", "accounts"


TAG = re.compile(r"{%-?\s*(include|held|extends|static|url|load)\s+(.*?)\s*-?%}", re.DOTALL)


def in_template(path: Path, owners: Owners) -> Iterator[tuple[int, str, str]]:
    text = path.read_text(encoding="utf-8")
    for tag in TAG.finditer(text):
        line = text.count("\n", 0, tag.start()) + 1
        what, rest = tag[1], tag[2]
        if what == "load":
            names = rest.split(" from ")[-1].split()
            known = owners.libraries
        else:
            quoted = re.match(r"[\"']([^\"']+)[\"']", rest)
            names = [quoted[1]] if quoted else []  # a variable: whoever passes it in is looked at there
            known = owners.static if what == "static" else owners.templates
            if what == "url":
                names = [name.partition(":")[0] for name in names if ":" in name]
                known = owners.namespaces
        for name in names:
            if name in known:
                yield line, name, known[name]


def test_templates_models_and_addresses_point_down_the_house():
    wrong = wrong_references(HOUSE)

    assert wrong == []


def test_every_room_has_its_floor():
    rooms = {path.parent.name for path in HOUSE.glob("*/__init__.py")}

    assert rooms <= set().union(*layers())


BAD_EXAMPLES = {
    "a template includes one from above": (
        "directory/templates/directory/service.html",
        '{% include "finder/box.html" only %}',
    ),
    "a template holds one from above": ("ui/templates/box.html", '{% held "finder/box.html" %}'),
    "a template extends its neighbour's": ("places/templates/places/map.html", "{% extends 'base.html' %}"),
    "a template loads tags from above": ("ui/templates/tags.html", "{% load words %}"),
    "a template links upwards": ("ui/templates/link.html", "{% url 'finder:results' %}"),
    "a template takes a picture from above": ("ui/templates/picture.html", '{% static "finder/pin.svg" %}'),
    "a model points up": ("directory/models.py", 'entry = ForeignKey("finder.Entry", CASCADE)'),
    "a model is fetched from above": ("directory/actions.py", 'apps.get_model("finder", "Entry")'),
    "a model is fetched from above in one word": ("directory/tasks.py", 'get_model("finder.Entry")'),
    "a neighbour's user model": ("cms/models.py", "User = get_user_model()"),
    "a neighbour's user model by its setting": (
        "cms/blocks.py",
        "owner = ForeignKey(settings.AUTH_USER_MODEL)",
    ),
    "a redirect upwards": ("directory/views.py", 'redirect("finder:results")'),
    "a page rendered from above": ("directory/pages.py", 'render(request, "finder/box.html")'),
    "a module loaded by its name": ("directory/late.py", 'import_string("localoffer.finder.index")'),
}


@pytest.mark.parametrize(("path", "content"), BAD_EXAMPLES.values(), ids=BAD_EXAMPLES)
def test_one_that_points_up_or_sideways_is_caught(tmp_path, path, content):
    small_house = {
        "ui/templates/base.html": "",
        "finder/templates/finder/box.html": '{% extends "base.html" %}',
        "finder/templatetags/words.py": "",
        "finder/static/finder/pin.svg": "",
        "finder/urls.py": 'app_name = "finder"',
        "finder/models.py": 'service = ForeignKey("directory.Service", CASCADE)',
    }
    for room in ("accounts", "cms", "directory", "finder", "places", "ui"):
        small_house.setdefault(f"{room}/__init__.py", "")
    for name, text in small_house.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    assert wrong_references(tmp_path) == []

    (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / path).write_text(content)

    assert len(wrong_references(tmp_path)) == 1, f"{path} went unnoticed"
