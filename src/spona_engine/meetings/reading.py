"""Problems in and out: the JSON document of the contract and the array form."""

from __future__ import annotations

import json
from numbers import Integral
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from spona_engine.errors import ProblemError
from spona_engine.meetings.contents import MAX_SCORE, ComfortGoals, Pin, ProblemContents, Slot

if TYPE_CHECKING:
    from collections.abc import Mapping

    from spona_engine.meetings.contents import BoolArray, IntArray

_UNLIMITED = 2**31 - 1
_Pair = tuple[npt.ArrayLike | None, npt.ArrayLike | None]


def load_document(data: Mapping[str, Any] | str | bytes, kind: str = "meetings") -> Mapping[str, Any]:
    """The document as a mapping of the right kind and version; raises ProblemError otherwise."""
    if isinstance(data, str | bytes):
        try:
            data = json.loads(data)
        except (ValueError, RecursionError) as error:
            raise ProblemError(
                "document", f"not readable as JSON ({error})", "write one JSON object in UTF-8"
            ) from error
    if not isinstance(data, dict):
        raise ProblemError("document", "not a JSON object", 'start with {"kind": "meetings", "version": 1, ...')
    if data.get("kind") != kind:
        raise ProblemError("kind", f"is {data.get('kind')!r}", f'write "kind": "{kind}"')
    if data.get("version") != 1 or isinstance(data.get("version"), bool):
        raise ProblemError("version", f"is {data.get('version')!r}", 'write "version": 1')
    return data


def entries(data: Mapping[str, Any], key: str, *, required: bool = False) -> list[Any]:
    """The list under `key` (empty when absent and not required)."""
    if key not in data and required:
        raise ProblemError(key, "is missing", f'add "{key}": [...]')
    value = data.get(key, [])
    if not isinstance(value, list):
        raise ProblemError(key, "is not a list", f'write "{key}": [...]')
    return value


def field(entry: Any, place: str, key: str) -> Any:
    if not isinstance(entry, dict):
        raise ProblemError(place, "is not an object", "write {...} with named values")
    if key not in entry:
        raise ProblemError(f"{place}.{key}", "is missing", f'add "{key}"')
    return entry[key]


def text(value: Any, place: str) -> str:
    if not isinstance(value, str) or not value:
        raise ProblemError(place, f"is {value!r}", "write a text that is not empty")
    return value


def whole(value: Any, place: str, low: int, high: int) -> int:
    """An integer between the limits; a bool, a float or NaN is refused."""
    if isinstance(value, bool) or not isinstance(value, Integral) or not low <= int(value) <= high:
        raise ProblemError(place, f"is {value!r}", f"write a whole number from {low} to {high}")
    return int(value)


def known(value: Any, place: str, index: Mapping[str, int], noun: str) -> int:
    if not isinstance(value, str) or value not in index:
        raise ProblemError(place, f"names the unknown {noun} {value!r}", f"use an id listed in {noun_list(noun)}")
    return index[value]


def noun_list(noun: str) -> str:
    return "parties" if noun == "party" else f"{noun}s"


def read_problem(data: Mapping[str, Any] | str | bytes) -> ProblemContents:
    document = load_document(data)
    slots = _read_slots(document)
    slot_index = {slot.id: index for index, slot in enumerate(slots)}
    ids, sides, minimum, maximum, available = _read_parties(document, slot_index)
    party_index = {identity: index for index, identity in enumerate(ids)}
    a, b, score, must = _read_wishes(document, party_index)
    tables = document.get("tables")
    return ProblemContents(
        slots=slots,
        party_ids=ids,
        sides=sides,
        minimum=minimum,
        maximum=maximum,
        available=available,
        a=a,
        b=b,
        score=score,
        must=must,
        bans=_read_bans(document, party_index),
        pins=_read_pins(document, party_index, slot_index),
        tables=None if tables is None else whole(tables, "tables", 0, _UNLIMITED),
        comfort=_read_comfort(document, party_index),
    )


