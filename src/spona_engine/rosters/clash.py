"""Whether the pins of a roster can all hold, and if not the smallest set of demands that clash.

A pin leaves no choice, and whatever is not pinned may stay undone: the pins hold together if and only if they and what
groups carry along break no rule. Each rule names its own smallest clash, and a clash that needs two rules contains one
of them, so the smallest of all is found without search.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from spona_engine.rosters.sentences import RosterSentence, say

if TYPE_CHECKING:
    from spona_engine.rosters.problem import RosterProblem

Demand = tuple[str, int, int]
"""("pin", volunteer, shift), ("ban", ...), ("offer", ...), ("group", number, 0), ("shift", shift, 0), ("shifts" or
"minutes", volunteer, 0)."""


@dataclass(frozen=True)
class Clash:
    """Demands that cannot all hold, and the two shifts whose times forbid it where that is the cause."""

    demands: tuple[Demand, ...]
    apart: tuple[int, int] | None = None


def smallest_clash(problem: RosterProblem) -> Clash | None:
    """A smallest set of demands on the pins that cannot all hold; None if all can."""
    if not problem.pins:
        return None
    return min(_clashes(_Pins(problem)), key=lambda clash: (len(clash.demands), clash.demands), default=None)


class _Pins:
    """Who must work when, and because of what: `reasons[volunteer][shift]` is a smallest set of demands."""

    def __init__(self, problem: RosterProblem) -> None:
        self.problem = problem
        self.group_of = {v: g for g, group in enumerate(problem.groups) for v in group}
        self.reasons: dict[int, dict[int, frozenset[Demand]]] = {}
        for v, s in sorted(problem.pins):
            pin = ("pin", v, s)
            self.reasons.setdefault(v, {})[s] = frozenset([pin])
            number = self.group_of.get(v)
            for other in () if number is None else problem.groups[number]:
                carried = frozenset([pin, ("group", number or 0, 0)])
                if (other, s) not in problem.pins:
                    self.reasons.setdefault(other, {}).setdefault(s, carried)


def _clashes(pins: _Pins) -> Iterator[Clash]:
    problem = pins.problem
    for v, mine in pins.reasons.items():
        for s, reason in mine.items():
            if (v, s) not in problem.offer_index:
                yield _clash(reason, ("offer", v, s))
            if (v, s) in problem.bans:
                yield _clash(reason, ("ban", v, s))
        yield from _apart(problem, mine)
        yield from _too_much(pins, v, mine)
    yield from _crowded(pins)


def _clash(reason: frozenset[Demand], *more: Demand) -> Clash:
    return Clash(tuple(sorted(reason.union(more))))


def _apart(problem: RosterProblem, mine: dict[int, frozenset[Demand]]) -> Iterator[Clash]:
    for first, reason in mine.items():
        for second, other in mine.items():
            if first < second and problem.exclusive[first, second]:
                early, late = sorted((first, second), key=lambda s: (int(problem.start[s]), s))
                yield Clash(tuple(sorted(reason | other)), (early, late))


def _too_much(pins: _Pins, v: int, mine: dict[int, frozenset[Demand]]) -> Iterator[Clash]:
    """More shifts or minutes than wanted: the fewest demands, by the longest shifts, with and without the group."""
    problem = pins.problem
    own = {s: reason for s, reason in mine.items() if len(reason) == 1}
    for pool in (own, mine):
        longest = sorted(pool, key=lambda s: (-int(problem.minutes[s]), len(pool[s]), s))
        cheapest = sorted(pool, key=lambda s: (len(pool[s]), s))
        count = int(problem.max_shifts[v]) + 1
        if len(cheapest) >= count:
            yield _clash(frozenset().union(*(pool[s] for s in cheapest[:count])), ("shifts", v, 0))
        total, used = 0, []
        for s in longest:
            used.append(s)
            total += int(problem.minutes[s])
            if total > problem.max_minutes[v]:
                yield _clash(frozenset().union(*(pool[one] for one in used)), ("minutes", v, 0))
                break


def _crowded(pins: _Pins) -> Iterator[Clash]:
    """More people than a shift takes: so many of the largest groups as a whole, then single pins."""
    problem = pins.problem
    for s in sorted({s for mine in pins.reasons.values() for s in mine}):
        needed = int(problem.maximum[s]) + 1
        pinned = sorted(v for v, shift in problem.pins if shift == s)
        groups = sorted({pins.group_of[v] for v in pinned if v in pins.group_of})
        groups.sort(key=lambda g: -len(problem.groups[g]))
        for whole in range(len(groups) + 1):
            taken = groups[:whole]
            demands = {("group", g, 0) for g in taken}
            demands |= {("pin", min(v for v in pinned if pins.group_of.get(v) == g), s) for g in taken}
            missing = max(needed - sum(len(problem.groups[g]) for g in taken), 0)
            single = [v for v in pinned if pins.group_of.get(v) not in taken]
            if len(single) >= missing:
                demands |= {("pin", v, s) for v in single[:missing]}
                yield _clash(frozenset(demands), ("shift", s, 0))


def clash_in_words(problem: RosterProblem, clash: Clash) -> tuple[RosterSentence, ...]:
    """The clash as sentences, with the fact about time behind it where there is one."""
    parts = "; ".join(str(_say_demand(problem, demand)) for demand in clash.demands)
    lines = [say("clash", count=len(clash.demands), demands=parts)]
    if clash.apart is not None:
        first, second = clash.apart
        names = {"first": problem.shift_ids[first], "second": problem.shift_ids[second]}
        between = int(problem.start[second] - problem.end[first])
        travel = int(problem.travel[problem.place[first], problem.place[second]])
        fact = (
            say("fact_far", **names, between=between, travel=travel) if between >= 0 else say("fact_overlap", **names)
        )
        lines.append(fact)
    return tuple(lines)


def _say_demand(problem: RosterProblem, demand: Demand) -> RosterSentence:
    kind, one, other = demand
    if kind in {"pin", "ban", "offer"}:
        return say(f"demand_{kind}", volunteer=problem.volunteer_ids[one], shift=problem.shift_ids[other])
    if kind == "group":
        return say("demand_group", group=", ".join(problem.volunteer_ids[v] for v in problem.groups[one]))
    if kind == "shift":
        return say("demand_shift_maximum", shift=problem.shift_ids[one], maximum=int(problem.maximum[one]))
    most = problem.max_shifts if kind == "shifts" else problem.max_minutes
    return say(f"demand_{kind}", volunteer=problem.volunteer_ids[one], maximum=int(most[one]))
