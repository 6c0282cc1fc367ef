"""From a fair's rows to the engine's problem, and the runs that solve it."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from spona.events.actions.comfort import comfort_goals, sectors_of
from spona.events.actions.pair_scores import pair_score
from spona.events.actions.parties import mark_no_show
from spona.events.models import (
    Absence,
    Fair,
    Meeting,
    MeetingState,
    Party,
    Request,
    Slot,
    Suggestion,
    Timetable,
    Wish,
    WishLevel,
)
from spona.events.queries.met_before import met_before
from spona.events.queries.timetables import RUN_KIND
from spona.events.states import COMING, MetBefore, RequestState, TimetableState
from spona.kernel.actions import action
from spona.kernel.models import Actor, Problem
from spona.kernel.rules import require
from spona.matching.actions import start_run
from spona.matching.models import Demand, DemandKind, MatchRun

Pair = tuple[int, int]


@dataclass
class _Said:
    """What is known of one pair before it is scored; ``low`` and ``high`` are the statements of the two, by place in
    the list.
    """

    low: str | None = None
    high: str | None = None
    asked: bool = False
    pinned: bool = False
    suggestion: int = 0
    favoured: bool = False


@dataclass
class _Draft:
    """The parties in their order, with their organisations' ids and kinds, and everything said about pairs of them.

    ``met``: the pairs that met before, where the fair minds.
    """

    places: dict[UUID, int] = field(default_factory=dict)
    side_of: list[UUID] = field(default_factory=list)
    peers: set[UUID] = field(default_factory=set)
    parties: list[dict[str, Any]] = field(default_factory=list)
    organisations: list[tuple[UUID, str]] = field(default_factory=list)
    met: set[Pair] = field(default_factory=set)
    said: defaultdict[Pair, _Said] = field(default_factory=lambda: defaultdict(_Said))

    def pair(self, a: UUID, b: UUID) -> Pair | None:
        """The pair by place, the smaller first; None where one is not coming or their side does not meet itself."""
        first, second = self.places.get(a), self.places.get(b)
        if first is None or second is None:
            return None
        if self.side_of[first] == self.side_of[second] and self.side_of[first] not in self.peers:
            return None
        return (first, second) if first < second else (second, first)


@action
def plan_fair(
    *,
    fair: Fair,
    by: Actor,
    keep: Timetable | None = None,
    moves: int | None = None,
    fill: bool = False,
    seed: int = 0,
    time_limit: float = 20.0,
) -> MatchRun:
    """Have the fair's meetings worked out; the result becomes a draft timetable.

    ``keep``: a timetable to stay close to; ``moves``: how many of its meetings may change at most, None for as few as
    promises and musts leave. ``fill``: free time may go to introductions nobody asked for. Errors:
    ``Problem`` where there is nothing to plan (``no_slots``, ``no_parties``, ``no_wishes``) or planning is under way
    (``run_busy``).
    """
    require("events.plan_fair", by, fair)
    problem = build_problem(fair, fill=fill)
    return _start(fair, problem, keep=keep, moves=moves, seed=seed, time_limit=time_limit, by=by)


@action
def replan_after(
    *,
    fair: Fair,
    by: Actor,
    absent: Collection[Party],
    since: dt.datetime | None = None,
    moves: int | None = None,
    seed: int = 0,
    time_limit: float = 10.0,
) -> MatchRun:
    """Plan the fair without those who did not come, moving as few of the published meetings as possible.

    Without ``since`` they are noted as not having come and meet nobody. With it they left then: meetings that began
    before stay as they were, none is added there, and the parties are noted as away from then on. ``moves``: as for
    ``plan_fair``; meetings of the absent are not counted. The result becomes a draft. Errors: ``Problem``
    ``not_published`` without a published timetable, or as ``plan_fair``.
    """
    require("events.plan_fair", by, fair)
    published = fair.timetables.filter(state=TimetableState.PUBLISHED).first()
    if published is None:
        raise Problem(
            _("There is no published timetable to change."), remedy=_("Plan the fair instead."), code="not_published"
        )
    gone = {party.pk for party in absent}
    if since is None:
        for party in absent:
            if party.state in COMING:
                mark_no_show(party=party, by=by)
        problem = build_problem(fair, without=gone)
    else:
        past = set(fair.slots.filter(starts_at__lt=since).values_list("id", flat=True))
        left = [Absence(party=party, slot=slot) for party in absent for slot in fair.slots.filter(starts_at__gte=since)]
        Absence.objects.bulk_create(left, ignore_conflicts=True)
        problem = freeze_past(build_problem(fair, also=gone), planned_meetings(published), past=past, gone=gone)
    return _start(fair, problem, keep=published, moves=moves, seed=seed, time_limit=time_limit, by=by)


def _start(
    fair: Fair,
    problem: dict[str, Any],
    *,
    keep: Timetable | None,
    moves: int | None,
    seed: int,
    time_limit: float,
    by: Actor,
) -> MatchRun:
    for key, message, remedy in (
        ("slots", _("The fair has no slots yet."), _("Add the times at which meetings begin.")),
        ("parties", _("Nobody is coming to the fair yet."), _("Invite organisations first.")),
        ("wishes", _("Nobody has said yet whom to meet."), _("Collect wishes, or let Spona suggest pairs.")),
    ):
        if not problem[key]:
            raise Problem(message, remedy=remedy, code=f"no_{key}")
    return start_run(
        kind=RUN_KIND,
        subject_id=fair.pk,
        programme_id=fair.programme_id,
        problem=problem,
        start=None if keep is None else result_document(keep),
        most_moves=None if keep is None else moves,
        seed=seed,
        time_limit=time_limit,
        by=by,
    )


def build_problem(
    fair: Fair, *, fill: bool = False, without: Collection[UUID] = (), also: Collection[UUID] = ()
) -> dict[str, Any]:
    """Return the fair as the engine's document (contract "meetings", version 1), ids as text.

    Parties come by side and id, pairs by their parties' order, so equal rows give an equal document. Costs nine
    queries whatever the size, four more where it matters who met before and one less where sectors do not.
    ``without``: parties left out although coming; ``also``: parties taken in although not. A minimum above a party's
    own maximum is lowered to it. A pair pinned by hand that nobody wished for is listed with score 0.
    """
    slots = list(Slot.objects.filter(fair=fair).order_by("starts_at", "id"))
    draft = _Draft()
    _read_parties(draft, fair, [slot.pk for slot in slots], without, also)
    _read_wishes(draft, fair)
    _read_suggestions(draft, fair, fill=fill)
    bans, pins = _read_demands(draft, fair)
    _read_met_before(draft, fair)
    wishes, refused = _score(draft)
    names = [party["id"] for party in draft.parties]
    zone = ZoneInfo(fair.time_zone)
    starts = [slot.starts_at.astimezone(zone) for slot in slots]
    comfort = _comfort(draft, fair, days=len({start.date() for start in starts}))
    return {
        "kind": "meetings",
        "version": 1,
        "slots": [
            {"id": str(slot.pk), "start": start.isoformat(), "minutes": slot.minutes}
            for slot, start in zip(slots, starts, strict=True)
        ],
        "tables": fair.tables,
        "parties": draft.parties,
        "wishes": wishes,
        "bans": [[names[a], names[b]] for a, b in sorted(bans | refused)],
        "pins": [
            {"a": names[a], "b": names[b]} | ({"slot": slot} if slot else {}) for (a, b), slot in sorted(pins.items())
        ],
    } | ({"comfort": comfort} if comfort else {})


def _read_parties(
    draft: _Draft, fair: Fair, slots: list[UUID], without: Collection[UUID], also: Collection[UUID]
) -> None:
    sides = {side.pk: side for side in fair.sides.order_by("position", "id")}
    draft.peers = {side.pk for side in sides.values() if side.meets_own_side}
    away: defaultdict[UUID, set[UUID]] = defaultdict(set)
    for party_id, slot_id in Absence.objects.filter(slot__fair=fair).values_list("party_id", "slot_id"):
        away[party_id].add(slot_id)
    rows = Party.objects.filter(fair=fair).order_by("side__position", "side_id", "id")
    columns = ("id", "side_id", "state", "min_meetings", "max_meetings", "organisation_id", "organisation__kind")
    for party_id, side_id, state, least, most, *organisation in rows.values_list(*columns):
        if (state not in COMING and party_id not in also) or party_id in without:
            continue
        side = sides[side_id]
        maximum = side.max_meetings if most is None else most
        minimum = side.min_meetings if least is None else least
        entry: dict[str, Any] = {"id": str(party_id), "side": side.code, "min": minimum}
        if maximum is not None:
            entry |= {"min": min(minimum, maximum), "max": maximum}
        if away[party_id]:
            entry["slots"] = [str(slot_id) for slot_id in slots if slot_id not in away[party_id]]
        draft.places[party_id] = len(draft.parties)
        draft.side_of.append(side_id)
        draft.organisations.append((organisation[0], organisation[1]))
        draft.parties.append(entry)


def _read_wishes(draft: _Draft, fair: Fair) -> None:
    for chooser, about, level in Wish.objects.filter(fair=fair).values_list("chooser_id", "about_id", "level"):
        pair = draft.pair(chooser, about)
        if pair is not None and draft.places[chooser] == pair[0]:
            draft.said[pair].low = level
        elif pair is not None:
            draft.said[pair].high = level
    accepted = Request.objects.filter(fair=fair, state=RequestState.ACCEPTED)
    for sender, receiver in accepted.values_list("sender_id", "receiver_id"):
        pair = draft.pair(sender, receiver)
        if pair is not None:
            draft.said[pair].asked = True


def _read_suggestions(draft: _Draft, fair: Fair, *, fill: bool) -> None:
    """Suggestions rank the pairs somebody wished for; with ``fill`` they are pairs themselves."""
    for a, b, score in Suggestion.objects.filter(fair=fair).values_list("a_id", "b_id", "score"):
        pair = draft.pair(a, b)
        if pair is not None and (fill or pair in draft.said):
            draft.said[pair].suggestion = score


def _read_met_before(draft: _Draft, fair: Fair) -> None:
    """Favour pairs that met at an earlier fair, or those that did not. No query where the fair says neither."""
    if fair.met_before == MetBefore.IGNORE:
        return
    draft.met = {pair for a, b in map(tuple, met_before(fair)) if (pair := draft.pair(a, b)) is not None}
    for pair, said in draft.said.items():
        said.favoured = (pair in draft.met) == (fair.met_before == MetBefore.PREFER)


def _comfort(draft: _Draft, fair: Fair, *, days: int) -> dict[str, Any]:
    """Return what the fair asks for beyond wishes, as the engine's ``comfort``. One query where sectors matter."""
    names = [party["id"] for party in draft.parties]
    rows = zip(draft.parties, draft.organisations, strict=True)
    parties = [(party["id"], party["side"], *organisation) for party, organisation in rows]
    again = [(names[a], names[b]) for a, b in draft.met & draft.said.keys()]
    sectors = sectors_of(fair, parties) if fair.mix_sectors else {}
    return comfort_goals(fair, sectors=sectors, met=again, days=days)