def _read_slots(document: Mapping[str, Any]) -> tuple[Slot, ...]:
    slots: dict[str, Slot] = {}
    for number, entry in enumerate(entries(document, "slots", required=True)):
        place = f"slots[{number}]"
        identity = text(field(entry, place, "id"), f"{place}.id")
        if identity in slots:
            raise ProblemError(f"{place}.id", f"repeats the slot {identity!r}", "give every slot its own id")
        start, minutes = entry.get("start"), entry.get("minutes")
        if start is not None:
            text(start, f"{place}.start")
        if minutes is not None:
            whole(minutes, f"{place}.minutes", 1, 7 * 24 * 60)
        slots[identity] = Slot(identity, start, minutes)
    return tuple(slots.values())


def _read_parties(
    document: Mapping[str, Any], slot_index: Mapping[str, int]
) -> tuple[tuple[str, ...], tuple[str, ...], IntArray, IntArray, BoolArray | None]:
    ids: dict[str, str] = {}
    minimum, maximum, limited = [], [], {}
    for number, entry in enumerate(entries(document, "parties", required=True)):
        place = f"parties[{number}]"
        identity = text(field(entry, place, "id"), f"{place}.id")
        if identity in ids:
            raise ProblemError(f"{place}.id", f"repeats the party {identity!r}", "give every party its own id")
        ids[identity] = text(entry.get("side", "party"), f"{place}.side")
        least = whole(entry.get("min", 0), f"{place}.min", 0, _UNLIMITED)
        most = entry.get("max")
        most = _UNLIMITED if most is None else whole(most, f"{place}.max", 0, _UNLIMITED)
        if least > most:
            raise ProblemError(f"{place}.min", f"is {least}, above max {most}", f"write a min of at most {most}")
        minimum.append(least)
        maximum.append(most)
        if entry.get("slots") is not None:
            limited[number] = [
                known(value, f"{place}.slots[{position}]", slot_index, "slot")
                for position, value in enumerate(entries(entry, "slots"))
            ]
    available = None
    if limited:
        available = np.ones((len(ids), len(slot_index)), dtype=bool)
        for number, there in limited.items():
            available[number] = False
            available[number, there] = True
    return (
        tuple(ids),
        tuple(ids.values()),
        np.array(minimum, dtype=np.int64),
        np.array(maximum, dtype=np.int64),
        available,
    )


def _read_wishes(
    document: Mapping[str, Any], party_index: Mapping[str, int]
) -> tuple[IntArray, IntArray, IntArray, BoolArray]:
    rows: list[tuple[int, int, int]] = []
    musts: list[bool] = []
    seen: dict[tuple[int, int], int] = {}
    for number, entry in enumerate(entries(document, "wishes", required=True)):
        place = f"wishes[{number}]"
        a, b = _read_pair(field(entry, place, "a"), field(entry, place, "b"), place, party_index)
        pair = (min(a, b), max(a, b))
        if pair in seen:
            raise ProblemError(place, f"repeats the pair of wishes[{seen[pair]}]", "list every pair once, in one order")
        seen[pair] = number
        must = entry.get("must", False)
        if not isinstance(must, bool):
            raise ProblemError(f"{place}.must", f"is {must!r}", "write true or false")
        rows.append((a, b, whole(field(entry, place, "score"), f"{place}.score", 0, MAX_SCORE)))
        musts.append(must)
    table = np.array(rows, dtype=np.int64).reshape(-1, 3)
    return table[:, 0].copy(), table[:, 1].copy(), table[:, 2].copy(), np.array(musts, dtype=bool)


def _read_pair(a: Any, b: Any, place: str, party_index: Mapping[str, int]) -> tuple[int, int]:
    first, second = known(a, f"{place}.a", party_index, "party"), known(b, f"{place}.b", party_index, "party")
    if first == second:
        raise ProblemError(place, f"pairs {a!r} with itself", "name two different parties")
    return first, second


def _read_bans(document: Mapping[str, Any], party_index: Mapping[str, int]) -> tuple[tuple[int, int], ...]:
    bans = []
    for number, entry in enumerate(entries(document, "bans")):
        place = f"bans[{number}]"
        if not isinstance(entry, list) or len(entry) != 2:
            raise ProblemError(place, "is not a pair", 'write ["id of one party", "id of the other"]')
        bans.append(_read_pair(entry[0], entry[1], place, party_index))
    return tuple(bans)


