"""How fast the admin is, as multiples of Wagtail's own bare pages measured in the same run. ./dev bench admin

A list is held against Wagtail's own list of the pages of a site, a form against Wagtail's own form for a page with
no fields of ours (docs/decisions/0011). The frame alone (menu, header, messages, one word) is printed as well.
"""

import statistics
import time

from bench._setting_up import scratch_site

SERVICES = 3_000
ROUNDS = 25


def main() -> None:
    with scratch_site(SERVICES) as council:
        from django.test import Client
        from django.urls import reverse
        from wagtail.models import Page, Site

        from localoffer.accounts import actions
        from localoffer.accounts.models import Role, User
        from localoffer.directory.models import CostOption, Phone, Service

        officer = User.objects.create_user("officer", "officer@example.org", "only-for-measuring")
        actions.give_role(officer, authority=council, role=Role.PUBLISHER)
        client = Client(headers={"host": "measured.localhost"})
        client.force_login(officer)

        plain = Service.objects.filter(owner=council).first()
        full = Service.objects.filter(owner=council).last()
        full.phones = [Phone(number=f"01632 960{number:03}") for number in range(30)]
        full.cost_options = [CostOption(option=str(number)) for number in range(30)]
        full.save()
        full.save_revision().publish()

        services = "wagtailsnippets_directory_service"
        home = Site.objects.get(hostname="measured.localhost").root_page
        for number in range(20):
            home.add_child(instance=Page(title=f"Page {number}", slug=f"page-{number}"))
        FRAME, LIST, FORM = (
            "Wagtail’s frame alone",
            "Wagtail’s own list of 20 pages",
            "Wagtail’s own form of a page",
        )
        pages = {
            FRAME: "/admin/bare/",
            LIST: reverse("wagtailadmin_explore", args=[home.pk]),
            FORM: reverse("wagtailadmin_pages:edit", args=[home.get_children().last().pk]),
            f"list of {SERVICES:,} services": reverse(f"{services}:list"),
            "the same, searched": reverse(f"{services}:list") + "?q=club",
            "edit form": reverse(f"{services}:edit", args=[plain.pk]),
            "edit form, 60 rows": reverse(f"{services}:edit", args=[full.pk]),
            "an officer’s week": "/admin/",
        }
        taken = {name: [] for name in pages}
        for _ in range(ROUNDS + 2):
            for name, address in pages.items():  # in turn, so that a busy moment slows all alike
                started = time.perf_counter()
                answer = client.get(address)
                taken[name].append(time.perf_counter() - started)
                assert answer.status_code == 200, (name, answer.status_code)
        middle = {name: statistics.median(times[2:]) for name, times in taken.items()}
        held_against = {f"list of {SERVICES:,} services": (LIST, 3), "edit form": (FORM, 4)}
        for name, took in middle.items():
            told = f"{name}: {took * 1000:.0f} ms, {took / middle[FRAME]:.2f} times the frame"
            if name in held_against:
                bare, most = held_against[name]
                told += f", {took / middle[bare]:.2f} times {bare} (at most {most})"
            print(told)


if __name__ == "__main__":
    main()
