"""What can go wrong for a person, as values: each says what happened, where, and what to do."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any


class Problem(Exception):
    """A rule of the field was broken. Nothing has been saved.

    ``message`` says what is wrong, ``place`` names the field or the cell ("max_meetings", "Udruge!C14"),
    ``remedy`` says what to do, ``code`` is stable for programs. All texts may be lazy translations.
    """

    def __init__(self, message: Any, *, place: str = "", remedy: Any = "", code: str = "problem") -> None:
        super().__init__(message)
        self.message = message
        self.place = place
        self.remedy = remedy
        self.code = code

    def __str__(self) -> str:
        parts = [str(self.message)]
        if self.remedy:
            parts.append(str(self.remedy))
        return " ".join(parts)


class TooMany(Problem):
    """Something was asked for too often from one place; ``seconds`` until it is worth asking again."""

    def __init__(self, message: Any, *, seconds: int, remedy: Any = "") -> None:
        super().__init__(message, remedy=remedy, code="too_many")
        self.seconds = seconds


class Problems(Exception):
    """Several problems found in one go, so that a person mends them in one go."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = list(problems)
        super().__init__("; ".join(str(problem) for problem in self.problems))


class Refused(Exception):
    """The actor may not do this; ``reason`` is a sentence fit for the actor's eyes."""

    def __init__(self, permission: str, reason: Any = "") -> None:
        super().__init__(permission)
        self.permission = permission
        self.reason = reason


class Conflict(Exception):
    """Somebody else saved first. ``current`` is the row as it stands now."""

    def __init__(self, current: Any) -> None:
        super().__init__(f"{type(current).__name__} was changed meanwhile")
        self.current = current
