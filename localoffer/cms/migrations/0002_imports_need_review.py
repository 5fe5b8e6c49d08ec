from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cms", "0001_council_settings")]

    operations = [
        migrations.AddField(
            model_name="councilsettings",
            name="imports_need_review",
            field=models.BooleanField(
                default=False,
                help_text="Otherwise families see them at once.",
                verbose_name="new services from imports wait for an officer",
            ),
        ),
    ]