def _read_demands(draft: _Draft, fair: Fair) -> tuple[set[Pair], dict[Pair, str]]:
    """Return the managers' bans, and their pins with the slot's id (empty: any time)."""
    bans: set[Pair] = set()
    pins: dict[Pair, str] = {}
    demands = Demand.objects.filter(subject_id=fair.pk)
    for kind, a, b, slot_id in demands.values_list("kind", "a_id", "b_id", "slot_id"):
        pair = draft.pair(a, b)
        if pair is None:
            continue
        if kind == DemandKind.BAN:
            bans.add(pair)
        else:
            pins[pair] = str(slot_id) if slot_id else ""
            draft.said[pair].pinned = True
    return bans, pins


def _score(draft: _Draft) -> tuple[list[dict[str, Any]], set[Pair]]:
    """Return the wishes of the document and the pairs ruled out by a "no". A pair only refused by both is no wish."""
    wishes, refused = [], set()
    for (a, b), said in sorted(draft.said.items(), key=lambda item: item[0]):
        worth = pair_score(said.low, said.high, asked=said.asked, suggestion=said.suggestion, favoured=said.favoured)
        if worth.is_banned:
            refused.add((a, b))
            if not (said.asked or said.pinned) and {said.low, said.high} <= {WishLevel.NO.value, None}:
                continue
        wish: dict[str, Any] = {"a": draft.parties[a]["id"], "b": draft.parties[b]["id"], "score": worth.score}
        wishes.append(wish | ({"must": True} if worth.is_must else {}))
    return wishes, refused


