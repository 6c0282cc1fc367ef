"""Registration of the module with Django."""

from django.apps import AppConfig


class KernelConfig(AppConfig):
    name = "spona.kernel"
    label = "kernel"

    def ready(self) -> None:
        """Announce the mails of the kernel."""
        from spona.kernel.actions import register_mail

        register_mail("kernel.invitation")
