from django.db import migrations, models


def make_again(apps, schema_editor):
    """Entries with a wait lack its weeks: the clock makes them again within a minute."""
    entries = apps.get_model("finder", "Entry").objects.exclude(wait="")
    stale = apps.get_model("finder", "StaleService")
    stale.objects.bulk_create(
        [stale(service_id=pk) for pk in entries.values_list("service_id", flat=True).distinct()],
        batch_size=1000,
    )


class Migration(migrations.Migration):
    dependencies = [("finder", "0002_words")]

    operations = [
        migrations.AddField("entry", "wait_weeks", models.PositiveSmallIntegerField(null=True)),
        migrations.RunPython(make_again, migrations.RunPython.noop),
    ]
