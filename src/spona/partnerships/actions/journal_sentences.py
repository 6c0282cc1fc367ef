"""How this module's lines of the journal read."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "partnerships.agreement_confirmed": _("confirmed an agreement for its last side"),
    "partnerships.agreement_edited": _("changed an agreement"),
    "partnerships.agreement_moved": _("said how an agreement stands: %(state)s"),
    "partnerships.agreement_renewed": _("renewed an agreement"),
    "partnerships.agreement_written": _("wrote an agreement, promises: %(lines)s"),
    "partnerships.check_answered": _("answered the contact check after %(days)s days: %(answer)s"),
    "partnerships.check_passed_on": _("passed a contact check on, from %(from)s to %(to)s"),
    "partnerships.confirmation_asked": _("asked the sides of an agreement to confirm it, mails: %(mails)s"),
    "partnerships.contribution_delivered": _("wrote into the ledger that a promise was kept"),
    "partnerships.contribution_voided": _("took a line of the ledger back"),
    "partnerships.desk_opened": _("made a tablet a fair's agreement desk"),
    "partnerships.desk_set": _("said what holds at a fair's agreement desk"),
    "partnerships.evidence_added": _("added evidence to an agreement"),
    "partnerships.introduced": _("introduced organisations to each other"),
    "partnerships.introduction_followed": _("said what came of an introduction: %(outcome)s"),
    "partnerships.milestone_added": _("added a milestone to an agreement"),
    "partnerships.milestone_done": _("said that a milestone is done"),
    "partnerships.milestone_reopened": _("said that a milestone is not done after all"),
    "partnerships.owner_changed": _("said who answers for a side of an agreement"),
    "partnerships.parties_asked": _("asked the sides of an agreement how it stands, %(days)s days on"),
    "partnerships.parties_reminded": _("reminded sides that had not answered: %(count)s"),
    "partnerships.party_confirmed": _("confirmed an agreement for one side"),
    "partnerships.past_written": _("wrote an invented past, fairs: %(fairs)s"),
    "partnerships.story_written": _("told how an agreement went"),
}
