"""How the kernel's lines of the journal read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from spona.kernel.models import RoleKind


def _role(data: Mapping[str, Any]) -> str:
    kind = data["kind"]
    return str(RoleKind(kind).label) if kind in RoleKind.values else kind


def _granted(data: Mapping[str, Any]) -> str:
    return _("gave somebody a role: %(role)s") % {"role": _role(data)}


def _ended(data: Mapping[str, Any]) -> str:
    return _("ended a role: %(role)s") % {"role": _role(data)}


def _invited(data: Mapping[str, Any]) -> str:
    return _("invited somebody to a role: %(role)s") % {"role": _role(data)}


SENTENCES = {
    "kernel.import_abandoned": gettext_lazy("put an import aside"),
    "kernel.import_applied": gettext_lazy("took a spreadsheet in, rows written: %(changes)s"),
    "kernel.import_mapped": gettext_lazy("said what a spreadsheet's columns mean"),
    "kernel.import_started": gettext_lazy("uploaded a spreadsheet"),
    "kernel.import_undone": gettext_lazy("undid an import, rows as they were: %(changes)s"),
    "kernel.invitation_accepted": gettext_lazy("accepted an invitation"),
    "kernel.invitation_withdrawn": gettext_lazy("withdrew an invitation"),
    "kernel.invited": _invited,
    "kernel.link_issued": gettext_lazy("made a personal link"),
    "kernel.links_issued": gettext_lazy("made personal links: %(count)s"),
    "kernel.links_revoked": gettext_lazy("made personal links worthless: %(count)s"),
    "kernel.mail_cancelled": gettext_lazy("kept a mail from going out"),
    "kernel.mail_released": gettext_lazy("let a mail go out"),
    "kernel.network_edited": gettext_lazy("changed the network's settings: %(fields)s"),
    "kernel.network_founded": gettext_lazy("founded the network"),
    "kernel.role_ended": _ended,
    "kernel.role_granted": _granted,
}
