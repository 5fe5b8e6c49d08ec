"""Pictures of a page: in the widths that screens want, cut around what matters in them; and drawings of our own.

The drawings (`*.svg`, with the `*.png` that is made from each) are by this project and under its licence, for the
demonstration and for councils that start.
"""

from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache
from importlib.resources import files
from typing import Any, NamedTuple

from django.core.files.base import ContentFile
from django.db import connection
from wagtail.images import get_image_model
from wagtail.images.models import Filter

from localoffer.accounts.models import CouncilGroup
from localoffer.places.models import Authority

#: Wide as a phone, as a sharp phone or a column of text, and as a sharp column. Cut around the picture's focal point
LEAD = ("fill-360x200", "fill-720x400", "fill-1408x782")
#: The same, for a picture within a text, which is shown whole
WITHIN = ("width-360", "width-720", "width-1408")
SIZES = "(min-width: 46rem) 44rem, calc(100vw - 2rem)"
FORMAT = "format-webp|webpquality-75"

#: What each of our drawings shows, and where in it the people are (x, y, width, height)
OURS = {
    "journey": (
        "A parent and a child on a road with three flags. It leads to a house.",
        (300, 600, 320, 340),
    ),
    "break": (
        "A boy on a swing, a girl with a ball, and a mother who sits and drinks tea.",
        (640, 480, 900, 500),
    ),
    "talk": ("Two people talk at a table.", (720, 470, 820, 560)),
    "work": (
        "A young man waters plants in a garden centre. His job coach stands beside him.",
        (680, 560, 560, 420),
    ),
    "home": ("A family on a sofa reads a book.", (720, 540, 640, 420)),
    "learning": (
        "A teacher points at a board. Two children write and build at a table, one of them in a wheelchair.",
        (900, 560, 900, 420),
    ),
    "health": ("A nurse listens to a child, who sits beside his mother.", (880, 560, 640, 380)),
    "own-door": (
        "A young woman holds up the key of a house. Her friend in a wheelchair looks at it.",
        (640, 500, 860, 560),
    ),
    "bus": (
        "A small school bus at a stop. One girl waits in a wheelchair, and a child waves.",
        (700, 500, 900, 460),
    ),
    "money": ("A woman at a table reads a letter beside three piles of coins.", (840, 520, 860, 420)),
    "plan": (
        "A child brings the last part of a big plan. A parent and a teacher stand beside it.",
        (760, 460, 960, 620),
    ),
    "ring": (
        "A mother with a child on a sofa rings somebody, who answers at a desk.",
        (700, 480, 1100, 520),
    ),
    "talk-it-over": ("Two people disagree at a table. A third one helps them.", (720, 530, 840, 460)),
    "say": ("Five people say what they think. Two put up a hand.", (740, 520, 1000, 520)),
    "board": (
        "A woman pins a sheet on a notice board. A boy in a wheelchair points at another.",
        (800, 430, 1000, 620),
    ),
}


def drawn(image_id: int, specs: tuple[str, ...], **more: Any) -> dict | None:
    """What components/picture.html takes of a picture; None when its file is gone. One query, once they are made."""
    wanted = [f"{spec}|{FORMAT}" for spec in specs]
    made = _ready([image_id], wanted).get(image_id)
    if made is None:
        return None
    widths = {each.width: each for each in made.values()}  # none is drawn larger than it is
    usual = made[wanted[1]]
    return {
        "url": usual.url,
        "width": usual.width,
        "height": usual.height,
        "srcset": ", ".join(f"{each.url} {width}w" for width, each in sorted(widths.items())),
        "sizes": SIZES,
        **more,
    }


def small(image_ids: Iterable[int]) -> dict[int, dict]:
    """The smallest cut of pictures on top of pages, as components/cards.html takes it. One query, once made."""
    [spec] = wanted = [f"{LEAD[0]}|{FORMAT}"]
    return {key: made[spec]._asdict() for key, made in _ready(list(image_ids), wanted).items()}


