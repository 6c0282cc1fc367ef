"""What the result documents of every kind state in the same words: status, time, entries each listed once."""

from __future__ import annotations

from math import inf
from numbers import Real
from typing import TYPE_CHECKING, Any

import numpy as np

from spona_engine.errors import ProblemError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import numpy.typing as npt


def each_once(numbers: Iterable[int], key: str) -> npt.NDArray[np.int64]:
    """The numbers in ascending order; raises ProblemError where the list under `key` names one twice."""
    first: dict[int, int] = {}
    for place, number in enumerate(numbers):
        if number in first:
            raise ProblemError(f"{key}[{place}]", f"repeats {key}[{first[number]}]", "list everything once")
        first[number] = place
    return np.array(sorted(first), dtype=np.int64)


def stated_status(document: Mapping[str, Any]) -> str:
    """The status a result of any kind states."""
    status = document.get("status")
    if not isinstance(status, str) or status not in {"optimal", "feasible", "infeasible"}:
        raise ProblemError("status", f"is {status!r}", "write optimal, feasible or infeasible")
    return status


def stated_seconds(document: Mapping[str, Any]) -> float:
    """The time a result of any kind says it took; 0 where it says nothing."""
    value = document.get("seconds", 0.0)
    if isinstance(value, bool) or not isinstance(value, Real) or not 0 <= float(value) < inf:
        raise ProblemError("seconds", f"is {value!r}", "write a number from 0 upwards")
    return float(value)
