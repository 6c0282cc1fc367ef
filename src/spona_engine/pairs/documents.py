"""The JSON document of a pair problem, kind "pairs", version 1.

{"kind": "pairs", "version": 1, "objective": "total",
 "left":  [{"id": "udruga-mi", "demand": 2}],                                   demand absent = 1
 "right": [{"id": "ipsum", "capacity": 2, "min_load": 0, "groups": {"country": "HR"}}],   capacity absent = 2
 "pairs": [{"left": "udruga-mi", "right": "ipsum", "score": 7.3}],              with "right_score" if stable,
 "conflicts": [["udruga-mi", "ipsum"]], "forced": [["udruga-mi", "ipsum"]],     "max_probability" for a lottery
 "limits": [{"group": "country", "at_least": 1, "at_most": 2}]}
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from spona_engine.errors import ProblemError
from spona_engine.meetings.contents import MAX_SCORE
from spona_engine.meetings.reading import entries, field, known, load_document, text, whole
from spona_engine.pairs.contents import FloatArray, IntArray, Limit, PairContents
from spona_engine.pairs.numbers import probability_column, score_column
from spona_engine.pairs.reading import limit_of, wants_agree

_MOST = 2**31 - 1
_Number = int | float


def read_document(data: Mapping[str, Any] | str | bytes) -> PairContents:
    document = load_document(data, "pairs")
    left_index, demand = _read_left(document)
    right_index, capacity, min_load, groups = _read_right(document)
    left, right, columns = _read_pairs(document, left_index, right_index)
    units, per_point = score_column(columns["score"], "pairs.score", len(left))
    rank, rank_per_point, cap, parts = None, 1, None, 1
    if "right_score" in columns:
        rank, rank_per_point = score_column(columns["right_score"], "pairs.right_score", len(left))
    if "max_probability" in columns:
        cap, parts = probability_column(columns["max_probability"], "pairs.max_probability", len(left))
    contents = PairContents(
        left_ids=tuple(left_index),
        right_ids=tuple(right_index),
        demand=np.array(demand, dtype=np.int64),
        capacity=np.array(capacity, dtype=np.int64),
        min_load=np.array(min_load, dtype=np.int64),
        left=left,
        right=right,
        units=units,
        per_point=per_point,
        objective=document.get("objective", "total"),
        conflicts=_read_couples(document, "conflicts", left_index, right_index),
        forced=_read_couples(document, "forced", left_index, right_index),
        limits=_read_limits(document, groups),
        rank=rank,
        rank_per_point=rank_per_point,
        cap=cap,
        parts=parts,
    )
    wants_agree(contents)
    return contents


def _identity(entry: Any, place: str, index: Mapping[str, int], side: str) -> str:
    identity = text(field(entry, place, "id"), f"{place}.id")
    if identity in index:
        raise ProblemError(f"{place}.id", f"repeats the {side} party {identity!r}", "give every party its own id")
    return identity


def _read_left(document: Mapping[str, Any]) -> tuple[dict[str, int], list[int]]:
    index: dict[str, int] = {}
    demand = []
    for number, entry in enumerate(entries(document, "left", required=True)):
        place = f"left[{number}]"
        index[_identity(entry, place, index, "left")] = number
        demand.append(whole(entry.get("demand", 1), f"{place}.demand", 0, _MOST))
    return index, demand


def _read_right(
    document: Mapping[str, Any],
) -> tuple[dict[str, int], list[int], list[int], list[Mapping[str, Any]]]:
    index: dict[str, int] = {}
    capacity, min_load = [], []
    groups: list[Mapping[str, Any]] = []
    for number, entry in enumerate(entries(document, "right", required=True)):
        place = f"right[{number}]"
        index[_identity(entry, place, index, "right")] = number
        most = whole(entry.get("capacity", 2), f"{place}.capacity", 0, _MOST)
        least = whole(entry.get("min_load", 0), f"{place}.min_load", 0, _MOST)
        if least > most:
            remedy = f"write a min_load of at most {most}"
            raise ProblemError(f"{place}.min_load", f"is {least}, above the capacity {most}", remedy)
        mine = entry.get("groups", {})
        if not isinstance(mine, dict):
            raise ProblemError(f"{place}.groups", "is not an object", 'write {"country": "HR"}')
        capacity.append(most)
        min_load.append(least)
        groups.append(mine)
    return index, capacity, min_load, groups


def _read_pairs(
    document: Mapping[str, Any], left_index: Mapping[str, int], right_index: Mapping[str, int]
) -> tuple[IntArray, IntArray, dict[str, FloatArray | IntArray]]:
    seen: dict[tuple[int, int], int] = {}
    columns: dict[str, list[_Number]] = {"score": []}
    for number, entry in enumerate(entries(document, "pairs", required=True)):
        place = f"pairs[{number}]"
        couple = (
            known(field(entry, place, "left"), f"{place}.left", left_index, "left party"),
            known(field(entry, place, "right"), f"{place}.right", right_index, "right party"),
        )
        if couple in seen:
            raise ProblemError(place, f"repeats the pair of pairs[{seen[couple]}]", "list every pair once")
        seen[couple] = number
        columns["score"].append(_number(field(entry, place, "score"), f"{place}.score", MAX_SCORE))
        for key, most in (("right_score", MAX_SCORE), ("max_probability", 1)):
            if key in entry:
                columns.setdefault(key, []).append(_number(entry[key], f"{place}.{key}", most))
            if key in columns and len(columns[key]) != number + 1:
                raise ProblemError(f"{place}.{key}", "is given for some pairs only", "give it for every pair or none")
    couples = np.array(list(seen), dtype=np.int64).reshape(-1, 2)
    whole_or_not = {key: np.array(values) if values else np.zeros(0) for key, values in columns.items()}
    return couples[:, 0].copy(), couples[:, 1].copy(), whole_or_not


def _number(value: Any, place: str, most: int) -> _Number:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= most:
        raise ProblemError(place, f"is {value!r}", f"write a number from 0 to {most}")
    return value


def _read_couples(
    document: Mapping[str, Any], key: str, left_index: Mapping[str, int], right_index: Mapping[str, int]
) -> tuple[tuple[int, int], ...]:
    couples = []
    for number, entry in enumerate(entries(document, key)):
        place = f"{key}[{number}]"
        if not isinstance(entry, list) or len(entry) != 2:
            raise ProblemError(place, "is not a pair", 'write ["id of a left party", "id of a right party"]')
        i = known(entry[0], f"{place}[0]", left_index, "left party")
        couples.append((i, known(entry[1], f"{place}[1]", right_index, "right party")))
    return tuple(dict.fromkeys(couples))


def _read_limits(document: Mapping[str, Any], groups: list[Mapping[str, Any]]) -> tuple[Limit, ...]:
    limits = []
    for number, entry in enumerate(entries(document, "limits")):
        place = f"limits[{number}]"
        name = text(field(entry, place, "group"), f"{place}.group")
        index = _named(entry)
        group = np.full(len(groups), -1, dtype=np.int64)
        for j, mine in enumerate(groups):
            if name in mine:
                label = text(mine[name], f"right[{j}].groups.{name}")
                group[j] = index.setdefault(label, len(index))
        least = _bounds(entry.get("at_least", 0), f"{place}.at_least", index, 0)
        most = _bounds(entry.get("at_most"), f"{place}.at_most", index, _MOST)
        limits.append(limit_of(place, name, group, (least, most), tuple(index)))
    return tuple(limits)


def _named(entry: Mapping[str, Any]) -> dict[str, int]:
    """Groups that a limit names itself; nobody need belong to them."""
    bounds = [value for key in ("at_least", "at_most") if isinstance(value := entry.get(key), dict)]
    return {label: g for g, label in enumerate(dict.fromkeys(label for bound in bounds for label in bound))}


def _bounds(value: Any, place: str, index: Mapping[str, int], default: int) -> IntArray:
    """[groups] from one number for all or an object {group: number}; null or absent is no limit."""
    bounds = np.full(len(index), default, dtype=np.int64)
    if isinstance(value, dict):
        for label, number in value.items():
            bounds[index[label]] = whole(number, f"{place}.{label}", 0, _MOST)
    elif value is not None:
        bounds[:] = whole(value, place, 0, _MOST)
    return bounds


def write_document(problem: PairContents) -> dict[str, Any]:
    left_ids, right_ids = problem.left_ids, problem.right_ids
    left = [{"id": i, "demand": d} for i, d in zip(left_ids, problem.demand.tolist(), strict=True)]
    right: list[dict[str, Any]] = []
    amounts = zip(right_ids, problem.capacity.tolist(), problem.min_load.tolist(), strict=True)
    for j, (identity, capacity, min_load) in enumerate(amounts):
        groups = {limit.name: limit.names[limit.group[j]] for limit in problem.limits if limit.group[j] >= 0}
        entry = {"id": identity, "capacity": capacity, "min_load": min_load}
        right.append(entry | ({"groups": groups} if groups else {}))
    columns: dict[str, list[_Number]] = {"score": _decimals(problem.units, problem.per_point)}
    if problem.rank is not None:
        columns["right_score"] = _decimals(problem.rank, problem.rank_per_point)
    if problem.cap is not None:
        columns["max_probability"] = _decimals(problem.cap, problem.parts)
    pairs = [
        {"left": left_ids[i], "right": right_ids[j]} | dict(zip(columns, values, strict=True))
        for i, j, *values in zip(problem.left.tolist(), problem.right.tolist(), *columns.values(), strict=True)
    ]
    return {
        "kind": "pairs",
        "version": 1,
        "objective": problem.objective,
        "left": left,
        "right": right,
        "pairs": pairs,
        "conflicts": [[left_ids[i], right_ids[j]] for i, j in problem.conflicts],
        "forced": [[left_ids[i], right_ids[j]] for i, j in problem.forced],
        "limits": [
            {
                "group": limit.name,
                "at_least": dict(zip(limit.names, limit.at_least.tolist(), strict=True)),
                "at_most": dict(zip(limit.names, limit.at_most.tolist(), strict=True)),
            }
            for limit in problem.limits
        ],
    }


def _decimals(units: IntArray, per_point: int) -> list[_Number]:
    values: list[_Number] = units.tolist() if per_point == 1 else (units / per_point).tolist()
    return values
