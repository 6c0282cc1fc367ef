"""From what parties say to the engine's problem, and from its answer to a draft."""

from __future__ import annotations

import json
from itertools import product
from typing import Any

import pytest
from tests.events.planning_factories import a_ready_fair, everybody_wishes, pairs_of, says, worked_out

from spona.events.actions import ban_pair, build_problem, pin_pair, plan_fair
from spona.events.actions.pair_scores import BASES, pair_score
from spona.events.models import Absence, Request, Suggestion, Timetable, UnmetWish
from spona.events.states import PartyState, RequestState
from spona.kernel.models import Actor, Problem, Refused
from spona.matching.actions import work_run
from spona.matching.states import RunState
from spona_engine import MeetingProblem
from spona_engine.scoring import mutual_scores

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("one", "other", "asked", "score", "is_must", "is_banned"),
    [
        ("must", "must", False, 960_000, True, False),
        ("must", "yes", False, 840_000, True, False),
        ("yes", "yes", False, 600_000, False, False),
        ("must", None, False, 420_000, True, False),
        ("yes", None, False, 240_000, False, False),
        (None, None, False, 0, False, False),
        (None, None, True, 600_000, False, False),
        ("must", None, True, 840_000, True, False),
        ("must", "no", False, 0, False, True),
        ("no", None, True, 0, False, True),
    ],
)
def test_a_pair_is_worth_what_both_said(
    one: str | None, other: str | None, asked: bool, score: int, is_must: bool, is_banned: bool
) -> None:
    for left, right in ((one, other), (other, one)):
        worth = pair_score(left, right, asked=asked)

        assert (worth.score, worth.is_must, worth.is_banned) == (score, is_must, is_banned)


def test_the_engine_reads_the_same_table_the_same_way() -> None:
    """Pairs are scored here one by one (decision 0042); the engine's function for whole columns says the same."""
    ranks = {None: 0, "yes": 1, "must": 2, "no": -1}
    bases = [[BASES[min(i, j), max(i, j)] for j in range(3)] for i in range(3)]
    pairs = list(product(ranks, repeat=2))

    columns = mutual_scores([ranks[one] for one, _ in pairs], [ranks[other] for _, other in pairs], bases, tie_break=7)

    ours = [pair_score(one, other, suggestion=7) for one, other in pairs]
    assert [worth.score for worth in ours] == columns.score.tolist()
    assert [worth.is_must for worth in ours] == columns.must.tolist()
    assert [worth.is_banned for worth in ours] == columns.banned.tolist()


def test_a_suggestion_breaks_ties_and_outweighs_no_wish() -> None:
    assert pair_score("yes", None, suggestion=900).score == 240_900
    assert pair_score(None, None, suggestion=1000).score < pair_score("yes", None).score
    assert pair_score("must", "must", suggestion=1000).score <= 1_000_000


def wish_between(document: dict[str, Any], a: Any, b: Any) -> dict[str, Any] | None:
    pair = {str(a.pk), str(b.pk)}
    return next((wish for wish in document["wishes"] if {wish["a"], wish["b"]} == pair), None)


def test_the_problem_says_who_comes_when_and_how_often() -> None:
    ready = a_ready_fair(csos=2, companies=1, slots=2, tables=4)
    side = ready.csos[0].side
    side.min_meetings, side.max_meetings = 1, 2
    side.save()
    ready.csos[1].max_meetings = 0
    ready.csos[1].save()
    Absence.objects.create(party=ready.csos[0], slot=ready.slots[0])
    says(ready.csos[0], ready.companies[0], "yes")

    document = build_problem(ready.fair)

    assert document["tables"] == 4
    assert [slot["id"] for slot in document["slots"]] == [str(slot.pk) for slot in ready.slots]
    assert document["parties"] == [
        {"id": str(ready.csos[0].pk), "side": "cso", "min": 1, "max": 2, "slots": [str(ready.slots[1].pk)]},
        {"id": str(ready.csos[1].pk), "side": "cso", "min": 0, "max": 0},
        {"id": str(ready.companies[0].pk), "side": "company", "min": 0},
    ]
    assert MeetingProblem.from_json(document).n_wishes == 1


