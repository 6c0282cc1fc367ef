"""Asking for a meeting and answering. A request nobody has answered holds no slot and no place, ever."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext as _

from spona.events.actions.pairs import check_pair
from spona.events.actions.parties import write_to
from spona.events.models import Party, Request
from spona.events.states import COMING, RequestState
from spona.kernel.actions import action, lock, move, record
from spona.kernel.models import Actor, Problem
from spona.kernel.rules import require

BATCH = 500
"""Requests expired in one transaction, so that the job never holds the journal for long."""


@action
def send_request(*, sender: Party, receiver: Party, by: Actor, message: str = "", url: str = "") -> Request:
    """Ask another party for a meeting; it is told by mail. Unanswered, the request expires after the fair's days for
    it.

    ``url``: where the receiver answers; left out, a fresh link to its page. Errors: ``Problem`` when the two cannot
    meet, one of them is not coming, or one has asked the other already.
    """
    require("events.send_request", by, sender)
    locked = lock(sender)
    _check(locked, receiver)
    request = Request.objects.create(
        network_id=locked.network_id,
        programme_id=locked.programme_id,
        fair_id=locked.fair_id,
        sender=locked,
        receiver=receiver,
        message=message.strip()[:500],
        expires_at=timezone.now() + dt.timedelta(days=locked.fair.request_days),
    )
    write_to(receiver, "events.request_received", by, url=url, request=request, sender=locked)
    record("events.request_sent", on=request, by=by)
    return request


def _check(sender: Party, receiver: Party) -> None:
    problem = check_pair(sender, receiver, place="receiver")
    if problem is not None:
        raise problem
    for party in (sender, receiver):
        if party.state not in COMING:
            raise Problem(
                _("%(name)s does not come to the fair.") % {"name": party.name},
                place="receiver",
                remedy=_("Choose another party."),
                code="not_coming",
            )
    earlier = Request.objects.filter(sender=sender, receiver=receiver)
    if earlier.filter(state__in=[RequestState.PENDING, RequestState.ACCEPTED]).exists():
        raise Problem(_("You have asked %(name)s already.") % {"name": receiver.name}, place="receiver", code="asked")
    if earlier.filter(state=RequestState.DECLINED).exists():
        raise Problem(
            _("%(name)s has said no to you and is not asked again.") % {"name": receiver.name},
            place="receiver",
            remedy=_("Ask another party, or let the organiser speak with them."),
            code="declined_before",
        )
    if Request.objects.filter(sender=receiver, receiver=sender, state=RequestState.PENDING).exists():
        raise Problem(
            _("%(name)s has asked you already.") % {"name": receiver.name},
            place="receiver",
            remedy=_("Accept their request instead."),
            code="asked_by_them",
        )


@action
def accept_request(*, request: Request, by: Actor, answer: str = "", url: str = "") -> Request:
    """Say yes to a request; planning counts it like a mutual wish. The sender is told by mail."""
    require("events.answer_request", by, request)
    return _answer(request, RequestState.ACCEPTED, answer, url, by)


@action
def decline_request(*, request: Request, by: Actor, answer: str = "", url: str = "") -> Request:
    """Say no to a request. The sender is told by mail and may not ask the same party again."""
    require("events.answer_request", by, request)
    return _answer(request, RequestState.DECLINED, answer, url, by)


def _answer(request: Request, state: str, answer: str, url: str, by: Actor) -> Request:
    locked = lock(request)
    now = timezone.now()
    if locked.state == RequestState.PENDING and locked.expires_at <= now:
        raise Problem(
            _("This request expired on %(date)s.") % {"date": locked.expires_at.date().isoformat()},
            place="state",
            remedy=_("Ask for the meeting yourself."),
            code="expired",
        )
    move(locked, state)
    locked.answer, locked.answered_at = answer.strip()[:500], now
    locked.save(update_fields=["state", "answer", "answered_at", "updated_at"])
    write_to(locked.sender, f"events.request_{state}", by, url=url, request=locked, receiver=locked.receiver)
    record(f"events.request_{state}", on=locked, by=by)
    return locked


@action
def withdraw_request(*, request: Request, by: Actor) -> Request:
    """Take back a request nobody has answered. The receiver simply no longer finds it."""
    require("events.withdraw_request", by, request)
    locked = lock(request)
    move(locked, RequestState.WITHDRAWN)
    locked.save(update_fields=["state", "updated_at"])
    record("events.request_withdrawn", on=locked, by=by)
    return locked


@action
def expire_requests(*, by: Actor, now: dt.datetime | None = None) -> int:
    """End the overdue requests of the actor's network, oldest first, at most ``BATCH`` of them; returns how many.

    Called by the hourly job. Requests somebody answers at this moment are skipped.
    """
    overdue = Request.objects.select_for_update(skip_locked=True).filter(
        network_id=by.network_id, state=RequestState.PENDING, expires_at__lte=now or timezone.now()
    )
    ended = list(overdue.order_by("expires_at", "id")[:BATCH])
    for request in ended:
        require("events.withdraw_request", by, request)
        move(request, RequestState.EXPIRED)
    Request.objects.bulk_update(ended, ["state"])
    for request in ended:
        record("events.request_expired", on=request, by=by)
    return len(ended)
