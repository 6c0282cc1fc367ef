"""Registration of the module with Django."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Every page, and the start-up check that each says who may open it."""

    name = "spona.web"
    label = "web"

    def ready(self) -> None:
        """Register the start-up check."""
        from spona.web import checks

        self.checks = checks
