"""Signing in: guessing comes to an end, and somebody who mistyped gets on."""

import pytest

from localoffer.accounts.forms import MOST_TRIES
from localoffer.accounts.models import Role

ADDRESS = "/admin/login/"


def tried(client, user, password="not this one", **kwargs):
    return client.post(ADDRESS, {"username": user.get_username(), "password": password}, **kwargs)


@pytest.fixture
def officer(fenbridge):
    person = fenbridge.officer(Role.EDITOR)
    person.set_password("a long enough one")
    person.save()
    return person


def test_somebody_who_mistyped_a_few_times_signs_in(fenbridge, officer):
    client = fenbridge.client()
    for _ in range(MOST_TRIES - 1):
        tried(client, officer)

    assert tried(client, officer, "a long enough one").status_code == 302


def test_after_many_wrong_tries_even_the_right_password_waits_and_the_page_says_what_to_do(
    fenbridge, officer
):
    client = fenbridge.client()
    for _ in range(MOST_TRIES):
        tried(client, officer)

    answer = tried(client, officer, "a long enough one")

    assert answer.status_code == 200
    assert "Wait a quarter of an hour" in answer.content.decode()
    assert "choose a new one" in answer.content.decode()


def test_spelling_the_name_in_capitals_is_no_way_round(fenbridge, officer):
    client = fenbridge.client()
    for _ in range(MOST_TRIES):
        client.post(ADDRESS, {"username": officer.get_username().upper(), "password": "no"})

    assert "Wait a quarter" in tried(client, officer, "a long enough one").content.decode()


def test_who_guesses_elsewhere_shuts_nobody_out_at_her_own_desk(fenbridge, officer):
    client = fenbridge.client()
    for _ in range(MOST_TRIES):
        tried(client, officer, REMOTE_ADDR="203.0.113.9")

    assert tried(client, officer, "a long enough one", REMOTE_ADDR="198.51.100.4").status_code == 302


def test_guessing_at_many_names_from_one_place_comes_to_an_end(fenbridge, officer):
    client = fenbridge.client()
    for number in range(MOST_TRIES * 5):
        client.post(ADDRESS, {"username": f"somebody-{number}", "password": "no"})

    assert "Wait a quarter" in tried(client, officer, "a long enough one").content.decode()
