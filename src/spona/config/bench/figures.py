"""The arithmetic of a measurement, the table it is shown in, and which bars it misses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from spona.config.bench.client import Answers
from spona.config.bench.pages import GROWTH_BAR, QUERIES_BAR, BenchPage


@dataclass(frozen=True)
class Figures:
    """One page at one size. Times in seconds: ``alone`` with one reader, ``busy`` with all clients at once.

    ``rate`` is answers a second with all clients; ``client_share`` the processor time the clients themselves took, as a
    share of the time that passed. ``queries`` leaves out BEGIN, COMMIT and savepoints; ``calls`` are function calls in
    Python, the one figure that is the same on every machine. A ``status`` other than the one awaited stands for a page
    that could not be measured.
    """

    page: str
    size: int
    status: str
    alone_p50: float
    alone_p95: float
    busy_p50: float
    busy_p95: float
    rate: float
    queries: int
    calls: int
    body_bytes: int
    client_share: float

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def percentile(values: Sequence[float], share: float) -> float:
    """Return the smallest measured value that at least ``share`` of all values don't exceed (nearest rank)."""
    if not values:
        raise ValueError("nothing was measured")
    ordered = sorted(values)
    rank = max(1, -(-len(ordered) * round(share * 1000) // 1000))
    return ordered[rank - 1]


def figures_of(page: BenchPage, size: int, alone: Answers, busy: Answers, queries: int, calls: int) -> Figures:
    """Reduce what the client saw to figures. Errors: ValueError where nothing came back."""
    statuses = {**alone.statuses, **busy.statuses}
    return Figures(
        page=page.name,
        size=size,
        status="/".join(sorted(statuses)),
        alone_p50=percentile(alone.seconds, 0.50),
        alone_p95=percentile(alone.seconds, 0.95),
        busy_p50=percentile(busy.seconds, 0.50),
        busy_p95=percentile(busy.seconds, 0.95),
        rate=len(busy.seconds) / busy.elapsed,
        queries=queries,
        calls=calls,
        body_bytes=busy.body_bytes,
        client_share=busy.client_cpu / busy.elapsed,
    )


def growth(measured: Sequence[Figures]) -> dict[str, float]:
    """Return, per page, the median time alone at the largest size over that at the smallest; needs two sizes."""
    by_page: dict[str, list[Figures]] = {}
    for figures in measured:
        by_page.setdefault(figures.page, []).append(figures)
    found = {}
    for page, rows in by_page.items():
        first, last = min(rows, key=lambda row: row.size), max(rows, key=lambda row: row.size)
        if first.size < last.size:
            found[page] = last.alone_p50 / first.alone_p50
    return found


def missed(measured: Sequence[Figures], pages: Sequence[BenchPage]) -> list[str]:
    """Return a sentence for every bar that is missed; empty is what we want."""
    declared = {page.name: page for page in pages}
    found = []
    for row in measured:
        page = declared[row.page]
        awaited = "304" if page.revalidated else "200"
        place = f"{row.page} at {row.size}"
        if row.status != awaited:
            found.append(f"{place}: answered {row.status}, not {awaited}")
        if row.alone_p95 > page.bar:
            found.append(f"{place}: p95 {row.alone_p95 * 1000:.0f} ms, at most {page.bar * 1000:.0f}")
        if row.queries > QUERIES_BAR:
            found.append(f"{place}: {row.queries} queries, at most {QUERIES_BAR}")
    for name, ratio in growth(measured).items():
        if ratio > GROWTH_BAR:
            found.append(f"{name}: {ratio:.2f} times as dear at the largest size, at most {GROWTH_BAR}")
    return found


def table(measured: Sequence[Figures]) -> str:
    """Return the figures as a Markdown table: one row a page, times in milliseconds, sizes in ascending order."""
    sizes = sorted({row.size for row in measured})
    ratios = growth(measured)
    by_place = {(row.page, row.size): row for row in measured}
    heads = [
        "page",
        *(f"p50 / p95 ms at {size:,}" for size in sizes),
        "growth",
        "queries",
        "calls",
        "kB",
        "busy p95 ms",
        "req/s",
    ]
    lines = ["| " + " | ".join(heads) + " |", "|" + "---|" * len(heads)]
    for name in dict.fromkeys(row.page for row in measured):
        rows = [by_place.get((name, size)) for size in sizes]
        last = [row for row in rows if row is not None][-1]
        times = [f"{r.alone_p50 * 1000:.1f} / {r.alone_p95 * 1000:.1f}" if r else "-" for r in rows]
        ratio = f"{ratios[name]:.2f}" if name in ratios else "-"
        work = [f"{last.queries}", f"{last.calls:,}", f"{last.body_bytes / 1000:.1f}"]
        busy = [f"{last.busy_p95 * 1000:.0f}", f"{last.rate:.0f}"]
        lines.append("| " + " | ".join([name, *times, ratio, *work, *busy]) + " |")
    return "\n".join(lines)
