"""A party's proposal: written in editions, commented by mentors, made ready for the fair."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal

from django.utils.translation import gettext as _

from spona.events.actions.parties import write_to
from spona.events.models import Party, Proposal, ProposalComment, ProposalEdition
from spona.events.states import ProposalState
from spona.kernel.actions import action, lock, lock_version, move, record
from spona.kernel.models import Actor, Money, Problem, Problems
from spona.kernel.rules import allowed, require

WRITABLE = (ProposalState.DRAFT, ProposalState.RETURNED)


@action
def write_proposal(
    *,
    party: Party,
    title: str,
    text: str,
    language: str,
    by: Actor,
    proposal: Proposal | None = None,
    version: int | None = None,
    money: Money | None = None,
    granted: Money | None = None,
    starts_on: dt.date | None = None,
    ends_on: dt.date | None = None,
) -> Proposal:
    """Write a new proposal, or the next edition of ``proposal``; earlier editions stay as they were read.

    ``money`` (what it costs) and ``granted`` (what somebody has granted of it) are kept as entered, each in its own
    currency; ``granted`` left out stays as it is. A proposal that is handed in or ready is written on by managers
    only; others wait until it is returned. Errors: ``Problems`` at the fields, ``Conflict`` when somebody wrote
    meanwhile.
    """
    require("events.write_proposal", by, party if proposal is None else proposal)
    _check(title, {"amount": money, "granted": granted}, starts_on, ends_on)
    if proposal is None:
        locked = Proposal(network_id=party.network_id, programme_id=party.programme_id, party=party)
    else:
        locked = lock_version(proposal, version)
        _check_writable(locked, by)
        locked.edition += 1
        locked.raise_version()
    locked.amount = money.amount if money else None
    locked.currency = money.currency if money else ""
    locked.amount_on = money.on if money else None
    if granted is not None:
        locked.granted_amount, locked.granted_currency = granted.amount, granted.currency
    locked.starts_on, locked.ends_on = starts_on, ends_on
    locked.save()
    ProposalEdition.objects.create(
        proposal=locked, number=locked.edition, language=language, title=title.strip()[:300], text=text.strip(),
        written_by=by.account_id,
    )  # fmt: skip
    record("events.proposal_written", on=locked, by=by, data={"edition": locked.edition})
    return locked


def _check_writable(proposal: Proposal, by: Actor) -> None:
    if proposal.state in WRITABLE or (
        proposal.state != ProposalState.WITHDRAWN and allowed("events.manage_parties", by, proposal)
    ):
        return
    raise Problem(
        _("This proposal is “%(state)s” and cannot be written on.") % {"state": proposal.get_state_display()},
        place="state",
        remedy=_("Ask a mentor to return it to you."),
        code="not_writable",
    )


def _check(title: str, amounts: Mapping[str, Money | None], starts_on: dt.date | None, ends_on: dt.date | None) -> None:
    problems = []
    if not title.strip():
        problems.append(Problem(_("The proposal needs a title."), place="title", code="title_missing"))
    for place, money in amounts.items():
        if money is not None and money.amount < Decimal(0):
            problems.append(Problem(_("The amount cannot be negative."), place=place, code="negative"))
        if money is not None and not money.currency:
            problems.append(
                Problem(
                    _("The amount needs its currency."),
                    place="currency" if place == "amount" else f"{place}_currency",
                    remedy=_("Write for example RSD, BAM or EUR."),
                    code="currency_missing",
                )
            )
    if starts_on and ends_on and ends_on < starts_on:
        problems.append(
            Problem(
                _("The project ends on %(end)s, before it starts on %(start)s.")
                % {"start": starts_on.isoformat(), "end": ends_on.isoformat()},
                place="ends_on",
                remedy=_("Check which of the two dates is wrong."),
                code="ends_early",
            )
        )
    if problems:
        raise Problems(problems)


def _go(proposal: Proposal, state: str) -> Proposal:
    locked = lock(proposal)
    move(locked, state)
    locked.raise_version()
    locked.save(update_fields=["state", "version", "updated_at"])
    return locked


def latest_edition(proposal: Proposal) -> ProposalEdition:
    """Return the proposal as it reads now."""
    return proposal.editions.get(number=proposal.edition)


@action
def submit_proposal(*, proposal: Proposal, by: Actor) -> Proposal:
    """Hand the latest edition in; from now on the party waits for mentors."""
    require("events.write_proposal", by, proposal)
    locked = _go(proposal, ProposalState.SUBMITTED)
    record("events.proposal_submitted", on=locked, by=by, data={"edition": locked.edition})
    return locked


@action
def return_proposal(*, proposal: Proposal, comment: str, by: Actor, url: str = "") -> Proposal:
    """Give a proposal back to be improved, with a comment on its latest edition; the party is told by mail.

    Errors: ``Problem`` without a comment: nobody can improve a silence.
    """
    require("events.decide_proposal", by, proposal)
    said = _comment(latest_edition(proposal), comment, by)
    locked = _go(proposal, ProposalState.RETURNED)
    write_to(locked.party, "events.proposal_returned", by, url=url, proposal=locked, comment=said, edition=said.edition)
    record("events.proposal_returned", on=locked, by=by, data={"edition": locked.edition})
    return locked


@action
def accept_proposal(*, proposal: Proposal, by: Actor, url: str = "") -> Proposal:
    """Say that the latest edition is ready for the fair; the party is told by mail."""
    require("events.decide_proposal", by, proposal)
    locked = _go(proposal, ProposalState.ACCEPTED)
    write_to(locked.party, "events.proposal_accepted", by, url=url, proposal=locked, edition=latest_edition(locked))
    record("events.proposal_accepted", on=locked, by=by, data={"edition": locked.edition})
    return locked


@action
def withdraw_proposal(*, proposal: Proposal, by: Actor) -> Proposal:
    """Take a proposal back for good; its editions and comments stay readable."""
    require("events.write_proposal", by, proposal)
    locked = _go(proposal, ProposalState.WITHDRAWN)
    record("events.proposal_withdrawn", on=locked, by=by)
    return locked


@action
def comment_on_edition(*, edition: ProposalEdition, text: str, by: Actor, url: str = "") -> ProposalComment:
    """Say something about one edition; the party is told by mail. The proposal stays in its state."""
    proposal = edition.proposal
    require("events.comment_proposal", by, proposal)
    said = _comment(edition, text, by)
    write_to(proposal.party, "events.proposal_commented", by, url=url, proposal=proposal, comment=said, edition=edition)
    record("events.proposal_commented", on=proposal, by=by, data={"edition": edition.number})
    return said


def _comment(edition: ProposalEdition, text: str, by: Actor) -> ProposalComment:
    if not text.strip():
        raise Problem(
            _("The comment is empty."), place="comment", remedy=_("Say what to improve."), code="comment_missing"
        )
    return ProposalComment.objects.create(
        edition=edition, author_id=by.account_id, author_name=by.name[:200], text=text.strip()
    )