def planned_meetings(timetable: Timetable) -> list[dict[str, Any]]:
    """Return a timetable's meetings as the engine writes them, by slot and pair; cancelled ones are left out."""
    rows = Meeting.objects.filter(timetable=timetable, state=MeetingState.PLANNED).order_by(
        "slot__starts_at", "a_id", "b_id"
    )
    return [
        {"a": str(a), "b": str(b), "slot": str(slot), "table": table or 1}
        for a, b, slot, table in rows.values_list("a_id", "b_id", "slot_id", "table_number")
    ]


def result_document(timetable: Timetable, within: dict[str, Any] | None = None) -> dict[str, Any]:
    """Return a timetable as a result document of the engine, with hand edits, plus ``timetable``, the id it was taken
    from.

    ``within``: a problem; meetings of pairs it does not list are left out, because the engine knows no others.
    """
    meetings = planned_meetings(timetable)
    if within is not None:
        listed = {frozenset((wish["a"], wish["b"])) for wish in within["wishes"]}
        meetings = [meeting for meeting in meetings if frozenset((meeting["a"], meeting["b"])) in listed]
    return {
        "kind": "meetings",
        "version": 1,
        "timetable": str(timetable.pk),
        "status": "feasible",
        "shortfall": timetable.shortfall,
        "shortfall_bound": 0,
        "score": timetable.score,
        "score_bound": max(timetable.score_bound, timetable.score),
        "gap": 0.0,
        "meetings": meetings,
        "unmet": [],
        "advice": [],
        "seed": 0,
        "seconds": 0.0,
    }


