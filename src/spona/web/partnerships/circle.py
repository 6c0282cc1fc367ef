"""The picture of who met whom: organisations on a circle, grouped by kind, their ties as curves through it.

Plain geometry: rows in, strings out. Coordinates leave as text, because a template would write 12,5 in half of our
languages.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from spona.partnerships.queries import Tie

SIZE = 1000.0
RADIUS = 330.0
GAP = 2.0
"""Empty places between two sectors, counted in organisations."""

BEND = 0.35
"""How far a curve keeps from the middle: 0 all meet there, 1 straight lines."""

LONGEST_NAME = 26
NAMED_AT_MOST = 130
"""With more organisations names would cover each other; then only the dots are drawn, and the table has the names."""


@dataclass(frozen=True)
class Node:
    """One organisation's dot and its name beside it, turned so that it reads outwards."""

    id: UUID
    name: str
    short: str
    x: str
    y: str
    radius: str
    text_x: str
    turn: str
    anchor: str
    is_hollow: bool


@dataclass(frozen=True)
class Arc:
    """One tie as a curve, the thicker the closer."""

    path: str
    kind: str
    width: str
    title: str


@dataclass(frozen=True)
class Circle:
    """What the template draws."""

    nodes: Sequence[Node] = ()
    arcs: Sequence[Arc] = ()
    sectors: Sequence[Mapping[str, Any]] = field(default_factory=tuple)
    is_named: bool = True


def circle(ties: Sequence[Tie], kinds: Mapping[UUID, str], labels: Mapping[str, str]) -> Circle:
    """Place the organisations of ``ties`` on the circle by kind and name, and draw the ties between them.

    ``kinds``: organisation -> kind; ``labels``: kind -> its name; the order of ``labels`` is the order of sectors.
    """
    names = {tie.first_id: tie.first_name for tie in ties} | {tie.second_id: tie.second_name for tie in ties}
    if not names:
        return Circle()
    degree: defaultdict[UUID, int] = defaultdict(int)
    for tie in ties:
        degree[tie.first_id] += tie.times
        degree[tie.second_id] += tie.times
    groups = [(kind, sorted((pk for pk in names if kinds.get(pk) == kind), key=names.__getitem__)) for kind in labels]
    groups = [(kind, members) for kind, members in groups if members]
    step = 2 * math.pi / (len(names) + GAP * len(groups))
    angles: dict[UUID, float] = {}
    sectors: list[dict[str, Any]] = []
    turn = 0.0
    for kind, members in groups:
        for position, pk in enumerate(members):
            angles[pk] = (turn + position + 0.5) * step
        sectors.append(
            _sector(labels[kind], turn * step, (turn + len(members)) * step, is_hollow=len(sectors) % 2 == 1)
        )
        turn += len(members) + GAP
    most = max(degree.values())
    hollow = {pk for index, (_kind, members) in enumerate(groups) if index % 2 for pk in members}
    nodes = [_node(pk, names[pk], angle, degree[pk] / most, is_hollow=pk in hollow) for pk, angle in angles.items()]
    arcs = [_arc(tie, angles) for tie in reversed(ties) if tie.first_id in angles and tie.second_id in angles]
    return Circle(nodes, arcs, sectors, len(nodes) <= NAMED_AT_MOST)


def _at(angle: float, radius: float) -> tuple[float, float]:
    return SIZE / 2 + radius * math.sin(angle), SIZE / 2 - radius * math.cos(angle)


def _text(value: float) -> str:
    return f"{value:.1f}"


def _node(pk: UUID, name: str, angle: float, weight: float, *, is_hollow: bool) -> Node:
    x, y = _at(angle, RADIUS)
    is_left = angle > math.pi
    degrees = math.degrees(angle) - 90 + (180 if is_left else 0)
    short = name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1].rstrip()}…"
    return Node(
        id=pk,
        name=name,
        short=short,
        x=_text(x),
        y=_text(y),
        radius=_text(3 + 5 * math.sqrt(weight)),
        text_x=_text(-12 if is_left else 12),
        turn=_text(degrees),
        anchor="end" if is_left else "start",
        is_hollow=is_hollow,
    )


def _arc(tie: Tie, angles: Mapping[UUID, float]) -> Arc:
    x1, y1 = _at(angles[tie.first_id], RADIUS)
    x2, y2 = _at(angles[tie.second_id], RADIUS)
    kind = "agreed" if tie.agreed else "introduced" if tie.introduced and not tie.met else "met"
    bent_x, bent_y = (SIZE / 2 + BEND * ((a + b) / 2 - SIZE / 2) for a, b in ((x1, x2), (y1, y2)))
    path = f"M{_text(x1)} {_text(y1)}Q{_text(bent_x)} {_text(bent_y)} {_text(x2)} {_text(y2)}"
    return Arc(path, kind, _text(min(0.4 + 0.4 * tie.times, 3)), f"{tie.first_name} – {tie.second_name}: {tie.times}")


def _sector(label: str, start: float, end: float, *, is_hollow: bool) -> dict[str, Any]:
    x1, y1 = _at(start, RADIUS - 14)
    x2, y2 = _at(end, RADIUS - 14)
    large = 1 if end - start > math.pi else 0
    return {
        "label": label,
        "is_hollow": is_hollow,
        "path": f"M{_text(x1)} {_text(y1)}A{RADIUS - 14:.0f} {RADIUS - 14:.0f} 0 {large} 1 {_text(x2)} {_text(y2)}",
    }
