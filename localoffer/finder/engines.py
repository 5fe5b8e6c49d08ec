"""The two databases' full-text engines: SQLite's FTS5 and PostgreSQL's tsvector.

They do two things: find the rows in which any word occurs, and say which words occur in which
field. They do not rank: ranking.py does, and so ranks alike on both. Both are given the same
ready-made words (words.py), and one word that names the council, so that a search within one
council does not read the others' rows.

A hit mask is an integer with a bit for each word and field: bit 4 × word + field.
"""

from collections.abc import Iterable, Sequence

from django.db import connection

FIELDS = ("name_words", "term_words", "text_words", "rest_words")
WEIGHTS = "ABCD"  # PostgreSQL's labels for the four fields
WORDS_TABLE = "finder_entry_words"
MOST_IN_A_MASK = 15  # words whose bits, four each, fit 64


def is_postgresql() -> bool:
    return connection.vendor == "postgresql"


def council_word(authority_id: int) -> str:
    """The word that every row of one council carries. No text has such a word: words.py splits at "_"."""
    return f"_council_{authority_id}"


def words_of(entry) -> str | tuple[str, ...]:
    """What the engine keeps for an entry (an Entry or a dict of its values), as `stored_words` reads it back."""
    get = entry.get if isinstance(entry, dict) else lambda name: getattr(entry, name)
    texts = [get(name) for name in FIELDS]
    if is_postgresql():
        return _read_vector(_vector(texts, get("authority_id")))
    return (council_word(get("authority_id")), *texts)


def learn(entries: Iterable) -> None:
    """Give the engine the words of these entries, which it must not hold yet."""
    entries = list(entries)
    with connection.cursor() as cursor:
        if is_postgresql():
            cursor.executemany(
                "UPDATE finder_entry SET words = %s::tsvector WHERE id = %s",
                [
                    (_vector([getattr(entry, name) for name in FIELDS], entry.authority_id), entry.pk)
                    for entry in entries
                ],
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
            cursor.execute(f"SELECT id, words::text FROM finder_entry WHERE id IN ({marks})", list(entry_ids))
            return {pk: _read_vector(words or "") for pk, words in cursor.fetchall()}
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
            for start in range(0, len(terms), MOST_IN_A_MASK):
                cursor.execute(*_postgres_query(authority_id, terms[start : start + MOST_IN_A_MASK]))
                for entry_id, mask in cursor.fetchall():
                    while mask:
                        lowest = (mask & -mask).bit_length() - 1
                        found[start + lowest // len(FIELDS)][lowest % len(FIELDS)].append(entry_id)
                        mask &= mask - 1
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


def _postgres_query(authority_id: int, terms: Sequence[str]) -> tuple[str, list]:
    """The statement that gives (entry id, hit mask) of every entry of a council that has any of these terms."""
    mask, params = _postgres_mask(terms)
    any_term = f"{_quote(council_word(authority_id))} & ({' | '.join(map(_quote, terms))})"
    return f"SELECT e.id, {mask} FROM finder_entry e WHERE e.words @@ %s::tsquery", [*params, any_term]


def _postgres_mask(terms: Sequence[str]) -> tuple[str, list]:
    """An expression: the bits of all words and fields that occur in an entry's vector."""
    parts, params = [], []
    for number, term in enumerate(terms):
        fields = []
        for place in range(len(WEIGHTS)):
            fields.append(
                f"CASE WHEN e.words @@ %s::tsquery THEN {1 << (4 * number + place)}::bigint ELSE 0 END"
            )
        parts.append(f"CASE WHEN e.words @@ %s::tsquery THEN {' + '.join(fields)} ELSE 0 END")
        params += [_quote(term), *(f"{_quote(term)}:{label}" for label in WEIGHTS)]
    return " + ".join(parts), params


def _quote(word: str) -> str:
    escaped = word.replace("\\", "\\\\").replace("'", "''")
    return f"'{escaped}'"


def _vector(texts: Sequence[str], authority_id: int) -> str:
    """A tsvector literal: each word once, with one position for each field it occurs in.

    Built here because PostgreSQL's own parser would cut some of our words in two. The first four
    positions carry the field's label; order and frequency are not kept.
    """
    labels: dict[str, list[str]] = {}
    for position, (label, text) in enumerate(zip(WEIGHTS, texts, strict=True), start=1):
        for word in dict.fromkeys(text.split()):
            labels.setdefault(word, []).append(f"{position}{label}")
    labels[council_word(authority_id)] = []
    return " ".join(
        f"{_quote(word)}:{','.join(places)}" if places else _quote(word) for word, places in labels.items()
    )


def _read_vector(literal: str) -> tuple[str, ...]:
    """A tsvector literal as a sorted tuple, so that the order of words does not matter. D is not printed back."""
    return tuple(sorted(literal.replace("4D", "4").split()))
