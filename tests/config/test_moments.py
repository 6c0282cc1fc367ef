"""Times are read by the standard library's parser, to the microsecond, and never in another zone than UTC."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection

pytestmark = pytest.mark.django_db

WRITTEN = (
    "2031-05-14 08:00:00+00",
    "2031-05-14 08:00:00.000001+00",
    "2031-05-14 08:00:00.12+00",
    "1899-12-31 23:59:59.999999+00",
    "9999-12-31 23:59:59.999999+00",
)


@pytest.mark.parametrize("text", WRITTEN)
def test_a_moment_comes_back_as_it_was_written(text: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::timestamptz, %s::timestamptz", [text, dt.datetime.fromisoformat(text)])
        read, again = cursor.fetchone()

    assert read == again == dt.datetime.fromisoformat(text)
    assert read.tzinfo is dt.UTC


def test_a_connection_in_another_zone_is_read_by_the_driver() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL TIME ZONE 'Europe/Belgrade'")
        cursor.execute("SELECT '2031-05-14 08:00:00+00'::timestamptz")
        (read,) = cursor.fetchone()

    assert read.hour == 10
    assert read.tzinfo is dt.UTC


def test_no_moment_is_no_moment() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT NULL::timestamptz")
        assert cursor.fetchone() == (None,)
