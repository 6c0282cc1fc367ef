"""Prices near the optimal ones, from a smoothed dual problem: an estimate that pricing then proves or mends.

Where the price of a place at a party is p, a wish worth more than the prices of its two ends is met and one worth less
is not. Smoothed with a temperature t, a wish of surplus z is met to the degree 1 / (1 + exp(-z / t)), and the price
at which a party's meetings equal its places is one damped Newton step away (dual of the entropy-regularised
transportation problem: Cominetti and San Martin 1994; taken party by party as in Sinkhorn's scaling). The temperature
falls from a quarter of the highest score to a five-hundredth of it; wishes whose surplus has left the band of doubt
are set aside on the way.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from spona_engine.meetings.contents import BoolArray, IntArray

FloatArray = npt.NDArray[np.float64]
SurplusArray = npt.NDArray[np.float32]
Floats = TypeVar("Floats", FloatArray, SurplusArray)

_COLDEST = 500
_FEW = 0.02
_BAND = 8
_LONGEST_STEP = 3
_OFF = 40.0
_SETTLED = 1.0


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


@dataclass(frozen=True)
class Prices:
    """Estimated prices: of a place at each party per side, of entering the market per side, and the parties whose
    price did not settle. `wide`: they lie apart by more than the largest score, because earlier goals decide.
    """

    side: tuple[FloatArray, FloatArray]
    entry: tuple[float, float]
    unsettled: tuple[BoolArray, BoolArray]
    wide: bool = False


def estimate(market: Market, scale: int) -> Prices:
    """Prices good to about a hundredth of `scale`, the largest score.

    Should too many not settle on the way there, because earlier goals than the score decide, the temperature starts as
    high as the largest gain and the steps are taken twice.
    """
    highest = float(np.abs(market.gain).max())
    if highest <= 2 * scale:
        return _cooled(market, scale / 4, scale)
    found = _cooled(market, scale / 4, scale, lost=_FEW)
    if _lost_share(found.unsettled) > _FEW:
        return replace(_cooled(market, highest / 4, scale, sweeps=2), wide=True)
    return found


def _cooled(market: Market, temperature: float, scale: int, sweeps: int = 1, lost: float = 1.0) -> Prices:
    """Prices after so many sweeps at each temperature, from this one by halves to a five-hundredth of `scale`; twice as
    many once they are cheap. Given up where more than the share `lost` has not settled after three temperatures.
    """
    state = _State(market)
    unsettled = state.sweep(temperature)
    looked = temperature / 4
    while temperature > scale / _COLDEST:
        state.set_aside(_BAND * temperature)
        temperature /= 2
        for _ in range(2 * sweeps if len(state.gain) < len(market.gain) / 4 else sweeps):
            unsettled = state.sweep(temperature)
        if temperature == looked and _lost_share(unsettled) > lost:
            break
    return Prices((state.price[0], state.price[1]), (state.entry[0], state.entry[1]), unsettled)


def _lost_share(unsettled: tuple[BoolArray, BoolArray]) -> float:
    """The share of the parties of both sides whose price did not settle."""
    return float(np.concatenate(unsettled).mean())


class _State:
    """Prices under way, and the wishes still in doubt."""

    def __init__(self, market: Market) -> None:
        self.market = market
        self.ends = [market.left.astype(np.int32), market.right.astype(np.int32)]
        self.gain = market.gain.astype(np.float32)
        sizes = [len(places) for places in market.rest]
        self.price = [np.zeros(size) for size in sizes]
        self.met_aside = [np.zeros(size) for size in sizes]
        self.entry = [0.0, 0.0]
        places = min(int(a.sum() + b.sum()) for a, b in zip(market.needed, market.rest, strict=True))
        self.seats = float(market.seats if market.seats < places else 2 * places)

    def surplus(self) -> SurplusArray:
        left, right = (price.astype(np.float32) for price in self.price)
        surplus: SurplusArray = self.gain - left[self.ends[0]]
        surplus -= right[self.ends[1]]
        return surplus

    def sweep(self, temperature: float) -> tuple[BoolArray, BoolArray]:
        """One Newton step for every party of the right side, then of the left, then for entering; who was still off."""
        off = [np.zeros(0, dtype=bool), np.zeros(0, dtype=bool)]
        for side in (1, 0):
            degree = self.surplus()
            degree *= np.float32(-1 / temperature)
            _logistic(degree)
            size = len(self.price[side])
            met = np.bincount(self.ends[side], weights=degree, minlength=size) + self.met_aside[side]
            degree -= degree * degree
            slope = np.bincount(self.ends[side], weights=degree, minlength=size) / temperature
            places, more = self.places(side, temperature)
            step = _step(met - places, slope + more, temperature)
            self.price[side] += step
            off[side] = (np.abs(met - places) > _SETTLED) & (np.abs(step) >= _LONGEST_STEP * temperature)
        self.clear(temperature)
        return off[0], off[1]

    def places(self, side: int, temperature: float) -> tuple[FloatArray, FloatArray]:
        """Places each party of a side offers at its price, and how many more at a price one higher."""
        above = (self.entry[side] - self.price[side]) / temperature
        rest = _logistic(above.copy())
        needed = _logistic(above - self.market.reward / temperature)
        offered = self.market.rest[side] * rest + self.market.needed[side] * needed
        slope = self.market.rest[side] * rest * (1 - rest) + self.market.needed[side] * needed * (1 - needed)
        return offered, slope / temperature

    def clear(self, temperature: float) -> None:
        """Entry prices at which both sides offer as many places, and no more than there are seats."""
        for _ in range(4):
            (left, left_slope), (right, right_slope) = (self._offered(side, temperature) for side in (0, 1))
            shift = float(_step(np.array(left - right), np.array(left_slope + right_slope), temperature))
            self.entry[0] += shift
            self.entry[1] -= shift
            offered = [self._offered(side, temperature) for side in (0, 1)]
            both, slope = sum(o for o, _ in offered) / 2, sum(s for _, s in offered) / 2
            open_ = float(_logistic(np.array([-sum(self.entry) / temperature]))[0])
            missing, more = both - self.seats * open_, slope + self.seats * open_ * (1 - open_) / temperature
            rise = float(_step(np.array(missing), np.array(more), temperature)) / 2
            self.entry[0] += rise
            self.entry[1] += rise

    def _offered(self, side: int, temperature: float) -> tuple[float, float]:
        offered, slope = self.places(side, temperature)
        return float(offered.sum()), float(slope.sum())

    def set_aside(self, band: float) -> None:
        """Take out the wishes whose surplus is beyond the band: they stay met or unmet."""
        surplus = self.surplus()
        doubtful = np.abs(surplus) <= band
        if doubtful.sum() > 0.8 * len(surplus):
            return
        met = surplus > band
        for side in (0, 1):
            self.met_aside[side] += np.bincount(self.ends[side][met], minlength=len(self.price[side]))
            self.ends[side] = self.ends[side][doubtful]
        self.gain = self.gain[doubtful]


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
