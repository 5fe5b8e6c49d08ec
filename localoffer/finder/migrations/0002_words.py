"""Where each database's full-text engine keeps the words of the entries (see finder/engines.py)."""

from django.db import migrations

SQLITE = """
CREATE VIRTUAL TABLE finder_entry_words USING fts5(
    council, name_words, term_words, text_words, rest_words,
    tokenize = "unicode61 remove_diacritics 0 tokenchars '_'"
)
"""
POSTGRESQL = [
    "ALTER TABLE finder_entry ADD COLUMN words tsvector",
    "CREATE INDEX finder_entry_words ON finder_entry USING gin (words)",
]


def add(apps, schema_editor):
    for statement in [SQLITE] if schema_editor.connection.vendor == "sqlite" else POSTGRESQL:
        schema_editor.execute(statement)


def remove(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TABLE finder_entry_words")
    else:
        schema_editor.execute("ALTER TABLE finder_entry DROP COLUMN words")


class Migration(migrations.Migration):
    dependencies = [("finder", "0001_entries")]
    operations = [migrations.RunPython(add, remove)]
