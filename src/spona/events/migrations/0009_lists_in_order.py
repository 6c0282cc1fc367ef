"""The orders in which lists are read have indexes, built beside the running server."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("events", "0008_loads")]

    operations = [
        AddIndexConcurrently(
            "meeting", models.Index(fields=["timetable", "slot", "table_number", "id"], name="meeting_in_order_of_time")
        ),
        AddIndexConcurrently("meeting", models.Index(fields=["timetable", "table_number"], name="meeting_by_table")),
        AddIndexConcurrently(
            "request", models.Index(fields=["fair", "-created_at", "-id"], name="request_latest_first")
        ),
        AddIndexConcurrently("suggestion", models.Index(fields=["fair", "-score", "id"], name="suggestion_best_first")),
        AddIndexConcurrently("wish", models.Index(fields=["fair", "level"], name="wish_by_level")),
    ]
