"""Ctrl-C on the command line ends the search, not the work: the best plan so far is written."""

from __future__ import annotations

import json
import signal

from spona_engine import __main__ as command
from spona_engine import solve
from spona_engine.instances import availability_fair


def test_ctrl_c_writes_the_best_plan_so_far_and_gives_the_signal_back(tmp_path, monkeypatch):
    problem = availability_fair(40, 20, 8, "windows", tables=10, seed=4)
    (tmp_path / "problem.json").write_text(json.dumps(problem.to_json()), encoding="utf-8")

    def interrupted(*arguments, **options):
        signal.raise_signal(signal.SIGINT)
        return solve(*arguments, **options)

    monkeypatch.setattr(command, "solve", interrupted)
    before = signal.getsignal(signal.SIGINT)
    code = command.main(["solve", str(tmp_path / "problem.json"), "--out", str(tmp_path / "plan.json")])
    plan = json.loads((tmp_path / "plan.json").read_text(encoding="utf-8"))
    assert (code, plan["status"], signal.getsignal(signal.SIGINT)) == (0, "feasible", before)
    assert plan["meetings"] != []
