"""The best value of a tiny fair by trying everything: the measure the solver is held to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

Plan = tuple[tuple[str, str, str], ...]


def best_value(fair: dict[str, Any]) -> tuple[int, int, int] | None:
    """(shortfall, musts met, score) of a best plan of a problem document; None if no plan meets the pins."""
    best = max((value for value, _ in all_plans(fair)), default=None)
    return None if best is None else (-best[0], best[1], best[2])


def best_plans(fair: dict[str, Any]) -> list[Plan]:
    """Every plan of the best value, as meetings (a, b, slot)."""
    found = list(all_plans(fair))
    best = max((value for value, _ in found), default=None)
    return [plan for value, plan in found if value == best]


def all_plans(fair: dict[str, Any]) -> Iterator[tuple[tuple[int, int, int], Plan]]:
    """((minus shortfall, musts met, score), meetings) of every plan that keeps the rules."""
    slots = [slot["id"] for slot in fair["slots"]]
    parties = {party["id"]: party for party in fair["parties"]}
    banned = {frozenset(ban) for ban in fair.get("bans", [])}
    pins = {}
    for pin in fair.get("pins", []):
        pins.setdefault(frozenset((pin["a"], pin["b"])), []).append(pin.get("slot"))
    if not pins.keys() <= {frozenset((wish["a"], wish["b"])) for wish in fair["wishes"]}:
        return

    def places(wish):
        pair = frozenset((wish["a"], wish["b"]))
        for slot in [] if pair in banned else slots:
            there = all(parties[p].get("slots") is None or slot in parties[p]["slots"] for p in pair)
            if there and all(want in {None, slot} for want in pins.get(pair, [])):
                yield slot

    def extend(index, busy, load, crowd, musts, score, plan):
        if index == len(fair["wishes"]):
            shortfall = sum(max(0, party["min"] - load[name]) for name, party in parties.items())
            yield (-shortfall, musts, score), plan
            return
        wish = fair["wishes"][index]
        a, b = wish["a"], wish["b"]
        if frozenset((a, b)) not in pins:
            yield from extend(index + 1, busy, load, crowd, musts, score, plan)
        if load[a] >= parties[a].get("max", 99) or load[b] >= parties[b].get("max", 99):
            return
        for slot in places(wish):
            crowded = fair.get("tables") is not None and crowd[slot] >= fair["tables"]
            if (a, slot) in busy or (b, slot) in busy or crowded:
                continue
            now = busy | {(a, slot), (b, slot)}, load + Counter((a, b)), crowd + Counter((slot,))
            more = musts + wish["must"], score + wish["score"], (*plan, (a, b, slot))
            yield from extend(index + 1, *now, *more)

    yield from extend(0, frozenset(), Counter(), Counter(), 0, 0, ())