def _read_pins(
    document: Mapping[str, Any], party_index: Mapping[str, int], slot_index: Mapping[str, int]
) -> tuple[Pin, ...]:
    pins = []
    for number, entry in enumerate(entries(document, "pins")):
        place = f"pins[{number}]"
        a, b = _read_pair(field(entry, place, "a"), field(entry, place, "b"), place, party_index)
        slot = entry.get("slot")
        pins.append(Pin(a, b, None if slot is None else known(slot, f"{place}.slot", slot_index, "slot")))
    return tuple(pins)


def _read_comfort(document: Mapping[str, Any], party_index: Mapping[str, int]) -> ComfortGoals | None:
    asked = document.get("comfort")
    if asked is None:
        return None
    if not isinstance(asked, dict):
        raise ProblemError("comfort", "is not an object", 'write "comfort": {...} with named values')
    if unknown := sorted(asked.keys() - {"repeats", "sectors", "in_a_row", "balance_days"}):
        raise ProblemError(f"comfort.{unknown[0]}", "is not known", "use repeats, sectors, in_a_row, balance_days")
    repeats = []
    for number, entry in enumerate(entries(asked, "repeats")):
        place = f"comfort.repeats[{number}]"
        if not isinstance(entry, list) or len(entry) != 2:
            raise ProblemError(place, "is not a pair", 'write ["id of one party", "id of the other"]')
        repeats.append(_read_pair(entry[0], entry[1], place, party_index))
    named = asked.get("sectors", {})
    if not isinstance(named, dict):
        raise ProblemError("comfort.sectors", "is not an object", 'write {"id of a party": "its sector"}')
    sectors: list[str | None] = [None] * len(party_index)
    for identity, sector in named.items():
        place = f"comfort.sectors.{identity}"
        sectors[known(identity, place, party_index, "party")] = text(sector, place)
    in_a_row, balance = asked.get("in_a_row"), asked.get("balance_days", False)
    if not isinstance(balance, bool):
        raise ProblemError("comfort.balance_days", f"is {balance!r}", "write true or false")
    return ComfortGoals(
        repeats=tuple(repeats),
        sectors=tuple(sectors) if named else (),
        in_a_row=None if in_a_row is None else whole(in_a_row, "comfort.in_a_row", 1, _UNLIMITED),
        balance_days=balance,
    )


def _write_comfort(problem: ProblemContents, goals: ComfortGoals) -> dict[str, Any]:
    ids = problem.party_ids
    sectors = zip(ids, goals.sectors or [None] * len(ids), strict=True)
    return {
        "repeats": [[ids[a], ids[b]] for a, b in goals.repeats],
        "sectors": {identity: sector for identity, sector in sectors if sector is not None},
        "in_a_row": goals.in_a_row,
        "balance_days": goals.balance_days,
    }


def write_problem(problem: ProblemContents) -> dict[str, Any]:
    ids = problem.party_ids
    slots = [
        {"id": slot.id}
        | ({} if slot.start is None else {"start": slot.start})
        | ({} if slot.minutes is None else {"minutes": slot.minutes})
        for slot in problem.slots
    ]
    parties = []
    for index, identity in enumerate(ids):
        maximum = int(problem.maximum[index])
        party: dict[str, Any] = {"id": identity, "side": problem.sides[index], "min": int(problem.minimum[index])}
        if maximum < _UNLIMITED:
            party["max"] = maximum
        if problem.available is not None and not problem.available[index].all():
            party["slots"] = [problem.slots[s].id for s in np.flatnonzero(problem.available[index])]
        parties.append(party)
    columns = zip(problem.a.tolist(), problem.b.tolist(), problem.score.tolist(), problem.must.tolist(), strict=True)
    return {
        "kind": "meetings",
        "version": 1,
        "slots": slots,
        "tables": problem.tables,
        "parties": parties,
        "wishes": [{"a": ids[a], "b": ids[b], "score": score, "must": must} for a, b, score, must in columns],
        "bans": [[ids[a], ids[b]] for a, b in problem.bans],
        "pins": [
            {"a": ids[pin.a], "b": ids[pin.b]} | ({} if pin.slot is None else {"slot": problem.slots[pin.slot].id})
            for pin in problem.pins
        ],
    } | ({} if problem.comfort is None else {"comfort": _write_comfort(problem, problem.comfort)})


