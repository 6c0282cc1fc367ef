"""The prices behind a score bound, kept with a plan: they also bound every plan that decides one wish the other way.

The rows and their prices stay as they are. Pinning a wish makes it pay for its best slot even where that loses, banning
it leaves out what its own price adds: both sums are weak duality for the changed relaxation, in whole numbers.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from spona_engine.meetings.relaxation import Settled, relax
from spona_engine.meetings.sifting import prove

if TYPE_CHECKING:
    from spona_engine.meetings.problem import MeetingProblem
    from spona_engine.meetings.relaxation import Certificate, Relaxation
    from spona_engine.watch import Watch


@dataclass(frozen=True, eq=False)
class ScoreProof:
    """A certified relaxation of the score, for plans that reach the earlier goals as `settled`."""

    relaxation: Relaxation
    certificate: Certificate
    settled: Settled

    def covers(self, shortfall: int, must: int) -> bool:
        """Whether it speaks of all plans that are at least so good for minimums and musts."""
        settled = self.settled
        return (settled.shortfall is None or shortfall <= settled.shortfall) and must >= (settled.must or 0)

    def bound_with(self, wish: int) -> int:
        """No plan that meets the wish is worth more; the wish is not pinned and may be met in some slot."""
        columns = np.flatnonzero(self.relaxation.wish == wish)
        loss = int(self.certificate.loss[columns].min())
        return (self.certificate.total - loss) // self.certificate.scale

    def bound_without(self, wish: int) -> int:
        """No plan that does not meet the wish is worth more; the wish is not pinned."""
        return (self.certificate.total - int(self.certificate.wish_price[wish])) // self.certificate.scale


def score_bound(problem: MeetingProblem, settled: Settled, watch: Watch) -> int:
    """No plan as good as `settled` for minimums and musts is worth more; below 0 if there is none at all."""
    return prove(relax(problem, "score", settled), watch).bound
