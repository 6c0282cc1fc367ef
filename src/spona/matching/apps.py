"""Registration of the module with Django."""

from django.apps import AppConfig


class MatchingConfig(AppConfig):
    name = "spona.matching"
    label = "matching"

    def ready(self) -> None:
        """Announce how its lines of the journal read."""
        from spona.kernel.models import register_sentences
        from spona.matching.actions.journal_sentences import SENTENCES

        register_sentences(SENTENCES)
