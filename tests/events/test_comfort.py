"""What a fair asks of planning beyond wishes, and how pleasant the plans are that come out."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from tests.events.planning_factories import ReadyFair, a_ready_fair, everybody_wishes, worked_out

from spona.events.actions import build_problem, edit_fair, plan_fair
from spona.events.actions.comfort import comfort_figures
from spona.events.models import Fair, Party, Slot
from spona.kernel.models import Problems, Translated
from spona.parties.models import Organisation, OrganisationTopic, Topic
from spona_engine import MeetingProblem, MeetingResult

pytestmark = pytest.mark.django_db


def works_on(party: Party, *codes: str) -> None:
    """Give a party's organisation goals as topics; the network lists them by number."""
    for code in codes:
        topic, _made = Topic.objects.get_or_create(
            network_id=party.network_id,
            scheme="sdg",
            code=code,
            defaults={"label": Translated.of(code, "en"), "position": int(code)},
        )
        OrganisationTopic.objects.create(
            network_id=party.network_id, organisation_id=party.organisation_id, topic=topic
        )


def asked_by(ready: ReadyFair, **changes: Any) -> dict[str, Any]:
    """What the fair asks of the engine after these changes."""
    edit_fair(fair=ready.fair, by=ready.manager, **changes)
    comfort: dict[str, Any] = build_problem(Fair.objects.get(pk=ready.fair.pk)).get("comfort", {})
    return comfort


class TestWhatIsAsked:
    def test_a_fair_asks_for_pauses_without_being_told(self) -> None:
        assert build_problem(a_ready_fair().fair)["comfort"] == {"in_a_row": 5}

    def test_a_fair_that_asks_for_nothing_says_nothing(self) -> None:
        assert asked_by(a_ready_fair(), longest_run=None, mix_sectors=False) == {}

    def test_a_sector_is_the_first_topic_or_else_the_kind(self) -> None:
        ready = a_ready_fair(csos=1, companies=3)
        works_on(ready.companies[0], "13", "4")
        works_on(ready.companies[1], "13")

        first, second, third = (str(party.pk) for party in ready.companies)

        assert asked_by(ready)["sectors"] == {first: "sdg:4", second: "sdg:13", third: "kind:company"}

    def test_kinds_alone_are_sectors_too(self) -> None:
        ready = a_ready_fair(csos=2, companies=1)
        Organisation.objects.filter(pk=ready.csos[1].organisation_id).update(kind="university")

        first, second = (str(party.pk) for party in ready.csos)

        assert asked_by(ready)["sectors"] == {first: "kind:cso", second: "kind:university"}

    def test_a_side_of_one_sector_cannot_be_mixed(self) -> None:
        ready = a_ready_fair(csos=2, companies=2)
        for company in ready.companies:
            works_on(company, "4")

        assert "sectors" not in asked_by(ready)

    def test_sectors_are_left_alone_where_the_fair_does_not_mind(self) -> None:
        ready = a_ready_fair(csos=1, companies=2)
        works_on(ready.companies[0], "4")

        assert "sectors" not in asked_by(ready, mix_sectors=False)

    def test_days_are_the_fair_s_own(self) -> None:
        """Half past ten in the evening in UTC is the next day in Zagreb."""
        ready = a_ready_fair(slots=1)
        late = dt.datetime(2031, 5, 14, 22, 30, tzinfo=dt.UTC)
        Slot.objects.create(fair=ready.fair, starts_at=late, ends_at=late + dt.timedelta(minutes=20))

        document = build_problem(ready.fair)

        assert [slot["start"][:10] for slot in document["slots"]] == ["2031-05-14", "2031-05-15"]
        assert document["comfort"] == {"in_a_row": 5, "balance_days": True}
        assert asked_by(ready, even_days=False) == {"in_a_row": 5}

    def test_the_engine_reads_what_is_asked(self) -> None:
        ready = a_ready_fair(csos=1, companies=2)
        works_on(ready.companies[0], "4")
        everybody_wishes(ready)

        comfort = MeetingProblem.from_json(build_problem(ready.fair)).comfort

        assert comfort is not None
        assert (comfort.in_a_row, comfort.balance_days, comfort.sectors) == (5, False, (None, "sdg:4", "kind:company"))

    def test_a_pause_before_any_meeting_makes_no_sense(self) -> None:
        with pytest.raises(Problems) as error:
            asked_by(a_ready_fair(), longest_run=0)

        assert [(problem.place, problem.code) for problem in error.value.problems] == [("longest_run", "too_small")]


