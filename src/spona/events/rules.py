"""Who may do what at a fair."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import rules
from django.utils.translation import gettext_lazy as _

from spona.events.models import Fair, Gate, Party, Proposal, Request, Timetable
from spona.events.queries.days import takes_place
from spona.events.states import (
    BROKER_LINK,
    GATE_LINK,
    PARTY_LINK,
    RATING_LINK,
    TIMETABLE_LINK,
    FairState,
    TimetableState,
)
from spona.kernel.models import Actor, RoleKind
from spona.kernel.rules import anybody, is_own_network, manages_programme, permission


def fair_of(on: Any) -> Fair:
    """Return the fair an object of this module belongs to."""
    if isinstance(on, Fair):
        return on
    if isinstance(on, Proposal):
        return on.party.fair
    fair: Fair = on.fair
    return fair


def party_of(on: Any) -> Party | None:
    """Return the party whose own doing an object is, if it is one's."""
    if isinstance(on, Party):
        return on
    if isinstance(on, Proposal):
        return on.party
    return None


def _is(actor: Actor, party: Party | None, purposes: tuple[str, ...]) -> bool:
    if party is None or party.network_id != actor.network_id:
        return False
    if actor.link is not None and actor.link.purpose in purposes and actor.link.subject_id == party.pk:
        return True
    return actor.speaks_for(party.organisation_id)


@rules.predicate
def is_fair_public(actor: Actor, on: Any) -> bool:
    """The fair is shown to everybody."""
    return bool(is_own_network(actor, fair_of(on))) and fair_of(on).is_public


@rules.predicate
def is_the_party(actor: Actor, on: Any) -> bool:
    """The party itself: a member of its organisation, or whoever holds its link."""
    return _is(actor, party_of(on), (PARTY_LINK,))


@rules.predicate
def may_read_for_party(actor: Actor, on: Any) -> bool:
    """The party itself, or whoever holds the link behind its timetable."""
    return _is(actor, party_of(on), (PARTY_LINK, TIMETABLE_LINK))


@rules.predicate
def is_sender(actor: Actor, on: Any) -> bool:
    """Whoever asked for the meeting."""
    return isinstance(on, Request) and _is(actor, on.sender, (PARTY_LINK,))


@rules.predicate
def is_receiver(actor: Actor, on: Any) -> bool:
    """Whoever was asked for the meeting."""
    return isinstance(on, Request) and _is(actor, on.receiver, (PARTY_LINK,))


@rules.predicate
def may_rate_for_party(actor: Actor, on: Any) -> bool:
    """The party itself, or whoever holds the link with which it says what became of its meetings."""
    return _is(actor, party_of(on), (PARTY_LINK, RATING_LINK))


@rules.predicate
def reads_own_day(actor: Actor, on: Any) -> bool:
    """The party itself, or whoever holds any of its links."""
    return _is(actor, party_of(on), (PARTY_LINK, TIMETABLE_LINK, RATING_LINK))


@rules.predicate
def keeps_the_gate(actor: Actor, on: Any) -> bool:
    """Whoever holds the link of this gate, while it is not closed."""
    if not isinstance(on, Gate) or on.closed_at is not None or not is_own_network(actor, on):
        return False
    return actor.link is not None and actor.link.purpose == GATE_LINK and actor.link.subject_id == on.pk


@rules.predicate
def brokers_at_the_fair(actor: Actor, on: Any) -> bool:
    """Whoever holds a broker's link of this fair."""
    if not isinstance(on, Fair) or not is_own_network(actor, on):
        return False
    return actor.link is not None and actor.link.purpose == BROKER_LINK and actor.link.subject_id == on.pk


@rules.predicate
def is_its_day(actor: Actor, on: Any) -> bool:  # noqa: ARG001
    """The fair takes place today."""
    return takes_place(fair_of(on))


@rules.predicate
def wishes_are_open(actor: Actor, on: Any) -> bool:  # noqa: ARG001  a predicate has two arguments
    """The fair takes wishes and requests now."""
    return fair_of(on).state == FairState.OPEN


@rules.predicate
def is_published(actor: Actor, on: Any) -> bool:  # noqa: ARG001
    """The timetable, or the fair's timetable, is published."""
    if isinstance(on, Timetable):
        return on.state == TimetableState.PUBLISHED
    return fair_of(on).state in {FairState.PUBLISHED, FairState.OVER}


