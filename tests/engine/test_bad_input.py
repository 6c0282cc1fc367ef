"""Whatever comes in, there is a named error or a correct plain answer: through Python and through the command line."""

from __future__ import annotations

import copy
import json
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.engine.test_checker import FAIR

from spona_engine import MeetingProblem, MeetingResult, ProblemError, check, explain, replan, solve
from spona_engine.__main__ import main

few = settings(max_examples=150)
NAMES = [party["id"] for party in FAIR["parties"]]


def fair(**changes):
    return copy.deepcopy(FAIR) | changes


def party(**changes):
    return [FAIR["parties"][0] | changes, *FAIR["parties"][1:]]


def wish(**changes):
    return [FAIR["wishes"][0] | changes, *FAIR["wishes"][1:]]


REFUSED = [
    ("a wish listed twice", {"wishes": [FAIR["wishes"][0], FAIR["wishes"][0]]}, "wishes[1]"),
    ("a wish listed both ways", {"wishes": [*wish(), {"a": "b1", "b": "a1", "score": 1}]}, "wishes[4]"),
    ("a negative score", {"wishes": wish(score=-1)}, "wishes[0].score"),
    ("a huge score", {"wishes": wish(score=10**30)}, "wishes[0].score"),
    ("a score that is no number", {"wishes": wish(score=math.nan)}, "wishes[0].score"),
    ("a score without end", {"wishes": wish(score=math.inf)}, "wishes[0].score"),
    ("a minimum above the maximum", {"parties": party(min=3, max=2)}, "parties[0].min"),
    ("an unknown party in a wish", {"wishes": wish(a="nobody")}, "wishes[0].a"),
    ("an unknown party in a ban", {"bans": [["a1", "nobody"]]}, "bans[0].b"),
    ("an unknown party in a pin", {"pins": [{"a": "nobody", "b": "b1"}]}, "pins[0].a"),
    ("an unknown slot in a pin", {"pins": [{"a": "a1", "b": "b1", "slot": "s9"}]}, "pins[0].slot"),
    ("an unknown slot of a party", {"parties": party(slots=["s9"])}, "parties[0].slots[0]"),
    ("a party twice", {"parties": [*FAIR["parties"], FAIR["parties"][0]]}, "parties[4].id"),
    ("a slot twice", {"slots": [{"id": "s1"}, {"id": "s1"}]}, "slots[1].id"),
    ("half a table", {"tables": 0.5}, "tables"),
    ("an unknown comfort", {"comfort": {"music": True}}, "comfort.music"),
]


