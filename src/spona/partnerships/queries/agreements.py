"""Agreements as managers, parties and holders of a link see them."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Sum
from django.utils import timezone

from spona.events.models import Fair
from spona.kernel.models import Actor, Money, RoleKind
from spona.kernel.rules import allowed, require
from spona.partnerships.models import (
    Agreement,
    AgreementParty,
    Confirmation,
    ContactCheck,
    Contribution,
    Evidence,
    Milestone,
    StateChange,
)
from spona.partnerships.queries.desk import desk_fair_for, desk_of_link
from spona.partnerships.states import AGREEMENT_LINK, ALIVE, CHECK_LINK, AgreementState, Stage
from spona_lang import fold

ORDER = ("-agreed_at", "-id")
"""The order of every list of agreements, for ``kernel.queries.keyset``."""


def managed(actor: Actor) -> Q:
    """Return the rows of programmes the actor manages: all for those who run the network."""
    if actor.runs_network:
        return Q(network_id=actor.network_id)
    return Q(network_id=actor.network_id, programme_id__in=actor.programmes_of(RoleKind.MANAGER))


def agreements_for(
    actor: Actor, *, state: str = "", fair: UUID | None = None, text: str = "", only: str = ""
) -> QuerySet[Agreement]:
    """Return the agreements a manager sees, newest first.

    ``text``: words of the parties' names, in any case; ``only`` is "disputed", "overdue" (due and not done) or
    "silent" (asked as often as is asked, no answer).
    """
    found = Agreement.objects.filter(managed(actor)).select_related("fair").order_by(*ORDER)
    if state:
        found = found.filter(state=state)
    if fair is not None:
        found = found.filter(fair_id=fair)
    for word in text.split()[:6]:
        found = found.filter(Q(title__icontains=word) | Q(parties__organisation__search_key__contains=fold(word)))
    if text:
        found = found.distinct()
    if only == "disputed":
        found = found.filter(is_disputed=True)
    if only == "overdue":
        found = found.filter(state__in=ALIVE, due_on__lt=timezone.localdate())
    if only == "silent":
        silent = ContactCheck.objects.filter(answered_at=None, reminders__gte=2).values("agreement_id")
        found = found.filter(pk__in=silent, state__in=ALIVE)
    return found


def agreement_for(actor: Actor, agreement_id: UUID) -> Agreement | None:
    """Return an agreement to its managers, and to members of the organisations that made it."""
    found = _whole(Agreement.objects.filter(network_id=actor.network_id, pk=agreement_id))
    return found if found is not None and allowed("partnerships.see_agreement", actor, found) else None


def own_agreement_for(actor: Actor, agreement_id: UUID) -> Agreement | None:
    """Return an agreement to somebody with an account. Errors: ``Refused`` for nobody in particular."""
    require("kernel.open_desk", actor)
    return agreement_for(actor, agreement_id)


def _whole(rows: QuerySet[Agreement]) -> Agreement | None:
    related = rows.select_related("fair", "network", "previous").prefetch_related("parties__organisation")
    found = related.first()
    if found is not None:
        for party in found.parties.all():
            party.agreement = found
    return found


def agreement_at_desk(actor: Actor, nonce: UUID) -> Agreement | None:
    """Return an agreement by the number it was given where it was written, to those who manage it."""
    found = _whole(Agreement.objects.filter(network_id=actor.network_id, nonce=nonce))
    return found if found is not None and allowed("partnerships.manage_agreement", actor, found) else None


def agreement_at_fair_desk(actor: Actor, slug: str, nonce: UUID) -> Agreement | None:
    """Return an agreement written at a fair's desk, for those who run it."""
    fair = desk_fair_for(actor, slug)
    return _at_desk(actor, fair, nonce) if fair is not None else None


def agreement_at_link_desk(actor: Actor, subject_id: UUID, nonce: UUID) -> Agreement | None:
    """Return an agreement written at a fair's desk, on a tablet with its link."""
    fair = desk_of_link(actor, subject_id)
    return _at_desk(actor, fair, nonce) if fair is not None else None


def _at_desk(actor: Actor, fair: Fair, nonce: UUID) -> Agreement | None:
    if not allowed("partnerships.use_desk", actor, fair):
        return None
    return _whole(Agreement.objects.filter(network_id=actor.network_id, fair=fair, nonce=nonce))


