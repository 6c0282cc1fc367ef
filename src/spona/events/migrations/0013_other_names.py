"""The names of a party in other languages, so that a reader of one of them reads that name."""

from django.db import migrations, models

import spona.kernel.models.scripts

NAMES_OF_ORGANISATIONS = """
UPDATE events_party party SET other_names = (
  SELECT coalesce(jsonb_object_agg(said.key, said.value ->> 'text'), '{}'::jsonb)
  FROM jsonb_each(organisation.name -> 'texts') said
  WHERE said.key <> party.name_language AND said.value ->> 'status' <> 'machine'
)
FROM parties_organisation organisation
WHERE organisation.id = party.organisation_id AND organisation.name -> 'texts' <> '{}'::jsonb
"""


class Migration(migrations.Migration):
    dependencies = [("events", "0012_people"), ("parties", "0002_walls")]

    operations = [
        migrations.AddField(
            model_name="party",
            name="other_names",
            field=models.JSONField(blank=True, default=dict),
        ),
        migrations.AlterField(
            model_name="party",
            name="name",
            field=spona.kernel.models.scripts.NameInScript(
                language_column="name_language", max_length=300, others_column="other_names"
            ),
        ),
        migrations.RunSQL(NAMES_OF_ORGANISATIONS, migrations.RunSQL.noop),
    ]
