"""Questions written once: the same rows as a queryset's, without composing the same SQL for every page.

Django builds and compiles a queryset anew each time, some two thousand calls; a page that asks ten small questions
spends most of its time so. ``@written`` compiles a question when it is first asked and afterwards puts the values in.
It is for questions that nearly every page asks or that ask much of one page; all others are plain querysets.
"""

from __future__ import annotations

import datetime as dt
import functools
import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Generic, ParamSpec, TypeVar
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Model, QuerySet
from django.db.models.sql.compiler import SQLCompiler

P = ParamSpec("P")
M = TypeVar("M", bound=Model)

SHAPES_KEPT = 200
_counter = itertools.count(1)


class NotWritableError(TypeError):
    """A question that would be frozen wrongly: a value was changed on its way into SQL, or taken from elsewhere."""


@dataclass(frozen=True)
class _Written(Generic[M]):
    compiler: SQLCompiler
    sql: str
    literals: tuple[Any, ...]
    places: tuple[int | None, ...]
    queryset: QuerySet[M]
    converters: dict[int, Any]

    def filled(self, args: tuple[Any, ...]) -> list[Any]:
        """Return the parameters with these values in their places."""
        values = list(_values(args))
        return [
            literal if place is None else values[place]
            for literal, place in zip(self.literals, self.places, strict=True)
        ]


class Written(Generic[P, M]):
    """A function from values to a queryset, made into one from values to its rows (see ``written``)."""

    def __init__(self, build: Callable[P, QuerySet[M]]) -> None:
        self.queryset = build
        self._shapes: dict[object, _Written[M]] = {}
        functools.update_wrapper(self, build)

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> list[M]:
        """Ask, and return the rows."""
        known = self._known(args, kwargs)
        return list(_asked(known, known.filled(args))) if known.sql else []

    def statement(self, *args: P.args, **kwargs: P.kwargs) -> tuple[str, list[Any]]:
        """Return the SQL and what goes into it, to stand inside a larger statement; empty where no row can answer."""
        known = self._known(args, kwargs)
        return known.sql, known.filled(args) if known.sql else []

    def _known(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> _Written[M]:
        if kwargs:
            raise NotWritableError("a written question takes its values by position")
        shape = tuple(_shape(value) for value in args)
        known = self._shapes.get(shape)
        if known is None:
            if len(self._shapes) >= SHAPES_KEPT:
                self._shapes.clear()
            known = self._shapes[shape] = self._write(args)
        return known

    def first(self, *args: P.args, **kwargs: P.kwargs) -> M | None:
        """Ask, and return the first row or None; the question itself says how many it wants."""
        rows = self(*args, **kwargs)
        return rows[0] if rows else None

    def _write(self, args: tuple[Any, ...]) -> _Written[M]:
        """Compile with stand-ins for the values, twice: what differs between the two is a value and nothing else.

        Errors: ``NotWritableError`` where a value does not arrive as it is, or where the SQL depends on something that
        is no argument (a clock, say).
        """
        (one, marks), (other, other_marks) = self._compiled(args), self._compiled(args)
        literals, others = one.literals, other.literals
        if one.sql != other.sql or len(literals) != len(others):
            raise NotWritableError(f"{self.queryset.__qualname__} writes another SQL each time")
        places = tuple(_place(literal, marks) for literal in literals)
        again = tuple(_place(literal, other_marks) for literal in others)
        if places != again or len(set(places) - {None}) < len(marks):
            raise NotWritableError(f"{self.queryset.__qualname__} changes a value or leaves it out")
        for literal, different, place in zip(literals, others, places, strict=True):
            if place is None and literal != different:
                raise NotWritableError(f"{self.queryset.__qualname__} takes a value that is no argument: {literal!r}")
        return _Written(one.compiler, one.sql, literals, places, one.queryset, one.converters)

    def _compiled(self, args: tuple[Any, ...]) -> tuple[_Written[M], list[Any]]:
        marks: list[Any] = []
        queryset = self.queryset(*(_stand_in(value, marks) for value in args))  # type: ignore[call-arg]
        compiler = queryset.query.get_compiler(DEFAULT_DB_ALIAS)
        try:
            sql, params = compiler.as_sql()
        except EmptyResultSet:
            return _Written(compiler, "", (), (), queryset.none(), {}), []
        columns = [column for column, *_rest in compiler.select[: compiler.col_count]]
        return _Written(compiler, sql, tuple(params), (), queryset, compiler.get_converters(columns)), marks


def written(build: Callable[P, QuerySet[M]]) -> Written[P, M]:
    """Make a function that returns a queryset of models into one that returns its rows.

    Its arguments are ids, texts, moments and tuples of ids, which may differ each time; an argument of another kind
    (``None``, a flag, a number) is part of the question, which is then written once for each. What the function reads
    besides (a clock, the reader's language) has to be an argument.
    """
    return Written(build)


_VALUES = (UUID, str, dt.datetime)


def _shape(value: Any) -> object:
    if isinstance(value, tuple):
        return tuple(_shape(part) for part in value)
    return type(value) if isinstance(value, _VALUES) else value


def _values(args: tuple[Any, ...]) -> Iterator[Any]:
    for value in args:
        if isinstance(value, tuple):
            yield from _values(value)
        elif isinstance(value, _VALUES):
            yield value


def _stand_in(value: Any, marks: list[Any]) -> Any:
    """Return a value of the same kind that occurs nowhere else, and note it."""
    if isinstance(value, tuple):
        return tuple(_stand_in(part, marks) for part in value)
    if not isinstance(value, _VALUES):
        return value
    number = next(_counter)
    mark: UUID | str | dt.datetime
    if isinstance(value, UUID):
        mark = UUID(int=number)
    elif isinstance(value, dt.datetime):
        mark = dt.datetime(1, 1, 2, tzinfo=dt.UTC) + dt.timedelta(microseconds=number)
    else:
        mark = f"\ue000{number}\ue000"
    marks.append(mark)
    return mark


def _place(literal: Any, marks: list[Any]) -> int | None:
    return next((number for number, mark in enumerate(marks) if type(literal) is type(mark) and literal == mark), None)


class _Filled(SQLCompiler):
    """A compiler that compiled long ago: it answers with what was written, and only the values are this time's."""

    def __init__(self, known: _Written[Any], params: list[Any]) -> None:
        vars(self).update(vars(known.compiler), connection=connections[DEFAULT_DB_ALIAS])
        self._known, self._params = known, tuple(params)

    def as_sql(self, with_limits: bool = True, with_col_aliases: bool = False) -> tuple[str, tuple[Any, ...]]:  # noqa: ARG002  Django's own
        """Return the statement and its values."""
        return self._known.sql, self._params

    def get_converters(self, expressions: Any) -> dict[int, Any]:  # noqa: ARG002  they are the written ones
        """Return how the columns are read, which is the same each time."""
        return self._known.converters


class _Asked:
    """What a queryset needs of a query to fetch its rows."""

    def __init__(self, compiler: SQLCompiler) -> None:
        self.compiler = compiler

    def get_compiler(self, **_how: Any) -> SQLCompiler:
        return self.compiler


def _asked(known: _Written[M], params: list[Any]) -> QuerySet[M]:
    query: Any = _Asked(_Filled(known, params))
    rows: QuerySet[M] = QuerySet(known.queryset.model, query=query, using=DEFAULT_DB_ALIAS)
    rows._prefetch_related_lookups = known.queryset._prefetch_related_lookups  # type: ignore[attr-defined]  # noqa: SLF001  no public door
    return rows
