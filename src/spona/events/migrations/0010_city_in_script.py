"""A party's town reads in its reader's script as its name does; nothing stored changes."""

from django.db import migrations

import spona.kernel.models.scripts


class Migration(migrations.Migration):
    dependencies = [("events", "0009_lists_in_order")]

    operations = [
        migrations.AlterField(
            "party",
            "city",
            spona.kernel.models.scripts.NameInScript(blank=True, language_column="name_language", max_length=120),
        ),
    ]
