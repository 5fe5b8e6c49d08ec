"""PostgreSQL keeps each word with its council and its field, so that its index alone answers (see finder/engines.py)."""

from django.db import migrations

BY_FIELD = """
UPDATE finder_entry SET words = array_to_tsvector(ARRAY(
    SELECT DISTINCT authority_id || '_' || field.letter || '_' || word
    FROM (VALUES ('A', name_words), ('B', term_words), ('C', text_words), ('D', rest_words)) AS field (letter, text),
         string_to_table(field.text, ' ') AS word
    WHERE word <> ''
))
"""


def write_again(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(BY_FIELD)


class Migration(migrations.Migration):
    dependencies = [("finder", "0006_meanings")]
    # Back again, the words are of no use to the older code until `localoffer index rebuild`
    operations = [migrations.RunPython(write_again, migrations.RunPython.noop)]
