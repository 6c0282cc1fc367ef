"""Every assignment of a tiny pair problem, by trying them all: the measure the solvers are held to."""

from __future__ import annotations

from itertools import combinations


def legal_assignments(document):
    """Sets of pair numbers that break no rule; `document` is a pair problem."""
    pairs = [(pair["left"], pair["right"]) for pair in document["pairs"]]
    apart = {tuple(couple) for couple in document["conflicts"]}
    forced = {tuple(couple) for couple in document["forced"]}
    for size in range(len(pairs) + 1):
        for chosen in combinations(range(len(pairs)), size):
            couples = [pairs[n] for n in chosen]
            if not apart & set(couples) and forced <= set(couples) and _within_limits(document, couples):
                yield chosen


def _within_limits(document, couples):
    if any(sum(left == p["id"] for left, _ in couples) > p["demand"] for p in document["left"]):
        return False
    if any(sum(right == p["id"] for _, right in couples) > p["capacity"] for p in document["right"]):
        return False
    return all(
        count <= (99 if limit["at_most"] is None else limit["at_most"])
        for limit in document["limits"]
        for count in _groups(document, limit, couples).values()
    )


def _groups(document, limit, couples):
    group = {p["id"]: p.get("groups", {}).get(limit["group"]) for p in document["right"]}
    labels = {label for label in group.values() if label is not None}
    asking = [p["id"] for p in document["left"] if p["demand"] > 0]
    counts = {(left, label): 0 for left in asking for label in labels}
    for left, right in couples:
        if group[right] is not None:
            counts[left, group[right]] += 1
    return counts


def shortfall(document, chosen):
    couples = [(document["pairs"][n]["left"], document["pairs"][n]["right"]) for n in chosen]
    missing = sum(p["demand"] - sum(left == p["id"] for left, _ in couples) for p in document["left"])
    missing += sum(max(0, p["min_load"] - sum(right == p["id"] for _, right in couples)) for p in document["right"])
    for limit in document["limits"]:
        missing += sum(max(0, limit["at_least"] - count) for count in _groups(document, limit, couples).values())
    return missing


def total(document, chosen):
    return sum(document["pairs"][n]["score"] for n in chosen)


def sorted_sums(document, chosen):
    """What every left party that asks for anything receives, the least first."""
    sums = {p["id"]: 0 for p in document["left"] if p["demand"] > 0}
    for n in chosen:
        sums[document["pairs"][n]["left"]] += document["pairs"][n]["score"]
    return sorted(sums.values())


def best(document, value):
    """(shortfall, the best value) over assignments with the least shortfall; None if the forced pairs clash."""
    found = [(-shortfall(document, chosen), value(document, chosen)) for chosen in legal_assignments(document)]
    return (-max(found)[0], max(found)[1]) if found else None


def stable_assignments(document):
    """Legal assignments in which no two parties would both rather have each other."""
    demand = {p["id"]: p["demand"] for p in document["left"]}
    capacity = {p["id"]: p["capacity"] for p in document["right"]}
    apart = {tuple(couple) for couple in document["conflicts"]}
    pairs = document["pairs"]

    def wants(side, key, places, chosen, n):
        mine = [pairs[m][key] for m in chosen if pairs[m][side] == pairs[n][side]]
        free = len(mine) < places[pairs[n][side]]
        return free or any(liking < pairs[n][key] for liking in mine)

    for chosen in legal_assignments(document):
        others = [
            n for n in range(len(pairs)) if n not in chosen and (pairs[n]["left"], pairs[n]["right"]) not in apart
        ]
        others = [n for n in others if demand[pairs[n]["left"]] and capacity[pairs[n]["right"]]]
        if not any(
            wants("left", "score", demand, chosen, n) and wants("right", "right_score", capacity, chosen, n)
            for n in others
        ):
            yield chosen
