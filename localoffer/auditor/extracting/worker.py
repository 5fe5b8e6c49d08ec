"""Reads pages in a process of its own, with limits: what a page holds may be made to break whoever reads it.

Run as a module it is that process: jobs come in and pages go out, each with its length before it. `Reader` is the other
end: it gives each page so many seconds, and starts the process anew when it dies or hangs.
"""

from __future__ import annotations

import asyncio
import os
import struct
import sys
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Final, Self

import msgspec

from ..gist import Gist, Told, gist_of
from ..no_page import says_not_there
from ..packing import packed, page_of, pressed
from ..values import Page, Value

SECONDS: Final = 15.0
"""For one page; a PDF of twenty megabytes takes long."""

SENT_AHEAD: Final = 1
"""Pages that wait in the other process while one is read."""

MEMORY: Final = 1024 * 1024 * 1024
LARGEST_ANSWER: Final = 16 * 1024 * 1024
_LENGTH: Final = struct.Struct(">I")


class Job(Value, frozen=True):
    """A reply to be read, and what is known of its page. Its body follows it.

    `is_followed`: its links are wanted, but for those that were told before. `is_packed`: its body is kept
    already, or can be kept as it came, and need not be pressed.
    """

    url: str
    status: int
    type: str
    charset: str = ""
    asked_url: str = ""
    is_within: bool = True
    found_on: str = ""
    found_by: str = ""
    is_followed: bool = False
    is_packed: bool = False

    def page(self, type: str, error: str = "") -> Page:
        """The page of a reply of which nothing can be read."""
        return _known(Page(self.url, self.status, type, asked_url=self.asked_url, error=error), self)


class Read(Value, frozen=True):
    """A page as it was read, packed as it is kept, and what is to be known of it at once.

    `body` is its source, pressed, without what visitors wrote; None where what came is to be kept as it is.
    """

    gist: Gist
    packed: bytes
    body: bytes | None = None

    @property
    def page(self) -> Page:
        """The whole page."""
        return page_of(self.packed)


def as_read(page: Page) -> Read:
    """A page that nobody has to read: there is nothing, or it was read before."""
    return Read(gist_of(page), packed(page))


def read(job: Job, body: bytes) -> tuple[Page, bytes]:
    """Read what came back, as what it says it is.

    :returns: the page, and its source without what visitors wrote
    """
    page, source = _read(job, body)
    return _known(page, job), source


def _known(page: Page, job: Job) -> Page:
    """A page with what was known of it before it was read."""
    return msgspec.structs.replace(
        page, is_within=job.is_within, found_on=job.found_on, found_by=job.found_by
    )


def _read(job: Job, body: bytes) -> tuple[Page, bytes]:
    from . import html, pdf

    if job.type == "application/pdf" or (not job.type and body.startswith(b"%PDF-")):
        return pdf.read(body, url=job.url, status=job.status, asked_url=job.asked_url), body
    if job.type in ("text/html", "application/xhtml+xml", ""):
        page = html.read(body, url=job.url, status=job.status, charset=job.charset, asked_url=job.asked_url)
        if page.is_read and says_not_there(page):
            page = msgspec.structs.replace(page, error="it says that there is no such page")
        return page, html.without_comments(body, job.charset) if page.comments else body
    asked = job.asked_url if job.asked_url != job.url else ""
    return Page(url=job.url, status=job.status, type="other", asked_url=asked), body


