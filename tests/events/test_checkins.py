"""At the gates: one entry a party, whatever is scanned, wherever, however often, on whatever clock."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import close_old_connections, connection
from django.utils import timezone
from tests.events.day_factories import a_fair_with_a_gate, a_gate, a_scan, a_volunteer, outcomes, scanned
from tests.events.factories import a_fair, a_manager, a_network, a_party, a_programme, a_side, the_network

from spona.events.actions import SideSpec, decline_invitation, mark_no_show
from spona.events.actions.badges import badge_token, badge_url, reissue_badge, short_code, typed_code
from spona.events.actions.checkins import MOST_SCANS, SentScan, check_in_party, take_back_entry
from spona.events.actions.gates import close_gate
from spona.events.actions.walk_ins import walk_in
from spona.events.models import CheckIn, Fair, Gate, Party, Scan
from spona.events.states import PartyState
from spona.kernel.models import AuditEntry, Problem, Refused, Translated

HOUR = dt.timedelta(hours=1)
TWO_DAYS = dt.timedelta(days=2)
SECOND = dt.timedelta(seconds=1)


def close(first: dt.datetime, second: dt.datetime) -> bool:
    """Within a minute: the test itself takes time."""
    return abs(first - second) < dt.timedelta(minutes=1)


@pytest.mark.django_db
class TestBadges:
    def test_a_badge_lets_its_party_in_once_and_the_others_are_told_when_and_where(self) -> None:
        fair, gate, party = a_fair_with_a_gate()
        other = a_gate(fair, "B")

        first, again = *scanned(gate, a_scan(party)), *scanned(other, a_scan(party))

        assert (first.outcome, again.outcome) == ("entered", "again")
        assert again.entry is not None
        assert (again.entry.gate, again.entry.at) == (gate, CheckIn.objects.get().at)
        assert (first.is_in, again.is_in, again.party) == (True, True, party)

    def test_every_badge_that_lets_nobody_in_is_told_apart(self) -> None:
        fair, gate, party = a_fair_with_a_gate()
        old, elsewhere = a_scan(party), a_party(a_fair(fair.programme))
        abroad = a_party(a_fair())
        reissue_badge(party=party, by=the_network(fair.network))
        token = badge_token(party)
        forged = [
            SentScan(text, f"forged-{n}")
            for n, text in enumerate(
                (f"{token[:-1]}{'A' if token[-1] != 'A' else 'B'}", "https://example.org/x", "", "ž" * 40)
            )
        ]

        answers = scanned(gate, old, a_scan(elsewhere), a_scan(abroad), *forged, SentScan("ZZZZ-ZZZZ", "typed-1"))

        assert outcomes(answers) == ["revoked", "foreign", "foreign", *["forged"] * 4, "unknown"]
        assert [answer.party for answer in answers] == [party, *[None] * 7]
        assert CheckIn.objects.count() == 0

    def test_a_new_badge_of_somebody_who_is_in_is_no_second_entry(self) -> None:
        fair, gate, party = a_fair_with_a_gate()
        scanned(gate, a_scan(party))

        renewed = reissue_badge(party=party, by=the_network(fair.network))

        assert outcomes(scanned(gate, a_scan(renewed))) == ["again"]

    @pytest.mark.parametrize("typed", ["{}", " {} ", "{lower}", "{bare}"])
    def test_the_short_code_is_read_as_people_type_it(self, typed: str) -> None:
        _fair, gate, party = a_fair_with_a_gate()
        code = short_code(party.pk, 1)

        text = typed.format(code, lower=code.lower(), bare=code.replace("-", " "))

        assert outcomes(scanned(gate, a_scan(party, text=text))) == ["entered"]
        assert CheckIn.objects.get().way == "code"

    def test_letters_that_look_alike_are_one(self) -> None:
        assert typed_code("oil0-1u1o") == "0110-1V10"
        assert [typed_code(text) for text in ("", "123", "ABCD-EFG!", "https://example.org")] == [""] * 4

    def test_a_replaced_short_code_says_so(self) -> None:
        fair, gate, party = a_fair_with_a_gate()
        old = short_code(party.pk, 1)
        reissue_badge(party=party, by=the_network(fair.network))

        assert outcomes(scanned(gate, SentScan(old, "old-code"))) == ["revoked"]

    def test_the_printed_address_opens_the_badge_s_page(self) -> None:
        _fair, _gate, party = a_fair_with_a_gate()

        assert badge_url(party).endswith(f"/b/{badge_token(party)}/")
        assert len(badge_token(party)) == 40


@pytest.mark.django_db
class TestSendingAgain:
    def test_the_same_reading_gets_the_same_answer_however_often_it_is_sent(self) -> None:
        _fair, gate, party = a_fair_with_a_gate()
        scan = a_scan(party)

        assert [outcomes(scanned(gate, scan)) for _time in range(3)] == [["entered"]] * 3
        assert (CheckIn.objects.count(), Scan.objects.count()) == (1, 1)

    def test_a_batch_sent_half_and_then_whole_takes_each_reading_once(self) -> None:
        fair, gate, party = a_fair_with_a_gate()
        batch = [a_scan(each) for each in (party, *(a_party(fair) for _n in range(5)))]

        half, whole = scanned(gate, *batch[:3]), scanned(gate, *batch)

        assert (outcomes(half), outcomes(whole)) == (["entered"] * 3, ["entered"] * 6)
        assert (CheckIn.objects.count(), Scan.objects.count()) == (6, 6)

    def test_one_reading_twice_in_a_batch_is_one(self) -> None:
        _fair, gate, party = a_fair_with_a_gate()
        scan = a_scan(party)

        assert outcomes(scanned(gate, scan, scan, a_scan(party))) == ["entered", "entered", "again"]
        assert Scan.objects.count() == 2

    def test_the_journal_gets_one_line_a_batch_and_none_for_repetitions(self) -> None:
        fair, gate, party = a_fair_with_a_gate()
        batch = [a_scan(party), a_scan(a_party(fair))]
        scanned(gate, *batch)
        scanned(gate, *batch, a_scan(party))

        line = AuditEntry.objects.get(verb="events.checked_in")
        assert line.data["count"] == 2

    def test_more_than_a_batch_is_refused_whole(self) -> None:
        _fair, gate, party = a_fair_with_a_gate()

        with pytest.raises(Problem) as error:
            scanned(gate, *(a_scan(party) for _n in range(MOST_SCANS + 1)))

        assert (error.value.code, CheckIn.objects.count()) == ("too_many_scans", 0)

    def test_a_batch_costs_the_same_for_three_and_for_thirty(self, django_assert_max_num_queries: object) -> None:
        fair, gate, _party = a_fair_with_a_gate()
        scanned(gate, a_scan(a_party(fair)))
        few, many = [a_party(fair) for _n in range(3)], [a_party(fair) for _n in range(30)]
        counts = []
        for parties in (few, many):
            with django_assert_max_num_queries(30) as queries:  # type: ignore[operator]
                scanned(gate, *(a_scan(each) for each in parties))
            counts.append(len(queries))
        assert counts[0] == counts[1]


@pytest.mark.django_db
class TestClocks:
    def test_with_a_signal_the_server_s_time_counts_on_a_phone_two_days_wrong(self) -> None:
        _fair, gate, party = a_fair_with_a_gate()
        wrong = timezone.now() + TWO_DAYS

        scanned(gate, a_scan(party, at=wrong - 2 * SECOND), sent_at=wrong)

        entry, scan = CheckIn.objects.get(), Scan.objects.get()
        assert close(entry.at, timezone.now())
        assert (entry.device_at, entry.skew_seconds, scan.is_offline) == (None, None, False)

    def test_without_a_signal_the_device_s_time_is_kept_with_its_skew_and_the_true_time_beside_it(self) -> None:
        _fair, gate, party = a_fair_with_a_gate()
        wrong = timezone.now() - TWO_DAYS

        scanned(gate, a_scan(party, at=wrong - HOUR), sent_at=wrong)

        entry = CheckIn.objects.get()
        assert close(entry.at, timezone.now() - HOUR)
        assert entry.device_at == wrong - HOUR
        assert entry.skew_seconds is not None
        assert abs(entry.skew_seconds - TWO_DAYS.total_seconds()) < 60

    def test_a_clock_set_back_between_scanning_and_sending_makes_no_entry_in_the_future(self) -> None:
        _fair, gate, party = a_fair_with_a_gate()
        now = timezone.now()

        scanned(gate, a_scan(party, at=now + HOUR), sent_at=now)

        assert close(CheckIn.objects.get().at, now)

    def test_an_entry_that_happened_earlier_elsewhere_is_dated_back(self) -> None:
        fair, gate, party = a_fair_with_a_gate()
        remote = a_gate(fair, "B")
        scanned(gate, a_scan(party))
        now = timezone.now()

        late, again = scanned(remote, a_scan(party, at=now - HOUR), sent_at=now), scanned(gate, a_scan(party))

        assert (outcomes(late), outcomes(again)) == (["again"], ["again"])
        assert again[0].entry is not None
        assert again[0].entry.gate == remote
        assert close(again[0].entry.at, now - HOUR)


@pytest.mark.django_db
class TestByName:
    def test_who_had_not_answered_or_was_thought_missing_is_coming_now(self) -> None:
        fair, gate, invited = a_fair_with_a_gate()
        missing = a_party(fair, "company")
        mark_no_show(party=missing, by=the_network(fair.network))

        scanned(gate, a_scan(invited), a_scan(missing))

        assert set(Party.objects.values_list("state", flat=True)) == {PartyState.CONFIRMED}
        assert [a_side(fair, code).confirmed for code in ("cso", "company")] == [1, 1]

    def test_who_had_declined_is_let_in_by_name_where_a_place_is_free(self) -> None:
        one_place = (SideSpec(code="cso", name=Translated.of("Udruge", "hr"), places=1, meets_own_side=True),)
        fair = a_fair(sides=one_place)
        gate, party, by = a_gate(fair), a_party(fair), the_network(fair.network)
        decline_invitation(party=party, by=by)
        assert outcomes(scanned(gate, a_scan(party))) == ["not_expected"]

        assert check_in_party(gate=gate, party=party, by=by).outcome == "entered"
        assert (a_side(fair, "cso").taken, a_side(fair, "cso").confirmed) == (1, 1)

    def test_who_declined_and_whose_place_is_gone_stays_outside(self) -> None:
        one_place = (SideSpec(code="cso", name=Translated.of("Udruge", "hr"), places=1, meets_own_side=True),)
        fair = a_fair(sides=one_place)
        gate, party, by = a_gate(fair), a_party(fair), the_network(fair.network)
        decline_invitation(party=party, by=by)
        a_party(fair)

        with pytest.raises(Problem) as error:
            check_in_party(gate=gate, party=party, by=by)

        assert (error.value.code, CheckIn.objects.count()) == ("side_full", 0)

    def test_a_wrong_name_is_taken_back(self) -> None:
        fair, gate, party = a_fair_with_a_gate()
        by = the_network(fair.network)
        check_in_party(gate=gate, party=party, by=by)

        assert [take_back_entry(gate=gate, party=party, by=by) for _time in range(2)] == [True, False]
        assert check_in_party(gate=gate, party=party, by=by).outcome == "entered"


@pytest.mark.django_db
class TestWalkIns:
    def test_somebody_unannounced_is_registered_and_let_in_at_once(self) -> None:
        fair, gate, _party = a_fair_with_a_gate()

        answer = walk_in(gate=gate, side=a_side(fair, "company"), name="Pekara Klas", by=the_network(fair.network))

        assert answer.party is not None
        assert (answer.outcome, answer.party.state) == ("entered", "confirmed")
        assert (CheckIn.objects.get().way, a_side(fair, "company").taken) == ("walk_in", 1)

    def test_somebody_on_the_list_simply_comes_in(self) -> None:
        fair, gate, party = a_fair_with_a_gate()
        party.organisation.country = fair.network.country
        party.organisation.save()

        answer = walk_in(gate=gate, side=a_side(fair, "cso"), name="udruga  MOST", by=the_network(fair.network))

        assert (answer.outcome, answer.party, Party.objects.count()) == ("entered", party, 1)

    def test_a_full_side_takes_no_walk_in(self) -> None:
        fair = a_fair(sides=(SideSpec(code="cso", name=Translated.of("U", "hr"), places=1, meets_own_side=True),))
        gate, _party = a_gate(fair), a_party(fair)

        with pytest.raises(Problem) as error:
            walk_in(gate=gate, side=a_side(fair, "cso"), name="Nova udruga", by=the_network(fair.network))

        assert (error.value.code, CheckIn.objects.count(), Party.objects.count()) == ("side_full", 0, 1)


@pytest.mark.django_db
class TestWhoKeepsAGate:
    def on_its_day(self, fair: Fair, days: int = 0) -> None:
        """Let the fair take place so many days from today."""
        fair.slots.all().delete()
        Fair.objects.filter(pk=fair.pk).update(starts_on=timezone.localdate() + dt.timedelta(days=days))

    @pytest.mark.parametrize(("days", "is_open"), [(0, True), (-1, True), (1, False), (-2, False)])
    def test_a_link_works_on_the_day_and_the_day_after(self, days: int, is_open: bool) -> None:
        fair, gate, party = a_fair_with_a_gate()
        self.on_its_day(fair, days)
        fresh = Gate.objects.get(pk=gate.pk)

        if is_open:
            assert check_in_party(gate=fresh, party=party, by=a_volunteer(gate)).outcome == "entered"
        else:
            with pytest.raises(Refused):
                check_in_party(gate=fresh, party=party, by=a_volunteer(gate))

    def test_a_link_opens_its_own_gate_and_no_closed_one(self) -> None:
        fair, gate, party = a_fair_with_a_gate()
        self.on_its_day(fair)
        other = Gate.objects.get(pk=a_gate(fair, "B").pk)
        with pytest.raises(Refused):
            check_in_party(gate=other, party=party, by=a_volunteer(gate))

        closed = close_gate(gate=other, by=a_manager(fair.programme))
        with pytest.raises(Refused):
            check_in_party(gate=closed, party=party, by=a_volunteer(other))


GATES, SCANS, BATCH = 4, 1000, 250
THREADS, SHARES = 6, 24
"""Shares are short, because connections are fewer than threads may be: nobody waits for one long."""


@pytest.fixture
def crowd(transactional_db: None) -> tuple[list[Gate], Party]:
    fair = a_fair(a_programme(a_network()))
    return [a_gate(fair, name) for name in "ABCD"[:GATES]], a_party(fair)


def scan_everywhere(gates: list[Gate], party: Party, scans: int = SCANS, batch: int = BATCH) -> list[str]:
    """Read one badge at three gates one by one, and hand in what the fourth gathered without a signal, all at once."""
    now = timezone.now()
    online = [(gates[number % (GATES - 1)], [a_scan(party)], None) for number in range(scans - batch)]
    offline = (gates[-1], [a_scan(party, at=now - 2 * SECOND * number) for number in range(batch)], now)

    def send(tasks: list[tuple[Gate, list[SentScan], dt.datetime | None]]) -> list[str]:
        close_old_connections()
        try:
            return [each for gate, readings, at in tasks for each in outcomes(scanned(gate, *readings, sent_at=at))]
        finally:
            connection.close()

    tasks = [*online[: len(online) // 2], offline, *online[len(online) // 2 :]]
    shares = [tasks[start::SHARES] for start in range(SHARES)]
    with ThreadPoolExecutor(THREADS) as pool:
        return [outcome for answers in pool.map(send, shares) for outcome in answers]


def test_a_thousand_scans_of_one_badge_at_four_gates_give_one_entry(crowd: tuple[list[Gate], Party]) -> None:
    answers = scan_everywhere(*crowd)

    assert (answers.count("entered"), answers.count("again")) == (1, SCANS - 1)
    assert (CheckIn.objects.count(), Scan.objects.count()) == (1, SCANS)


def test_forty_parties_at_four_gates_at_once_all_come_in(crowd: tuple[list[Gate], Party]) -> None:
    gates, first = crowd
    parties = [first, *(a_party(first.fair) for _n in range(39))]

    def send(number: int) -> list[str]:
        close_old_connections()
        try:
            shuffled = parties[number:] + parties[:number]
            return outcomes(scanned(gates[number % GATES], *(a_scan(each) for each in shuffled[: 1 + number % 7])))
        finally:
            connection.close()

    with ThreadPoolExecutor(THREADS) as pool:
        answers = [outcome for each in pool.map(send, range(len(parties))) for outcome in each]

    assert (answers.count("entered"), CheckIn.objects.count()) == (40, 40)
    assert a_side(first.fair, "cso").confirmed == 40


def test_without_its_constraint_there_would_be_many_entries(crowd: tuple[list[Gate], Party]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE events_checkin DROP CONSTRAINT one_entry_a_party")
    try:
        scan_everywhere(*crowd, scans=60, batch=10)

        assert CheckIn.objects.count() > 1
    finally:
        CheckIn.objects.all().delete()
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE events_checkin ADD CONSTRAINT one_entry_a_party UNIQUE (party_id)")
