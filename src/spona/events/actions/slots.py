"""The spans of time in which meetings happen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from spona.events.models import Fair, Meeting, Slot
from spona.events.queries.clocks import FairClock
from spona.events.states import TimetableState
from spona.kernel.actions import action, lock, record
from spona.kernel.models import Actor, Problem
from spona.kernel.rules import require

MOST_SLOTS = 200
NAMED = 5
"""Meetings spelled out in a refusal; the rest is counted."""


@action
def add_slots(
    *,
    fair: Fair,
    starts_at: dt.datetime,
    count: int,
    by: Actor,
    minutes: int | None = None,
    break_minutes: int | None = None,
    long_breaks: Mapping[int, int] | None = None,
) -> list[Slot]:
    """Add ``count`` slots one after another from ``starts_at``, with the fair's breaks between them.

    ``minutes`` and ``break_minutes`` left out: the fair's. ``long_breaks``: after the n-th new slot, counted from 1,
    so many minutes instead of the short break ({6: 60} is lunch). Errors: ``Problem`` for a slot over one the fair
    has already.
    """
    require("events.manage_fair", by, fair)
    locked = lock(fair)
    length = locked.meeting_minutes if minutes is None else minutes
    pause = locked.break_minutes if break_minutes is None else break_minutes
    pauses = long_breaks or {}
    if not 1 <= count <= MOST_SLOTS:
        raise Problem(
            _("%(count)s slots cannot be added at once.") % {"count": count},
            place="count",
            remedy=_("Write a number from 1 to %(most)s.") % {"most": MOST_SLOTS},
            code="slot_count",
        )
    if pause < 0 or any(longer < 0 for longer in pauses.values()):
        raise Problem(_("A break cannot be shorter than nothing."), place="break_minutes", code="negative")
    slots, start = [], starts_at
    for number in range(1, count + 1):
        slot = Slot(fair=locked, starts_at=start, ends_at=start + dt.timedelta(minutes=length))
        slots.append(slot)
        start = slot.ends_at + dt.timedelta(minutes=pauses.get(number, pause))
    _check_times(locked, slots)
    Slot.objects.bulk_create(slots)
    record("events.slots_added", on=locked, by=by, data={"count": count, "from": starts_at, "minutes": length})
    return slots


@action
def edit_slot(*, slot: Slot, starts_at: dt.datetime, ends_at: dt.datetime, by: Actor) -> Slot:
    """Move a slot in time; the meetings in it move along. Errors: ``Problem`` for an impossible or overlapping time."""
    require("events.manage_fair", by, slot.fair)
    fair = lock(slot.fair)
    locked = lock(slot)
    locked.starts_at, locked.ends_at = starts_at, ends_at
    _check_times(fair, [locked])
    locked.save(update_fields=["starts_at", "ends_at", "updated_at"])
    record("events.slot_edited", on=fair, by=by, data={"slot": slot.pk, "starts_at": starts_at, "ends_at": ends_at})
    return locked


@action
def remove_slot(*, slot: Slot, by: Actor) -> None:
    """Remove a slot nobody meets in. Meetings of discarded drafts go with it.

    Errors: ``Problem`` naming the meetings in it: a slot never takes meetings along.
    """
    require("events.manage_fair", by, slot.fair)
    fair = lock(slot.fair)
    locked = lock(slot)
    meetings = Meeting.objects.filter(slot=locked).exclude(timetable__state=TimetableState.DISCARDED)
    if meetings.exists():
        raise Problem(
            _("The slot at %(time)s holds meetings (%(count)s): %(meetings)s.")
            % {
                "time": FairClock.of(fair).start(locked),
                "count": meetings.count(),
                "meetings": _names(list(meetings.select_related("a", "b", "timetable").order_by("pk")[: NAMED + 1])),
            },
            place="slot",
            remedy=_("Move these meetings to other times, or discard the drafts they stand in, then remove the slot."),
            code="slot_holds_meetings",
        )
    Meeting.objects.filter(slot=locked).delete()
    slot_id = locked.pk
    locked.delete()
    record("events.slot_removed", on=fair, by=by, data={"slot": slot_id})


def _names(meetings: Sequence[Meeting]) -> str:
    named = [
        _("%(a)s with %(b)s (timetable %(number)s)") % {"a": m.a.name, "b": m.b.name, "number": m.timetable.number}
        for m in meetings[:NAMED]
    ]
    return "; ".join([*named, "…"] if len(meetings) > NAMED else named)


def _check_times(fair: Fair, slots: Sequence[Slot]) -> None:
    """Errors: ``Problem`` for a slot that ends before it starts, or lies over another of the fair's (locked by the
    caller).
    """
    others = Slot.objects.filter(fair=fair).exclude(pk__in=[slot.pk for slot in slots])
    for slot in slots:
        if slot.ends_at <= slot.starts_at:
            clock = FairClock(fair, [*others, *slots])
            raise Problem(
                _("The slot ends at %(end)s, before it starts at %(start)s.")
                % {"start": clock.start(slot), "end": clock.moment(slot.ends_at)},
                place="ends_at",
                remedy=_("Let it end after it starts."),
                code="slot_ends_early",
            )
    first, last = min(s.starts_at for s in slots), max(s.ends_at for s in slots)
    for other in others.filter(starts_at__lt=last, ends_at__gt=first):
        for slot in slots:
            if slot.starts_at < other.ends_at and other.starts_at < slot.ends_at:
                clock = FairClock(fair, [*others, *slots])
                raise Problem(
                    _("The slot at %(start)s lies over the one from %(from)s to %(to)s.")
                    % {"start": clock.start(slot), "from": clock.start(other), "to": clock.end(other)},
                    place="starts_at",
                    remedy=_("Begin later, or move the other slot first."),
                    code="slots_overlap",
                )
