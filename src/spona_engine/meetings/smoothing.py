"""Prices near the optimal ones, from a smoothed dual problem: an estimate that pricing then proves or mends.

Where the price of a place at a party is p, a wish worth more than the prices of its two ends is met and one worth less
is not. Smoothed with a temperature t, a wish of surplus z is met to the degree 1 / (1 + exp(-z / t)), and the price
at which a party's meetings equal its places is a few damped Newton steps away (dual of the entropy-regularised
transportation problem: Cominetti and San Martin 1994; taken party by party as in Sinkhorn's scaling, each step a little
too long as in Thibault, Chizat, Dossal and Papadakis 2021, which takes fewer sweeps). The
temperature falls from a quarter of the largest gain to a five-hundredth of the highest score; wishes whose surplus has
left the band of doubt are set aside on the way.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from spona_engine.meetings.contents import BoolArray, IntArray

FloatArray = npt.NDArray[np.float64]
SurplusArray = npt.NDArray[np.float32]
Floats = TypeVar("Floats", FloatArray, SurplusArray)

_COLDEST = 500
_SWEEPS = 3
_BAND = 5
_LONGEST_STEP = 3
_OFF = 40.0
_SETTLED = 1.0
_BEYOND = 1.4


@dataclass(frozen=True)
class Market:
    """What is exchanged: wishes between two sides, and the places on either side.

    `left`, `right` [wishes] number the ends per side, `gain` [wishes] is what a meeting is worth. `needed` and `rest`
    hold, per side, places that are rewarded with `reward` each and places that are not; `seats` limits all meetings.
    """

    left: IntArray
    right: IntArray
    gain: IntArray
    needed: tuple[IntArray, IntArray]
    rest: tuple[IntArray, IntArray]
    reward: int
    seats: int

    @property
    def short(self) -> bool:
        """Whether a side has more rewarded places than seats or the other side allow."""
        wanted = [int(needed.sum()) for needed in self.needed]
        places = [want + int(rest.sum()) for want, rest in zip(wanted, self.rest, strict=True)]
        return max(wanted) > min(self.seats, *places)


@dataclass(frozen=True)
class _Wishes:
    """Some of the wishes: their ends per side and what meeting them is worth."""

    left: IntArray
    right: IntArray
    gain: SurplusArray

    def end(self, side: int) -> IntArray:
        return self.right if side else self.left

    def of(self, some: IntArray) -> _Wishes:
        """Those at these positions. (`clip` saves a check of the positions that takes longer than the rest.)"""
        left, right = self.left.take(some, mode="clip"), self.right.take(some, mode="clip")
        return _Wishes(left, right, self.gain.take(some, mode="clip"))


@dataclass(frozen=True)
class Prices:
    """Estimated prices: of a place at each party per side, of entering the market per side, and the parties whose
    price did not settle.
    """

    side: tuple[FloatArray, FloatArray]
    entry: tuple[float, float]
    unsettled: tuple[BoolArray, BoolArray]


def estimate(market: Market, scale: int) -> Prices:
    """Prices good to about a hundredth of `scale`, the largest score.

    The temperature starts at a quarter of what the largest gain is worth, with the reward where not everybody gets
    the rewarded places. Once half of the wishes are set aside a sweep is cheap, and
    every temperature gets several.
    """
    state = _State(market)
    temperature = float(np.abs(market.gain).max() + (market.reward if market.short else 0)) / 4
    unsettled = state.sweep(temperature)
    while temperature > scale / _COLDEST:
        state.set_aside(_BAND * temperature)
        temperature /= 2
        for _ in range(1 if 2 * len(state.doubtful.gain) > len(market.gain) else _SWEEPS):
            unsettled = state.sweep(temperature)
    return Prices((state.price[0], state.price[1]), (state.entry[0], state.entry[1]), unsettled)


class _State:
    """Prices under way, and the wishes still in doubt."""

    def __init__(self, market: Market) -> None:
        self.market = market
        self.all = _Wishes(market.left, market.right, market.gain.astype(np.float32))
        self.doubtful = self.all
        sizes = [len(places) for places in market.rest]
        self.price = [np.zeros(size) for size in sizes]
        self.met_aside = [np.zeros(size) for size in sizes]
        self.entry = [0.0, 0.0]
        places = min(int(a.sum() + b.sum()) for a, b in zip(market.needed, market.rest, strict=True))
        self.seats = float(market.seats if market.seats < places else 2 * places)

    def surplus(self, wishes: _Wishes) -> SurplusArray:
        """What a meeting is worth beyond its ends' prices."""
        left, right = (price.astype(np.float32) for price in self.price)
        surplus: SurplusArray = wishes.gain - left.take(wishes.left, mode="clip")
        surplus -= right.take(wishes.right, mode="clip")
        return surplus

    def sweep(self, temperature: float) -> tuple[BoolArray, BoolArray]:
        """One step for every party of the right side, then of the left, then for entering; who was still off."""
        off = [np.zeros(0, dtype=bool), np.zeros(0, dtype=bool)]
        for side in (1, 0):
            degree = self.surplus(self.doubtful)
            degree *= np.float32(-1 / temperature)
            _logistic(degree)
            end, size = self.doubtful.end(side), len(self.price[side])
            met = np.bincount(end, weights=degree, minlength=size) + self.met_aside[side]
            degree -= degree * degree
            slope = np.bincount(end, weights=degree, minlength=size) / temperature
            places, more = self.places(side, temperature)
            step = _step(met - places, slope + more, temperature)
            self.price[side] += _BEYOND * step
            off[side] = (np.abs(met - places) > _SETTLED) & (np.abs(step) >= _LONGEST_STEP * temperature)
        self.clear(temperature)
        return off[0], off[1]

    def places(self, side: int, temperature: float) -> tuple[FloatArray, FloatArray]:
        """Places each party of a side offers at its price, and how many more at a price one higher."""
        above = (self.entry[side] - self.price[side]) / temperature
        needed = _logistic(above - self.market.reward / temperature)
        rest = _logistic(above)
        offered = self.market.rest[side] * rest + self.market.needed[side] * needed
        slope = self.market.rest[side] * rest * (1 - rest) + self.market.needed[side] * needed * (1 - needed)
        return offered, slope / temperature

    def clear(self, temperature: float) -> None:
        """Two Newton steps to the entry prices at which both sides offer as many places as there are meetings, and no
        more than there are seats.
        """
        longest = _LONGEST_STEP * temperature
        for _ in range(2):
            offered, slope = zip(*(self._offered(side, temperature) for side in (0, 1)), strict=True)
            open_ = float(_logistic(np.array([-sum(self.entry) / temperature]))[0])
            tie = self.seats * open_ * (1 - open_) / temperature
            own = np.maximum(slope, 0.25 / temperature)
            excess = np.array(offered) - self.seats * open_
            step = np.linalg.solve(np.diag(own) + tie, excess)
            for side, change in enumerate(np.clip(step, -longest, longest).tolist()):
                self.entry[side] += change

    def _offered(self, side: int, temperature: float) -> tuple[float, float]:
        offered, slope = self.places(side, temperature)
        return float(offered.sum()), float(slope.sum())

    def set_aside(self, band: float) -> None:
        """Leave in doubt the wishes whose surplus is within the band; the others are taken as met or unmet.

        Drawn anew from all wishes each time, so that what was set aside too soon comes back.
        """
        surplus = self.surplus(self.all)
        doubtful = np.flatnonzero(np.abs(surplus) <= band)
        if len(doubtful) > 0.8 * len(surplus):
            return
        met = np.flatnonzero(surplus > band)
        self.doubtful = self.all.of(doubtful)
        for side, end in enumerate((self.all.left, self.all.right)):
            count = np.bincount(end.take(met, mode="clip"), minlength=len(self.price[side]))
            self.met_aside[side] = count.astype(np.float64)


def _logistic(values: Floats) -> Floats:
    """1 / (1 + exp(values)), in place."""
    np.clip(values, -_OFF, _OFF, out=values)
    np.exp(values, out=values)
    values += 1
    np.reciprocal(values, out=values)
    return values


def _step(excess: FloatArray, slope: FloatArray, temperature: float) -> FloatArray:
    """A Newton step, no longer than a few temperatures."""
    longest = _LONGEST_STEP * temperature
    return np.clip(excess / np.maximum(slope, 0.25 / temperature), -longest, longest)
