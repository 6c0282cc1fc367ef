"""Runs of the engine and the demands of people. Knows no mentor and no meeting."""

from spona.matching.models.demand import Demand, DemandKind
from spona.matching.models.run import MatchRun

__all__ = ["Demand", "DemandKind", "MatchRun"]
