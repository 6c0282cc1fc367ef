"""Pins and bans: one a pair, in one order."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from spona.kernel.models import Actor, Network, Problem, Translated, uuid7
from spona.matching.actions import lift_demand, put_demand
from spona.matching.models import Demand, DemandKind
from spona.matching.queries import demands_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager() -> Actor:
    network = Network.objects.create(slug=f"n{uuid7().hex}", name=Translated.of("Mreža", "hr"))
    return Actor.of_system("manager", network.pk)


def test_a_pair_has_one_demand_whichever_way_round_it_is_named(manager: Actor) -> None:
    subject, (a, b), slot = uuid7(), sorted((uuid7(), uuid7())), uuid7()
    shared = {"subject_id": subject, "programme_id": None, "by": manager}
    put_demand(kind=DemandKind.PIN, a_id=b, b_id=a, slot_id=slot, **shared)
    put_demand(kind=DemandKind.BAN, a_id=a, b_id=b, reason="one owner", **shared)

    found = Demand.objects.get(subject_id=subject)

    assert (found.kind, found.a_id, found.b_id, found.slot_id, found.reason) == ("ban", a, b, None, "one owner")


def test_a_lifted_demand_is_gone(manager: Actor) -> None:
    demand = put_demand(
        subject_id=uuid7(), programme_id=None, kind=DemandKind.BAN, a_id=uuid7(), b_id=uuid7(), by=manager
    )

    lift_demand(demand=demand, by=manager)

    assert list(demands_for(manager, demand.subject_id)) == []


@pytest.mark.parametrize(("kind", "same", "code"), [("pin", True, "pair_of_one"), ("ban", False, "ban_with_slot")])
def test_a_demand_that_cannot_be_meant_is_refused(manager: Actor, kind: str, same: bool, code: str) -> None:
    a = uuid7()
    with pytest.raises(Problem) as raised:
        put_demand(
            subject_id=uuid7(),
            programme_id=None,
            kind=kind,
            a_id=a,
            b_id=a if same else uuid7(),
            slot_id=uuid7(),
            by=manager,
        )
    assert raised.value.code == code


def test_the_database_refuses_a_pair_in_the_wrong_order(manager: Actor) -> None:
    low, high = sorted((uuid7(), uuid7()))
    with pytest.raises(IntegrityError, match="demand_pair_in_order"), transaction.atomic():
        Demand.objects.create(network_id=manager.network_id, kind="ban", subject_id=uuid7(), a_id=high, b_id=low)
