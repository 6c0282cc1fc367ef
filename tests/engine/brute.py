"""The best value of a tiny fair by trying everything: the measure the solver is held to."""

from __future__ import annotations

from collections import Counter
from typing import Any


def best_value(fair: dict[str, Any]) -> tuple[int, int, int] | None:
    """(shortfall, musts met, score) of a best plan of a problem document; None if no plan meets the pins."""
    slots = [slot["id"] for slot in fair["slots"]]
    parties = {party["id"]: party for party in fair["parties"]}
    banned = {frozenset(ban) for ban in fair.get("bans", [])}
    pins = {}
    for pin in fair.get("pins", []):
        pins.setdefault(frozenset((pin["a"], pin["b"])), []).append(pin.get("slot"))
    if not pins.keys() <= {frozenset((wish["a"], wish["b"])) for wish in fair["wishes"]}:
        return None
    best = [None]

    def places(wish):
        pair = frozenset((wish["a"], wish["b"]))
        for slot in [] if pair in banned else slots:
            there = all(parties[p].get("slots") is None or slot in parties[p]["slots"] for p in pair)
            if there and all(want in {None, slot} for want in pins.get(pair, [])):
                yield slot

    def extend(index, busy, load, crowd, musts, score):
        if index == len(fair["wishes"]):
            shortfall = sum(max(0, party["min"] - load[name]) for name, party in parties.items())
            found = (-shortfall, musts, score)
            best[0] = found if best[0] is None else max(best[0], found)
            return
        wish = fair["wishes"][index]
        a, b = wish["a"], wish["b"]
        if frozenset((a, b)) not in pins:
            extend(index + 1, busy, load, crowd, musts, score)
        if load[a] >= parties[a].get("max", 99) or load[b] >= parties[b].get("max", 99):
            return
        for slot in places(wish):
            if (
                (a, slot) in busy
                or (b, slot) in busy
                or (fair.get("tables") is not None and crowd[slot] >= fair["tables"])
            ):
                continue
            more = load + Counter((a, b))
            seats = crowd + Counter((slot,))
            extend(index + 1, busy | {(a, slot), (b, slot)}, more, seats, musts + wish["must"], score + wish["score"])

    extend(0, frozenset(), Counter(), Counter(), 0, 0)
    return None if best[0] is None else (-best[0][0], best[0][1], best[0][2])
