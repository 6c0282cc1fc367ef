"""Registration of the module with Django."""

from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "spona.events"
    label = "events"
