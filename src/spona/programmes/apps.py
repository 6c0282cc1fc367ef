"""Registration of the module with Django."""

from django.apps import AppConfig


class ProgrammesConfig(AppConfig):
    name = "spona.programmes"
    label = "programmes"
