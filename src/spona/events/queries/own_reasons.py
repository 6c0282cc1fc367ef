"""Why a party does not meet whom it wished to meet, as the party itself may read it.

The engine's reason may rest on what the other side said. What a party reads tells of its own time and meetings, of the
other's, and of the hall; a refusal and a plan that served others better are said in the same words, true of both.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q

from spona.events.models import Party, Request, Seat, UnmetWish, Wish, WishLevel
from spona.events.queries.timetables import published_timetable
from spona.events.states import COMING, RequestState
from spona.kernel.models import Actor
from spona.kernel.rules import require

TOLD = {
    "why_no_common_slot": "no_time",
    "why_no_free_common_slot": "no_free_time",
    "why_tables": "tables",
}
FULL = {"why_capacity", "why_capacity_must", "why_closed"}


@dataclass(frozen=True)
class OwnUnmet:
    """Somebody a party wished to meet and does not; ``reason``: own_full, other_full, no_time, no_free_time, tables,
    not_coming or did_not_fit.
    """

    other: Party
    reason: str


def own_unmet(actor: Actor, party: Party) -> list[OwnUnmet]:
    """Return a party's own wishes, and requests accepted, that the published timetable leaves out, by name; five
    queries.

    What was said after the timetable was made is left out: no reason is known. Errors: ``Refused`` for others, and
    before publication.
    """
    require("events.see_own_timetable", actor, party)
    require("events.see_wishes", actor, party)
    timetable = published_timetable(party.fair)
    if timetable is None:
        return []
    wanted = _wanted(party) - set(
        Seat.objects.filter(timetable=timetable, party=party).values_list("other_id", flat=True)
    )
    reasons: dict[UUID, Mapping[str, Any]] = {}
    unmet = UnmetWish.objects.filter(Q(a=party) | Q(b=party), timetable=timetable)
    for a, b, reason in unmet.values_list("a_id", "b_id", "reason"):
        reasons[b if a == party.pk else a] = reason
    others = Party.objects.filter(fair_id=party.fair_id, pk__in=wanted).order_by("sort_key", "id")
    told = [(other, _told(party, other, reasons.get(other.pk))) for other in others]
    return [OwnUnmet(other, reason) for other, reason in told if reason]


def _wanted(party: Party) -> set[UUID]:
    wished = Wish.objects.filter(chooser=party, level__in=(WishLevel.YES, WishLevel.MUST))
    asked = Request.objects.filter(Q(sender=party) | Q(receiver=party), state=RequestState.ACCEPTED)
    pairs = asked.values_list("sender_id", "receiver_id")
    both = {identity for pair in pairs for identity in pair} - {party.pk}
    return both | set(wished.values_list("about_id", flat=True))


def _told(party: Party, other: Party, reason: Mapping[str, Any] | None) -> str:
    """Return what the party reads; empty where nothing is known."""
    if other.state not in COMING:
        return "not_coming"
    if reason is None:
        return ""
    code = reason.get("code", "")
    if code in FULL:
        return "own_full" if reason.get("params", {}).get("party") == str(party.pk) else "other_full"
    return TOLD.get(code, "did_not_fit")
