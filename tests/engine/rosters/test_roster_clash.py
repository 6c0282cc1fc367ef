"""Pins that cannot all hold are answered with a smallest set of demands that clash."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.engine.rosters.brute import keeps_all
from tests.engine.rosters.strategies import rosters

from spona_engine.rosters.clash import smallest_clash
from spona_engine.rosters.problem import RosterProblem
from spona_engine.rosters.solving import solve_roster
from spona_engine.watch import Watch

FEW = settings(max_examples=70)


@st.composite
def pinned_rosters(draw):
    """Rosters with up to five pins, in which little is offered."""
    document = draw(rosters(most_people=3, most_shifts=3, most_offers=9, pinned=False))
    pairs = [[v["id"], s["id"]] for v in document["volunteers"] for s in document["shifts"]]
    document["pins"] = draw(st.lists(st.sampled_from(pairs), unique_by=tuple, min_size=1, max_size=5))
    return document


def demands_of(document) -> list[tuple]:
    """Everything asked for, each as (kind, what)."""
    people, shifts = ([one["id"] for one in document[key]] for key in ("volunteers", "shifts"))
    offered = {(one["volunteer"], one["shift"]) for one in document["offers"]}
    return [
        *(("pins", pin) for pin in document["pins"]),
        *(("bans", ban) for ban in document["bans"]),
        *(("groups", group) for group in document["groups"]),
        *(("no offer", (v, s)) for v in people for s in shifts if (v, s) not in offered),
        *(("max", one) for one in [*people, *shifts]),
        *(("max_minutes", one) for one in people),
    ]


def holds(document, demands) -> bool:
    """Whether these demands alone can hold: the pins and what groups carry along are all the work there need be."""
    kept = {kind: [what for one, what in demands if one == kind] for kind in {kind for kind, _ in demands}}
    work = {tuple(pin) for pin in kept.get("pins", [])}
    for group in kept.get("groups", []):
        work |= {(v, s) for v in group for one, s in work if one in group}
    everything = [(v["id"], s["id"]) for v in document["volunteers"] for s in document["shifts"]]
    relaxed = document | {
        "offers": [{"volunteer": v, "shift": s} for v, s in everything if (v, s) not in kept.get("no offer", [])],
        "bans": kept.get("bans", []),
        "groups": kept.get("groups", []),
        "shifts": [one if one["id"] in kept.get("max", []) else one | {"max": 99} for one in document["shifts"]],
        "volunteers": [
            one
            | ({} if one["id"] in kept.get("max", []) else {"max": 99})
            | ({} if one["id"] in kept.get("max_minutes", []) else {"max_minutes": 9999})
            for one in document["volunteers"]
        ],
    }
    return keeps_all(relaxed, frozenset(work), kept.get("pins", []))


def smallest_size(document) -> int | None:
    """How many demands a smallest clash has, by trying all sets; None if all demands hold together."""
    demands = demands_of(document)
    if holds(document, demands):
        return None
    sizes = (n for n in range(1, 7) for some in combinations(demands, n) if not holds(document, some))
    return next(sizes)


@FEW
@given(pinned_rosters())
def test_a_clash_is_found_exactly_where_there_is_one_and_none_is_smaller(document) -> None:
    clash = smallest_clash(RosterProblem.from_json(document))

    assert (None if clash is None else len(clash.demands)) == smallest_size(document)


def a_roster(**changes):
    """Two people who offered both of two shifts that follow each other, an hour each."""
    shifts = [
        {"id": "morning", "start": 480, "minutes": 60, "place": "hall"},
        {"id": "noon", "start": 540, "minutes": 60, "place": "river"},
    ]
    people = [{"id": "a"}, {"id": "b"}]
    offers = [{"volunteer": v, "shift": s, "score": 1} for v in "ab" for s in ("morning", "noon")]
    return {"kind": "rosters", "version": 1, "shifts": shifts, "volunteers": people, "offers": offers} | changes


def said(document) -> list[str]:
    return [str(line) for line in solve_roster(RosterProblem.from_json(document), 0, Watch(5.0)).advice]


def test_a_way_that_is_too_long_for_two_pins_is_said_with_its_minutes() -> None:
    travel = [{"from": "hall", "to": "river", "minutes": 20}]

    assert said(a_roster(travel=travel, pins=[["a", "morning"], ["a", "noon"]])) == [
        "these 2 demands cannot all hold; give up one of them: a works on morning; a works on noon",
        "between morning and noon lie 0 minutes, and the way takes 20",
    ]


def test_a_pin_that_carries_a_banned_friend_along_names_the_group() -> None:
    (line,) = said(a_roster(groups=[["a", "b"]], pins=[["a", "noon"]], bans=[["b", "noon"]]))

    assert line.split(": ", 1)[1] == "b is banned from noon; a, b stay together; a works on noon"
