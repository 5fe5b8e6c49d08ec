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
        [
            "Brackenham Tots",
            "Haverholt Stay and Play",
            "Sensory Stay and Play, St Ann’s",
        ],
    ),
    (
        Search(text="my son refuses to go to school"),
        [
            "Back Together, for children who find it hard to go to school",
            "Hospital and home teaching",
            "Turning Tide Farm",
        ],
    ),
    (
        Search(text="deaf school"),
        [
            "Hallam Edge School for Deaf Children",
            "Teachers of deaf children",
            "Sign at Home",
        ],
    ),
    (
        Search(text="how do I ask for an EHC assessment"),
        [
            "EHC assessment team",
            "EHC plan reviews and moving school",
            "Fenbridge SENDIASS",
        ],
    ),
    (
        Search(text="autism assessment"),
        [
            "Autism assessment, under 18",
            "ADHD assessment and medicine clinic",
            "Little Voices, talking group for autistic children under 5",
        ],
    ),
    (
        Search(text="DLA form"),
        [
            "Fenbridge Money Matters",
            "Short breaks grant for families who need more",
            "Maluchy, Polish toddler group",
        ],
    ),
    (
        Search(text="sleep"),
        [
            "Sleep support for families",
            "Children’s learning disability nurses",
            "Back Together, for children who find it hard to go to school",
        ],
    ),
    (
        Search(text="pomoc po polsku"),
        [
            "Maluchy, Polish toddler group",
        ],
    ),
    (
        Search(text="wheelchair"),
        [
            "Wheelchair and special buggy service",
            "East Fen Wheelers basketball",
            "Community equipment loans",
        ],
    ),
    (
        Search(text="ADHD"),
        [
            "ADHD assessment and medicine clinic",
            "ADHD Night Owls",
            "Parents’ course on autism and ADHD",
        ],
    ),
    (
        Search(text="swimming"),
        [
            "Splash, inclusive swimming",
            "Tideway sensory swimming",
            "Brackenham Bees inclusive football",
        ],
    ),
    (
        Search(text="school transport"),
        [
            "School transport for children with special needs",
            "Travel to college after 16",
            "Travel to nursery for children with the greatest needs",
        ],
    ),
    (
        Search(text="toddler group", near=HOME),
        [
            "Sensory Stay and Play, St Ann’s",
            "Southgate Stay and Play",
            "Brackenham Tots",
        ],
    ),
    (
        Search(text="deaf school", near=HOME),
        [
            "Hallam Edge School for Deaf Children",
            "Teachers of deaf children",
            "Wriggle and Sign",
        ],
    ),
    (
        Search(text="autism assessment", near=HOME),
        [
            "Autism assessment, under 18",
            "ADHD assessment and medicine clinic",
            "Little Voices, talking group for autistic children under 5",
        ],
    ),
    (
        Search(text="school transport", near=HOME),
        [
            "School transport for children with special needs",
            "Travel to college after 16",
            "Travel to nursery for children with the greatest needs",
        ],
    ),
    (
        Search(text="sleep", near=HOME),
        [
            "Health visitors",
            "Southgate Stay and Play",
            "Help for parents who care",
        ],
    ),
    (
        Search(text="group", near=HOME, sort="near"),
        [
            "Fen Autism Families",
            "Sensory Stay and Play, St Ann’s",
            "Splash, inclusive swimming",
        ],
    ),
    (
        Search(text="group", near=HOME, sort="checked"),
        [
            "Sensory Stay and Play, St Ann’s",
            "Sibs Together",
            "Night Shift, for 18 to 25",
        ],
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
        [
            "All Aboard Saturday Club",
            "Holiday Splash and Mud",
            "Loading Screen, online games club",
        ],
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
        [
            "Fen Autism Families",
            "Sensory Stay and Play, St Ann’s",
            "Splash, inclusive swimming",
        ],
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
