"""Hypothesis strategies for tiny pair problems as documents."""

from __future__ import annotations

from hypothesis import strategies as st

SCORES = st.one_of(st.integers(0, 6), st.sampled_from([0, 1_000_000, 0.5, 0.25, 7.125]))


@st.composite
def assignments(draw, most_demand=3, most_pairs=8, most_limits=2, *, forced=True, scores=SCORES):
    """A document of kind "pairs" for objective total: any loads, conflicts, forced pairs and group limits."""
    left = [f"l{i}" for i in range(draw(st.integers(0, 4)))]
    right = [f"r{j}" for j in range(draw(st.integers(0, 4)))]
    couples = [(i, j) for i in left for j in right]
    listed = draw(st.lists(st.sampled_from(couples), unique=True, max_size=most_pairs)) if couples else []
    some = st.lists(st.sampled_from(couples), unique=True, max_size=2) if couples else st.just([])
    names = ["country", "firm"][: draw(st.integers(0, most_limits))]
    limits = []
    for name in names:
        least = draw(st.integers(0, 1))
        limits.append({"group": name, "at_least": least, "at_most": draw(st.sampled_from([None, least, 1, 2]))})
    rights = []
    for name in right:
        capacity = draw(st.integers(0, 3))
        groups = {label: draw(st.sampled_from(["x", "y"])) for label in names if draw(st.booleans())}
        load = draw(st.integers(0, min(capacity, 2)))
        rights.append({"id": name, "capacity": capacity, "min_load": load, "groups": groups})
    return {
        "kind": "pairs",
        "version": 1,
        "objective": "total",
        "left": [{"id": name, "demand": draw(st.integers(0, most_demand))} for name in left],
        "right": rights,
        "pairs": [{"left": i, "right": j, "score": draw(scores)} for i, j in listed],
        "conflicts": [list(couple) for couple in draw(some)],
        "forced": [list(couple) for couple in draw(some)] if forced else [],
        "limits": limits,
    }


@st.composite
def rankings(draw):
    """A document for objective stable; likings are drawn from few values, so that ties are common."""
    likings = st.integers(0, draw(st.sampled_from([2, 1000])))
    document = draw(assignments(most_limits=0, forced=False, scores=likings))
    for party in document["right"]:
        party["min_load"] = 0
    for pair in document["pairs"]:
        pair["right_score"] = draw(likings)
    return document | {"objective": "stable"}
