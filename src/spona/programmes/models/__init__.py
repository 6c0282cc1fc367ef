"""Programmes: what the network runs, with whom and with whose money."""

from spona.programmes.models.funding import Funding
from spona.programmes.models.participation import ProgrammePartner, TargetGroup
from spona.programmes.models.programme import Phase, Programme

__all__ = ["Funding", "Phase", "Programme", "ProgrammePartner", "TargetGroup"]
