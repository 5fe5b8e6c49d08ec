"""What an audit has found so far, in one SQLite file: any stage can be done again, and a kill loses nothing.

What belongs together is written in one transaction. Pages and other values are kept as JSON (`values`), long ones
compressed; bodies as they came, so that a later ruleset can read them again without asking the site.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, TypeVar

import msgspec

from .network.fetching import Reply
from .packing import packed, page_of, pressed, unpressed
from .values import Page, Value

FORMAT: Final = 2
"""Of the tables below. A file of another is not read: the audit begins anew."""

MOST_HELD: Final = 4 * 1024**3
"""Bytes of one audit's file: a site of nothing but the largest PDFs would fill a disk. With more, pages are kept as
they were read, and no longer what they were read from: a later ruleset cannot read those again."""

_TABLES: Final = """
CREATE TABLE IF NOT EXISTS said (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS value (
    kind TEXT NOT NULL, key TEXT NOT NULL, json BLOB NOT NULL, PRIMARY KEY (kind, key)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS address (
    id INTEGER PRIMARY KEY,
    url TEXT NOT NULL UNIQUE,
    state TEXT NOT NULL DEFAULT 'waiting',  -- waiting, done, left (see why)
    why TEXT NOT NULL DEFAULT '',
    priority REAL NOT NULL DEFAULT 0,       -- the highest is asked for first
    depth INTEGER NOT NULL DEFAULT 0,       -- clicks from the first page: told, never a limit
    pattern TEXT NOT NULL DEFAULT '',
    is_within INTEGER NOT NULL DEFAULT 1,   -- of the Local Offer itself
    found_on TEXT NOT NULL DEFAULT '',
    text TEXT NOT NULL DEFAULT ''
);
CREATE INDEX IF NOT EXISTS address_next ON address (state, priority DESC, id);
CREATE TABLE IF NOT EXISTS reply (
    url TEXT PRIMARY KEY,                   -- as asked for
    final_url TEXT NOT NULL,
    status INTEGER,                         -- NULL: no answer, see error
    error TEXT NOT NULL DEFAULT '',
    type TEXT NOT NULL DEFAULT '',
    charset TEXT NOT NULL DEFAULT '',
    etag TEXT NOT NULL DEFAULT '',
    modified TEXT NOT NULL DEFAULT '',
    redirects TEXT NOT NULL DEFAULT '[]',
    is_cut INTEGER NOT NULL DEFAULT 0,
    fetched_at TEXT NOT NULL,
    body BLOB
);
CREATE TABLE IF NOT EXISTS page (
    id INTEGER PRIMARY KEY,
    url TEXT NOT NULL UNIQUE,               -- where it was, after redirects
    is_within INTEGER NOT NULL,
    read BLOB NOT NULL
);
"""


Kept = TypeVar("Kept", bound=Value)


class KeptReply(Value, frozen=True):
    """A reply of this run or the last, as far as another request or reading needs it."""

    url: str
    final_url: str
    status: int | None
    error: str = ""
    type: str = ""
    charset: str = ""
    etag: str = ""
    modified: str = ""
    redirects: tuple[str, ...] = ()
    body: bytes = b""

    @property
    def conditions(self) -> dict[str, str]:
        """The headers that ask for a page only if it has changed."""
        if self.status != 200 or not self.body:
            return {}
        told = {"If-None-Match": self.etag, "If-Modified-Since": self.modified}
        # What no request can hold would keep the page from ever being asked for again
        return {name: value for name, value in told.items() if value and value.isprintable()}


class Waiting(Value, frozen=True):
    """An address that is to be asked for."""

    url: str
    depth: int = 0
    priority: float = 0.0
    pattern: str = ""
    is_within: bool = True
    found_on: str = ""
    text: str = ""


class KeptAudit:
    """The file of one audit.

    :raises ValueError: for a file that is none of ours, or of another format
    """

    def __init__(self, path: Path, *, most_held: int = MOST_HELD) -> None:
        self.path = path
        self._left = most_held - (path.stat().st_size if path.exists() else 0)
        self._db = sqlite3.connect(path, isolation_level=None, timeout=30)
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.execute("PRAGMA synchronous = NORMAL")
        self._db.execute("PRAGMA cache_size = -8000")
        # What is written is copied into its place seldom, since each time waits for the disk
        self._db.execute("PRAGMA wal_autocheckpoint = 8000")
        found = self._db.execute("PRAGMA user_version").fetchone()[0]
        if found not in (0, FORMAT):
            self._db.close()
            raise ValueError(
                f"{path} was kept by another version of the auditor; begin anew, without --resume."
            )
        with self.together():
            # One statement at a time: executescript would end the transaction first
            for statement in _TABLES.split(";\n"):
                self._db.execute(statement)
            self._db.execute(f"PRAGMA user_version = {FORMAT}")

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    @contextmanager
    def together(self) -> Iterator[None]:
        """What is written inside is kept as a whole or not at all."""
        if self._db.in_transaction:
            yield
            return
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")

    # --- Small things by name

    def say(self, name: str, value: str) -> None:
        """Keep a word under a name."""
        self._db.execute("INSERT OR REPLACE INTO said VALUES (?, ?)", (name, value))

    def said(self, name: str) -> str:
        """The word under a name, "" where there is none."""
        row = self._db.execute("SELECT value FROM said WHERE name = ?", (name,)).fetchone()
        return row[0] if row else ""

    def put(self, kind: str, key: str, value: Value) -> None:
        """Keep a value under its kind and a key."""
        self._db.execute(
            "INSERT OR REPLACE INTO value VALUES (?, ?, ?)",
            (kind, key, packed(value)),
        )

    def values(self, kind: str, of: type[Kept]) -> dict[str, Kept]:
        """All values of a kind, by key, in the order of their keys."""
        decode = msgspec.json.Decoder(of).decode
        rows = self._db.execute("SELECT key, json FROM value WHERE kind = ? ORDER BY key", (kind,))
        return {key: decode(unpressed(json)) for key, json in rows}

    def forget(self, kind: str) -> None:
        """Forget all values of a kind: its stage is done again."""
        self._db.execute("DELETE FROM value WHERE kind = ?", (kind,))

    # --- Addresses

    def add(self, waiting: Iterable[Waiting]) -> None:
        """Note addresses that are to be asked for; one that is known keeps its state, and the higher priority."""
        self._db.executemany(
            "INSERT INTO address (url, depth, priority, pattern, is_within, found_on, text) VALUES (?,?,?,?,?,?,?)"
            " ON CONFLICT (url) DO UPDATE SET priority = max(priority, excluded.priority),"
            " depth = min(depth, excluded.depth), is_within = max(is_within, excluded.is_within)",
            [
                (each.url, each.depth, each.priority, each.pattern, each.is_within, each.found_on, each.text)
                for each in waiting
            ],
        )

    def next(self, count: int, but: Iterable[str] = ()) -> list[Waiting]:
        """The addresses to ask for next, the likeliest first, without those under way."""
        but = set(but)
        rows = self._db.execute(
            "SELECT url, depth, priority, pattern, is_within, found_on, text FROM address WHERE state = 'waiting'"
            " ORDER BY priority DESC, id LIMIT ?",
            (count + len(but),),
        )
        found = [_waiting(*row) for row in rows if row[0] not in but]
        return found[:count]

    def settle(self, url: str, state: str, why: str = "") -> None:
        """Say what became of an address."""
        self._db.execute("UPDATE address SET state = ?, why = ? WHERE url = ?", (state, why, url))

    def state(self, url: str) -> str:
        """What became of an address; "" for one that is not known."""
        row = self._db.execute("SELECT state FROM address WHERE url = ?", (url,)).fetchone()
        return row[0] if row else ""

    def addresses(self, *states: str) -> Iterator[tuple[Waiting, str]]:
        """Addresses in one of some states, each with why."""
        marks = ",".join("?" * len(states))
        for row in self._db.execute(
            "SELECT url, depth, priority, pattern, is_within, found_on, text, why FROM address"
            f" WHERE state IN ({marks}) ORDER BY priority DESC, id",
            states,
        ):
            yield _waiting(*row[:7]), row[7]

    def count(self, state: str) -> int:
        """How many addresses are in a state."""
        return self._db.execute("SELECT count(*) FROM address WHERE state = ?", (state,)).fetchone()[0]

    # --- Replies

    def put_reply(self, reply: Reply, body: bytes | None = None) -> None:
        """Keep what came back. `body`: what to keep of its body, pressed; without it, its own."""
        if body is None and reply.body:
            body = reply.packed or pressed(reply.body)
        if body and len(body) > self._left:
            body = None
        self._left -= len(body or b"")
        self._db.execute(
            "INSERT OR REPLACE INTO reply VALUES (?,?,?,?,?,?,?,?,?,?,?,?)",
            (
                reply.url,
                reply.final_url,
                reply.status,
                reply.error,
                reply.type,
                reply.charset,
                reply.headers.get("etag", ""),
                reply.headers.get("last-modified", ""),
                msgspec.json.encode(reply.redirects).decode(),
                reply.is_cut,
                datetime.now(UTC).isoformat(timespec="seconds"),
                body,
            ),
        )

    def reply(self, url: str) -> KeptReply | None:
        """What came back for an address, if it was asked for."""
        row = self._db.execute(
            "SELECT url, final_url, status, error, type, charset, etag, modified, redirects, body FROM reply"
            " WHERE url = ?",
            (url,),
        ).fetchone()
        if row is None:
            return None
        return _reply(*row)

    def told(self, url: str) -> KeptReply | None:
        """What came back for an address, without its body."""
        row = self._db.execute(
            "SELECT url, final_url, status, error, type, charset, etag, modified, redirects FROM reply WHERE url = ?",
            (url,),
        ).fetchone()
        return _reply(*row) if row else None

    def replies(self) -> Iterator[KeptReply]:
        """Everything that came back, without bodies, as it was asked for."""
        for row in self._db.execute(
            "SELECT url, final_url, status, error, type, charset, etag, modified, redirects FROM reply ORDER BY rowid"
        ):
            yield _reply(*row)

    # --- Pages

    def put_page(self, page: Page) -> None:
        """Keep a page as it was read; two addresses that lead to one page keep it once."""
        self.put_packed(page.url, packed(page), is_within=page.is_within)

    def put_packed(self, url: str, packed: bytes, *, is_within: bool) -> None:
        """Keep a page that is packed already."""
        self._db.execute(
            "INSERT INTO page (url, is_within, read) VALUES (?,?,?) ON CONFLICT (url) DO UPDATE SET"
            " is_within = max(is_within, excluded.is_within), read = excluded.read",
            (url, is_within, packed),
        )

    def page(self, url: str) -> Page | None:
        """One page, by where it was."""
        row = self._db.execute("SELECT read FROM page WHERE url = ?", (url,)).fetchone()
        return page_of(row[0]) if row else None

    @property
    def pages(self) -> Pages:
        """All pages, to be gone through again and again; one at a time is in memory."""
        return Pages(self._db)


def _waiting(
    url: str, depth: int, priority: float, pattern: str, is_within: int, found_on: str, text: str
) -> Waiting:
    return Waiting(url, depth, priority, pattern, bool(is_within), found_on, text)


def _reply(
    url: str,
    final_url: str,
    status: int | None,
    error: str,
    type: str,
    charset: str,
    etag: str,
    modified: str,
    redirects: str,
    body: bytes | None = None,
) -> KeptReply:
    return KeptReply(
        url,
        final_url,
        status,
        error,
        type,
        charset,
        etag,
        modified,
        msgspec.json.decode(redirects, type=tuple[str, ...]),
        unpressed(body) if body else b"",
    )


class Pages:
    """The pages of a file, one at a time."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def __iter__(self) -> Iterator[Page]:
        for (read,) in self._db.execute("SELECT read FROM page ORDER BY id"):
            yield page_of(read)

    def __len__(self) -> int:
        return self._db.execute("SELECT count(*) FROM page").fetchone()[0]
