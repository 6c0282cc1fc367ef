"""The partnership fair: its time, its sides, its slots and its tables."""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q

from spona.events.states import FAIR_MOVES, FairState, MetBefore
from spona.kernel.models import NetworkRecord, Record, TranslatedField, Versioned


class TsTzRange(Func):
    """The span of time from one column to another, for exclusion constraints."""

    function = "TSTZRANGE"
    output_field = DateTimeRangeField()


class Fair(NetworkRecord, Versioned):
    """One fair in one programme. State is moved by ``events.actions.fairs`` only (open, close wishes, publish,
    re-open, end).

    ``tables`` empty: as many meetings at once as there are pairs. ``meeting_minutes`` and ``break_minutes`` are what
    slots are made with; each slot keeps its own times afterwards. ``follows``: last year's fair, which this one was
    made from. ``met_before``: what planning does with pairs that met at an earlier fair of the network; this,
    ``mix_sectors``, ``longest_run`` and ``even_days`` are what planning asks for beyond wishes
    (``events.actions.comfort``).
    """

    moves: ClassVar[dict[str, tuple[str, ...]]] = FAIR_MOVES

    programme = models.ForeignKey("programmes.Programme", on_delete=models.PROTECT, related_name="+")
    slug = models.SlugField(max_length=80)
    name = TranslatedField()
    about = TranslatedField()
    state = models.CharField(max_length=12, choices=FairState, default=FairState.PREPARING)
    is_public = models.BooleanField(default=False)
    venue = models.CharField(max_length=200, blank=True)
    city = models.CharField(max_length=120, blank=True)
    time_zone = models.CharField(max_length=64, default="Europe/Belgrade")
    starts_on = models.DateField()
    tables = models.PositiveIntegerField(null=True, blank=True)
    meeting_minutes = models.PositiveSmallIntegerField(default=20)
    break_minutes = models.PositiveSmallIntegerField(default=0)
    wishes_close_at = models.DateTimeField(null=True, blank=True)
    request_days = models.PositiveSmallIntegerField(default=5, help_text="a request unanswered this long expires")
    confirm_days = models.PositiveSmallIntegerField(
        default=7, help_text="a public registration nobody confirms gives its place back after so long"
    )
    max_musts = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="musts a party may say; empty: any number"
    )
    currency = models.CharField(max_length=3, default="EUR")
    follows = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    met_before = models.CharField(max_length=6, choices=MetBefore, default=MetBefore.IGNORE, blank=True)
    mix_sectors = models.BooleanField(default=True, help_text="nobody meets one sector only, where that costs nothing")
    longest_run = models.PositiveSmallIntegerField(
        null=True, blank=True, default=5, help_text="meetings in a row after which a pause is due; empty: any number"
    )
    even_days = models.BooleanField(default=True, help_text="spread each party's meetings over the days")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["network", "slug"], name="fair_address_once"),
            models.CheckConstraint(condition=Q(tables=None) | Q(tables__gte=1), name="fair_has_a_table"),
            models.CheckConstraint(condition=Q(meeting_minutes__gte=1), name="fair_meeting_takes_time"),
            models.CheckConstraint(condition=Q(longest_run=None) | Q(longest_run__gte=1), name="fair_run_of_a_meeting"),
        ]
        indexes = [models.Index(fields=["network", "-starts_on"], name="fair_by_date")]

    def __str__(self) -> str:
        return self.name.text() or self.slug


class Side(Record):
    """One side of a fair: CSOs, companies, towns ... A fair has one side (peers among themselves), two or more.

    ``places`` limits registration; ``taken`` is raised by a conditional update only, under the check below, and
    counts everybody but those who declined or withdrew; ``confirmed`` counts those who said that they come. ``hosts``:
    its parties keep a table, the others move.
    """

    fair = models.ForeignKey(Fair, on_delete=models.CASCADE, related_name="sides")
    code = models.SlugField(max_length=40)
    name = TranslatedField()
    position = models.PositiveSmallIntegerField(default=0)
    organisation_kind = models.CharField(max_length=30, blank=True, help_text="the kind its organisations usually are")
    min_meetings = models.PositiveSmallIntegerField(default=0)
    max_meetings = models.PositiveSmallIntegerField(null=True, blank=True)
    hosts = models.BooleanField(default=False)
    meets_own_side = models.BooleanField(default=False)
    places = models.PositiveIntegerField(null=True, blank=True)
    taken = models.PositiveIntegerField(default=0)
    confirmed = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["fair", "code"], name="side_code_once"),
            models.CheckConstraint(condition=Q(places=None) | Q(taken__lte=F("places")), name="side_not_overfull"),
            models.CheckConstraint(
                condition=Q(max_meetings=None) | Q(max_meetings__gte=F("min_meetings")), name="side_min_below_max"
            ),
        ]

    def __str__(self) -> str:
        return self.name.text() or self.code

    @property
    def is_full(self) -> bool:
        """Whether the last place was gone when the row was read; taking one asks the database again."""
        return self.places is not None and self.taken >= self.places


class Slot(Record):
    """One span of the fair's day in which meetings happen. Slots of a fair do not overlap.

    A slot that holds meetings is not deleted.
    """

    fair = models.ForeignKey(Fair, on_delete=models.CASCADE, related_name="slots")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        ordering = ["starts_at"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="slot_ends_after_it_starts"),
            ExclusionConstraint(
                name="slots_do_not_overlap",
                expressions=[
                    ("fair", RangeOperators.EQUAL),
                    (TsTzRange("starts_at", "ends_at", RangeBoundary()), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.starts_at:%H:%M}"

    @property
    def network_id(self) -> UUID:
        """The fair's network, for the rules."""
        return self.fair.network_id

    @property
    def programme_id(self) -> UUID:
        """The fair's programme, for the rules."""
        return self.fair.programme_id

    @property
    def minutes(self) -> int:
        """Whole minutes from start to end."""
        return int((self.ends_at - self.starts_at).total_seconds() // 60)
