"""Registration of the module with Django."""

from django.apps import AppConfig


class ProgrammesConfig(AppConfig):
    name = "spona.programmes"
    label = "programmes"

    def ready(self) -> None:
        """Announce what of it can be searched, and how its lines of the journal read."""
        from spona.kernel.actions import register_searchable
        from spona.kernel.models import register_sentences
        from spona.programmes.actions.journal_sentences import SENTENCES
        from spona.programmes.actions.searching import programme_text

        register_searchable("programmes.Programme", programme_text)
        register_sentences(SENTENCES)
