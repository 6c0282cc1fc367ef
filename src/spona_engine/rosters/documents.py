"""The JSON document of a roster problem, kind "rosters", version 1.

{"kind": "rosters", "version": 1,
 "shifts": [{"id": "jutro", "start": "2026-11-26T08:00+01:00", "minutes": 240, "min": 2, "max": 4,
             "place": "hala", "skills": {"prva pomoć": 1}}],    start: a time or minutes; min absent = 1, max = no limit
 "volunteers": [{"id": "v1", "max": 3, "max_minutes": 600, "skills": ["prva pomoć"]}],
 "offers": [{"volunteer": "v1", "shift": "jutro", "score": 5}], nobody works on a shift not offered
 "travel": [{"from": "hala", "to": "skladište", "minutes": 25}],                both ways, unless the other is listed
 "groups": [["v1", "v2"]], "pins": [["v1", "jutro"]], "bans": [["v2", "jutro"]]}
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

import numpy as np

from spona_engine.errors import ProblemError
from spona_engine.meetings.reading import entries, field, known, load_document, text, whole
from spona_engine.rosters.arrays import no_offer_twice, nobody_in_two, travel_times
from spona_engine.rosters.contents import MAX_SCORE, UNLIMITED, RosterContents

if TYPE_CHECKING:
    from spona_engine.rosters.contents import IntArray

_Index = dict[str, int]


def read_document(data: Mapping[str, Any] | str | bytes) -> RosterContents:
    document = load_document(data, "rosters")
    shifts, volunteers = entries(document, "shifts", required=True), entries(document, "volunteers", required=True)
    shift_index, volunteer_index = _ids(shifts, "shifts"), _ids(volunteers, "volunteers")
    places: _Index = {}
    place = [_numbered(entry.get("place", ""), f"shifts[{n}].place", places) for n, entry in enumerate(shifts)]
    travel = _read_travel(document, places)
    skill_index: _Index = {}
    held = [_read_skills(entry, f"volunteers[{n}]", skill_index) for n, entry in enumerate(volunteers)]
    needed = [_read_needs(entry, f"shifts[{n}]", skill_index) for n, entry in enumerate(shifts)]
    skills, needs = np.zeros((len(held), len(skill_index)), dtype=bool), np.zeros((len(needed), len(skill_index)))
    for v, mine in enumerate(held):
        skills[v, mine] = True
    for s, wanted in enumerate(needed):
        needs[s, list(wanted)] = list(wanted.values())
    start, minutes = _read_times(shifts)
    minimum, maximum = _read_sizes(shifts)
    volunteer, shift, score = _read_offers(document, volunteer_index, shift_index)
    groups = _read_groups(document, volunteer_index)
    return RosterContents(
        volunteer_ids=tuple(volunteer_index),
        shift_ids=tuple(shift_index),
        skill_names=tuple(skill_index),
        place_names=tuple(places),
        starts=tuple(entry["start"] for entry in shifts),
        start=start,
        end=start + minutes,
        place=np.array(place, dtype=np.int64),
        travel=travel,
        minimum=minimum,
        maximum=maximum,
        needs=needs.astype(np.int64),
        skills=skills,
        max_shifts=_limits(volunteers, "max"),
        max_minutes=_limits(volunteers, "max_minutes"),
        volunteer=volunteer,
        shift=shift,
        score=score,
        groups=groups,
        pins=_read_couples(document, "pins", volunteer_index, shift_index),
        bans=_read_couples(document, "bans", volunteer_index, shift_index),
    )


def _ids(listed: list[Any], key: str) -> _Index:
    index: _Index = {}
    for number, entry in enumerate(listed):
        place = f"{key}[{number}].id"
        identity = text(field(entry, f"{key}[{number}]", "id"), place)
        if identity in index:
            raise ProblemError(place, f"repeats the id {identity!r}", "give each its own id")
        index[identity] = number
    return index


def _numbered(name: Any, place: str, index: _Index) -> int:
    """The number of a name that stands for itself; "" is the place of shifts that name none."""
    if not isinstance(name, str):
        raise ProblemError(place, f"is {name!r}", "write a name")
    return index.setdefault(name, len(index))


def _read_travel(document: Mapping[str, Any], places: _Index) -> IntArray:
    """Minutes between all places, 0 where no travel is listed at all; one way listed stands for both."""
    listed: dict[tuple[int, int], int] = {}
    for number, entry in enumerate(entries(document, "travel")):
        at = f"travel[{number}]"
        ends = [_numbered(field(entry, at, key), f"{at}.{key}", places) for key in ("from", "to")]
        listed[ends[0], ends[1]] = whole(field(entry, at, "minutes"), f"{at}.minutes", 0, UNLIMITED)
    size = max(len(places), 1)
    table = np.full((size, size), UNLIMITED if listed else 0, dtype=np.int64)
    for (here, there), minutes in listed.items():
        table[here, there] = minutes
        if (there, here) not in listed:
            table[there, here] = minutes
    times = travel_times(table)
    apart = np.argwhere(times >= UNLIMITED)
    if len(apart):
        here, there = (list(places)[end] for end in apart[0])
        raise ProblemError(
            "travel", f"says no way from {here!r} to {there!r}", "list how many minutes it takes, 0 is fine"
        )
    return times


def _read_skills(entry: Any, place: str, index: _Index) -> list[int]:
    return [_numbered(name, f"{place}.skills[{n}]", index) for n, name in enumerate(entries(entry, "skills"))]


def _read_needs(entry: Any, place: str, index: _Index) -> dict[int, int]:
    wanted = entry.get("skills", {})
    if not isinstance(wanted, dict):
        raise ProblemError(f"{place}.skills", "is not an object", 'write {"first aid": 1}')
    return {
        _numbered(name, f"{place}.skills", index): whole(count, f"{place}.skills.{name}", 0, UNLIMITED)
        for name, count in wanted.items()
    }


def _read_times(shifts: list[Any]) -> tuple[IntArray, IntArray]:
    """Start and length in minutes; starts are all whole minutes, or all times with an offset, or all without."""
    read, kinds = [], set()
    for number, entry in enumerate(shifts):
        value, place = field(entry, f"shifts[{number}]", "start"), f"shifts[{number}].start"
        minute, kind = _minute(value, place)
        read.append(
            (minute, whole(field(entry, f"shifts[{number}]", "minutes"), f"shifts[{number}].minutes", 1, UNLIMITED))
        )
        kinds.add(kind)
        if len(kinds) > 1:
            raise ProblemError(place, "is written in another way than those before", "write all starts in one way")
    table = np.array(read, dtype=np.int64).reshape(-1, 2)
    return table[:, 0].copy(), table[:, 1].copy()


def _minute(value: Any, place: str) -> tuple[int, str]:
    if not isinstance(value, str):
        return whole(value, place, -(2**40), 2**40), "minutes"
    try:
        moment = datetime.fromisoformat(value)
    except ValueError as error:
        remedy = "write 2026-11-26T08:00+01:00, or minutes as a whole number"
        raise ProblemError(place, f"is {value!r}", remedy) from error
    zoned = moment.utcoffset() is not None
    since = moment - datetime.fromisoformat("2000-01-01T00:00+00:00" if zoned else "2000-01-01T00:00")
    return int(since.total_seconds() // 60), "time with an offset" if zoned else "time"


def _read_sizes(shifts: list[Any]) -> tuple[IntArray, IntArray]:
    sizes = []
    for number, entry in enumerate(shifts):
        place = f"shifts[{number}]"
        least = whole(entry.get("min", 1), f"{place}.min", 0, UNLIMITED)
        most = UNLIMITED if entry.get("max") is None else whole(entry["max"], f"{place}.max", 0, UNLIMITED)
        if least > most:
            raise ProblemError(f"{place}.min", f"is {least}, above max {most}", f"write a min of at most {most}")
        sizes.append((least, most))
    table = np.array(sizes, dtype=np.int64).reshape(-1, 2)
    return table[:, 0].copy(), table[:, 1].copy()


def _limits(volunteers: list[Any], key: str) -> IntArray:
    values = [UNLIMITED if entry.get(key) is None else entry[key] for entry in volunteers]
    read = [whole(value, f"volunteers[{n}].{key}", 0, UNLIMITED) for n, value in enumerate(values)]
    return np.array(read, dtype=np.int64)


def _read_offers(
    document: Mapping[str, Any], volunteers: _Index, shifts: _Index
) -> tuple[IntArray, IntArray, IntArray]:
    rows = []
    for number, entry in enumerate(entries(document, "offers", required=True)):
        place = f"offers[{number}]"
        volunteer = known(field(entry, place, "volunteer"), f"{place}.volunteer", volunteers, "volunteer")
        shift = known(field(entry, place, "shift"), f"{place}.shift", shifts, "shift")
        rows.append((volunteer, shift, whole(entry.get("score", 0), f"{place}.score", 0, MAX_SCORE)))
    table = np.array(rows, dtype=np.int64).reshape(-1, 3)
    no_offer_twice(table[:, 0], table[:, 1], len(shifts))
    return table[:, 0].copy(), table[:, 1].copy(), table[:, 2].copy()


def _read_groups(document: Mapping[str, Any], volunteers: _Index) -> tuple[tuple[int, ...], ...]:
    groups = []
    for number, group in enumerate(entries(document, "groups")):
        if not isinstance(group, list):
            raise ProblemError(f"groups[{number}]", "is not a list", 'write ["id of a volunteer", ...]')
        groups.append(
            tuple(known(one, f"groups[{number}][{n}]", volunteers, "volunteer") for n, one in enumerate(group))
        )
    nobody_in_two(tuple(groups), list(volunteers))
    return tuple(groups)


def _read_couples(
    document: Mapping[str, Any], key: str, volunteers: _Index, shifts: _Index
) -> tuple[tuple[int, int], ...]:
    couples = []
    for number, entry in enumerate(entries(document, key)):
        place = f"{key}[{number}]"
        if not isinstance(entry, list) or len(entry) != 2:
            raise ProblemError(place, "is not a pair", 'write ["id of a volunteer", "id of a shift"]')
        volunteer = known(entry[0], f"{place}[0]", volunteers, "volunteer")
        couples.append((volunteer, known(entry[1], f"{place}[1]", shifts, "shift")))
    return tuple(dict.fromkeys(couples))


def write_document(problem: RosterContents) -> dict[str, Any]:
    volunteers, shifts, skills = problem.volunteer_ids, problem.shift_ids, problem.skill_names
    columns = zip(problem.volunteer.tolist(), problem.shift.tolist(), problem.score.tolist(), strict=True)
    return {
        "kind": "rosters",
        "version": 1,
        "shifts": [_write_shift(problem, s) for s in range(len(shifts))],
        "volunteers": [
            {"id": identity, "skills": [skills[k] for k in np.flatnonzero(problem.skills[v])]}
            | _limit("max", int(problem.max_shifts[v]))
            | _limit("max_minutes", int(problem.max_minutes[v]))
            for v, identity in enumerate(volunteers)
        ],
        "offers": [{"volunteer": volunteers[v], "shift": shifts[s], "score": score} for v, s, score in columns],
        "travel": [
            {"from": here, "to": there, "minutes": int(problem.travel[i, j])}
            for i, here in enumerate(problem.place_names)
            for j, there in enumerate(problem.place_names)
            if i != j and problem.travel.any()
        ],
        "groups": [[volunteers[v] for v in group] for group in problem.groups],
        "pins": [[volunteers[v], shifts[s]] for v, s in problem.pins],
        "bans": [[volunteers[v], shifts[s]] for v, s in problem.bans],
    }


def _write_shift(problem: RosterContents, s: int) -> dict[str, Any]:
    needs = {problem.skill_names[k]: int(problem.needs[s, k]) for k in np.flatnonzero(problem.needs[s])}
    return {
        "id": problem.shift_ids[s],
        "start": problem.starts[s],
        "minutes": int(problem.end[s] - problem.start[s]),
        "place": problem.place_names[problem.place[s]],
        "min": int(problem.minimum[s]),
        "skills": needs,
    } | _limit("max", int(problem.maximum[s]))


def _limit(key: str, value: int) -> dict[str, int]:
    return {} if value >= UNLIMITED else {key: value}
