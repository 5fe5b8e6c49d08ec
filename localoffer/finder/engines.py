"""The two databases' full-text engines: SQLite's FTS5 and PostgreSQL's tsvector.

They do one thing: find the entries in which a word occurs, field by field. They do not rank: ranking.py does, and so
ranks alike on both. Both are given the same ready-made words (words.py).

SQLite keeps a column for each field, and one word that names the council. PostgreSQL keeps each word together with its
council and its field ("164_A_wheelchair"), so that its index alone gives the answer: neither other councils' rows nor
the long list of an entry's words is read. With labels in place of fields it read both, and a search took ten times as
long (`./dev bench finder_large`).
"""

from collections.abc import Iterable, Sequence

from django.db import connection

FIELDS = ("name_words", "term_words", "text_words", "rest_words")
LETTERS = "ABCD"  # the four fields, for PostgreSQL
WORDS_TABLE = "finder_entry_words"


def is_postgresql() -> bool:
    return connection.vendor == "postgresql"


def council_word(authority_id: int) -> str:
    """The word that every row of one council carries in SQLite. No text has it: words.py splits at "_"."""
    return f"_council_{authority_id}"


def words_of(entry) -> tuple[str, ...]:
    """What the engine keeps for an entry (an Entry or a dict of its values), as `stored_words` reads it back."""
    get = entry.get if isinstance(entry, dict) else lambda name: getattr(entry, name)
    texts, authority_id = [get(name) for name in FIELDS], get("authority_id")
    if is_postgresql():
        return tuple(
            sorted(
                {
                    lexeme(authority_id, letter, word)
                    for letter, text in zip(LETTERS, texts, strict=True)
                    for word in text.split()
                }
            )
        )
    return (council_word(authority_id), *texts)


def lexeme(authority_id: int, letter: str, word: str) -> str:
    """A word in one field of one council's entries, as PostgreSQL keeps it."""
    return f"{authority_id}_{letter}_{word}"


def learn(entries: Iterable) -> None:
    """Give the engine the words of these entries, which it must not hold yet."""
    entries = list(entries)
    with connection.cursor() as cursor:
        if is_postgresql():
            cursor.executemany(
                "UPDATE finder_entry SET words = array_to_tsvector(%s::text[]) WHERE id = %s",
                [(list(words_of(entry)), entry.pk) for entry in entries],
            )
        else:
            cursor.executemany(
                f"INSERT INTO {WORDS_TABLE} (rowid, council, {', '.join(FIELDS)}) VALUES (%s, %s, %s, %s, %s, %s)",
                [(entry.pk, *words_of(entry)) for entry in entries],
            )


def forget(entry_ids: Sequence[int]) -> None:
    """Take these entries' words away. (On PostgreSQL they stand in the entry's own row and go with it.)"""
    if entry_ids and not is_postgresql():
        with connection.cursor() as cursor:
            cursor.executemany(f"DELETE FROM {WORDS_TABLE} WHERE rowid = %s", [(pk,) for pk in entry_ids])


def stored_words(entry_ids: Sequence[int]) -> dict[int, object]:
    """What the engine holds for these entries: {entry id: as words_of() gives it}."""
    if not entry_ids:
        return {}
    marks = ", ".join(["%s"] * len(entry_ids))
    with connection.cursor() as cursor:
        if is_postgresql():
            cursor.execute(
                f"SELECT id, tsvector_to_array(words) FROM finder_entry WHERE id IN ({marks})",
                list(entry_ids),
            )
            return {pk: tuple(sorted(words or ())) for pk, words in cursor.fetchall()}
        cursor.execute(
            f"SELECT rowid, council, {', '.join(FIELDS)} FROM {WORDS_TABLE} WHERE rowid IN ({marks})",
            list(entry_ids),
        )
        return {pk: tuple(words) for pk, *words in cursor.fetchall()}


def count_orphans() -> int:
    """How many rows of words belong to no entry."""
    if is_postgresql():
        return 0
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT COUNT(*) FROM {WORDS_TABLE} WHERE rowid NOT IN (SELECT id FROM finder_entry)")
        return cursor.fetchone()[0]


def tidy() -> None:
    """Drop words of no entry and merge the engine's index into its quickest form."""
    with connection.cursor() as cursor:
        if is_postgresql():
            cursor.execute("ANALYZE finder_entry")
            return
        cursor.execute(f"DELETE FROM {WORDS_TABLE} WHERE rowid NOT IN (SELECT id FROM finder_entry)")
        cursor.execute(f"INSERT INTO {WORDS_TABLE} ({WORDS_TABLE}) VALUES ('optimize')")
        cursor.execute("ANALYZE finder_entry")


def entries_with(authority_id: int, terms: Sequence[str], *, is_alone: bool) -> list[list[list[int]]]:
    """Keys of the entries that have each term in each field: `[[in names, in terms, …], …]`, in order of `terms`.

    `is_alone`: most entries here are this council's, so that SQLite is quicker without asking whose they are; keys of
    other councils' may then be among them.
    """
    found: list[list[list[int]]] = [[[] for _ in FIELDS] for _ in terms]
    with connection.cursor() as cursor:
        if is_postgresql():
            queries = [_quote(lexeme(authority_id, letter, term)) for term in terms for letter in LETTERS]
            cursor.execute(POSTGRESQL_STATEMENT, [queries])
            for number, keys in cursor.fetchall():
                place, letter = divmod(number - 1, len(LETTERS))
                found[place][letter] = keys
            return found
        for number, term in enumerate(terms):
            for place, statement in enumerate(sqlite_statements(authority_id, term, is_alone=is_alone)):
                cursor.execute(*statement)
                found[number][place] = [pk for (pk,) in cursor.fetchall()]
    return found


def sqlite_statements(authority_id: int, term: str, *, is_alone: bool) -> list[tuple[str, list[str]]]:
    """For each field the statement that finds a term there, and its parameters, in Django's %s style.

    One by one: gathering them into one statement makes SQLite sort and Python take apart again.
    """
    whose = "" if is_alone else f'council : "{council_word(authority_id)}" AND '
    sql = f"SELECT rowid FROM {WORDS_TABLE} WHERE {WORDS_TABLE} MATCH %s"
    return [(sql, [f'{whose}{name} : "{term}"']) for name in FIELDS]


# Every word in one statement, each looked up by itself
POSTGRESQL_STATEMENT = """
    SELECT asked.number, found.keys
    FROM unnest(%s::text[]) WITH ORDINALITY AS asked (query, number)
    CROSS JOIN LATERAL (SELECT array_agg(id) AS keys FROM finder_entry WHERE words @@ asked.query::tsquery) AS found
    WHERE found.keys IS NOT NULL
"""


def _quote(word: str) -> str:
    escaped = word.replace("\\", "\\\\").replace("'", "''")
    return f"'{escaped}'"
