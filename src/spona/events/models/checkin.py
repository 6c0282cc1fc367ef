"""Who has come: the gates of a fair, what was scanned there, and one entry for every party that is in."""

from __future__ import annotations

from django.db import models

from spona.events.models.fair import Fair
from spona.events.models.party import Party
from spona.events.states import EntryWay, ScanOutcome
from spona.kernel.models import NetworkRecord


class Gate(NetworkRecord):
    """A door at which parties are let in. Volunteers open it with a link of its own; closing it ends the link."""

    programme_id = models.UUIDField()
    fair = models.ForeignKey(Fair, on_delete=models.CASCADE, related_name="gates")
    name = models.CharField(max_length=80)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["created_at"]
        constraints = [models.UniqueConstraint(fields=["fair", "name"], name="gate_named_once")]

    def __str__(self) -> str:
        return self.name


class CheckIn(NetworkRecord):
    """The one entry of a party, whoever let it in and however often its badge was read. Written by
    ``events.actions.checkins`` only.

    ``at`` is true time. An entry made without signal also keeps ``device_at``, what the device's clock said, and
    ``skew_seconds``, by how much that clock was behind the server's when it told us.
    """

    programme_id = models.UUIDField()
    fair = models.ForeignKey(Fair, on_delete=models.CASCADE, related_name="check_ins")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="check_ins")
    gate = models.ForeignKey(Gate, on_delete=models.PROTECT, related_name="check_ins")
    at = models.DateTimeField()
    way = models.CharField(max_length=8, choices=EntryWay)
    device_at = models.DateTimeField(null=True, blank=True)
    skew_seconds = models.IntegerField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["party"], name="one_entry_a_party")]
        indexes = [models.Index(fields=["fair", "-at"], name="check_in_latest_first")]

    def __str__(self) -> str:
        return f"{self.party_id} {self.at:%H:%M}"


class Scan(NetworkRecord):
    """One reading of a badge, kept with its answer: a device that sends it again gets the same answer again.

    What was read is not kept, only whose badge it was; None where it was nobody's of this fair.
    """

    fair = models.ForeignKey(Fair, on_delete=models.CASCADE, related_name="scans")
    gate = models.ForeignKey(Gate, on_delete=models.CASCADE, related_name="scans")
    nonce = models.CharField(max_length=40, help_text="drawn by the device for this one reading")
    party = models.ForeignKey(Party, on_delete=models.CASCADE, null=True, blank=True, related_name="scans")
    outcome = models.CharField(max_length=12, choices=ScanOutcome)
    at = models.DateTimeField()
    device_at = models.DateTimeField(null=True, blank=True)
    skew_seconds = models.IntegerField(null=True, blank=True)
    is_offline = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["fair", "nonce"], name="scan_taken_once")]

    def __str__(self) -> str:
        return f"{self.nonce}: {self.outcome}"