def test_equal_rows_give_an_equal_problem() -> None:
    ready = a_ready_fair()
    everybody_wishes(ready)

    assert json.dumps(build_problem(ready.fair)) == json.dumps(build_problem(ready.fair))


@pytest.mark.parametrize("state", [PartyState.DECLINED, PartyState.WITHDRAWN, PartyState.NO_SHOW])
def test_who_is_not_coming_is_not_planned_for(state: str) -> None:
    ready = a_ready_fair(csos=2, companies=1)
    everybody_wishes(ready)
    ready.csos[0].state = state
    ready.csos[0].save()

    document = build_problem(ready.fair)

    assert [party["id"] for party in document["parties"]] == [str(ready.csos[1].pk), str(ready.companies[0].pk)]
    assert len(document["wishes"]) == 1


def test_an_accepted_request_counts_like_a_mutual_wish_and_a_pending_one_holds_nothing() -> None:
    ready = a_ready_fair(csos=2, companies=1)
    for cso, state in zip(ready.csos, (RequestState.ACCEPTED, RequestState.PENDING), strict=True):
        Request.objects.create(
            network_id=ready.fair.network_id,
            programme_id=ready.fair.programme_id,
            fair=ready.fair,
            sender=cso,
            receiver=ready.companies[0],
            state=state,
            expires_at=ready.slots[0].starts_at,
        )

    document = build_problem(ready.fair)

    assert [wish["score"] for wish in document["wishes"]] == [600_000]
    assert wish_between(document, ready.csos[0], ready.companies[0]) is not None


def test_a_no_is_a_ban_even_where_the_other_side_must() -> None:
    ready = a_ready_fair(csos=1, companies=1)
    says(ready.csos[0], ready.companies[0], "must")
    says(ready.companies[0], ready.csos[0], "no")

    document = build_problem(ready.fair)

    assert document["bans"] == [[str(ready.csos[0].pk), str(ready.companies[0].pk)]]
    assert document["wishes"] == [{"a": str(ready.csos[0].pk), "b": str(ready.companies[0].pk), "score": 0}]


def test_introductions_fill_free_time_only_where_asked_for() -> None:
    ready = a_ready_fair(csos=2, companies=1)
    says(ready.csos[0], ready.companies[0], "yes")
    for cso in ready.csos:
        a, b = sorted((cso, ready.companies[0]), key=lambda party: party.pk)
        Suggestion.objects.create(fair=ready.fair, a=a, b=b, score=700)

    assert [wish["score"] for wish in build_problem(ready.fair)["wishes"]] == [240_700]
    assert [wish["score"] for wish in build_problem(ready.fair, fill=True)["wishes"]] == [240_700, 700]


def test_two_of_one_side_meet_only_where_their_side_does() -> None:
    ready = a_ready_fair(csos=2, companies=1)
    says(ready.csos[0], ready.csos[1], "yes")
    assert build_problem(ready.fair)["wishes"] == []

    side = ready.csos[0].side
    side.meets_own_side = True
    side.save()

    assert len(build_problem(ready.fair)["wishes"]) == 1


def test_pins_and_bans_of_managers_reach_the_problem() -> None:
    ready = a_ready_fair(csos=2, companies=1)
    pin_pair(fair=ready.fair, a=ready.csos[0], b=ready.companies[0], slot=ready.slots[1], by=ready.manager)
    ban_pair(fair=ready.fair, a=ready.csos[1], b=ready.companies[0], by=ready.manager)

    document = build_problem(ready.fair)
    cso, company = str(ready.csos[0].pk), str(ready.companies[0].pk)

    assert document["pins"] == [{"a": cso, "b": company, "slot": str(ready.slots[1].pk)}]
    assert document["bans"] == [[str(ready.csos[1].pk), company]]
    assert document["wishes"] == [{"a": cso, "b": company, "score": 0}]


@pytest.mark.parametrize("size", [1, 4])
def test_the_problem_costs_nine_queries_whatever_its_size(django_assert_num_queries: Any, size: int) -> None:
    ready = a_ready_fair(csos=size, companies=size)
    everybody_wishes(ready)

    with django_assert_num_queries(9):
        build_problem(ready.fair)


