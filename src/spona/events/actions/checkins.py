"""Letting parties in at a gate: one entry a party, however often and wherever its badge is read.

A device draws a nonce for every reading and may send the same readings as often as it likes, alone or in a batch, whole
or half: each is answered once and for all. Whose entry it is decides the constraint ``one_entry_a_party``, nothing
that was looked up before.

Time is the server's. A reading that was sent at once happened when it arrived, whatever the device's clock says. One
that waited for a signal happened as long before it arrived as the device says it waited: a clock that is two days wrong
is wrong by the same amount at both ends. The device's own time and its skew are kept beside the true one.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from spona.events.actions.badges import ReadBadge, read_badge, short_code, typed_code
from spona.events.actions.parties import move_party
from spona.events.actions.places import HOLDS_NO_PLACE
from spona.events.models import CheckIn, Gate, Party, Scan, Side
from spona.events.states import EntryWay, PartyState, ScanOutcome
from spona.kernel.actions import action, record
from spona.kernel.models import Actor, Problem
from spona.kernel.rules import require

SENT_AT_ONCE = dt.timedelta(seconds=30)
"""A reading that took no longer than this to arrive was sent with a signal."""

MOST_SCANS = 500
SILENT = (PartyState.INVITED, PartyState.NO_SHOW)


@dataclass(frozen=True)
class SentScan:
    """One reading as a device tells it: what the code held or what was typed, the nonce, the device's own time."""

    text: str
    nonce: str
    at: dt.datetime | None = None


@dataclass(frozen=True)
class GateAnswer:
    """What the people at the gate are told. ``entry`` is the party's one entry, where it has one."""

    nonce: str
    outcome: str
    party: Party | None = None
    entry: CheckIn | None = None

    @property
    def is_in(self) -> bool:
        """Whether the party may pass."""
        return self.outcome in {ScanOutcome.ENTERED, ScanOutcome.AGAIN}


@dataclass(frozen=True)
class Arrival:
    """When and how somebody stood at the gate, before it is known whether this is the entry that counts."""

    at: dt.datetime
    way: str
    device_at: dt.datetime | None = None
    skew_seconds: int | None = None
    is_offline: bool = False


@action
def take_scans(
    *, gate: Gate, scans: Sequence[SentScan], by: Actor, sent_at: dt.datetime | None = None
) -> list[GateAnswer]:
    """Answer readings of badges at a gate, in their order, and let in whom they are of.

    ``sent_at``: the device's clock as it sent them. Costs a fixed number of queries for any number of readings. Errors:
    ``Problem`` ``too_many_scans``; a badge that lets nobody in is an answer, not an error.
    """
    require("events.check_in", by, gate)
    if len(scans) > MOST_SCANS:
        raise Problem(
            _("%(count)s scans cannot be taken at once.") % {"count": len(scans)},
            remedy=_("Send %(most)s at a time.") % {"most": MOST_SCANS},
            code="too_many_scans",
        )
    known = _answered(gate, [sent.nonce for sent in scans])
    fresh: dict[str, SentScan] = {}
    for sent in scans:
        if sent.nonce not in known:
            fresh.setdefault(sent.nonce, sent)
    if fresh:
        now = timezone.now()
        arrivals = {nonce: _arrival(sent, now, sent_at) for nonce, sent in fresh.items()}
        entered = _take_fresh(gate, fresh, arrivals)
        known |= _answered(gate, fresh)
        if entered:
            record("events.checked_in", on=gate, by=by, data={"count": len(entered), "parties": sorted(entered)})
    return _answers(gate, [known[sent.nonce] for sent in scans])


def _answered(gate: Gate, nonces: Iterable[str]) -> dict[str, Scan]:
    scans = Scan.objects.filter(fair_id=gate.fair_id, nonce__in=list(nonces))
    return {scan.nonce: scan for scan in scans}


