"""Registration with Django: the commands of the whole installation are found, and its connections set up."""

from django.apps import AppConfig

from spona.config.database import read_moments_quickly


class InstallationConfig(AppConfig):
    name = "spona.config"
    label = "config"

    def ready(self) -> None:
        """Set up what every connection to the database shares."""
        read_moments_quickly()