def two_sided(
    sizes: tuple[int, int, int],
    wishes: tuple[npt.ArrayLike, npt.ArrayLike, npt.ArrayLike, npt.ArrayLike | None],
    minimum: _Pair,
    maximum: _Pair,
    available: _Pair,
    tables: int | None,
) -> ProblemContents:
    """The array form of the contract; every array is checked for length, type and range as the document is."""
    n_left, n_right, n_slots = (whole(size, name, 0, most) for size, (name, most) in zip(sizes, _SIZES, strict=True))
    count = _array(wishes[0], "left").size
    left = _column(wishes[0], "left", count, 0, n_left - 1)
    right = _column(wishes[1], "right", count, 0, n_right - 1)
    score = _column(wishes[2], "score", count, 0, MAX_SCORE)
    keys = np.sort(left * max(n_right, 1) + right)
    if (keys[1:] == keys[:-1]).any():
        raise ProblemError("left, right", "a pair is listed twice", "list every pair once")
    sides = zip(("left", "right"), (n_left, n_right), minimum, maximum, strict=True)
    least, most = [], []
    for side, size, low, high in sides:
        least.append(_column(0 if low is None else low, f"min_{side}", size, 0, _UNLIMITED))
        most.append(_column(_UNLIMITED if high is None else high, f"max_{side}", size, 0, _UNLIMITED))
        if (least[-1] > most[-1]).any():
            raise ProblemError(f"min_{side}", "is above the maximum", f"keep min_{side} <= max_{side}")
    return ProblemContents(
        slots=tuple(Slot(f"s{number}") for number in range(n_slots)),
        party_ids=tuple(f"{letter}{i}" for letter, size in (("L", n_left), ("R", n_right)) for i in range(size)),
        sides=("left",) * n_left + ("right",) * n_right,
        minimum=np.concatenate(least),
        maximum=np.concatenate(most),
        available=_availability(available, (n_left, n_right), n_slots),
        a=left,
        b=right + n_left,
        score=score,
        must=_musts(wishes[3], count),
        tables=None if tables is None else whole(tables, "tables", 0, _UNLIMITED),
    )


_SIZES = (("n_left", 10_000_000), ("n_right", 10_000_000), ("n_slots", 10_000))


def _array(values: npt.ArrayLike, place: str) -> npt.NDArray[Any]:
    try:
        return np.asarray(values)
    except ValueError as error:
        raise ProblemError(place, "is no array (its rows differ in length)", "give values of one shape") from error


def _musts(values: npt.ArrayLike | None, count: int) -> BoolArray:
    if values is None:
        return np.zeros(count, dtype=bool)
    musts = _array(values, "must")
    if musts.shape != (count,) or (count and musts.dtype != np.bool_):
        raise ProblemError("must", f"has shape {musts.shape} and type {musts.dtype}", f"give {count} booleans")
    return musts.astype(bool)


def _column(values: npt.ArrayLike, place: str, size: int, low: int, high: int) -> IntArray:
    array = _array(values, place)
    if array.size and array.dtype.kind not in "iu":
        raise ProblemError(place, f"holds values of type {array.dtype}", "give whole numbers")
    if array.ndim > 1 or (array.ndim == 1 and array.size != size):
        raise ProblemError(place, f"has shape {array.shape}", f"give {size} values")
    column = np.broadcast_to(array, (size,)).astype(np.int64)
    if size and (column.min() < low or column.max() > high):
        raise ProblemError(place, f"holds values from {column.min()} to {column.max()}", f"keep within {low} to {high}")
    return column


def _availability(given: _Pair, sizes: tuple[int, int], n_slots: int) -> BoolArray | None:
    if given[0] is None and given[1] is None:
        return None
    parts = []
    for value, size, side in zip(given, sizes, ("left", "right"), strict=True):
        part = np.ones((size, n_slots), dtype=bool) if value is None else _array(value, f"available_{side}")
        if part.shape != (size, n_slots) or part.dtype != np.bool_:
            raise ProblemError(f"available_{side}", f"has shape {part.shape}", f"give booleans [{size}, {n_slots}]")
        parts.append(part)
    return np.vstack(parts)
