"""Whatever a page does in the browser, nothing but what the guard allows is ever contacted."""

import time

import pytest

from localoffer.auditor.browser import Browser
from localoffer.auditor.network.guard import Guard
from tests.auditor.browser.served import USER_AGENT, Served

# A listener of this machine, said in each way that a page could hope gets past.
HOSTS = [
    "127.0.0.1",
    "localhost",
    "inside.localhost",
    "0x7f.1",
    "2130706433",
    "0177.0.0.1",
    "127.1",
    "0.0.0.0",
    "[::1]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[64:ff9b::7f00:1]",
    "127.0.0.2",
]
# What is never on a council's site, and what a cloud's machines tell about themselves.
ELSEWHERE = [
    "http://169.254.169.254/latest/meta-data/",
    "http://10.0.0.1/",
    "http://192.168.0.1/",
    "http://[fd00::1]/",
]

ASKING = """
const targets = %s;
const said = [];
for (const target of targets) {
  const ws = target.replace("http", "ws");
  try { fetch(target + "fetch").catch(() => {}); } catch {}
  const posting = { mode: "no-cors", method: "POST", body: "x", keepalive: true };
  try { fetch(target + "nocors", posting).catch(() => {}); } catch {}
  try { const x = new XMLHttpRequest(); x.open("GET", target + "xhr"); x.send(); } catch {}
  try { navigator.sendBeacon(target + "beacon", "x"); } catch {}
  try { new WebSocket(ws + "socket"); } catch {}
  try { new EventSource(target + "events"); } catch {}
  try { new Worker(URL.createObjectURL(new Blob([`
        fetch("${target}worker").catch(() => {}); importScripts("${target}import");`]))); } catch {}
  try { new WebSocketStream(ws + "stream"); } catch {}
  try { new WebTransport(target.replace("http:", "https:") + "transport"); } catch {}
  for (const [tag, name] of [["img", "src"], ["iframe", "src"], ["script", "src"], ["embed", "src"], ["object", "data"],
                             ["video", "src"], ["audio", "src"], ["link", "href"]]) {
    const element = document.createElement(tag);
    if (tag === "link") element.rel = "stylesheet";
    element.setAttribute(name, target + tag);
    document.body.append(element);
  }
  for (const rel of "prefetch preload preconnect dns-prefetch prerender modulepreload icon manifest".split(" ")) {
    const link = document.createElement("link");
    Object.assign(link, { rel, href: target + rel, as: "fetch" });
    document.head.append(link);
  }
  const form = document.createElement("form");
  Object.assign(form, { action: target + "form", method: "post", target: "frame-" + Math.random() });
  document.body.append(form);
  try { form.submit(); } catch {}
  try { window.open(target + "window"); } catch {}
  const a = document.createElement("a");
  Object.assign(a, { href: target + "click", ping: target + "ping", target: "_blank" });
  document.body.append(a);
  a.click();
}
const rules = document.createElement("script");
rules.type = "speculationrules";
rules.textContent = JSON.stringify({ prefetch: [{ urls: targets }], prerender: [{ urls: targets }] });
document.head.append(rules);
navigator.serviceWorker?.register("/worker.js").catch(() => {});
"""

CALLING = """
try { new WebTransport("https://127.0.0.1:%(udp)d/"); new WebTransport("https://localhost:%(udp)d/"); } catch {}
const clean = document.createElement("iframe");
document.body.append(clean);
for (const Connection of [RTCPeerConnection, clean.contentWindow.RTCPeerConnection]) {
  const call = new Connection({ iceServers: [
    { urls: "stun:127.0.0.1:%(udp)d" },
    { urls: "stun:localhost:%(udp)d" },
    { urls: "turn:127.0.0.1:%(udp)d?transport=udp", username: "x", credential: "x" },
    { urls: "turn:127.0.0.1:%(tcp)d?transport=tcp", username: "x", credential: "x" },
  ] });
  call.createDataChannel("x");
  call.createOffer().then((offer) => call.setLocalDescription(offer)).then(() => call.setRemoteDescription({
    type: "answer",
    sdp: call.localDescription.sdp.replace(/a=setup:actpass/, "a=setup:active").replace(/a=candidate.*\\r\\n/g, "")
         .replace(/a=ice-ufrag:.*/, "a=ice-ufrag:abcd").replace(/a=ice-pwd:.*/, "a=ice-pwd:abcdefghijklmnopqrstuvwx"),
  })).then(() => Promise.all([
    "candidate:1 1 udp 2122260223 127.0.0.1 %(udp)d typ host",
    "candidate:2 1 tcp 1518280447 127.0.0.1 %(tcp)d typ host tcptype passive",
  ].map((candidate) => call.addIceCandidate({ candidate, sdpMid: "0", sdpMLineIndex: 0 }))))
  .then(() => { document.title = "called"; }, (error) => { document.title = String(error); });
}
"""


@pytest.mark.parametrize("hosts", [HOSTS[:5], HOSTS[5:9], HOSTS[9:]], ids=lambda hosts: " ".join(hosts))
def test_a_page_that_asks_for_all_it_can_reaches_nothing_that_was_not_allowed(chromium, site, closed, hosts):
    targets = [closed.url("/", host) for host in hosts]
    site.pages["/worker.js"] = (
        200,
        {"Content-Type": "text/javascript"},
        f"fetch('{closed.url('/service')}')",
    )
    page = site.show(f"<h1>Short breaks</h1><script>{ASKING % targets}</script>")

    seen = chromium.html_of(page)

    assert "Short breaks" in seen.html, seen.error
    assert "GET /" in site.asked
    assert (closed.connections, closed.asked) == (0, [])


