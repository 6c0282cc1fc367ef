"""Registration of the module with Django."""

from django.apps import AppConfig
from django_cotton.nested_tag_support import enable_nested_tag_support


class WebConfig(AppConfig):
    """Every page, and the start-up check that each says who may open it."""

    name = "spona.web"
    label = "web"

    def ready(self) -> None:
        """Register the start-up check, and let a component's attribute hold a tag: ``label="{% trans 'Save' %}"``."""
        from spona.web import checks

        self.checks = checks
        enable_nested_tag_support()
