"""A proposal on its way to the fair: written, handed in, commented, returned, ready."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from tests.events.factories import a_fair, a_party, an_actor, by_link

from spona.events.actions import (
    accept_proposal,
    comment_on_edition,
    return_proposal,
    submit_proposal,
    withdraw_proposal,
    write_proposal,
)
from spona.events.models import Party, Proposal
from spona.events.queries import comments_of, editions_of, proposals_for
from spona.kernel.models import Actor, Conflict, Money, OutboxMessage, Problem, Problems, Refused, RoleKind

pytestmark = pytest.mark.django_db


def a_mentor(party: Party) -> Actor:
    return an_actor(party.fair.network, RoleKind.MENTOR, party.fair.programme)


def written(
    party: Party, title: str = "Voda", proposal: Proposal | None = None, version: int | None = None
) -> Proposal:
    return write_proposal(
        party=party, title=title, text="Opis", language="hr", proposal=proposal, version=version, by=by_link(party)
    )


def test_every_writing_is_an_edition_and_earlier_ones_stay() -> None:
    party = a_party(a_fair())
    proposal = written(party)

    written(party, "Voda za školu", proposal)

    editions = editions_of(by_link(party), proposal)
    assert [(edition.number, edition.title) for edition in editions] == [(2, "Voda za školu"), (1, "Voda")]


def test_a_mentor_returns_a_proposal_with_a_comment_and_accepts_the_next_edition() -> None:
    party = a_party(a_fair(), contact_email="ana@example.org")
    mentor, proposal = a_mentor(party), written(party)

    submit_proposal(proposal=proposal, by=by_link(party))
    return_proposal(proposal=proposal, comment="Tko plaća?", by=mentor)
    written(party, "Voda 2", proposal)
    submit_proposal(proposal=proposal, by=by_link(party))
    accept_proposal(proposal=proposal, by=mentor)

    assert Proposal.objects.get().state == "accepted"
    assert [(c.number, c.text) for c in comments_of(by_link(party), proposal)] == [(1, "Tko plaća?")]
    assert list(OutboxMessage.objects.order_by("created_at").values_list("template", flat=True)) == [
        "events.proposal_returned",
        "events.proposal_accepted",
    ]


def test_a_proposal_is_not_returned_in_silence() -> None:
    party = a_party(a_fair())
    proposal = written(party)
    submit_proposal(proposal=proposal, by=by_link(party))

    with pytest.raises(Problem) as error:
        return_proposal(proposal=proposal, comment=" ", by=a_mentor(party))

    assert (error.value.code, Proposal.objects.get().state) == ("comment_missing", "submitted")


def test_a_proposal_that_is_handed_in_waits_for_the_mentor() -> None:
    party = a_party(a_fair())
    proposal = written(party)
    submit_proposal(proposal=proposal, by=by_link(party))

    with pytest.raises(Problem) as error:
        written(party, "Novo", proposal)

    assert error.value.code == "not_writable"


def test_who_writes_on_an_old_edition_sees_a_conflict() -> None:
    party = a_party(a_fair())
    proposal = written(party)
    written(party, "Prva", proposal, version=1)

    with pytest.raises(Conflict):
        written(party, "Druga", proposal, version=1)


def test_money_stays_as_entered_and_nonsense_is_named() -> None:
    party = a_party(a_fair())
    fields = {"party": party, "text": "", "language": "hr", "by": by_link(party)}

    proposal = write_proposal(title="Voda", money=Money(Decimal("121064.70"), "BGN", dt.date(2015, 6, 18)), **fields)

    assert (proposal.amount, proposal.currency, proposal.amount_on) == (
        Decimal("121064.70"),
        "BGN",
        dt.date(2015, 6, 18),
    )
    with pytest.raises(Problems) as error:
        write_proposal(
            title="", money=Money(Decimal(-1), ""), starts_on=dt.date(2027, 2, 1), ends_on=dt.date(2027, 1, 1), **fields
        )
    assert [problem.place for problem in error.value.problems] == ["title", "amount", "currency", "ends_on"]


def test_a_party_does_not_decide_about_its_own_proposal() -> None:
    party = a_party(a_fair())
    proposal = written(party)
    submit_proposal(proposal=proposal, by=by_link(party))

    with pytest.raises(Refused):
        accept_proposal(proposal=proposal, by=by_link(party))


def test_a_comment_leaves_the_state_as_it_is() -> None:
    party = a_party(a_fair())
    proposal = written(party)

    comment_on_edition(edition=proposal.editions.get(), text="Dobro", by=a_mentor(party))

    assert Proposal.objects.get().state == "draft"


def test_a_withdrawn_proposal_stays_readable_and_is_not_written_on() -> None:
    party = a_party(a_fair())
    proposal = withdraw_proposal(proposal=written(party), by=by_link(party))

    with pytest.raises(Problem):
        written(party, "Opet", proposal)
    assert editions_of(by_link(party), proposal).count() == 1


def test_a_party_lists_its_own_proposals_and_a_mentor_all() -> None:
    fair = a_fair()
    first, second = a_party(fair), a_party(fair)
    written(first, "Prva")
    written(second, "Druga")

    assert [proposal.title for proposal in proposals_for(by_link(first), fair)] == ["Prva"]
    assert sorted(proposal.title for proposal in proposals_for(a_mentor(first), fair)) == ["Druga", "Prva"]
