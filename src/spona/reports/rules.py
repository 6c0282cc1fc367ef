"""Who reads a report, and who opens the rows behind its numbers."""

from __future__ import annotations

from typing import Any

import rules
from django.utils.translation import gettext_lazy as _

from spona.events.rules import reads_programme
from spona.kernel.models import Actor, RoleKind
from spona.kernel.rules import is_own_network, manages_anything, manages_programme, permission
from spona.reports.queries.scope import partner_countries


@rules.predicate
def is_partner_there(actor: Actor, on: Any) -> bool:
    """A national partner of the fair's programme, or of the whole network; the numbers are its countries' alone."""
    return bool(partner_countries(actor, on.programme_id))


@rules.predicate
def reads_any_report(actor: Actor, on: Any) -> bool:  # noqa: ARG001  a predicate has two arguments
    """A donor of some programme, or a national partner."""
    return bool(actor.grants_of(RoleKind.DONOR_VIEWER, RoleKind.NATIONAL_PARTNER))


permission(
    "reports.list_reports",
    manages_anything | reads_any_report,
    refusal=_("Reports are for managers, national partners and donors."),
)
permission(
    "reports.see_fair_report",
    is_own_network & (manages_programme | reads_programme | is_partner_there),
    refusal=_("The report is for the programme's managers, its donors and national partners."),
)
permission(
    "reports.open_fair_rows",
    is_own_network & (manages_programme | is_partner_there),
    refusal=_("The rows behind a number are for managers; national partners open their own countries'."),
)
permission(
    "reports.open_wishes",
    is_own_network & manages_programme,
    refusal=_("A party's wishes are its own. Only managers read them."),
)
