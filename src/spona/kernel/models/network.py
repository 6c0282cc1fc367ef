"""The network: whoever runs Spona for its members. Every other row belongs to one, and none may look into another's."""

from __future__ import annotations

from django.db import models

from spona.kernel.models.record import Record, Versioned
from spona.kernel.models.translated import TranslatedField


class Network(Record, Versioned):
    """An intermediary's installation: its name, its languages, its currency and time zone."""

    slug = models.SlugField(max_length=60, unique=True)
    name = TranslatedField()
    country = models.CharField(max_length=2, blank=True)
    languages = models.JSONField(default=list, help_text="interface languages offered, first is the default")
    currency = models.CharField(max_length=3, default="EUR")
    time_zone = models.CharField(max_length=64, default="Europe/Belgrade")
    mail_from = models.EmailField(default="spona@localhost")
    is_demo = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.name.text() or self.slug


class NetworkDomain(Record):
    """A host name under which a network is reached. Where no row matches, the only network answers."""

    network = models.ForeignKey(Network, on_delete=models.CASCADE, related_name="domains")
    host = models.CharField(max_length=253, unique=True)

    def __str__(self) -> str:
        return self.host
