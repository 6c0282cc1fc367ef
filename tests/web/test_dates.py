"""Lists write days and moments as Django's own formatting does, whatever the language."""

from __future__ import annotations

import datetime as dt

import pytest
from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import override

from spona.web import dates
from spona.web.dates import short_day, short_moment

LANGUAGES = [code for code, _name in settings.LANGUAGES]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_day_of_a_year_reads_as_django_writes_it(language: str) -> None:
    days = [dt.date(2026, 1, 1) + dt.timedelta(days=number) for number in range(365)]

    with override(language):
        assert [short_day(day) for day in days] == [date_format(day, "SHORT_DATE_FORMAT") for day in days]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_moment_is_told_in_the_networks_time(language: str) -> None:
    moments = [dt.datetime(2026, month, 3, 23, 7, tzinfo=dt.UTC) for month in range(1, 13)]

    with override(language), timezone.override("Europe/Belgrade"):
        told = [short_moment(moment) for moment in moments]
        assert told == [date_format(timezone.localtime(moment), "SHORT_DATETIME_FORMAT") for moment in moments]
        assert all("00:07" in moment or "01:07" in moment for moment in told)


def test_a_format_with_an_unknown_letter_is_refused_and_not_guessed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dates, "get_format", lambda _name: "l, d.m.Y")
    dates._shape.cache_clear()

    with pytest.raises(KeyError, match="l"):
        short_day(dt.date(2026, 10, 24))
    dates._shape.cache_clear()
