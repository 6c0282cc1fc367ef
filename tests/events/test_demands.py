"""What managers insist on at a fair."""

from __future__ import annotations

import pytest
from tests.events.planning_factories import a_ready_fair, everybody_wishes, pairs_of, says, worked_out

from spona.events.actions import ban_pair, free_pair, pin_pair, plan_fair
from spona.kernel.models import Actor, Problem, Refused
from spona.matching.models import Demand

pytestmark = pytest.mark.django_db


def test_a_pinned_pair_meets_at_its_time_although_nobody_wished_for_it() -> None:
    ready = a_ready_fair(csos=2, companies=1, slots=2)
    says(ready.csos[0], ready.companies[0], "must")
    pin_pair(fair=ready.fair, a=ready.companies[0], b=ready.csos[1], slot=ready.slots[0], by=ready.manager)

    draft = worked_out(plan_fair(fair=ready.fair, by=ready.manager), ready)
    pinned = draft.meetings.get(is_pinned=True)

    assert (pinned.a, pinned.b, pinned.slot) == (ready.csos[1], ready.companies[0], ready.slots[0])
    assert draft.meetings.count() == 2


def test_a_banned_pair_does_not_meet_and_is_free_again_afterwards() -> None:
    ready = a_ready_fair(csos=1, companies=1)
    everybody_wishes(ready, "must")
    pair = {"fair": ready.fair, "a": ready.csos[0], "b": ready.companies[0], "by": ready.manager}
    ban_pair(**pair)
    draft = worked_out(plan_fair(fair=ready.fair, by=ready.manager), ready)
    assert pairs_of(draft) == set()
    assert draft.unmet.get().code == "ban"
    assert draft.figures["none"]["why"] == {"none_ban": 2}

    assert free_pair(**pair) is True
    assert free_pair(**pair) is False
    assert len(pairs_of(worked_out(plan_fair(fair=ready.fair, by=ready.manager), ready))) == 1


def test_nobody_is_made_to_meet_after_saying_no() -> None:
    ready = a_ready_fair(csos=1, companies=1)
    says(ready.companies[0], ready.csos[0], "no")

    with pytest.raises(Problem) as raised:
        pin_pair(fair=ready.fair, a=ready.csos[0], b=ready.companies[0], by=ready.manager)

    assert raised.value.code == "refused"
    assert str(raised.value.message).startswith(ready.companies[0].name)


def test_parties_and_slots_of_another_fair_are_refused() -> None:
    ready, other = a_ready_fair(), a_ready_fair()
    for b, slot in ((other.companies[0], None), (ready.companies[0], other.slots[0])):
        with pytest.raises(Problem) as raised:
            pin_pair(fair=ready.fair, a=ready.csos[0], b=b, slot=slot, by=ready.manager)
        assert raised.value.code == "not_of_fair"


def test_only_managers_insist() -> None:
    ready = a_ready_fair()
    for verb in (pin_pair, ban_pair):
        with pytest.raises(Refused):
            verb(fair=ready.fair, a=ready.csos[0], b=ready.companies[0], by=Actor(network_id=ready.fair.network_id))
    assert Demand.objects.count() == 0