def test_a_fair_is_planned_into_a_draft_with_figures() -> None:
    ready = a_ready_fair(csos=3, companies=3, slots=3)
    everybody_wishes(ready)

    draft = worked_out(plan_fair(fair=ready.fair, by=ready.manager), ready)

    assert draft.run is not None
    assert (draft.run.state, draft.state, draft.number, draft.is_proven) == (RunState.OPTIMAL, "draft", 1, True)
    assert draft.meetings.count() == 9
    assert draft.seats.count() == 18
    assert draft.figures["meetings"] == 9
    assert draft.figures["sides"]["cso"] == {"parties": 3, "fewest": 3, "median": 3.0, "at_minimum": 3}
    assert draft.figures["one_sided"] == {"wished": 9, "met": 9}
    assert draft.figures["histogram"] == [0, 0, 0, 6]
    assert draft.figures["none"] == {"count": 0, "why": {}}


def test_a_wish_left_out_keeps_the_engines_reason() -> None:
    ready = a_ready_fair(csos=2, companies=1, slots=1)
    says(ready.csos[0], ready.companies[0], "must")
    says(ready.csos[1], ready.companies[0], "yes")

    draft = worked_out(plan_fair(fair=ready.fair, by=ready.manager), ready)
    unmet = UnmetWish.objects.get(timetable=draft)

    assert pairs_of(draft) == {(ready.csos[0].pk, ready.companies[0].pk)}
    assert (unmet.a_id, unmet.code) == (ready.csos[1].pk, "capacity")
    assert unmet.reason["code"].startswith("why_")
    assert draft.figures["must"] == {"wished": 1, "met": 1}
    assert draft.figures["none"] == {"count": 1, "why": {"none_capacity": 1}}


def test_demands_that_clash_leave_no_draft_and_say_why() -> None:
    ready = a_ready_fair(csos=2, companies=1, slots=1)
    everybody_wishes(ready)
    for cso in ready.csos:
        pin_pair(fair=ready.fair, a=cso, b=ready.companies[0], by=ready.manager)

    run = plan_fair(fair=ready.fair, by=ready.manager)
    run = work_run(run_id=run.pk, by=ready.system)

    assert run is not None
    assert run.state == RunState.INFEASIBLE
    assert run.result["advice_said"][0]["code"] == "clash"
    assert Timetable.objects.count() == 0


def test_a_fair_with_nothing_to_plan_says_what_is_missing() -> None:
    for ready, code in (
        (a_ready_fair(slots=0), "no_slots"),
        (a_ready_fair(csos=0, companies=0), "no_parties"),
        (a_ready_fair(), "no_wishes"),
    ):
        with pytest.raises(Problem) as raised:
            plan_fair(fair=ready.fair, by=ready.manager)
        assert raised.value.code == code


def test_only_managers_plan() -> None:
    ready = a_ready_fair()
    everybody_wishes(ready)

    with pytest.raises(Refused):
        plan_fair(fair=ready.fair, by=Actor(network_id=ready.fair.network_id))


def test_a_host_keeps_its_table() -> None:
    ready = a_ready_fair(csos=2, companies=2, slots=2)
    side = ready.companies[0].side
    side.hosts = True
    side.save()
    for number, company in enumerate(ready.companies):
        company.table_number = 7 + number
        company.save()
    everybody_wishes(ready)

    draft = worked_out(plan_fair(fair=ready.fair, by=ready.manager), ready)

    assert set(draft.meetings.values_list("b_id", "table_number")) == {
        (ready.companies[0].pk, 7),
        (ready.companies[1].pk, 8),
    }


def test_a_new_plan_may_stay_close_to_an_earlier_one() -> None:
    ready = a_ready_fair(csos=3, companies=3, slots=4)
    everybody_wishes(ready)
    first = worked_out(plan_fair(fair=ready.fair, by=ready.manager), ready)

    second = worked_out(plan_fair(fair=ready.fair, keep=first, seed=7, by=ready.manager), ready)

    assert second.based_on == first
    assert set(second.meetings.values_list("a_id", "b_id", "slot_id")) == set(
        first.meetings.values_list("a_id", "b_id", "slot_id")
    )
