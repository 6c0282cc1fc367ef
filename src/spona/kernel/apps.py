"""Registration of the module with Django."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class KernelConfig(AppConfig):
    name = "spona.kernel"
    label = "kernel"

    def ready(self) -> None:
        """Announce the mails of the kernel, and how its lines of the journal read."""
        from spona.kernel.actions import register_mail
        from spona.kernel.actions.journal_sentences import SENTENCES
        from spona.kernel.models import register_sentences

        post_migrate.connect(_let_the_app_role_in, sender=self)
        register_mail("kernel.invitation")
        register_sentences(SENTENCES)


def _let_the_app_role_in(using: str, **_signal: Any) -> None:
    """After all modules and packages have their tables."""
    from spona.kernel.models.row_security import grant_to_app_role

    grant_to_app_role(using)
