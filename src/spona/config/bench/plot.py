"""The figures of the engine as one picture: seconds across, instances down, one mark a peer. SVG written by hand."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, floor, log10
from xml.sax.saxutils import escape

from spona.config.bench.engine import ANSWERED, EngineFigures
from spona.config.bench.report import by_instance

_LEFT, _WIDTH, _ROW, _TOP = 270, 560, 30, 84
_COLOURS = ("#0b5cad", "#8a5a00", "#a3195b", "#2e7d32", "#6a3fb5", "#444444", "#b3261e", "#00707a")
_SHAPES = (
    "M-6 0A6 6 0 1 0 6 0A6 6 0 1 0 -6 0Z",
    "M-5 -5H5V5H-5Z",
    "M0 -6L6 5H-6Z",
    "M0 -7L6 0L0 7L-6 0Z",
    "M0 6L6 -5H-6Z",
    "M-2 -6H2V-2H6V2H2V6H-2V2H-6V-2H-2Z",
    "M-6 -3H6V3H-6Z",
    "M-3 -6H3V6H-3Z",
)


def plot(measured: Sequence[EngineFigures], title: str) -> str:
    """Return an SVG: a mark is full where the answer is proven optimal, hollow where it isn't.

    The number beside a mark is the share of the best proven bound its score misses. Peers without an answer have no
    mark; each mark's own title says all its figures. Re-plans are left out: they are bounded by what a plan made
    afresh may be worth, and what they miss of it is the price of touching little.
    """
    replanned = {row.instance for row in measured if row.touched is not None}
    measured = [row for row in measured if row.instance not in replanned]
    rows = by_instance(measured)
    peers = list(dict.fromkeys(row.peer for row in measured))
    timed = [row for row in measured if row.seconds is not None and row.status in ANSWERED]
    seconds = [max(row.seconds or 0.0, 0.001) for row in timed] or [1.0]
    low, high = floor(log10(min(seconds))), max(ceil(log10(max(seconds))), floor(log10(min(seconds))) + 1)
    height = _TOP + _ROW * len(rows) + 40
    parts = [_head(title, height), *_legend(peers), *_axis(low, high, height)]
    for number, (name, group) in enumerate(rows.items()):
        y = _TOP + _ROW * number + _ROW // 2
        parts.append(f'<text x="{_LEFT - 12}" y="{y + 4}" text-anchor="end">{escape(name)}</text>')
        parts.append(f'<line x1="{_LEFT}" x2="{_LEFT + _WIDTH}" y1="{y}" y2="{y}" stroke="#e3e3e3"/>')
        bound = best_bound(group)
        parts += [_mark(row, peers.index(row.peer), y, _across(row, low, high), bound) for row in group if row in timed]
    return "\n".join([*parts, "</svg>"]) + "\n"


def best_bound(rows: Sequence[EngineFigures]) -> float | None:
    """Return the least bound any peer proves for the score of the best answer's shortfall; None where none does."""
    least = min((row.shortfall for row in rows if row.shortfall is not None), default=None)
    bounds = [row.score_bound for row in rows if row.score_bound is not None and row.shortfall == least]
    return min(bounds, default=None)


def _head(title: str, height: int) -> str:
    width = _LEFT + _WIDTH + 60
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'role="img" font-family="system-ui, sans-serif" font-size="12">\n<title>{escape(title)}</title>\n'
        f'<rect width="100%" height="100%" fill="#ffffff"/>\n<text x="12" y="20" font-size="14">{escape(title)}</text>'
    )


def _legend(peers: Sequence[str]) -> list[str]:
    parts, x = [], 20
    for number, peer in enumerate(peers):
        parts.append(
            f'<g transform="translate({x} 44)">{_shape(number, full=True)}<text x="11" y="4">{escape(peer)}</text></g>'
        )
        x += 34 + 7 * len(peer)
    return parts


def _axis(low: int, high: int, height: int) -> list[str]:
    parts = []
    for power in range(low, high + 1):
        x = _LEFT + _WIDTH * (power - low) / (high - low)
        label = f"{10.0**power:g} s"
        parts.append(f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{_TOP - 8}" y2="{height - 34}" stroke="#c8c8c8"/>')
        parts.append(f'<text x="{x:.1f}" y="{height - 16}" text-anchor="middle">{label}</text>')
    return parts


def _across(row: EngineFigures, low: int, high: int) -> float:
    power = log10(max(row.seconds or 0.0, 0.001))
    return _LEFT + _WIDTH * (power - low) / (high - low)


def _shape(number: int, *, full: bool) -> str:
    colour = _COLOURS[number % len(_COLOURS)]
    fill = colour if full else "#ffffff"
    return f'<path d="{_SHAPES[number % len(_SHAPES)]}" fill="{fill}" stroke="{colour}" stroke-width="1.5"/>'


def _mark(row: EngineFigures, number: int, y: int, x: float, bound: float | None) -> str:
    missing = None if not bound or row.score is None else (bound - row.score) / bound
    label = "" if missing is None or missing < 0.00005 else f"{missing:.2%}"
    said = f"{row.peer}: {row.status}, {row.seconds:.2f} s, shortfall {row.shortfall}, score {row.score}"
    shape = _shape(number, full=row.status == "optimal")
    return (
        f'<g transform="translate({x:.1f} {y})"><title>{escape(said)}, {row.faults} faults</title>{shape}'
        f'<text x="9" y="-5" font-size="9" fill="#444444">{label}</text></g>'
    )