@rules.predicate
def mentors_programme(actor: Actor, on: Any) -> bool:
    """A mentor in the fair's programme."""
    programme_id: UUID = fair_of(on).programme_id
    return any(g.programme_id == programme_id for g in actor.grants_of(RoleKind.MENTOR))


@rules.predicate
def reads_programme(actor: Actor, on: Any) -> bool:
    """A donor who reads the fair's programme."""
    programme_id: UUID = fair_of(on).programme_id
    return any(g.programme_id == programme_id for g in actor.grants_of(RoleKind.DONOR_VIEWER))


ONLY_MANAGERS = _("Only the programme's managers do this.")

permission("events.list_fairs", anybody, refusal=_("This page is not open."))
permission("events.create_fair", manages_programme, refusal=ONLY_MANAGERS)
permission("events.manage_fair", manages_programme, refusal=ONLY_MANAGERS)
permission("events.see_fair", manages_programme | mentors_programme | reads_programme, refusal=ONLY_MANAGERS)
permission(
    "events.see_public_fair", is_fair_public | manages_programme, refusal=_("This fair is not shown to the public.")
)
permission("events.manage_parties", manages_programme, refusal=ONLY_MANAGERS)
permission(
    "events.register",
    manages_programme | (is_the_party & wishes_are_open),
    refusal=_("Registration is closed, or you do not speak for this organisation."),
)
permission(
    "events.register_publicly",
    is_fair_public & wishes_are_open,
    refusal=_("Registration is closed."),
)
permission("events.see_parties", manages_programme | reads_programme, refusal=ONLY_MANAGERS)
permission("events.see_contacts", manages_programme, refusal=_("Only managers see how to reach people."))
permission(
    "events.answer_for_party", manages_programme | is_the_party, refusal=_("Only the party itself answers here.")
)
permission(
    "events.state_wish",
    manages_programme | (is_the_party & wishes_are_open),
    refusal=_("Wishes are closed. Ask the organiser to change yours."),
)
permission("events.see_wishes", manages_programme | is_the_party, refusal=_("A party's wishes are its own."))
permission(
    "events.send_request",
    manages_programme | (is_the_party & wishes_are_open),
    refusal=_("Requests are closed."),
)
permission(
    "events.answer_request", manages_programme | is_receiver, refusal=_("Only the party that was asked answers.")
)
permission("events.withdraw_request", manages_programme | is_sender, refusal=_("Only the party that asked withdraws."))
permission(
    "events.write_proposal", manages_programme | is_the_party, refusal=_("Only the party itself writes its proposal.")
)
permission(
    "events.comment_proposal",
    manages_programme | mentors_programme,
    refusal=_("Only mentors and managers comment on proposals."),
)
permission(
    "events.decide_proposal", manages_programme | mentors_programme, refusal=_("Only mentors and managers decide.")
)
permission(
    "events.list_proposals",
    manages_programme | mentors_programme,
    refusal=_("Proposals are read by mentors and managers."),
)
permission(
    "events.see_proposal",
    manages_programme | mentors_programme | is_the_party,
    refusal=_("This proposal is not open to you."),
)
permission("events.see_requests", manages_programme | is_the_party, refusal=_("A party's requests are its own."))
permission(
    "events.see_suggestions", manages_programme | is_the_party, refusal=_("Suggestions are for the party itself.")
)
permission("events.plan_fair", manages_programme, refusal=ONLY_MANAGERS)
permission("events.see_timetable", manages_programme | reads_programme, refusal=ONLY_MANAGERS)
permission(
    "events.publish_timetable", manages_programme, refusal=_("Only the programme's managers publish a timetable.")
)
permission(
    "events.see_own_timetable",
    manages_programme | (may_read_for_party & is_published),
    refusal=_("The timetable is not published yet."),
)
permission(
    "events.see_public_timetable",
    (is_fair_public & is_published) | manages_programme,
    refusal=_("The timetable is not published yet."),
)
permission("events.run_day", manages_programme, refusal=ONLY_MANAGERS)
permission(
    "events.check_in",
    manages_programme | (keeps_the_gate & is_its_day),
    refusal=_("This gate opens on the day of the fair."),
)
permission(
    "events.bring_together",
    manages_programme | (brokers_at_the_fair & is_its_day),
    refusal=_("Brokers work on the day of the fair."),
)
permission("events.see_own_day", manages_programme | reads_own_day, refusal=_("A party's day is its own."))
permission(
    "events.rate_meeting", may_rate_for_party, refusal=_("Only the party itself says what became of its meetings.")
)
permission("events.see_ratings", manages_programme, refusal=ONLY_MANAGERS)
