"""Promises keep the order in which they were written down."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("partnerships", "0002_walls")]

    operations = [
        migrations.AddField(
            model_name="contribution",
            name="position",
            field=models.PositiveSmallIntegerField(
                default=0, help_text="the order in which promises were written down"
            ),
        ),
    ]