def a_plan(meetings: list[tuple[str, str, str, int]], **comfort: Any) -> MeetingResult:
    """A plan of one CSO, four companies and five times, with these meetings at these tables."""
    parties = [{"id": "a", "side": "cso"}] + [{"id": f"b{number}", "side": "company"} for number in range(1, 5)]
    wishes = [{"a": "a", "b": f"b{number}", "score": 240_000} for number in range(1, 5)]
    document = {
        "kind": "meetings",
        "version": 1,
        "slots": [{"id": f"s{number}"} for number in range(1, 6)],
        "tables": None,
        "parties": parties,
        "wishes": wishes,
        "bans": [],
        "pins": [],
    } | ({"comfort": comfort} if comfort else {})
    said = {
        "kind": "meetings",
        "version": 1,
        "status": "feasible",
        "shortfall": 0,
        "shortfall_bound": 0,
        "score": 240_000 * len(meetings),
        "score_bound": 960_000,
        "meetings": [{"a": a, "b": b, "slot": slot, "table": table} for a, b, slot, table in meetings],
    }
    return MeetingResult.from_json(MeetingProblem.from_json(document), said)


THREE = [("a", "b1", "s1", 1), ("a", "b2", "s2", 1), ("a", "b3", "s5", 1)]
SECTORS = {"b1": "health", "b2": "health", "b3": "health"}


class TestWhatCameOfIt:
    def counted(self, plan: MeetingResult, tables: list[int] | None = None, **asked: Any) -> dict[str, Any]:
        given = {"hosts": {"cso"}, "met": None} | asked
        return comfort_figures(plan, tables=tables or [meeting.table for meeting in plan.meetings], **given)

    def test_waiting_and_tables_are_counted_whatever_is_asked(self) -> None:
        assert self.counted(a_plan(THREE)) == {"waits": 2, "table_changes": 0, "proven": False}

    def test_tables_are_those_that_are_written_down(self) -> None:
        assert self.counted(a_plan(THREE), tables=[1, 2, 1])["table_changes"] == 2

    def test_without_hosts_the_smaller_side_is_expected_to_sit(self) -> None:
        assert self.counted(a_plan(THREE), tables=[1, 2, 1], hosts=set())["table_changes"] == 2

    def test_guests_change_tables_as_they_please(self) -> None:
        assert self.counted(a_plan(THREE), tables=[1, 2, 1], hosts={"company"})["table_changes"] == 0

    def test_a_host_that_visits_another_host_keeps_its_table(self) -> None:
        assert self.counted(a_plan(THREE), tables=[1, 2, 1], hosts={"cso", "company"})["table_changes"] == 0

    def test_who_meets_one_sector_only_is_counted(self) -> None:
        assert self.counted(a_plan(THREE, sectors=SECTORS))["one_sector"] == 1
        assert self.counted(a_plan(THREE, sectors=SECTORS | {"b3": "sport"}))["one_sector"] == 0

    def test_one_meeting_is_no_monoculture(self) -> None:
        assert self.counted(a_plan(THREE[:1], sectors=SECTORS))["one_sector"] == 0

    def test_meetings_without_the_pause_are_counted(self) -> None:
        figures = self.counted(a_plan(THREE, in_a_row=1))

        assert (figures["longest_run"], figures["missing_breaks"]) == (1, 1)

    def test_meetings_of_old_acquaintances_are_counted_where_the_fair_minds(self) -> None:
        met = {frozenset(("a", "b2")), frozenset(("a", "b4"))}

        assert self.counted(a_plan(THREE), met=met)["met_again"] == 1


def test_a_plan_mixes_sectors_where_that_costs_nothing() -> None:
    """One CSO may meet two of four companies that are worth the same; two work on health, two on education."""
    ready = a_ready_fair(csos=1, companies=4, slots=2)
    for company, code in zip(ready.companies, ("3", "3", "4", "4"), strict=True):
        works_on(company, code)
    everybody_wishes(ready)

    draft = worked_out(plan_fair(fair=ready.fair, by=ready.manager, time_limit=2.0), ready)

    met = set(draft.meetings.values_list("b_id", flat=True))
    assert [len(met & {company.pk for company in pair}) for pair in (ready.companies[:2], ready.companies[2:])] == [
        1,
        1,
    ]
    assert draft.figures["comfort"] == {
        "waits": 0,
        "table_changes": 0,
        "one_sector": 0,
        "longest_run": 5,
        "missing_breaks": 0,
        "proven": True,
    }
