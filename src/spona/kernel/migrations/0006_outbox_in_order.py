"""The outbox is read in its full order, and by state, from indexes built beside the running server."""

from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("kernel", "0005_word_search")]

    operations = [
        AddIndexConcurrently(
            "outboxmessage", models.Index(fields=["network", "-created_at", "-id"], name="outbox_in_order")
        ),
        AddIndexConcurrently("outboxmessage", models.Index(fields=["network", "state"], name="outbox_by_state")),
        RemoveIndexConcurrently("outboxmessage", "outbox_newest_first"),
    ]
