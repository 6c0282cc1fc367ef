"""How many meetings of an earlier plan a run may touch."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("matching", "0002_walls")]

    operations = [
        migrations.AddField(
            model_name="matchrun",
            name="most_moves",
            field=models.PositiveIntegerField(
                blank=True, help_text="meetings of the start it may touch at most; empty: as few as can be", null=True
            ),
        ),
    ]
