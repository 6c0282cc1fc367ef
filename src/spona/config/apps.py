"""Registration with Django: only so that the commands of the whole installation are found."""

from django.apps import AppConfig


class InstallationConfig(AppConfig):
    name = "spona.config"
    label = "config"
