"""Places of a side: taken and given back by one conditional update, so that two can never get the last one."""

from __future__ import annotations

from uuid import UUID

from django.db.models import F, Q
from django.utils.translation import gettext as _

from spona.events.models import Side
from spona.events.states import PartyState
from spona.kernel.models import Problem

HOLDS_NO_PLACE = frozenset({PartyState.DECLINED.value, PartyState.WITHDRAWN.value, PartyState.EXPIRED.value})


def count_party(side_id: UUID, *, before: str = "", after: str = "") -> None:
    """Keep the side's figures right when a party goes from one state to another (empty: it was or is not there).

    Errors: ``Problem`` ``side_full`` when a place is needed and the last one is gone.
    """
    places = _holds(after) - _holds(before)
    coming = _comes(after) - _comes(before)
    if not places and not coming:
        return
    rows = Side.objects.filter(pk=side_id)
    if places > 0:
        rows = rows.filter(free_place())
    if not rows.update(taken=F("taken") + places, confirmed=F("confirmed") + coming):
        raise Problem(
            _("All places of this side are taken."),
            place="side",
            remedy=_("Offer more places, or wait until somebody withdraws."),
            code="side_full",
        )


def forget_party(*, side_id: UUID, state: str) -> None:
    """Take a deleted party out of its side's figures, inside the deleting transaction. The side may be gone with it."""
    if Side.objects.filter(pk=side_id).exists():
        count_party(side_id, before=state)


def take_places(side_id: UUID, count: int) -> None:
    """Take several places at once, for parties that are invited. Errors: ``Problem`` ``side_full`` naming how many
    were needed.
    """
    if not count:
        return
    room = Q(places=None) | Q(taken__lte=F("places") - count)
    if not Side.objects.filter(pk=side_id).filter(room).update(taken=F("taken") + count):
        side = Side.objects.get(pk=side_id)
        raise Problem(
            _("“%(side)s” has %(free)s places left, and %(count)s are needed.")
            % {"side": side, "free": (side.places or 0) - side.taken, "count": count},
            place=side.code,
            remedy=_("Offer more places, or leave some of them out."),
            code="side_full",
        )


def no_place_left(side: Side) -> Problem:
    """Return what somebody from outside is told about a full side."""
    return Problem(
        _("All places for “%(side)s” are taken.") % {"side": side},
        place="side",
        remedy=_("Write to the organiser: somebody may still withdraw."),
        code="side_full",
    )


def free_place() -> Q:
    """The guard: a side without a limit, or with a place left. The check ``side_not_overfull`` stands behind it."""
    return Q(places=None) | Q(taken__lt=F("places"))


def _holds(state: str) -> int:
    return int(bool(state) and state not in HOLDS_NO_PLACE)


def _comes(state: str) -> int:
    return int(state == PartyState.CONFIRMED)
