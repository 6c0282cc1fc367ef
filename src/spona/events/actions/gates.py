"""The doors of a fair, and the links with which volunteers keep them."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from spona.events.actions.addresses import gate_url
from spona.events.models import Fair, Gate
from spona.events.queries.days import gate_closes
from spona.events.states import GATE_LINK
from spona.kernel.actions import action, issue_link, lock, record, revoke_links
from spona.kernel.models import Actor, Problem
from spona.kernel.rules import require


@action
def add_gate(*, fair: Fair, name: str, by: Actor) -> Gate:
    """Open a gate under a name the others are told: "in at 10:02, gate B". Errors: ``Problem`` for no or a used
    name.
    """
    require("events.run_day", by, fair)
    called = name.strip()[:80]
    locked = lock(fair)
    if not called or locked.gates.filter(name=called).exists():
        raise Problem(
            _("There is a gate called “%(name)s” already.") % {"name": called} if called else _("A gate needs a name."),
            place="name",
            remedy=_("Choose another name."),
            code="gate_name",
        )
    gate = Gate.objects.create(network_id=locked.network_id, programme_id=locked.programme_id, fair=locked, name=called)
    record("events.gate_added", on=gate, by=by)
    return gate


@action
def issue_gate_link(*, gate: Gate, by: Actor) -> str:
    """Return the address of a fresh link for the volunteers at a gate; earlier ones keep working until it is closed.

    It opens on the days of the fair only. A closed gate is open again.
    """
    require("events.run_day", by, gate)
    locked = lock(gate)
    if locked.closed_at is not None:
        locked.closed_at = None
        locked.save(update_fields=["closed_at", "updated_at"])
    token = issue_link(purpose=GATE_LINK, subject=locked, expires_at=gate_closes(locked.fair), label=locked.name, by=by)
    return gate_url(token)


@action
def close_gate(*, gate: Gate, by: Actor) -> Gate:
    """Close a gate: its links open nothing any more. Who came in by it stays in."""
    require("events.run_day", by, gate)
    locked = lock(gate)
    locked.closed_at = timezone.now()
    locked.save(update_fields=["closed_at", "updated_at"])
    revoke_links(purpose=GATE_LINK, subject=locked, by=by)
    record("events.gate_closed", on=locked, by=by)
    return locked
