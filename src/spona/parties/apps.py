"""Registration of the module with Django."""

from django.apps import AppConfig


class PartiesConfig(AppConfig):
    name = "spona.parties"
    label = "parties"
