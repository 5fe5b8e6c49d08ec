"""How fast the admin is, as multiples of a bare page of Wagtail's admin measured in the same run. ./dev bench admin

The bare page is Wagtail's own frame (menu, header, messages) with one word in it.
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
        pages = {
            "bare page": "/admin/bare/",
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
        bare = statistics.median(taken["bare page"][2:])
        most = {f"list of {SERVICES:,} services": 3, "edit form": 4}
        for name, times in taken.items():
            middle = statistics.median(times[2:])
            limit = f" (at most {most[name]})" if name in most else ""
            print(f"{name}: {middle * 1000:.0f} ms, {middle / bare:.2f} times the bare page{limit}")


if __name__ == "__main__":
    main()