def _arrival(sent: SentScan, now: dt.datetime, sent_at: dt.datetime | None) -> Arrival:
    """Return when a reading really happened. See the module's text."""
    way = EntryWay.CODE if typed_code(sent.text) else EntryWay.BADGE
    if sent.at is None or sent_at is None:
        return Arrival(now, way)
    waited = max(sent_at - sent.at, dt.timedelta(0))
    if waited <= SENT_AT_ONCE:
        return Arrival(now, way)
    return Arrival(now - waited, way, sent.at, round((now - sent_at).total_seconds()), is_offline=True)


def _take_fresh(gate: Gate, fresh: Mapping[str, SentScan], arrivals: Mapping[str, Arrival]) -> set[UUID]:
    """Write the readings nobody has answered yet; returns the parties that came in by them."""
    judged = _judge(gate, fresh)
    first: dict[UUID, str] = {}
    for nonce, (party, outcome) in judged.items():
        if party is not None and outcome == ScanOutcome.ENTERED:
            earlier = first.get(party.pk)
            if earlier is None or arrivals[nonce].at < arrivals[earlier].at:
                first[party.pk] = nonce
    _confirm(party for party, outcome in judged.values() if party is not None and outcome == ScanOutcome.ENTERED)
    mine = let_in(gate, {party_id: arrivals[nonce] for party_id, nonce in first.items()})
    decisive = {nonce for party_id, nonce in first.items() if party_id in mine}
    rows = [
        Scan(
            network_id=gate.network_id,
            fair_id=gate.fair_id,
            gate=gate,
            nonce=nonce,
            party=party,
            outcome=ScanOutcome.AGAIN if outcome == ScanOutcome.ENTERED and nonce not in decisive else outcome,
            at=arrivals[nonce].at,
            device_at=arrivals[nonce].device_at,
            skew_seconds=arrivals[nonce].skew_seconds,
            is_offline=arrivals[nonce].is_offline,
        )
        for nonce, (party, outcome) in sorted(judged.items())
    ]
    Scan.objects.bulk_create(rows, ignore_conflicts=True)
    return mine


def _judge(gate: Gate, fresh: Mapping[str, SentScan]) -> dict[str, tuple[Party | None, str]]:
    """Return for every reading whose badge of this fair it is, and ENTERED or why it lets nobody in."""
    codes = _of_codes(gate, {code for sent in fresh.values() if (code := typed_code(sent.text))})
    read = {nonce: _read(sent.text, codes) for nonce, sent in fresh.items()}
    wanted = [badge.party_id for badge in read.values() if isinstance(badge, ReadBadge)]
    parties = Party.objects.filter(network_id=gate.network_id).in_bulk(wanted)
    judged: dict[str, tuple[Party | None, str]] = {}
    for nonce, badge in read.items():
        if not isinstance(badge, ReadBadge):
            judged[nonce] = None, badge
            continue
        party = parties.get(badge.party_id)
        if party is None or party.fair_id != gate.fair_id:
            judged[nonce] = None, ScanOutcome.FOREIGN
        elif badge.edition != party.badge_edition:
            judged[nonce] = party, ScanOutcome.REVOKED
        else:
            judged[nonce] = party, ScanOutcome.NOT_EXPECTED if party.state in HOLDS_NO_PLACE else ScanOutcome.ENTERED
    return judged


def _read(text: str, codes: Mapping[str, ReadBadge]) -> ReadBadge | str:
    code = typed_code(text)
    if code:
        return codes.get(code) or ScanOutcome.UNKNOWN
    return read_badge(text) or ScanOutcome.FORGED


def _of_codes(gate: Gate, wanted: set[str]) -> dict[str, ReadBadge]:
    """Return the badges of this fair, replaced ones too, that have one of these short codes. No query for no codes."""
    if not wanted:
        return {}
    rows = Party.objects.filter(fair_id=gate.fair_id).values_list("id", "badge_edition")
    every = (ReadBadge(party_id, edition) for party_id, last in rows for edition in range(1, last + 1))
    return {code: badge for badge in every if (code := short_code(badge.party_id, badge.edition)) in wanted}


