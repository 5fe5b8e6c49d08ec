"""Past tenses are found by the words they come from, so every entry's words are made again by the clock's next round."""

from django.db import migrations

STALE = "INSERT INTO finder_staleservice (service_id) SELECT DISTINCT service_id FROM finder_entry"


class Migration(migrations.Migration):
    dependencies = [("finder", "0007_words_by_field")]
    operations = [migrations.RunSQL(STALE, migrations.RunSQL.noop)]
