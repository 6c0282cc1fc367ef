"""Every rule of an assignment, written once, as the sentence that names its violation. Shares no code with the solvers.

A rule takes the problem and the pairs as they stand in a document (ids, not indices: a result may name anything) and
yields what is wrong. `RULES` are never broken; `CLAIMS` hold a result to its own numbers.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any

from spona_engine.errors import ProblemError
from spona_engine.meetings.reading import entries, field, load_document
from spona_engine.pairs.result import PairResult, number
from spona_engine.pairs.sentences import PairSentence, say

if TYPE_CHECKING:
    from spona_engine.pairs.problem import PairProblem

Couple = tuple[str, str]
_ROUNDING = 1e-9


@dataclass(frozen=True)
class Assignment:
    """The pairs under check, with the problem's own words beside them."""

    problem: PairProblem
    rows: list[Couple]

    @cached_property
    def listed(self) -> dict[Couple, int]:
        """Number of every listed pair."""
        problem = self.problem
        lefts, rights = problem.left.tolist(), problem.right.tolist()
        couples = ((problem.left_ids[i], problem.right_ids[j]) for i, j in zip(lefts, rights, strict=True))
        return {couple: n for n, couple in enumerate(couples)}

    @cached_property
    def of_left(self) -> Counter[str]:
        return Counter(left for left, _ in self.rows)

    @cached_property
    def of_right(self) -> Counter[str]:
        return Counter(right for _, right in self.rows)

    @cached_property
    def sums(self) -> dict[str, Fraction]:
        """What every left party that asks for anything receives."""
        problem = self.problem
        asking = (name for name, wanted in zip(problem.left_ids, problem.demand.tolist(), strict=True) if wanted)
        sums = dict.fromkeys(asking, Fraction(0))
        for row in self.rows:
            if row in self.listed and row[0] in sums:
                sums[row[0]] += self.score(row)
        return sums

    def score(self, row: Couple) -> Fraction:
        return Fraction(int(self.problem.units[self.listed[row]]), self.problem.per_point)

    def groups(self, limit: int) -> Counter[tuple[str, int]]:
        """Partners of each group a left party has."""
        group = self.problem.limits[limit].group
        index = self.problem.right_index
        counted = ((left, int(group[index[right]])) for left, right in self.rows if right in index)
        return Counter(cell for cell in counted if cell[1] >= 0)


Rule = Callable[[Assignment], Iterator[PairSentence]]
Claim = Callable[[Assignment, Mapping[str, Any]], Iterator[PairSentence]]


def check_pairs(problem: PairProblem, result: PairResult | Mapping[str, Any]) -> list[PairSentence]:
    """Everything wrong with a result: broken rules first, then claims its own pairs contradict. Empty = nothing.

    Raises ProblemError if the result is not a result document at all.
    """
    document = result.to_json() if isinstance(result, PairResult) else load_document(result, "pairs")
    rows = [_row(entry, f"pairs[{n}]") for n, entry in enumerate(entries(document, "pairs", required=True))]
    if document.get("status") == "infeasible":
        return list(infeasible_explains_itself(rows, document))
    assignment = Assignment(problem, rows)
    found = [sentence for rule in RULES for sentence in rule(assignment)]
    return found + [sentence for claim in CLAIMS for sentence in claim(assignment, document)]


def _row(entry: Any, place: str) -> Couple:
    left, right = field(entry, place, "left"), field(entry, place, "right")
    if not isinstance(left, str) or not isinstance(right, str):
        raise ProblemError(place, "has values of the wrong type", "write ids as text")
    return left, right


def only_listed_pairs_are_chosen(plan: Assignment) -> Iterator[PairSentence]:
    for left, right in plan.rows:
        if (left, right) not in plan.listed:
            yield say("unlisted_pair", left=left, right=right)


def a_pair_is_chosen_once(plan: Assignment) -> Iterator[PairSentence]:
    for (left, right), times in Counter(plan.rows).items():
        if times > 1:
            yield say("pair_again", left=left, right=right, times=times)


