"""The same question has the same answer: each time it is asked, and on SQLite and PostgreSQL alike.

The lists below are what both databases must say. When ranking is changed on purpose, read each difference as a
family would before the new order is written here.
"""

import pytest

from localoffer.finder.results import find
from localoffer.finder.search import Search

HOME = "LN6 7QX"
FIRST_THREE = [
    (
        Search(text="toddler group"),
        ["Maluchy, Polish toddler group", "Brackenham Tots", "Haverholt Stay and Play"],
    ),
    (
        Search(text="my son refuses to go to school"),
        [
            "Back Together, for children who find it hard to go to school",
            "Turning Tide Farm",
            "Attendance and inclusion team",
        ],
    ),
    (
        Search(text="deaf school"),
        [
            "Hallam Edge School for Deaf Children",
            "Teachers of deaf children",
            "Computers and special equipment for learning",
        ],
    ),
    (
        Search(text="how do I ask for an EHC assessment"),
        ["EHC assessment team", "EHC plan reviews and moving school", "Who leads on SEND in the NHS here"],
    ),
    (
        Search(text="autism assessment"),
        [
            "Autism assessment, under 18",
            "Neurodevelopmental pathway navigators",
            "ADHD assessment and medicine clinic",
        ],
    ),
    (
        Search(text="DLA form"),
        [
            "Fenbridge Money Matters",
            "Help with heating, water and power cuts",
            "Maluchy, Polish toddler group",
        ],
    ),
    (
        Search(text="sleep"),
        ["Sleep support for families", "Parents’ course on autism and ADHD", "Health visitors"],
    ),
    (
        Search(text="pomoc po polsku"),
        ["Maluchy, Polish toddler group", "Children’s bladder and bowel nurses", "Family Help"],
    ),
    (
        Search(text="wheelchair"),
        ["Wheelchair and special buggy service", "Community equipment loans", "Talking aids centre"],
    ),
    (
        Search(text="ADHD"),
        [
            "ADHD assessment and medicine clinic",
            "Parents’ course on autism and ADHD",
            "Autism assessment, under 18",
        ],
    ),
    (
        Search(text="swimming"),
        ["Splash, inclusive swimming", "Tideway sensory swimming", "Brackenham Bees inclusive football"],
    ),
    (
        Search(text="school transport"),
        [
            "School transport for children with special needs",
            "Aldwin Wheels community minibus",
            "Money instead of a taxi to school",
        ],
    ),
    (
        Search(text="toddler group", near=HOME),
        ["Sensory Stay and Play, St Ann’s", "Southgate Stay and Play", "Brackenham Tots"],
    ),
    (
        Search(text="deaf school", near=HOME),
        ["Hallam Edge School for Deaf Children", "Severn House School", "Teachers of deaf children"],
    ),
    (
        Search(text="autism assessment", near=HOME),
        [
            "Autism assessment, under 18",
            "Neurodevelopmental pathway navigators",
            "ADHD assessment and medicine clinic",
        ],
    ),
    (
        Search(text="school transport", near=HOME),
        [
            "School transport for children with special needs",
            "Aldwin Wheels community minibus",
            "Money instead of a taxi to school",
        ],
    ),
    (
        Search(text="sleep", near=HOME),
        ["Sleep support for families", "Parents’ course on autism and ADHD", "Health visitors"],
    ),
    (
        Search(text="group", near=HOME, sort="near"),
        ["Fen Autism Families", "Sensory Stay and Play, St Ann’s", "Splash, inclusive swimming"],
    ),
    (
        Search(text="group", near=HOME, sort="checked"),
        ["Sensory Stay and Play, St Ann’s", "Sibs Together", "Night Shift, for 18 to 25"],
    ),
    (
        Search(text="group", near=HOME, sort="name"),
        [
            "Acorns, nursery places for children with the greatest needs",
            "ADHD assessment and medicine clinic",
            "ADHD Night Owls",
        ],
    ),
    (
        Search(text="club", age=(5, 10)),
        ["All Aboard Saturday Club", "After the Bell", "Holiday Splash and Mud"],
    ),
    (
        Search(chosen={"need": ("HI",)}),
        [
            "Children’s hearing clinic",
            "Computers and special equipment for learning",
            "Fen Deaf Children’s Group",
        ],
    ),
    (
        Search(near=HOME, within=1),
        ["Fen Autism Families", "Sensory Stay and Play, St Ann’s", "Splash, inclusive swimming"],
    ),
    (
        Search(sort="name"),
        [
            "Acorns, nursery places for children with the greatest needs",
            "ADHD assessment and medicine clinic",
            "ADHD Night Owls",
        ],
    ),
]


def names(search, council, how_many):
    return [found.entry.name for found in find(search, authority=council).first(how_many)]


@pytest.mark.parametrize(
    ("search", "expected"), FIRST_THREE, ids=lambda value: getattr(value, "query_string", str)()
)
def test_the_first_three_are_the_same_on_every_database(fenbridge, search, expected):
    assert names(search, fenbridge, 3) == expected


@pytest.mark.parametrize("search", [search for search, _ in FIRST_THREE], ids=Search.query_string)
def test_asked_again_the_whole_order_is_the_same(fenbridge, search):
    assert names(search, fenbridge, 1_000) == names(search, fenbridge, 1_000)


def test_the_same_words_in_another_order_or_dress_find_the_same(fenbridge):
    plain = names(Search(text="deaf school"), fenbridge, 1_000)

    for dressed in (
        "school deaf",
        "Deaf Schools",
        "a school for the deaf",
        "DEAF, SCHOOL!",
        "deaf  deaf school",
    ):
        assert names(Search(text=dressed), fenbridge, 1_000) == plain, dressed
