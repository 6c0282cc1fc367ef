"""Registration of the module with Django, and what it announces to the kernel."""

from django.apps import AppConfig

MAILS = (
    "partnerships.agreement_confirmed",
    "partnerships.agreement_to_confirm",
    "partnerships.contact_check",
)


class PartnershipsConfig(AppConfig):
    name = "spona.partnerships"
    label = "partnerships"

    def ready(self) -> None:
        from spona.kernel.actions import register_mail, register_searchable
        from spona.kernel.models import register_sentences
        from spona.partnerships import receivers  # noqa: F401  connects the signals
        from spona.partnerships.actions.journal_sentences import SENTENCES
        from spona.partnerships.actions.searching import agreement_text

        for name in MAILS:
            register_mail(name)
        register_searchable("partnerships.Agreement", agreement_text)
        register_sentences(SENTENCES)
