"""How pleasant a plan is: what a fair asks of the engine, and what became of it, counted when the plan is written.

Comfort is the engine's last goal. It never costs a promised meeting, a must or a point of the score:

====================  ==================  =============================================================================
the fair says         to the engine       meaning
====================  ==================  =============================================================================
met before: avoid     ``repeats``         pairs that met at an earlier fair meet again only where nothing is lost by it
mix sectors           ``sectors``         nobody's partners are all of one sector
longest run           ``in_a_row``        after so many meetings a free slot, or a break as long as a meeting
even days             ``balance_days``    each one's meetings are spread over the days it is there
always                                    as little waiting between meetings, as few changes of table as possible
====================  ==================  =============================================================================

The engine has no goal for "met before: prefer". Both that and "avoid" are therefore also in the scores
(``pair_scores.FAVOURED``), where they outweigh any suggestion and no answer of a party; ``repeats`` then settles what
is still equal.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from uuid import UUID

import numpy as np

from spona.events.models import Fair, Party
from spona.events.states import MetBefore
from spona.parties.models import OrganisationTopic

if TYPE_CHECKING:
    from spona_engine import MeetingResult

Pair = frozenset[str]


def comfort_goals(
    fair: Fair, *, sectors: Mapping[str, str], met: Collection[tuple[str, str]], days: int
) -> dict[str, Any]:
    """Return what a fair asks for as the engine's ``comfort``; empty where it asks for nothing.

    ``sectors``: of parties by id; ``met``: the listed pairs that met before; ``days``: on how many the fair takes
    place.
    """
    asked: dict[str, Any] = {}
    if fair.met_before == MetBefore.AVOID and met:
        asked["repeats"] = sorted(map(list, met))
    if fair.mix_sectors and sectors:
        asked["sectors"] = dict(sectors)
    if fair.longest_run:
        asked["in_a_row"] = fair.longest_run
    if fair.even_days and days > 1:
        asked["balance_days"] = True
    return asked


def sectors_of(fair: Fair, parties: Sequence[tuple[str, str, UUID, str]]) -> dict[str, str]:
    """Return a sector for each party, by id. One query.

    ``parties``: id, side, organisation and the organisation's kind. A sector is the first topic of an organisation in
    the network's order; where it has none, its kind. A side whose parties are all of one sector has none: nobody could
    mix it.
    """
    topics: dict[UUID, str] = {}
    chosen = OrganisationTopic.objects.filter(
        organisation__in=Party.objects.filter(fair=fair).values("organisation_id")
    )
    ordered = chosen.order_by("topic__position", "topic__scheme", "topic__code", "topic_id")
    for organisation, scheme, code in ordered.values_list("organisation_id", "topic__scheme", "topic__code"):
        topics.setdefault(organisation, f"{scheme}:{code}")
    by_side: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for identity, side, organisation, kind in parties:
        by_side[side][identity] = topics.get(organisation, f"kind:{kind}")
    return {
        identity: sector
        for of_side in by_side.values()
        if len(set(of_side.values())) > 1
        for identity, sector in of_side.items()
    }


def comfort_figures(
    result: MeetingResult, *, tables: Sequence[int], hosts: Collection[str], met: Collection[Pair] | None
) -> dict[str, Any]:
    """Count how pleasant a plan is; the keys are explained in ``figures``. What was not asked for is left out.

    ``tables``: of ``result.meetings`` in their order, as they are written down; ``hosts``: the sides whose parties keep
    a table; ``met``: pairs that met before, None where the fair does not mind.
    """
    goals = result.problem.comfort
    counted = replace(result, table=_by_wish(result, tables)).comfort
    figures: dict[str, Any] = {
        "waits": counted.idle,
        "table_changes": table_changes(result, tables, hosts) if hosts else counted.table_changes,
        "proven": result.comfort_proven,
    }
    if met is not None:
        figures["met_again"] = sum(frozenset((meeting.a, meeting.b)) in met for meeting in result.meetings)
    if goals is not None and goals.sectors:
        figures["one_sector"] = parties_of_one_sector(result)
    if goals is not None and goals.in_a_row is not None:
        figures |= {"longest_run": goals.in_a_row, "missing_breaks": counted.missing_breaks}
    if goals is not None and goals.balance_days:
        figures["uneven_days"] = counted.uneven_days
    return figures


def _by_wish(result: MeetingResult, tables: Sequence[int]) -> np.ndarray[Any, np.dtype[np.int64]]:
    """[meetings] the tables in the order of the result's arrays; ``meetings`` stand by slot and table."""
    found = np.empty(len(result.wish), dtype=np.int64)
    found[np.lexsort((result.table, result.slot))] = tables
    return found


def table_changes(result: MeetingResult, tables: Sequence[int], hosts: Collection[str]) -> int:
    """Return how often a party of a side that keeps tables receives at another table than in its meeting before. Where
    both keep one, one has to visit the other: such a meeting does not count.
    """
    side = dict(zip(result.problem.party_ids, result.problem.sides, strict=True))
    last: dict[str, int] = {}
    changes = 0
    for meeting, table in zip(result.meetings, tables, strict=True):
        receiving = [party for party in (meeting.a, meeting.b) if side[party] in hosts]
        if len(receiving) == 1:
            changes += last.setdefault(receiving[0], table) != table
            last[receiving[0]] = table
    return changes


def parties_of_one_sector(result: MeetingResult) -> int:
    """Return how many parties with two meetings or more meet one sector only."""
    goals, ids = result.problem.comfort, result.problem.party_ids
    sector = {} if goals is None else dict(zip(ids, goals.sectors, strict=True))
    partners: defaultdict[str, list[str | None]] = defaultdict(list)
    for meeting in result.meetings:
        partners[meeting.a].append(sector.get(meeting.b))
        partners[meeting.b].append(sector.get(meeting.a))
    return sum(len(of_party) > 1 and len(set(of_party)) == 1 and None not in of_party for of_party in partners.values())