def conflicts_are_kept_apart(plan: Assignment) -> Iterator[PairSentence]:
    problem = plan.problem
    apart = {(problem.left_ids[i], problem.right_ids[j]) for i, j in problem.conflicts}
    for left, right in plan.rows:
        if (left, right) in apart:
            yield say("conflict_chosen", left=left, right=right)


def nobody_gets_more_than_it_asks_for(plan: Assignment) -> Iterator[PairSentence]:
    for name, demand in zip(plan.problem.left_ids, plan.problem.demand.tolist(), strict=True):
        if plan.of_left[name] > demand:
            yield say("over_demand", left=name, partners=plan.of_left[name], demand=demand)


def nobody_gives_more_than_it_can(plan: Assignment) -> Iterator[PairSentence]:
    for name, capacity in zip(plan.problem.right_ids, plan.problem.capacity.tolist(), strict=True):
        if plan.of_right[name] > capacity:
            yield say("over_capacity", right=name, partners=plan.of_right[name], capacity=capacity)


def forced_pairs_are_chosen(plan: Assignment) -> Iterator[PairSentence]:
    rows = set(plan.rows)
    for i, j in plan.problem.forced:
        left, right = plan.problem.left_ids[i], plan.problem.right_ids[j]
        if (left, right) not in rows:
            yield say("forced_missing", left=left, right=right)


def no_group_sends_too_many(plan: Assignment) -> Iterator[PairSentence]:
    for number_, limit in enumerate(plan.problem.limits):
        for (left, g), partners in plan.groups(number_).items():
            most = int(limit.at_most[g])
            if partners > most:
                names = {"left": left, "limit": limit.name, "group": limit.names[g]}
                yield say("over_group", **names, partners=partners, most=most)


def impossible_pairs_are_not_drawn(plan: Assignment) -> Iterator[PairSentence]:
    cap = plan.problem.cap
    for row in plan.rows if cap is not None else ():
        if cap is not None and row in plan.listed and cap[plan.listed[row]] == 0:
            yield say("impossible_pair", left=row[0], right=row[1])


def nobody_would_rather_have_each_other(plan: Assignment) -> Iterator[PairSentence]:
    """Stability: a left party with a better or a free place, and a right party likewise, would leave the matching."""
    problem = plan.problem
    if problem.objective != "stable" or problem.rank is None:
        return
    chosen = {plan.listed[row] for row in plan.rows if row in plan.listed}
    least_left, least_right = [-1] * problem.n_left, [-1] * problem.n_right
    places_left, places_right = problem.demand.tolist(), problem.capacity.tolist()
    likings = zip(problem.left.tolist(), problem.right.tolist(), problem.units, problem.rank, strict=True)
    columns = [(i, j, int(likes), int(liked)) for i, j, likes, liked in likings]
    for pair in sorted(chosen, key=lambda n: -columns[n][2]):
        i = columns[pair][0]
        places_left[i] -= 1
        least_left[i] = -1 if places_left[i] > 0 else columns[pair][2]
    for pair in sorted(chosen, key=lambda n: -columns[n][3]):
        j = columns[pair][1]
        places_right[j] -= 1
        least_right[j] = -1 if places_right[j] > 0 else columns[pair][3]
    apart = set(problem.conflicts)
    for pair, (i, j, likes, liked) in enumerate(columns):
        possible = pair not in chosen and (i, j) not in apart and problem.demand[i] > 0 and problem.capacity[j] > 0
        if possible and likes > least_left[i] and liked > least_right[j]:
            yield say("blocking_pair", left=problem.left_ids[i], right=problem.right_ids[j])


RULES: tuple[Rule, ...] = (
    only_listed_pairs_are_chosen,
    a_pair_is_chosen_once,
    conflicts_are_kept_apart,
    nobody_gets_more_than_it_asks_for,
    nobody_gives_more_than_it_can,
    forced_pairs_are_chosen,
    no_group_sends_too_many,
    impossible_pairs_are_not_drawn,
    nobody_would_rather_have_each_other,
)


def infeasible_explains_itself(rows: list[Couple], document: Mapping[str, Any]) -> Iterator[PairSentence]:
    if rows:
        yield say("infeasible_with_pairs", pairs=len(rows))
    if not document.get("advice"):
        yield say("infeasible_unexplained")


