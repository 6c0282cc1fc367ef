"""What the engine found, written down as a draft timetable."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import count
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Max

from spona.events.actions.comfort import comfort_figures
from spona.events.actions.figures import figures_of
from spona.events.actions.pair_scores import ONE_SIDED
from spona.events.models import Fair, Load, Meeting, MeetingState, Party, Seat, Timetable, UnmetWish
from spona.events.queries.met_before import met_before
from spona.events.states import MetBefore
from spona.kernel.actions import action, lock, record
from spona.kernel.models import Actor
from spona.kernel.rules import require
from spona.matching.actions import sentence_json
from spona.matching.models import MatchRun
from spona.matching.states import USABLE

if TYPE_CHECKING:
    from spona_engine import Meeting as EngineMeeting
    from spona_engine import MeetingResult

ROWS_A_QUERY = 5000


@action
def write_draft(
    *, fair: Fair, result: MeetingResult, by: Actor, run: MatchRun | None = None, based_on: Timetable | None = None
) -> Timetable:
    """Write a usable result as the fair's next draft: meetings, seats, loads, figures, and the wishes left out with
    their reasons.

    Costs a number of queries that grows by one for every 5,000 rows. Pairs that nobody wished for (suggestions) leave
    no trace when they are not met.
    """
    require("events.plan_fair", by, fair)
    locked = lock(fair)
    tables = _tables(locked, based_on, result)
    last = locked.timetables.aggregate(last=Max("number"))["last"] or 0
    timetable = Timetable.objects.create(
        network_id=locked.network_id,
        programme_id=locked.programme_id,
        fair=locked,
        run=run,
        based_on=based_on,
        number=last + 1,
        is_proven=result.status == "optimal",
        score=int(result.score),
        score_bound=int(result.score_bound),
        shortfall=int(result.shortfall),
        figures=figures_of(result) | {"comfort": _comfort(locked, result, tables)} | _replanned(run, result),
    )
    meetings = list(_meetings(timetable, result, tables))
    Meeting.objects.bulk_create(meetings, batch_size=ROWS_A_QUERY)
    Seat.objects.bulk_create((seat for meeting in meetings for seat in _seats(meeting)), batch_size=ROWS_A_QUERY)
    Load.objects.bulk_create(_loads(timetable, result), batch_size=ROWS_A_QUERY)
    UnmetWish.objects.bulk_create(_unmet(timetable, result), batch_size=ROWS_A_QUERY)
    record(
        "events.timetable_drafted", on=timetable, by=by, data={"number": timetable.number, "meetings": len(meetings)}
    )
    return timetable


@action
def draft_from_run(*, run: MatchRun, result: MeetingResult | None, by: Actor) -> Timetable | None:
    """Answer a finished run about a fair with a draft; runs that brought nothing usable leave none."""
    if run.state not in USABLE or result is None:
        return None
    fair = Fair.objects.get(pk=run.subject_id)
    kept = (run.start or {}).get("timetable")
    based_on = fair.timetables.filter(pk=kept).first() if kept else None
    return write_draft(fair=fair, result=result, run=run, based_on=based_on, by=by)


def _replanned(run: MatchRun | None, result: MeetingResult) -> dict[str, Any]:
    """Return what is said of a plan that started from another."""
    if run is None or run.start is None:
        return {}
    return {"replanned": {"moves": run.most_moves, "proven": result.stays_proven}}


def _comfort(fair: Fair, result: MeetingResult, tables: Sequence[int]) -> dict[str, Any]:
    """Return the figures of comfort. One query, five where the fair minds who met before."""
    minds = fair.met_before != MetBefore.IGNORE
    met = {frozenset(map(str, pair)) for pair in met_before(fair)} if minds else None
    hosts = set(fair.sides.filter(hosts=True).values_list("code", flat=True))
    return comfort_figures(result, tables=tables, hosts=hosts, met=met)


def _meetings(timetable: Timetable, result: MeetingResult, tables: Sequence[int]) -> Iterator[Meeting]:
    problem = result.problem
    pinned = {frozenset((problem.party_ids[pin.a], problem.party_ids[pin.b])) for pin in problem.pins}
    for place, meeting in enumerate(result.meetings):
        yield Meeting(
            timetable=timetable,
            slot_id=UUID(meeting.slot),
            a_id=UUID(meeting.a),
            b_id=UUID(meeting.b),
            table_number=tables[place],
            score=meeting.score,
            is_must=meeting.must,
            is_pinned=frozenset((meeting.a, meeting.b)) in pinned,
        )


def _seats(meeting: Meeting) -> tuple[Seat, Seat]:
    shared = {"meeting": meeting, "timetable_id": meeting.timetable_id, "slot_id": meeting.slot_id}
    return (
        Seat(**shared, party_id=meeting.a_id, other_id=meeting.b_id),
        Seat(**shared, party_id=meeting.b_id, other_id=meeting.a_id),
    )


def _loads(timetable: Timetable, result: MeetingResult) -> Iterator[Load]:
    """Yield how many meetings each party of the problem has, those without one included."""
    had = Counter(party for meeting in result.meetings for party in (meeting.a, meeting.b))
    parties = Party.objects.filter(fair=timetable.fair, pk__in=result.problem.party_ids)
    for party_id, sort_key in parties.values_list("id", "sort_key"):
        yield Load(timetable=timetable, party_id=party_id, meetings=had[str(party_id)], sort_key=sort_key)


def _tables(fair: Fair, based_on: Timetable | None, result: MeetingResult) -> list[int]:
    """Return each meeting's table: that of a host that keeps one, else the one the same meeting had in the timetable
    this one is based on, else the engine's, else the first free one of its slot.
    """
    hosts = Party.objects.filter(fair=fair, side__hosts=True).exclude(table_number=None)
    kept = {str(party): table for party, table in hosts.values_list("id", "table_number")}
    before = {} if based_on is None else _tables_in(based_on)
    choices: tuple[Callable[[EngineMeeting], Iterable[int | None]], ...] = (
        lambda m: (kept.get(m.a), kept.get(m.b)),
        lambda m: (before.get((frozenset((m.a, m.b)), m.slot)),),
        lambda m: (m.table,),
    )
    taken: set[tuple[str, int]] = set()
    tables: dict[int, int] = {}
    for wanted in (*choices, None):
        for place, meeting in enumerate(result.meetings):
            if place in tables:
                continue
            numbers = count(1) if wanted is None else wanted(meeting)
            table = next((n for n in numbers if n is not None and (meeting.slot, n) not in taken), None)
            if table is not None:
                tables[place] = table
                taken.add((meeting.slot, table))
    return [tables[place] for place in range(len(tables))]


def _tables_in(timetable: Timetable) -> dict[tuple[frozenset[str], str], int | None]:
    """Return the tables of a timetable by pair and slot."""
    rows = Meeting.objects.filter(timetable=timetable, state=MeetingState.PLANNED)
    return {
        (frozenset((str(a), str(b))), str(slot)): table
        for a, b, slot, table in rows.values_list("a_id", "b_id", "slot_id", "table_number")
    }


def _unmet(timetable: Timetable, result: MeetingResult) -> Iterator[UnmetWish]:
    problem, ids = result.problem, result.problem.party_ids
    musts = {
        frozenset((ids[a], ids[b]))
        for a, b, must in zip(problem.a.tolist(), problem.b.tolist(), problem.must.tolist(), strict=True)
        if must
    }
    for unmet in result.unmet:
        if unmet.score < ONE_SIDED and unmet.code != "ban":
            continue
        yield UnmetWish(
            timetable=timetable,
            a_id=UUID(unmet.a),
            b_id=UUID(unmet.b),
            score=unmet.score,
            is_must=frozenset((unmet.a, unmet.b)) in musts,
            code=unmet.code,
            reason=sentence_json(unmet.why),
        )
