"""How this module's lines of the journal read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from spona.programmes.states import ProgrammeState


def _state(data: Mapping[str, Any]) -> str:
    labels = dict(ProgrammeState.choices)
    return gettext("took a programme from “%(before)s” to “%(after)s”") % {
        "before": labels.get(data["from"], data["from"]),
        "after": labels.get(data["to"], data["to"]),
    }


SENTENCES = {
    "programmes.funding_added": _("added a source of money to a programme"),
    "programmes.partner_added": _("added a partner to a programme"),
    "programmes.partner_removed": _("removed a partner from a programme"),
    "programmes.phases_set": _("set a programme's phases"),
    "programmes.programme_created": _("started a programme"),
    "programmes.programme_edited": _("changed a programme: %(fields)s"),
    "programmes.state_changed": _state,
}
