"""Registration of the module with Django."""

from django.apps import AppConfig


class PartiesConfig(AppConfig):
    name = "spona.parties"
    label = "parties"

    def ready(self) -> None:
        """Announce what of it can be searched, and how its lines of the journal read."""
        from spona.kernel.actions import register_searchable
        from spona.kernel.models import register_sentences
        from spona.parties.actions.journal_sentences import SENTENCES
        from spona.parties.actions.searching import organisation_text

        register_searchable("parties.Organisation", organisation_text)
        register_sentences(SENTENCES)
