"""Reasons and advice are true of the plan, checked by planning the alternative."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spona_engine import MeetingProblem, ProblemError, explain, solve
from spona_engine.instances import small_fair
from spona_engine.sentences import TEMPLATES

SURE = {"advice_slots", "advice_tables", "advice_max", "advice_hour", "advice_ban"}


def peers(document):
    return MeetingProblem.from_json({"kind": "meetings", "version": 1} | document)


ONE_SLOT = {"slots": [{"id": "s"}]}
PAIR = {"parties": [{"id": "a"}, {"id": "b"}], "wishes": [{"a": "a", "b": "b", "score": 1}]}
TRIO = {
    "parties": [{"id": "a"}, {"id": "b"}, {"id": "c"}, {"id": "d"}],
    "wishes": [{"a": "a", "b": "b", "score": 7}, {"a": "c", "b": "d", "score": 5}],
}
NO_TABLE = "c has 0 meetings and d has 0, both could have more, but all 1 tables are taken in every slot they could use"
CODES = [
    (ONE_SLOT | PAIR | {"bans": [["a", "b"]]}, "ban", "a and b are banned from meeting"),
    (ONE_SLOT | TRIO | {"tables": 1}, "tables", NO_TABLE),
    (
        {"slots": [{"id": "s"}, {"id": "t"}], "wishes": PAIR["wishes"]}
        | {"parties": [{"id": "a", "slots": ["s"]}, {"id": "b", "slots": ["t"]}]},
        "no_common_slot",
        "a is available in 1 slots and b in 1, but in none together",
    ),
    (
        ONE_SLOT
        | {"parties": TRIO["parties"]}
        | {"wishes": [{"a": "a", "b": "b", "score": 7}, {"a": "a", "b": "c", "score": 5}]},
        "capacity",
        "a's 1 meetings are as many as it can have and all worth 7 or more; this one is worth 5",
    ),
    (
        ONE_SLOT
        | {"parties": TRIO["parties"]}
        | {"wishes": [{"a": x, "b": y, "score": s} for x, y, s in (("a", "b", 7), ("b", "c", 9), ("c", "d", 7))]},
        "better_use",
        "b has 1 of 1 meetings; adding this one would cost at least 5 points in all",
    ),
]


@pytest.mark.parametrize(("document", "code", "why"), CODES)
def test_an_unmet_wish_has_its_code_and_sentence(document, code, why):
    (unmet,) = solve(peers(document)).unmet
    assert (unmet.code, str(unmet.why)) == (code, why)


@settings(max_examples=40, deadline=None, derandomize=True)
@given(st.integers(0, 5_000), st.sampled_from([None, 2]), st.booleans())
def test_a_document_gives_the_reasons_that_the_result_gives(seed, tables, limited):
    result = solve(small_fair(seed, parties=8, limited=limited, tables=tables), time_limit=5.0)
    written = result.to_json()["unmet"]
    assert written == [{"a": u.a, "b": u.b, "score": u.score, "code": u.code, "why": str(u.why)} for u in result.unmet]


@settings(max_examples=40, deadline=None, derandomize=True)
@given(st.integers(0, 5_000), st.sampled_from([None, 2]))
def test_a_stated_loss_is_never_more_than_meeting_the_wish_really_costs(seed, tables):
    problem = small_fair(seed, parties=10, slots=3, tables=tables)
    plan = solve(problem)
    for unmet in plan.unmet:
        forced = solve(problem.with_pin(unmet.a, unmet.b))
        worse_goals = (forced.shortfall, -forced.must_met) > (plan.shortfall, -plan.must_met)
        if unmet.why.code == "why_better_use_score":
            assert worse_goals or plan.score - forced.score >= unmet.why.params["loss"]
        if unmet.why.code == "why_better_use_min":
            assert forced.status == "infeasible" or forced.shortfall > plan.shortfall
        if unmet.why.code == "why_better_use_must":
            assert worse_goals


def test_one_more_slot_is_advised_where_it_helps_and_the_numbers_are_what_a_new_plan_reaches():
    problem = MeetingProblem.from_arrays(3, 1, 2, [0, 1, 2], [0, 0, 0], [5, 5, 5], min_left=1)
    plan = solve(problem)
    longer = solve(MeetingProblem.from_arrays(3, 1, 3, [0, 1, 2], [0, 0, 0], [5, 5, 5], min_left=1))
    expected = "one more slot gives 1 of the 1 missing meetings and 1 more parties their minimum"
    assert (plan.shortfall, longer.shortfall, str(plan.advice[0])) == (1, 0, expected)


def test_a_minimum_beyond_the_wishes_is_said_to_be_out_of_reach():
    plan = solve(MeetingProblem.from_arrays(1, 1, 3, [0], [0], [5], min_left=3))
    expected = (
        "L0 can have at most 1 meetings (allowed wishes, slots) but should have 3: "
        "add wishes or slots, or lower its minimum to 1"
    )
    assert str(plan.advice[0]) == expected


def test_more_tables_and_a_higher_maximum_are_advised_by_what_they_give():
    tables = solve(MeetingProblem.from_arrays(2, 2, 1, [0, 1], [0, 1], [5, 5], min_left=1, tables=1))
    most = solve(MeetingProblem.from_arrays(2, 1, 2, [0, 1], [0, 0], [5, 5], min_left=1, max_right=1))
    assert "1 more tables give 1 of the 1 missing meetings" in [str(line) for line in tables.advice]
    assert "raising the maximum of R0 from 1 to 2 gives 1 of the 1 missing meetings" in [
        str(line) for line in most.advice
    ]


def changed(problem, said):
    """The problem with the change that a sentence of advice names."""
    document, params = problem.to_json(), said.params
    by_name = {party["id"]: party for party in document["parties"]}
    match said.code:
        case "advice_slots":
            document["slots"].append({"id": "more"})
            for party in document["parties"]:
                party["slots"] = [*party["slots"], "more"] if "slots" in party else None
        case "advice_tables":
            document["tables"] += params["extra"]
        case "advice_max":
            by_name[params["party"]]["max"] = params["raised"]
        case "advice_hour":
            by_name[params["party"]]["slots"].append(params["slot"])
        case "advice_ban":
            document["bans"].remove([params["a"], params["b"]])
    return MeetingProblem.from_json(document)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.integers(0, 5_000), st.booleans(), st.booleans(), st.sampled_from([None, 1, 2]))
def test_after_an_advised_change_as_many_missing_meetings_take_place_as_was_said(seed, two_sided, limited, tables):
    document = small_fair(seed, parties=8, slots=3, two_sided=two_sided, limited=limited, tables=tables).to_json()
    document["bans"] = [[w["a"], w["b"]] for w in document["wishes"][::3]]
    problem = MeetingProblem.from_json(document)
    plan = solve(problem)
    gains = [line.params["meetings"] for line in plan.advice if line.code in SURE]
    assert gains == sorted(gains, reverse=True)
    for line in plan.advice:
        if line.code in SURE:
            better = solve(changed(problem, line))
            assert plan.shortfall - better.shortfall >= line.params["meetings"]
            if not limited and two_sided:
                assert plan.shortfall - better.shortfall == line.params["meetings"]


@pytest.mark.parametrize("seed", range(6))
def test_advice_on_a_fair_whose_tables_are_all_taken_stays_true(seed):
    problem = small_fair(seed, parties=16, slots=4, limited=True, tables=2)
    plan = solve(problem, time_limit=1.0)
    for line in plan.advice:
        if line.code in SURE:
            assert solve(changed(problem, line)).shortfall <= line.params["shortfall"] - line.params["meetings"]


def test_an_hour_more_is_advised_where_somebody_comes_too_short():
    parties = [{"id": "a", "min": 1, "slots": ["s"]}, {"id": "b", "slots": ["t"]}]
    plan = solve(peers({"slots": [{"id": "s"}, {"id": "t"}], "parties": parties, "wishes": PAIR["wishes"]}))
    assert "if a were there in t too, 1 of the 1 missing meetings could take place" in [str(s) for s in plan.advice]


def test_a_ban_that_keeps_somebody_short_is_named():
    parties = [{"id": "a", "min": 1}, {"id": "b"}]
    plan = solve(peers(ONE_SLOT | {"parties": parties, "wishes": PAIR["wishes"], "bans": [["a", "b"]]}))
    assert "lifting the ban of a and b gives 1 of the 1 missing meetings" in [str(s) for s in plan.advice]


def test_nothing_is_advised_where_nothing_is_missing():
    assert solve(MeetingProblem.from_arrays(1, 1, 1, [0], [0], [5], min_left=1)).advice == ()


def test_pairs_without_a_wish_and_unknown_parties_are_told_apart():
    problem = MeetingProblem.from_arrays(2, 1, 1, [0], [0], [9])
    plan = solve(problem)
    assert explain(problem, plan, "L1", "R0").code == "not_a_wish"
    with pytest.raises(ProblemError):
        explain(problem, plan, "L1", "nobody")


def test_every_sentence_of_a_plan_is_in_the_listing():
    plan = solve(small_fair(3, parties=12, slots=3, limited=True, tables=2))
    said = {unmet.why.code for unmet in plan.unmet} | {line.code for line in plan.advice}
    assert said - TEMPLATES.keys() == set()
