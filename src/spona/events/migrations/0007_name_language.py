"""In which language a party's name is written, so that it can be read in the reader's script."""

from django.db import migrations, models

import spona.kernel.models.scripts

LANGUAGE_OF_EACH_NAME = """
UPDATE events_party party SET name_language = said.key
FROM parties_organisation organisation, jsonb_each(organisation.name -> 'texts') said
WHERE organisation.id = party.organisation_id AND said.value ->> 'text' = party.name
"""


class Migration(migrations.Migration):
    dependencies = [("events", "0006_confirm_by"), ("parties", "0002_walls")]

    operations = [
        migrations.AddField(
            model_name="party", name="name_language", field=models.CharField(blank=True, default="", max_length=10),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name="party",
            name="name",
            field=spona.kernel.models.scripts.NameInScript(language_column="name_language", max_length=300),
        ),
        migrations.RunSQL(LANGUAGE_OF_EACH_NAME, migrations.RunSQL.noop),
    ]