def test_nor_does_it_reach_another_network_while_a_phone_is_looked_at(chromium, site, closed):
    seen = chromium.look(site.show(f"<h1>Short breaks</h1><script>{ASKING % ELSEWHERE}</script>"))

    assert seen.error == ""
    assert site.asked[0] == "GET /"


@pytest.mark.usefixtures("chromium")
def test_the_page_does_ask_where_it_may(loop, site):
    """Were it not for the guard, what the tests above ask for would arrive."""
    other = Served()
    browser = Browser(Guard([f"127.0.0.1:{site.port}", f"localhost:{other.port}"]), USER_AGENT)

    async def look() -> None:
        async with browser:
            await browser.html_of(site.show(f"<script>{ASKING % [other.url('/', 'localhost')]}</script>"))

    loop.run(look())
    other.close()

    asked = {asked.removeprefix("GET /") for asked in other.asked}
    assert asked >= {"fetch", "xhr", "events", "iframe", "script", "link", "prefetch", "window", "click"}
    assert not any(asked.startswith("POST") for asked in other.asked)


def test_no_call_between_browsers_reaches_this_machine(chromium, site, closed, datagrams):
    port, count = datagrams
    calling = CALLING % {"udp": port, "tcp": closed.port}
    page = site.show(f"<h1>Short breaks</h1><script>{calling}</script>" + wait_a_second(site))

    seen = chromium.html_of(page)

    assert "<title>called</title>" in seen.html, "the page did not even try"
    assert (count(), closed.connections) == (0, 0)


def wait_a_second(site) -> str:
    def slow(_):
        time.sleep(1)
        return 200, {"Content-Type": "text/css"}, ""

    site.pages["/slow.css"] = slow
    return '<link rel="stylesheet" href="/slow.css">'


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "0x7f.1"])
def test_a_redirect_leads_nowhere_else(chromium, site, closed, status, host):
    site.pages["/away"] = (status, {"Location": closed.url("/", host)}, "")

    seen = chromium.html_of(site.url("/away"))

    assert seen.error.startswith("it leads where the auditor does not go: "), seen
    assert seen.html == ""
    assert closed.connections == 0


def test_nor_do_redirects_of_what_a_page_holds(chromium, site, closed):
    site.pages["/away"] = (302, {"Location": closed.url("/")}, "")
    page = site.show(
        '<h1>Short breaks</h1><img src="/away"><iframe src="/away"></iframe><script src="/away"></script>'
        '<script>fetch("/away").catch(() => {}); new WebSocket("ws://" + location.host + "/away")</script>'
    )

    chromium.look(page)

    assert site.asked.count("GET /away") >= 4
    assert closed.connections == 0


@pytest.mark.parametrize(
    "going",
    [
        '<meta http-equiv="refresh" content="0; url={}">',
        "<script>location.href = '{}'</script>",
        "<script>setTimeout(() => location.replace('{}'), 200)</script>",
        "<form method='get' action='{}'></form><script>document.forms[0].submit()</script>",
    ],
)
def test_a_page_cannot_send_the_browser_elsewhere(chromium, site, closed, going):
    seen = chromium.look(site.show("<h1>Short breaks</h1>" + going.format(closed.url("/"))))

    assert seen.error
    assert closed.connections == 0


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "chrome://version/",
        "http://169.254.169.254/",
        "http://10.0.0.1/",
        "javascript:1",
        "x",
    ],
)
def test_what_the_guard_refuses_is_not_opened_at_all(chromium, url):
    assert chromium.html_of(url).error
    assert chromium.html_of(url).html == ""


def test_a_page_reads_no_file_of_this_machine(chromium, site):
    page = site.show(
        '<h1>Files</h1><iframe src="file:///etc/hostname"></iframe><script>location = "file:///etc/"</script>'
    )

    seen = chromium.html_of(page)

    assert "<h1>Files</h1>" in seen.html or seen.error


def test_nothing_is_sent_to_the_site_itself(chromium, site):
    page = site.show(
        '<h1>Report</h1><form method="post" action="/report"><input name="x" value="1"></form>'
        '<script>document.forms[0].submit(); navigator.sendBeacon("/beacon", "x");'
        'fetch("/api", { method: "POST", body: "x" }).catch(() => {});'
        'fetch("/api", { method: "DELETE" }).catch(() => {})</script>'
    )

    chromium.look(page)

    assert {asked.split()[0] for asked in site.asked} == {"GET"}


def test_no_service_worker_stays(chromium, site):
    site.pages["/worker.js"] = (200, {"Content-Type": "text/javascript"}, "self.x = 1")
    page = site.show(
        '<h1>Hello</h1><script>navigator.serviceWorker.register("/worker.js").catch(() => {})</script>'
    )

    chromium.look(page)

    assert "GET /worker.js" not in site.asked


def test_one_page_leaves_nothing_behind_for_the_next(chromium, site):
    page = site.show(
        "<script>document.write(`<p>${document.cookie || localStorage.x || 'new here'}</p>`);"
        "document.cookie = 'x=known; max-age=9999'; localStorage.x = 'known'</script>"
    )

    assert "new here" in chromium.html_of(page).html
    assert "new here" in chromium.html_of(page).html


def test_the_browser_says_honestly_who_it_is(chromium, site):
    chromium.look(site.show("<h1>Hello</h1>"))

    assert site.headers["User-Agent"] == "LocalOfferAuditor/1 (+https://auditor.example.org)"
    assert "Windows" not in str(site.headers)
