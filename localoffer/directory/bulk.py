"""Many rows written with one prepared statement each: far quicker than Django's bulk methods for wide rows.

What takes time, turning values into what the database holds, happens when a row is added to a `Statement`: so
that can be done before a transaction begins, and the transaction only runs it.

None of this sends Django's signals or calls `pre_save`: whoever writes in bulk sets such fields, and tells the
rooms above (see signals.py).
"""

import json
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db import connection, models


class Statement:
    """One SQL statement, and the parameters of each row it is run for."""

    def __init__(self, sql: str, columns: Sequence[models.Field]) -> None:
        self.sql = sql
        self.params: list[tuple] = []
        self._columns = [(column.attname, _preparing(column)) for column in columns]

    def add(self, row: Any) -> None:
        """Run it for this row, too: anything with the attributes of the model."""
        self.params.append(tuple(prepare(getattr(row, name)) for name, prepare in self._columns))

    def add_values(self, *values: Any) -> None:
        """Run it for these values, too, in the order of its fields."""
        self.params.append(
            tuple(prepare(value) for (_, prepare), value in zip(self._columns, values, strict=True))
        )

    def run(self) -> None:
        """Run it for every row, in the current transaction."""
        if self.params:
            with connection.cursor() as cursor:
                cursor.executemany(self.sql, self.params)


def inserting(model: type[models.Model], names: Sequence[str] | None = None) -> Statement:
    """A statement that adds rows, with these fields or with all. A key that the database makes is left to it."""
    meta = model._meta
    columns = [meta.get_field(name) for name in names] if names else meta.concrete_fields
    columns = [each for each in columns if not isinstance(each, models.AutoField)]
    into = ", ".join(_quote(each.column) for each in columns)
    places = ", ".join(_place(each) for each in columns)
    return Statement(f"INSERT INTO {_quote(meta.db_table)} ({into}) VALUES ({places})", columns)


def updating(model: type[models.Model], names: Sequence[str] | None = None) -> Statement:
    """A statement that changes these fields (all but the key, when none are named) of the row with a key.

    The key comes last in the order of its fields.
    """
    meta = model._meta
    columns = (
        [meta.get_field(name) for name in names]
        if names
        else [f for f in meta.concrete_fields if f is not meta.pk]
    )
    changes = ", ".join(f"{_quote(each.column)} = {_place(each)}" for each in columns)
    where = f"{_quote(meta.pk.column)} = %s"
    return Statement(f"UPDATE {_quote(meta.db_table)} SET {changes} WHERE {where}", [*columns, meta.pk])


def deleting(model: type[models.Model], name: str) -> Statement:
    """A statement that deletes all rows with a value in the field `name`. Only for rows that nothing points at."""
    column = model._meta.get_field(name)
    table = _quote(model._meta.db_table)
    return Statement(f"DELETE FROM {table} WHERE {_quote(column.column)} = %s", [column])


def update_rows(rows: Iterable[models.Model], names: Sequence[str] | None = None) -> None:
    """Write these fields (all but the key, when none are named) of rows that exist, all of one model."""
    rows = list(rows)
    if rows:
        statement = updating(type(rows[0]), names)
        for row in rows:
            statement.add(row)
        statement.run()


def _preparing(column: models.Field) -> Callable[[Any], Any]:
    """What turns a value of this column into what the database holds."""
    if isinstance(column, models.ForeignKey):
        return _preparing(column.target_field)
    # JSON as text at once: what psycopg would keep until the statement is run takes ten times the memory
    if isinstance(column, models.JSONField):
        return lambda value: None if value is None else json.dumps(value, cls=column.encoder)
    if isinstance(column, _AS_THEY_ARE):
        return _as_it_is
    return lambda value: column.get_db_prep_save(value, connection)


# Both databases take these as Python has them
_AS_THEY_ARE = (models.CharField, models.TextField, models.BooleanField, models.FloatField)


def _as_it_is(value: Any) -> Any:
    return value


def _place(column: models.Field) -> str:
    return "%s::jsonb" if isinstance(column, models.JSONField) and connection.vendor == "postgresql" else "%s"


def _quote(name: str) -> str:
    return connection.ops.quote_name(name)
