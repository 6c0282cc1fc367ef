"""Agreements written, moved and renewed. ``change_state`` is the one door for their state."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from spona.events.models import Fair, Meeting
from spona.kernel.actions import action, allowed, lock, lock_version, move, record, require
from spona.kernel.models import Actor, Network, Problem, Problems
from spona.parties.models import Affiliation, Organisation
from spona.partnerships.actions.addresses import issue_agreement_links
from spona.partnerships.actions.contributions import Line, check_lines, write_promises
from spona.partnerships.models import Agreement, AgreementParty, DeskTerms, StateChange
from spona.partnerships.states import ALIVE, NEEDS_REASON, AgreementState, Reason, Stage

LONGEST_TERM = dt.timedelta(days=10 * 366)


@dataclass(frozen=True)
class Side:
    """One organisation that agrees, and who answers for it there. ``place`` begins the names of its fields."""

    organisation: Organisation
    owner_name: str = ""
    owner_email: str = ""
    language: str = ""
    place: str = ""


@dataclass(frozen=True)
class Written:
    """What came of writing an agreement: ``is_new`` is False where this nonce had arrived before."""

    agreement: Agreement
    is_new: bool


@action
def write_agreement(
    *,
    nonce: UUID,
    sides: Sequence[Side],
    lines: Sequence[Line],
    by: Actor,
    fair: Fair | None = None,
    meeting: Meeting | None = None,
    programme_id: UUID | None = None,
    about: str = "",
    due_on: dt.date | None = None,
    agreed_at: dt.datetime | None = None,
    previous: Agreement | None = None,
) -> Written:
    """Write down what the sides give each other, as proposed; each line gives by its side's position.

    Sent again under the same ``nonce`` it is the same agreement, and nothing is written. Errors: ``Problems`` at the
    fields; ``Problem`` (``nonce_used``) where the nonce came before with other content, or in another fair.
    """
    require("partnerships.use_desk", by, fair)
    digest = _content_hash(fair, sides, lines, about, due_on)
    earlier = _earlier(by, nonce)
    if earlier is not None:
        return Written(_same(earlier, digest), is_new=False)
    _check(sides, lines, fair, meeting, due_on)
    now = timezone.now()
    agreement = Agreement(
        network_id=by.network_id,
        programme_id=fair.programme_id if fair else programme_id,
        fair=fair,
        meeting=meeting,
        previous=previous,
        nonce=nonce,
        content_hash=digest,
        title=title_of([_shown_name(side) for side in sides]),
        about=about.strip()[:500],
        due_on=due_on,
        agreed_at=min(agreed_at or now, now),
        state_since=now,
    )
    Agreement.objects.bulk_create([agreement], ignore_conflicts=True)
    if not Agreement.objects.filter(pk=agreement.pk).exists():  # another tablet was first at this moment
        return Written(_same(Agreement.objects.get(network_id=by.network_id, nonce=nonce), digest), is_new=False)
    parties = _write_sides(agreement, sides)
    write_promises(agreement, parties, lines)
    StateChange(network_id=by.network_id, agreement=agreement, state=AgreementState.PROPOSED, at=now).save()
    agreement.save()
    issue_agreement_links(agreement, parties, by)
    record("partnerships.agreement_written", on=agreement, by=by, data={"lines": len(lines)})
    return Written(agreement, is_new=True)


def title_of(names: Sequence[str]) -> str:
    """Return what an agreement is called: the names of those who made it."""
    return " – ".join(names)[:400]


def _shown_name(side: Side) -> str:
    organisation = side.organisation
    name: str = organisation.name.text(side.language or organisation.language or None)
    return name[:300]


def _earlier(by: Actor, nonce: UUID) -> Agreement | None:
    return Agreement.objects.filter(network_id=by.network_id, nonce=nonce).first()


def _same(earlier: Agreement, digest: str) -> Agreement:
    if earlier.content_hash != digest:
        raise Problem(
            _("This agreement arrived before with other content. The first version was kept."),
            place="nonce",
            remedy=_("Open it and change it there, or begin a new one."),
            code="nonce_used",
        )
    return earlier


def _content_hash(
    fair: Fair | None, sides: Sequence[Side], lines: Sequence[Line], about: str, due_on: dt.date | None
) -> str:
    content: list[Any] = [str(fair.pk) if fair else "", about.strip(), str(due_on or "")]
    content += [[str(side.organisation.pk), side.owner_name, side.owner_email] for side in sides]
    content += [[str(part) for part in line.content()] for line in lines]
    return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()


def _check(
    sides: Sequence[Side], lines: Sequence[Line], fair: Fair | None, meeting: Meeting | None, due_on: dt.date | None
) -> None:
    problems: list[Problem] = []
    seen: set[UUID] = set()
    for side in sides:
        if side.organisation.pk in seen:
            problems.append(
                Problem(
                    _("An organisation does not make an agreement with itself."),
                    place=side.place,
                    remedy=_("Choose another organisation."),
                    code="same_party",
                )
            )
        seen.add(side.organisation.pk)
    if len(sides) < 2:
        problems.append(Problem(_("An agreement needs two sides."), place="b", code="one_side"))
    problems += check_lines(lines, money_allowed=money_is_allowed(fair))
    today = timezone.localdate()
    if due_on is not None and not today - LONGEST_TERM <= due_on <= today + LONGEST_TERM:
        problems.append(
            Problem(_("This day is too far away."), place="due_on", remedy=_("Check the year."), code="due_far")
        )
    if meeting is not None and (fair is None or meeting.timetable.fair_id != fair.pk):
        problems.append(Problem(_("This meeting belongs to another fair."), place="meeting", code="other_fair"))
    if problems:
        raise Problems(problems)


def money_is_allowed(fair: Fair | None) -> bool:
    """Whether money may be agreed: at a fair only where its organiser has said so, elsewhere always."""
    return fair is None or DeskTerms.objects.filter(fair=fair, money_allowed=True).exists()


def _write_sides(agreement: Agreement, sides: Sequence[Side]) -> list[AgreementParty]:
    emails = {side.owner_email.strip().lower() for side in sides} - {""}
    places = Affiliation.objects.filter(
        organisation__in=[side.organisation.pk for side in sides], person__email__in=emails, until=None
    ).select_related("person")
    people = {(place.organisation_id, place.person.email): place.person for place in places}
    parties = [
        AgreementParty(
            network_id=agreement.network_id,
            agreement=agreement,
            organisation=side.organisation,
            position=position,
            name=_shown_name(side),
            owner=people.get((side.organisation.pk, side.owner_email.strip().lower())),
            owner_name=side.owner_name.strip()[:200],
            owner_email=side.owner_email.strip().lower()[:254],
            language=side.language or side.organisation.language,
        )
        for position, side in enumerate(sides)
    ]
    return AgreementParty.objects.bulk_create(parties)


@action
def change_state(
    *, agreement: Agreement, state: str, by: Actor, reason: str = "", note: str = "", version: int | None = None
) -> Agreement:
    """Say how an agreement stands: the one door. CONFIRMED is reached by the parties' own yes (``confirm_party``).

    Errors: ``Problem`` for a move that is not in the table, or an outcome without its reason; ``Conflict`` when
    somebody saved meanwhile.
    """
    require("partnerships.follow_agreement", by, agreement)
    if state == AgreementState.CONFIRMED:
        raise Problem(
            _("An agreement is confirmed by those who make it."),
            place="state",
            remedy=_("Let each side confirm."),
            code="confirmed_by_parties",
        )
    locked = lock_version(agreement, version)
    locked.is_disputed = locked.is_disputed and not allowed("partnerships.manage_agreement", by, locked)
    step(locked, state, reason=reason, note=note)
    record("partnerships.agreement_moved", on=locked, by=by, data={"state": state, "reason": reason})
    return locked


def step(locked: Agreement, state: str, *, reason: str = "", note: str = "", at: dt.datetime | None = None) -> None:
    """Move a locked agreement and write the step down, for actions that have asked the rules."""
    if state in NEEDS_REASON and reason not in Reason.values:
        raise Problem(
            _("Say why it comes to nothing."),
            place="reason",
            remedy=_("Choose the reason that comes nearest."),
            code="reason_missing",
        )
    move(locked, state)
    now = at or timezone.now()
    locked.reason = reason if state in NEEDS_REASON else ""
    locked.reason_note = note.strip()[:500] if state in NEEDS_REASON else ""
    locked.state_since = now
    if state == AgreementState.CONFIRMED:
        locked.confirmed_at = now
    locked.raise_version()
    locked.save()
    StateChange.objects.create(
        network_id=locked.network_id,
        agreement=locked,
        state=state,
        at=now,
        reason=locked.reason,
        note=note.strip()[:500],
    )


@action
def edit_agreement(
    *, agreement: Agreement, version: int | None, about: str, due_on: dt.date | None, by: Actor
) -> Agreement:
    """Change the sentence it is about and the day it is due. What was promised stays as it was confirmed."""
    require("partnerships.manage_agreement", by, agreement)
    locked = lock_version(agreement, version)
    locked.about, locked.due_on = about.strip()[:500], due_on
    locked.raise_version()
    locked.save(update_fields=["about", "due_on", "version", "updated_at"])
    record("partnerships.agreement_edited", on=locked, by=by)
    return locked


@action
def renew_agreement(*, agreement: Agreement, by: Actor, due_on: dt.date | None = None) -> Agreement:
    """Propose the same once more: a new agreement with the same sides and promises, linked to the one before.

    Errors: ``Problem`` for one that still runs or was never confirmed, or that was renewed already.
    """
    require("partnerships.manage_agreement", by, agreement)
    locked = lock(agreement)
    if locked.confirmed_at is None or locked.state in ALIVE:
        raise Problem(
            _("Only an agreement that is over is renewed."),
            place="state",
            remedy=_("Say first what became of this one."),
            code="not_over",
        )
    if locked.renewals.exists():
        raise Problem(_("This agreement was renewed already."), place="state", code="renewed_already")
    parties = list(locked.parties.select_related("organisation"))
    place_of = {party.organisation_id: party.position for party in parties}
    promised = locked.contributions.filter(stage=Stage.PROMISED, voided_at=None).order_by("position", "id")
    lines = [Line.of(row, giver=place_of[row.giver_id], taker=place_of[row.taker_id]) for row in promised]
    sides = [Side(party.organisation, party.owner_name, party.owner_email, party.language) for party in parties]
    lines = [replace(line, on=None) for line in lines]
    written = write_agreement(
        nonce=uuid.uuid4(),
        sides=sides,
        lines=lines,
        fair=locked.fair,
        programme_id=locked.programme_id,
        about=locked.about,
        due_on=due_on,
        previous=locked,
        by=by,
    )
    record("partnerships.agreement_renewed", on=written.agreement, by=by, data={"previous": locked.pk})
    return written.agreement


@action
def set_desk_terms(
    *, fair: Fair, money_allowed: bool, check_days: int, by: Actor, version: int | None = None
) -> DeskTerms:
    """Say what holds at a fair's desk: whether money may be agreed, and after how many days both sides are asked."""
    require("partnerships.set_desk", by, fair)
    if not 1 <= check_days <= 89:
        raise Problem(
            _("Ask both sides between 1 and 89 days after they agreed."), place="check_days", code="check_days"
        )
    Network.objects.select_for_update().get(pk=fair.network_id)
    found = DeskTerms.objects.filter(fair=fair).first()
    terms = (
        lock_version(found, version)
        if found
        else DeskTerms(network_id=fair.network_id, programme_id=fair.programme_id, fair=fair, version=0)
    )
    terms.money_allowed, terms.check_days = money_allowed, check_days
    terms.raise_version()
    terms.save()
    record("partnerships.desk_set", on=terms, by=by, data={"money": money_allowed, "days": check_days})
    return terms
