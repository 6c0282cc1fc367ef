"""People who log in: invited, given roles, relieved of them."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from spona.kernel.actions.journal import record
from spona.kernel.actions.links import issue_link, revoke_links, spend_link
from spona.kernel.actions.outbox import send_mail_message
from spona.kernel.actions.transaction import action, lock
from spona.kernel.models import Account, Actor, Invitation, Problem, Role, RoleKind
from spona.kernel.rules import require

if TYPE_CHECKING:
    from collections.abc import Sequence

INVITATION_DAYS = 14
INVITATION_LINK = "kernel.invitation"


@action
def grant_role(
    *,
    account: Account,
    kind: str,
    by: Actor,
    programme_id: UUID | None = None,
    organisation_id: UUID | None = None,
    countries: Sequence[str] = (),
) -> Role:
    """Give an account a role in the actor's network. Giving the same role twice changes nothing.

    Errors: ``Problem`` for a role that does not fit where it is given.
    """
    require("kernel.manage_roles", by, programme_id)
    _check_role(kind, programme_id, countries)
    role, made = Role.objects.get_or_create(
        network_id=by.network_id,
        account=account,
        kind=kind,
        programme_id=programme_id,
        organisation_id=organisation_id,
        ended_at=None,
        defaults={"countries": list(countries)},
    )
    if made:
        record("kernel.role_granted", on=role, by=by, data={"kind": kind, "account": account.pk})
    return role


def _check_role(kind: str, programme_id: UUID | None, countries: Sequence[str]) -> None:
    """A manager of one programme may give roles in it, never one that counts in the whole network."""
    if kind not in RoleKind.values:
        raise Problem(_("There is no such role."), place="kind", code="kind")
    if (kind == RoleKind.NETWORK_MANAGER and programme_id is not None) or (
        kind == RoleKind.MANAGER and programme_id is None
    ):
        raise Problem(
            _("“%(role)s” is not a role of this team.") % {"role": RoleKind(kind).label},
            place="kind",
            remedy=_("Choose one of the roles offered."),
            code="kind",
        )
    if kind == RoleKind.NATIONAL_PARTNER and not countries:
        raise Problem(_("A national partner needs at least one country."), place="countries", code="countries_missing")


@action
def end_role(*, role: Role, by: Actor) -> Role:
    """Take a role away; it stops counting at the holder's next request. Ending it twice is ending it once.

    Errors: ``Problem`` for the last one who runs the network: nobody could give roles any more.
    """
    require("kernel.manage_roles", by, role)
    if role.kind == RoleKind.NETWORK_MANAGER:
        _refuse_last_manager(role)
    locked = lock(role)
    if locked.ended_at is not None:
        return locked
    locked.ended_at = timezone.now()
    locked.save(update_fields=["ended_at", "updated_at"])
    record("kernel.role_ended", on=locked, by=by, data={"kind": locked.kind, "account": locked.account_id})
    return locked


def _refuse_last_manager(role: Role) -> None:
    """Lock the roles of all who run the network, in one order, so that two of them can't remove each other at once."""
    running = Role.objects.filter(
        network_id=role.network_id, kind=RoleKind.NETWORK_MANAGER, ended_at=None, account__is_active=True
    )
    held = {found.pk for found in running.select_for_update(of=("self",)).order_by("pk")}
    if held == {role.pk}:
        raise Problem(
            _("This is the last person who runs the network."),
            remedy=_("Give somebody else that role first."),
            code="last_manager",
        )


@action
def invite(
    *,
    email: str,
    kind: str,
    url_of: str,
    by: Actor,
    language: str = "en",
    programme_id: UUID | None = None,
    organisation_id: UUID | None = None,
    countries: Sequence[str] = (),
) -> Invitation:
    """Ask somebody by mail to join with a role.

    ``url_of`` is the page's address with ``TOKEN`` where the token goes. Errors: ``Problem`` for a role that does not
    fit where it is given.
    """
    require("kernel.manage_roles", by, programme_id)
    _check_role(kind, programme_id, countries)
    expires_at = timezone.now() + dt.timedelta(days=INVITATION_DAYS)
    invitation = Invitation.objects.create(
        network_id=by.network_id,
        email=email.strip().lower(),
        kind=kind,
        programme_id=programme_id,
        organisation_id=organisation_id,
        countries=list(countries),
        language=language,
        expires_at=expires_at,
    )
    token = issue_link(purpose=INVITATION_LINK, subject=invitation, expires_at=expires_at, uses=1, by=by)
    send_mail_message(
        "kernel.invitation",
        to=invitation.email,
        language=language,
        context={"invitation": invitation, "link_url": url_of.replace("TOKEN", token)},
        by=by,
        on=invitation,
    )
    record("kernel.invited", on=invitation, by=by, data={"kind": kind})
    return invitation


@action
def withdraw_invitation(*, invitation: Invitation, by: Actor) -> Invitation:
    """Make an invitation nobody accepted worthless."""
    require("kernel.manage_roles", by, invitation)
    locked = lock(invitation)
    if locked.accepted_at is not None:
        raise Problem(
            _("%(email)s has accepted already.") % {"email": locked.email},
            remedy=_("End the role instead."),
            code="accepted",
        )
    locked.expires_at = timezone.now()
    locked.save(update_fields=["expires_at", "updated_at"])
    revoke_links(purpose=INVITATION_LINK, subject=locked, by=by)
    record("kernel.invitation_withdrawn", on=locked, by=by, data={"kind": locked.kind})
    return locked


@action
def accept_invitation(*, invitation: Invitation, name: str, password: str, by: Actor) -> Account:
    """Make (or find) the invited account and give it the role. The actor holds the invitation's link.

    An account that exists already keeps its password: whoever holds the mail must still log in.
    """
    if by.link is None or by.link.subject_id != invitation.pk:
        require("kernel.manage_roles", by, invitation.programme_id)
    else:
        spend_link(by.link)
    account = Account.objects.filter(email__iexact=invitation.email).first()
    if account is None:
        account = Account.objects.create_user(invitation.email, password, name=name, language=invitation.language)
    Role.objects.get_or_create(
        network_id=invitation.network_id,
        account=account,
        kind=invitation.kind,
        programme_id=invitation.programme_id,
        organisation_id=invitation.organisation_id,
        ended_at=None,
        defaults={"countries": invitation.countries},
    )
    invitation.accepted_at, invitation.accepted_by = timezone.now(), account
    invitation.save(update_fields=["accepted_at", "accepted_by", "updated_at"])
    record("kernel.invitation_accepted", on=invitation, by=by, data={"account": account.pk})
    return account