@pytest.mark.parametrize(("change", "place"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_what_cannot_be_meant_is_refused_with_its_place(change, place):
    with pytest.raises(ProblemError) as error:
        MeetingProblem.from_json(json.loads(json.dumps(fair(**change))))
    assert error.value.place == place


@pytest.mark.parametrize(("change", "place"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_the_command_line_refuses_the_same_in_one_line(change, place, tmp_path, capsys):
    path, out = tmp_path / "fair.json", tmp_path / "plan.json"
    path.write_text(json.dumps(fair(**change)), encoding="utf-8")
    exit_code = main(["solve", str(path), "--out", str(out)])
    said = capsys.readouterr()
    assert (exit_code, said.out, len(said.err.splitlines()), out.exists()) == (2, "", 1, False)
    assert said.err.startswith(f"{path}: {place}: ")


TRIVIAL = [
    ("no party at all", {"parties": [], "wishes": [], "bans": [], "pins": []}, (0, 0, 0)),
    ("one side is empty", {"parties": [{"id": "a", "min": 2}], "wishes": [], "bans": [], "pins": []}, (0, 2, 0)),
    ("parties without wishes", {"wishes": [], "bans": [], "pins": []}, (0, 1, 0)),
    ("no slot", {"slots": [], "pins": [], "parties": [{"id": name, "min": 1} for name in NAMES]}, (0, 4, 0)),
    ("no table", {"tables": 0, "pins": []}, (0, 1, 0)),
    ("nobody is there", {"parties": [{"id": name, "slots": []} for name in NAMES], "pins": []}, (0, 0, 0)),
    ("everybody is banned", {"bans": [[w["a"], w["b"]] for w in FAIR["wishes"]], "pins": []}, (0, 1, 0)),
    ("all scores are 0", {"wishes": [w | {"score": 0} for w in FAIR["wishes"]], "pins": []}, (0, 0, 3)),
]


@pytest.mark.parametrize(("change", "expected"), [row[1:] for row in TRIVIAL], ids=[row[0] for row in TRIVIAL])
def test_what_leaves_nothing_to_plan_gets_its_plain_answer(change, expected):
    problem = MeetingProblem.from_json(fair(**change))
    result = solve(problem)
    assert (result.status, (result.score, result.shortfall, len(result.meetings))) == ("optimal", expected)
    assert (check(problem, result), result.score_bound, result.gap) == ([], result.score, 0.0)


@pytest.mark.parametrize(("change", "expected"), [row[1:] for row in TRIVIAL], ids=[row[0] for row in TRIVIAL])
def test_the_command_line_gives_the_same_plain_answers(change, expected, tmp_path):
    path, out = tmp_path / "fair.json", tmp_path / "plan.json"
    path.write_text(json.dumps(fair(**change)), encoding="utf-8")
    assert main(["solve", str(path), "--out", str(out)]) == 0
    plan = json.loads(out.read_text(encoding="utf-8"))
    assert (plan["status"], (plan["score"], plan["shortfall"], len(plan["meetings"]))) == ("optimal", expected)


def test_contradictory_pins_are_infeasible_and_name_the_clash():
    pins = [{"a": "a1", "b": "b1", "slot": "s1"}, {"a": "a1", "b": "b2", "slot": "s1"}]
    result = solve(MeetingProblem.from_json(fair(pins=pins)))
    assert (result.status, [line.code for line in result.advice]) == (
        "infeasible",
        ["clash", "demand_one_at_a_time", "relax_any_time", "relax_any_time", "relax_pin", "relax_pin"],
    )


@pytest.mark.parametrize("limited", [False, True])
def test_one_party_with_ten_thousand_wishes_gets_its_best_twenty(limited):
    score = np.arange(10_000)
    there = np.ones((1, 20), dtype=bool)
    there[0, 3] = not limited
    problem = MeetingProblem.from_arrays(
        1, 10_000, 20, np.zeros(10_000, dtype=int), np.arange(10_000), score, available_left=there
    )
    result = solve(problem)
    best = score[-19:] if limited else score[-20:]
    assert (result.status, result.score) == ("optimal", int(best.sum()))


ARRAYS = {"n_left": 2, "n_right": 2, "n_slots": 2, "left": [0, 1], "right": [0, 1], "score": [3, 4]}
REFUSED_ARRAYS = [
    ({"score": [math.nan, 1]}, "score"),
    ({"score": [10**20, 1]}, "score"),
    ({"left": [[0, 1], [1]]}, "left"),
    ({"left": None}, "left"),
    ({"left": [-1, 0]}, "left"),
    ({"min_left": math.nan}, "min_left"),
    ({"must": [True]}, "must"),
    ({"must": [1, 0]}, "must"),
    ({"available_left": [[True], [True, False]]}, "available_left"),
    ({"n_slots": 2**31 - 1}, "n_slots"),
    ({"n_left": 2.5}, "n_left"),
    ({"tables": -1}, "tables"),
]


@pytest.mark.parametrize(("change", "place"), REFUSED_ARRAYS)
def test_arrays_that_cannot_be_meant_are_refused_with_their_place(change, place):
    with pytest.raises(ProblemError) as error:
        MeetingProblem.from_arrays(**(ARRAYS | change))
    assert error.value.place == place


LIMITS = [
    ({"time_limit": 0}, "time_limit"),
    ({"time_limit": -1.0}, "time_limit"),
    ({"time_limit": math.nan}, "time_limit"),
    ({"time_limit": math.inf}, "time_limit"),
    ({"time_limit": "10"}, "time_limit"),
    ({"seed": -1}, "seed"),
    ({"seed": 0.5}, "seed"),
    ({"seed": 2**63}, "seed"),
]


@pytest.mark.parametrize(("limits", "place"), LIMITS)
def test_limits_that_cannot_be_kept_are_refused(limits, place):
    with pytest.raises(ProblemError) as error:
        solve(MeetingProblem.from_arrays(**ARRAYS), **limits)
    assert error.value.place == place


def test_a_document_where_a_problem_belongs_is_refused():
    with pytest.raises(ProblemError) as error:
        solve(FAIR)
    assert error.value.place == "problem"


def test_the_shortest_time_gives_a_legal_plan():
    problem = MeetingProblem.from_json(FAIR)
    assert check(problem, solve(problem, time_limit=1e-9)) == []


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 10**20) | st.floats() | st.sampled_from(["", "s1", "a1", "b1", "x"]),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["a", "b", "id", "slot"]), inner, max_size=3)
    ),
    max_leaves=4,
)


def places_in(document, path=()):
    """Every path to a value inside the document."""
    items = document.items() if isinstance(document, dict) else enumerate(document)
    for key, value in items:
        yield (*path, key)
        if isinstance(value, dict | list):
            yield from places_in(value, (*path, key))


def with_value(document, path, value):
    changed = copy.deepcopy(document)
    inner = changed
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = value
    return changed


COMFORTABLE = fair(comfort={"repeats": [["a1", "b1"]], "sectors": {"a1": "arts"}, "in_a_row": 1, "balance_days": True})
PLAN = solve(MeetingProblem.from_json(COMFORTABLE)).to_json()


@few
@given(st.sampled_from(list(places_in(COMFORTABLE))), ANYTHING)
def test_any_value_anywhere_in_a_problem_is_refused_or_planned(path, value):
    try:
        problem = MeetingProblem.from_json(with_value(COMFORTABLE, path, value))
    except ProblemError:
        return
    assert check(problem, solve(problem, time_limit=1.0)) == []


@few
@given(st.sampled_from(list(places_in(PLAN))), ANYTHING)
def test_any_value_anywhere_in_a_result_is_refused_or_read(path, value):
    problem, document = MeetingProblem.from_json(COMFORTABLE), with_value(PLAN, path, value)
    for use in (
        lambda: check(problem, document),
        lambda: explain(problem, MeetingResult.from_json(problem, document), "a1", "b1"),
        lambda: check(problem, replan(problem, document, time_limit=1.0)),
    ):
        try:
            use()
        except ProblemError:
            continue
