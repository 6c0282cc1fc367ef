"""Organisations at a fair: invited, coming, not coming, and how many meetings they take."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from spona.events.actions.addresses import fresh_party_url
from spona.events.actions.bounds import check_bounds
from spona.events.actions.following import copy_organisation
from spona.events.actions.places import count_party, no_place_left
from spona.events.models import Absence, Fair, Party, Side, Slot, Timetable
from spona.events.states import PartyState
from spona.kernel.actions import action, lock, lock_version, move, record, send_mail_message
from spona.kernel.models import Actor, Problem, Problems
from spona.kernel.rules import allowed, require
from spona.parties.models import Organisation

DETAILS = frozenset(
    {"language", "contact_name", "contact_email", "contact_phone", "told_by", "people", "table_number", "note"}
)
MOST_PEOPLE, LONGEST_NAME = 20, 60
"""As many badges as a party gets, and as long a name as a badge has room for."""


@action
def add_party(
    *,
    side: Side,
    organisation: Organisation,
    by: Actor,
    min_meetings: int | None = None,
    max_meetings: int | None = None,
    **details: Any,
) -> Party:
    """Put an organisation on a fair's list as invited; it takes a place of the side. ``details``: columns of
    ``DETAILS``.

    No mail goes out; ``invite_party`` sends it. Errors: ``Problem`` when the organisation is there already or the
    side is full.
    """
    require("events.manage_parties", by, side.fair)
    bounds = {"min_meetings": min_meetings, "max_meetings": max_meetings}
    return place_party(side, organisation, PartyState.INVITED, "events.party_added", by, **bounds, **details)


@action
def register_organisation(*, side: Side, organisation: Organisation, by: Actor, **details: Any) -> Party:
    """Take one of the side's places for an organisation that says it comes. Of many at once, the last place goes to
    one.

    For managers at any time, for those who speak for the organisation while the fair is open. An invited organisation
    that registers confirms. Errors: ``Problem`` when it is coming already or the side is full.
    """
    require("events.register", by, Party(network_id=side.fair.network_id, fair=side.fair, organisation=organisation))
    invited = Party.objects.filter(fair_id=side.fair_id, organisation=organisation).exclude(state=PartyState.CONFIRMED)
    known = invited.first()
    if known is not None:
        return move_party(known, PartyState.CONFIRMED, "events.party_registered", by)
    return place_party(side, organisation, PartyState.CONFIRMED, "events.party_registered", by, **details)


def place_party(side: Side, organisation: Organisation, state: str, verb: str, by: Actor, **columns: Any) -> Party:
    """Write a new party and take its place, for actions that have asked the rules. Errors: ``Problem`` for a full side
    or an organisation that is there already, ``Problems`` for numbers that cannot hold.
    """
    party = new_party(side, organisation, state, **columns)
    problems = check_bounds(party.min_meetings, party.max_meetings, slots_there=_slots_there(party))
    if problems:
        raise Problems(problems)
    count_party(side.pk, after=state)
    Party.objects.bulk_create([party], ignore_conflicts=True)
    if not Party.objects.filter(pk=party.pk).exists():
        raise Problem(
            _("%(name)s takes part in this fair already.") % {"name": party.name},
            place="organisation",
            remedy=_("Change its entry in the list of parties."),
            code="party_twice",
        )
    record(verb, on=party, by=by)
    return party


def new_party(side: Side, organisation: Organisation, state: str, **columns: Any) -> Party:
    """Return an unsaved party with what it keeps of its organisation. Errors: ``Problem`` for another network's
    organisation.
    """
    unknown = set(columns) - DETAILS - {"min_meetings", "max_meetings"}
    if unknown:
        raise TypeError(f"a party has no editable {', '.join(sorted(unknown))}")
    fair = side.fair
    if organisation.network_id != fair.network_id:
        raise Problem(_("This organisation is not known here."), place="organisation", code="unknown_organisation")
    party = Party(
        network_id=fair.network_id,
        programme_id=fair.programme_id,
        fair=fair,
        side=side,
        organisation=organisation,
        state=state,
        **{"language": organisation.language, "contact_email": organisation.email, **columns},
    )
    copy_organisation(party, organisation)
    return party


@action
def edit_party(*, party: Party, by: Actor, version: int | None = None, **details: Any) -> Party:
    """Change how a party is reached, who comes for it, its language, table or note. Only managers place tables and
    write notes. Errors: ``Problem`` at ``people`` for more names than badges, or one that fits on none.
    """
    require("events.answer_for_party", by, party)
    unknown = set(details) - DETAILS
    if unknown:
        raise TypeError(f"a party has no editable {', '.join(sorted(unknown))}")
    if set(details) & {"table_number", "note"}:
        require("events.manage_parties", by, party.fair)
    if "people" in details:
        details["people"] = _named(details["people"])
    locked = lock_version(party, version)
    for column, value in details.items():
        setattr(locked, column, value)
    locked.raise_version()
    locked.save()
    record("events.party_edited", on=locked, by=by, data={"columns": sorted(details)})
    return locked


def _named(people: str) -> str:
    """Return names as they are kept: one a line, none empty."""
    names = [" ".join(line.split()) for line in people.splitlines() if line.strip()]
    if len(names) > MOST_PEOPLE:
        raise Problem(
            _("A party gets at most %(most)s badges.") % {"most": MOST_PEOPLE},
            place="people",
            remedy=_("Name those who come to the meetings."),
            code="too_many_people",
        )
    long = next((name for name in names if len(name) > LONGEST_NAME), None)
    if long is not None:
        raise Problem(
            _("“%(name)s…” does not fit on a badge.") % {"name": long[:30]},
            place="people",
            remedy=_("Write each name on a line of its own."),
            code="name_too_long",
        )
    return "\n".join(names)


@action
def note_told(*, party: Party, timetable: Timetable, by: Actor) -> Party:
    """Note that a party was told of its day in this timetable by phone, so that nobody calls it twice."""
    require("events.manage_parties", by, party.fair)
    locked = lock(party)
    locked.told_of = timetable.pk
    locked.save(update_fields=["told_of", "updated_at"])
    record("events.party_told", on=locked, by=by)
    return locked


@action
def invite_party(*, party: Party, by: Actor, url: str = "") -> Party:
    """Send the party the mail with its signed link. ``url`` left out: a fresh link to the party's page.

    Errors: ``Problem`` when no address is known.
    """
    require("events.manage_parties", by, party.fair)
    if not party.contact_email:
        raise Problem(
            _("No e-mail address is known for %(name)s.") % {"name": party.name},
            place="contact_email",
            remedy=_("Enter an address, or print the party's link."),
            code="no_address",
        )
    write_to(party, "events.party_invited", by, url=url)
    record("events.party_invited", on=party, by=by)
    return party


def write_to(party: Party, template: str, by: Actor, *, url: str = "", **context: Any) -> None:
    """Write a party a mail with a link to its page. Does nothing where no address is known: not everybody has one."""
    if not party.contact_email:
        return
    send_mail_message(
        template,
        to=party.contact_email,
        language=party.language or "en",
        context={"party": party, "fair": party.fair, "link_url": url or fresh_party_url(party, by), **context},
        by=by,
        on=party,
    )


def move_party(party: Party, state: str, verb: str, by: Actor) -> Party:
    """Put a party into another state and its side's figures right, for actions that have asked the rules. Errors:
    ``Problem`` for a move that is not allowed, or a side that is full.
    """
    locked = lock(party)
    before = locked.state
    move(locked, state)
    count_party(locked.side_id, before=before, after=state)
    locked.raise_version()
    locked.save(update_fields=["state", "version", "updated_at"])
    record(verb, on=locked, by=by)
    return locked


@action
def confirm_party(*, party: Party, by: Actor) -> Party:
    """Say that the party comes. After it gave its place back it needs a free one again. Errors: ``Problem`` when full,
    with what the one who asks can do about it.
    """
    require("events.answer_for_party", by, party)
    if party.state == PartyState.NO_SHOW:
        require("events.manage_parties", by, party.fair)
    try:
        return move_party(party, PartyState.CONFIRMED, "events.party_confirmed", by)
    except Problem as problem:
        if problem.code == "side_full" and not allowed("events.manage_parties", by, party.fair):
            raise no_place_left(party.side) from problem
        raise


@action
def decline_invitation(*, party: Party, by: Actor) -> Party:
    """Say that the party does not come; its place is free for another."""
    require("events.answer_for_party", by, party)
    return move_party(party, PartyState.DECLINED, "events.party_declined", by)


@action
def withdraw_party(*, party: Party, by: Actor) -> Party:
    """Take a party back from the fair; its place is free, its wishes stay and are not planned for. Meetings of a
    published timetable stand until the fair is planned again."""
    require("events.answer_for_party", by, party)
    return move_party(party, PartyState.WITHDRAWN, "events.party_withdrawn", by)


@action
def mark_no_show(*, party: Party, by: Actor) -> Party:
    """Note on the day that the party did not come. It keeps its place; ``replan_after`` finds its partners other
    meetings.
    """
    require("events.manage_parties", by, party.fair)
    return move_party(party, PartyState.NO_SHOW, "events.party_no_show", by)


@action
def set_capacity(
    *,
    party: Party,
    min_meetings: int | None,
    max_meetings: int | None,
    by: Actor,
    version: int | None = None,
) -> Party:
    """Say how many meetings the party is promised and takes at most; empty is what its side says.

    A party limits itself; what it is promised is for managers to say. Errors: ``Problems`` for numbers that
    contradict each other, the side's or the slots the party is there for.
    """
    require("events.answer_for_party", by, party)
    locked = lock_version(party, version)
    if min_meetings != locked.min_meetings:
        require("events.manage_parties", by, party.fair)
    locked.min_meetings, locked.max_meetings = min_meetings, max_meetings
    check_promise(locked, _slots_there(locked))
    locked.raise_version()
    locked.save(update_fields=["min_meetings", "max_meetings", "version", "updated_at"])
    record("events.capacity_set", on=locked, by=by, data={"min": min_meetings, "max": max_meetings})
    return locked


def check_promise(party: Party, slots_there: int | None) -> None:
    """Errors: ``Problems`` when the party's own numbers cannot hold.

    A maximum below what the side promises everybody is taken: the party limits itself, and planning lowers the
    promise to it.
    """
    problems = check_bounds(party.min_meetings, party.max_meetings, slots_there=slots_there)
    maximum = party.side.max_meetings
    if not problems and party.min_meetings is not None and party.max_meetings is None:
        problems = check_bounds(party.min_meetings, maximum)
    if problems:
        raise Problems(problems)


def _slots_there(party: Party, absences: int | None = None) -> int | None:
    """Return in how many slots the party is there; None while the fair has no slots."""
    slots = Slot.objects.filter(fair_id=party.fair_id).count()
    if not slots:
        return None
    return slots - (party.absences.count() if absences is None else absences)


@action
def set_absences(*, party: Party, slots: Collection[UUID], by: Actor) -> Party:
    """Say in which slots the party is not there; all others it is. ``slots``: ids of the fair's slots.

    Errors: ``Problem`` for a slot of another fair, ``Problems`` when the minimum agreed for this party no longer
    fits. The minimum its side promises everybody does not keep a party from telling when it is there.
    """
    require("events.answer_for_party", by, party)
    locked = lock(party)
    wanted = set(slots)
    known = set(Slot.objects.filter(fair_id=locked.fair_id, pk__in=wanted).values_list("pk", flat=True))
    if wanted - known:
        raise Problem(
            _("A slot you chose is not part of this fair."),
            place="slots",
            remedy=_("Reload the page: the fair's times have changed."),
            code="unknown_slot",
        )
    check_promise(locked, _slots_there(locked, len(known)))
    kept = set(locked.absences.values_list("slot_id", flat=True))
    locked.absences.filter(slot_id__in=kept - known).delete()
    Absence.objects.bulk_create([Absence(party=locked, slot_id=slot_id) for slot_id in sorted(known - kept)])
    record("events.absences_set", on=locked, by=by, data={"slots": sorted(known)})
    return locked


def parties_of(fair: Fair, ids: Collection[UUID]) -> dict[UUID, Party]:
    """Return the fair's parties among ``ids`` with their sides, by id: what actions check targets against."""
    rows = Party.objects.filter(fair=fair, pk__in=set(ids)).select_related("side")
    return {party.pk: party for party in rows}
