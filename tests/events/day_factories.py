"""The day of a fair: gates, badges as they are read, devices with clocks of their own."""

from __future__ import annotations

import datetime as dt
from itertools import count

from tests.events.factories import a_fair, a_party, the_network

from spona.events.actions.badges import badge_url
from spona.events.actions.checkins import GateAnswer, SentScan, take_scans
from spona.events.actions.gates import add_gate
from spona.events.models import Fair, Gate, Party
from spona.events.states import GATE_LINK
from spona.kernel.models import Actor, LinkGrant, uuid7

_nonces = count(1)


def a_gate(fair: Fair, name: str = "A") -> Gate:
    return add_gate(fair=fair, name=name, by=the_network(fair.network))


def a_fair_with_a_gate(**details: object) -> tuple[Fair, Gate, Party]:
    fair = a_fair(**details)
    return fair, a_gate(fair), a_party(fair, "cso", "Udruga Most")


def a_volunteer(gate: Gate) -> Actor:
    """Somebody at the door with the link of this gate and nothing else."""
    return Actor(network_id=gate.network_id, link=LinkGrant(uuid7(), GATE_LINK, gate.pk, gate.network_id))


def a_scan(party: Party, *, at: dt.datetime | None = None, text: str = "", nonce: str = "") -> SentScan:
    return SentScan(text or badge_url(party), nonce or f"nonce-{next(_nonces)}", at)


def scanned(gate: Gate, *scans: SentScan, sent_at: dt.datetime | None = None) -> list[GateAnswer]:
    """What the gate answers when the network's manager sends these readings."""
    return take_scans(gate=gate, scans=scans, sent_at=sent_at, by=the_network(gate.fair.network))


def outcomes(answers: list[GateAnswer]) -> list[str]:
    return [answer.outcome for answer in answers]
