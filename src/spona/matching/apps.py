"""Registration of the module with Django."""

from django.apps import AppConfig


class MatchingConfig(AppConfig):
    name = "spona.matching"
    label = "matching"
