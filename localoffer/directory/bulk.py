"""Many rows changed with one prepared statement: far quicker than bulk_update's long CASE for wide rows."""

from collections.abc import Iterable, Sequence

from django.db import connection, models


def update_rows(rows: Iterable[models.Model], names: Sequence[str] | None = None) -> None:
    """Write these fields (all but the key, when none are named) of rows that exist, all of one model.

    Like QuerySet.bulk_update it sends no signals: whoever calls it tells the rooms above (see signals.py).
    """
    rows = list(rows)
    if not rows:
        return
    meta = type(rows[0])._meta
    fields = [meta.get_field(name) for name in names] if names else [f for f in meta.concrete_fields if not f.primary_key]
    quote = connection.ops.quote_name
    columns = ", ".join(f"{quote(each.column)} = %s" for each in fields)
    statement = f"UPDATE {quote(meta.db_table)} SET {columns} WHERE {quote(meta.pk.column)} = %s"
    with connection.cursor() as cursor:
        cursor.executemany(
            statement,
            [
                [
                    *(each.get_db_prep_save(getattr(row, each.attname), connection) for each in fields),
                    meta.pk.get_db_prep_value(row.pk, connection),
                ]
                for row in rows
            ],
        )
