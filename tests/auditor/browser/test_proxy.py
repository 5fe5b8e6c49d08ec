"""The browser's only way out, spoken to by whatever gets hold of it."""

import asyncio
import base64
import socket
import threading

import pytest

from localoffer.auditor.browser import proxy as proxies
from localoffer.auditor.browser.proxy import Proxy
from localoffer.auditor.network.guard import Guard


@pytest.fixture
def say(loop, site):
    """Say something to a proxy that may go to `site`, and return the answer. `{me}` is its password."""

    async def exchange(text: str, *, then: str = "", **options) -> str:
        guard = Guard([f"127.0.0.1:{site.port}", f"town.localhost:{site.port}"])
        async with Proxy(guard, **options) as proxy:
            password = base64.b64encode(f"{proxy.username}:{proxy.password}".encode()).decode()
            port = int(proxy.address.rpartition(":")[2])
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(text.replace("{me}", f"Proxy-Authorization: Basic {password}").encode())
            answer = b""
            if then:
                answer = await reader.readuntil(b"\r\n\r\n")
                writer.write(then.encode())
            async with asyncio.timeout(20):
                answer += await reader.read(-1)
            writer.close()
            return answer.decode("latin-1")

    return lambda text, **options: loop.run(exchange(text, **options))


def test_it_goes_where_the_guard_lets_it(say, site):
    page = site.show("<h1>Hello</h1>")

    answer = say(f"GET {page} HTTP/1.1\r\nHost: x\r\n{{me}}\r\n\r\n")

    assert answer.startswith("HTTP/1.0 200 OK\r\n")
    assert "Connection: close\r\n" in answer
    assert "<h1>Hello</h1>" in answer


def test_the_host_it_asks_for_is_the_one_that_was_looked_at(say, site):
    page = site.show("<h1>Hello</h1>")

    say(
        f"GET {page} HTTP/1.1\r\nHost: inside.example\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n{{me}}\r\n\r\n"
    )

    assert site.headers["Host"] == f"127.0.0.1:{site.port}"
    assert site.headers["Connection"] == "close"
    assert not {"Upgrade", "Proxy-Authorization"} & set(site.headers)


@pytest.mark.parametrize(
    "said", ["X: y", "Proxy-Authorization: Basic eDp5", "Proxy-Authorization: {me}", "Authorization: x"]
)
def test_nobody_else_of_this_machine_can_use_it(say, site, said):
    answer = say(f"GET {site.url()} HTTP/1.1\r\nHost: x\r\n{said.replace('{me}', 'Basic')}\r\n\r\n")

    assert answer.startswith("HTTP/1.1 407 ")
    assert site.connections == 0


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_nothing_is_sent_through_it(say, site, method):
    answer = say(f"{method} {site.url()} HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n{{me}}\r\n\r\nx")

    assert answer.startswith("HTTP/1.1 405 ")
    assert site.connections == 0


@pytest.mark.parametrize(
    "target",
    [
        "http://127.0.0.1:{closed}/",
        "http://localhost:{closed}/",
        "http://0x7f.1:{closed}/",
        "http://[::1]:{closed}/",
        "http://127.0.0.1:{site}@127.0.0.1:{closed}/",
        "http://10.0.0.1/",
        "http://169.254.169.254/",
        "http://[::ffff:169.254.169.254]/",
        "http://[64:ff9b::a00:1]/",
        "http://[2002:7f00:1::]/",
        "https://127.0.0.1:{site}/",
        "ftp://127.0.0.1:{site}/",
        "file:///etc/passwd",
        "/etc/passwd",
    ],
)
def test_what_the_guard_refuses_is_refused_by_a_get(say, site, closed, target):
    target = target.format(site=site.port, closed=closed.port)

    answer = say(f"GET {target} HTTP/1.1\r\nHost: 127.0.0.1:{closed.port}\r\n{{me}}\r\n\r\n")

    assert answer.startswith("HTTP/1.1 403 ")
    assert "Proxy-Refused: " in answer
    assert (site.connections, closed.connections) == (0, 0)