def party_of_link(actor: Actor, subject_id: UUID) -> AgreementParty | None:
    """Return the party whose take-home link this is, with its agreement."""
    if actor.link is None or actor.link.purpose != AGREEMENT_LINK:
        return None
    party = AgreementParty.objects.filter(pk=subject_id, network_id=actor.network_id).first()
    agreement = _whole(Agreement.objects.filter(pk=party.agreement_id)) if party else None
    if agreement is None:
        return None
    return next((row for row in agreement.parties.all() if row.pk == subject_id), None)


def check_of_link(actor: Actor, subject_id: UUID) -> ContactCheck | None:
    """Return the contact check a mail's link asks about, with its agreement."""
    if actor.link is None or actor.link.purpose != CHECK_LINK:
        return None
    found = ContactCheck.objects.filter(pk=subject_id, network_id=actor.network_id).first()
    agreement = _whole(Agreement.objects.filter(pk=found.agreement_id)) if found else None
    if found is None or agreement is None:
        return None
    found.agreement = agreement
    found.party = next(row for row in agreement.parties.all() if row.pk == found.party_id)
    return found


def own_agreements(actor: Actor) -> QuerySet[Agreement]:
    """Return the agreements of the organisations the actor speaks for, newest first."""
    organisations = actor.organisations_of(RoleKind.ORGANISATION_MEMBER)
    parties = AgreementParty.objects.filter(organisation_id__in=[pk for pk in organisations if pk is not None])
    own = Agreement.objects.filter(network_id=actor.network_id, pk__in=parties.values("agreement_id"))
    return own.select_related("fair").order_by(*ORDER)


def own_party(actor: Actor, agreement: Agreement) -> AgreementParty | None:
    """Return the side of an agreement the actor speaks for, if it speaks for one."""
    for party in agreement.parties.all():
        if actor.link is not None and actor.link.subject_id == party.pk:
            return party
        if actor.speaks_for(party.organisation_id):
            return party
    return None


@dataclass(frozen=True)
class PromiseLine:
    """A promise with what was delivered of it: quantity in its own unit, values by currency."""

    promise: Contribution
    giver: str
    deliveries: list[Contribution]
    delivered_quantity: Decimal


@dataclass(frozen=True)
class AgreementView:
    """Everything one page of an agreement shows. Eight queries, however much there is."""

    agreement: Agreement
    parties: Sequence[AgreementParty]
    confirmations: dict[UUID, Confirmation]
    lines: list[PromiseLine]
    milestones: list[Milestone]
    evidence: list[Evidence]
    checks: list[ContactCheck]
    changes: list[StateChange]
    renewal: Agreement | None
    promised: list[Money] = field(default_factory=list)
    delivered: list[Money] = field(default_factory=list)


def view_of(actor: Actor, agreement: Agreement) -> AgreementView:
    """Return an agreement with its parts, in order. Errors: ``Refused`` for those who may not see it."""
    require("partnerships.see_agreement", actor, agreement)
    return _view(agreement)


def view_of_check(actor: Actor, check: ContactCheck) -> AgreementView:
    """Return the agreement a contact check asks about, for whoever is asked. Errors: ``Refused``."""
    require("partnerships.answer_check", actor, check)
    return _view(check.agreement)


def _view(agreement: Agreement) -> AgreementView:
    parties = list(agreement.parties.all())
    names = {party.organisation_id: party.name for party in parties}
    rows = list(agreement.contributions.filter(voided_at=None).order_by("position", "id"))
    said = Confirmation.objects.filter(party__agreement=agreement)
    delivered = [row for row in rows if row.stage == Stage.DELIVERED]
    promised = [row for row in rows if row.stage == Stage.PROMISED]
    lines = []
    for promise in promised:
        kept = [row for row in delivered if row.promise_id == promise.pk]
        quantity = sum((row.quantity for row in kept if row.quantity is not None), Decimal(0))
        lines.append(PromiseLine(promise, names.get(promise.giver_id, ""), kept, quantity))
    return AgreementView(
        agreement=agreement,
        parties=parties,
        confirmations={row.party_id: row for row in said},
        lines=lines,
        milestones=list(agreement.milestones.all()),
        evidence=list(agreement.evidence.select_related("file")),
        checks=list(agreement.checks.select_related("party")),
        changes=list(agreement.changes.all()),
        renewal=agreement.renewals.first(),
        promised=_sums(promised),
        delivered=_sums(delivered),
    )


