"""What a fair asks of planning beyond wishes: mixed sectors, pauses, even days."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("events", "0010_city_in_script")]

    operations = [
        migrations.AddField(
            model_name="fair",
            name="mix_sectors",
            field=models.BooleanField(default=True, help_text="nobody meets one sector only, where that costs nothing"),
        ),
        migrations.AddField(
            model_name="fair",
            name="longest_run",
            field=models.PositiveSmallIntegerField(
                blank=True,
                default=5,
                help_text="meetings in a row after which a pause is due; empty: any number",
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="fair",
            name="even_days",
            field=models.BooleanField(default=True, help_text="spread each party's meetings over the days"),
        ),
        migrations.AddConstraint(
            model_name="fair",
            constraint=models.CheckConstraint(
                condition=models.Q(("longest_run", None), ("longest_run__gte", 1), _connector="OR"),
                name="fair_run_of_a_meeting",
            ),
        ),
    ]