def freeze_past(
    problem: dict[str, Any], meetings: Iterable[dict[str, Any]], *, past: set[UUID], gone: set[UUID]
) -> dict[str, Any]:
    """Return the problem in which slots of the ``past`` hold exactly the meetings they held, and the ``gone`` meet
    nobody after.

    Meetings of the past are pinned where they were; a party is available in a past slot only for its pinned meeting.
    """
    closed, lost = {str(slot) for slot in past}, {str(party) for party in gone}
    known = {party["id"] for party in problem["parties"]}
    held = [meeting for meeting in meetings if meeting["slot"] in closed and known >= {meeting["a"], meeting["b"]}]
    sat = {(party, meeting["slot"]) for meeting in held for party in (meeting["a"], meeting["b"])}
    pairs = {frozenset((meeting["a"], meeting["b"])) for meeting in held}
    listed = {frozenset((wish["a"], wish["b"])) for wish in problem["wishes"]}
    every = [slot["id"] for slot in problem["slots"]]
    parties = []
    for party in problem["parties"]:
        name, there = party["id"], set(party.get("slots", every))
        slots = [s for s in every if (name, s) in sat or (s in there and s not in closed and name not in lost)]
        parties.append(party | {"slots": slots} | ({"min": 0} if name in lost else {}))
    return problem | {
        "parties": parties,
        "wishes": problem["wishes"]
        + [{"a": m["a"], "b": m["b"], "score": 0} for m in held if frozenset((m["a"], m["b"])) not in listed],
        "bans": [ban for ban in problem["bans"] if frozenset(ban) not in pairs],
        "pins": [
            pin for pin in problem["pins"] if frozenset((pin["a"], pin["b"])) not in pairs and not _lost(pin, lost)
        ]
        + [{"a": m["a"], "b": m["b"], "slot": m["slot"]} for m in held],
    }


def _lost(pin: dict[str, Any], lost: set[str]) -> bool:
    return pin["a"] in lost or pin["b"] in lost
