"""The benchmark's own arithmetic: percentiles, growth, and which bars count as missed."""

from __future__ import annotations

import dataclasses

import pytest

from spona.config.bench.client import Answers
from spona.config.bench.figures import Figures, figures_of, growth, missed, percentile, table
from spona.config.bench.pages import PAGES, BenchPage, chosen_pages

LIST = BenchPage("list", lambda _seeded: "/list/", "manager")
FAST = Figures("list", 60, "200", 0.010, 0.020, 0.050, 0.080, 90.0, 5, 12_345, 20_000, 0.1)
SLOW = dataclasses.replace(FAST, size=40_000, alone_p50=0.030, alone_p95=0.061, queries=16)


def test_a_percentile_is_a_measured_value_by_nearest_rank() -> None:
    values = [0.004, 0.001, 0.003, 0.002]

    assert [percentile(values, share) for share in (0.01, 0.5, 0.75, 0.95, 1.0)] == [0.001, 0.002, 0.003, 0.004, 0.004]


def test_nothing_measured_is_no_figure() -> None:
    with pytest.raises(ValueError, match="nothing was measured"):
        percentile([], 0.5)


def test_the_rate_counts_the_busy_half_only() -> None:
    alone = Answers([0.01] * 10, {"200": 10}, 100, 0.1, 0.01)
    busy = Answers([0.02] * 40, {"200": 39, "500": 1}, 100, 2.0, 0.5)

    found = figures_of(LIST, 60, alone, busy, 5, 900)

    assert (found.rate, found.client_share, found.status, found.busy_p50) == (20.0, 0.25, "200/500", 0.02)


def test_growth_compares_the_largest_size_with_the_smallest() -> None:
    assert growth([SLOW, FAST]) == {"list": 3.0}
    assert growth([FAST]) == {}


def test_every_bar_that_is_missed_has_a_sentence() -> None:
    assert missed([FAST, SLOW], [LIST]) == [
        "list at 40000: p95 61 ms, at most 60",
        "list at 40000: 16 queries, at most 15",
        "list: 3.00 times as dear at the largest size, at most 1.2",
    ]


def test_an_error_page_is_never_taken_for_a_fast_page() -> None:
    refused = dataclasses.replace(FAST, status="403")

    assert missed([FAST], [LIST]) == []
    assert missed([refused], [LIST]) == ["list at 60: answered 403, not 200"]


def test_the_table_has_one_row_a_page_and_a_column_a_size() -> None:
    assert table([FAST, SLOW]).splitlines() == [
        "| page | p50 / p95 ms at 60 | p50 / p95 ms at 40,000 | growth | queries | calls | kB | busy p95 ms | req/s |",
        "|---|---|---|---|---|---|---|---|---|",
        "| list | 10.0 / 20.0 | 30.0 / 61.0 | 3.00 | 16 | 12,345 | 20.0 | 80 | 90 |",
    ]


def test_pages_are_chosen_by_the_beginnings_of_their_names() -> None:
    assert [page.name for page in chosen_pages(["outbox", "journal"])] == ["outbox", "journal"]
    assert chosen_pages([]) == list(PAGES)
    with pytest.raises(ValueError, match="nonsense"):
        chosen_pages(["outbox", "nonsense"])
