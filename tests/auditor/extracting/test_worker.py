"""Whatever a page does to its reader, the audit gets a page back, and the next one is read."""

import asyncio

from localoffer.auditor.extracting.worker import Job, Reader
from localoffer.auditor.gist import gist_of
from localoffer.auditor.packing import unpressed
from tests.auditor.hostile.content import perils as of_content
from tests.auditor.hostile.files import perils as of_files
from tests.auditor.serving import Asked

GOOD = b"<html><title>Good</title><main><p>Some words of a good page.</p></main></html>"


def read(jobs: list[tuple[Job, bytes]]):
    async def all_of_them():
        async with Reader(seconds=20) as reader:
            return [await reader.read(job, body) for job, body in jobs]

    return asyncio.run(all_of_them())


def test_a_good_page_comes_back_with_its_source_and_what_was_known_of_it():
    job = Job("http://x/", 200, "text/html", is_within=False, found_on="http://x/a", found_by="Good")

    (found,) = read([(job, GOOD)])

    assert found.page.title == "Good"
    assert found.page.text == "Some words of a good page."
    assert (found.page.is_within, found.page.found_on, found.page.found_by) == (False, "http://x/a", "Good")
    assert found.body is not None
    assert unpressed(found.body) == GOOD
    assert found.gist.lines == gist_of(found.page).lines


def test_a_link_is_told_once_and_only_of_pages_that_are_followed():
    def body(*links: str) -> bytes:
        return "".join(f"<a href={link}>{link[1:]}</a>" for link in links).encode()

    def job(path: str, is_followed: bool = True) -> Job:
        return Job(f"http://x{path}", 200, "text/html", is_followed=is_followed)

    found = read(
        [
            (job("/elsewhere", is_followed=False), body("/a", "/b")),
            (job("/"), body("/a")),
            (job("/a"), body("/a", "/b")),
        ]
    )

    assert [[url for url, _, _ in each.gist.links] for each in found] == [[], ["http://x/a"], ["http://x/b"]]
    assert [len(each.page.links) for each in found] == [2, 1, 2]


def test_no_hostile_page_or_file_keeps_the_next_from_being_read():
    asked = Asked(0, "hostile", "GET", "/", {})
    jobs = []
    for peril in (*of_content("http://127.0.0.1:9"), *of_files("http://127.0.0.1:9")):
        reply = peril.answer(asked)
        kind = reply.type.partition(";")[0]
        jobs.append((Job(f"http://x{peril.path}", 200, kind), reply.body[: 2 * 1024 * 1024]))

    async def all_of_them():
        async with Reader(seconds=2) as reader:
            found = [await reader.read(job, body) for job, body in jobs]
            reader._seconds = 20  # which may have to be started anew
            return found, await reader.read(Job("http://x/", 200, "text/html"), GOOD)

    found, next_one = asyncio.run(all_of_them())

    assert len(found) == len(jobs)
    assert all(each.page.url for each in found)
    assert next_one.page.title == "Good"


def test_a_page_that_takes_too_long_is_said_to_and_the_next_is_read():
    slow = Job("http://x/slow", 200, "application/pdf")

    # A second is too little to start Python and read: the first fails, and the second has the time it needs
    async def two():
        reader = Reader(seconds=0.001)
        async with reader:
            first = await reader.read(slow, b"%PDF-1.4")
            reader._seconds = 20
            return first, await reader.read(Job("http://x/", 200, "text/html"), GOOD)

    first, second = asyncio.run(two())

    assert first.page.error == "reading it took too long"
    assert second.page.title == "Good"


def test_pages_asked_for_at_once_come_back_each_to_its_own_also_when_some_break_the_reader():
    def job(number: int) -> tuple[Job, bytes]:
        # A base for an address that is none ends the process that reads it
        url = "http://[no-address/" if number % 7 == 3 else f"http://x/{number}"
        return Job(url, 200, "text/html"), GOOD.replace(b"Good", b"Number %d" % number) + b'<base href="/">'

    async def all_at_once():
        async with Reader() as reader:
            return await asyncio.gather(*(reader.read(*job(number)) for number in range(18)))

    found = asyncio.run(all_at_once())

    assert [read.page.title or read.page.error for read in found] == [
        "reading it failed" if number % 7 == 3 else f"Number {number}" for number in range(18)
    ]


def test_whoever_no_longer_waits_leaves_the_next_its_own_page():
    async def one_goes():
        async with Reader() as reader:
            waiting = [
                asyncio.create_task(
                    reader.read(
                        Job(f"http://x/{number}", 200, "text/html"),
                        GOOD.replace(b"Good", b"Number %d" % number),
                    )
                )
                for number in range(6)
            ]
            first = await waiting[0]
            waiting[1].cancel()
            return [first, *await asyncio.gather(*waiting[2:])]

    found = asyncio.run(one_goes())

    assert [read.page.title for read in found] == ["Number 0", "Number 2", "Number 3", "Number 4", "Number 5"]
