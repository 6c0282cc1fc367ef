"""Gates, entries, scans, ad-hoc meetings and ratings are seen in their network only."""

from django.db import migrations

from spona.kernel.models.row_security import RowSecurity


class Migration(migrations.Migration):
    dependencies = [("events", "0004_day_of_the_fair"), ("kernel", "0002_walls")]

    operations = [
        RowSecurity(["events_gate", "events_checkin", "events_scan", "events_adhocmeeting", "events_rating"]),
    ]
