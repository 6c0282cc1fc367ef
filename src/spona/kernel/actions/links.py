"""Signed links: how people without an account do their part."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db import models
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from spona.kernel.actions.journal import record
from spona.kernel.actions.transaction import action
from spona.kernel.models import Actor, Link, LinkGrant, Problem


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


@action
def issue_link(
    *,
    purpose: str,
    subject: models.Model,
    expires_at: dt.datetime,
    by: Actor,
    label: str = "",
    uses: int | None = None,
) -> str:
    """Make a link for one purpose on one subject and return its token (192 random bits); only its hash is kept.

    ``uses=1`` makes it single-use; the use is spent by the POST (``spend_link``), never by opening the page.
    """
    token = secrets.token_urlsafe(24)
    link = Link.objects.create(
        network_id=by.network_id,
        token_hash=_hash(token),
        purpose=purpose,
        subject_id=subject.pk,
        label=label,
        not_before=timezone.now(),
        expires_at=expires_at,
        uses_left=uses,
    )
    record("kernel.link_issued", on=link, by=by, data={"purpose": purpose})
    return token


@action
def issue_links(
    *,
    purpose: str,
    subjects: Sequence[models.Model],
    on: models.Model,
    expires_at: dt.datetime,
    by: Actor,
    tokens: Mapping[UUID, str] | None = None,
) -> dict[UUID, str]:
    """Make one link for every subject and return their tokens by the subjects' ids, with a fixed number of queries.

    ``tokens``: by subject, where the caller makes its own and answers for how hard they are to guess (a code that is
    typed, an address that is printed again). The journal gets one line, ``on`` whatever the links are about.
    """
    tokens = dict(tokens) if tokens else {subject.pk: secrets.token_urlsafe(24) for subject in subjects}
    Link.objects.bulk_create(
        [
            Link(
                network_id=by.network_id,
                token_hash=_hash(token),
                purpose=purpose,
                subject_id=subject_id,
                not_before=timezone.now(),
                expires_at=expires_at,
            )
            for subject_id, token in tokens.items()
        ],
        batch_size=1000,
    )
    record("kernel.links_issued", on=on, by=by, data={"purpose": purpose, "count": len(tokens)})
    return tokens


def open_link(token: str, purposes: tuple[str, ...]) -> LinkGrant | None:
    """Return what a token allows now; None where it is unknown, expired, revoked, spent or for another purpose."""
    now = timezone.now()
    link = Link.objects.filter(token_hash=_hash(token), purpose__in=purposes, revoked_at=None).first()
    if link is None or not link.not_before <= now < link.expires_at or link.uses_left == 0:
        return None
    return LinkGrant(link.pk, link.purpose, link.subject_id, link.network_id)


def spend_link(link: LinkGrant) -> None:
    """Use up one use of a counted link, inside the caller's transaction.

    Errors: ``Problem`` when it is spent already.
    """
    counted = Link.objects.filter(pk=link.id).exclude(uses_left=None)
    if counted.exists() and not counted.filter(uses_left__gt=0).update(uses_left=F("uses_left") - 1):
        raise Problem(_("This link has been used already."), remedy=_("Ask for a new one."), code="link_spent")
    Link.objects.filter(pk=link.id).update(last_used_at=timezone.now())


@action
def revoke_links(*, purpose: str, subject: models.Model, by: Actor) -> int:
    """Make every link for this purpose and subject worthless from now on; returns how many there were."""
    revoked = Link.objects.filter(purpose=purpose, subject_id=subject.pk, revoked_at=None).update(
        revoked_at=timezone.now()
    )
    record("kernel.links_revoked", on=subject, by=by, data={"purpose": purpose, "count": revoked})
    return revoked
