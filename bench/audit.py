"""How fast the auditor reads and checks, beside the plainest loop there is. Run it with: ./dev bench audit [--pages N]

An invented council's Local Offer is served from a process of its own. Its pages are read

- by a bare loop: aiohttp gets each, selectolax parses it, nothing is kept;
- by the auditor without a delay: asked politely, read in its other process, kept in its file;
- by Scrapy, following links by its own extractor and taking the words, headings and links of each page, where
  BENCH_SCRAPY names a Python that has it.

CPU is of all processes but the server's. The check stage is then timed over the pages that were kept.
"""

import argparse
import asyncio
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

AT_ONCE = 8

SCRAPY = """
import json, sys
from scrapy.crawler import CrawlerProcess
from scrapy.linkextractors import LinkExtractor
from scrapy.spiders import CrawlSpider, Rule

start, most = sys.argv[1], int(sys.argv[2])
HOST = start.split("/")[2]  # with its port


class Spider(CrawlSpider):
    name = "bench"
    start_urls = [start]
    rules = [Rule(LinkExtractor(allow_domains=[HOST]), callback="read", follow=True)]
    count = 0

    def read(self, response):
        self.count += 1
        response.css("title::text").get()
        response.css("h1, h2, h3, h4, h5, h6").xpath("string()").getall()
        response.css("main").xpath(".//text()").getall()
        response.xpath("//body//text()").getall()
        [(link.attrib["href"], link.xpath("string()").get()) for link in response.css("a[href]")]
        response.css("img").xpath("@alt").getall()
        response.css("[id]").xpath("@id").getall()
        response.css("meta[content]").xpath("@content").getall()

    def closed(self, reason):
        print(json.dumps(self.count))


process = CrawlerProcess({"LOG_ENABLED": False, "CONCURRENT_REQUESTS": 16, "CONCURRENT_REQUESTS_PER_DOMAIN": 16,
                          "DOWNLOAD_DELAY": 0, "ROBOTSTXT_OBEY": True, "TELNETCONSOLE_ENABLED": False,
                          "CLOSESPIDER_PAGECOUNT": most})
process.crawl(Spider)
process.start()
"""


def weigh(town) -> None:
    """Have a town's pages weigh what a council's do: with a menu of all there is, and scripts in the page."""
    item = (
        '<li class="menu-item"><a href="/send/" class="menu-link" data-item="{n}">Our services {n}</a></li>'
    )
    menu = "".join(item.format(n=n) for n in range(100))
    script = "var settings = 1; " * 900
    head = f'<header><nav><ul class="menu">{menu}</ul></nav></header><script>{script}</script>'.encode()
    for site in town.sites.values():
        for reply in getattr(site, "fixed", {}).values():
            if reply.type.startswith("text/html"):
                reply.body = reply.body.replace(b"<body>", b"<body>" + head, 1)
                # Once, and not while somebody is timed
                reply.packed()
                assert reply.etag


def serve(pages: int) -> None:
    """Serve a town until told to end, and say first where it is."""
    from tests.auditor.town import Plan, Town

    plan = Plan(seed=2, more_pages=pages, traps=False, awkward=False, scripted=0, retry_after=1)
    with Town(plan) as town:
        weigh(town)
        print(json.dumps({"offer": town.truth.offer_home, "allowed": town.allowed}), flush=True)
        sys.stdin.read()


def bare(file: str) -> None:
    """The plainest loop: get, parse, forget."""
    import aiohttp
    from selectolax.lexbor import LexborHTMLParser

    async def every(urls: list[str]) -> None:
        waiting = iter(urls)
        async with aiohttp.ClientSession() as session:

            async def one() -> None:
                for url in waiting:
                    async with session.get(url) as reply:
                        tree = LexborHTMLParser(await reply.text(errors="replace"))
                        [node.attributes.get("href") for node in tree.css("a")]
                        tree.css_first("title")

            await asyncio.gather(*(one() for _ in range(AT_ONCE)))

    asyncio.run(every(json.loads(Path(file).read_text())))


def read(offer: str, allowed: str, pages: str, out: str) -> None:
    """Find, fetch and extract, as an audit does."""
    from localoffer.auditor.audit import Asked, Audit
    from localoffer.auditor.visiting import Visitor

    asked = Asked(
        url=offer,
        out=Path(out),
        most_pages=int(pages),
        delay=0,
        browser=False,
        allowed=tuple(allowed.split(",")),
    )
    audit = Audit(asked)
    kept, _ = audit.open()

    async def fetch() -> None:
        async with Visitor(kept, audit.guard, user_agent=asked.user_agent, delay=0) as visitor:
            await audit.find(visitor)
            await audit.fetch(visitor)

    asyncio.run(fetch())
    # By what came back, since to look into the pages again is no part of reading them
    print(json.dumps([reply.url for reply in kept.replies() if reply.status == 200]), flush=True)


