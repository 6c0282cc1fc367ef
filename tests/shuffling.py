"""`pytest --shuffle=7` and `--at=2027-02-28T23:30+00:00` find what depends on luck: on order, and on the day it is.

Every question to the database gets a random order behind the one it asks for, so rows come as they like wherever the
order leaves a choice. Keys lose their clock: all keys of a run sort by chance, as those made in one millisecond always
do. Tests of a file run in an order drawn from the seed. A test that fails under it, or a page it reads, takes the first
of something that has no first. The clock of a run with `--at` begins at that moment; a run close to midnight or to the
end of a month shows what holds on other days only.
"""

from __future__ import annotations

import datetime as dt
from random import Random
from types import SimpleNamespace
from typing import Any

import pytest
from django.db.models import OrderBy
from django.db.models.functions import Random as RandomNumber
from django.db.models.sql.compiler import SQLCompiler
from django.utils import timezone

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


def set_clock(moment: dt.datetime) -> None:
    """Let Django's clock begin at this moment; the database's and the browser's go on as they are."""
    ahead = moment - timezone.now()
    timezone.now = lambda: dt.datetime.now(dt.UTC) + ahead
