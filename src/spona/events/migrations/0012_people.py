"""Who comes for a party, by name, so that everybody has a badge."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("events", "0011_comfort")]

    operations = [
        migrations.AddField(
            model_name="party",
            name="people",
            field=models.TextField(blank=True, default="", help_text="who comes, a name a line"),
            preserve_default=False,
        ),
    ]
