"""Joining and leaving a network of organisations."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext as _

from spona.kernel.actions import action, insert, lock, record, require
from spona.kernel.models import Actor, Problem
from spona.parties.actions.names import lock_in_use
from spona.parties.models import Membership, Organisation
from spona.parties.states import OrganisationKind


@action
def join_network(
    *,
    organisation: Organisation,
    body: Organisation,
    tier: str = "",
    since: dt.date | None = None,
    reference: str = "",
    by: Actor,
) -> Membership:
    """Make an organisation a member of a body of kind network, in a tier.

    Errors: ``Problem`` when the body is no network, is the organisation itself, lies in another network of Spona's, or
    the membership runs already.
    """
    require("parties.edit_organisation", by, organisation)
    require("parties.edit_organisation", by, body)
    if body.kind != OrganisationKind.NETWORK:
        raise Problem(
            _("“%(body)s” is not a network of organisations.") % {"body": body.name},
            place="body",
            remedy=_("Choose a record of kind network, or change its kind."),
            code="not_a_network",
        )
    if body.pk == organisation.pk:
        raise Problem(_("A network is not its own member."), place="body", code="own_member")
    for either in sorted((organisation, body), key=lambda either: str(either.pk)):
        lock_in_use(either)
    row = Membership(
        network_id=organisation.network_id,
        organisation=organisation,
        body=body,
        tier=tier,
        since=since,
        reference=reference,
    )
    insert(
        row,
        taken=lambda: Problem(
            _("“%(organisation)s” is a member of “%(body)s” already.")
            % {"organisation": organisation.name, "body": body.name},
            place="body",
            code="member_already",
        ),
    )
    record("parties.network_joined", on=row, by=by, data={"organisation": organisation.pk, "body": body.pk})
    return row


@action
def leave_network(*, membership: Membership, until: dt.date | None = None, by: Actor) -> Membership:
    """End a membership on a day (today). The row stays as history."""
    require("parties.edit_organisation", by, membership.organisation)
    locked = lock(membership)
    if locked.until is not None:
        raise Problem(_("This membership has ended already."), place="until", code="ended_already")
    end = until or timezone.localdate()
    if locked.since and end < locked.since:
        raise Problem(
            _("It cannot end on %(until)s, before it began on %(since)s.") % {"until": end, "since": locked.since},
            place="until",
            code="ends_before_start",
        )
    locked.until = end
    locked.save(update_fields=["until", "updated_at"])
    record("parties.network_left", on=locked, by=by)
    return locked
