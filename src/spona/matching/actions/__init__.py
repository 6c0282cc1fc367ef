"""What can be done with runs and demands."""

from spona.matching.actions.demands import lift_demand, put_demand
from spona.matching.actions.runs import cancel_run, start_run, sweep_stale_runs
from spona.matching.actions.sentences import sentence_json
from spona.matching.actions.work import work_run

__all__ = ["cancel_run", "lift_demand", "put_demand", "sentence_json", "start_run", "sweep_stale_runs", "work_run"]
