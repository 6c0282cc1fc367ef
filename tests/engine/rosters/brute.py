"""The best value of a tiny roster by trying every set of offers, and its rules said a second time."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import numpy as np


def ways(document: dict[str, Any]) -> dict[tuple[str, str], int]:
    """Minutes between places of a document whose travel lists every pair both ways."""
    return {(one["from"], one["to"]): one["minutes"] for one in document["travel"]}


def keeps_all(document: dict[str, Any], work: frozenset[tuple[str, str]], pins: list[list[str]]) -> bool:
    """Whether these (volunteer, shift) break nothing and hold the pins."""
    shifts = {shift["id"]: shift for shift in document["shifts"]}
    offers = {(one["volunteer"], one["shift"]) for one in document["offers"]}
    if (
        not work <= offers
        or not {tuple(pin) for pin in pins} <= work
        or work & {tuple(ban) for ban in document["bans"]}
    ):
        return False
    for name, shift in shifts.items():
        if sum(s == name for _, s in work) > shift.get("max", 99):
            return False
    for person in document["volunteers"]:
        mine = sorted((shifts[s]["start"], s) for v, s in work if v == person["id"])
        if len(mine) > person.get("max", 99):
            return False
        if sum(shifts[s]["minutes"] for _, s in mine) > person.get("max_minutes", 9999):
            return False
        for (_, one), (_, other) in combinations(mine, 2):
            way = ways(document).get((shifts[one]["place"], shifts[other]["place"]), 0)
            if shifts[one]["start"] + shifts[one]["minutes"] + way > shifts[other]["start"]:
                return False
    return all(len({frozenset(s for v, s in work if v == one) for one in group}) <= 1 for group in document["groups"])


def value(document: dict[str, Any], work: frozenset[tuple[str, str]]) -> tuple[int, int, int]:
    """(minus shortfall, score, minus unevenness)."""
    skills = {one["id"]: one["skills"] for one in document["volunteers"]}
    missing = 0
    for shift in document["shifts"]:
        here = [v for v, s in work if s == shift["id"]]
        missing += max(0, shift["min"] - len(here))
        missing += sum(max(0, n - sum(k in skills[v] for v in here)) for k, n in shift["skills"].items())
    score = sum(one["score"] for one in document["offers"] if (one["volunteer"], one["shift"]) in work)
    loads = [sum(v == one for v, _ in work) for one in skills]
    return -missing, score, -int(np.square(loads).sum())


def best_value(document: dict[str, Any]) -> tuple[int, int, int] | None:
    """The best value of all rosters; None where the pins cannot hold."""
    offers = [(one["volunteer"], one["shift"]) for one in document["offers"]]
    found = [
        value(document, frozenset(work))
        for count in range(len(offers) + 1)
        for work in combinations(offers, count)
        if keeps_all(document, frozenset(work), document["pins"])
    ]
    return max(found, default=None)