class Reader:
    """Has pages read in the other process. Use as an async context manager.

    One page is read at a time. The next is sent meanwhile, so that the other process need not wait for us.
    """

    def __init__(self, *, seconds: float = SECONDS) -> None:
        self._seconds = seconds
        self._process: asyncio.subprocess.Process | None = None
        self._few = asyncio.Semaphore(SENT_AHEAD + 1)
        self._sending = asyncio.Lock()
        self._one = (
            asyncio.Lock()
        )  # whoever waits longest has it next, and answers come in the order of the jobs
        self._decode = msgspec.msgpack.Decoder(Read)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._stop()

    async def read(self, job: Job, body: bytes) -> Read:
        """Read one page. Where that fails, the page has an `error` and nothing else."""
        try:
            async with self._few:
                sent_to = await self._send(job, body, ahead=True)
                async with self._one:
                    return await self._read(job, body, sent_to)
        except asyncio.CancelledError:
            # Nobody would take the answer, and the next would take it for its own
            await self._stop()
            raise

    async def _read(self, job: Job, body: bytes, sent_to: asyncio.subprocess.Process | None) -> Read:
        """Read a page whose turn it is, within its seconds."""
        why = "reading it took too long"
        try:
            async with asyncio.timeout(self._seconds):
                return self._decode.decode(await self._answer_to(job, body, sent_to))
        except TimeoutError:
            pass
        except (asyncio.IncompleteReadError, ConnectionError, msgspec.DecodeError, ValueError):
            why = "reading it failed"
        await self._stop()
        kind = "pdf" if job.type == "application/pdf" else "html"
        return as_read(job.page(kind, why))

    async def _answer_to(self, job: Job, body: bytes, sent_to: asyncio.subprocess.Process | None) -> bytes:
        while True:
            # Whoever was before us may have broken it, and our job with it
            if sent_to is None or sent_to is not self._process:
                sent_to = await self._send(job, body)
                continue
            try:
                return await self._answer(sent_to)
            except (asyncio.IncompleteReadError, ConnectionError):
                if sent_to is self._process:
                    raise

    async def _send(self, job: Job, body: bytes, *, ahead: bool = False) -> asyncio.subprocess.Process | None:
        """Hand a job over; returns the process that has it, or None where it was not taken.

        :param ahead: while another is read. Only whoever's turn it is starts the process, else its job came second.
        """
        head = msgspec.msgpack.encode(job)
        async with self._sending:
            process = self._process
            if process is None or process.returncode is not None:
                if ahead:
                    return None
                process = self._process = await self._start()
            assert process.stdin
            try:
                process.stdin.write(_LENGTH.pack(len(head)) + _LENGTH.pack(len(body)) + head + body)
                await process.stdin.drain()
            except ConnectionError:
                return None
        return process

    async def _answer(self, process: asyncio.subprocess.Process) -> bytes:
        assert process.stdout
        (size,) = _LENGTH.unpack(await process.stdout.readexactly(_LENGTH.size))
        if size > LARGEST_ANSWER:
            raise ValueError("its answer is too long")
        return await process.stdout.readexactly(size)

    async def _start(self) -> asyncio.subprocess.Process:
        package = Path(__file__).resolve().parents[3]
        path = os.pathsep.join(filter(None, [str(package), os.environ.get("PYTHONPATH", "")]))
        return await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            __name__,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            env=os.environ | {"PYTHONPATH": path},
            limit=1024 * 1024,
        )

    async def _stop(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        if process.returncode is None:
            process.kill()
        await process.wait()
        # The pipe's own end, else it is closed by whoever collects it, when the loop has gone
        process._transport.close()  # type: ignore[attr-defined]


def _limit() -> None:
    """So much memory and no files written; where the system knows no such limits, the seconds alone hold."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _serve(come: BinaryIO, go: BinaryIO) -> None:
    decode = msgspec.msgpack.Decoder(Job)
    told = Told()
    while len(head := come.read(2 * _LENGTH.size)) == 2 * _LENGTH.size:
        (job_size,), (body_size,) = _LENGTH.unpack(head[:4]), _LENGTH.unpack(head[4:])
        job = decode.decode(come.read(job_size))
        body = come.read(body_size)
        page, source = read(job, body)
        gist = gist_of(page, has_links=job.is_followed and page.is_read, told=told)
        as_it_came = page.type != "html" or (job.is_packed and source is body)
        kept = None if as_it_came else pressed(source)
        answer = msgspec.msgpack.encode(Read(gist, packed(page), kept))
        go.write(_LENGTH.pack(len(answer)) + answer)
        go.flush()


if __name__ == "__main__":
    # Before no file can be written any more: Python keeps what it compiled, and need not compile it at each audit
    from . import html, pdf  # noqa: F401

    _limit()
    _serve(sys.stdin.buffer, sys.stdout.buffer)
