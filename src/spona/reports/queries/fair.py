"""The report of one fair: everything it counts, with last year's fair counted in the same questions."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from spona.events.models import Fair
from spona.kernel.models import Actor
from spona.reports.queries.agreements import AgreementFigures, agreement_figures
from spona.reports.queries.meetings import MeetingFigures, WishFigures, meeting_counts, wish_counts_of
from spona.reports.queries.parties import PartyFigures, fairs_with_gate, party_cells
from spona.reports.queries.scope import Scope, fair_before, scope_of


@dataclass(frozen=True)
class FairFigures:
    """Everything counted of one fair."""

    fair: Fair
    parties: PartyFigures
    meetings: MeetingFigures
    wishes: WishFigures
    agreements: AgreementFigures


@dataclass(frozen=True)
class FairReport:
    """A fair's figures, those of the fair before it where there is one, and whose part of them this is."""

    scope: Scope
    counted_at: dt.datetime
    this: FairFigures
    before: FairFigures | None

    @property
    def fairs(self) -> list[FairFigures]:
        """The fairs that stand beside each other, this one first."""
        return [self.this] if self.before is None else [self.this, self.before]


def fair_report(actor: Actor, fair: Fair, now: dt.datetime | None = None) -> FairReport:
    """Count a fair and the one before it. Nine queries, whatever the fairs hold. Errors: ``Refused``."""
    moment = now or timezone.now()
    scope = scope_of(actor, fair)
    before = fair_before(actor, fair)
    fairs = [fair] if before is None else [fair, before]
    meetings = meeting_counts(fairs, scope, moment)
    cells = party_cells(fairs, scope, moment)
    wishes = wish_counts_of(fairs, scope, moment)
    agreements = agreement_figures(fairs, scope, moment)
    with_gate = fairs_with_gate(fairs)
    counted = []
    for each in fairs:
        met = MeetingFigures(each, scope, meetings[each.pk])
        has_gate = each.pk in with_gate
        knows = met.is_known or has_gate
        counted.append(
            FairFigures(
                fair=each,
                parties=PartyFigures(each, scope, cells[each.pk], has_gate, knows),
                meetings=met,
                wishes=WishFigures(each, scope, wishes[each.pk], knows),
                agreements=agreements[each.pk],
            )
        )
    return FairReport(scope, moment, counted[0], counted[1] if before is not None else None)
