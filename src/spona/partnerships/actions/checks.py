"""Asking both sides how their agreement stands, and what their answers do to it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from spona.kernel.actions import action, lock, record, require, send_mail_message
from spona.kernel.models import Actor, Problem
from spona.partnerships.actions.addresses import issue_check_links
from spona.partnerships.actions.agreements import step
from spona.partnerships.actions.contributions import promises_of
from spona.partnerships.actions.recipients import recipient_of
from spona.partnerships.models import Agreement, AgreementParty, ContactCheck, DeskTerms
from spona.partnerships.states import AGREEMENT_MOVES, ALIVE, CHECK_DAYS, AgreementState, CheckAnswer, Reason

REMIND_AFTER = dt.timedelta(days=7)
MOST_REMINDERS = 2
BATCH = 100
"""Agreements asked about in one transaction, so that the job never holds the journal for long."""

STATE_OF = {
    CheckAnswer.CONTACTED: AgreementState.CONTACTED,
    CheckAnswer.RUNNING: AgreementState.RUNNING,
    CheckAnswer.DONE: AgreementState.DONE,
    CheckAnswer.INFEASIBLE: AgreementState.INFEASIBLE,
}
GOING_ON = (CheckAnswer.CONTACTED, CheckAnswer.RUNNING, CheckAnswer.DONE)


@action
def send_due_checks(*, by: Actor, now: dt.datetime | None = None) -> int:
    """Ask the parties of agreements whose day has come, at most ``BATCH`` of them; returns how many agreements.

    Called by the daily job until it returns 0. Only the latest day that has come is asked about, so that after a long
    pause nobody gets three mails. The check 14 days on asks only where nobody has said yet how it stands.
    """
    require("partnerships.send_checks", by)
    at = now or timezone.now()
    asked = 0
    for days, candidates in _due(by, at):
        for agreement in candidates[: BATCH - asked]:
            if _ask(agreement, days, at, by):
                asked += 1
        if asked >= BATCH:
            break
    return asked


def _due(by: Actor, at: dt.datetime) -> Iterable[tuple[int, list[Agreement]]]:
    """Yield for each day of ``CHECK_DAYS``, the latest first, the agreements that were not asked about it yet."""
    own = Agreement.objects.filter(network_id=by.network_id, is_demo=False, confirmed_at__isnull=False)
    first, *later = sorted(CHECK_DAYS)
    for days in sorted(later, reverse=True):
        ready = own.filter(state__in=ALIVE, confirmed_at__lte=at - dt.timedelta(days=days))
        yield days, list(ready.exclude(checks__days__gte=days).order_by("confirmed_at", "id")[:BATCH])
    others = DeskTerms.objects.filter(network_id=by.network_id).exclude(check_days=first)
    own_days = dict(others.values_list("fair_id", "check_days"))
    usual = Q(confirmed_at__lte=at - dt.timedelta(days=first)) & (Q(fair=None) | ~Q(fair__in=list(own_days)))
    for fair_id, days in own_days.items():
        usual |= Q(fair_id=fair_id, confirmed_at__lte=at - dt.timedelta(days=days))
    ready = own.filter(usual, state=AgreementState.CONFIRMED).exclude(checks__days__gte=first)
    yield first, list(ready.order_by("confirmed_at", "id")[:BATCH])


def _ask(agreement: Agreement, days: int, at: dt.datetime, by: Actor) -> bool:
    """Ask every party of one agreement once; False where somebody else has asked at this moment."""
    parties = list(agreement.parties.select_related("organisation"))
    new = [
        ContactCheck(network_id=agreement.network_id, agreement=agreement, party=party, days=days, sent_at=at)
        for party in parties
    ]
    ContactCheck.objects.bulk_create(new, ignore_conflicts=True)
    written = set(ContactCheck.objects.filter(pk__in=[check.pk for check in new]).values_list("pk", flat=True))
    checks = [check for check in new if check.pk in written]
    if not checks:
        return False
    _send(agreement, checks, by, is_reminder=False)
    record("partnerships.parties_asked", on=agreement, by=by, data={"days": days})
    return True


def _send(agreement: Agreement, checks: list[ContactCheck], by: Actor, *, is_reminder: bool) -> None:
    links = issue_check_links(checks, agreement, by)
    names = {party.pk: party.name for party in agreement.parties.all()}
    for check in checks:
        check.party.agreement = agreement
        to = recipient_of(check.party)
        check.sent_to, check.via = (to.email, to.via) if to else ("", "")
        check.save(update_fields=["sent_to", "via", "updated_at"])
        if to is None:
            continue
        context = {
            "agreement": agreement,
            "check": check,
            "party": check.party,
            "others": ", ".join(name for pk, name in names.items() if pk != check.party_id),
            "lines": promises_of(agreement),
            "is_reminder": is_reminder,
            "owner_left": check.via != ContactCheck.VIA_OWNER and bool(check.party.owner_name),
            "link_url": links[check.pk],
        }
        send_mail_message(
            "partnerships.contact_check",
            to=to.email,
            language=to.language,
            context=context,
            by=by,
            on=agreement,
            dedupe_key=f"check {check.pk} {check.reminders} {check.via}",
        )


@action
def send_reminders(*, by: Actor, now: dt.datetime | None = None) -> int:
    """Ask once more where nobody has answered for a week, at most ``MOST_REMINDERS`` times; returns how many checks.

    An agreement that came to an end meanwhile is not asked about any more.
    """
    require("partnerships.send_checks", by)
    at = now or timezone.now()
    silent = ContactCheck.objects.select_for_update(skip_locked=True, of=("self",)).filter(
        network_id=by.network_id, answered_at=None, agreement__state__in=ALIVE, reminders__lt=MOST_REMINDERS
    )
    due = silent.filter(sent_at__lte=at - REMIND_AFTER).select_related("agreement", "party__organisation")
    found = list(due.order_by("sent_at", "id")[:BATCH])
    for check in found:
        check.reminders, check.sent_at = check.reminders + 1, at
        check.save(update_fields=["reminders", "sent_at", "updated_at"])
        _send(check.agreement, [check], by, is_reminder=True)
    if found:
        record("partnerships.parties_reminded", on=found[0].agreement, by=by, data={"count": len(found)})
    return len(found)


@action
def answer_check(*, check: ContactCheck, answer: str, by: Actor, reason: str = "", note: str = "") -> ContactCheck:
    """Take a party's answer, once, and move the agreement by it.

    A "no" of one side never overrides what the other said: where one says it runs and the other that it will not
    happen, the agreement stays and is marked for the organiser. Errors: ``Problem`` for a second, different answer, an
    unknown one, or "it will not happen" without its reason.
    """
    require("partnerships.answer_check", by, check)
    agreement = lock(check.agreement)
    locked = lock(check)
    if answer not in CheckAnswer.values:
        raise Problem(_("Choose one of the answers."), place="answer", code="answer")
    if locked.answered_at is not None:
        if locked.answer == answer:
            return locked
        raise Problem(
            _("This was answered on %(date)s: %(answer)s.")
            % {"date": timezone.localdate(locked.answered_at).isoformat(), "answer": locked.get_answer_display()},
            place="answer",
            remedy=_("If that has changed, say so on the page of the agreement."),
            code="answered_already",
        )
    if answer == CheckAnswer.INFEASIBLE and reason not in Reason.values:
        raise Problem(
            _("Say why it comes to nothing."),
            place="reason",
            remedy=_("Choose the reason that comes nearest."),
            code="reason_missing",
        )
    locked.answer, locked.answered_at, locked.note = answer, timezone.now(), note.strip()[:500]
    locked.reason = reason if answer == CheckAnswer.INFEASIBLE else ""
    locked.save()
    _move_by(agreement, locked)
    record("partnerships.check_answered", on=locked, by=by, data={"answer": answer, "days": locked.days})
    return locked


def _move_by(agreement: Agreement, check: ContactCheck) -> None:
    """Move a locked agreement as one side's answer says, where the table allows it and the other side did not say
    more.
    """
    said = agreement.checks.exclude(party_id=check.party_id).exclude(answer="")
    if check.answer == CheckAnswer.INFEASIBLE:
        if said.filter(answer__in=GOING_ON).exists():
            agreement.is_disputed = True
            agreement.save(update_fields=["is_disputed", "updated_at"])
            return
    elif said.filter(answer=CheckAnswer.INFEASIBLE).exists() and check.answer in GOING_ON:
        agreement.is_disputed = True
        agreement.save(update_fields=["is_disputed", "updated_at"])
    wanted = STATE_OF.get(CheckAnswer(check.answer))
    if wanted is not None and wanted in AGREEMENT_MOVES.get(agreement.state, ()):
        step(agreement, wanted, reason=check.reason, note=check.note)


@action
def pass_on_check(*, check: ContactCheck, by: Actor) -> str:
    """Say that whoever was asked does not answer for the party any more: the question goes to the next who may know.

    Returns why that one ("contact", "organisation", "manager"), empty where nobody else can be reached. Errors:
    ``Problem`` for a check that is answered.
    """
    require("partnerships.answer_check", by, check)
    locked = lock(check)
    if locked.answered_at is not None:
        raise Problem(_("This was answered already."), place="answer", code="answered_already")
    AgreementParty.objects.filter(pk=locked.party_id).update(owner_left=True, updated_at=timezone.now())
    party = AgreementParty.objects.select_related("organisation").get(pk=locked.party_id)
    before = locked.via
    locked.party = party
    _send(locked.agreement, [locked], by, is_reminder=False)
    record("partnerships.check_passed_on", on=locked, by=by, data={"from": before, "to": locked.via})
    return "" if locked.via == before else locked.via
