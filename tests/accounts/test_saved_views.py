"""Somebody keeps a list as she likes it."""

from django.urls import reverse

from localoffer.accounts.models import Role, SavedView

SERVICES = "wagtailsnippets_directory_service:list"


def saved(client, **given):
    said = {"list_name": SERVICES, "query": "live=true&q=club", "name": "Clubs families see", **given}
    return client.post(reverse("saved_views:save"), said)


def test_a_list_with_filters_is_kept_under_a_name_and_one_click_away(fenbridge):
    client = fenbridge.client(fenbridge.officer(Role.EDITOR))

    answer = saved(client)
    shown = client.get(reverse(SERVICES)).content.decode()

    assert answer.headers["location"] == f"{reverse(SERVICES)}?live=true&q=club"
    assert "Clubs families see" in shown


def test_nobody_else_sees_it_or_can_take_it_away(fenbridge):
    saved(fenbridge.client(fenbridge.officer(Role.EDITOR)))
    view = SavedView.objects.get()
    colleague = fenbridge.client(fenbridge.officer(Role.ADMINISTRATOR))

    assert "Clubs families see" not in colleague.get(reverse(SERVICES)).content.decode()
    assert colleague.post(reverse("saved_views:forget", args=[view.pk])).status_code == 404


def test_the_same_name_again_is_the_new_view_and_it_can_be_forgotten(fenbridge):
    client = fenbridge.client(fenbridge.officer(Role.EDITOR))
    saved(client)
    saved(client, query="live=false")

    view = SavedView.objects.get()
    assert view.query == "live=false"
    client.post(reverse("saved_views:forget", args=[view.pk]))
    assert not SavedView.objects.exists()


def test_a_view_of_no_list_or_without_a_name_is_refused_with_words(fenbridge):
    client = fenbridge.client(fenbridge.officer(Role.EDITOR))

    for given in ({"list_name": "no:such"}, {"list_name": "wagtailusers_users:index"}, {"name": ""}):
        saved(client, **given)

    assert not SavedView.objects.exists()
