"""How long a council's own pages take, held against a Django view that says hello. ./dev bench pages

The first page of each type of the demonstration council, asked of the same gunicorn over HTTP, in
turn with the hello. Nothing is kept between two answers but what a warm process holds.
"""

import http.client
import time

from bench._setting_up import scratch_database
from bench.finder import ratio, served

ROUNDS = 80
HOST = "fenbridge.localhost"
AT_MOST = 6


def main() -> None:
    with scratch_database():
        from django.db import connection

        from localoffer.pages.demonstration import loading

        loading.load(port=8000)
        addresses = {"home": "/"} | of_each_type()
        connection.close()
        with served() as port:
            for name, address in addresses.items():
                measure(port, name, address)


def of_each_type() -> dict[str, str]:
    """{name of a type: the address of its first published page}, and of a part and the whole where it has parts."""
    from wagtail.models import Site

    from localoffer.pages.models import RedirectPage

    home = Site.objects.get(hostname=HOST).root_page
    found: dict[str, str] = {}
    for page in home.get_descendants().live().order_by("path").specific():
        name = str(page._meta.verbose_name)
        if name in found or isinstance(page, RedirectPage):  # it shows nothing of its own
            continue
        address = "/" + page.url_path.removeprefix(home.url_path)
        found[name] = address
        if parts := list(getattr(page, "parts_by_slug", ())):
            found[f"{name}, a part"] = f"{address}{parts[-1]}/"
            found[f"{name}, all of it"] = f"{address}all/"
    return found


def measure(port: int, name: str, address: str) -> None:
    def ask(path: str) -> float:
        started = time.perf_counter()
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        connection.request("GET", path, headers={"Host": HOST})
        response = connection.getresponse()
        body = response.read()
        connection.close()
        assert response.status == 200, (path, response.status, body[:300])
        return time.perf_counter() - started

    pages, hellos = [], []
    for _ in range(ROUNDS):
        hellos.append(ask("/hello/"))
        pages.append(ask(address))
    ratio(f"{name} ({address})", pages[10:], "hello", hellos[10:], at_most=AT_MOST)


if __name__ == "__main__":
    main()
