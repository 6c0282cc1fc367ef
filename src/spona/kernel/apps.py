"""Registration of the module with Django."""

from django.apps import AppConfig


class KernelConfig(AppConfig):
    name = "spona.kernel"
    label = "kernel"
