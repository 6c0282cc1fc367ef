"""What people insist on: this pair meets, or does not."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from spona.kernel.actions import action, record
from spona.kernel.models import Actor, Problem
from spona.kernel.rules import require
from spona.matching.models import Demand, DemandKind


@action
def put_demand(
    *,
    subject_id: UUID,
    programme_id: UUID | None,
    kind: str,
    a_id: UUID,
    b_id: UUID,
    by: Actor,
    slot_id: UUID | None = None,
    reason: str = "",
) -> Demand:
    """Insist that a pair meets (a pin, at ``slot_id`` if named) or does not (a ban). The pair's earlier demand is
    replaced.

    The caller has made sure that the ids name parties of what is planned. Errors: ``Problem`` for a pair of one, or a
    ban at a time.
    """
    require("matching.put_demand", by, programme_id)
    if a_id == b_id:
        raise Problem(_("A pair is two different parties."), place="b", code="pair_of_one")
    if kind == DemandKind.BAN and slot_id is not None:
        raise Problem(
            _("A pair is ruled out for the whole fair, not for one time."), place="slot", code="ban_with_slot"
        )
    first, second = sorted((a_id, b_id))
    demand, _made = Demand.objects.update_or_create(
        network_id=by.network_id,
        subject_id=subject_id,
        a_id=first,
        b_id=second,
        defaults={
            "programme_id": programme_id,
            "kind": kind,
            "slot_id": slot_id,
            "reason": reason,
            "put_by": by.account_id,
        },
    )
    record("matching.demand_put", on=demand, by=by, data={"kind": kind, "a": first, "b": second, "slot": slot_id})
    return demand


@action
def lift_demand(*, demand: Demand, by: Actor) -> None:
    """Stop insisting: the engine is free to decide about the pair again."""
    require("matching.put_demand", by, demand)
    record("matching.demand_lifted", on=demand, by=by, data={"kind": demand.kind, "a": demand.a_id, "b": demand.b_id})
    demand.delete()
