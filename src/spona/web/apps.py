"""Registration of the module with Django."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "spona.web"
    label = "web"