@pytest.mark.parametrize(
    "target",
    [
        "127.0.0.1:{closed}",
        "[::1]:{closed}",
        "0x7f.1:{closed}",
        "10.0.0.1:443",
        "169.254.169.254:80",
        "x@127.0.0.1:{closed}",
        ":443",
    ],
)
def test_and_by_a_tunnel(say, closed, target):
    answer = say(f"CONNECT {target.format(closed=closed.port)} HTTP/1.1\r\nHost: x\r\n{{me}}\r\n\r\n")

    assert answer.startswith("HTTP/1.1 403 ")
    assert closed.connections == 0


@pytest.mark.parametrize(
    "text", ["", "\r\n\r\n", "GET\r\n\r\n", "GET / HTTP/9\r\n\r\n", "GET  HTTP/1.1\r\n\r\n", "\x00" * 99]
)
def test_what_is_no_request_gets_nowhere(say, site, text):
    answer = say(text + "\r\n\r\n")

    assert answer == "" or answer.startswith(("HTTP/1.1 400 ", "HTTP/1.1 407 "))
    assert site.connections == 0


def test_headers_without_end_end_the_connection(say, site):
    answer = say(f"GET {site.url()} HTTP/1.1\r\n{{me}}\r\nX: {'x' * 70_000}\r\n\r\n")

    assert answer == ""
    assert site.connections == 0


def test_a_tunnel_carries_tls_and_nothing_else(say, site):
    answer = say(
        f"CONNECT 127.0.0.1:{site.port} HTTP/1.1\r\nHost: x\r\n{{me}}\r\n\r\n",
        then="GET / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\n\r\n",
    )

    assert answer == "HTTP/1.1 200 Connected\r\n\r\n"
    assert site.asked == []


def test_one_connection_asks_for_one_thing(say, site, closed):
    site.show("<h1>Hello</h1>")

    answer = say(
        f"GET {site.url()} HTTP/1.1\r\nHost: x\r\n{{me}}\r\n\r\nGET {closed.url()} HTTP/1.1\r\nHost: x\r\n\r\n"
    )

    assert answer.count("HTTP/1.") <= 1
    assert closed.connections == 0


def test_an_answer_is_cut_where_it_is_larger_than_we_take(say, site, monkeypatch):
    monkeypatch.setattr(proxies, "LARGEST_ANSWER", 1000)
    site.show("x" * 100_000)

    assert len(say(f"GET {site.url()} HTTP/1.1\r\nHost: x\r\n{{me}}\r\n\r\n")) < 1500


def test_a_server_that_never_answers_is_left_in_time(say, site, monkeypatch):
    monkeypatch.setattr(proxies, "WHOLE", 0.5)
    stopped = threading.Event()
    site.pages["/"] = lambda _: stopped.wait(10) and ""

    answer = say(f"GET {site.url()} HTTP/1.1\r\nHost: x\r\n{{me}}\r\n\r\n")
    stopped.set()

    assert answer == ""


def test_a_site_cannot_speak_with_the_proxys_voice(say, site):
    site.pages["/"] = (
        200,
        {"Proxy-Refused": "made up", "Proxy-Authenticate": "Basic", "X-Own": "kept"},
        "Hello",
    )

    answer = say(f"GET {site.url()} HTTP/1.1\r\nHost: x\r\n{{me}}\r\n\r\n")

    assert "X-Own: kept" in answer
    assert "Proxy-" not in answer


def test_robots_txt_is_asked_for_each_address_that_can_be_seen(say, site):
    async def allows(url: str) -> bool:
        return "/private/" not in url

    answer = say(f"GET {site.url('/private/x')} HTTP/1.1\r\nHost: x\r\n{{me}}\r\n\r\n", allows=allows)

    assert answer.startswith("HTTP/1.1 403 ")
    assert site.connections == 0


def test_it_listens_on_this_machine_alone(loop):
    async def address() -> str:
        async with Proxy(Guard()) as proxy:
            return proxy.address

    host = loop.run(address()).removeprefix("http://").rpartition(":")[0]

    assert host == "127.0.0.1" == socket.gethostbyname(host)