def onto(*lists: list[dict]) -> None:
    """Put the smallest cut of its page's picture onto each card that names one as its `image`."""
    cards = [card for each in lists for card in each if "image" in card]
    found = small({card["image"] for card in cards})
    for card in cards:
        card["picture"] = found.get(card.pop("image"))


def _ready(image_ids: list[int], wanted: list[str]) -> dict[int, dict[str, "_Drawn"]]:
    """Each wanted rendition of each picture, drawn where there is none yet. One whose file is gone is left out."""
    made = _made(image_ids, wanted) if image_ids else {}
    lacking = [key for key in image_ids if len(made.get(key, ())) < len(wanted)]
    if not lacking:
        return made
    for image in get_image_model().objects.filter(pk__in=lacking):
        try:
            for spec in set(wanted) - made.get(image.pk, {}).keys():
                _draw(image, spec)
        except OSError:
            continue
    return {key: found for key, found in _made(image_ids, wanted).items() if len(found) == len(wanted)}


class _Drawn(NamedTuple):
    url: str
    width: int
    height: int


def _made(image_ids: list[int], wanted: list[str]) -> dict[int, dict[str, _Drawn]]:
    """The renditions that there are of pictures as they are cut today, by what they are."""
    image, rendition = get_image_model(), get_image_model().get_rendition_model()
    # Asked for every page with a picture, so without the model layer: putting the question together took longer
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT made.image_id, made.filter_spec, made.file, made.width, made.height, made.focal_point_key, "
            f"{', '.join(f'image.{name}' for name in _FOCAL)} FROM {rendition._meta.db_table} made "
            f"JOIN {image._meta.db_table} image ON image.id = made.image_id "
            f"WHERE made.image_id IN ({', '.join(['%s'] * len(image_ids))}) "
            f"AND made.filter_spec IN ({', '.join(['%s'] * len(wanted))})",
            [*image_ids, *wanted],
        )
        rows = cursor.fetchall()
    url = rendition._meta.get_field("file").storage.url
    found: dict[int, dict[str, _Drawn]] = defaultdict(dict)
    for image_id, spec, file, width, height, key, *focal in rows:
        if key == _focal_key(spec, *focal):
            found[image_id][spec] = _Drawn(url(file), width, height)
    return found


_FOCAL = ("focal_point_x", "focal_point_y", "focal_point_width", "focal_point_height")


@lru_cache(maxsize=1_000)
def _focal_key(spec: str, *focal: int | None) -> str:
    """By what Wagtail tells a rendition from one that was cut around another point."""
    return Filter(spec=spec).get_cache_key(get_image_model()(**dict(zip(_FOCAL, focal, strict=True))))


def _draw(image: Any, spec: str) -> Any:
    """One rendition. Wagtail's own way leaves the file it has drawn into open, until somebody sweeps up."""
    how = Filter(spec=spec)
    file = image.generate_rendition_file(how)
    try:
        return image.renditions.get_or_create(
            filter_spec=spec, focal_point_key=how.get_cache_key(image), defaults={"file": file}
        )[0]
    finally:
        file.close()


def add_ours(authority: Authority, name: str) -> Any:
    """One of our drawings among a council's pictures, the same one when it is there already."""
    collection = CouncilGroup.objects.filter(authority=authority).first().collection
    title = f"Drawing: {name}"
    model = get_image_model()
    found = model.objects.filter(collection=collection, title=title).first()
    if found is not None:
        return found
    words, (x, y, width, height) = OURS[name]
    return model.objects.create(
        title=title,
        description=words,
        file=ContentFile(files(__package__).joinpath(f"{name}.png").read_bytes(), name=f"{name}.png"),
        collection=collection,
        focal_point_x=x,
        focal_point_y=y,
        focal_point_width=width,
        focal_point_height=height,
    )
