"""How this module's lines of the journal read."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "parties.affiliation_ended": _("ended a person's place in an organisation"),
    "parties.kept_apart": _("said that two organisations are not the same"),
    "parties.merge_undone": _("made two organisations again of one"),
    "parties.name_added": _("added a name to an organisation"),
    "parties.name_removed": _("removed a name of an organisation"),
    "parties.network_joined": _("made an organisation a member of a body"),
    "parties.network_left": _("ended an organisation's membership of a body"),
    "parties.number_added": _("added a register number to an organisation"),
    "parties.number_removed": _("removed a register number of an organisation"),
    "parties.organisation_archived": _("put an organisation into the archive"),
    "parties.organisation_created": _("added an organisation"),
    "parties.organisation_edited": _("changed an organisation: %(fields)s"),
    "parties.organisation_hidden": _("made an organisation's record private"),
    "parties.organisation_published": _("made an organisation's record public"),
    "parties.organisation_restored": _("took an organisation back from the archive"),
    "parties.organisations_merged": _("made one organisation of two"),
    "parties.person_affiliated": _("added a person to an organisation"),
    "parties.person_edited": _("changed a person"),
    "parties.topic_added": _("added a topic"),
    "parties.topics_set": _("said what an organisation works on"),
}
