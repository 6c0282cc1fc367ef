"""Registration of the module with Django. It has no tables: a report reads everything and owns nothing."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "spona.reports"
    label = "reports"
