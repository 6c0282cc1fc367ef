"""Registration of the module with Django, and what it announces to the kernel."""

from django.apps import AppConfig

MAILS = (
    "events.party_invited",
    "events.proposal_accepted",
    "events.proposal_commented",
    "events.proposal_returned",
    "events.registration_expired",
    "events.ratings_asked",
    "events.registration_received",
    "events.request_accepted",
    "events.request_declined",
    "events.request_received",
    "events.timetable_published",
)
HELD_MAILS = ("events.segment_invitation",)
"""Staff read these in the outbox before any leaves."""


class EventsConfig(AppConfig):
    name = "spona.events"
    label = "events"

    def ready(self) -> None:
        from spona.events import receivers  # noqa: F401  connects the signals
        from spona.events.actions import PARTIES_IMPORTER
        from spona.events.actions.journal_sentences import SENTENCES
        from spona.events.actions.searching import fair_text
        from spona.kernel.actions import register_importer, register_mail, register_searchable
        from spona.kernel.models import register_sentences

        for name in MAILS:
            register_mail(name)
        for name in HELD_MAILS:
            register_mail(name, held=True)
        register_importer(PARTIES_IMPORTER)
        register_searchable("events.Fair", fair_text)
        register_sentences(SENTENCES)
