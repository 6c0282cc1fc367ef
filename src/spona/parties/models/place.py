"""Where an organisation is at home."""

from __future__ import annotations

from django.db import models

from spona.kernel.models import Record, TranslatedField
from spona.parties.states import PlaceKind


class Place(Record):
    """A region or a town as public gazetteers know it; shared by all networks, because it is a fact and not
    somebody's data.

    Rows are written by ``parties.actions.place_for`` from the gazetteer only. What a person typed and no gazetteer
    knows stays text on the organisation. ``code`` is the NUTS or statistical region code ("HR050") or
    "geonames:792680"; ``region_code`` is the region a town lies in, empty where the sources do not say. A region's
    coordinates are those of its seat.
    """

    country = models.CharField(max_length=2)
    kind = models.CharField(max_length=10, choices=PlaceKind)
    code = models.CharField(max_length=24, unique=True)
    region_code = models.CharField(max_length=8, blank=True)
    name = TranslatedField()
    search_key = models.TextField()
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["country", "region_code"], name="place_by_region")]

    def __str__(self) -> str:
        return self.name.text() or self.code
