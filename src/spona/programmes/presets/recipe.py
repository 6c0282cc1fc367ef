"""What a recipe is: the phases of a kind of programme, as data."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.apps import apps

from spona.kernel.models import Translated


@dataclass(frozen=True)
class PhasePlan:
    """One phase: ``code`` says what happens, ``starts`` and ``ends`` are days from the programme's first day, ends
    included.
    """

    code: str
    name: Translated
    starts: int
    ends: int

    def dates(self, first_day: dt.date) -> tuple[dt.date, dt.date]:
        """Return the first and the last day of the phase in a programme that begins on ``first_day``."""
        return first_day + dt.timedelta(self.starts), first_day + dt.timedelta(self.ends)


@dataclass(frozen=True)
class Recipe:
    """A kind of programme. ``modules`` are the parts of Spona it needs beyond organisations and programmes."""

    code: str
    name: Translated
    summary: Translated
    modules: tuple[str, ...]
    phases: tuple[PhasePlan, ...]

    def is_startable(self) -> bool:
        """Whether everything the recipe's phases ask for is installed."""
        return all(apps.is_installed(f"spona.{module}") for module in self.modules)
