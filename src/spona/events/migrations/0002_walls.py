"""A fair and everything in it is seen in its network only."""

from django.db import migrations

from spona.kernel.models.row_security import RowSecurity


class Migration(migrations.Migration):
    dependencies = [("events", "0001_initial"), ("kernel", "0002_walls")]

    operations = [
        RowSecurity(["events_fair", "events_party", "events_proposal", "events_request", "events_timetable"]),
        RowSecurity(
            ["events_side", "events_slot", "events_wish", "events_suggestion"], parent=("fair_id", "events_fair")
        ),
        RowSecurity(["events_absence"], parent=("party_id", "events_party")),
        RowSecurity(["events_proposaledition"], parent=("proposal_id", "events_proposal")),
        RowSecurity(["events_proposalcomment"], parent=("edition_id", "events_proposaledition")),
        RowSecurity(
            ["events_meeting", "events_seat", "events_unmetwish"], parent=("timetable_id", "events_timetable")
        ),
    ]
