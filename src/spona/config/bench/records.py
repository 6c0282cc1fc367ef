"""What one group of instances gave, kept as JSON while it is measured: a run that is cut short leaves what it has."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

from django.utils import timezone

from spona.config.bench.engine import EngineFigures
from spona.config.bench.instances import GROUPS
from spona.config.bench.peers import PEERS

_VERSION = 1


@dataclass(frozen=True)
class Record:
    """The figures of a group, with all it takes to judge them.

    ``command``: what measures this group again. ``begun``: date and time. ``loads``: processes that wanted a core
    in the last minute, before and after. ``titles``: peers as they were installed. ``asked``: the instances chosen;
    those without figures were not reached.
    """

    group: str
    command: str
    begun: str
    machine: str
    versions: str
    loads: tuple[float, float]
    seconds: float
    titles: dict[str, str]
    asked: tuple[str, ...]
    figures: tuple[EngineFigures, ...] = ()

    @classmethod
    def begin(cls, group: str, command: str, asked: Sequence[str]) -> Record:
        """A record without figures, of this machine and this moment."""
        load = os.getloadavg()[0]
        return cls(
            group=group,
            command=command,
            begun=timezone.now().strftime("%Y-%m-%d %H:%M UTC"),
            machine=f"{os.cpu_count()} cores, Python {platform.python_version()}",
            versions=", ".join(f"{name} {version(name)}" for name in ("ortools", "scipy", "numpy")),
            loads=(load, load),
            seconds=0.0,
            titles={one.name: one.title for one in PEERS},
            asked=tuple(asked),
        )

    def having(self, figures: EngineFigures, seconds: float) -> Record:
        """The record with one answer more, ``seconds`` after it was begun."""
        loads = (self.loads[0], os.getloadavg()[0])
        return replace(self, figures=(*self.figures, figures), loads=loads, seconds=round(seconds, 1))

    @property
    def conditions(self) -> str:
        """When, where and beside what it was measured, as one sentence."""
        before, after = self.loads
        minutes, seconds = divmod(round(self.seconds), 60)
        return (
            f"{self.begun}, {self.machine}; {self.versions}. Load over the last minute {before:.1f} before and "
            f"{after:.1f} after; {minutes} min {seconds} s."
        )

    @property
    def not_reached(self) -> tuple[str, ...]:
        reached = {row.instance for row in self.figures}
        return tuple(name for name in self.asked if name not in reached)

    def write(self, folder: Path) -> None:
        """Side effects: ``folder``/``group``.json is replaced as a whole or not at all."""
        folder.mkdir(parents=True, exist_ok=True)
        file = folder / f"{self.group}.json"
        half = file.with_suffix(".half")
        half.write_text(json.dumps({"version": _VERSION} | asdict(self), indent=1) + "\n", encoding="utf-8")
        half.replace(file)


def read_records(folder: Path) -> list[Record]:
    """Return the records of a folder in the order of the groups. Errors: ValueError naming the file that is none."""
    files = [folder / f"{group}.json" for group in GROUPS]
    return [_read(file) for file in files if file.exists()]


def _read(file: Path) -> Record:
    try:
        document: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
        _require_version(document.pop("version"))
        figures = tuple(EngineFigures(**row) for row in document.pop("figures"))
        before, after = document.pop("loads")
        asked = tuple(document.pop("asked"))
        return Record(**document, loads=(before, after), asked=asked, figures=figures)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise ValueError(f"{file}: is no record of a benchmark ({error}); measure its group again") from error


def _require_version(found: object) -> None:
    if found != _VERSION:
        raise ValueError(f"version {found!r} instead of {_VERSION}")