def _sums(rows: Collection[Contribution]) -> list[Money]:
    totals: defaultdict[str, Decimal] = defaultdict(Decimal)
    for row in rows:
        if row.value_amount is not None:
            totals[row.value_currency] += row.value_amount
    return [Money(amount, currency) for currency, amount in sorted(totals.items())]


def values_of(agreements: Collection[Agreement]) -> dict[UUID, list[Money]]:
    """Return what the agreements of one page of a list promise, by agreement and currency. One query."""
    promised = Contribution.objects.filter(
        agreement__in=[row.pk for row in agreements], stage=Stage.PROMISED, voided_at=None, value_amount__isnull=False
    )
    found: defaultdict[UUID, list[Money]] = defaultdict(list)
    sums = promised.values_list("agreement_id", "value_currency").annotate(total=Sum("value_amount"))
    for agreement_id, currency, total in sums.order_by("agreement_id", "value_currency"):
        if agreement_id is not None:
            found[agreement_id].append(Money(total, currency))
    return dict(found)


def state_counts(actor: Actor, *, fair: UUID | None = None) -> dict[str, int]:
    """Return how many agreements stand where, for the figures on top of the list. One query."""
    rows = Agreement.objects.filter(managed(actor))
    if fair is not None:
        rows = rows.filter(fair_id=fair)
    counted = dict(rows.order_by().values_list("state").annotate(Count("id")))
    return {state: counted.get(state, 0) for state in AgreementState.values}


@dataclass(frozen=True)
class AgreementsWaiting:
    """How many of a manager's agreements need somebody to look after them."""

    disputed: int
    silent: int
    proposed: int


def agreements_waiting(actor: Actor) -> AgreementsWaiting:
    """Return what waits for a manager: sides that disagree, sides that don't answer, sides that did not confirm.

    Proposed ones count from the day after they were written. One query.
    """
    yesterday = timezone.now() - dt.timedelta(days=1)
    silent = ContactCheck.objects.filter(answered_at=None, reminders__gte=2).values("agreement_id")
    counts = Agreement.objects.filter(managed(actor)).aggregate(
        disputed=Count("id", filter=Q(is_disputed=True)),
        silent=Count("id", filter=Q(pk__in=silent, state__in=ALIVE)),
        proposed=Count("id", filter=Q(state=AgreementState.PROPOSED, agreed_at__lt=yesterday)),
    )
    return AgreementsWaiting(**counts)


def own_to_confirm(actor: Actor, limit: int = 5) -> list[Agreement]:
    """Return the agreements that wait for an organisation the actor speaks for to confirm them, oldest first."""
    organisations = actor.organisations_of(RoleKind.ORGANISATION_MEMBER)
    if not organisations:
        return []
    silent = AgreementParty.objects.filter(organisation_id__in=organisations, confirmations=None)
    waiting = Agreement.objects.filter(network_id=actor.network_id, state=AgreementState.PROPOSED)
    return list(waiting.filter(pk__in=silent.values("agreement_id")).order_by("agreed_at", "id")[:limit])


def evidence_for(actor: Actor, evidence_id: UUID) -> Evidence | None:
    """Return a piece of evidence to those who may see its agreement."""
    found = Evidence.objects.filter(pk=evidence_id, network_id=actor.network_id).select_related("file").first()
    agreement = _whole(Agreement.objects.filter(pk=found.agreement_id)) if found else None
    if found is None or agreement is None or not allowed("partnerships.see_agreement", actor, agreement):
        return None
    found.agreement = agreement
    return found


def evidence_of_link(actor: Actor, subject_id: UUID, evidence_id: UUID) -> Evidence | None:
    """Return a piece of evidence to the holder of one side's code, where it belongs to that agreement."""
    party = party_of_link(actor, subject_id)
    found = evidence_for(actor, evidence_id) if party is not None else None
    return found if found is not None and party is not None and found.agreement_id == party.agreement_id else None


def agreement_fairs(actor: Actor) -> QuerySet[Fair]:
    """Return the fairs that have agreements the actor manages, latest first, to narrow lists by."""
    having = Agreement.objects.filter(managed(actor), fair__isnull=False).order_by().values("fair_id").distinct()
    return Fair.objects.filter(pk__in=having).order_by("-starts_on", "id")
