import django.db.models.deletion
from django.db import migrations, models

import spona.kernel.models.record
from spona.kernel.models.row_security import RowSecurity


class Migration(migrations.Migration):
    dependencies = [("kernel", "0003_network_version")]

    operations = [
        migrations.CreateModel(
            name="PaceCount",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=spona.kernel.models.record.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("purpose", models.CharField(max_length=60)),
                ("origin", models.CharField(max_length=64)),
                ("hour", models.DateTimeField()),
                ("times", models.PositiveIntegerField(default=0)),
                ("most", models.PositiveIntegerField()),
                (
                    "network",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="kernel.network"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["hour"], name="pace_by_age")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("network", "purpose", "origin", "hour"), name="pace_counted_once_an_hour"
                    ),
                    models.CheckConstraint(condition=models.Q(("times__lte", models.F("most"))), name="pace_kept"),
                ],
            },
        ),
        RowSecurity(["kernel_pacecount"]),
    ]