def let_in(gate: Gate, arrivals: Mapping[UUID, Arrival]) -> set[UUID]:
    """Give parties of the gate's fair their entry; returns those that had none. The caller has asked the rules.

    Rows are written in the order of their ids, so that two batches never wait for each other. An entry that turns out
    to have happened earlier elsewhere is dated back.
    """
    rows = [
        CheckIn(
            network_id=gate.network_id,
            programme_id=gate.programme_id,
            fair_id=gate.fair_id,
            party_id=party_id,
            gate=gate,
            at=arrivals[party_id].at,
            way=arrivals[party_id].way,
            device_at=arrivals[party_id].device_at,
            skew_seconds=arrivals[party_id].skew_seconds,
        )
        for party_id in sorted(arrivals)
    ]
    CheckIn.objects.bulk_create(rows, ignore_conflicts=True)
    mine = set(CheckIn.objects.filter(pk__in=[row.pk for row in rows]).values_list("party_id", flat=True))
    for row in rows:
        if row.party_id not in mine and row.device_at is not None:
            CheckIn.objects.filter(party_id=row.party_id, at__gt=row.at).update(
                at=row.at, gate=gate, device_at=row.device_at, skew_seconds=row.skew_seconds
            )
    return mine


def _confirm(parties: Iterable[Party]) -> None:
    """Note that parties come which had not said so or were thought missing; they hold a place already.

    No query where all had said so. Locks leave the keys free: an entry written meanwhile refers to the same rows.
    """
    silent = {party.pk for party in parties if party.state in SILENT}
    if not silent:
        return
    waiting = Party.objects.filter(pk__in=silent, state__in=SILENT).select_for_update(no_key=True)
    arrived = list(waiting.order_by("pk"))
    for party in arrived:
        party.state = PartyState.CONFIRMED
        party.raise_version()
    Party.objects.bulk_update(arrived, ["state", "version"])
    for side_id, count in sorted(Counter(party.side_id for party in arrived).items()):
        Side.objects.filter(pk=side_id).update(confirmed=F("confirmed") + count)


def _answers(gate: Gate, scans: Sequence[Scan]) -> list[GateAnswer]:
    ids = {scan.party_id for scan in scans if scan.party_id is not None}
    parties = Party.objects.filter(fair_id=gate.fair_id).select_related("side").in_bulk(ids)
    entries = {entry.party_id: entry for entry in CheckIn.objects.filter(party__in=ids).select_related("gate")}
    return [
        GateAnswer(
            scan.nonce,
            scan.outcome,
            parties.get(scan.party_id) if scan.party_id else None,
            entries.get(scan.party_id) if scan.party_id else None,
        )
        for scan in scans
    ]


@action
def check_in_party(*, gate: Gate, party: Party, by: Actor) -> GateAnswer:
    """Let in a party found by its name. Who had given its place back takes one again.

    Errors: ``Problem`` ``side_full`` where there is none, ``unknown_party`` for one of another fair.
    """
    require("events.check_in", by, gate)
    return admit(gate, party, EntryWay.NAME, by)


def admit(gate: Gate, party: Party, way: str, by: Actor) -> GateAnswer:
    """Let one party in and write it down, for actions that have asked the rules."""
    if party.fair_id != gate.fair_id:
        raise Problem(_("This party does not take part in the fair."), place="party", code="unknown_party")
    locked = Party.objects.select_for_update(no_key=True).get(pk=party.pk)
    _confirm([locked])
    if locked.state in HOLDS_NO_PLACE:
        move_party(locked, PartyState.CONFIRMED, "events.party_confirmed", by)
    mine = let_in(gate, {party.pk: Arrival(timezone.now(), way)})
    entry = CheckIn.objects.select_related("gate").get(party=party)
    if mine:
        record("events.checked_in", on=gate, by=by, data={"count": 1, "parties": [party.pk]})
    return GateAnswer("", ScanOutcome.ENTERED if mine else ScanOutcome.AGAIN, party, entry)


@action
def take_back_entry(*, gate: Gate, party: Party, by: Actor) -> bool:
    """Take back an entry made by mistake: the wrong name was chosen. Returns whether there was one."""
    require("events.check_in", by, gate)
    deleted, _rows = CheckIn.objects.filter(party=party, fair_id=gate.fair_id).delete()
    if deleted:
        record("events.entry_taken_back", on=party, by=by)
    return bool(deleted)
