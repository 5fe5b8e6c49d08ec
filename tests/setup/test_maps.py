"""Whose pictures a map is made of, from two variables of the environment."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from localoffer.config.maps import tiles_from

OSM = "[© OpenStreetMap contributors](https://www.openstreetmap.org/copyright)"


def test_an_operator_who_sets_nothing_has_no_map():
    assert tiles_from("", "") is None
    assert tiles_from(" ", "\n") is None


@pytest.mark.parametrize(
    ("url", "origin"),
    [
        ("https://tiles.example.org/{z}/{x}/{y}.png", "https://tiles.example.org"),
        ("https://tiles.example.org:8443/{z}/{x}/{y}{r}.png?key=abc", "https://tiles.example.org:8443"),
        ("HTTPS://Tiles.Example.org/{z}/{y}/{x}", "https://tiles.example.org"),
        ("http://localhost:9000/{z}/{x}/{y}.png", "http://localhost:9000"),
        ("/tiles/{z}/{x}/{y}.png", ""),
    ],
)
def test_one_origin_is_allowed_and_none_for_the_councils_own_host(url, origin):
    assert tiles_from(url, OSM).origin == origin


@pytest.mark.parametrize(
    ("url", "to_do"),
    [
        ("https://tiles.example.org/", "it needs {z}, {x} and {y}"),
        ("https://tiles.example.org/{z}/{x}.png", "it needs {z}, {x} and {y}"),
        ("https://{s}.tiles.example.org/{z}/{x}/{y}.png", "name one host in place of {s}"),
        ("https://tiles.example.org/{z}/{x}/{y}.png?key={key}", "nothing else in braces"),
        ("http://tiles.example.org/{z}/{x}/{y}.png", "it needs https://"),
        ("tiles.example.org/{z}/{x}/{y}.png", "it needs https://"),
        ("//tiles.example.org/{z}/{x}/{y}.png", "it needs https://"),
        ("ftp://tiles.example.org/{z}/{x}/{y}.png", "it needs https://"),
        ("https://somebody:secret@tiles.example.org/{z}/{x}/{y}.png", "it needs https://"),
        ("https://a.example;script-src/{z}/{x}/{y}.png", "it needs https://"),
        ("https://tiles.example.org:port/{z}/{x}/{y}.png", "host and port cannot be read"),
        ("https://tiles.example.org/{z}/{x}/{y}.png https://b.example", "no spaces or quotes"),
    ],
)
def test_an_address_that_cannot_be_one_is_refused_with_what_to_do_and_not_repeated(url, to_do):
    with pytest.raises(ImproperlyConfigured) as refused:
        tiles_from(url, OSM)

    assert to_do in str(refused.value)
    assert "such as https://tiles.example.org/{z}/{x}/{y}.png" in str(refused.value)
    assert "secret" not in str(refused.value)


def test_whoever_made_the_map_must_be_credited():
    with pytest.raises(
        ImproperlyConfigured, match=r"LOCALOFFER_MAP_ATTRIBUTION is not\. Say who made the map"
    ):
        tiles_from("https://tiles.example.org/{z}/{x}/{y}.png", "")


def test_a_credit_without_a_map_is_noticed():
    with pytest.raises(ImproperlyConfigured, match=r"LOCALOFFER_MAP_TILES is not\. Name the tiles"):
        tiles_from("", OSM)


@pytest.mark.parametrize(
    ("said", "credit"),
    [
        ("© Crown copyright 2026", [("© Crown copyright 2026", "")]),
        (OSM, [("© OpenStreetMap contributors", "https://www.openstreetmap.org/copyright")]),
        (
            "Tiles by [A](https://a.example/), data " + OSM,
            [
                ("Tiles by ", ""),
                ("A", "https://a.example/"),
                (", data ", ""),
                ("© OpenStreetMap contributors", "https://www.openstreetmap.org/copyright"),
            ],
        ),
        ("[A](javascript:alert)", [("[A](javascript:alert)", "")]),
        ("<b>A</b>", [("<b>A</b>", "")]),
    ],
)
def test_a_credit_is_words_and_links(said, credit):
    tiles = tiles_from("/{z}/{x}/{y}", said)

    assert [(part["text"], part["href"]) for part in tiles.credit] == credit