def the_total_adds_up(plan: Assignment, document: Mapping[str, Any]) -> Iterator[PairSentence]:
    actual = sum((plan.score(row) for row in plan.rows if row in plan.listed), Fraction(0))
    if _differ(document, "score", actual):
        yield say("wrong_total", stated=document.get("score"), actual=float(actual))


def the_worst_sum_is_right(plan: Assignment, document: Mapping[str, Any]) -> Iterator[PairSentence]:
    actual = min(plan.sums.values(), default=Fraction(0))
    if _differ(document, "worst", actual):
        yield say("wrong_worst", stated=document.get("worst"), actual=float(actual))


def the_missing_partners_add_up(plan: Assignment, document: Mapping[str, Any]) -> Iterator[PairSentence]:
    problem = plan.problem
    demands = zip(problem.left_ids, problem.demand.tolist(), strict=True)
    loads = zip(problem.right_ids, problem.min_load.tolist(), strict=True)
    actual = sum(max(0, wanted - plan.of_left[name]) for name, wanted in demands)
    actual += sum(max(0, least - plan.of_right[name]) for name, least in loads)
    for number_, limit in enumerate(problem.limits):
        counts = plan.groups(number_)
        for name in plan.sums:
            actual += sum(max(0, int(least) - counts[name, g]) for g, least in enumerate(limit.at_least))
    if document.get("shortfall") != actual:
        yield say("wrong_missing", stated=document.get("shortfall"), actual=actual)


def bounds_and_status_agree(plan: Assignment, document: Mapping[str, Any]) -> Iterator[PairSentence]:
    values = {key: number(document.get(key), key) for key in ("score", "worst", "shortfall")}
    bounds = {key: number(document.get(f"{key}_bound"), f"{key}_bound") for key in values}
    for name, sign in (("score", 1), ("worst", 1), ("shortfall", -1)):
        if sign * (bounds[name] - values[name]) < -_ROUNDING * max(abs(values[name]), 1):
            yield say("bound_contradicts", name=name, bound=bounds[name], value=values[name])
    objective = plan.problem.objective
    held = {"total": ("score", "shortfall"), "leximin": ("score", "worst", "shortfall"), "stable": ("score",)}
    proofs = () if plan.problem.cap is not None else held[objective]
    if document.get("status") == "optimal" and any(values[name] != bounds[name] for name in proofs):
        yield say("false_proof")


def no_chance_exceeds_its_cap(plan: Assignment, document: Mapping[str, Any]) -> Iterator[PairSentence]:
    """The lottery: every pair within its cap, every party within its places in expectation."""
    problem = plan.problem
    sums: defaultdict[tuple[str, str], float] = defaultdict(float)
    for n, entry in enumerate(entries(document, "lottery") if problem.cap is not None else ()):
        left, right = _row(entry, f"lottery[{n}]")
        chance = number(field(entry, f"lottery[{n}]", "probability"), f"lottery[{n}].probability")
        pair = plan.listed.get((left, right))
        most = 0.0 if pair is None or problem.cap is None else int(problem.cap[pair]) / problem.parts
        if chance > most + _ROUNDING:
            yield say("probability_above_cap", left=left, right=right, probability=chance, most=most)
        sums["left", left] += chance
        sums["right", right] += chance
    places = {("left", name): most for name, most in zip(problem.left_ids, problem.demand.tolist(), strict=True)}
    places |= {("right", name): most for name, most in zip(problem.right_ids, problem.capacity.tolist(), strict=True)}
    for party, chance in sums.items():
        if chance > places.get(party, 0) + _ROUNDING * problem.n_pairs:
            yield say("probability_off", party=party[1], sum=chance, most=places.get(party, 0))


def _differ(document: Mapping[str, Any], key: str, actual: Fraction) -> bool:
    return abs(number(document.get(key), key) - float(actual)) > _ROUNDING * max(float(actual), 1.0)


CLAIMS: tuple[Claim, ...] = (
    the_total_adds_up,
    the_worst_sum_is_right,
    the_missing_partners_add_up,
    bounds_and_status_agree,
    no_chance_exceeds_its_cap,
)
