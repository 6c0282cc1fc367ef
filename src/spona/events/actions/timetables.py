"""Timetables made public, thrown away and compared. A published one is never changed: the next one replaces it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from spona.events.actions.addresses import links_expire, timetable_url
from spona.events.models import Fair, Meeting, MeetingState, Party, Seat, Timetable
from spona.events.queries.calls import places_of
from spona.events.states import COMING, TIMETABLE_LINK, FairState, TimetableState, ToldBy
from spona.kernel.actions import Letter, action, issue_links, lock, move, record, send_mail_messages
from spona.kernel.models import Actor, Problem
from spona.kernel.rules import require


@action
def publish_timetable(*, timetable: Timetable, by: Actor) -> Timetable:
    """Make a draft the fair's timetable, replacing the one before, and write to those whose day it sets or changes.

    Every coming party with an address gets one mail with a link of its own; when a timetable is replaced, only parties
    whose meetings differ do. Errors: ``Problem`` for a draft that is none any more (``state``) or in which somebody
    meets who is not coming (``not_coming``). Costs a fixed number of queries for up to a thousand parties.
    """
    require("events.publish_timetable", by, timetable)
    fair = lock(timetable.fair)
    locked = lock(timetable)
    _require_all_coming(locked)
    move(locked, TimetableState.PUBLISHED)
    earlier = fair.timetables.select_for_update().filter(state=TimetableState.PUBLISHED).first()
    if earlier is not None:
        move(earlier, TimetableState.RETIRED)
        earlier.save(update_fields=["state", "updated_at"])
    locked.published_at = timezone.now()
    locked.save(update_fields=["state", "published_at", "updated_at"])
    if fair.state != FairState.PUBLISHED:
        move(fair, FairState.PUBLISHED)
        fair.raise_version()
        fair.save(update_fields=["state", "version", "updated_at"])
    told = _write_to_parties(fair, locked, earlier, by)
    record("events.timetable_published", on=locked, by=by, data={"number": locked.number, "mails": told})
    return locked


@action
def discard_draft(*, timetable: Timetable, by: Actor) -> Timetable:
    """Put a draft aside; it stays readable for whoever knows its number. Errors: ``Problem`` when it is no draft."""
    require("events.plan_fair", by, timetable)
    locked = lock(timetable)
    move(locked, TimetableState.DISCARDED)
    locked.save(update_fields=["state", "updated_at"])
    record("events.timetable_discarded", on=locked, by=by, data={"number": locked.number})
    return locked


def _require_all_coming(timetable: Timetable) -> None:
    """Refuse meetings to come of parties that are not coming; what has been is history."""
    ahead = Seat.objects.filter(timetable=timetable, slot__starts_at__gt=timezone.now())
    gone = ahead.exclude(party__state__in=COMING).order_by("party__sort_key", "party_id")
    names = list(gone.values_list("party__name", flat=True).distinct()[:5])
    if names:
        raise Problem(
            _("This timetable has meetings of parties that are not coming: %(names)s.") % {"names": ", ".join(names)},
            remedy=_("Plan again without them."),
            code="not_coming",
        )


def _write_to_parties(fair: Fair, timetable: Timetable, earlier: Timetable | None, by: Actor) -> int:
    """Write one mail to every party whose meetings are new or differ from ``earlier``; returns how many.

    Those who want a call instead, or have no address, stand in ``queries.calls_for``.
    """
    parties = Party.objects.filter(fair=fair, state__in=COMING, told_by=ToldBy.MAIL).exclude(contact_email="")
    if earlier is not None:
        before, after = places_of(earlier), places_of(timetable)
        changed = {party for party in before.keys() | after.keys() if before.get(party) != after.get(party)}
        parties = parties.filter(pk__in=changed)
    told = list(parties.order_by("sort_key", "id"))
    if not told:
        return 0
    meetings = _meetings_by_party(timetable)
    tokens = issue_links(purpose=TIMETABLE_LINK, subjects=told, on=timetable, expires_at=links_expire(fair), by=by)
    send_mail_messages(
        "events.timetable_published",
        letters=_letters(fair, told, meetings, tokens, is_change=earlier is not None),
        by=by,
    )
    return len(told)


def _letters(
    fair: Fair,
    parties: Iterable[Party],
    meetings: Mapping[UUID, list[dict[str, Any]]],
    tokens: Mapping[UUID, str],
    *,
    is_change: bool,
) -> Iterable[Letter]:
    languages = fair.network.languages or ["en"]
    for party in parties:
        context = {
            "party": party,
            "fair": fair,
            "time_zone": fair.time_zone,
            "meetings": meetings.get(party.pk, []),
            "is_change": is_change,
            "link_url": timetable_url(tokens[party.pk]),
        }
        yield Letter(party.contact_email, party.language or languages[0], context, on=party)


def _meetings_by_party(timetable: Timetable) -> dict[UUID, list[dict[str, Any]]]:
    """Return for every party its meetings by time: ``starts_at``, ``ends_at``, ``table``, ``other`` (a party, whose
    name is read when the mail is written: in the language of who gets it).
    """
    found: defaultdict[UUID, list[dict[str, Any]]] = defaultdict(list)
    planned = Meeting.objects.filter(timetable=timetable, state=MeetingState.PLANNED).select_related("slot", "a", "b")
    for meeting in planned.order_by("slot__starts_at"):
        for party, other in ((meeting.a, meeting.b), (meeting.b, meeting.a)):
            found[party.pk].append(
                {
                    "starts_at": meeting.slot.starts_at,
                    "ends_at": meeting.slot.ends_at,
                    "table": meeting.table_number,
                    "other": other,
                }
            )
    return found
