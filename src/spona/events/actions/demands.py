"""What the managers insist on at a fair: this pair meets (at a time), that pair does not."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from spona.events.models import Fair, Party, Slot, Wish, WishLevel
from spona.kernel.actions import action
from spona.kernel.models import Actor, Problem
from spona.kernel.rules import require
from spona.matching.actions import lift_demand, put_demand
from spona.matching.models import Demand, DemandKind


@action
def pin_pair(*, fair: Fair, a: Party, b: Party, by: Actor, slot: Slot | None = None, reason: str = "") -> Demand:
    """Insist that two parties meet, at ``slot`` if named; the next plan keeps to it.

    Errors: ``Problem`` for parties or a slot of another fair (``not_of_fair``), and where one of the two has said no
    (``refused``): nobody is made to meet.
    """
    require("events.plan_fair", by, fair)
    require_of_fair(fair, a, b, slot=slot)
    refusal = Wish.objects.filter(level=WishLevel.NO, chooser__in=(a, b), about__in=(a, b)).first()
    if refusal is not None:
        chooser, about = (a, b) if refusal.chooser_id == a.pk else (b, a)
        raise Problem(
            _("%(chooser)s does not wish to meet %(about)s.") % {"chooser": chooser.name, "about": about.name},
            remedy=_("Talk to them, and change their wish first."),
            code="refused",
        )
    return _put(fair, DemandKind.PIN, a, b, slot_id=None if slot is None else slot.pk, reason=reason, by=by)


@action
def ban_pair(*, fair: Fair, a: Party, b: Party, by: Actor, reason: str = "") -> Demand:
    """Rule out that two parties meet, whatever they wish. Errors: ``Problem`` for parties of another fair."""
    require("events.plan_fair", by, fair)
    require_of_fair(fair, a, b)
    return _put(fair, DemandKind.BAN, a, b, slot_id=None, reason=reason, by=by)


@action
def free_pair(*, fair: Fair, a: Party, b: Party, by: Actor) -> bool:
    """Insist on nothing about a pair any more; returns whether there was something to lift."""
    require("events.plan_fair", by, fair)
    first, second = sorted((a.pk, b.pk))
    demand = Demand.objects.filter(subject_id=fair.pk, a_id=first, b_id=second).first()
    if demand is None:
        return False
    lift_demand(demand=demand, by=by)
    return True


def require_of_fair(fair: Fair, *parties: Party, slot: Slot | None = None) -> None:
    """Refuse parties and a slot that are not the fair's. Errors: ``Problem`` with code ``not_of_fair``."""
    if any(party.fair_id != fair.pk for party in parties) or (slot is not None and slot.fair_id != fair.pk):
        raise Problem(_("This is not part of this fair."), remedy=_("Reload the page."), code="not_of_fair")


def _put(fair: Fair, kind: str, a: Party, b: Party, *, slot_id: UUID | None, reason: str, by: Actor) -> Demand:
    return put_demand(
        subject_id=fair.pk,
        programme_id=fair.programme_id,
        kind=kind,
        a_id=a.pk,
        b_id=b.pk,
        slot_id=slot_id,
        reason=reason,
        by=by,
    )
