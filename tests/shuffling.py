"""`pytest --shuffle=7` finds what depends on luck: in the order of rows, of keys and of tests.

Every question to the database gets a random order behind the one it asks for, so rows come as they like wherever the
order leaves a choice. Keys lose their clock: all keys of a run sort by chance, as those made in one millisecond always
do. Tests of a file run in an order drawn from the seed. A test that fails under it, or a page it reads, takes the first
of something that has no first.
"""

from __future__ import annotations

from random import Random
from types import SimpleNamespace
from typing import Any

import pytest
from django.db.models import OrderBy
from django.db.models.functions import Random as RandomNumber
from django.db.models.sql.compiler import SQLCompiler

from spona.kernel.models import record


def shuffle(items: list[pytest.Item], seed: int) -> None:
    """Put the tests of each file in an order drawn from the seed, and the rows and keys of this process in none."""
    random = Random(seed)
    places: dict[Any, float] = {}
    drawn = {item: (places.setdefault(item.path, random.random()), random.random()) for item in items}
    items.sort(key=lambda item: drawn[item])
    record.time = SimpleNamespace(time_ns=lambda: 0)  # type: ignore[assignment]
    asked = SQLCompiler.pre_sql_setup

    def with_chance(compiler: SQLCompiler, *arguments: Any, **named: Any) -> Any:
        extra, order, group = asked(compiler, *arguments, **named)
        query = compiler.query
        if (not query.distinct or query.distinct_fields) and not query.combinator:
            order = [*order, (OrderBy(RandomNumber()), ("RANDOM()", [], False))]
        return extra, order, group

    SQLCompiler.pre_sql_setup = with_chance  # type: ignore[method-assign]
