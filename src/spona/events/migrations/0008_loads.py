"""How many meetings each party has is kept with its timetable; parties are found by words in their names."""

import django.db.models.deletion
from django.db import migrations, models

import spona.kernel.models.record
from spona.kernel.models.row_security import RowSecurity
from spona.kernel.models.word_search import WordSearch

COUNT_LOADS = """
INSERT INTO events_load (id, created_at, updated_at, timetable_id, party_id, meetings, sort_key)
SELECT gen_random_uuid(), now(), now(), timetable.id, party.id, count(seat.id), party.sort_key
FROM events_timetable timetable
JOIN events_party party ON party.fair_id = timetable.fair_id AND party.state IN ('invited', 'confirmed', 'no_show')
LEFT JOIN events_seat seat ON seat.timetable_id = timetable.id AND seat.party_id = party.id
GROUP BY timetable.id, party.id
"""


class Migration(migrations.Migration):
    dependencies = [("events", "0007_name_language"), ("kernel", "0005_word_search")]

    operations = [
        migrations.CreateModel(
            name="Load",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=spona.kernel.models.record.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "timetable",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="loads", to="events.timetable"
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="events.party"
                    ),
                ),
                ("meetings", models.PositiveSmallIntegerField()),
                (
                    "sort_key",
                    models.CharField(
                        db_collation="C", help_text="the party's, for the order of the list", max_length=400
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("timetable", "party"), name="load_counted_once")],
                "indexes": [
                    models.Index(fields=["timetable", "meetings", "sort_key", "id"], name="load_fewest_first")
                ],
            },
        ),
        RowSecurity(["events_load"], parent=("timetable_id", "events_timetable")),
        migrations.RunSQL(COUNT_LOADS, migrations.RunSQL.noop),
        WordSearch("events_party", "folded", part="fair_id"),
    ]
