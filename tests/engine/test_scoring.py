"""Scores keep the properties their sources promise, for whatever people say."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from spona_engine import MeetingProblem, ProblemError, solve
from spona_engine.scoring import (
    arithmetic_mean,
    borda_shares,
    calibrated,
    geometric_mean,
    harmonic_mean,
    mutual_scores,
    reciprocal_ranks,
    standardised,
    to_scores,
)

few = settings(max_examples=60)
WISHES = [[0, 240_000, 420_000], [240_000, 600_000, 840_000], [420_000, 840_000, 960_000]]
weights = arrays(np.float64, 8, elements=st.floats(0, 1000))
marks = arrays(np.int64, 12, elements=st.integers(0, 10))
seeds = st.integers(0, 10_000)


@few
@given(arrays(np.int64, 9, elements=st.integers(-1, 2)), arrays(np.int64, 9, elements=st.integers(-1, 2)))
def test_a_table_of_wishes_is_read_alike_from_both_sides_and_a_no_rules_out(left, right):
    one, two = mutual_scores(left, right, WISHES, tie_break=7), mutual_scores(right, left, WISHES, tie_break=7)
    assert one.score.tolist() == two.score.tolist()
    expected = [0 if -1 in pair else WISHES[pair[0]][pair[1]] + 7 for pair in zip(left, right, strict=True)]
    assert one.score.tolist() == expected
    assert one.banned.tolist() == ((left == -1) | (right == -1)).tolist()
    assert one.must.tolist() == (~one.banned & ((left == 2) | (right == 2))).tolist()


@few
@given(weights, weights, st.floats(0.05, 0.95))
def test_the_harmonic_mean_is_below_the_geometric_and_that_below_the_arithmetic(left, right, share):
    means = [mean(left, right, share) for mean in (harmonic_mean, geometric_mean, arithmetic_mean)]
    for lower, upper in pairwise(means):
        assert (lower <= upper * (1 + 1e-9) + 1e-9).all()
    nothing = (left == 0) | (right == 0)
    assert (means[0][nothing] == 0).all()
    assert (means[1][nothing] == 0).all()


@few
@given(weights, st.floats(0.05, 0.95))
def test_a_mean_of_equal_weights_is_that_weight(values, share):
    for mean in (harmonic_mean, geometric_mean, arithmetic_mean):
        assert np.allclose(mean(values, values, share), values)


@few
@given(arrays(np.int64, 12, elements=st.integers(0, 3)), marks)
def test_borda_counts_whom_a_chooser_values_less_whatever_the_scale(chooser, value):
    shares = borda_shares(chooser, value)
    for i, share in enumerate(shares):
        others = [value[j] for j in range(12) if chooser[j] == chooser[i] and j != i]
        beaten = sum((other < value[i]) + (other == value[i]) / 2 for other in others)
        assert share == pytest.approx(beaten / len(others) if others else 1.0)
    assert borda_shares(chooser, value * 7 + 3).tolist() == shares.tolist()


def test_an_early_choice_counts_most():
    assert reciprocal_ranks([1, 2, 4]).tolist() == [1.0, 0.5, 0.25]


@few
@given(arrays(np.int64, 12, elements=st.integers(0, 3)), marks, st.integers(1, 9), st.integers(-50, 50))
def test_standardised_marks_of_a_juror_have_mean_0_and_deviation_1_and_forget_her_scale(juror, mark, factor, level):
    found = standardised(juror, mark)
    for one in np.unique(juror):
        mine = found[juror == one]
        spread = float(len(np.unique(mark[juror == one])) > 1)
        assert (mine.mean(), mine.std()) == (pytest.approx(0, abs=1e-9), pytest.approx(spread, abs=1e-9))
    rescaled = np.where(juror == 1, mark * factor + level, mark)
    assert np.allclose(standardised(juror, rescaled), found)


def panel(seed, works=9, jurors=4):
    """Every work marked by two or three jurors, all linked by a juror who marks every work."""
    random = np.random.default_rng(seed)
    pairs = [(juror, work) for work in range(works) for juror in {0, *random.integers(0, jurors, 2).tolist()}]
    juror, work = np.array(pairs).T
    return juror, work, random.normal(5, 2, works), random.normal(0, 1, jurors)


@few
@given(seeds)
def test_marks_without_error_are_taken_apart_exactly(seed):
    juror, work, quality, leniency = panel(seed)
    leniency = np.where(np.isin(np.arange(4), juror), leniency, 0.0)
    found = calibrated(juror, work, quality[work] + leniency[juror])
    assert np.allclose(np.diff(found.quality), np.diff(quality))
    assert found.leniency.sum() == pytest.approx(0, abs=1e-9)
    assert np.allclose(found.quality[work] + found.leniency[juror], quality[work] + leniency[juror])


@few
@given(seeds)
def test_no_other_qualities_and_leniencies_come_nearer_to_the_marks(seed):
    juror, work, quality, leniency = panel(seed)
    random = np.random.default_rng(seed)
    mark = quality[work] + leniency[juror] + random.normal(0, 1, len(work))
    found = calibrated(juror, work, mark)

    def error(q, b):
        return ((mark - q[work] - b[juror]) ** 2).sum()

    least = error(found.quality, found.leniency)
    for _ in range(5):
        nearby = found.quality + random.normal(0, 0.1, 9), found.leniency + random.normal(0, 0.1, len(found.leniency))
        assert error(*nearby) >= least


@few
@given(seeds, st.integers(-5, 5))
def test_a_juror_who_adds_to_all_her_marks_changes_no_order_of_works(seed, added):
    juror, work, quality, leniency = panel(seed)
    mark = quality[work] + leniency[juror] + np.random.default_rng(seed).normal(0, 1, len(work))
    milder = calibrated(juror, work, mark + added * (juror == 2))
    assert np.allclose(np.diff(milder.quality), np.diff(calibrated(juror, work, mark).quality))


def test_a_strong_ridge_leaves_the_plain_means():
    juror, work, quality, leniency = panel(3)
    mark = quality[work] + leniency[juror]
    means = [mark[work == one].mean() for one in range(9)]
    assert np.allclose(calibrated(juror, work, mark, ridge=1e12).quality, means)
    assert not np.allclose(calibrated(juror, work, mark).quality, means)


@few
@given(arrays(np.float64, 9, elements=st.floats(-1e300, 1e300)))
def test_scores_keep_the_order_and_use_the_whole_range(values):
    scores = to_scores(values)
    order = np.argsort(values, kind="stable")
    assert (np.diff(scores[order]) >= 0).all()
    assert scores.max() == 1_000_000
    assert (scores.min() == 0) == (values.min() < values.max())


def test_scores_of_a_given_range_are_cut_off_at_its_ends():
    assert to_scores([-1, 0, 2.5, 5, 9], low=0, high=5).tolist() == [0, 0, 500_000, 1_000_000, 1_000_000]
    assert (to_scores([]).tolist(), to_scores([3, 3]).tolist()) == ([], [1_000_000] * 2)


def test_scores_go_straight_into_a_fair():
    score = to_scores(harmonic_mean([3, 1, 2], [1, 1, 4]))
    assert solve(MeetingProblem.from_arrays(2, 2, 2, [0, 0, 1], [0, 1, 1], score)).status == "optimal"


MISTAKES = [
    (lambda: mutual_scores([3], [0], WISHES), "left"),
    (lambda: mutual_scores([0, 1], [0], WISHES), "arrays"),
    (lambda: mutual_scores([0], [0], [[0, 5], [4, 9]]), "bases"),
    (lambda: mutual_scores([0], [0], [[5, 4], [4, 9]]), "bases"),
    (lambda: mutual_scores([0], [0], [1, 2]), "bases"),
    (lambda: mutual_scores([2], [2], WISHES, tie_break=40_001), "tie_break"),
    (lambda: harmonic_mean([-1.0], [1.0]), "left"),
    (lambda: geometric_mean([1.0], [np.nan]), "right"),
    (lambda: arithmetic_mean([1.0], [np.inf]), "right"),
    (lambda: arithmetic_mean([1.0], [1.0], 1.0), "left_share"),
    (lambda: arithmetic_mean(["a"], [1.0]), "left"),
    (lambda: borda_shares([0, 1], [1.0]), "arrays"),
    (lambda: reciprocal_ranks([0]), "rank"),
    (lambda: standardised([0], [np.nan]), "mark"),
    (lambda: standardised([[0]], [1.0]), "juror"),
    (lambda: calibrated([0], [-1], [1.0]), "work"),
    (lambda: calibrated([0], [0], [1.0], ridge=np.nan), "ridge"),
    (lambda: to_scores([1.0], low=2, high=1), "low"),
    (lambda: to_scores([np.nan]), "value"),
]


@pytest.mark.parametrize(("call", "place"), MISTAKES)
def test_what_is_no_score_is_refused_at_its_place(call, place):
    with pytest.raises(ProblemError) as error:
        call()
    assert error.value.place == place
