"""Tiny rosters as documents: overlaps, travel, skills, groups, limits, pins that may contradict each other."""

from __future__ import annotations

from itertools import permutations

from hypothesis import strategies as st

PLACES = ("hall", "river")


@st.composite
def rosters(draw, most_people=4, most_shifts=4, most_offers=9, *, pinned=True):
    shifts = [
        {
            "id": f"s{n}",
            "start": draw(st.integers(0, 6)) * 30,
            "minutes": draw(st.sampled_from([30, 60, 90])),
            "place": draw(st.sampled_from(PLACES)),
            "min": (least := draw(st.integers(0, 2))),
            "max": least + draw(st.integers(0, 1)),
            "skills": draw(st.dictionaries(st.sampled_from(["first aid", "driving"]), st.integers(0, 2), max_size=2)),
        }
        for n in range(draw(st.integers(1, most_shifts)))
    ]
    people = [
        {
            "id": f"v{n}",
            "skills": draw(st.lists(st.sampled_from(["first aid", "driving"]), unique=True)),
            "max": draw(st.integers(0, 3)),
            "max_minutes": draw(st.sampled_from([60, 120, 600])),
        }
        for n in range(draw(st.integers(1, most_people)))
    ]
    pairs = [(v["id"], s["id"]) for v in people for s in shifts]
    some = st.lists(st.sampled_from(pairs), unique=True, max_size=2)
    offers = draw(st.lists(st.sampled_from(pairs), unique=True, max_size=most_offers))
    names = [person["id"] for person in people]
    group = draw(st.lists(st.sampled_from(names), unique=True, min_size=2, max_size=3)) if len(names) > 1 else []
    return {
        "kind": "rosters",
        "version": 1,
        "shifts": shifts,
        "volunteers": people,
        "offers": [{"volunteer": v, "shift": s, "score": draw(st.integers(0, 9))} for v, s in offers],
        "travel": [
            {"from": a, "to": b, "minutes": draw(st.sampled_from([0, 20, 45]))} for a, b in permutations(PLACES, 2)
        ],
        "groups": [group] if group and draw(st.booleans()) else [],
        "pins": [list(pair) for pair in draw(some)] if pinned else [],
        "bans": [list(pair) for pair in draw(some)],
    }