def check(offer: str, allowed: str, pages: str, out: str) -> None:
    """The check stage over what was kept."""
    from localoffer.auditor.audit import Asked, Audit

    audit = Audit(
        Asked(url=offer, out=Path(out), browser=False, allowed=tuple(allowed.split(",")), resume=True)
    )
    kept, _ = audit.open()
    site = audit.site(kept)
    asyncio.run(audit.check(kept, site))
    told = {"pages": len(kept.pages), "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024}
    print(json.dumps(told), flush=True)


def timed(*arguments: str, python: str = sys.executable) -> tuple[str, float, float, int]:
    """What a process said, its seconds, its CPU seconds with its children's, and the most memory any of them had."""
    own = [] if python != sys.executable else [__file__]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.monotonic()
    done = subprocess.run([python, *own, *arguments], capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(done.stderr)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return done.stdout, time.monotonic() - started, cpu, after.ru_maxrss // 1024


class Cost(NamedTuple):
    """Of a run, in seconds."""

    seconds: float
    cpu: float

    def without(self, idle: "Cost") -> "Cost":
        """Without what a run costs that reads nothing."""
        return Cost(self.seconds - idle.seconds, self.cpu - idle.cpu)


def main() -> None:
    """Measure, each beside the bare loop."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=2000)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    server = subprocess.Popen(
        [sys.executable, __file__, "serve", str(options.pages)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert server.stdout
    try:
        where = json.loads(server.stdout.readline())
        with tempfile.TemporaryDirectory() as folder:
            asked = (where["offer"], ",".join(where["allowed"]), str(options.pages), folder)
            file, none = Path(folder, "urls.json"), Path(folder, "none.json")
            none.write_text("[]")
            ours: list[Cost] = []
            plain: list[Cost] = []
            # In turn, since a computer is not as quick at all times
            for round in range(options.rounds):
                kept = str(Path(folder, str(round)))
                said, *cost, memory = timed("read", *asked[:3], kept)
                urls = json.loads(said.splitlines()[-1])
                file.write_text(json.dumps(urls))
                count = len(urls)
                # Starting Python and loading what it needs is no part of a page
                _, *idle, _ = timed("read", *asked[:2], "1", str(Path(folder, f"one-{round}")))
                ours.append(Cost(*cost).without(Cost(*idle)))
                _, *cost, _ = timed("bare", str(file))
                _, *idle, _ = timed("bare", str(none))
                plain.append(Cost(*cost).without(Cost(*idle)))
                asked = (*asked[:3], kept)
            seconds = statistics.median(cost.seconds for cost in ours)
            _tell("bare aiohttp and selectolax", count, plain)
            _tell("the auditor: fetch, extract, keep", count, ours)
            times = [our.cpu / bare.cpu for our, bare in zip(ours, plain, strict=True)]
            print(
                f"  CPU {statistics.median(times):.2f} times the bare loop's"
                f" ({min(times):.2f} to {max(times):.2f} in {len(times)} rounds; limit 3)"
            )
            if python := os.environ.get("BENCH_SCRAPY"):
                script = Path(folder) / "scrapy_bench.py"
                script.write_text(SCRAPY)
                told, *cost, _ = timed(str(script), where["offer"], str(count), python=python)
                _, *idle, _ = timed(str(script), where["offer"], "1", python=python)
                read_by_it = json.loads(told)
                other = Cost(*cost).without(Cost(*idle))
                _tell("Scrapy: fetch, extract", read_by_it, [other])
                print(
                    f"  {other.seconds / read_by_it / (seconds / count):.1f} times Scrapy's pages a second (floor 10)"
                )
            said, _, check_cpu, _ = timed("check", *asked)
            told = json.loads(said.splitlines()[-1])
            print(
                f"check stage: {1000 * check_cpu / told['pages']:.1f} ms CPU a page, start included (limit 10)"
            )
            print(f"memory: {memory} MB while reading, {told['memory']} MB while checking (limit 250)")
    finally:
        server.communicate()


def _tell(who: str, pages: int, costs: list[Cost]) -> None:
    seconds = statistics.median(cost.seconds for cost in costs)
    cpu = statistics.median(cost.cpu for cost in costs)
    print(f"{who}: {pages} pages, {pages / seconds:.0f} a second, {1000 * cpu / pages:.2f} ms CPU each")


if __name__ == "__main__":
    parts = {"serve": lambda pages: serve(int(pages)), "bare": bare, "read": read, "check": check}
    if len(sys.argv) > 1 and sys.argv[1] in parts:
        parts[sys.argv[1]](*sys.argv[2:])
    else:
        main()
